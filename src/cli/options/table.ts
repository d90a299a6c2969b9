import type { SourceKind } from '../../core/domain/source.ts';
import { perspectivesFor } from '../../core/jobs/review/perspectives.ts';
import { SEVERITIES } from '../../core/domain/results/findings.ts';
import { formats } from '../../core/report/formats.ts';
import { DEFAULT_MAX_COMMENTS } from '../../pullRequest/publish.ts';
import type { SETTINGS } from '../../engine/settings/table.ts';
import { REMOTE_PROVIDERS } from '../../engine/providers.ts';
import {
  ASKING,
  COMMAND_NAMES,
  type OptionRow,
  GOING_ON,
  RECORDS,
  REPORTING,
  REVIEW,
  REVIEWS,
  RUN,
  SHOWING,
} from './commandTable.ts';

const builtIn = (kind: SourceKind): string =>
  perspectivesFor(kind)
    .map(({ id }) => id)
    .join(', ');

const ownOptions = {
  plan: { of: [...RUN, 'eval'], under: 'asked', text: 'split and estimate only; nothing is sent' },
  model: {
    takes: '<provider:id>',
    many: true,
    of: ASKING,
    under: 'asked',
    text: `the model; providers: ${REMOTE_PROVIDERS.join(', ')} (default: offline:rules, which sends nothing); for eval it may be repeated`,
  },
  models: {
    takes: '<a,b>',
    of: [...RUN, 'mcp'],
    under: 'asked',
    text: "several models, each of which reads every perspective; the first is the run's own model",
  },
  'perspective-model': {
    takes: '<id=model>',
    many: true,
    of: [...REVIEW, 'mcp'],
    under: 'asked',
    text: 'read this perspective with that model instead; may be repeated',
  },
  'verify-model': {
    takes: '<model>',
    of: REVIEWS,
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
  header: {
    takes: '<name: value>',
    many: true,
    of: [...ASKING, 'resume', 'cancel'],
    under: 'asked',
    text: 'a header for every call to an address of your own (--base-url); may be repeated. ${env:NAME} in the value is an environment variable, ${key} the key. Never stored',
  },
  connections: {
    takes: '<file>',
    of: [...ASKING, 'resume', 'cancel'],
    under: 'asked',
    text: 'what servers need beside a key, as JSON by address: headers, keyCommand (prints a token) and certificate (cert, key, ca); as in fanout.connections. Never stored',
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
    of: REVIEWS,
    under: 'asked',
    text: `text: ${builtIn('prose')}; code: ${builtIn('code')}; or your own`,
  },
  'perspectives-file': {
    takes: '<file>',
    of: REVIEWS,
    under: 'asked',
    text: 'your own perspectives, as a JSON list (default: .fanout/perspectives.json, here or in a parent folder)',
  },
  'ask-plan': {
    of: REVIEW,
    under: 'asked',
    text: 'show the plan of --partition planned and let you change it before you pay for it',
  },
  plant: {
    takes: '<n>',
    of: ['eval'],
    under: 'asked',
    text: 'how many errors to plant, 1 to 500 (default: 30; at most one per 1,200 characters)',
    conflicts: ['truth'],
  },
  seed: {
    takes: '<n>',
    of: ['eval'],
    under: 'asked',
    text: 'plant other errors; the same number plants the same (default: 1)',
    conflicts: ['truth'],
  },
  truth: {
    takes: '<file>',
    many: true,
    of: ['eval'],
    under: 'asked',
    text: 'what is to be found, instead of planted errors: a JSON list of quotes, a set in SQuAD form such as CUAD, or a file of decisions ("decisions": yours and the team\'s)',
  },
  kinds: {
    takes: '<a,b>',
    of: ['eval'],
    under: 'asked',
    text: 'only these kinds of errors or passages',
  },
  take: {
    takes: '<n>',
    of: ['eval'],
    under: 'asked',
    text: 'only the first n texts',
  },
  'min-recall': {
    takes: '<0..1>',
    of: ['eval'],
    under: 'output',
    text: 'exit with 1 if a model finds a smaller share of the errors than this',
  },
  secrets: {
    takes: '<stop|mask|send>',
    of: ASKING,
    under: 'asked',
    text: 'what to do if the text contains keys or passwords (default: stop)',
  },
  exclude: {
    takes: '<pattern>',
    many: true,
    of: [...REVIEW, 'mcp'],
    under: 'asked',
    text: 'never read files that this pattern of a .gitignore matches; may be repeated; what a review leaves out so is counted, and is no gap',
  },
  'ask-first': {
    of: ['mcp'],
    under: 'limits',
    text: 'also with a limit, every run is agreed to before it is sent',
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
  playbook: {
    takes: '<file>',
    of: ['ask'],
    under: 'asked',
    text: 'compare the text with the rules of a playbook, a perspective file with a heading for each rule, instead of a question: acceptable, needs review, unacceptable, or missing',
    conflicts: ['columns', 'schema'],
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
  delimiter: {
    takes: '<character>',
    of: RECORDS,
    under: 'records',
    text: 'what separates the cells of a CSV or TSV: one character, or tab (default: found from the header, or named by a sep= line)',
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
    of: COMMAND_NAMES.filter(name => name !== 'mcp'),
    under: 'output',
    text: `${Object.keys(formats).join(', ')} (default: text); csv and jsonl of classify are written while it runs; export writes docx only`,
  },
  out: {
    takes: '<file>',
    of: [...REPORTING, 'labels', 'eval', 'export'],
    under: 'output',
    text: 'write the report, or the copy of export, to this file instead of standard output',
    short: 'o',
  },
  document: {
    takes: '<file>',
    of: ['export'],
    under: 'output',
    text: 'where the reviewed Word document is now (default: where it was, seen from this folder)',
  },
  tracked: {
    takes: '<accepted|all|none>',
    of: ['export'],
    under: 'output',
    text: 'suggestions that become tracked changes: those marked as to do with fanout accept, all, or none (default: accepted)',
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
    of: [...SHOWING, 'export'],
    under: 'output',
    text: `leave out findings below this severity (${SEVERITIES.join(', ')}); they are counted, and ignored by --fail-on`,
  },
  'min-confidence': {
    takes: '<0..1>',
    of: [...SHOWING, 'export'],
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
  pull: {
    takes: '<n>',
    of: ['comment'],
    under: 'output',
    text: 'number of the pull request (default: that of the workflow)',
  },
  repo: {
    takes: '<owner/name>',
    of: ['comment'],
    under: 'output',
    text: 'the repository on GitHub (default: GITHUB_REPOSITORY)',
  },
  'max-comments': {
    takes: '<n>',
    of: ['comment'],
    under: 'output',
    text: `most new comments, 0 to 500 (default: ${DEFAULT_MAX_COMMENTS}); the others are counted in the summary`,
  },
  'dry-run': { of: ['comment'], under: 'output', text: 'print the comments and send nothing' },
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
