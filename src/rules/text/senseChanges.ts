import type { Range } from '../../core/domain/range.ts';
import type { RuleDocument } from '../ruleDocument.ts';

export interface Change {
  readonly was: string;
  readonly is: string;
  readonly at: number;
  readonly end: number;
}

/** Pairs of words that reverse a meaning: confusing them changes the statement. */
const TURNS: readonly (readonly string[])[] = [
  ['and', 'or', 'nor'],
  ['may', 'shall', 'must', 'will', 'can', 'should', 'might', 'cannot'],
  ['only', 'seldom', 'never', 'always', 'often', 'usually', 'rarely', 'sometimes', 'not', 'ever'],
  ['all', 'any', 'each', 'every', 'no', 'none', 'some', 'either', 'neither', 'both'],
  ['same', 'opposite', 'different', 'other', 'contrary', 'reverse'],
  ['before', 'after', 'until', 'during', 'since'],
  ['with', 'without'],
  ['more', 'less', 'fewer', 'most', 'least'],
  ['above', 'below', 'under', 'over'],
  ['if', 'unless', 'when', 'where'],
  ['include', 'exclude', 'includes', 'excludes', 'including', 'excluding'],
];
/** Words of one strength: `may` for `might` is another word and no other duty. */
const FORCES: readonly (readonly string[])[] = [
  ['may', 'might', 'can'],
  ['shall', 'must', 'will'],
  ['if', 'when', 'where'],
  ['above', 'over'],
  ['below', 'under'],
  ['before', 'until'],
  ['all', 'each', 'every', 'any'],
];
export const isSameForce = ({ was, is }: Change): boolean =>
  FORCES.some(group => group.includes(was) && group.includes(is));
const DROPPED = new Set('not no never only unless except'.split(' '));
const NEGATIVE = /^(?:un|in|im|ir|non|dis)/;

/** True if the changed word reverses the meaning: `may` for `shall`, a missing `not`, `known` for `unknown`. */
export function isSenseChange({ was, is }: Change): boolean {
  if (was === '' || is === '') return DROPPED.has(was + is);
  if (TURNS.some(group => group.includes(was) && group.includes(is))) return true;
  const [short, long] = was.length < is.length ? [was, is] : [is, was];
  return long.replace(NEGATIVE, '') === short && short.length > 3;
}

/** Words for the two ends or sides of a thing: a text that describes the one describes the other, too. */
const SIDES: readonly (readonly string[])[] = [
  ['start', 'end', 'begin', 'finish'],
  ['starts', 'ends', 'begins', 'finishes'],
  ['first', 'last'],
  ['left', 'right'],
  ['top', 'bottom'],
  ['upper', 'lower'],
  ['minimum', 'maximum'],
  ['input', 'output'],
  ['read', 'write'],
  ['most', 'least'],
  ['checked', 'unchecked'],
];
/** Occurrences of a word and of its negation that make both a topic of the text. */
const MIN_TOPIC = 3;

/** True if the paragraphs describe two things that are opposites by design, as `prefix` and `suffix`. */
export function areOpposites(
  { text, flat }: RuleDocument,
  a: Range,
  b: Range,
  change: Change,
): boolean {
  const { was, is } = change;
  const codes = [a, b].map(({ start, end }) =>
    (text.slice(start, end).match(/`[^`\n]{1,80}`/g) ?? []).join(' '),
  );
  if (codes[0] !== codes[1] || SIDES.some(side => side.includes(was) && side.includes(is)))
    return true;
  const [short, long] = was.length < is.length ? [was, is] : [is, was];
  if (!/^\p{L}{4,}$/u.test(short) || !NEGATIVE.test(long) || long.replace(NEGATIVE, '') !== short)
    return false;
  const words = Map.groupBy(flat.toLowerCase().match(/\p{L}+/gu) ?? [], word => word);
  return [short, long].every(word => (words.get(word)?.length ?? 0) >= MIN_TOPIC);
}

/** Words of any text: they say nothing about a paragraph's subject. */
export const COMMON = new Set([
  ...(TURNS[0] ?? []),
  ...(TURNS[1] ?? []),
  'all',
  'any',
  'each',
  'no',
  'some',
]);
