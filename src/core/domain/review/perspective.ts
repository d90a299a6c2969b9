import { t } from '../../text/l10n.ts';
import type { Severity } from '../results/findings.ts';
import type { SourceKind } from '../source.ts';

/** One lens. User-defined ones are data of the same form. */
export interface Perspective {
  readonly id: string;
  readonly title: string;
  /** One or two capitals that name the perspective's branches: 14 A. */
  readonly letter: string;
  /** A codicon id. */
  readonly icon: string;
  readonly instructions: string;
  readonly severities: Readonly<Record<Severity, string>>;
  readonly doNotFlag: readonly string[];
  /** `provider:model`, every one of which is asked; absent: the run's own model. */
  readonly models?: readonly string[];
  /** The kinds of text it is for; absent: all. */
  readonly appliesTo?: readonly SourceKind[];
}

export const isFor = ({ appliesTo }: Pick<Perspective, 'appliesTo'>, kind: SourceKind): boolean =>
  appliesTo?.includes(kind) ?? true;

/** The assessment of offline rules where none serves the perspective: nothing was judged, so nothing is clean. */
export const NO_RULE = 'No rule serves this perspective.';

/** Begins what an assessment of the offline rules says of rules left out: the reason, a colon, their titles in quotes. */
export const NOT_APPLIED = 'Not applied, because ';

/** Why rules were left out, as assessments hold it, and as people read it. */
export const LEFT_OUT_BECAUSE = {
  off: {
    stored: 'they are off (the setting fanout.offlineRules and --rules turn rules on and off)',
    words: () =>
      t('they are off (the setting fanout.offlineRules and --rules turn rules on and off)'),
  },
  language: {
    stored: 'the text does not read as English',
    words: () => t('the text does not read as English'),
  },
  length: {
    stored: 'they compare all of a text, and this one is too long for it',
    words: () => t('they compare all of a text, and this one is too long for it'),
  },
} as const;

/** What is shown in the place of a result where no rule serves the perspective. */
export const NOT_JUDGED = t('not judged: needs a model');

/** True for an answer of the offline rules that had none to judge by: neither a finding nor its absence means anything. */
export const isNotJudged = (
  outcome: { readonly status: string; readonly assessment?: string } | undefined,
): boolean => outcome?.status === 'succeeded' && outcome.assessment?.startsWith(NO_RULE) === true;

/**
 * The built-in perspectives that offline rules serve, by kind of text: the only ones that an offline review is
 * offered. Kept here so that a menu need not load the rules; a unit test compares it with them.
 */
export const RULE_PERSPECTIVES: Readonly<Record<SourceKind, readonly string[]>> = {
  markdown: ['accuracy', 'completeness'],
  prose: ['accuracy', 'completeness'],
  code: ['security', 'tests'],
  records: [],
};
