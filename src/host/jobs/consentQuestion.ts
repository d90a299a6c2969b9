import { isLoopback } from '../../engine/providers.ts';
import { ruleFiles, type HouseRule } from '../../core/domain/review/houseRules.ts';
import { count, joinList, money } from '../../core/format/format.ts';
import { linkedText } from '../../core/format/linkedText.ts';
import type { Estimate } from '../../core/domain/billing.ts';
import type { ModelInfo } from '../../core/domain/model.ts';
import type { Mode } from '../../core/domain/mode.ts';
import { atOnceText, modeHints, type ModeChoice, savingOf } from '../../core/format/modeHint.ts';
import type { Settings } from '../../engine/settings/settings.ts';
import { t } from '../../core/text/l10n.ts';

/** What is about to be sent. */
export interface Asked {
  readonly name: string;
  /** All that text goes to, the run's own first. */
  readonly models: readonly ModelInfo[];
  readonly estimate: Estimate;
  readonly files: number;
  /** Absent if the run continues in the mode it was started with. */
  readonly choice?: ModeChoice;
  /** Calls and price are shown before anything is sent, whatever was agreed to before. */
  readonly asksFirst?: boolean;
  /** Rules of the project that become part of what the model is asked. */
  readonly houseRules: readonly HouseRule[];
  /** Called before the question is shown, where one is. */
  readonly onQuestion?: () => void;
}

export interface ConsentQuestion extends Asked {
  readonly limits: Pick<Settings, 'confirmAboveUsd' | 'maxCostUsd' | 'maxTokens'>;
  /** The workspace names more perspectives than the user's own settings. */
  readonly isWider?: boolean;
}

/** True when the text does not leave the machine. */
export function staysHere(model: ModelInfo): boolean {
  if (model.provider === 'offline') return true;
  return model.provider !== 'vscode' && isLoopback(model.origin ?? '');
}

/** `gpt-5.2-2026-11-01` and `gpt-5.2` are the same choice to a person. */
export const familyOf = (id: string): string =>
  id.toLowerCase().replace(/[-@:](?:\d{4}-?\d{2}-?\d{2}|latest)$/, '');

/** More than the limit for asking. An unknown price is asked about once, with the destination. */
export const isDear = ({ estimate, limits }: ConsentQuestion): boolean =>
  estimate.costUsd !== undefined && estimate.costUsd.expected > limits.confirmAboveUsd;

/** A limit in money is set but cannot be enforced, because the price is not known; and there is none in tokens. */
export const isUncapped = ({ estimate, limits }: ConsentQuestion): boolean =>
  estimate.costUsd === undefined && limits.maxCostUsd > 0 && limits.maxTokens === 0;

export const isEconomy = ({ choice }: Asked): boolean => choice?.mode === 'economy';

export interface ModeButton {
  readonly title: string;
  readonly mode: Mode;
}

/** The button that sends as planned, and those that send in other modes, where that saves or hurries. */
export function buttonsOf({ choice }: Asked): {
  readonly send: string;
  readonly others: readonly ModeButton[];
} {
  const mode = choice?.mode ?? 'fast';
  if (!choice) return { send: t('Send'), others: [] };
  return {
    send: { fast: t('Send'), sequential: t('Send One by One'), economy: t('Send in Economy Mode') }[
      mode
    ],
    others: [
      ...(mode !== 'fast'
        ? [
            {
              title: mode === 'economy' ? t('Send Now, at Full Price') : t('Send All at Once'),
              mode: 'fast',
            } as const,
          ]
        : []),
      ...(mode !== 'economy' && choice.economy
        ? [{ title: t('Send in Economy Mode'), mode: 'economy' } as const]
        : []),
      ...(mode !== 'sequential' && savingOf(choice, 'sequential') !== undefined
        ? [{ title: t('Send One by One'), mode: 'sequential' } as const]
        : []),
    ],
  };
}

const MODE_NAME = { economy: t('Economy'), sequential: t('One by one') } as const;

