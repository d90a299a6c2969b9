import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { isLabelled, labelsOf, secondLookText } from '../../../src/core/state/labelRows.ts';
import { scoreLabels, tallyLabels } from '../../../src/core/state/labelScores.ts';
import { isRunEnded } from '../../../src/core/state/runState.ts';
import { count, grouped, percent } from '../../../src/core/format/format.ts';
import { Pane, TableSwitch, type SectionProps } from '../parts.tsx';
import { plainLine } from '../shared/plainText.ts';
import { Confusion, ScoreTable } from './labelScores.tsx';
import { rowsOf } from './recordList.ts';
import { t } from '../../../src/core/text/l10n.ts';

/** Bars drawn before the rest is asked for. */
const BARS = 20;

/** How many records each label has, and how the labels compare with those of the gold column. */
export function Labels(
  props: SectionProps & { readonly onLabel: (name: string) => void },
): JSX.Element {
  const { state, version, view, setView } = props;
  const { rows, tally, scores } = useMemo(() => {
    const all = rowsOf(state, version);
    const list = labelsOf(state);
    return { rows: all, tally: tallyLabels(all, list), scores: scoreLabels(all, list) };
  }, [state, version]);
  const labelled = rows.filter(isLabelled).length;
  const used = tally.filter(label => label.count > 0).length;
  const note = t(
    '{0} of {1} {2}, {3} of {4} used{5}{6}',
    grouped(labelled),
    count(rows.length, 'record'),
    isRunEnded(state.status) ? t('labelled') : t('labelled so far'),
    grouped(used),
    count(tally.length, 'label'),
    scores ? t(', {0} as in the gold column', percent(scores.right / scores.compared)) : '',
    scores?.rightBefore === undefined
      ? ''
      : t(' ({0} before the second look)', percent(scores.rightBefore / scores.compared)),
  );
  const asTable = view.tables.includes('labels');
  return (
    <Pane
      id="labels"
      title={t('Labels')}
      note={note}
      view={view}
      setView={setView}
      right={scores && <TableSwitch id="labels" view={view} setView={setView} />}
    >
      {state.secondLook && !state.synthesis && (
        <p class="note">{secondLookText(state.secondLook, rows)}</p>
      )}
      <Bars tally={tally} total={labelled} onLabel={props.onLabel} />
      {scores && asTable && <ScoreTable scores={scores} />}
      {scores && scores.confusion.length > 0 && <Confusion scores={scores} />}
    </Pane>
  );
}

function Bars(props: {
  readonly tally: ReturnType<typeof tallyLabels>;
  readonly total: number;
  readonly onLabel: (name: string) => void;
}): JSX.Element {
  const { tally, total, onLabel } = props;
  const [all, setAll] = useState(false);
  const shown = all ? tally : tally.slice(0, BARS);
  const most = Math.max(1, tally[0]?.count ?? 0);
  return (
    <>
      <ul class="lbars" aria-label={t('Records by label')}>
        {shown.map(({ name, count: n }) => (
          <li key={name}>
            <button
              class="lbar"
              title={t('Show the records labelled {0}', plainLine(name, 80))}
              onClick={() => {
                onLabel(name);
              }}
            >
              <span class="lname">{plainLine(name, 80)}</span>
              <span class="ltrack">
                <span class="lfill" style={{ width: `${(100 * n) / most}%` }} />
              </span>
              <span class="lcount">{grouped(n)}</span>
              <span class="lshare">{total > 0 ? percent(n / total) : ''}</span>
            </button>
          </li>
        ))}
      </ul>
      {tally.length > BARS && (
        <button
          class="link"
          onClick={() => {
            setAll(!all);
          }}
        >
          {all ? t('Show fewer') : t('Show all {0} labels', grouped(tally.length))}
        </button>
      )}
    </>
  );
}
