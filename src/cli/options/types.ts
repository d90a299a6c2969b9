import type { Least } from '../../core/state/least.ts';
import type { Severity } from '../../core/domain/results/findings.ts';
import type { JobSpec } from '../../core/domain/jobSpec.ts';
import type { RequestSettings } from '../../engine/settings/settings.ts';
import type { Connections } from '../../engine/connections.ts';
import type { FormatName } from '../../core/report/formats.ts';
import type { Tracked } from '../../engine/wordReview.ts';
import type { RecordChoice } from '../../engine/sources.ts';

/** Settings that were given on a command line; the others have their defaults. */
export type Given = Partial<RequestSettings>;

/** What decides a run's result, as it was typed. */
export interface RunSettings {
  readonly spec?: JobSpec;
  /** `provider:id`; undefined: none was asked for. */
  readonly model?: string;
  /** Models that read from every perspective too. */
  readonly moreModels?: readonly string[];
  /** Perspective id -> the models that read from it instead. */
  readonly perspectiveModels?: Readonly<Record<string, readonly string[]>>;
  /** Where `model` is. */
  readonly baseUrl?: string;
  readonly perspectives?: readonly string[];
  /** Where the ones that are not built in stand; undefined: in the file that is found. */
  readonly perspectivesFile?: string;
  readonly given: Given;
}

export interface OutputArgs {
  readonly format: FormatName;
  readonly out?: string;
  readonly events?: string;
  readonly failOn?: Severity;
  /** What is below is counted, and neither shown nor failed on. */
  readonly least?: Least;
  /** Folder of the run store; undefined: the user's data folder. */
  readonly store?: string;
  /** File of the team's decisions; undefined: the one that is found. */
  readonly decisions?: string;
  /** How servers are reached: never kept with a run, and given again when it is resumed. */
  readonly connections?: Connections;
  /** Ask about a planned partition before it is paid for. */
  readonly askPlan?: true;
}

export type CliArgs =
  | {
      readonly command: 'run';
      /** `plan`: split and estimate, nothing is sent. */
      readonly only?: 'plan';
      readonly paths: readonly string[];
      /** Files with rules of the project to apply. */
      readonly instructions?: readonly string[];
      /** Patterns of files that the user leaves out: counted, and no gaps. */
      readonly exclude?: readonly string[];
      readonly secrets: SecretsChoice;
      /** Read the one path as a record set. */
      readonly records?: RecordChoice;
      readonly settings: RunSettings;
      readonly output: OutputArgs;
    }
  | { readonly command: 'cancel'; readonly runId: string; readonly output: OutputArgs }
  | {
      readonly command: 'delete';
      readonly runId: string;
      /** Also when its batches stay at the provider. */
      readonly force: boolean;
      readonly output: OutputArgs;
    }
  | {
      readonly command: 'resume';
      readonly runId: string;
      readonly given: Given;
      readonly output: OutputArgs;
    }
  | {
      readonly command: 'dismiss' | 'accept' | 'reopen';
      readonly runId: string;
      readonly findingId: string;
      readonly reason: string;
      readonly output: OutputArgs;
    }
  | {
      readonly command: 'compare';
      readonly before: string;
      readonly after: string;
      readonly output: OutputArgs;
    }
  | {
      readonly command: 'export';
      readonly runId: string;
      /** Where the reviewed document is; undefined: where it was. */
      readonly document?: string;
      readonly tracked: Tracked;
      readonly out: string;
      readonly output: OutputArgs;
    }
  /** Have a model propose labels for a file of records. */
  | {
      readonly command: 'labels';
      readonly path: string;
      readonly records: RecordChoice;
      readonly about: string;
      readonly secrets: SecretsChoice;
      readonly settings: RunSettings;
      readonly output: OutputArgs;
    }
  /** Serve agents: what they ask for is read from these folders, with these settings. */
  | {
      readonly command: 'mcp';
      readonly folders: readonly string[];
      /** Patterns of files that are never read. */
      readonly exclude: readonly string[];
      readonly askFirst: boolean;
      readonly secrets: SecretsChoice;
      readonly settings: RunSettings;
      readonly output: OutputArgs;
    }
  | EvalArgs
  /** Say the findings of a change on its pull request. */
  | {
      readonly command: 'comment';
      /** Undefined: the newest review. */
      readonly runId?: string;
      readonly pull?: number;
      readonly repo?: string;
      readonly maxComments: number;
      readonly dryRun: boolean;
      readonly output: OutputArgs;
    }
  | { readonly command: 'show'; readonly runId: string; readonly output: OutputArgs }
  | { readonly command: 'runs'; readonly output: OutputArgs }
  | { readonly command: 'help'; readonly text: string }
  | { readonly command: 'version' };

export type McpArgs = Extract<CliArgs, { command: 'mcp' }>;

/** Measure models on errors whose places are known. */
export interface EvalArgs {
  readonly command: 'eval';
  /** `plan`: what it would ask and cost; nothing is sent. */
  readonly only?: 'plan';
  readonly paths: readonly string[];
  /** As typed; at least one. */
  readonly models: readonly string[];
  /** Files of known passages; `decisions`: what was decided so far. Empty: errors are planted. */
  readonly truth: readonly string[];
  readonly plant: { readonly count: number; readonly seed: number };
  readonly kinds?: readonly string[];
  /** Most texts. */
  readonly take?: number;
  /** 0 to 1: a smaller share found is a failure. */
  readonly leastRecall?: number;
  readonly secrets: SecretsChoice;
  readonly settings: RunSettings;
  readonly output: OutputArgs;
}

export type RunArgs = Extract<CliArgs, { command: 'run' }>;

/** What a command line asks for, and of which files. */
export interface JobArgs {
  readonly spec: JobSpec;
  readonly paths: readonly string[];
  /** Read the one path as a record set. */
  readonly records?: RecordChoice;
}

/** What to do with keys that occur in the text: refuse, mask them sign by sign, or send them. */
export type SecretsChoice = 'stop' | 'mask' | 'send';
