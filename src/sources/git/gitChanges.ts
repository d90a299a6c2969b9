import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemClock } from '../../core/clock.ts';
import { FanoutError, usageError } from '../../core/errors.ts';
import type { ChangedRange } from '../../core/domain/changes.ts';
import { rangeFromOriginal, type Original } from '../../core/domain/original.ts';
import type { Range } from '../../core/domain/range.ts';
import type { ChangeSpec } from '../../core/domain/jobSpec.ts';
import { findSecrets, MASK, masked } from '../../core/text/secrets.ts';
import type { SkippedSource, Source } from '../../core/domain/source.ts';
import { yieldToEventLoop } from '../../core/yieldToEventLoop.ts';
import { decode } from '../files/decode.ts';
import { deniedReason } from '../files/denyList.ts';
import { readSources } from '../files/files.ts';
import { linkedSheets, sheetsOnDisk, type ReadBeside } from '../files/linkedSheets.ts';
import { isInside } from '../files/readBytes.ts';
import type { Git } from './git.ts';
import { fileAt } from './gitBase.ts';
import { changedRanges, parsePatch, parseRaw, type Hunk, type RawChange } from './gitHunks.ts';
import { sidesOf } from './gitSides.ts';
import { hasLines, importFormat } from '../import/imported.ts';
import { kindOfFile } from '../files/kinds.ts';
import { refusedAsUsage, repositoryAt } from './repository.ts';
import { leftOut, reasonWords } from '../files/skipReasons.ts';
import { readable } from '../markup/readable.ts';
import { unwantedFolder, unwantedName, unwantedText } from '../files/generatedFiles.ts';
import { t } from '../../core/text/l10n.ts';

export interface ChangesOptions extends ChangeSpec {
  /** A folder of the repository. Displayed paths are relative to it. */
  readonly cwd: string;
  /** Larger files are not read; 50 MB when absent. */
  readonly maxBytes?: number;
  /** Whether text that a page hides is read too, and marked. */
  readonly hidden?: boolean;
}

export interface Changes {
  /** Sources with `changed`: the lines to review, and their previous text. */
  readonly sources: Source[];
  readonly skipped: SkippedSource[];
}

const MAX_BYTES = 50 * 1024 * 1024;
const RAW = ['--raw', '-z', '--no-abbrev'];
const PATCH = [
  '-p',
  '-U0',
  // A user setting can join nearby changes; the lines between them would then count as changed.
  '--inter-hunk-context=0',
  '--no-color',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--submodule=short',
];
const DIFF = ['-M', '--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty', '--no-relative'];

/**
 * The files in a change, each with its whole new text and the changed ranges. Without `ref`, `commit` and `staged`:
 * everything not committed, including new files that are not ignored. Changes without text to review (deleted, binary,
 * submodules, only renamed) are in `skipped` with a reason.
 * @throws FanoutError `usage`: no Git, no repository, no commits, or no such branch or commit.
 */
export async function readChanges(options: ChangesOptions): Promise<Changes> {
  const { staged = false, commit, ref } = options;
  if ([staged, commit !== undefined, ref !== undefined].filter(Boolean).length > 1)
    throw usageError(t('Choose one of: staged changes, one commit, a branch to compare with.'));
  const { git, root, cwd } = await repositoryAt(options.cwd);
  return refusedAsUsage(async () => {
    const sides = await sidesOf(git, options);
    const diff = [...DIFF, ...sides.args, '--'];
    const raw = parseRaw((await git('diff', ...RAW, ...diff)).toString());
    const patches = parsePatch(await git('diff', ...PATCH, ...diff));
    const found = withHunks(raw, patches);
    if (sides.workingTree) found.push(...(await untracked(git)));
    if (ref === undefined && commit === undefined) found.push(...(await unmerged(git)));
    const readBeside = sides.workingTree ? sheetsOnDisk(root) : sheetsIn(git, root, sides.to);
    const { workingTree } = sides;
    return readAll(found, { git, root, cwd, options, workingTree, readBeside });
  });
}

interface Change extends RawChange {
  readonly binary: boolean;
  /** Undefined: the whole file. */
  readonly hunks: readonly Hunk[] | undefined;
}

function withHunks(raw: readonly RawChange[], patches: ReturnType<typeof parsePatch>): Change[] {
  // Git reports a file that became a link, or the reverse, as a removal and an addition; it does not compare a file in
  // conflict.
  const sections = raw.map(({ status }) => (status === 'T' ? 2 : status === 'U' ? 0 : 1));
  const total = sections.reduce<number>((sum, n) => sum + n, 0);
  let next = 0;
  return raw.map((change, i) => {
    next += sections[i]!;
    const patch = total === patches.length ? patches[next - 1] : undefined;
    return { ...change, binary: patch?.binary ?? false, hunks: patch?.hunks };
  });
}