/** How batches differ: duration, where the text is kept meanwhile, and what may cost more. */
const BATCHES = [
  t(
    'Economy mode waits for the provider’s batch API. You can close the window meanwhile: the run continues when you open it again.',
  ),
  t(
    'Text and answers are kept at the provider until the answers are collected, for 30 days at most. Calls that a batch leaves unanswered are sent again individually, at the full price.',
  ),
];

export function detailOf(question: ConsentQuestion): string {
  const { models, estimate, files } = question;
  const { costUsd, seconds } = estimate;
  return [
    t(
      '{0} and {1}, about {2}, go to {3}.',
      count(files, 'source'),
      count(estimate.calls, 'call'),
      count(estimate.inputTokens, 'token'),
      placesOf(models),
    ),
    ...(models.length > 1 ? models.map(model => shareOf(model, estimate)) : []),
    estimate.cached > 0
      ? t(
          '{0} answered from earlier runs and not sent.',
          count(estimate.cached, 'branch is', 'branches are'),
        )
      : '',
    costUsd
      ? t(
          'Expected cost {0}, between {1} and {2}.',
          money(costUsd.expected),
          money(costUsd.low),
          money(costUsd.high),
        )
      : t('The price of {0} is not known here.', unpricedOf(models)),
    ...(question.choice ? modeHints(question.choice) : []).map(
      ({ mode, text }) => `${MODE_NAME[mode]}: ${text}`,
    ),
    isEconomy(question) ? atOnceText(estimate).trim() : '',
    linkedText(estimate.linked),
    rulesLine(question),
    question.isWider
      ? t(
          'This workspace sets more perspectives than your own settings; each is one more call per chunk.',
        )
      : '',
    capOf(question),
    isEconomy(question)
      ? t('Usually within an hour, at most 24 h.')
      : t('Expected time {0} s.', Math.max(1, Math.round(seconds.expected))),
    ...(question.choice?.economy ? BATCHES : []),
    t('Nothing has been sent yet.'),
  ]
    .filter(Boolean)
    .join('\n');
}

/** `gpt-6-sol`, `gpt-6-sol and claude-opus-5-5`. */
export const labelsOf = (models: readonly ModelInfo[]): string =>
  joinList(models.map(({ label }) => label));

const placesOf = (models: readonly ModelInfo[]): string =>
  joinList([...new Set(models.map(({ origin, label }) => origin ?? label))]);

const unpricedOf = (models: readonly ModelInfo[]): string =>
  models.length === 1
    ? t('this model')
    : joinList(models.filter(({ price }) => !price).map(({ label }) => label));

/** What goes to one of several models, where it is, and what it costs. */
function shareOf({ label, origin, ref }: ModelInfo, { byModel = [] }: Estimate): string {
  const share = byModel.find(({ model }) => model === ref);
  const price = share?.costUsd ? money(share.costUsd.expected) : t('price unknown');
  const calls = share ? `${count(share.calls, 'call')}, ${price}` : t('no calls');
  return `• ${label}${origin ? t(' at {0}', origin) : ''}: ${calls}`;
}

/** Whose instructions go along: they came with the folder. */
const rulesLine = ({ houseRules }: ConsentQuestion): string =>
  houseRules.length === 0
    ? ''
    : t(
        'The model is also told to apply the rules in {0}. To turn this off, use the setting fanout.instructions.',
        ruleFiles(houseRules)
          .map(({ file, rules }) => `${file} (${count(rules, 'rule')})`)
          .join(', '),
      );

/** The limits that pause the run, and any limit that cannot be enforced. */
function capOf(question: ConsentQuestion): string {
  const { costUsd } = question.estimate;
  const { maxCostUsd, maxTokens } = question.limits;
  if (isUncapped(question))
    return t(
      'Your limit of {0} cannot be enforced without a price. A limit in tokens can.',
      money(maxCostUsd),
    );
  return [
    costUsd && maxCostUsd > 0 && costUsd.high > maxCostUsd
      ? t('The run pauses before it costs more than your limit of {0}.', money(maxCostUsd))
      : '',
    maxTokens > 0
      ? t('The run pauses before it uses more than {0}.', count(maxTokens, 'token'))
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}
