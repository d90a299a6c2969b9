import { element, type Xml } from '../word/xmlTree.ts';

/** Elements of Word's XML for equations; rich text has the same names with an `m` before them. */
const PARTS: ReadonlySet<string> = new Set(
  (
    'acc accPr bar barPr borderBox box chr begChr endChr sepChr d dPr deg degHide den e eqArr f fName fPr func groupChr ' +
    'groupChrPr lim limLow limUpp m mr nary naryPr num oMath oMathPara pos r rad radPr sPre sSub sSubSup sSup sub sup type'
  ).split(' '),
);
/** Elements whose content is a setting, such as the kind of bracket. */
const VALUES: ReadonlySet<string> = new Set(['chr', 'begChr', 'endChr', 'sepChr', 'type', 'pos']);

/** The beginning of an equation. */
export const isEquation = (word: string): boolean => word === 'moMath';

/** The XML element of a group that begins with this control word; undefined if it only concerns the look. */
export function equationPart(word: string, parent?: Xml): Xml | undefined {
  const name = word.slice(1);
  if (!PARTS.has(name)) return undefined;
  const part = element(`m:${name}`, [], {});
  parent?.children.push(part);
  return part;
}

/** Adds text to the part it occurs in. */
export function writeEquation(part: Xml, words: string): void {
  const name = part.name.slice(2);
  if (VALUES.has(name)) {
    const attributes = part.attributes as Record<string, string>;
    attributes['m:val'] = (attributes['m:val'] ?? '') + words.trim();
  } else if (name === 'r' || (!name.endsWith('Pr') && words.trim() !== ''))
    part.children.push(element('m:t', [words]));
}

export { equationText } from '../word/equation.ts';
