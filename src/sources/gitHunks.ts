import type { Range } from '../core/types.ts';

/** One line of `git diff --raw`. */
export interface RawChange {
  /** `M` modified, `A` added, `D` deleted, `R` renamed, `C` copied, `T` type changed, `U` unmerged. */
  readonly status: string;
  /** Of the new side; octal: 120000 is a link, 160000 a submodule. */
  readonly mode: string;
  /** Of the new side; zeros when it is the working tree's. */
  readonly blob: string;
  readonly path: string;
}

/** Lines of the new side, 1-based; `count` 0: lines were taken away after `line`. */
export interface Hunk {
  readonly line: number;
  readonly count: number;
}

/** What the patch says of one file. */
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
 * Reads a patch without context lines (`-U0`), file by file in the order of the raw list. File names are
 * not read from it. Every line of text in it begins with a sign, so that none passes for a heading.
 */
export function parsePatch(patch: Buffer): FilePatch[] {
  const files: { binary: boolean; hunks: Hunk[] }[] = [];
  for (let at = 0; at < patch.length;) {
    const newline = patch.indexOf(10, at);
    const end = newline < 0 ? patch.length : newline;
    const first = patch[at];
    if (first === 0x64 || first === 0x40 || first === 0x42) {
      const line = patch.toString('latin1', at, Math.min(end, at + 120));
      const file = files.at(-1);
      const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(line);
      if (line.startsWith('diff --git ')) files.push({ binary: false, hunks: [] });
      else if (line.startsWith('Binary files ') && file) file.binary = true;
      else if (hunk) file?.hunks.push({ line: Number(hunk[1]), count: Number(hunk[2] ?? 1) });
    }
    at = end + 1;
  }
  return files;
}

/** The hunks as ranges of the new text, touching ones joined. Where lines were only taken away the range is empty. */
export function changedRanges(text: string, hunks: readonly Hunk[]): Range[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const startOf = (line: number): number => starts[Math.max(0, line - 1)] ?? text.length;
  const ranges: Range[] = [];
  for (const { line, count } of hunks) {
    const start = startOf(count === 0 ? line + 1 : line);
    const end = count === 0 ? start : startOf(line + count);
    const before = ranges.at(-1);
    if (before && before.end >= start) ranges[ranges.length - 1] = { start: before.start, end };
    else ranges.push({ start, end });
  }
  return ranges;
}
