import { usageError } from '../../core/errors.ts';
import { joinList } from '../../core/format/format.ts';
import type { Values } from './parse.ts';

const REVIEW = ['review', 'plan'];
const RUN = [...REVIEW, 'summarize', 'ask', 'classify'];
const RECORDS = ['classify', 'labels'];
const ASKING = [...RUN, 'labels'];
const GOING_ON = [...RUN, 'resume'];
const REPORTING = [...GOING_ON, 'cancel', 'show', 'compare'];

/** The commands that an option means something to; one that is not listed fits all. */
const FITS: { readonly [Option in keyof Values]?: readonly string[] } = {
  changes: REVIEW,
  staged: REVIEW,
  commit: REVIEW,
  instructions: REVIEW,
  perspectives: REVIEW,
  'perspectives-file': REVIEW,
  'ask-plan': GOING_ON,
  'idle-timeout': [...ASKING, 'resume'],
  'call-timeout': [...ASKING, 'resume'],
  verify: REVIEW,
  'verify-model': REVIEW,
  'no-consistency': REVIEW,
  partition: REVIEW,
  plan: RUN,
  model: ASKING,
  models: RUN,
  'perspective-model': REVIEW,
  prices: ASKING,
  'base-url': ASKING,
  'chunk-tokens': ASKING,
  language: ASKING,
  'no-synthesis': RUN,
  'no-cache': ASKING,
  secrets: ASKING,
  concurrency: [...ASKING, 'resume'],
  rpm: [...ASKING, 'resume'],
  itpm: [...ASKING, 'resume'],
  otpm: [...ASKING, 'resume'],
  'max-cost': [...ASKING, 'resume'],
  'max-tokens': [...ASKING, 'resume'],
  'on-failure': GOING_ON,
  hedge: GOING_ON,
  optimize: GOING_ON,
  mode: GOING_ON,
  batch: GOING_ON,
  events: [...GOING_ON, 'cancel'],
  force: ['delete'],
  'fail-on': REPORTING,
  out: [...REPORTING, 'labels'],
  column: RECORDS,
  id: RECORDS,
  'text-is': RECORDS,
  'no-header': RECORDS,
  about: RECORDS,
  labels: ['classify'],
  multi: ['classify'],
  gold: ['classify'],
  'records-per-call': ['classify'],
  length: ['summarize'],
  audience: ['summarize'],
  focus: ['summarize'],
  columns: ['ask'],
  schema: ['ask'],
  reason: ['dismiss', 'accept', 'reopen'],
};

/** @throws FanoutError `usage` for an option that would change nothing of what `command` does. */
export function optionsFit(command: string, values: Values): void {
  for (const [option, commands] of Object.entries(FITS))
    if (values[option as keyof Values] !== undefined && !commands.includes(command))
      throw usageError(
        `--${option} is for ${joinList(commands)}, not for ${command}. Nothing was read or sent. Leave it out.`,
      );
}