async function untracked(git: Git): Promise<Change[]> {
  const listed = await git('ls-files', '--others', '--exclude-standard', '-z');
  return listed
    .toString()
    .split('\0')
    .filter(Boolean)
    .map(name => ({
      status: 'A',
      mode: name.endsWith('/') ? '160000' : '100644',
      blob: '',
      path: name,
      binary: false,
      hunks: undefined,
    }));
}

/** Files in conflict: compared with HEAD they look like ordinary changes. */
async function unmerged(git: Git): Promise<Change[]> {
  const listed = await git('ls-files', '--unmerged', '-z');
  return listed
    .toString()
    .split('\0')
    .filter(Boolean)
    .map(line => {
      const path = line.slice(line.indexOf('\t') + 1);
      return { status: 'U', mode: '', blob: '', path, binary: false, hunks: undefined };
    });
}

interface Reading {
  readonly git: Git;
  readonly root: string;
  readonly cwd: string;
  readonly options: ChangesOptions;
  readonly workingTree: boolean;
  readonly readBeside: ReadBeside;
}

/** Reads style sheets as they are on the new side of a change; `undefined`: in the index. */
const sheetsIn =
  (git: Git, root: string, commit: string | undefined): ReadBeside =>
  async (file, _page, maxBytes) => {
    const name = path.relative(root, file).split(path.sep).join('/');
    return isInside(file, root) && deniedReason(name) === undefined
      ? fileAt(git, commit, name, maxBytes)
      : undefined;
  };

async function readAll(changes: readonly Change[], reading: Reading): Promise<Changes> {
  const sources: Source[] = [];
  const skipped: SkippedSource[] = [];
  const conflicts = new Set(changes.filter(c => c.status === 'U').map(c => c.path));
  const seen = new Set<string>();
  for (const change of [...changes].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (seen.has(change.path)) continue;
    seen.add(change.path);
    const shown = shownPath(change.path, reading);
    const reason = conflicts.has(change.path) ? t('in conflict: resolve it first') : whyNot(change);
    const read = reason === undefined ? await readNew(change, shown, reading) : { reason };
    if ('reason' in read) skipped.push(leftOut(shown, read.reason, 'found'));
    else sources.push(read);
  }
  return { sources, skipped };
}

/** The path in the form of `readSources`, if it is below the working directory. */
const shownPath = (file: string, { root, cwd }: Reading): string =>
  path.relative(cwd, path.join(root, file)).split(path.sep).join('/');

function whyNot(change: Change): string | undefined {
  const { status, mode, path: file, blob, binary, hunks } = change;
  const isNew = status === 'A' || status === 'R' || status === 'C';
  // Folders of packages that are merely not ignored are nothing that somebody hands in.
  const isAdded = isNew && blob !== '';
  const parts = file.split('/');
  const unwanted = parts
    .slice(0, -1)
    .map(unwantedFolder)
    .find(reason => reason !== undefined);
  const denied = deniedReason(file);
  if (denied !== undefined) return denied;
  if (status === 'D') return 'deleted';
  if (mode === '160000') return t('a repository in this one: not followed');
  if (mode === '120000') return 'a link: not followed';
  const format = importFormat(file);
  if (format !== undefined && !hasLines(format))
    return t('not compared line by line: review the file itself');
  if (binary) return 'binary';
  if (hunks?.length === 0)
    return status === 'R' ? 'renamed, its text is the same' : 'its text is the same';
  const named = unwantedName(parts.at(-1) ?? '');
  return unwanted !== undefined ? claimed(unwanted, isAdded) : named && claimed(named, isNew);
}

/** What a name or a header says of a file: a change must not keep a file that it brings out of its own review. */
const CLAIMS: ReadonlySet<string> = new Set([
  'generated',
  'minified',
  'installed packages',
  'build product',
]);

const claimed = (reason: string, isNew: boolean): string =>
  isNew && CLAIMS.has(reason)
    ? t('{0}, and new in this change: review the file itself', reasonWords(reason))
    : reason;

