import { SaxesParser } from 'saxes';
import { ZipProblem } from '../zip.ts';
import { t } from '../../../core/text/l10n.ts';

/** An element: its name with the usual prefix of its namespace (`w:p`), attributes likewise. */
export interface Xml {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Xml | string)[];
  /** Where its start tag begins in the text of the part, in UTF-16 code units. */
  readonly start: number;
  /** Where its content begins and ends. An empty-element tag has both at its end. */
  readonly inner: number;
  readonly innerEnd: number;
  /** Behind its end tag. */
  readonly end: number;
}

interface OpenXml extends Xml {
  innerEnd: number;
  end: number;
}

/** No element. */
export const NO_XML: Xml = {
  name: '',
  attributes: {},
  children: [],
  start: 0,
  inner: 0,
  innerEnd: 0,
  end: 0,
};

/** Builds an element: other formats are converted to elements, so that one reader serves all. */
export const element = (
  name: string,
  children: readonly (Xml | string | undefined)[] = [],
  attributes: Readonly<Record<string, string>> = {},
): Xml => ({ ...NO_XML, name, attributes, children: children.filter(one => one !== undefined) });

/** An element with a `w:val`; undefined when there is none. */
export const value = (name: string, of: string | number | undefined): Xml | undefined =>
  of === undefined ? undefined : element(name, [], { 'w:val': String(of) });

/** Word nests some 30 deep. */
const MAX_DEPTH = 400;

/** The usual prefixes of the namespaces that hold text, in the transitional and the strict form of the standard. */
const PREFIXES: readonly (readonly [ending: string, prefix: string])[] = [
  ['/wordprocessingml/2006/main', 'w'],
  ['/wordprocessingml/main', 'w'],
  ['/office/word/2010/wordml', 'w14'],
  ['/officeDocument/2006/math', 'm'],
  ['/officeDocument/math', 'm'],
  ['/officeDocument/2006/relationships', 'r'],
  ['/officeDocument/relationships', 'r'],
  ['/markup-compatibility/2006', 'mc'],
  ['/drawingml/2006/main', 'a'],
  ['/drawingml/main', 'a'],
  ['/drawingml/2006/picture', 'pic'],
  ['/drawingml/picture', 'pic'],
  ['/drawingml/2006/chart', 'c'],
  ['/drawingml/chart', 'c'],
  ['/drawingml/2006/diagram', 'dgm'],
  ['/drawingml/2006/spreadsheetDrawing', 'xdr'],
  ['/drawingml/spreadsheetDrawing', 'xdr'],
  ['/presentationml/2006/main', 'p'],
  ['/presentationml/main', 'p'],
  ['/spreadsheetml/2006/main', 'x'],
  ['/spreadsheetml/main', 'x'],
  ['opendocument:xmlns:office:1.0', 'office'],
  ['opendocument:xmlns:text:1.0', 'text'],
  ['opendocument:xmlns:table:1.0', 'table'],
  ['opendocument:xmlns:style:1.0', 'style'],
  ['opendocument:xmlns:drawing:1.0', 'draw'],
  ['opendocument:xmlns:presentation:1.0', 'presentation'],
  ['opendocument:xmlns:svg-compatible:1.0', 'svg'],
  ['opendocument:xmlns:xsl-fo-compatible:1.0', 'fo'],
  ['http://www.w3.org/1999/xlink', 'xlink'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['schemas-microsoft-com:vml', 'v'],
  ['schemas-microsoft-com:office:office', 'o'],
];

export interface XmlOptions {
  /** Skip a document type instead of refusing it. Its declarations are never used. */
  readonly doctype?: boolean;
}

/**
 * The element tree of an XML part.
 * @throws ZipProblem when it is not well-formed or nested deeper than any document.
 */
export function xmlTree(bytes: Uint8Array, { doctype = false }: XmlOptions = {}): Xml {
  const text = xmlText(bytes);
  const root: OpenXml = { ...NO_XML, children: [] };
  const open: OpenXml[] = [root];
  const known = new Map<string, string>();
  const prefixOf = (uri: string): string => {
    let prefix = known.get(uri);
    if (prefix === undefined) {
      prefix = PREFIXES.find(([ending]) => uri.endsWith(ending))?.[1] ?? '';
      known.set(uri, prefix);
    }
    return prefix;
  };
  const named = (uri: string, local: string): string => {
    const prefix = prefixOf(uri);
    return prefix === '' ? local : `${prefix}:${local}`;
  };
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', error => {
    throw new ZipProblem(t('damaged: {0}', error.message.slice(0, 100)));
  });
  parser.on('doctype', () => {
    if (!doctype) throw new ZipProblem(t('damaged: it declares a document type'));
  });
  parser.on('opentag', tag => {
    if (open.length > MAX_DEPTH) throw new ZipProblem(t('damaged: nested too deep'));
    const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const { uri, local, value } of Object.values(tag.attributes))
      attributes[named(uri, local)] = value;
    const inner = parser.position;
    const element = {
      name: named(tag.uri, tag.local),
      attributes,
      children: [],
      // Attribute values hold no "<".
      start: text.lastIndexOf('<', inner - 1),
      inner,
      innerEnd: inner,
      end: inner,
    };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    const closed = open.pop()!;
    closed.end = parser.position;
    if (closed.end > closed.inner) closed.innerEnd = text.lastIndexOf('<', closed.end - 1);
  });
  parser.on('text', text => open.at(-1)!.children.push(text));
  parser.on('cdata', text => open.at(-1)!.children.push(text));
  parser.write(text).close();
  return elements(root)[0] ?? root;
}

