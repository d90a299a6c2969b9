/**
 * The messages between the report's host side and its webview. The webview folds the same events as
 * everything else; what it asks for names things by id only, and the host looks every id up.
 */
import type { RunEvent } from '../../core/state/events.ts';
import type { Severity } from '../../core/domain/results/findings.ts';
import type { RunState } from '../../core/state/runState.ts';

// --- To the webview ---

export type ToWebview =
  /** The whole run: the answer to `ready`. `seq` is the number of the last event folded into it. */
  | {
      readonly type: 'snapshot';
      readonly seq: number;
      /** The host's wall clock, ms since 1970: the webview may run on another machine. */
      readonly now: number;
      readonly state: RunState;
    }
  /** What happened since; `seq` is one more than the message before it, else the webview asks again. */
  | { readonly type: 'events'; readonly seq: number; readonly events: readonly RunEvent[] }
  /** What has changed since an earlier run over the same documents. */
  | { readonly type: 'since'; readonly since: Since }
  /** Opens a finding in the list and puts the focus on it. */
  | { readonly type: 'show'; readonly findingId: string }
  /** The run is no longer stored, or not on this machine. */
  | { readonly type: 'missing' }
  | { readonly type: 'reply'; readonly id: number; readonly ok: true; readonly data?: ReplyData }
  | { readonly type: 'reply'; readonly id: number; readonly ok: false; readonly error: string };

/**
 * How a message of megabytes travels: as the bytes of its JSON. The editor hands bytes on as they are; an object it
 * would write and read twice on the way.
 */
export interface Packed {
  readonly type: 'packed';
  readonly bytes: Uint8Array;
}

export const pack = (message: ToWebview): Packed => ({
  type: 'packed',
  bytes: new TextEncoder().encode(JSON.stringify(message)),
});

export const unpack = ({ bytes }: Packed): ToWebview =>
  JSON.parse(new TextDecoder().decode(bytes)) as ToWebview;

// --- From the webview ---

/** What each request carries beside its `type` and `id`. Every value is an id that the host holds. */
export interface RequestFields {
  /** Shows a finding's quote in an editor. */
  readonly reveal: { readonly findingId: string };
  /** Shows a finding of the earlier run that this one is compared with. */
  readonly revealBefore: { readonly findingId: string };
  /** Asks which other run to compare with. */
  readonly compare: object;
  /** Shows the nth place a finding rests on, from 0; after those, the nth other place its quote may mean. */
  readonly revealRelated: { readonly findingId: string; readonly index: number };
  /** Shows the words a verification rests on. */
  readonly revealEvidence: { readonly findingId: string };
  /** Shows the nth place a statement rests on, from 0. */
  readonly revealStatement: { readonly statementId: string; readonly index: number };
  readonly revealChunk: { readonly chunkId: string };
  readonly openSource: { readonly sourceId: string };
  /** Puts a finding on the clipboard as Markdown. */
  readonly copy: { readonly findingId: string };
  /** Puts the wording that a playbook proposes on the clipboard; `rule` counts from 0. */
  readonly copyFallback: { readonly rule: number };
  /** Puts suggestions into the text; the host shows several first. */
  readonly apply: { readonly findingIds: readonly string[] };
  /** Shows what a suggestion would change, before it is applied. */
  readonly preview: { readonly findingIds: readonly string[] };
  /** Takes applied suggestions out of the text again. */
  readonly undo: { readonly findingIds: readonly string[] };
  /** A person's decision; the host knows the reason, and where it is kept. */
  readonly dismiss: { readonly findingIds: readonly string[] };
  /** Marks as to do. */
  readonly accept: { readonly findingIds: readonly string[] };
  readonly reopen: { readonly findingIds: readonly string[] };
  /** Texts of records, by position in their source: they are not part of the run's state. */
  readonly recordTexts: { readonly sourceId: string; readonly indexes: readonly number[] };
  /** Positions of the records that hold these words. */
  readonly findRecords: { readonly sourceId: string; readonly words: string };
  readonly revealRecord: { readonly sourceId: string; readonly record: number };
  /** The host asks for the right label. */
  readonly correctRecord: { readonly sourceId: string; readonly record: number };
  readonly retryBranch: { readonly branchId: string };
  readonly retryFailed: object;
  readonly cancel: object;
  readonly runAgain: object;
  readonly export: object;
  readonly reviewWithModel: object;
  readonly setApiKey: object;
  readonly openLog: object;
}
export type RequestType = keyof RequestFields;

/** A request of the webview before it has its number. */
export type Ask = { [T in RequestType]: { readonly type: T } & RequestFields[T] }[RequestType];
export type Request = Ask & { readonly id: number };
export type FromWebview =
  | { readonly type: 'ready' }
  /** The events of that number are on screen: the next may come. */
  | { readonly type: 'drawn'; readonly seq: number }
  | Request;

/** What a reply brings, for the requests that ask for something. */
export type ReplyData =
  { readonly texts: readonly RecordText[] } | { readonly found: readonly number[] };

