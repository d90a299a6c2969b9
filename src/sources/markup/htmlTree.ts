import type { DefaultTreeAdapterMap, DefaultTreeAdapterTypes, Parser as HtmlParser } from 'parse5';
import type { Element, Node, Text } from './tree.ts';

type AnyNode = DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.Document;

const NONE: Element['attributes'] = new Map();
/** Elements that display the value of an attribute. */
const SHOWN: ReadonlySet<string> = new Set(['img', 'input']);

/** Characters parsed in one step, and nodes read in one: a few milliseconds. */
const PIECE = 32 * 1024;
const STEP = 2048;

/**
 * HTML as browsers parse it, in steps of a few milliseconds. Comments are left out, and so are elements that do not
 * occur in the file.
 */
export function* htmlTree(
  Parser: typeof HtmlParser<DefaultTreeAdapterMap>,
  text: string,
): Generator<void, Element> {
  const parser = new Parser({ sourceCodeLocationInfo: true, scriptingEnabled: true });
  let at = 0;
  for (; text.length - at > PIECE; at += PIECE) {
    parser.tokenizer.write(text.slice(at, at + PIECE), false);
    yield;
  }
  parser.tokenizer.write(text.slice(at), true);
  yield;
  const { document } = parser;
  let done = 0;
  const root: Element & { children: Node[] } = {
    name: '#document',
    attributes: new Map(),
    children: [],
  };
  const open: [AnyNode, Node[]][] = [[document, root.children]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, into] = next;
    for (const child of 'childNodes' in node ? node.childNodes : []) {
      if (++done % STEP === 0) yield;
      if (child.nodeName === '#text' && 'value' in child) {
        const at = child.sourceCodeLocation;
        if (at) into.push({ value: child.value, ...placeOf(text, child.value, at) });
      } else if ('tagName' in child) {
        const children: Node[] = [];
        const attributes: Element['attributes'] =
          child.attrs.length === 0
            ? NONE
            : new Map(child.attrs.map(({ name, value }) => [name, value]));
        into.push({
          name: child.tagName,
          attributes,
          children,
          ...(SHOWN.has(child.tagName)
            ? {
                valueAt: name =>
                  valueAt(text, attributes.get(name), child.sourceCodeLocation?.attrs?.[name]),
              }
            : {}),
        });
        open.push([child, children]);
      }
    }
  }
  return root;
}

interface Place {
  readonly startOffset: number;
  readonly endOffset: number;
}

/** The parser reports the place of only the last character of a reference if it dropped white space before it. */
function placeOf(
  text: string,
  value: string,
  { startOffset: from, endOffset: to }: Place,
): Pick<Text, 'from' | 'to'> {
  if (text[from] === value[0] || text[from] === '&') return { from, to };
  const start = text.lastIndexOf('&', from);
  const isReference = start >= 0 && /^&[#\w]{1,40};?$/.test(text.slice(start, from + 1));
  return { from: isReference ? start : from, to };
}

/** The value of an attribute inside its quotes. */
function valueAt(text: string, value: string | undefined, at: Place | undefined): Text | undefined {
  if (value === undefined || !at) return undefined;
  const written = text.slice(at.startOffset, at.endOffset);
  const lead = /^[^=]*=\s*(["']?)/.exec(written);
  if (!lead) return undefined;
  const from = at.startOffset + lead[0].length;
  return { value, from, to: at.endOffset - (lead[1] === '' ? 0 : 1) };
}
