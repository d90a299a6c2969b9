import { isRecord } from '../core/text/json.ts';
import { MODES, type Mode } from '../core/domain/mode.ts';
import { SEVERITIES, type Severity } from '../core/domain/findings.ts';
import type { Perspective } from '../core/domain/perspective.ts';
import type { SourceKind } from '../core/domain/source.ts';

/** The model setting that means the built-in rules. */
export const OFFLINE = 'offline:rules';

/** What the user has set, checked and clamped. */
export interface Settings {
  /** `provider:model`; empty: not chosen yet. */
  readonly model: string;
  /** Empty: the provider's own address. */
  readonly baseUrl: string;
  /** `provider` or `provider:model` -> base URL, for models other than `model`. */
  readonly baseUrls: Readonly<Record<string, string>>;
  /** Models that read every perspective too, `provider:model`. */
  readonly moreModels: readonly string[];
  /** Perspective id -> the models that read from it instead. */
  readonly perspectiveModels: Readonly<Record<string, readonly string[]>>;
  /** `provider:model` -> US dollars per million tokens, as written: checked when it is used. */
  readonly prices: Readonly<Record<string, unknown>>;
  /** `provider:model`; empty: `model`. */
  readonly verifyModel: string;
  /** 0..1; 0: no label is asked twice. */
  readonly doubtfulBelow: number;
  /** Ids per kind of text; absent: all of that kind. */
  readonly perspectives: Partial<Readonly<Record<SourceKind, readonly string[]>>>;
  readonly customPerspectives: readonly CustomPerspective[];
  readonly language: string;
  readonly synthesis: boolean;
  /** Apply the rules of the project's `AGENTS.md` and `.fanout/instructions.md`. */
  readonly instructions: boolean;
  readonly verify: 'off' | Severity;
  readonly consistency: boolean;
  readonly chunkTokens: number;
  readonly partition: 'static' | 'planned';
  /** 0: as many as suits the provider. */
  readonly concurrency: number;
  /** How runs are sent. */
  readonly mode: Mode;
  readonly optimize: 'speed' | 'cost';
  readonly hedge: boolean;
  readonly onFailure: 'continue' | 'stop' | 'quorum';
  /** Share of the branches, 0.01 to 1. */
  readonly quorum: number;
  readonly reuseAnswers: boolean;
  readonly resume: 'ask' | 'always' | 'never';
  /** 0: kept until they are deleted by hand. */
  readonly keepRunsDays: number;
  /** 0: not limited by us. */
  readonly requestsPerMinute: number;
  readonly inputTokensPerMinute: number;
  readonly outputTokensPerMinute: number;
  readonly maxCostUsd: number;
  readonly maxTokens: number;
  readonly confirmAboveUsd: number;
  readonly idleTimeoutSeconds: number;
  readonly callTimeoutSeconds: number;
  readonly problems: boolean;
  readonly exclude: readonly string[];
}

/** What decides how a run goes on and what it may cost, and nothing of its answers: the values of today count. */
export const LIMITS = [
  'concurrency',
  'optimize',
  'hedge',
  'onFailure',
  'quorum',
  'requestsPerMinute',
  'inputTokensPerMinute',
  'outputTokensPerMinute',
  'maxCostUsd',
  'maxTokens',
  'idleTimeoutSeconds',
  'callTimeoutSeconds',
] as const;

/** The part of the settings that a run kept from another day takes from today. */
export function limitsOf(settings: Settings): Pick<Settings, (typeof LIMITS)[number]> {
  return Object.fromEntries(LIMITS.map(name => [name, settings[name]])) as Pick<
    Settings,
    (typeof LIMITS)[number]
  >;
}

/** A perspective as the user wrote it, and whether a workspace file did. */
export interface CustomPerspective {
  readonly data: Partial<Perspective> &
    Pick<Perspective, 'id' | 'title' | 'instructions'> & { readonly model?: string };
  readonly fromWorkspace: boolean;
}

/** The part of `WorkspaceConfiguration.inspect` that is looked at. */
export interface Inspected {
  readonly defaultValue?: unknown;
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}
export type Inspect = (name: string) => Inspected | undefined;

/**
 * Settings that decide where text goes, what it may cost, how long it is kept, or whether a folder's own
 * rules are obeyed: only the user's own values count.
 * The manifest gives each of them `application` scope; this is the second lock.
 */
export const OWN_ONLY = [
  'model',
  'baseUrl',
  'baseUrls',
  'moreModels',
  'perspectiveModels',
  'verifyModel',
  'doubtfulBelow',
  'mode',
  'prices',
  'requestsPerMinute',
  'inputTokensPerMinute',
  'outputTokensPerMinute',
  'resume',
  'maxCostUsd',
  'maxTokens',
  'confirmAboveUsd',
  'idleTimeoutSeconds',
  'callTimeoutSeconds',
  'keepRunsDays',
  'instructions',
] as const;
type OwnOnly = (typeof OWN_ONLY)[number];

/**
 * Those of `OWN_ONLY` that a settings file names. The editor leaves them out of what it tells
 * extensions, so the file itself is looked at; a name in a comment counts too.
 */
export function ownOnlyIn(settingsFile: string): readonly OwnOnly[] {
  const named = new Set([...settingsFile.matchAll(/"fanout\.(\w+)"\s*:/g)].map(match => match[1]));
  return OWN_ONLY.filter(name => named.has(name));
}

/**
 * Reads every setting. A value of the wrong type or out of its bounds counts as not set or is
 * clamped: the manifest declares the same bounds and the editor shows them. In an untrusted
 * workspace only the user's own values count.
 */
