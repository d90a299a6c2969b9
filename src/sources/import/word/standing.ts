import { descendants, elements, switchOf, type Xml } from './xmlTree.ts';

/** The headers and footers that a document shows: ids of its relationships, in the order of its sections. */
export interface StandingParts {
  readonly header: readonly string[];
  readonly footer: readonly string[];
}

/**
 * Those that its sections name or take over from the section before. One for first pages is shown only in a section
 * with a first page of its own, one for even pages only in a document that tells even from odd ones (`evenAndOdd`):
 * Word keeps both when the user turns them off. Undefined for a body without sections.
 */
export function standingParts(body: Xml, evenAndOdd = false): StandingParts | undefined {
  const sections = sectionsOf(body);
  if (sections.length === 0) return undefined;
  const shown = { header: new Set<string>(), footer: new Set<string>() };
  const named = new Map<string, string>();
  for (const section of sections) {
    for (const { name, attributes } of elements(section)) {
      const kind = /^w:(header|footer)Reference$/.exec(name)?.[1];
      const id = attributes['r:id'];
      if (kind !== undefined && id !== undefined)
        named.set(`${kind} ${attributes['w:type'] ?? 'default'}`, id);
    }
    const types = [
      ...(switchOf(section, 'w:titlePg') === true ? ['first'] : []),
      'default',
      ...(evenAndOdd ? ['even'] : []),
    ];
    for (const kind of ['header', 'footer'] as const)
      for (const type of types) {
        const id = named.get(`${kind} ${type}`);
        if (id !== undefined) shown[kind].add(id);
      }
  }
  return { header: [...shown.header], footer: [...shown.footer] };
}

/** The sections of a body, without their properties before a tracked change. */
function sectionsOf(body: Xml): Xml[] {
  const before = new Set(
    descendants(body, 'w:sectPrChange').flatMap(change => descendants(change, 'w:sectPr')),
  );
  return descendants(body, 'w:sectPr').filter(section => !before.has(section));
}
