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

export const latexLinks = (doc: RuleDocument): MarkupLinks => ({
  links: labelsOf(doc),
  files: [{ references: inputsOf(doc), isAtHome: false }],
});

/** `\label{x}`, a command of the text's own for it (`\seclabel{x}`), and the option of a listing. */
const LABEL =
  /\\[a-z]*label[a-z]*\*?(?:\[[^\]\n]{0,200}\])?\{([^{}]{1,200})\}|\blabel\s*=\s*\{?([^\s,{}\]]{1,200})/gi;
const REF =
  /\\(?:eq|auto|page|name|c|C|v|sub|labelc|cpage|full)?ref\*?\{([^{}#\\]{1,300})\}|\\hyperref\[([^\][#\\]{1,200})\]/g;

/** `\ref{x}` and its kind without `\label{x}`, in a text that is whole. */
function labelsOf({ text, masked }: RuleDocument): readonly Links[] {
  const body = text.indexOf('\\begin{document}');
  const isPart = /\\(?:input|include|subfile|import|subimport|externaldocument|lstinputlisting)\b/;
  // A class for parts of a book: it is read on its own, and refers to the whole.
  const isOfBook = /\\externaldocument|\\documentclass(?:\[[^\]]*\])?\{(?:subfiles|standalone)\}/;
  if (body < 0 || isPart.test(text.slice(body)) || isOfBook.test(text)) return [];
  if (isConditional(text.slice(0, body))) return [];
  const known = new Set<string>();
  for (const found of text.matchAll(LABEL)) known.add((found[1] ?? found[2] ?? '').trim());
  const references: Reference[] = [];
  for (const found of masked.matchAll(REF)) {
    const names = found[1] ?? found[2] ?? '';
    const line = masked.slice(masked.lastIndexOf('\n', found.index) + 1, found.index);
    if (found.index < body || /(?<!\\)%/.test(line)) continue;
    let start = found.index + found[0].indexOf(names);
    for (const name of names.split(',')) {
      const shown = name.trim();
      if (shown !== '')
        references.push({ wanted: shown, shown, start: start + name.indexOf(shown) });
      start += name.length + 1;
    }
  }
  return [{ references, known, message: shown => t('No label of this text is “{0}”.', shown) }];
}

/** True if a condition is open: the chapter of a book that begins a document only where it is read on its own. */
function isConditional(preamble: string): boolean {
  const lines = preamble.replace(/(?<!\\)%[^\n]*/g, '').replace(/\\newif\s*\\if\w*/g, '');
  const opened = lines.match(/\\if(?!f\b|thenelse\b)[a-z@]*/gi)?.length ?? 0;
  return opened > (lines.match(/\\fi\b/g)?.length ?? 0);
}

const INPUT = /\\(?:input|include|subfile)\{([^{}#\\]{1,200})\}/g;

/** Pictures are often made when the text is built: only parts of the text are looked up. */
function inputsOf({ masked }: RuleDocument): readonly FileReference[] {
  return [...masked.matchAll(INPUT)].flatMap(({ index, 0: whole, 1: shown = '' }) => {
    const path = relativePath(shown);
    const start = index + whole.lastIndexOf(shown);
    const paths = fromAbove(path ?? '').flatMap(one => [`${one}.tex`, one]);
    return path === undefined ? [] : [{ shown, start, end: start + shown.length, paths }];
  });
}
