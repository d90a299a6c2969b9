import type { Range } from '../../core/domain/range.ts';

/** Arrays may be nested in objects: `{"data": {"items": […]}}`. */
const MAX_DEPTH = 3;

/**
 * The ranges of the items of a JSON text: the elements of its array, or otherwise of the longest array in its objects.
 * Undefined if the text is not valid JSON; empty if it has no array.
 */
export function jsonItems(text: string): readonly Range[] | undefined {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
  // From here on the text is valid JSON: only brackets and strings must be recognised.
  const start = skipSpace(text, 0);
  let best: readonly Range[] = [];
  const visit = (at: number, depth: number): void => {
    if (text[at] === '[') {
      const items = members(text, at);
      if (items.length > best.length) best = items;
    } else if (text[at] === '{' && depth < MAX_DEPTH)
      for (const member of members(text, at)) {
        const colon = skipSpace(text, stringEnd(text, member.start));
        visit(skipSpace(text, colon + 1), depth + 1);
      }
  };
  visit(start, 0);
  return best;
}

const skipSpace = (text: string, from: number): number => {
  let at = from;
  while (/[\s\ufeff]/.test(text[at] ?? '')) at++;
  return at;
};

/** Offset after the string that begins at `from`. */
function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** The members of the array or object that opens at `from`, without surrounding white space. */
function members(text: string, from: number): Range[] {
  const found: Range[] = [];
  let depth = 0;
  let start = skipSpace(text, from + 1);
  const end = (at: number): void => {
    let last = at;
    while (last > start && /\s/.test(text[last - 1] ?? '')) last--;
    if (last > start) found.push({ start, end: last });
  };
  for (let at = from + 1; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = stringEnd(text, at) - 1;
    else if (sign === '{' || sign === '[') depth++;
    else if (depth > 0) depth -= sign === '}' || sign === ']' ? 1 : 0;
    else if (sign === ',') {
      end(at);
      start = skipSpace(text, at + 1);
    } else if (sign === '}' || sign === ']') {
      end(at);
      break;
    }
  }
  return found;
}
