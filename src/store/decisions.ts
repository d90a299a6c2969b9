import { isRecord } from '../core/text/json.ts';
import { t } from '../core/text/l10n.ts';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FanoutError, messageOf } from '../core/errors.ts';
import { writeWhole } from './writeWhole.ts';
import { decisionKeys, type Decisions } from '../core/fanin/merge/decisions.ts';
import type { Decidable, Finding, FindingDecision } from '../core/domain/results/findings.ts';
import type { Source } from '../core/domain/source.ts';

/** Where a team keeps its decisions, relative to the root of its files. */
export const TEAM_FILE = join('.fanout', 'decisions.json');
const VERSION = 1;
/** Larger files of decisions are not read, in bytes. */
export const MAX_DECISION_BYTES = 16 * 1024 * 1024;
/** Longest reason, and characters of the quote that are kept so that a reader knows what was meant. */
const MAX_REASON = 1_000;
const MAX_WORDS = 120;

/** A decision as the file holds it: enough to apply it, and to understand it in a diff. */
export interface StoredDecision extends FindingDecision {
  readonly perspective: string;
  readonly title: string;
  /** The beginning of the quoted words. */
  readonly words: string;
  /** The document it was made in; absent in files of earlier versions, whose decisions hold in any. */
  readonly document?: string;
}

export interface DecisionFile {
  readonly file: string;
  /** What to call it to a person; its path when absent. */
  readonly from?: string;
  /** By `decisionKey`; those of earlier versions by the finding's fingerprint alone. */
  readonly decisions: ReadonlyMap<string, StoredDecision>;
  /** Why the file, or part of it, was not read; such a file is never written to. */
  readonly problem?: string;
}

/**
 * The file of decisions that governs a folder: in it, or in a folder above it up to the root of its Git
 * repository. Outside a repository only the folder itself is looked at. Undefined: there is none.
 */
export function findDecisions(folder: string): string | undefined {
  const root = gitRoot(folder);
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = join(at, TEAM_FILE);
    if (existsSync(file)) return file;
    if (root === undefined || at === root || at === dirname(at)) return undefined;
  }
}

/** The files of decisions that govern the folders, each once. */
export const teamFilesOf = (folders: Iterable<string>): string[] => [
  ...new Set([...new Set(folders)].flatMap(folder => findDecisions(folder) ?? [])),
];

/** What the files say of findings in the sources; where several decide on one, the last file counts. */
export function decisionsOf(files: readonly DecisionFile[], sources: readonly Source[]): Decisions {
  const sourceOf = new Map(sources.map(source => [source.id, source]));
  const books = files
    .filter(({ decisions }) => decisions.size > 0)
    .reverse()
    .map(bookOf);
  return finding => {
    const source = sourceOf.get(finding.sourceId);
    for (const { decisions, nameOf, from } of books) {
      const known = [...decisionKeys(finding, nameOf(source), source), finding.fingerprint].find(
        key => decisions.has(key),
      );
      const decision = known === undefined ? undefined : decisions.get(known);
      if (decision) return { ...decision, from };
    }
    return undefined;
  };
}

type DocumentName = (source: Pick<Source, 'uri' | 'path'> | undefined) => string;

function bookOf({ file, decisions, from = file }: DecisionFile): {
  readonly decisions: DecisionFile['decisions'];
  readonly nameOf: DocumentName;
  readonly from: string;
} {
  return { decisions, nameOf: documentNames(file), from };
}

/**
 * How a file of decisions names documents: those of its repository (else of the folder it is in) by
 * the way from there, so that they are the same on every computer; any other by its address.
 */
function documentNames(file: string): DocumentName {
  const folder = dirname(resolve(file));
  const own = basename(folder) === dirname(TEAM_FILE) ? dirname(folder) : folder;
  const root = gitRoot(folder) ?? own;
  const names = new Map<string, string>();
  return source => {
    if (!source?.uri?.startsWith('file:')) return source?.uri ?? source?.path ?? '';
    const { uri } = source;
    const known = names.get(uri);
    if (known !== undefined) return known;
    const name = wayFrom(root, uri) ?? uri;
    names.set(uri, name);
    return name;
  };
}

/** With slashes whatever the system; undefined when it leads out of the folder. */
function wayFrom(root: string, uri: string): string | undefined {
  try {
    const way = relative(root, fileURLToPath(uri));
    return way.startsWith('..') || isAbsolute(way) ? undefined : way.split(sep).join('/');
  } catch {
    // A file address of another system has no path here.
    return undefined;
  }
}

