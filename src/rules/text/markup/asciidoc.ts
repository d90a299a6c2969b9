import { t } from '../../../core/text/l10n.ts';
import type { RuleDocument } from '../../ruleDocument.ts';
import {
  fromAbove,
  relativePath,
  type FileReference,
  type Links,
  type MarkupLinks,
  type Reference,
} from './reference.ts';

export const asciidocLinks = (doc: RuleDocument): MarkupLinks => ({
  links: anchorsOf(doc),
  files: filesOf(doc),
});

/** A text that puts the others of its folder together. */
const BOOKS = ['index.adoc', 'index.asciidoc', 'book.adoc', 'main.adoc'];
/** Of text that may contain anchors, not of code. */
const INCLUDE = /^include::(?![^[\n]{0,300}\.(?!adoc\b|asciidoc\b|asc\b|ad\b|txt\b)\w{1,12}\[)/m;

/** `<<part>>` and `xref:part[]` of a whole document without includes; those of a chapter may be in other files. */
function anchorsOf({ text, masked, probe }: RuleDocument): readonly Links[] {
  // Chapters of a book may begin with a title of the first level, too.
  if (BOOKS.some(book => probe?.(book) === true) && !/^:toc:/m.test(text)) return [];
  if (!/^= \S/m.test(text.slice(0, 3000)) || INCLUDE.test(text)) return [];
  const known = new Set<string>();
  for (const found of text.matchAll(
    /\[\[{1,2}([^\],[\n]{1,200})(?:,[^\]\n]{0,200})?\]|\[[^\]\n#]{0,80}#([\w:.-]{1,200})[^\]\n]{0,80}\]|\bid="?([\w:.-]{1,200})|anchor:([\w:.-]{1,200})\[/g,
  ))
    known.add(key(found[1] ?? found[2] ?? found[3] ?? found[4] ?? ''));
  for (const [, title = ''] of text.matchAll(/^(?:={1,6}|\.)[ \t]*(\S[^\n\r]{0,200})/gm))
    known.add(key(title));
  // Titles that are underlined.
  for (const [, title = ''] of text.matchAll(/^(\S[^\n\r]{0,200})\r?\n[=~^+-]{3,200}[ \t]*$/gm))
    known.add(key(title));
  const references: Reference[] = [];
  for (const found of masked.matchAll(
    /(?<![\\<+`])<<#?([^<>,\n{}]{1,200})(?:,[^<>]{0,300})?>>|\bxref:#?([\w.-]{1,200})\[/g,
  )) {
    const shown = found[1] ?? found[2] ?? '';
    if (
      /\.adoc|[#:/]/.test(shown) ||
      text.slice(found.index, found.index + 2) !== masked.slice(found.index, found.index + 2)
    )
      continue;
    references.push({ wanted: key(shown), shown, start: found.index + found[0].indexOf(shown) });
  }
  const message = (shown: string): string => t('No anchor or title of this text is “{0}”.', shown);
  return [{ references, known, message }];
}

/** An id that is made from a title, by whatever separators. */
const key = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const ATTRIBUTE = /^(?:ifndef::[\w-]+\[)?:([\w-]{1,60}):[ \t]*([^\s\]]{0,200})/gm;
const PAGE = /(?:\bxref:|\blink:|<<)(?!https?:)([\w./{}-]{1,200}\.(?:adoc|asciidoc))(?=[#[,>])/g;

/** Pages that are named by their source; pictures lie where the whole book says. */
function filesOf({ text, masked }: RuleDocument): MarkupLinks['files'] {
  const attributes = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) attributes.set(name, value);
  const pages: FileReference[] = [];
  for (const { index, 0: whole, 1: shown = '' } of masked.matchAll(PAGE)) {
    const path = relativePath(
      shown.replace(/\{([\w-]+)\}/g, (mark, name: string) => attributes.get(name) ?? mark),
    );
    if (path === undefined) continue;
    const start = index + whole.indexOf(shown);
    pages.push({ shown, start, end: start + shown.length, paths: fromAbove(path) });
  }
  return [{ references: pages, isAtHome: false }];
}
