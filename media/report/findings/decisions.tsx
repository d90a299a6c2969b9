import type { JSX } from 'preact';
import { asideOf } from '../../../src/core/state/findingStatus.ts';
import type { Finding, FindingDecision, Verification } from '../../../src/core/domain/findings.ts';
import type { Ask } from '../../../src/views/report/protocol.ts';
import { Button, Icon, type SectionProps } from '../parts.tsx';
import { MAX_MESSAGE, plainLine, plainText } from '../shared/plainText.ts';
import { QuotedPlace } from './quotedPlace.tsx';

export interface Mark {
  readonly icon: string;
  readonly look: string;
  readonly word: string;
}

export const DECISION_MARK: Readonly<Record<FindingDecision['kind'], Mark>> = {
  dismissed: { icon: 'close', look: 'mut', word: 'dismissed' },
  accepted: { icon: 'check', look: 'ok', word: 'accepted' },
};

export const VERDICT_MARK: Readonly<Record<Verification['verdict'], Mark>> = {
  confirmed: { icon: 'pass-filled', look: 'ok', word: 'confirmed' },
  refuted: { icon: 'circle-slash', look: 'warn', word: 'refuted' },
  unsure: { icon: 'question', look: 'mut', word: 'unsure' },
  unverified: { icon: 'circle-large-outline', look: 'mut', word: 'not checked' },
};

/** Those that said it do not agree. */
export const DISPUTED_MARK: Mark = { icon: 'git-compare', look: 'warn', word: 'disputed' };

interface Step {
  readonly type: Extract<Ask['type'], 'dismiss' | 'accept' | 'reopen'>;
  readonly icon: string;
  readonly words: string;
  readonly key: string;
}
const ACCEPT: Step = { type: 'accept', icon: 'check', words: 'Accept', key: 'Y' };
const DISMISS: Step = { type: 'dismiss', icon: 'close', words: 'Dismiss…', key: 'D' };
const REOPEN: Step = { type: 'reopen', icon: 'discard', words: 'Reopen', key: 'O' };

/** What a person can decide about a finding as it stands. */
export function stepsFor({ decision }: Finding): readonly Step[] {
  if (decision?.kind === 'dismissed') return [REOPEN];
  return decision?.kind === 'accepted' ? [REOPEN, DISMISS] : [ACCEPT, DISMISS];
}

interface Props extends SectionProps {
  readonly finding: Finding;
}

/** As icons, in a row. */
export const DecisionTools = ({ finding, ask }: Props): JSX.Element => (
  <>
    {stepsFor(finding).map(({ type, icon, words, key }) => (
      <button
        key={type}
        class="tool"
        tabIndex={-1}
        title={`${words} (${key})`}
        aria-label={`${words} ${finding.id}`}
        onClick={() => {
          ask({ type, findingId: finding.id });
        }}
      >
        <Icon name={icon} />
      </button>
    ))}
  </>
);

/** As buttons, below an open finding. */
export const DecisionButtons = ({ finding, ask }: Props): JSX.Element => (
  <>
    {stepsFor(finding).map(({ type, icon, words }) => (
      <Button
        key={type}
        small
        icon={icon}
        onClick={() => {
          ask({ type, findingId: finding.id });
        }}
      >
        {words}
      </Button>
    ))}
  </>
);

const VERDICT_WORDS: Readonly<Record<Verification['verdict'], string>> = {
  confirmed: 'Confirmed by a second look',
  refuted: 'Refuted by a second look',
  unsure: 'A second look could not tell',
  unverified: 'Not looked at a second time',
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
          words="It rests on"
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
  if (!decision) return null;
  const { icon, look } = DECISION_MARK[decision.kind];
  const overruled = asideOf({ ...finding, decision: null }) === 'refuted';
  return (
    <p class="judged">
      <Icon name={icon} class={look} />
      <span>
        <strong>{decision.kind === 'dismissed' ? 'Dismissed' : 'Accepted'}</strong>
        {decision.kind === 'accepted' && overruled && ', against the second look'}
        {decision.reason === ''
          ? '.'
          : `: ${sentence(plainText(decision.reason, MAX_MESSAGE))}`}{' '}
        <span class="mut">Comes back when this passage is changed.</span>
      </span>
    </p>
  );
}

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