function gitRoot(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === dirname(at)) return undefined;
  }
}

/** Reads a file of decisions; one that is not there holds none. Never throws. */
export function readDecisions(file: string): DecisionFile {
  const decisions = new Map<string, StoredDecision>();
  try {
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (!found) return { file, decisions };
    if (!found.isFile())
      return unread(file, decisions, t('were not read: it is not a regular file'));
    if (found.size > MAX_DECISION_BYTES)
      return unread(file, decisions, t('were not read: it is larger than 16 MB'));
    return parseDecisions(file, readFileSync(file, 'utf8'));
  } catch (error) {
    return unread(file, decisions, t('were not read ({0})', messageOf(error)));
  }
}

const unread = (
  file: string,
  decisions: DecisionFile['decisions'],
  problem: string,
): DecisionFile => ({
  file,
  decisions,
  problem: t('The decisions in {0} {1}. The file was not changed.', file, problem),
});

/** What a file of decisions holds whose text is `text`, wherever that was read. Never throws. */
export function parseDecisions(file: string, text: string): DecisionFile {
  const decisions = new Map<string, StoredDecision>();
  const bad = (problem: string): DecisionFile => unread(file, decisions, problem);
  try {
    const data: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (!isRecord(data) || !isRecord(data['decisions']))
      return bad(t('were not read: it does not have the form of such a file'));
    if (data['version'] !== VERSION)
      return bad(
        t('were not read: its version is {0}, not {1}', JSON.stringify(data['version']), VERSION),
      );
    let damaged = 0;
    for (const [fingerprint, value] of Object.entries(data['decisions'])) {
      const decision = readOne(fingerprint, value);
      if (decision) decisions.set(fingerprint, decision);
      else damaged += 1;
    }
    return damaged === 0
      ? { file, decisions }
      : bad(t('were read but for {0} damaged ones', damaged));
  } catch (error) {
    return bad(t('were not read ({0})', messageOf(error)));
  }
}

/**
 * Keeps a decision on a finding of a source, or with `undefined` takes it back. The file is written whole, its keys in order, so
 * that a commit shows one line a decision's fields and merges do not clash.
 * @throws FanoutError `storeUnusable` when the file is damaged, newer, or cannot be written.
 */
export function writeDecision(
  file: string,
  finding: Decidable & Pick<Finding, 'perspectiveId' | 'title' | 'mergedFrom'>,
  source: Source | undefined,
  decision: FindingDecision | undefined,
): void {
  const known = readDecisions(file);
  if (known.problem !== undefined) throw new FanoutError('storeUnusable', known.problem);
  const decisions = new Map(known.decisions);
  const document = documentNames(file)(source);
  const keys = decisionKeys(finding, document, source);
  // One of an earlier version would speak for this finding too.
  if (!decision) decisions.delete(finding.fingerprint);
  for (const key of keys) {
    if (!decision) decisions.delete(key);
    else
      decisions.set(key, {
        kind: decision.kind,
        reason: oneLine(decision.reason, MAX_REASON),
        perspective: finding.perspectiveId,
        title: oneLine(finding.title, MAX_REASON),
        words: oneLine(finding.quote, MAX_WORDS),
        document,
      });
  }
  const sorted = [...decisions].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = sorted.map(
    ([name, { document: of, kind, perspective, reason, title, words }]) => [
      name,
      { ...(of === undefined ? {} : { document: of }), kind, perspective, reason, title, words },
    ],
  );
  const text = JSON.stringify(
    { decisions: Object.fromEntries(entries) as unknown, version: VERSION },
    null,
    2,
  );
  try {
    writeWhole(file, `${text}\n`);
  } catch (error) {
    throw new FanoutError(
      'storeUnusable',
      t(
        'The decision could not be written to {0} ({1}). Nothing was changed.',
        file,
        messageOf(error),
      ),
    );
  }
}

function readOne(fingerprint: string, value: unknown): StoredDecision | undefined {
  if (!/^[0-9a-f]{8,64}$/.test(fingerprint) || !isRecord(value)) return undefined;
  const { kind } = value;
  if (kind !== 'dismissed' && kind !== 'accepted') return undefined;
  const text = (name: string): string => {
    const found = value[name];
    return typeof found === 'string' ? oneLine(found, MAX_REASON) : '';
  };
  return {
    kind,
    reason: text('reason'),
    perspective: text('perspective'),
    title: text('title'),
    words: text('words'),
    ...(typeof value['document'] === 'string' ? { document: text('document') } : {}),
  };
}

const oneLine = (text: string, max: number): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, max)
    .toWellFormed();
