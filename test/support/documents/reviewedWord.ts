import {
  child,
  elements,
  xmlText,
  xmlTree,
  type Xml,
} from '../../../src/sources/import/word/xmlTree.ts';
import { readZip } from '../../../src/sources/import/zip.ts';
import { updateZip } from '../../../src/sources/import/zipUpdate.ts';

const LIMITS = { maxEntries: 5000, maxBytes: 256 * 1024 * 1024, maxRatio: 1000 };
const AUTHOR = 'Fanout Review';

/** The parts of a document by name, unpacked. */
export const partsOf = (bytes: Uint8Array): Map<string, Uint8Array> =>
  new Map(readZip(bytes, () => true, LIMITS).map(({ name, data }) => [name, data]));

/** The name of the part that holds the text. */
function mainOf(parts: ReadonlyMap<string, Uint8Array>): string {
  const rels = elements(xmlTree(parts.get('_rels/.rels')!));
  const main = rels.find(({ attributes }) => attributes['Type']?.endsWith('/officeDocument'));
  return (main?.attributes['Target'] ?? 'word/document.xml').replace(/^\//, '');
}

export interface FoundComment {
  readonly author: string;
  readonly text: string;
  /** The words between its marks, changes rejected; white space as it is. */
  readonly words: string;
  readonly hasReference: boolean;
}

/** The comments of a document by id, with the words they are on; those that others deleted too, unless it is said. */
export function commentsIn(bytes: Uint8Array, withDeleted = true): Map<string, FoundComment> {
  const parts = partsOf(bytes);
  const document = xmlTree(parts.get(mainOf(parts))!);
  const name = [...parts.keys()].find(one => /word\/comments\d*\.xml$/.test(one));
  const listed = name === undefined ? [] : elements(xmlTree(parts.get(name)!));
  const open = new Map<string, string>();
  const words = new Map<string, string>();
  const referred = new Set<string>();
  const walk = (xml: Xml): void => {
    const isOwn = xml.attributes['w:author'] === AUTHOR;
    if (xml.name === 'w:ins' && isOwn) return;
    if (xml.name === 'w:del' && !isOwn && !withDeleted) return;
    const id = xml.attributes['w:id'] ?? '';
    if (xml.name === 'w:commentRangeStart') open.set(id, '');
    else if (xml.name === 'w:commentRangeEnd') {
      words.set(id, open.get(id) ?? 'no start');
      open.delete(id);
    } else if (xml.name === 'w:commentReference') referred.add(id);
    const said =
      xml.name === 'w:t' || xml.name === 'w:delText'
        ? xml.children.filter(one => typeof one === 'string').join('')
        : xml.name === 'w:tab' || xml.name === 'w:br'
          ? ' '
          : xml.name === 'w:p'
            ? '\n'
            : '';
    for (const key of open.keys()) open.set(key, open.get(key)! + said);
    for (const one of elements(xml)) walk(one);
  };
  walk(document);
  return new Map(
    listed.map(one => {
      const id = one.attributes['w:id'] ?? '';
      return [
        id,
        {
          author: one.attributes['w:author'] ?? '',
          text: elements(one).map(plain).join('\n'),
          words: words.get(id) ?? 'no range',
          hasReference: referred.has(id),
        },
      ];
    }),
  );
}

const plain = (xml: Xml): string =>
  xml.children.map(one => (typeof one === 'string' ? one : plain(one))).join('');

/** The document without what Fanout put into it, its tracked changes accepted or rejected. */
export function settled(bytes: Uint8Array, how: 'accepted' | 'rejected'): Uint8Array {
  const parts = partsOf(bytes);
  const main = mainOf(parts);
  const ids = new Set(
    [...commentsIn(bytes)].flatMap(([id, { author }]) => (author === AUTHOR ? [id] : [])),
  );
  const text = xmlText(parts.get(main)!);
  const cuts: { from: number; to: number; text?: string }[] = [];
  const walk = (xml: Xml): void => {
    const isOwn = xml.attributes['w:author'] === AUTHOR;
    if (isOwn && (xml.name === 'w:ins' || xml.name === 'w:del')) {
      if ((xml.name === 'w:ins') === (how === 'rejected')) {
        cuts.push({ from: xml.start, to: xml.end });
        return;
      }
      cuts.push({ from: xml.start, to: xml.inner }, { from: xml.innerEnd, to: xml.end });
      if (xml.name === 'w:del')
        for (const run of elements(xml))
          for (const part of elements(run))
            if (part.name === 'w:delText')
              for (const [from, to] of [
                [part.start, part.inner],
                [part.innerEnd, part.end],
              ] as const)
                cuts.push({ from, to, text: text.slice(from, to).replace('delText', 't') });
    }
    const id = xml.attributes['w:id'] ?? '';
    if (/^w:commentRange/.test(xml.name) && ids.has(id))
      cuts.push({ from: xml.start, to: xml.end });
    if (xml.name === 'w:r' && ids.has(child(xml, 'w:commentReference')?.attributes['w:id'] ?? ''))
      cuts.push({ from: xml.start, to: xml.end });
    else for (const one of elements(xml)) walk(one);
  };
  walk(xmlTree(parts.get(main)!));
  let done = 0;
  const out: string[] = [];
  for (const { from, to, text: more = '' } of cuts.sort((a, b) => a.from - b.from || a.to - b.to)) {
    out.push(text.slice(done, from), more);
    done = to;
  }
  out.push(text.slice(done));
  return updateZip(bytes, new Map([[main, Buffer.from(out.join(''))]]));
}

/** Whether `before` can be had from `after` by leaving characters out. */
export function isSubsequence(before: string, after: string): boolean {
  let at = 0;
  for (const sign of after) if (before.startsWith(sign, at)) at += sign.length;
  return at === before.length;
}
