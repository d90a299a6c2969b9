import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Confused, LabelScores } from '../../../src/core/state/labelScores.ts';
import { grouped, percent } from '../../../src/core/format/format.ts';
import { plainLine } from '../shared/plainText.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

/** Labels that a matrix has room for; for more, only the most common confusions are listed. */
const MATRIX = 24;
const CONFUSIONS = 20;

/** How each label did against the gold column. */
export function ScoreTable({ scores }: { readonly scores: LabelScores }): JSX.Element {
  const share = (value: number | undefined): string => (value === undefined ? '–' : percent(value));
  return (
    <div class="scroll">
      <table class="lscores">
        <thead>
          <tr>
            <th scope="col">{t('Label')}</th>
            <th scope="col">{t('Gold')}</th>
            <th scope="col">{t('Given')}</th>
            <th scope="col">{t('Right')}</th>
            <th scope="col">{t('Precision')}</th>
            <th scope="col">{t('Recall')}</th>
          </tr>
        </thead>
        <tbody>
          {scores.byLabel.map(({ name, gold, given, right, precision, recall }) => (
            <tr key={name}>
              <th scope="row">{plainLine(name, 80)}</th>
              <td>{grouped(gold)}</td>
              <td>{grouped(given)}</td>
              <td>{grouped(right)}</td>
              <td>{share(precision)}</td>
              <td>{share(recall)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where a second model was asked, also by the labels of the first one. */
export function Confusion({ scores }: { readonly scores: LabelScores }): JSX.Element {
  const [isBefore, setIsBefore] = useState(false);
  const { confusion, confusionBefore } = scores;
  return (
    <>
      {confusionBefore && (
        <label class="lbefore">
          {rich(
            '{0} Confusions before the second look',
            <input
              type="checkbox"
              checked={isBefore}
              onChange={() => {
                setIsBefore(!isBefore);
              }}
            />,
          )}
        </label>
      )}
      <Confusions scores={scores} confusion={(isBefore && confusionBefore) || confusion} />
    </>
  );
}

function Confusions(props: {
  readonly scores: LabelScores;
  readonly confusion: readonly Confused[];
}): JSX.Element {
  const { scores, confusion } = props;
  const wrong = confusion.filter(({ gold, given }) => gold !== given);
  const used = new Set(confusion.flatMap(({ gold, given }) => [gold, given]));
  const names = scores.byLabel.filter(({ name }) => used.has(name)).map(s => s.name);
  if (wrong.length === 0)
    return <p class="note mut">{t('No confusion: every label is the one of the gold column.')}</p>;
  if (names.length > MATRIX)
    return (
      <>
        <h3 class="lh">{t('Most confused')}</h3>
        <ul class="lconf">
          {wrong.slice(0, CONFUSIONS).map(({ gold, given, count: n }) => (
            <li key={`${gold}\n${given}`}>
              <strong>{grouped(n)}</strong> {plainLine(gold, 60)}{' '}
              <span class="mut">{t('labelled')}</span> {plainLine(given, 60)}
            </li>
          ))}
        </ul>
      </>
    );
  return <Matrix confusion={confusion} names={names} />;
}

function Matrix(props: {
  readonly confusion: readonly Confused[];
  readonly names: readonly string[];
}): JSX.Element {
  const { confusion, names } = props;
  const cells = new Map(confusion.map(c => [`${c.gold}\n${c.given}`, c.count]));
  const most = Math.max(...cells.values());
  return (
    <div class="scroll">
      <table class="lmatrix">
        <caption>{t('Gold label by row, given label by column')}</caption>
        <thead>
          <tr>
            <td />
            {names.map(name => (
              <th key={name} scope="col" title={plainLine(name, 80)}>
                {plainLine(name, 14)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map(gold => (
            <tr key={gold}>
              <th scope="row">{plainLine(gold, 40)}</th>
              {names.map(given => {
                const n = cells.get(`${gold}\n${given}`) ?? 0;
                const look = n === 0 ? 'z' : gold === given ? 'r' : 'w';
                const strength = n === 0 ? 0 : 0.1 + 0.32 * (n / most);
                return (
                  <td
                    key={given}
                    class={look}
                    style={{ '--s': `${Math.round(strength * 100)}%` }}
                    title={t(
                      '{0} labelled {1}: {2}',
                      plainLine(gold, 60),
                      plainLine(given, 60),
                      grouped(n),
                    )}
                  >
                    {n === 0 ? '·' : grouped(n)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
