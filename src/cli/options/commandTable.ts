import { JOB_KINDS } from '../../core/domain/jobs.ts';

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
  eval: {
    takes: '[paths...]',
    text: 'measure models on errors whose places are known: planted in copies of your texts, or listed with --truth',
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
  export: {
    takes: '[run]',
    text: 'write a copy of the reviewed Word document with the findings as comments and suggestions as tracked changes',
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
  comment: {
    takes: '[run]',
    text: 'post the findings of a reviewed change as comments on its GitHub pull request (default: of the newest review)',
  },
  mcp: {
    takes: '[folders...]',
    text: 'serve agents over standard input and output (MCP); they read only these folders, and all their runs together stay below --max-cost',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

export const REVIEW = ['review', 'plan'] as const;
export const RUN = ['plan', ...JOB_KINDS] as const;
export const RECORDS = ['classify', 'labels'] as const;
export const ASKING = [...RUN, 'labels', 'eval', 'mcp'] as const;
export const REVIEWS = [...REVIEW, 'eval', 'mcp'] as const;
const CONTINUING = [...RUN, 'resume'] as const;
export const GOING_ON = [...CONTINUING, 'mcp'] as const;
const LIMITS = [...ASKING, 'resume'] as const;
export const REPORTING = [...CONTINUING, 'cancel', 'show', 'compare'] as const;
export const SHOWING = [...REPORTING, 'comment'] as const;

/** The commands that accept the option of a setting. */
export const GROUPS = {
  review: REVIEWS,
  run: [...RUN, 'mcp'],
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
  /** One letter that means the same. */
  readonly short?: string;
}
