import type { JSX } from 'preact';
import { isFixable } from '../../../src/core/domain/results/fixable.ts';
import { hiddenReason } from '../../../src/core/state/findingStatus.ts';
import type {
  Finding,
  FindingDecision,
  Verification,
} from '../../../src/core/domain/results/findings.ts';
import type { Ask } from '../../../src/views/report/protocol.ts';
import { Button, Icon, type SectionProps } from '../parts.tsx';
import { MAX_MESSAGE, plainLine, plainText } from '../shared/plainText.ts';
import type { RunIndex } from '../shared/runIndex.ts';
import { QuotedPlace } from './quotedPlace.tsx';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

export interface Mark {
  readonly icon: string;
  readonly look: string;
  readonly word: string;
}

export const DECISION_MARK: Readonly<Record<FindingDecision['kind'], Mark>> = {
  dismissed: { icon: 'close', look: 'mut', word: t('dismissed') },
  accepted: { icon: 'tasklist', look: 'ok', word: t('to do') },
};

export const APPLIED_MARK: Mark = { icon: 'check', look: 'ok', word: t('applied') };

export const VERDICT_MARK: Readonly<Record<Verification['verdict'], Mark>> = {
  confirmed: { icon: 'pass-filled', look: 'ok', word: t('confirmed') },
  refuted: { icon: 'circle-slash', look: 'warn', word: t('refuted') },
  unsure: { icon: 'question', look: 'mut', word: t('unsure') },
  unverified: { icon: 'circle-large-outline', look: 'mut', word: t('not checked') },
};

/** Its branches disagree. */
export const DISPUTED_MARK: Mark = { icon: 'git-compare', look: 'warn', word: t('disputed') };

export interface Step {
  readonly type: Extract<Ask['type'], 'apply' | 'undo' | 'dismiss' | 'accept' | 'reopen'>;
  readonly icon: string;
  readonly words: string;
  readonly key: string;
}
const APPLY: Step = { type: 'apply', icon: 'check', words: t('Apply'), key: 'A' };
const UNDO: Step = { type: 'undo', icon: 'discard', words: t('Undo'), key: 'U' };
const TO_DO: Step = { type: 'accept', icon: 'tasklist', words: t('Mark as To Do'), key: 'T' };
const DISMISS: Step = { type: 'dismiss', icon: 'close', words: t('Dismiss'), key: 'D' };
const REOPEN: Step = { type: 'reopen', icon: 'discard', words: t('Reopen'), key: 'U' };

/** What a person can do about a finding as it stands; before merging there is nothing to decide on. */
export function stepsFor(finding: Finding, index: RunIndex, isMerged: boolean): readonly Step[] {
  if (finding.applied) return [UNDO];
  const fix = isFixable(finding, index.sources.get(finding.sourceId)) ? [APPLY] : [];
  if (!isMerged) return fix;
  switch (finding.decision?.kind) {
    case 'dismissed':
      return [REOPEN];
    case 'accepted':
      return [...fix, REOPEN, DISMISS];
    default:
      return [...fix, TO_DO, DISMISS];
  }
}

interface Props extends SectionProps {
  readonly finding: Finding;
}

/** As icons, in a row. */
export const DecisionTools = ({ finding, ask, index, state }: Props): JSX.Element => (
  <>
    {stepsFor(finding, index, state.merged).map(({ type, icon, words, key }) => (
      <button
        key={type}
        class="tool"
        tabIndex={-1}
        title={`${words} (${key})`}
        aria-label={`${words} ${finding.id}`}
        onClick={() => {
          ask({ type, findingIds: [finding.id] });
        }}
      >
        <Icon name={icon} />
      </button>
    ))}
  </>
);

/** As buttons, below an open finding: what changes the text stands first, and apart. */
export const DecisionButtons = ({ finding, ask, index, state }: Props): JSX.Element => {
  const steps = stepsFor(finding, index, state.merged);
  const button = ({ type, icon, words, key }: Step): JSX.Element => (
    <Button
      key={type}
      small
      primary={type === 'apply'}
      icon={icon}
      title={`${words} (${key})`}
      onClick={() => {
        ask({ type, findingIds: [finding.id] });
      }}
    >
      {words}
    </Button>
  );
  const isOfText = ({ type }: Step): boolean => type === 'apply' || type === 'undo';
  return (
    <>
      {steps.filter(isOfText).map(button)}
      {steps.some(({ type }) => type === 'apply') && (
        <Button
          small
          icon="diff"
          onClick={() => {
            ask({ type: 'preview', findingIds: [finding.id] });
          }}
        >
          {t('Preview')}
        </Button>
      )}
      {steps.some(isOfText) && <span class="gap" />}
      {steps.filter(step => !isOfText(step)).map(button)}
    </>
  );
};

const VERDICT_WORDS: Readonly<Record<Verification['verdict'], string>> = {
  confirmed: t('Confirmed by a second look'),
  refuted: t('Refuted by a second look'),
  unsure: t('A second look could not tell'),
  unverified: t('Not looked at a second time'),
};

/** What an independent call came to, and the words of the text that rests on. */
export function VerdictNote({ finding, index, ask }: Props): JSX.Element | null {
  const { verification } = finding;
  if (!verification) return null;
  const { verdict, evidence, place, by } = verification;
  const { icon, look } = VERDICT_MARK[verdict];
  return (
    <div class="judged">
      <p>
        <Icon name={icon} class={look} />
        <span>
          <strong>{VERDICT_WORDS[verdict]}.</strong> {plainText(evidence, MAX_MESSAGE)}{' '}
          {verdict !== 'unverified' && <span class="mut">({plainLine(by, 80)})</span>}
        </span>
      </p>
      {place && (
        <QuotedPlace
          index={index}
          words={t('It rests on')}
          place={place}
          onReveal={() => {
            ask({ type: 'revealEvidence', findingId: finding.id });
          }}
        />
      )}
    </div>
  );
}

/** What a person decided, and why. */
export function DecisionNote({ finding }: { readonly finding: Finding }): JSX.Element | null {
  const { decision } = finding;
  if (finding.applied)
    return (
      <p class="judged">
        <Icon name={APPLIED_MARK.icon} class={APPLIED_MARK.look} />
        <span>{rich('{0} The suggestion is in the text.', <strong>{t('Applied.')}</strong>)}</span>
      </p>
    );
  if (!decision) return null;
  const { icon, look } = DECISION_MARK[decision.kind];
  const overruled = hiddenReason({ ...finding, decision: null }) === 'refuted';
  return (
    <p class="judged">
      <Icon name={icon} class={look} />
      <span>
        <strong>{decision.kind === 'dismissed' ? t('Dismissed') : t('To do')}</strong>
        {decision.kind === 'accepted' && overruled && t(', against the second look')}
        {decision.reason === ''
          ? '.'
          : `: ${sentence(plainText(decision.reason, MAX_MESSAGE))}`}{' '}
        <span class="mut">{t('Comes back when this passage is changed.')}</span>
      </span>
    </p>
  );
}

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
