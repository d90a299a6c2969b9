import type { Line } from './pdfLines.ts';

/** Times the usual height of letters, from which a short line is a heading. */
const LARGER = 1.12;
const MAX_WORDS = 20;
const MAX_LEVEL = 6;
/** Fewer headings than these, or more than this share of the lines, are none. */
const MIN_HEADINGS = 3;
const MAX_SHARE = 0.15;
/** Words of a line of text, and the share of headings that have one below them. */
const MIN_TEXT = 5;
const MIN_FOLLOWED = 0.6;
/** Heights that differ by less are one. */
const STEP = 0.4;

/**
 * The pages with their larger lines as headings, the largest outermost, for files without bookmarks; a heading of
 * several lines is one. Undefined where larger lines are no outline: too few, too many, or fewer than the numbered
 * headings in letters of the usual height.
 */
export function withTitles(
  pages: readonly (readonly Line[])[],
): readonly (readonly Line[])[] | undefined {
  const usual = usualSize(pages.flat());
  if (usual === undefined) return undefined;
  const isTitle = ({ size, text }: Line): boolean =>
    size >= LARGER * usual &&
    /\p{L}{2}/u.test(text) &&
    text.split(/\s+/).length <= MAX_WORDS &&
    !/[.,;]$/.test(text);
  const lines = pages.flat();
  const titles = lines.filter(isTitle);
  const numbered = lines.filter(
    line =>
      !isTitle(line) &&
      /^(?:\d{1,2}(?:\.\d{1,2})*\.?|§\s*\d+|Article \w+)\s+\p{Lu}[^.]{2,70}$/u.test(line.text),
  );
  const levels = levelsOf(titles);
  const titled = pages.map(page => joined(page, isTitle, levels));
  const count = titled.flat().filter(({ level }) => level !== undefined).length;
  const isOutline =
    introduces(titled) &&
    count >= MIN_HEADINGS &&
    count <= MAX_SHARE * lines.length &&
    numbered.length <= count;
  return isOutline ? titled : undefined;
}

/** Most headings have text below them; large words of a form, a map or a poster have not. */
function introduces(pages: readonly (readonly Line[])[]): boolean {
  let [all, followed] = [0, 0];
  for (const page of pages)
    page.forEach(({ level }, i) => {
      if (level === undefined) return;
      all += 1;
      const next = page[i + 1];
      // A heading at the end of a page may have its text on the next.
      if (!next || next.level !== undefined || next.text.split(/\s+/).length >= MIN_TEXT)
        followed += 1;
    });
  return followed >= MIN_FOLLOWED * all;
}

/** The height of most letters. */
function usualSize(lines: readonly Line[]): number | undefined {
  const letters = new Map<number, number>();
  for (const { size, text } of lines) {
    const height = Math.round(size * 2) / 2;
    letters.set(height, (letters.get(height) ?? 0) + text.length);
  }
  return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Levels by height. A height on one line alone, at the beginning, is that of the title. */
function levelsOf(titles: readonly Line[]): (size: number) => number {
  const heights: number[] = [];
  for (const { size } of titles.toSorted((a, b) => b.size - a.size))
    if ((heights.at(-1) ?? Infinity) - size > STEP) heights.push(size);
  return size => {
    const at = heights.findIndex(height => size >= height - STEP);
    return Math.min(MAX_LEVEL, (at < 0 ? heights.length : at) + 1);
  };
}

function joined(
  page: readonly Line[],
  isTitle: (line: Line) => boolean,
  levelOf: (size: number) => number,
): Line[] {
  const result: Line[] = [];
  for (const line of page) {
    const before = result.at(-1);
    if (!isTitle(line)) {
      result.push(line);
      continue;
    }
    const level = levelOf(line.size);
    const goesOn =
      before?.level === level &&
      before.y - line.y > 0 &&
      before.y - line.y < 1.8 * line.size &&
      !/^\d/.test(line.text);
    if (goesOn && before)
      result[result.length - 1] = {
        ...before,
        text: `${before.text} ${line.text}`.replaceAll('\t', ' '),
        right: Math.max(before.right, line.right),
        y: line.y,
      };
    else result.push({ ...line, text: line.text.replaceAll('\t', ' '), level });
  }
  return result;
}
