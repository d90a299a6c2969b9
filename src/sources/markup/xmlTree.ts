import { SaxesParser } from 'saxes';
import type { Element, Node } from './tree.ts';

export interface XmlTree {
  readonly root: Element;
  /** Decodes a reference; returns unknown references unchanged. */
  readonly decode: (reference: string) => string;
  /** Number of places where it is not well-formed; references that only its own files define do not count. */
  readonly illFormed: number;
}

/** Entity names in a document's own declaration; those that contain markup are left unchanged. */
const ENTITY = /<!ENTITY\s+([\w.-]+)\s+(?:"([^"<]*)"|'([^'<]*)')\s*>/g;
/** Nesting limit far above any document in use. */
const MAX_DEPTH = 2000;

/** Characters that references may stand for, all together: a text of 8 MB has none that many. */
const MAX_EXPANDED = 8_000_000;

/** Ends the parsing. */
const STOP = new Error('not readable as XML');

/** A text may have an error at every character: a stack trace for each would take seconds. */
class Parser extends SaxesParser<{ position: true }> {
  override makeError(): Error {
    return STOP;
  }
}

/**
 * XML with the place of every text; undefined for one that is nested too deeply or grows too long and, if `strict`, for one that is not
 * well-formed. `known` decodes references that XML itself does not define. No external resource is opened.
 */
export function xmlTree(
  source: string,
  known: (reference: string) => string,
  how: 'strict' | 'lenient',
): XmlTree | undefined {
  const own = new Map<string, string>();
  const decode = (reference: string): string => {
    const name = /^&([\w.:-]+);$/.exec(reference)?.[1];
    return (name === undefined ? undefined : own.get(name)) ?? known(reference);
  };
  const root = element('#document', new Map());
  const open = [root];
  let last = 0;
  let expanded = 0;
  let illFormed = 0;
  let isUndefinedEntity = false;
  const parser = new Parser({ position: true });
  parser.ENTITIES = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => {
        const reference = `&${String(name)};`;
        const signs = decode(reference);
        expanded += signs.length;
        if (expanded > MAX_EXPANDED) throw STOP;
        isUndefinedEntity = signs === reference;
        return isUndefinedEntity ? undefined : signs;
      },
    },
  );
  parser.on('error', problem => {
    if (how === 'strict') throw problem;
    if (!isUndefinedEntity) illFormed += 1;
    isUndefinedEntity = false;
  });
  parser.on('doctype', doctype => {
    for (const [, name = '', one, other] of doctype.matchAll(ENTITY))
      own.set(name, one ?? other ?? '');
    last = parser.position;
  });
  const add = (value: string, from: number, to: number): void => {
    if (value !== '') open.at(-1)?.children.push({ value, from, to });
  };
  parser.on('text', text => add(text, last, parser.position - 1));
  parser.on('cdata', text => {
    add(text, parser.position - 3 - text.length, parser.position - 3);
    last = parser.position;
  });
  parser.on('comment', () => {
    last = parser.position;
  });
  parser.on('processinginstruction', () => {
    last = parser.position;
  });
  parser.on('opentag', tag => {
    last = parser.position;
    const name = localName(tag.name).toLowerCase();
    const attributes = new Map(
      Object.entries(tag.attributes).map(([key, value]) => [localName(key), String(value)]),
    );
    const end = last;
    const made = element(name, attributes, attribute => {
      const value = attributes.get(attribute);
      const start = source.lastIndexOf(`<${tag.name}`, end);
      const found = new RegExp(`\\s(?:\\w+:)?${attribute}\\s*=\\s*["']`).exec(
        source.slice(start, end),
      );
      if (value === undefined || start < 0 || !found) return undefined;
      const from = start + found.index + found[0].length;
      const to = source.indexOf(source[from - 1] ?? '"', from);
      return { value, from, to };
    });
    open.at(-1)?.children.push(made);
    open.push(made);
    if (open.length > MAX_DEPTH) throw STOP;
  });
  parser.on('closetag', () => {
    last = parser.position;
    if (open.length > 1) open.pop();
  });
  try {
    parser.write(source).close();
  } catch (error) {
    if (error === STOP) return undefined;
    throw error;
  }
  return { root, decode, illFormed };
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const element = (
  name: string,
  attributes: ReadonlyMap<string, string>,
  valueAt?: Element['valueAt'],
): Element & { readonly children: Node[] } => ({
  name,
  attributes,
  children: [],
  ...(valueAt ? { valueAt } : {}),
});
