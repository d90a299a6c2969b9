import { bytesOf, plcOf, propertiesOf, property, tablePart, type DocFile } from './binary.ts';

/** The property of a section with a first page of its own. */
const TITLE_PAGE = 0x300a;
/** Kinds of headers and footers, in the order in which the file has them for each section. */
const KINDS = [
  { name: 'header', page: 'even' },
  { name: 'header', page: 'odd' },
  { name: 'footer', page: 'even' },
  { name: 'footer', page: 'odd' },
  { name: 'header', page: 'first' },
  { name: 'footer', page: 'first' },
] as const;
/** Those before the first section separate notes from the text. */
const SEPARATORS = 6;

/** The headers and footers that a document shows: their numbers among the stories of `positions`. */
export function standingStories(
  file: DocFile,
  positions: readonly number[],
): { readonly header: readonly number[]; readonly footer: readonly number[] } {
  const options = tablePart(file, 31);
  const isFacing = options.byteLength > 0 && (options.getUint8(0) & 1) === 1;
  const titled = titledSections(file);
  const shown = { header: new Set<number>(), footer: new Set<number>() };
  // An empty one is that of the section before.
  const latest = new Map<number, number>();
  for (let nth = SEPARATORS; nth + 1 < positions.length; nth++) {
    const own = (nth - SEPARATORS) % KINDS.length;
    if (positions[nth + 1]! > positions[nth]!) latest.set(own, nth);
    const from = latest.get(own);
    const { name, page } = KINDS[own]!;
    const section = Math.floor((nth - SEPARATORS) / KINDS.length);
    const isShown = page === 'odd' || (page === 'even' ? isFacing : titled[section] === true);
    if (isShown && from !== undefined) shown[name].add(from);
  }
  return { header: [...shown.header], footer: [...shown.footer] };
}

/** Whether each section has a first page of its own. */
function titledSections(file: DocFile): boolean[] {
  const { positions, view, recordAt } = plcOf(tablePart(file, 6), 12);
  return positions.slice(0, -1).map((_, nth) => {
    const at = view.getInt32(recordAt(nth) + 2, true);
    if (at < 0 || at + 2 > file.main.byteLength) return false;
    const length = file.main.getUint16(at, true);
    if (at + 2 + length > file.main.byteLength) return false;
    const properties = propertiesOf(bytesOf(file.main, at + 2, length));
    return property(properties, TITLE_PAGE) === 1;
  });
}
