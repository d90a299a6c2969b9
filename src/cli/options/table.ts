import { SEVERITIES } from '../../core/domain/results/findings.ts';
import { formats } from '../../core/report/formats.ts';
import { SETTINGS } from '../../engine/settings/table.ts';
import { REMOTE_PROVIDERS } from '../../engine/providers.ts';

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
    text: 'summarize files and folders; every statement cites its sources',
  },
  ask: {
    takes: '[question] [paths...]',
    text: 'answer a question about files and folders, or extract rows with --columns',
  },
  classify: {
    takes: '[file]',
    text: 'label each record of a CSV, TSV or JSONL file, or each paragraph of a text',
  },
  labels: {
    takes: '[file]',
    text: 'let a model propose labels from a sample, as JSON to edit',
  },
  plan: {
    takes: '[paths...]',
    text: 'the same as review --plan: split and estimate only; nothing is sent',
  },
  runs: { takes: '', text: 'list stored runs, newest first' },
  show: { takes: '[run]', text: 'print the report of a stored run' },
  compare: {
    takes: '[before] [after]',
    text: 'show what is new, fixed and unchanged between two runs (--format text, json or markdown)',
  },
  resume: { takes: '[run]', text: 'resume a run that was interrupted or has gaps' },
  cancel: {
    takes: '[run]',
    text: "cancel a run's batches at the provider; answers so far are kept",
  },
  delete: { takes: '[run]', text: 'delete a run, its text and the answers that quote it' },
  dismiss: {
    takes: '[run] [finding]',
    text: 'mark a finding as needing no change, here and in later runs',
  },
  accept: { takes: '[run] [finding]', text: 'mark a finding as to do' },
  reopen: { takes: '[run] [finding]', text: 'undo dismiss or accept' },
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

/** The commands that accept the option of a setting. */
export const GROUPS = {
  review: REVIEW,
  run: RUN,
  asking: ASKING,
  goingOn: GOING_ON,
  limits: LIMITS,
} as const satisfies Readonly<Record<string, readonly CommandName[]>>;

export const HEADINGS = {
  asked: 'Task and models',
  records: 'Records',
  limits: 'Limits',
  output: 'Output',
} as const;

/** An option that is no setting, or not in the plain form of one. */
export interface OptionRow {
  /** The value it takes, as the help writes it; absent: none. */
  readonly takes?: string;
  /** May be repeated. */
  readonly many?: true;
  readonly of: readonly CommandName[];
  readonly under: keyof typeof HEADINGS;
  readonly text: string;
  /** Options that exclude this one. */
  readonly conflicts?: readonly string[];
}

