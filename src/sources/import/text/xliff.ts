import type { Imported, ImportOptions, NotImported } from '../imported.ts';
import { child, descendants, elements, textOf, xmlTree, type Xml } from '../word/xmlTree.ts';
import { importedPairs, type Pair } from './pairs.ts';
import { t } from '../../../core/text/l10n.ts';

/** The units of a translation in XLIFF 1 or 2, inline codes as `{id}`. @throws ZipProblem */
export function importXliff(bytes: Uint8Array, options: ImportOptions): Imported | NotImported {
  const root = xmlTree(bytes, { doctype: true });
  if (root.name !== 'xliff') return { reason: t('not XLIFF') };
  /** Notes on a whole file or group, by its first unit: there a translator reads them first. */
  const outer = new Map<Xml, Xml[]>();
  for (const name of ['file', 'group'])
    for (const of of descendants(root, name)) {
      const said = [of, child(of, 'header'), child(of, 'notes')].flatMap(notesIn);
      const first = descendants(of, 'trans-unit')[0] ?? descendants(of, 'unit')[0];
      if (first && said.length > 0) outer.set(first, [...(outer.get(first) ?? []), ...said]);
    }
  const pairs = [
    ...descendants(root, 'trans-unit').map(unit => pairOf(unit, unit, outer.get(unit))),
    ...descendants(root, 'unit').flatMap(unit =>
      elements(unit)
        .filter(({ name }) => name === 'segment')
        .map((segment, nth) => pairOf(unit, segment, nth === 0 ? outer.get(unit) : undefined)),
    ),
  ];
  return importedPairs(
    pairs.filter(({ source }) => source !== ''),
    options,
    {},
  );
}

const notesIn = (of: Xml | undefined): Xml[] =>
  of ? elements(of).filter(one => one.name === 'note') : [];

function pairOf(unit: Xml, inner: Xml, outer: readonly Xml[] = []): Pair {
  const { id = '', resname, name } = unit.attributes;
  const target = child(inner, 'target');
  const state = target?.attributes['state'] ?? inner.attributes['state'] ?? '';
  const notes = [...outer, ...[unit, child(unit, 'notes')].flatMap(notesIn)];
  return {
    place: `unit ${resname ?? name ?? id}`,
    context: '',
    source: wordsOf(child(inner, 'source')),
    target: wordsOf(target),
    state: /^(?:final|translated|signed-off|reviewed)?$/.test(state) ? '' : state,
    note: notes.map(one => textOf(one).trim()).join('\n'),
  };
}

/** Inline codes of the original format. Their content is markup, not text. */
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
