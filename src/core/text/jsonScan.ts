import { t } from './l10n.ts';

/** What begins at a place of a text. */
export type Scan =
  /** A JSON value; `source` has its slips repaired. `end` is the first place behind it. */
  | { readonly kind: 'whole'; readonly end: number; readonly source: string }
  /** The beginning of one that goes on to the end of the text. */
  | ({ readonly kind: 'cut' } & Begun)
  /** Something else: what is at `at` cannot be there. */
  | ({ readonly kind: 'broken'; readonly at: number } & Begun);

interface Begun {
  /** The first name in it, when it is an object. */
  readonly key: string | undefined;
  /** Where objects and lists inside of it begin. */
  readonly inner: readonly number[];
}

export const MAX_DEPTH = 64;
export const TOO_DEEP = (): string => t('it was nested too deeply');

const SCALAR = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** The beginning of a scalar that the end of the text may cut. */
const CUT_SCALAR = /(?:-?[\d.eE+-]*|t(?:r(?:ue?)?)?|f(?:a(?:l(?:se?)?)?)?|n(?:u(?:ll?)?)?)$/y;

/**
 * Reads one JSON object or list, and repairs what has one meaning only: raw control characters in strings are
 * escaped, a backslash that escapes nothing is doubled (`\s`, `\(`), a comma before a bracket is left out. Linear
 * in what it reads; never recursive. Undefined for one that is nested more than 64 deep.
 */
export function scanJson(text: string, start: number): Scan | undefined {
  const closers: string[] = [];
  const inner: number[] = [];
  const out: string[] = [];
  let copied = start;
  let key: string | undefined;
  let comma = -1;
  /** What may come next: `first` is a value or name, or the end of an empty object or list. */
  let next: 'first' | 'item' | 'colon' | 'value' | 'end' = 'value';
  const replace = (from: number, to: number, by: string): void => {
    out.push(text.slice(copied, from), by);
    copied = to;
  };
  let i = start;
  while (i < text.length) {
    const c = text[i]!;
    if (c === ' ' || c === '\n' || c === '\r' || c === '\t') {
      i += 1;
      continue;
    }
    const isObject: boolean = closers.at(-1) === '}';
    if (next === 'colon') {
      if (c !== ':') return { kind: 'broken', at: i, key, inner };
      next = 'value';
      i += 1;
    } else if (c === closers.at(-1) && next !== 'value') {
      // A comma before a bracket is a slip.
      if (next === 'item') replace(comma, comma + 1, '');
      closers.pop();
      i += 1;
      if (closers.length === 0) {
        out.push(text.slice(copied, i));
        return { kind: 'whole', end: i, source: out.join('') };
      }
      next = 'end';
    } else if (next === 'end') {
      if (c !== ',') return { kind: 'broken', at: i, key, inner };
      comma = i;
      next = 'item';
      i += 1;
    } else if (c === '"') {
      const end = stringEnd(text, i, replace);
      if (end === undefined) return { kind: 'cut', key, inner };
      const isName: boolean = isObject && next !== 'value';
      if (isName && closers.length === 1) key ??= text.slice(i + 1, end - 1);
      next = isName ? 'colon' : 'end';
      i = end;
    } else if (isObject && next !== 'value') {
      return { kind: 'broken', at: i, key, inner };
    } else if (c === '{' || c === '[') {
      if (closers.length === MAX_DEPTH) return undefined;
      if (closers.length > 0) inner.push(i);
      closers.push(c === '{' ? '}' : ']');
      next = 'first';
      i += 1;
    } else {
      SCALAR.lastIndex = CUT_SCALAR.lastIndex = i;
      const scalar = SCALAR.exec(text)?.[0];
      if (CUT_SCALAR.test(text)) return { kind: 'cut', key, inner };
      if (scalar === undefined) return { kind: 'broken', at: i, key, inner };
      next = 'end';
      i += scalar.length;
    }
  }
  return { kind: 'cut', key, inner };
}

/** The place behind a string that begins at `start`, or undefined when the text ends first. */
function stringEnd(
  text: string,
  start: number,
  replace: (from: number, to: number, by: string) => void,
): number | undefined {
  for (let i = start + 1; i < text.length; i++) {
    const c = text[i]!;
    if (c === '"') return i + 1;
    if (c === '\\') {
      const escaped = text[i + 1] ?? '';
      const isEscape =
        escaped === 'u'
          ? /^[0-9a-f]{4}$/i.test(text.slice(i + 2, i + 6)) || i + 6 > text.length
          : '"\\/bfnrt'.includes(escaped);
      if (isEscape) i += 1;
      else replace(i, i + 1, '\\\\');
    } else if (c < ' ') replace(i, i + 1, `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  }
  return undefined;
}
