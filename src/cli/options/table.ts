import { SEVERITIES } from '../../core/domain/results/findings.ts';
import { formats } from '../../core/report/formats.ts';
import { SETTINGS } from '../../engine/settings/table.ts';
import { REMOTE_PROVIDERS } from '../../models/registry.ts';

/** A command of the command line, in the order of the help. */
interface CommandRow {
  /** Its arguments, as the help writes them. */
  readonly takes: string;
  readonly text: string;
}

export const COMMANDS = {
  review: {
    takes: '[paths...]',
    text: 'review files and folders, or with --changes [REF], --staged or --commit SHA a change',
  },
  summarize: {
    takes: '[paths...]',
    text: 'sum up files and folders; every statement names its places',
  },
  ask: {
    takes: '[question] [paths...]',
    text: 'answer a question from all of them, or list what --columns name',
  },
  classify: {
    takes: '[file]',
    text: 'label each record of a CSV, TSV or JSONL file, or each paragraph',
  },
  labels: {
    takes: '[file]',
    text: 'have a model propose labels from a sample, as JSON to edit',
  },
  plan: { takes: '[paths...]', text: 'the same as review --plan, also of changes' },
  runs: { takes: '', text: 'list stored runs, newest first' },
  show: { takes: '[run]', text: 'the report of a stored run' },
  compare: {
    takes: '[before] [after]',
    text: 'what is new, fixed and unchanged (--format text, json or markdown)',
  },
  resume: { takes: '[run]', text: 'go on with a run that was cut off or has gaps' },
  cancel: {
    takes: '[run]',
    text: 'take back what waits at the provider; what it answered is kept',
  },
  delete: { takes: '[run]', text: 'remove a run, its text and the answers that quote it' },
  dismiss: {
    takes: '[run] [finding]',
    text: 'mark a finding as one that needs no change, here and in later runs',
  },
  accept: { takes: '[run] [finding]', text: 'mark a finding as one to act on' },
  reopen: { takes: '[run] [finding]', text: 'take such a mark back' },
} as const satisfies Readonly<Record<string, CommandRow>>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

const REVIEW = ['review', 'plan'] as const;
const RUN = [...REVIEW, 'summarize', 'ask', 'classify'] as const;
const RECORDS = ['classify', 'labels'] as const;
const ASKING = [...RUN, 'labels'] as const;
const GOING_ON = [...RUN, 'resume'] as const;
const LIMITS = [...ASKING, 'resume'] as const;
const REPORTING = [...GOING_ON, 'cancel', 'show', 'compare'] as const;

/** The commands that an option of a setting means something to. */
export const GROUPS = {
  review: REVIEW,
  run: RUN,
  asking: ASKING,
  goingOn: GOING_ON,
  limits: LIMITS,
} as const satisfies Readonly<Record<string, readonly CommandName[]>>;

export const HEADINGS = {
  asked: 'What to ask, and of whom',
  records: 'Records',
  limits: 'Limits',
  output: 'Output',
} as const;

/** An option that is no setting, or not in the plain form of one. */
export interface OptionRow {
  /** The value it takes, as the help writes it; absent: none. */
  readonly takes?: string;
  /** May be given again. */
  readonly many?: true;
  readonly of: readonly CommandName[];
  readonly under: keyof typeof HEADINGS;
  readonly text: string;
  /** Options that say otherwise. */
  readonly conflicts?: readonly string[];
}

