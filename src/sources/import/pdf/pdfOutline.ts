import { isContentsLine } from '../../../core/split/prose/titleLines.ts';
import { isRecord } from '../../../core/text/json.ts';
import type { Line } from './pdfLines.ts';

/** A bookmark: what it is called, and the page that it leads to, from 0. */
export interface Bookmark {
  readonly title: string;
  /** 1 outermost. */
  readonly level: number;
  readonly page: number;
}

interface OutlineNode {
  readonly title: string;
  readonly dest: unknown;
  readonly items: readonly OutlineNode[];
}

/** What is asked of a PDF for its bookmarks. */
export interface OutlineSource {
  getOutline(): Promise<readonly OutlineNode[] | null>;
  getDestination(name: string): Promise<unknown[] | null>;
  getPageIndex(reference: { num: number; gen: number }): Promise<number>;
}

const MAX_BOOKMARKS = 5000;
const MAX_LEVEL = 6;

/** The bookmarks that lead to pages, in their order. */
export async function bookmarksOf(pdf: OutlineSource): Promise<Bookmark[]> {
  const found: Bookmark[] = [];
  const visit = async (nodes: readonly OutlineNode[], level: number): Promise<void> => {
    for (const { title, dest, items } of nodes) {
      if (found.length >= MAX_BOOKMARKS || level > 20) return;
      const page = await pageOf(pdf, dest);
      if (page !== undefined) found.push({ title, level: Math.min(level, MAX_LEVEL), page });
      await visit(items, level + 1);
    }
  };
  await visit((await pdf.getOutline()) ?? [], 1);
  return found;
}

async function pageOf(pdf: OutlineSource, dest: unknown): Promise<number | undefined> {
  try {
    const place = typeof dest === 'string' ? await pdf.getDestination(dest) : dest;
    const target: unknown = Array.isArray(place) ? place[0] : undefined;
    if (typeof target === 'number') return target;
    if (!isRecord(target)) return undefined;
    const { num, gen } = target;
    return typeof num === 'number' && typeof gen === 'number'
      ? await pdf.getPageIndex({ num, gen })
      : undefined;
  } catch {
    // It leads to a page that is not there.
    return undefined;
  }
}

/** Lines that a heading may be broken into. */
const MAX_LINES = 3;

/**
 * The pages with the lines that bookmarks name as headings; a heading of several lines is one. Gives how many
 * bookmarks have their words on their page.
 */
export function withHeadings(
  pages: readonly (readonly Line[])[],
  bookmarks: readonly Bookmark[],
): { readonly pages: readonly (readonly Line[])[]; readonly found: number } {
  const byPage = new Map<number, Bookmark[]>();
  for (const bookmark of bookmarks)
    byPage.set(bookmark.page, [...(byPage.get(bookmark.page) ?? []), bookmark]);
  let found = 0;
  const titled = pages.map((lines, index) => {
    const wanted = byPage.get(index);
    if (!wanted) return lines;
    const result = [...lines];
    let from = 0;
    for (const { title, level } of wanted) {
      const place = placeOf(result, title, from) ?? placeOf(result, title, 0);
      if (!place) continue;
      found += 1;
      const own = result.slice(place.at, place.at + place.count);
      const [first] = own;
      result.splice(place.at, place.count, {
        ...first!,
        text: own.map(({ text }) => text.replaceAll('\t', ' ')).join(' '),
        right: Math.max(...own.map(({ right }) => right)),
        level,
      });
      from = place.at + 1;
    }
    return result;
  });
  return { pages: withContentsTitle(titled), found };
}

const CONTENTS_TITLE = /^\p{L}[\p{L} ]{1,40}$/u;

/** Bookmarks seldom name the table of contents: its title is the line above its first entry. */
function withContentsTitle(pages: readonly (readonly Line[])[]): readonly (readonly Line[])[] {
  const index = pages.findIndex(
    lines =>
      lines.filter(({ text }) => isContentsLine(text)).length > lines.length / 2 &&
      lines.every(({ level }) => level === undefined),
  );
  const lines = pages[index] ?? [];
  const at = lines.findIndex(({ text }) => isContentsLine(text)) - 1;
  const title = lines[at];
  return title && CONTENTS_TITLE.test(title.text)
    ? pages.with(index, lines.with(at, { ...title, level: 1 }))
    : pages;
}

function placeOf(
  lines: readonly Line[],
  title: string,
  from: number,
): { readonly at: number; readonly count: number } | undefined {
  const wanted = new Set([lettersOf(title), lettersOf(withoutNumber(title))]);
  wanted.delete('');
  const longest = Math.max(0, ...[...wanted].map(({ length }) => length));
  for (let at = from; at < lines.length; at++) {
    let said = '';
    let saidBare = '';
    for (let count = 1; count <= MAX_LINES && at + count <= lines.length; count++) {
      const line = lines[at + count - 1]!;
      if (line.level !== undefined) break;
      said += lettersOf(line.text);
      saidBare += lettersOf(count === 1 ? withoutNumber(line.text) : line.text);
      if (wanted.has(said) || wanted.has(saidBare)) return { at, count };
      if (saidBare.length > longest) break;
    }
  }
  return undefined;
}

/** Letters and digits alone: blanks and marks are set otherwise in bookmarks. */
const lettersOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** `Chapter 2`, `A.3.1`, `IV.`, `第 2 章` before a title: bookmarks often leave it out. */
const NUMBER =
  /^(?:\p{L}{2,12}\.?\s{1,3})?(?:\d{1,4}|[A-Z]|[IVXLC]{1,7})(?:[.-]\d{1,4}){0,6}[.:)]?(?:\s+|$)|^第\s?\d{1,3}\s?\p{L}\s*/u;
const withoutNumber = (text: string): string => text.trim().replace(NUMBER, '');
