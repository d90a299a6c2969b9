import { elements, type Xml } from '../import/word/xmlTree.ts';

/** Generates ids that no comment, change or bookmark of a document uses. */
export function freshIds(roots: readonly Xml[]): () => number {
  const used = new Set<number>();
  const walk = (xml: Xml): void => {
    const id = Number(xml.attributes['w:id'] ?? NaN);
    if (Number.isInteger(id)) used.add(id);
    for (const one of elements(xml)) walk(one);
  };
  for (const root of roots) walk(root);
  let next = 1;
  return () => {
    while (used.has(next)) next++;
    return next++;
  };
}
