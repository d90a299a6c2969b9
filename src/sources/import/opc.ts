import { elements, NO_XML, xmlTree, type Xml, type XmlOptions } from './word/xmlTree.ts';
import { readZip } from './zip.ts';

/** Limits of parsed parts: as a tree they take about ten times their size in memory. */
export const PART_LIMITS = { maxEntries: 2000, maxBytes: 64 * 1024 * 1024, maxRatio: 100 };
/** Decks and books have several parts for each slide or chapter. */
export const MANY_PARTS = 20_000;

/**
 * The XML parts of a zipped document, each parsed when it is first asked for; undefined for one that is not
 * there. Only what is wanted is unpacked. @throws ZipProblem
 */
export function openParts(
  bytes: Uint8Array,
  wanted: RegExp,
  {
    maxEntries = PART_LIMITS.maxEntries,
    ...options
  }: XmlOptions & { readonly maxEntries?: number } = {},
): (name: string) => Xml | undefined {
  const entries = new Map(
    readZip(bytes, name => wanted.test(name), { ...PART_LIMITS, maxEntries }).map(
      ({ name, data }) => [name, data],
    ),
  );
  const trees = new Map<string, Xml>();
  return name => {
    const data = entries.get(name);
    if (!data) return undefined;
    let tree = trees.get(name);
    if (!tree) trees.set(name, (tree = xmlTree(data, options)));
    return tree;
  };
}

/** A relationship of a part: what it leads to, by its id. */
export interface Relationship {
  readonly id: string;
  /** The last word of its type: `slide`, `comments`. */
  readonly type: string;
  readonly target: string;
}

/** The relationships inside the file that a relationship part lists; `folder` ends in a slash or is empty. */
export function relationships(rels: Xml | undefined, folder: string): Relationship[] {
  return elements(rels ?? NO_XML)
    .filter(({ attributes }) => attributes['TargetMode'] !== 'External')
    .map(({ attributes }) => {
      const target = attributes['Target'] ?? '';
      return {
        id: attributes['Id'] ?? '',
        type: (attributes['Type'] ?? '').split('/').at(-1) ?? '',
        target: relativePart(target.startsWith('/') ? '' : folder, target.replace(/^\/+/, '')),
      };
    });
}

/** The parts that a relationship part names by the last word of their type. */
export const targets = (rels: Xml | undefined, folder: string, type: string): string[] =>
  relationships(rels, folder)
    .filter(one => one.type === type)
    .map(({ target }) => target);

/** The relationships of a part of the package. */
export function relationshipsOf(
  partAt: (name: string) => Xml | undefined,
  part: string,
): Relationship[] {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  return relationships(partAt(part.replace(/([^/]+)$/, '_rels/$1.rels')), folder);
}

/** Resolves a path against a folder of the archive. */
export function relativePart(folder: string, target: string): string {
  const parts: string[] = [];
  for (const part of `${folder}${target}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** The older container of Office, which also wraps encrypted documents. */
export const isCompound = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
