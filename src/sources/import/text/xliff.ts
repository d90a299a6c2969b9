import type { Imported, ImportOptions, NotImported } from '../imported.ts';
import { child, descendants, elements, textOf, xmlTree, type Xml } from '../word/xmlTree.ts';
import { importedPairs, type Pair } from './pairs.ts';

/** The units of a translation in XLIFF 1 or 2, inline codes as `{id}`. @throws ZipProblem */
export function importXliff(bytes: Uint8Array, options: ImportOptions): Imported | NotImported {
  const root = xmlTree(bytes, { doctype: true });
  if (root.name !== 'xliff') return { reason: 'not XLIFF' };
  const pairs = [
    ...descendants(root, 'trans-unit').map(unit => pairOf(unit, unit)),
    ...descendants(root, 'unit').flatMap(unit =>
      elements(unit)
        .filter(({ name }) => name === 'segment')
        .map(segment => pairOf(unit, segment)),
    ),
  ];
  return importedPairs(
    pairs.filter(({ source }) => source !== ''),
    options,
    {},
  );
}

function pairOf(unit: Xml, inner: Xml): Pair {
  const { id = '', resname, name } = unit.attributes;
  const target = child(inner, 'target');
  const state = target?.attributes['state'] ?? inner.attributes['state'] ?? '';
  const notes = [unit, child(unit, 'notes')].flatMap(of =>
    of ? elements(of).filter(one => one.name === 'note') : [],
  );
  return {
    place: `unit ${resname ?? name ?? id}`,
    context: '',
    source: wordsOf(child(inner, 'source')),
    target: wordsOf(target),
    state: /^(?:final|translated|signed-off|reviewed)?$/.test(state) ? '' : state,
    note: notes.map(one => textOf(one).trim()).join('\n'),
  };
}

/** Codes of the original format that stand for themselves, and not for the text in them. */
const CODES = new Set(['x', 'bx', 'ex', 'ph', 'bpt', 'ept', 'it', 'sc', 'ec']);

function wordsOf(of: Xml | undefined): string {
  const text = (xml: Xml): string =>
    xml.children
      .map(one => {
        if (typeof one === 'string') return one;
        return CODES.has(one.name) ? `{${one.attributes['id'] ?? ''}}` : text(one);
      })
      .join('');
  return of
    ? text(of)
        .replace(/(?<![ \t])[ \t]*\n[ \t]*/g, ' ')
        .trim()
    : '';
}
