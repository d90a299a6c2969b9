import type { JSX } from 'preact';
import type { PlaybookVerdict } from '../../../src/core/domain/review/playbook.ts';
import {
  type PlaybookPlace,
  type PlaybookRuleView,
  type PlaybookTextView,
  type PlaybookView,
  proofText,
  verdictTally,
} from '../../../src/core/state/playbookView.ts';
import { Button, Icon, type SectionProps } from '../parts.tsx';
import { MAX_MESSAGE, plainLine, plainText } from '../shared/plainText.ts';
import { toggled } from '../shared/viewState.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

const LOOK: Readonly<Record<PlaybookVerdict, { icon: string; look: string; word: string }>> = {
  unacceptable: { icon: 'error', look: 'err', word: t('Unacceptable') },
  'needs review': { icon: 'warning', look: 'warn', word: t('Needs review') },
  acceptable: { icon: 'pass', look: 'ok', word: t('Acceptable') },
  missing: { icon: 'circle-slash', look: 'warn', word: t('Missing') },
  undetermined: { icon: 'question', look: 'mut', word: t('Undetermined') },
};

/** The verdict on every rule, text by text, with the words that decide it and what absence rests on. */
export function PlaybookVerdicts(
  props: SectionProps & { readonly playbook: PlaybookView },
): JSX.Element {
  const { texts } = props.playbook;
  return (
    <>
      {texts.map(text => (
        <section key={text.sourceId} class="playbook">
          {texts.length > 1 && <h3>{plainLine(text.path, 160)}</h3>}
          <p class="lead">{verdictTally(text.rules)}.</p>
          <ul class="rules">
            {text.rules.map((rule, i) => (
              <Rule key={rule.id} {...props} text={text} rule={rule} number={i} />
            ))}
          </ul>
          <p class={`note${text.notProven === '' ? ' mut' : ''}`}>
            {text.notProven !== '' && <Icon name="warning" class="warn" />}
            <span>{proofText(text)}</span>
          </p>
        </section>
      ))}
    </>
  );
}

interface RuleProps extends SectionProps {
  readonly text: PlaybookTextView;
  readonly rule: PlaybookRuleView;
  readonly number: number;
}

/** Open where there is something to do, until the reader says otherwise. */
function Rule(props: RuleProps): JSX.Element {
  const { text, rule, view, setView } = props;
  const { icon, look, word } = LOOK[rule.verdict];
  const key = `${text.sourceId} ${rule.id}`;
  const open = view.levels.includes(key) !== (rule.verdict !== 'acceptable');
  return (
    <li class={open ? 'rule open' : 'rule'}>
      <button
        class="rule-head"
        aria-expanded={open}
        onClick={() => {
          setView(now => ({ levels: toggled(now.levels, key) }));
        }}
      >
        <Icon name="chevron-right" class="tw" />
        <Icon name={icon} class={look} />
        <span class="t">{plainLine(rule.title, 160)}</span>
        <span class="vw">{word}</span>
      </button>
      {open && <RuleBody {...props} />}
    </li>
  );
}

function RuleBody({ rule, number, ask, index, text }: RuleProps): JSX.Element {
  const { verdict, reasons, places, fallback } = rule;
  return (
    <div class="rule-body">
      {reasons.map((reason, i) => (
        <p key={i}>{plainText(reason, MAX_MESSAGE)}</p>
      ))}
      {verdict === 'missing' && <p>{t('No clause about it in any part of the text.')}</p>}
      {verdict === 'undetermined' && (
        <p>
          {rich(
            'No clause about it was found, but {0}.',
            text.notProven || t('a quote was not in the text'),
          )}
        </p>
      )}
      {places.map((place, i) => (
        <blockquote key={i}>
          <button
            class="quote"
            title={t('Show in the document')}
            onClick={() => {
              ask({
                type: 'revealStatement',
                statementId: place.statementId,
                index: place.index,
              });
            }}
          >
            {plainText(place.citation.quote, MAX_MESSAGE)}
          </button>{' '}
          <span class="mut">{whereOf(place, index)}</span>
        </blockquote>
      ))}
      {fallback !== undefined && (
        <div class="fallback">
          <p class="fallback-t">
            <span class="mut">{t('Fallback:')}</span> {plainText(fallback, MAX_MESSAGE)}
          </p>
          <Button
            small
            icon="copy"
            onClick={() => {
              ask({ type: 'copyFallback', rule: number });
            }}
          >
            {t('Copy')}
          </Button>
        </div>
      )}
    </div>
  );
}

const whereOf = ({ citation }: PlaybookPlace, index: SectionProps['index']): string =>
  t('chunk {0}', index.chunkNumber.get(citation.chunkId) ?? '?');
