/** Longest title, message and quote the report shows, in UTF-16 code units (a finding is not a page). */
import { t } from '../../../src/core/text/l10n.ts';

export const MAX_TITLE = 120;
export const MAX_MESSAGE = 2000;
export const MAX_QUOTE = 4000;

// C0 without tab and newline, DEL, C1.
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// Marks that reorder or hide what stands around them.
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text of a model or a document, fit for the report: without control characters, with
 * direction marks made visible, and cut at `max` with the number of characters left out.
 */
export function plainText(text: string, max: number): string {
  const cut = text.length > max ? cutAt(text, max) : text;
  const shown = cut
    .replace(/\r\n?/g, '\n')
    .replace(CONTROLS, '')
    .replace(
      DIRECTIONS,
      mark => `[U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
    );
  const left = text.length - cut.length;
  return left === 0 ? shown : t('{0}… ({1} more characters)', shown, left);
}

/** One line of it, cut with an ellipsis. */
export function plainLine(text: string, max: number): string {
  const line = plainText(text.slice(0, max * 4), max * 4)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > max ? `${cutAt(line, max - 1).trimEnd()}…` : line;
}

/** Never between the halves of a surrogate pair. */
function cutAt(text: string, end: number): string {
  const last = text.charCodeAt(end - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end);
}
