import { flatWords } from '../blocks.ts';
import { child, descendants, elements, NO_XML, textOf, type Xml } from '../word/xmlTree.ts';
import type { OdtStyles } from './odtStyles.ts';

/** Fields that are counted, not written. */
const COUNTED = [
  'text:page-number',
  'text:page-count',
  'text:sheet-name',
  'text:date',
  'text:time',
];

/** `[Header: …]` and `[Footer: …]` of the kinds of pages that a document uses, each once. */
export function standingText(
  parts: readonly (Xml | undefined)[],
  { masterPages }: Pick<OdtStyles, 'masterPages'>,
): string[] {
  const pages = new Map(
    parts
      .flatMap(part => elements(child(part, 'office:master-styles') ?? NO_XML))
      .filter(({ name }) => name === 'style:master-page')
      .map(page => [page.attributes['style:name'] ?? '', page]),
  );
  const used = new Set(['Standard', ...masterPages]);
  for (const name of used) {
    const next = pages.get(name)?.attributes['style:next-style-name'];
    if (next !== undefined) used.add(next);
  }
  const said = [...used]
    .flatMap(name => elements(pages.get(name) ?? NO_XML))
    .flatMap(one => {
      const title = /^style:(header|footer)/.exec(one.name)?.[1];
      if (title === undefined || one.attributes['style:display'] === 'false') return [];
      const words = flatWords(descendants(one, 'text:p').map(textOf).join(' '));
      return isWritten(one, words)
        ? [`[${title === 'header' ? 'Header' : 'Footer'}: ${words}]`]
        : [];
    });
  return [...new Set(said)];
}

/** More than a page's number and the word before it. */
function isWritten(standing: Xml, words: string): boolean {
  const fields = COUNTED.flatMap(name => descendants(standing, name)).map(textOf);
  const own = fields.reduce((text, field) => text.replace(field, ' '), words);
  const written = own.match(/\p{L}[\p{L}\p{M}'’-]*/gu)?.length ?? 0;
  return written > (fields.length > 0 ? 1 : 0);
}