/** A review beside an earlier one. */
export interface Since {
  /** Of the earlier run. */
  readonly runId: string;
  /** Wall clock, ms since 1970. */
  readonly startedAt: number;
  readonly model: string;
  /** Those that decided then: with a place, and not set aside. */
  readonly findings: number;
  readonly costUsd?: number;
  /** Ids of the findings that the earlier run did not have, though it read their passage. */
  readonly added: readonly string[];
  /** Ids of those that both have. */
  readonly unchanged: readonly string[];
  /** Findings that decided in the earlier run: their words have changed. */
  readonly fixed: readonly SinceFinding[];
  /** Their words are as they were, and the later run says nothing of them. */
  readonly notRepeated: readonly SinceFinding[];
  /** The later run did not read their passage. */
  readonly notRead: readonly (SinceFinding & { readonly reason: string })[];
  /** Ids of the findings whose passage the earlier run did not read. */
  readonly notReadBefore: readonly string[];
}

/** A finding of the earlier run. */
export interface SinceFinding {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly place: string;
  readonly quote: string;
  readonly isPlaced: boolean;
}

/** A record as a page shows it. */
export interface RecordText {
  readonly record: number;
  readonly id: string;
  /** 1-based. */
  readonly line: number;
  /** Its beginning, when it is long. */
  readonly text: string;
  /** Why no model was shown it. */
  readonly problem?: string;
}

type Field = 'id' | 'ids' | 'index' | 'position' | 'positions' | 'words';
const FIELDS: { readonly [T in RequestType]: Readonly<Record<string, Field>> } = {
  reveal: { findingId: 'id' },
  revealBefore: { findingId: 'id' },
  compare: {},
  revealRelated: { findingId: 'id', index: 'index' },
  revealEvidence: { findingId: 'id' },
  revealStatement: { statementId: 'id', index: 'index' },
  revealChunk: { chunkId: 'id' },
  openSource: { sourceId: 'id' },
  copy: { findingId: 'id' },
  copyFallback: { rule: 'index' },
  apply: { findingIds: 'ids' },
  preview: { findingIds: 'ids' },
  undo: { findingIds: 'ids' },
  dismiss: { findingIds: 'ids' },
  accept: { findingIds: 'ids' },
  reopen: { findingIds: 'ids' },
  recordTexts: { sourceId: 'id', indexes: 'positions' },
  findRecords: { sourceId: 'id', words: 'words' },
  revealRecord: { sourceId: 'id', record: 'position' },
  correctRecord: { sourceId: 'id', record: 'position' },
  retryBranch: { branchId: 'id' },
  retryFailed: {},
  cancel: {},
  runAgain: {},
  export: {},
  reviewWithModel: {},
  setApiKey: {},
  openLog: {},
};

/** Longest id that is looked up at all, in UTF-16 code units. */
const MAX_ID = 512;
const MAX_INDEX = 1000;

/**
 * Reads a message from the webview, or returns undefined: for an unknown type, a missing, extra or
 * oversized field, or anything that is not plain data. Never throws.
 */
export function parseFromWebview(value: unknown): FromWebview | undefined {
  try {
    if (!isPlain(value)) return undefined;
    const { type, id } = value;
    if (typeof type !== 'string') return undefined;
    if (type === 'ready') return hasExactly(value, ['type']) ? { type } : undefined;
    if (type === 'drawn') {
      const { seq } = value;
      return hasExactly(value, ['type', 'seq']) && Number.isSafeInteger(seq) && (seq as number) >= 0
        ? { type, seq: seq as number }
        : undefined;
    }
    if (!Object.hasOwn(FIELDS, type)) return undefined;
    const fields = FIELDS[type as RequestType];
    if (!Number.isSafeInteger(id) || (id as number) < 0) return undefined;
    if (!hasExactly(value, ['type', 'id', ...Object.keys(fields)])) return undefined;
    for (const [name, kind] of Object.entries(fields)) {
      if (!IS[kind](value[name])) return undefined;
    }
    return { ...value } as unknown as Request;
  } catch {
    // A getter or a proxy: not one of our messages.
    return undefined;
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const hasExactly = (value: object, keys: readonly string[]): boolean => {
  const own = Reflect.ownKeys(value);
  return own.length === keys.length && keys.every(key => own.includes(key));
};

const isId = (value: unknown): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_ID;

/** Findings that one request may name. */
const MAX_IDS = 20_000;
const isIds = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.length <= MAX_IDS && value.every(isId);

const isIndex = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < MAX_INDEX;

/** Records are counted in millions at most. */
const MAX_POSITION = 100_000_000;
/** Records asked for at once. */
const MAX_POSITIONS = 500;
const MAX_WORDS = 500;

const isPosition = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < MAX_POSITION;

const isPositions = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= MAX_POSITIONS && value.every(isPosition);

const isWords = (value: unknown): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_WORDS;

const IS: { readonly [F in Field]: (value: unknown) => boolean } = {
  id: isId,
  ids: isIds,
  index: isIndex,
  position: isPosition,
  positions: isPositions,
  words: isWords,
};
