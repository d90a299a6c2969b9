import { numeral } from '../word/numerals.ts';
import type { Line } from './pdfLines.ts';
import { quoted, t } from '../../../core/text/l10n.ts';

/** Fewer pages show no repetition. */
const MIN_PAGES = 3;
/** Of the pages that have lines: odd and even ones may differ. */
const MIN_SHARE = 0.4;
/** Lines at the top and at the bottom of a page that may be heads and footers. */
const EDGE_LINES = 3;
/** Times the usual size of letters, from which a repeated line across the page is a watermark. */
const WATERMARK = 2;

/**
 * Running heads, footers, page numbers and watermarks: what is at the same place of many pages with the same
 * words, numbers apart, or with the number of the page at its end. Gives the pages without them and each of them
 * once, as it is on its first page.
 */
export function withoutFurniture(pages: readonly (readonly Line[])[]): {
  readonly pages: readonly (readonly Line[])[];
  readonly left: readonly string[];
} {
  const filled = pages.filter(lines => lines.length > 0).length;
  if (filled < MIN_PAGES) return { pages, left: [] };
  const sizes = pages
    .flat()
    .map(({ size }) => size)
    .sort((a, b) => a - b);
  const usual = sizes[sizes.length >> 1] ?? 0;
  const seen = new Map<string, { count: number; least: number; text: string }>();
  const least = Math.max(MIN_PAGES, Math.ceil(filled * MIN_SHARE));
  const keysOf = (lines: readonly Line[], index: number): ReadonlyMap<Line, readonly string[]> => {
    const byHeight = lines.toSorted((a, b) => b.y - a.y);
    const edges = new Set([...byHeight.slice(0, EDGE_LINES), ...byHeight.slice(-EDGE_LINES)]);
    return new Map(
      lines
        .filter(line => edges.has(line) || line.size > WATERMARK * usual)
        .map(line => {
          const place = `${Math.round(line.y / 4)}`;
          const ahead = edges.has(line) ? aheadOf(line.text, index) : undefined;
          return [
            line,
            [`${place} ${wordsOf(line.text)}`, ...(ahead ? [`${place} #${ahead}`] : [])],
          ];
        }),
    );
  };
  const keys = pages.map(keysOf);
  for (const page of keys)
    for (const [{ text }, own] of page)
      for (const key of own) {
        const before = seen.get(key);
        if (before) before.count++;
        // Pages before the first chapter are few, and counted in Roman numerals.
        else seen.set(key, { count: 1, least: key.endsWith('roman') ? MIN_PAGES : least, text });
      }
  const isRepeated = ({ count, least: atLeast }: { count: number; least: number }): boolean =>
    count >= atLeast;
  const isFurniture = (own: readonly string[] = []): boolean =>
    own.some(key => isRepeated(seen.get(key)!));
  const kept = pages.map((lines, i) => lines.filter(line => !isFurniture(keys[i]!.get(line))));
  // A page that repeats completely is a form, not furniture.
  if (kept.every(lines => lines.length === 0)) return { pages, left: [] };
  return {
    pages: kept,
    left: [...new Set([...seen.values()].filter(isRepeated).map(({ text }) => text))],
  };
}

const PAGE_NUMBER =
  /^(\d{1,4}|[ivxl]{1,7})\t|\t(\d{1,4}|[ivxl]{1,7})(?: ?(?:\/|\p{L}{1,4}) ?\d{1,4})?$/u;
const ROMAN = new Map(
  Array.from({ length: 60 }, (_, i) => [numeral(i + 1, 'lowerRoman'), i + 1] as const),
);

/**
 * How far a number at the end of a line, apart from its words, is ahead of the page that it is on: the same on page
 * after page for a page number, whatever chapter the words name. Undefined where there is no such number.
 */
function aheadOf(text: string, index: number): string | undefined {
  const found = PAGE_NUMBER.exec(text);
  const shown = found?.[1] ?? found?.[2];
  if (shown === undefined) return undefined;
  const value = ROMAN.get(shown);
  if (value !== undefined) return `${value - index} roman`;
  return /\d/.test(shown) ? `${Number(shown) - index}` : undefined;
}

/** Page numbers count as the same words; the numbers of headings and sums do not. */
const wordsOf = (text: string): string => {
  const isPageNumber =
    /\b(?:page|seite|pagina|página|pág|strona|strana|side|sida)\b|страниц|第\s*\d+\s*[页頁]/iu.test(
      text,
    ) || (text.match(/\p{L}/gu)?.length ?? 0) <= 2;
  return isPageNumber ? text.replace(/\d+/g, '#') : text;
};

/** What was left out, in a sentence. */
export function furnitureText(left: readonly string[]): string {
  const shown = left
    .slice(0, 4)
    .map(text => text.replaceAll('\t', ' '))
    .map(text => quoted(text.length > 60 ? `${text.slice(0, 59)}…` : text));
  const more = left.length > shown.length ? t(' and {0} more', left.length - shown.length) : '';
  return t(
    'running heads, footers and page numbers are not read as text: {0}{1}',
    shown.join(', '),
    more,
  );
}
