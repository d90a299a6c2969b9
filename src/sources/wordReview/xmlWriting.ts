import { NO_XML, type Xml } from '../import/word/xmlTree.ts';

/** The name of an element with the prefix used in its part. */
export const rawName = (text: string, xml: Xml): string =>
  /^<([^\s/>]+)/.exec(text.slice(xml.start, xml.inner))?.[1] ?? '';

/** How the elements of a namespace are named in a part. */
export interface Naming {
  readonly uri: string;
  readonly prefix: string;
  /** Declares the prefix if the part does not. */
  readonly declaration: string;
}

const MAIN = /xmlns:?([\w.-]*)\s*=\s*["']([^"']*\/wordprocessingml(?:\/2006)?\/main)["']/g;
export const TRANSITIONAL = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** How a part of a Word document names Word's own elements. */
export function namingOf(text: string, root: Xml): Naming {
  const declared = [...text.slice(root.start, root.inner).matchAll(MAIN)];
  const named = declared.find(([, prefix]) => prefix !== '');
  if (named) return { uri: named[2]!, prefix: named[1]!, declaration: '' };
  const uri = declared[0]?.[2] ?? TRANSITIONAL;
  return { uri, prefix: 'fr', declaration: ` xmlns:fr="${uri}"` };
}

/** A part with content added at the end of its root element. */
export function withMore(text: string, root: Xml, more: string): string {
  if (root === NO_XML || more === '') return text;
  if (root.innerEnd < root.end)
    return text.slice(0, root.innerEnd) + more + text.slice(root.innerEnd);
  const name = rawName(text, root);
  return `${text.slice(0, root.end - 2).trimEnd()}>${more}</${name}>${text.slice(root.end)}`;
}

/**
 * The offset into a part of each character of an element's text, and of its end; undefined if it contains CDATA
 * sections or comments.
 */
export function contentOffsets(text: string, xml: Xml): number[] | undefined {
  const content = text.slice(xml.inner, xml.innerEnd);
  if (content.includes('<')) return undefined;
  const offsets: number[] = [];
  for (const match of content.matchAll(/&#?\w+;|\r\n|[\s\S]/g)) {
    const [sign] = match;
    offsets.push(xml.inner + match.index);
    // A character above U+FFFF that is written as a numeric reference is two code units.
    if (isAstral(sign)) offsets.push(xml.inner + match.index);
  }
  offsets.push(xml.innerEnd);
  const length = xml.children.reduce(
    (sum, one) => sum + (typeof one === 'string' ? one.length : 0),
    0,
  );
  return offsets.length === length + 1 ? offsets : undefined;
}

const isAstral = (sign: string): boolean => {
  const [, hex, decimal] = /^&#(?:x([\da-f]+)|(\d+));$/i.exec(sign) ?? [];
  const code = hex !== undefined ? parseInt(hex, 16) : Number(decimal ?? 0);
  return code > 0xffff;
};
