/**
 * A JSON value with the place of its strings: the offsets of the first character inside the quotes and of the closing
 * quote.
 */
export type JsonNode =
  | { readonly kind: 'string'; readonly from: number; readonly to: number }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, JsonNode> }
  | { readonly kind: 'other' };

const OTHER: JsonNode = { kind: 'other' };
const MAX_DEPTH = 200;

/** The tree of a text that `JSON.parse` accepts. @throws Error for any other text, and for nesting over 200. */
export function jsonTree(text: string): JsonNode {
  let at = 0;
  const skip = (): void => {
    while (at < text.length && ' \t\r\n\ufeff'.includes(text[at]!)) at += 1;
  };
  const take = (sign: string): boolean => {
    skip();
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  };
  const string = (): { readonly kind: 'string'; readonly from: number; readonly to: number } => {
    const from = ++at;
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote < 0) throw new Error('a string is not closed');
      let slashes = 0;
      while (quote - 1 - slashes >= from && text[quote - 1 - slashes] === '\\') slashes += 1;
      at = quote + 1;
      if (slashes % 2 === 0) return { kind: 'string', from, to: quote };
    }
  };
  const value = (depth: number): JsonNode => {
    if (depth > MAX_DEPTH) throw new Error('it is nested too deeply');
    skip();
    if (text[at] === '"') return string();
    if (take('[')) {
      const items: JsonNode[] = [];
      if (take(']')) return { kind: 'array', items };
      do items.push(value(depth + 1));
      while (take(','));
      if (!take(']')) throw new Error('a list is not closed');
      return { kind: 'array', items };
    }
    if (take('{')) {
      const fields = new Map<string, JsonNode>();
      if (take('}')) return { kind: 'object', fields };
      do {
        skip();
        if (text[at] !== '"') throw new Error('a name is missing');
        const { from, to } = string();
        if (!take(':')) throw new Error('a value is missing');
        fields.set(text.slice(from, to), value(depth + 1));
      } while (take(','));
      if (!take('}')) throw new Error('an object is not closed');
      return { kind: 'object', fields };
    }
    const other = /[\w+.-]+/y;
    other.lastIndex = at;
    at += other.exec(text)?.[0].length ?? 0;
    return OTHER;
  };
  return value(0);
}

/** A decoded piece of a string and its place; see `Unit`. */
export interface JsonUnit {
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|[^u])/g;

/** The pieces of a string: unescaped stretches, and whole escapes. */
export function jsonUnits(text: string, from: number, to: number): JsonUnit[] {
  const units: JsonUnit[] = [];
  const raw = text.slice(from, to);
  let done = 0;
  const plain = (end: number): void => {
    if (end > done) units.push({ value: raw.slice(done, end), from: from + done, to: from + end });
  };
  for (const { 0: escape, index } of raw.matchAll(ESCAPE)) {
    plain(index);
    const value = JSON.parse(`"${escape}"`) as string;
    units.push({ value, from: from + index, to: from + index + escape.length });
    done = index + escape.length;
  }
  plain(raw.length);
  return units;
}