export function readSettings(inspect: Inspect, trusted: boolean): Settings {
  const values = (name: string): unknown[] => {
    const found = inspect(name);
    if (!found) return [];
    const own = [found.globalValue, found.defaultValue];
    return !trusted || (OWN_ONLY as readonly string[]).includes(name)
      ? own
      : [found.workspaceFolderValue, found.workspaceValue, ...own];
  };
  const first = <T>(name: string, is: (value: unknown) => value is T, otherwise: T): T =>
    values(name).find(is) ?? otherwise;
  const text = (name: string): string => first(name, isString, '').trim();
  const flag = (name: string, otherwise = true): boolean => first(name, isBoolean, otherwise);
  const number = (name: string, otherwise: number, least: number, most: number): number =>
    Math.min(most, Math.max(least, first(name, isNumber, otherwise)));
  const integer = (...args: Parameters<typeof number>): number => Math.round(number(...args));
  const oneOf = <T extends string>(name: string, allowed: readonly [T, ...T[]]): T =>
    first(name, (value): value is T => allowed.includes(value as T), allowed[0]);

  return {
    model: text('model'),
    baseUrl: text('baseUrl'),
    baseUrls: textsIn(first('baseUrls', isRecord, {})),
    moreModels: first('moreModels', isStrings, []).slice(0, MAX_MODELS),
    perspectiveModels: listsIn(first('perspectiveModels', isRecord, {})),
    verifyModel: text('verifyModel'),
    doubtfulBelow: number('doubtfulBelow', 0, 0, 1),
    prices: first('prices', isRecord, {}),
    perspectives: idsPerKind(first('perspectives', isRecord, {})),
    customPerspectives: customOnes(inspect('customPerspectives'), trusted),
    language: text('language').slice(0, 60),
    synthesis: flag('synthesis'),
    instructions: flag('instructions'),
    verify: oneOf('verify', ['off', ...SEVERITIES]),
    consistency: flag('consistency'),
    chunkTokens: integer('chunkTokens', 3000, 200, 100_000),
    partition: oneOf('partition', ['static', 'planned']),
    concurrency: integer('concurrency', 0, 0, 256),
    mode: oneOf('mode', MODES),
    optimize: oneOf('optimize', ['speed', 'cost']),
    hedge: flag('hedge', false),
    onFailure: oneOf('onFailure', ['continue', 'stop', 'quorum']),
    quorum: number('quorum', 0.9, 0.01, 1),
    reuseAnswers: flag('reuseAnswers'),
    resume: oneOf('resume', ['ask', 'always', 'never']),
    keepRunsDays: integer('keepRunsDays', 30, 0, 3650),
    requestsPerMinute: integer('requestsPerMinute', 0, 0, 1_000_000),
    inputTokensPerMinute: integer('inputTokensPerMinute', 0, 0, 1_000_000_000),
    outputTokensPerMinute: integer('outputTokensPerMinute', 0, 0, 1_000_000_000),
    maxCostUsd: number('maxCostUsd', 20, 0, 100_000),
    maxTokens: integer('maxTokens', 0, 0, 1_000_000_000),
    confirmAboveUsd: number('confirmAboveUsd', 1, 0, 100_000),
    idleTimeoutSeconds: integer('idleTimeoutSeconds', 60, 5, 1800),
    callTimeoutSeconds: integer('callTimeoutSeconds', 600, 10, 7200),
    problems: flag('problems'),
    exclude: first('exclude', isStrings, []).slice(0, 200),
  };
}

/** What counts where nothing is set. */
export const defaultSettings = (): Settings => readSettings(() => undefined, false);

const isString = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(isString);
/** More opinions than this are a slip: each is paid for. */
const MAX_MODELS = 8;

const textsIn = (value: Record<string, unknown>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) => (isString(text) ? [[name, text.trim()]] : [])),
  );

/** What is not a list of texts becomes one that is refused when it is used: no model is asked by mistake. */
const listsIn = (value: Record<string, unknown>): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(value).map(([name, models]) => [
      name,
      (Array.isArray(models) ? models : [models]).slice(0, MAX_MODELS).map(String),
    ]),
  );

function idsPerKind(value: Record<string, unknown>): Settings['perspectives'] {
  const kinds: readonly SourceKind[] = ['markdown', 'prose', 'code'];
  return Object.fromEntries(
    kinds.flatMap(kind => {
      const ids = value[kind];
      return isStrings(ids) && ids.length > 0 ? [[kind, ids.slice(0, MAX_PERSPECTIVES)]] : [];
    }),
  );
}

/** Perspectives are text for a prompt, nothing else: bounded in number and size (R14). */
const MAX_PERSPECTIVES = 64;
const MAX_PERSPECTIVE_BYTES = 32 * 1024;

function customOnes(found: Inspected | undefined, trusted: boolean): CustomPerspective[] {
  const workspace = trusted ? (found?.workspaceFolderValue ?? found?.workspaceValue) : undefined;
  const all = [
    ...listOf(found?.globalValue).map(data => ({ data, fromWorkspace: false })),
    // A workspace does not choose where text goes.
    ...listOf(workspace).map(({ model: _, models: __, ...data }) => ({
      data,
      fromWorkspace: true,
    })),
  ];
  return all.flatMap(({ data, fromWorkspace }) => {
    const { id, title, instructions } = data;
    if (!isString(id) || !isString(title) || !isString(instructions)) return [];
    if (JSON.stringify(data).length > MAX_PERSPECTIVE_BYTES) return [];
    return [{ data: { ...data, id, title, instructions }, fromWorkspace }];
  });
}

const listOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord).slice(0, MAX_PERSPECTIVES) : [];
