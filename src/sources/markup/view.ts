import type { Source } from '../../core/domain/source.ts';
import { count, joinList } from '../../core/format/format.ts';
import { markedWords, unhiddenWords } from '../import/html.ts';
import type { HtmlOptions } from './html.ts';
import type { MarkdownView } from './markdownView.ts';
import { t } from '../../core/text/l10n.ts';

/** How a text is read: by its type, or always as running text or as code. */
export type ReadAs = 'auto' | 'text' | 'code';

/** A file whose readable text is wanted. */
export interface Viewed extends Pick<Source, 'text' | 'languageId'> {
  readonly readAs: ReadAs;
  readonly html?: HtmlOptions;
}

/** A readable text extracted from a file; see `Original`. */
export interface View extends Pick<Source, 'kind' | 'languageId' | 'text' | 'told'> {
  readonly pieces: readonly number[];
}

const XML: ReadonlySet<string> = new Set(['xml', 'docbook', 'dita']);

/** A longer text without headings in its markup may have them in its words: "1. Subject", "Article 5". */
const MIN_HEADED = 4000;
const kindOfView = (text: string): Pick<Source, 'kind' | 'languageId'> =>
  text.length > MIN_HEADED && (text.match(/^#{1,6} /gm)?.length ?? 0) < 2
    ? { kind: 'prose', languageId: 'plaintext' }
    : { kind: 'markdown', languageId: 'markdown' };

const viewFrom = (read: MarkdownView): View => ({
  ...kindOfView(read.text),
  text: read.text,
  pieces: read.pieces,
  told: toldOf(read),
});

/** Whether a text is in markup that its readers do not see. */
export async function isDocument(languageId: string, text: string): Promise<boolean> {
  if (languageId === 'html') return true;
  return XML.has(languageId) && (await import('./xml.ts')).isDocumentXml(text);
}

/**
 * The readable text of a file in HTML, DocBook, DITA, JATS or TEI; undefined for any other, which is read unchanged. Works for
 * tens of milliseconds a megabyte without a pause.
 */
export async function viewOf({
  text,
  languageId,
  readAs,
  html,
}: Viewed): Promise<View | undefined> {
  if (languageId === 'html') {
    if (readAs !== 'text' && isTemplate(text)) return undefined;
    const { readHtml, readXhtml } = await import('./html.ts');
    const isXhtml =
      /^\s*<\?xml\b/.test(text) || /<!DOCTYPE[^>]*\bXHTML\b/i.test(text.slice(0, 2000));
    const read =
      (isXhtml ? await readXhtml(text, html) : undefined) ?? (await readHtml(text, html));
    if (readAs !== 'text' && isApplication(read.text, text)) return undefined;
    return viewFrom(read);
  }
  if (await isDocument(languageId, text)) {
    const { readXml } = await import('./xml.ts');
    const { htmlReferences } = await import('./html.ts');
    const read = readXml(text, await htmlReferences());
    return read && read.text !== '' ? viewFrom(read) : undefined;
  }
  return undefined;
}

/** What was left out of a page, and what was read although it is hidden, for the user's information. */
const toldOf = ({
  leftOut,
  unhidden,
  marked,
  unlinked = 0,
  illFormed = 0,
}: MarkdownView): readonly string[] => [
  ...(leftOut.size === 0
    ? []
    : [
        t(
          'read as its reader sees it, without {0}',
          joinList([...leftOut].map(([what, words]) => `${count(words, 'word')} ${what}`)),
        ),
      ]),
  ...(unhidden === undefined ? [] : [unhiddenWords(unhidden)]),
  ...(marked === 0 ? [] : [markedWords(marked)]),
  ...(unlinked === 0
    ? []
    : [
        t(
          '{0} not applied: text that only a style sheet hides is read',
          count(unlinked, 'linked style sheet'),
        ),
      ]),
  ...(illFormed === 0
    ? []
    : [
        t(
          'its XML is not well-formed in {0}: read as far as its marks can be told apart',
          count(illFormed, 'place'),
        ),
      ]),
];

interface WrittenElement {
  readonly start: number;
  readonly after: number;
  readonly content: string;
}

/** The closed elements of some names as they are written, without those inside them. In one pass over the text. */
function elementsNamed(names: readonly string[], text: string): readonly WrittenElement[] {
  const opening = new RegExp(`<(${names.join('|')})\\b`, 'gi');
  const unclosed = new Set<string>();
  const found: WrittenElement[] = [];
  for (let open = opening.exec(text); open; open = opening.exec(text)) {
    const name = open[1]!.toLowerCase();
    if (unclosed.has(name)) continue;
    const closing = new RegExp(`</${name}>`, 'gi');
    closing.lastIndex = opening.lastIndex;
    const close = closing.exec(text);
    if (!close) unclosed.add(name);
    else {
      const from = Math.min(close.index, text.indexOf('>', opening.lastIndex) + 1);
      found.push({
        start: open.index,
        after: closing.lastIndex,
        content: text.slice(from, close.index),
      });
      opening.lastIndex = closing.lastIndex;
    }
  }
  return found;
}

/** Markers of template languages and frameworks. */
const TEMPLATE =
  /\{\{[^{}]{1,300}\}\}|\{%[^%]{1,300}%\}|<%[^%]{1,300}%>|<\?(?:php|=)|\s(?:\*ng[A-Z]|v-(?:if|for|bind|model)|:[a-z-]+="|@[a-z]+="|\[[a-zA-Z.]+\]="|\([a-z]+\)="|x-data|th:[a-z]+=|data-ng-)/g;
/** Maximum template markers in a page that is not a template: code examples may show some. */
const FEW_MARKS = 2;

function isTemplate(text: string): boolean {
  let bare = '';
  let end = 0;
  for (const { start, after } of elementsNamed(['pre', 'code', 'script', 'style'], text)) {
    bare += text.slice(end, start);
    end = after;
  }
  bare += text.slice(end);
  const marks = bare.match(TEMPLATE)?.length ?? 0;
  return (
    marks > FEW_MARKS + bare.length / 20_000 || /^---\r?\n[\s\S]{0,2000}?\r?\n---\r?\n/.test(text)
  );
}

/** Words that make a page one to read, however long its scripts are: saved pages bring theirs along. */
const MIN_PAGE_WORDS = 150;

/** True if there is hardly any text compared with its scripts: the content of such a file is its code. */
const isApplication = (read: string, text: string): boolean => {
  const words = read.match(/\S+/g)?.length ?? 0;
  if (words === 0) return true;
  const scripts = elementsNamed(['script'], text).reduce(
    (sum, { content }) => sum + content.trim().length,
    0,
  );
  if (read.trim().length < 40) return scripts > 0;
  return words < MIN_PAGE_WORDS && scripts > read.length * 10;
};
