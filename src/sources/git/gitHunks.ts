import type { ChangedRange } from '../../core/domain/changes.ts';
import { decode } from '../files/decode.ts';

/** One line of `git diff --raw`. */
export interface RawChange {
  /** `M` modified, `A` added, `D` deleted, `R` renamed, `C` copied, `T` type changed, `U` unmerged. */
  readonly status: string;
  /** Mode of the new side, in octal: 120000 is a link, 160000 a submodule. */
  readonly mode: string;
  /** Blob of the new side; zeros if it is in the working tree. */
  readonly blob: string;
  readonly path: string;
}

/** Lines of the new side, 1-based; `count` 0: lines were removed after `line`. */
export interface Hunk {
  readonly line: number;
  readonly count: number;
  /** The old lines at this place; undefined if there were none, or more than `MAX_REMOVED`. */
  readonly removed?: string;
}

/** Maximum characters of old lines kept, per hunk and per file. */
const MAX_REMOVED = { hunk: 2000, file: 16_000 };

/** One file's part of the patch. */
export interface FilePatch {
  readonly binary: boolean;
  readonly hunks: readonly Hunk[];
}

/** Reads `git diff --raw -z --no-abbrev`. */
export function parseRaw(output: string): RawChange[] {
  const fields = output.split('\0');
  const changes: RawChange[] = [];
  for (let i = 0; i < fields.length;) {
    const head = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) ([A-Z])\d*$/.exec(fields[i] ?? '');
    if (!head) {
      i++;
      continue;
    }
    const [, mode = '', blob = '', status = ''] = head;
    const moved = status === 'R' || status === 'C';
    changes.push({ status, mode, blob, path: fields[i + (moved ? 2 : 1)] ?? '' });
    i += moved ? 3 : 2;
  }
  return changes;
}

/**
 * Reads a patch without context lines (`-U0`), file by file in the order of the raw list. File names are not read from
 * it. Every line of text in it begins with a sign, so none is mistaken for a header; the hunk's count separates old
 * lines from the next file's header.
 */
export function parsePatch(patch: Buffer): FilePatch[] {
  const files: { binary: boolean; hunks: Hunk[]; left: number }[] = [];
  let old: { count: number; from: number } | undefined;
  for (let at = 0; at < patch.length;) {
    const newline = patch.indexOf(10, at);
    const end = newline < 0 ? patch.length : newline;
    const first = patch[at];
    if (first === 0x64 || first === 0x40 || first === 0x42) {
      const line = patch.toString('latin1', at, Math.min(end, at + 120));
      const file = files.at(-1);
      const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
      if (line.startsWith('diff --git '))
        files.push({ binary: false, hunks: [], left: MAX_REMOVED.file });
      else if (line.startsWith('Binary files ') && file) file.binary = true;
      else if (hunk && file) {
        file.hunks.push({ line: Number(hunk[2]), count: Number(hunk[3] ?? 1) });
        old = { count: Number(hunk[1] ?? 1), from: end + 1 };
      }
    }
    if (old && old.count > 0 && first === 0x2d && --old.count === 0) {
      keepRemoved(files.at(-1), patch.subarray(old.from, end));
      old = undefined;
    }
    at = end + 1;
  }
  return files;
}

/** Adds the old lines to their hunk, up to the limit. */
function keepRemoved(file: { hunks: Hunk[]; left: number } | undefined, lines: Buffer): void {
  const hunk = file?.hunks.at(-1);
  if (!file || !hunk || lines.length > 4 * MAX_REMOVED.hunk) return;
  const decoded = decode(lines);
  if ('reason' in decoded) return;
  const removed = decoded.text.replace(/^-/gm, '').replace(/\r?$/gm, '');
  if (removed.length > Math.min(MAX_REMOVED.hunk, file.left)) return;
  file.left -= removed.length;
  file.hunks[file.hunks.length - 1] = { ...hunk, removed };
}

/**
 * The hunks as ranges of the new text; adjacent ones are joined. For lines that were only removed the range is empty.
 */
export function changedRanges(text: string, hunks: readonly Hunk[]): ChangedRange[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const startOf = (line: number): number => starts[Math.max(0, line - 1)] ?? text.length;
  const ranges: ChangedRange[] = [];
  for (const { line, count, removed } of hunks) {
    const start = startOf(count === 0 ? line + 1 : line);
    const end = count === 0 ? start : startOf(line + count);
    const before = ranges.at(-1);
    const old = [before && before.end >= start ? before.removed : undefined, removed]
      .filter(text => text !== undefined)
      .join('\n');
    const now = { end, ...(old === '' ? {} : { removed: old }) };
    if (before && before.end >= start) ranges[ranges.length - 1] = { start: before.start, ...now };
    else ranges.push({ start, ...now });
  }
  return ranges;
}