async function readNew(
  change: Change,
  shown: string,
  reading: Reading,
): Promise<Source | { readonly reason: string }> {
  const source = reading.workingTree
    ? await readFile(change, reading)
    : await readBlob(change, reading);
  if ('reason' in source) return source;
  const whole: ChangedRange[] = [{ start: 0, end: source.text.length }];
  const changed = change.hunks ? changedRanges(source.text, change.hunks) : whole;
  const unwanted = unwantedText(source.text, source.languageId);
  if (unwanted !== undefined) {
    const isNew = change.status === 'A' || change.hunks === undefined;
    if (isNew) return { reason: claimed(unwanted, true) };
    // A change must not exclude a file from review by adding a "generated" header to it.
    if (unwantedText(without(source.text, changed), source.languageId)) return { reason: unwanted };
    if (unwanted === 'minified')
      return { reason: t('minified by this change: review the file itself') };
  }
  const named = { ...source, id: shown, path: shown };
  const pause = yieldToEventLoop(systemClock);
  const ranges = await Promise.all(changed.map(range => withoutSecrets(range, pause)));
  const isPage = named.languageId === 'html';
  const page = path.join(reading.root, change.path);
  const linked = isPage ? await linkedSheets(named.text, page, reading.readBeside) : undefined;
  const hidden = reading.options.hidden ?? false;
  const read = await readable(named, 'auto', undefined, { hidden, ...(linked ? { linked } : {}) });
  if (!read.original) return { ...named, changed: ranges };
  const inText = changedText(read.original, ranges);
  return inText.length > 0
    ? { ...read, changed: inText }
    : { reason: t('only its marks changed: there is no text to review') };
}

/** The changes of a file in the text that is read of it; changes of its marks, scripts and styles alone are in none. */
function changedText(original: Original, changed: readonly ChangedRange[]): ChangedRange[] {
  const ranges: ChangedRange[] = [];
  for (const { removed, ...range } of changed) {
    const own = rangeFromOriginal(original, range) ?? placeOfRemoved(original, range);
    const old = removed === undefined ? '' : withoutTags(removed);
    if (!own || (own.start === own.end && old === '')) continue;
    const before = ranges.at(-1);
    const texts = [before && before.end >= own.start ? before.removed : undefined, old || undefined]
      .filter(text => text !== undefined)
      .join('\n');
    const more = texts === '' ? {} : { removed: texts };
    if (before && before.end >= own.start)
      ranges[ranges.length - 1] = {
        start: before.start,
        end: Math.max(before.end, own.end),
        ...more,
      };
    else ranges.push({ ...own, ...more });
  }
  return ranges;
}

/** Where lines were only removed: before the text that follows them. */
function placeOfRemoved(original: Original, { start, end }: Range): Range | undefined {
  if (start !== end) return undefined;
  const after = rangeFromOriginal(original, { start, end: original.text.length });
  return after && { start: after.start, end: after.start };
}

/** Old lines as text: they are shown as context, and are no whole file. */
const withoutTags = (text: string): string =>
  text
    .replace(/<!--[^]*?(?:-->|$)|<[^<>]*>/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .join('\n');

/** The lines that a change left unchanged. */
const without = (text: string, changed: readonly ChangedRange[]): string =>
  [0, ...changed.map(range => range.end)]
    .map((from, i) => text.slice(from, changed[i]?.start))
    .join('');

/** Lines of 60 to 76 base64 characters, the line length of private keys. */
const KEY_LINES = /^[A-Za-z0-9+/]{60,76}={0,2}$/gm;

/** Old lines are shown only as context: a secret that a change removes is never sent. */
async function withoutSecrets(
  range: ChangedRange,
  pause: () => Promise<void>,
): Promise<ChangedRange> {
  if (range.removed === undefined) return range;
  const old = { text: range.removed };
  const { text } = masked(old, await findSecrets(old, { pause }));
  // A line of a private key whose first line is not among the removed lines.
  return { ...range, removed: text.replace(KEY_LINES, line => MASK.repeat(line.length)) };
}

async function readFile(
  change: Change,
  { root, options }: Reading,
): Promise<Source | { readonly reason: string }> {
  const { maxBytes = MAX_BYTES } = options;
  try {
    const read = await readSources([path.join(root, change.path)], {
      cwd: root,
      maxBytes,
      readAs: 'file',
    });
    return read.sources[0] ?? { reason: read.skipped[0]?.reason ?? t('cannot be read') };
  } catch (error) {
    if (error instanceof FanoutError) return { reason: t('it no longer exists') };
    throw error;
  }
}

async function readBlob(
  change: Change,
  { git, root, options }: Reading,
): Promise<Source | { readonly reason: string }> {
  const { maxBytes = MAX_BYTES, commit } = options;
  const size = Number((await git('cat-file', '-s', change.blob)).toString());
  if (size > maxBytes)
    return { reason: t('too large: the limit is {0} MB', Math.round(maxBytes / 1024 / 1024)) };
  const decoded = decode(await git('cat-file', 'blob', change.blob));
  if ('reason' in decoded) return decoded;
  if (decoded.text.trim() === '') return { reason: 'empty' };
  const file = path.join(root, change.path);
  // An editor does not open the text of an old commit; for staged or last-committed text the file is close enough.
  const uri = commit === undefined ? { uri: pathToFileURL(file).href } : {};
  return { id: '', path: '', ...uri, ...kindOfFile(file, decoded.text), text: decoded.text };
}