const ownOptions = {
  plan: { of: RUN, under: 'asked', text: 'split and estimate only; nothing is sent' },
  model: {
    takes: '<provider:id>',
    of: ASKING,
    under: 'asked',
    text: `who reads; providers: ${REMOTE_PROVIDERS.join(', ')} (offline:rules)`,
  },
  models: {
    takes: '<a,b>',
    of: RUN,
    under: 'asked',
    text: "every perspective read by each of these; the first is the run's own model",
  },
  'perspective-model': {
    takes: '<id=model>',
    many: true,
    of: REVIEW,
    under: 'asked',
    text: 'this perspective by that model instead; again for several',
  },
  'verify-model': {
    takes: '<model>',
    of: REVIEW,
    under: 'asked',
    text: "who makes the second call of --verify (the run's own model)",
  },
  prices: {
    takes: '<file>',
    of: ASKING,
    under: 'asked',
    text: 'JSON, {"provider:id": {"input": 2, "output": 10}}, US dollars per million tokens; with "threshold": 200000, "above": {...} for requests of more input tokens',
  },
  'base-url': {
    takes: '<[model=]url>',
    many: true,
    of: ASKING,
    under: 'asked',
    text: 'where a compatible server listens, for example http://localhost:11434/v1',
  },
  changes: {
    of: REVIEW,
    under: 'asked',
    text: 'review what is not committed, or what HEAD changed since it left the branch that is named',
    conflicts: ['staged', 'commit'],
  },
  staged: { of: REVIEW, under: 'asked', text: 'review what is staged', conflicts: ['commit'] },
  commit: { takes: '<sha>', of: REVIEW, under: 'asked', text: 'review what one commit changed' },
  instructions: {
    takes: '<file>',
    many: true,
    of: REVIEW,
    under: 'asked',
    text: 'apply the rules of a Markdown file such as AGENTS.md; may be given again. None is taken from the folder under review by itself',
  },
  perspectives: {
    takes: '<a,b>',
    of: REVIEW,
    under: 'asked',
    text: 'accuracy tone completeness | correctness security performance maintainability tests, or your own',
  },
  'perspectives-file': {
    takes: '<file>',
    of: REVIEW,
    under: 'asked',
    text: 'perspectives of your own, a JSON list (.fanout/perspectives.json, here or above)',
  },
  'ask-plan': {
    of: REVIEW,
    under: 'asked',
    text: 'ask about the plan of --partition planned before it is paid for',
  },
  secrets: {
    takes: '<stop|mask|send>',
    of: ASKING,
    under: 'asked',
    text: 'what to do when keys or passwords stand in the text (stop)',
  },
  length: {
    takes: '<short|medium|long|n>',
    of: ['summarize'],
    under: 'asked',
    text: 'of a summary, n in words (medium)',
  },
  audience: { takes: '<text>', of: ['summarize'], under: 'asked', text: 'whom a summary is for' },
  focus: { takes: '<text>', of: ['summarize'], under: 'asked', text: 'what it is to be about' },
  columns: {
    takes: '<a*,b:number>',
    of: ['ask'],
    under: 'asked',
    text: 'ask for rows: names with commas between them; :number, :date, :boolean; * marks the key',
    conflicts: ['schema'],
  },
  schema: {
    takes: '<file>',
    of: ['ask'],
    under: 'asked',
    text: 'ask for rows: a JSON Schema of flat fields',
  },
  column: {
    takes: '<name>',
    many: true,
    of: RECORDS,
    under: 'records',
    text: 'the column with the text; may be given more than once (the only one)',
  },
  labels: {
    takes: '<a,b,c|file>',
    of: ['classify'],
    under: 'records',
    text: 'the labels, or a file: JSON array, JSON object {name: description}, or one a line',
  },
  multi: { of: ['classify'], under: 'records', text: 'any number of labels a record' },
  about: { takes: '<text>', of: RECORDS, under: 'records', text: 'what the labels are for' },
  gold: {
    takes: '<column>',
    of: ['classify'],
    under: 'records',
    text: 'the right labels: accuracy, precision, recall and confusions are reported',
  },
  id: {
    takes: '<column>',
    of: RECORDS,
    under: 'records',
    text: 'names the records (id, else their number)',
  },
  'text-is': {
    takes: '<format>',
    of: RECORDS,
    under: 'records',
    text: "csv, tsv, jsonl or paragraphs (by the file's name)",
  },
  'no-header': {
    of: RECORDS,
    under: 'records',
    text: 'the first row is a record, too; columns are 1, 2, 3 ...',
  },
  'records-per-call': { takes: '<n>', of: ['classify'], under: 'records', text: '1 to 64 (50)' },
  'second-model': {
    takes: '<model>',
    of: ['classify'],
    under: 'records',
    text: 'asked again for labels in doubt, and for records the first model cannot label',
  },
  doubtful: {
    takes: '<n>',
    of: ['classify'],
    under: 'records',
    text: 'what is in doubt: labels less sure than this, up to 1 (0.6)',
  },
  'on-failure': {
    takes: '<partial|fail|quorum=0.9>',
    of: GOING_ON,
    under: 'limits',
    text: 'go on and say what is missing (partial), or stop',
  },
  batch: {
    of: GOING_ON,
    under: 'limits',
    text: '--mode economy: about half the price, within 24 hours; openai and anthropic. Ctrl+C leaves the batch at the provider: fanout resume goes on',
  },
  format: {
    takes: '<name>',
    of: COMMAND_NAMES,
    under: 'output',
    text: `${Object.keys(formats).join(', ')} (text); csv and jsonl of records are written while the run goes on`,
  },
  out: {
    takes: '<file>',
    of: [...REPORTING, 'labels'],
    under: 'output',
    text: 'write the report there instead of standard output',
  },
  events: {
    takes: '<file>',
    of: [...GOING_ON, 'cancel'],
    under: 'output',
    text: 'write every event there, one JSON object a line',
  },
  'fail-on': {
    takes: '<severity>',
    of: REPORTING,
    under: 'output',
    text: `exit 1 on findings at or above ${SEVERITIES.join(', ')}`,
  },
  'min-severity': {
    takes: '<severity>',
    of: REPORTING,
    under: 'output',
    text: `leave out what is below ${SEVERITIES.join(', ')}; it is counted, and not failed on`,
  },
  'min-confidence': {
    takes: '<0..1>',
    of: REPORTING,
    under: 'output',
    text: 'leave out what is less sure; it is counted, and not failed on',
  },
  decisions: {
    takes: '<file|none>',
    of: COMMAND_NAMES,
    under: 'output',
    text: 'decisions of the team (.fanout/decisions.json, here or above, up to the Git root; of a change: as it is on the base side); none: no decision counts',
  },
  store: {
    takes: '<dir>',
    of: COMMAND_NAMES,
    under: 'output',
    text: 'where runs are kept (your data folder)',
  },
  force: {
    of: ['delete'],
    under: 'output',
    text: 'also where answers of the run wait at the provider',
  },
  reason: {
    takes: '<text>',
    of: ['dismiss', 'accept', 'reopen'],
    under: 'output',
    text: 'why; kept with the mark',
  },
} as const satisfies Readonly<Record<string, OptionRow>>;

type Own = typeof ownOptions;
type OwnName = keyof Own;

/** What was typed, by option, as it was typed. */
export type Values = {
  readonly [N in OwnName]?: Own[N] extends { readonly many: true }
    ? readonly string[]
    : Own[N] extends { readonly takes: string }
      ? string
      : true;
} & {
  /** Options of settings, by the setting's name. */
  readonly settings: Readonly<Partial<Record<keyof typeof SETTINGS, string | true>>>;
};

export const OWN_OPTIONS: Readonly<Record<string, OptionRow>> = ownOptions;

/** The long name of an option: `chunk-tokens` of `--chunk-tokens <n>`. */
export const nameOf = (flags: string): string => /^--([a-z-]+)/.exec(flags)?.[1] ?? '';

/** The settings that the command line takes, by the name of their option. */
export const SETTING_OPTIONS = new Map(
  Object.entries(SETTINGS).flatMap(([setting, row]) =>
    'option' in row
      ? [[nameOf(row.option.flags), { setting: setting as keyof typeof SETTINGS, ...row.option }]]
      : [],
  ) as [string, (typeof SETTINGS.hedge)['option'] & { setting: keyof typeof SETTINGS }][],
);
