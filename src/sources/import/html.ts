import { count } from '../../core/format/format.ts';
import { t } from '../../core/text/l10n.ts';
import type { PageMark } from '../../core/domain/source.ts';
import { readHtml, type HtmlOptions } from '../markup/html.ts';

/** Words of a paragraph that are enough to search for. */
const SEARCH_WORDS = 6;

export interface HtmlText {
  /** Markdown, ending in a line break; '' where nothing is shown. */
  readonly text: string;
  /** Words that its reader does not see. */
  readonly hidden: number;
  /** Words that the page hides and that are read: they are most of it. */
  readonly unhidden: number;
  /** Words that the page hides and that are read because that was asked for. */
  readonly marked: number;
}

/** The visible text of an HTML page in a message or a book. Programs do not show its title there. */
export async function htmlText(html: string, options: HtmlOptions = {}): Promise<HtmlText> {
  const { text, leftOut, marked, unhidden = 0 } = await readHtml(withoutTitle(html), options);
  const hidden = [...leftOut].reduce(
    (sum, [what, words]) => sum + (what.startsWith('hidden') ? words : 0),
    0,
  );
  const own = text.trim().toWellFormed();
  return { text: own === '' ? '' : `${own}\n`, hidden, unhidden, marked };
}

/** In two steps: a single pattern would search for the end again from every opening tag, in quadratic time. */
function withoutTitle(html: string): string {
  const open = /<title\b[^<>]*>/i.exec(html);
  const close = open && /<\/title\s*>/i.exec(html.slice(open.index));
  return close
    ? html.slice(0, open.index) + html.slice(open.index + close.index + close[0].length)
    : html;
}

/** A mark for each paragraph of a Markdown text that begins at `from`: `lead` and the words it begins with. */
export function paragraphMarks(text: string, from: number, lead = ''): PageMark[] {
  const marks: PageMark[] = [];
  for (const { 0: paragraph, index } of text.matchAll(/\S[^\n]*(?:\n(?![ \t]*(?:\n|$))[^\n]*)*/g)) {
    const words = paragraph
      .replace(/^(?:[#>|\s]|[-*]\s|\\)+/, '')
      .replace(/\s+/g, ' ')
      .split(' ')
      .slice(0, SEARCH_WORDS)
      .join(' ')
      .slice(0, 60)
      .toWellFormed();
    if (words !== '') marks.push({ start: from + index, spot: `${lead}“${words}…”` });
  }
  return marks;
}

/** What pages hide, for the user's information. */
export const hiddenWords = ({ hidden, unhidden, marked }: Omit<HtmlText, 'text'>): string[] => [
  ...(hidden === 0 ? [] : [t('{0} that the page hides: left out', count(hidden, 'word'))]),
  ...(unhidden === 0 ? [] : [unhiddenWords(unhidden)]),
  ...(marked === 0 ? [] : [markedWords(marked)]),
];

/** Says that hidden words were read. */
export const markedWords = (words: number): string =>
  t('{0} that the page hides: read and marked', count(words, 'word'));

/** Says that most of a page is hidden and was read. */
export const unhiddenWords = (words: number): string =>
  t('{0} that the page hides are most of it: read', count(words, 'word'));
