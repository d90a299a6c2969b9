import { usageError } from '../../core/errors.ts';
import { PLANTED_KINDS } from '../../core/evaluate/plant/plant.ts';
import { secretsOf, settingsOf } from './options.ts';
import { integer, listOf, share } from './parse.ts';
import type { Values } from './table.ts';
import type { EvalArgs, OutputArgs } from './types.ts';

const DEFAULT_COUNT = 30;
const MAX_COUNT = 500;
const MAX_SEED = 1_000_000;
const MAX_TEXTS = 100_000;
/** The formats an evaluation is written in. */
export const EVALUATION_FORMATS = ['text', 'markdown', 'html', 'json', 'csv'] as const;

/** @throws FanoutError `usage`. */
export function evalArgs(values: Values, paths: readonly string[], output: OutputArgs): EvalArgs {
  const truth = values.truth ?? [];
  if (paths.length === 0 && truth.length === 0)
    throw usageError(
      'eval needs at least one file or folder to plant errors in, or --truth FILE with texts of its own.',
    );
  if (!EVALUATION_FORMATS.some(format => format === output.format))
    throw usageError(
      `eval writes ${EVALUATION_FORMATS.join(', ')}, not ${output.format}. Nothing was sent.`,
    );
  const models = [
    ...new Set((values.model ?? ['offline']).flatMap(m => listOf('--model', m) ?? [])),
  ];
  const kinds = listOf('--kinds', values.kinds);
  const unknown = truth.length > 0 ? undefined : kinds?.find(id => !PLANTED_KINDS.includes(id));
  if (unknown !== undefined)
    throw usageError(
      `There is no kind ${unknown} to plant. There are ${PLANTED_KINDS.join(', ')}. Nothing was sent.`,
    );
  const take = integer('--take', values.take, 1, MAX_TEXTS);
  const leastRecall = share('--min-recall', values['min-recall']);
  return {
    command: 'eval',
    ...(values.plan ? { only: 'plan' as const } : {}),
    paths,
    models,
    truth,
    plant: {
      count: integer('--plant', values.plant, 1, MAX_COUNT) ?? DEFAULT_COUNT,
      seed: integer('--seed', values.seed, 0, MAX_SEED) ?? 1,
    },
    ...(kinds ? { kinds } : {}),
    ...(take === undefined ? {} : { take }),
    ...(leastRecall === undefined ? {} : { leastRecall }),
    secrets: secretsOf(values),
    settings: settingsOf(withVerify(values)),
    output,
  };
}

/** Here every finding is looked at a second time unless told otherwise, so that who does so can be named alone. */
const withVerify = (values: Values): Values =>
  values['verify-model'] !== undefined && values.settings.verify === undefined
    ? { ...values, settings: { ...values.settings, verify: 'note' } }
    : values;