const ownOptions = {
  plan: { of: RUN, under: 'asked', text: 'split and estimate only; nothing is sent' },
  model: {
    takes: '<provider:id>',
    of: ASKING,
    under: 'asked',
    text: `the model; providers: ${REMOTE_PROVIDERS.join(', ')} (default: offline:rules, which sends nothing)`,
  },
  models: {
    takes: '<a,b>',
    of: RUN,
    under: 'asked',
    text: "several models, each of which reads every perspective; the first is the run's own model",
  },
  'perspective-model': {
    takes: '<id=model>',
    many: true,
    of: REVIEW,
    under: 'asked',
    text: 'read this perspective with that model instead; may be repeated',
  },
  'verify-model': {
    takes: '<model>',
    of: REVIEW,
    under: 'asked',
    text: "the model that makes the second call of --verify (default: the run's own model)",
  },
  prices: {
    takes: '<file>',
    of: ASKING,
    under: 'asked',
    text: 'your own prices, as JSON: {"provider:id": {"input": 2, "output": 10}}, in US dollars per million tokens; "threshold": 200000, "above": {...} for longer requests',
  },
  'base-url': {
    takes: '<[model=]url>',
    many: true,
    of: ASKING,
    under: 'asked',
    text: 'address of an OpenAI-compatible server or gateway, for example http://localhost:11434/v1',
  },
  changes: {
    of: REVIEW,
    under: 'asked',
    text: 'review uncommitted changes, or with a branch name what HEAD changed since it left that branch',
    conflicts: ['staged', 'commit'],
  },
  staged: { of: REVIEW, under: 'asked', text: 'review staged changes', conflicts: ['commit'] },
  commit: { takes: '<sha>', of: REVIEW, under: 'asked', text: 'review the changes of one commit' },
  instructions: {
    takes: '<file>',
    many: true,
    of: REVIEW,
    under: 'asked',
    text: 'apply the rules of a Markdown file such as AGENTS.md; may be repeated. No file is applied unless named',
  },
  perspectives: {
    takes: '<a,b>',
    of: REVIEW,
    under: 'asked',
    text: 'text: accuracy, tone, completeness; code: correctness, security, performance, maintainability, tests; or your own',
  },
  'perspectives-file': {
    takes: '<file>',
    of: REVIEW,
    under: 'asked',
    text: 'your own perspectives, as a JSON list (default: .fanout/perspectives.json, here or in a parent folder)',
  },
  'ask-plan': {
    of: REVIEW,
    under: 'asked',
    text: 'show the plan of --partition planned and let you change it before you pay for it',
  },
  secrets: {
    takes: '<stop|mask|send>',
    of: ASKING,
    under: 'asked',
    text: 'what to do if the text contains keys or passwords (default: stop)',
  },
  length: {
    takes: '<short|medium|long|n>',
    of: ['summarize'],
    under: 'asked',
    text: 'length of the summary, n in words (default: medium)',
  },
  audience: { takes: '<text>', of: ['summarize'], under: 'asked', text: 'who the summary is for' },
  focus: {
    takes: '<text>',
    of: ['summarize'],
    under: 'asked',
    text: 'what the summary should focus on',
  },
  columns: {
    takes: '<a*,b:number>',
    of: ['ask'],
    under: 'asked',
    text: 'extract rows: comma-separated column names; types :number, :date, :boolean; * marks the key',
    conflicts: ['schema'],
  },
  schema: {
    takes: '<file>',
    of: ['ask'],
    under: 'asked',
    text: 'extract rows: a JSON Schema with flat fields',
  },
  column: {
    takes: '<name>',
    many: true,
    of: RECORDS,
    under: 'records',
    text: 'the column with the text; may be repeated (default: the only column)',
  },
  labels: {
    takes: '<a,b,c|file>',
    of: ['classify'],
    under: 'records',
    text: 'the labels, or a file with them: a JSON array, a JSON object {name: description}, or one label per line',
  },
  multi: { of: ['classify'], under: 'records', text: 'allow any number of labels per record' },
  about: { takes: '<text>', of: RECORDS, under: 'records', text: 'what the labels are for' },
  gold: {
    takes: '<column>',
    of: ['classify'],
    under: 'records',
    text: 'the column with the correct labels; the report adds accuracy, precision, recall and confusions',
  },
  id: {
    takes: '<column>',
    of: RECORDS,
    under: 'records',
    text: 'the column that names the records (default: id, else the record number)',
  },
  'text-is': {
    takes: '<format>',
    of: RECORDS,
    under: 'records',
    text: "format of the file: csv, tsv, jsonl, json or paragraphs (default: by the file's name)",
  },
  'no-header': {
    of: RECORDS,
    under: 'records',
    text: 'the first row is a record; columns are named 1, 2, 3 ...',
  },
  'records-per-call': {
    takes: '<n>',
    of: ['classify'],
    under: 'records',
    text: 'records per call, 1 to 64 (default: 50)',
  },
  'second-model': {
    takes: '<model>',
    of: ['classify'],
    under: 'records',
    text: 'the model that checks uncertain labels, and labels records that the first model could not',
  },
  doubtful: {
    takes: '<n>',
    of: ['classify'],
    under: 'records',
    text: 'labels with a confidence below this are uncertain, up to 1 (default: 0.6)',
  },
  'on-failure': {
    takes: '<partial|fail|quorum=0.9>',
    of: GOING_ON,
    under: 'limits',
    text: 'after a failed call: continue and report the gap (partial), stop (fail), or stop once the quorum is out of reach (default: partial)',
  },
  batch: {
    of: GOING_ON,
    under: 'limits',
    text: 'the same as --mode economy: about half the price, within 24 hours; openai and anthropic. Ctrl+C leaves the batch at the provider; continue with fanout resume',
  },
  format: {
    takes: '<name>',
    of: COMMAND_NAMES,
    under: 'output',
    text: `${Object.keys(formats).join(', ')} (default: text); csv and jsonl of classify are written while it runs`,
  },
  out: {
    takes: '<file>',
    of: [...REPORTING, 'labels'],
    under: 'output',
    text: 'write the report to this file instead of standard output',
  },
  events: {
    takes: '<file>',
    of: [...GOING_ON, 'cancel'],
    under: 'output',
    text: 'write every event to this file, one JSON object per line',
  },
  'fail-on': {
    takes: '<severity>',
    of: REPORTING,
    under: 'output',
    text: `exit with 1 if there are findings at or above this severity: ${SEVERITIES.join(', ')}`,
  },
  'min-severity': {
    takes: '<severity>',
    of: REPORTING,
    under: 'output',
    text: `leave out findings below this severity (${SEVERITIES.join(', ')}); they are counted, and ignored by --fail-on`,
  },
  'min-confidence': {
    takes: '<0..1>',
    of: REPORTING,
    under: 'output',
    text: 'leave out findings below this confidence; they are counted, and ignored by --fail-on',
  },
  decisions: {
    takes: '<file|none>',
    of: COMMAND_NAMES,
    under: 'output',
    text: "the team's decisions (default: .fanout/decisions.json, here or in a parent folder up to the Git root; for a change, its base version); none: ignore all decisions",
  },
  store: {
    takes: '<dir>',
    of: COMMAND_NAMES,
    under: 'output',
    text: 'folder in which runs are kept (default: your data folder)',
  },
  force: {
    of: ['delete'],
    under: 'output',
    text: 'delete even if answers of the run are still waiting at the provider',
  },
  reason: {
    takes: '<text>',
    of: ['dismiss', 'accept', 'reopen'],
    under: 'output',
    text: 'the reason; kept with the decision',
  },
} as const satisfies Readonly<Record<string, OptionRow>>;

type Own = typeof ownOptions;
type OwnName = keyof Own;

/** The typed values by option, unparsed. */
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
