import type { Inline } from '../richText.ts';

const INVISIBLE =
  /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** Text of a document or a model as HTML text or attribute value: nothing in it is markup. */
export const escapeHtml = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(INVISIBLE, c => (c === '\n' || c === '\t' ? c : ''))
    .replace(/[&<>"'`=]/g, c => `&#${c.charCodeAt(0)};`);

/** Our own tag around content that is escaped already. */
export const tag = (name: string, className: string, content: string, more = ''): string =>
  `<${name}${className ? ` class="${escapeHtml(className)}"` : ''}${more ? ` ${more}` : ''}>${content}</${name}>`;

/** A link to a finding on the page. `id` is a finding id such as `F12`. */
export const refLink = (id: string): string =>
  /^F\d+$/.test(id) ? `<a class="ref" href="#${id}">${id}</a>` : escapeHtml(id);

/** `known` decides which references are links. */
export const richHtml = (inlines: readonly Inline[], known: ReadonlySet<string>): string =>
  inlines
    .map(({ kind, text }) => {
      if (kind === 'ref') return known.has(text) ? refLink(text) : '';
      const escaped = escapeHtml(text);
      return kind === 'text' ? escaped : `<${kind}>${escaped}</${kind}>`;
    })
    .join('');