/** The text of a part, without its byte order mark. */
export const xmlText = (bytes: Uint8Array): string =>
  new TextDecoder(encodingOf(bytes)).decode(bytes);

const encodingOf = ([first, second]: Uint8Array): string =>
  first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe ? 'utf-16be' : 'utf-8';

/**
 * The bytes of a part whose text was changed, in the encoding it had.
 * @throws ZipProblem when its text cannot be written back as it was.
 */
export function xmlBytes(text: string, before: Uint8Array): Uint8Array {
  const encoding = encodingOf(before);
  const encode = (content: string): Buffer => {
    if (encoding === 'utf-8') {
      const mark = before[0] === 0xef && before[1] === 0xbb ? '\ufeff' : '';
      return Buffer.from(mark + content);
    }
    const bytes = Buffer.from(`\ufeff${content}`, 'utf16le');
    return encoding === 'utf-16le' ? bytes : bytes.swap16();
  };
  if (!encode(xmlText(before)).equals(before))
    throw new ZipProblem(t('damaged: a part is not in the encoding it says'));
  return encode(text);
}

export const elements = ({ children }: Xml): Xml[] =>
  children.filter(child => typeof child !== 'string');

export const child = (of: Xml | undefined, name: string): Xml | undefined =>
  of?.children.find((one): one is Xml => typeof one !== 'string' && one.name === name);

/** The `w:val` of a child; undefined when there is none. */
export const valueOf = (of: Xml | undefined, name: string): string | undefined =>
  child(of, name)?.attributes['w:val'];

/** A switch (`w:b`, `w:vanish`): on unless its value says off; undefined when it is not there. */
export function switchOf(of: Xml | undefined, name: string): boolean | undefined {
  const found = child(of, name);
  return found && !/^(?:0|false|off|none)$/.test(found.attributes['w:val'] ?? '1');
}

/** A whole number in a child's `w:val`. */
export function numberOf(of: Xml | undefined, name: string): number | undefined {
  const value = Number(valueOf(of, name) ?? NaN);
  return Number.isInteger(value) ? value : undefined;
}

/** The characters of an element, at any depth. */
export const textOf = ({ children }: Xml): string =>
  children.map(one => (typeof one === 'string' ? one : textOf(one))).join('');

/** All elements of a name at any depth, in order. */
export function descendants(of: Xml, name: string): Xml[] {
  return elements(of).flatMap(one => [
    ...(one.name === name ? [one] : []),
    ...descendants(one, name),
  ]);
}
