import type { RuleDocument } from '../../src/rules/ruleDocument.ts';
import { randomOf } from './draws.ts';

/** Replaces `[start, end)` of the text; the same `start` and `end` insert. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Draw {
  readonly between: (low: number, high: number) => number;
  readonly pick: <T>(from: readonly T[]) => T | undefined;
}

/** The edits of one error: what a rule says of any of their places finds it. */
export type Plan = (doc: RuleDocument, draw: Draw) => readonly Edit[];

export const drawing = (seed: number | string): Draw => {
  const random = randomOf(seed);
  const between = (low: number, high: number): number =>
    low + Math.floor(random() * (high - low + 1));
  return { between, pick: from => from[between(0, from.length - 1)] };
};

/** Syllables that make words no text has: what a planted name is called must not be known. */
const SYLLABLES = 'bel dor fan gri hul kem lor mav nim pol ras tev vil wen zor'.split(' ');
export const nameOf = ({ pick }: Draw): string =>
  `${pick(SYLLABLES) ?? ''}${pick(SYLLABLES) ?? ''}${pick(SYLLABLES) ?? ''}`;
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Ends of paragraphs of prose, where a sentence can be added. */
export const places = ({ paragraphs, text, markdown, lineAt }: RuleDocument): readonly number[] =>
  paragraphs
    .filter(
      ({ start, end }) =>
        end - start > 120 &&
        /[a-z][.]$/.test(text.slice(start, end)) &&
        !/^[\s>]*[-*|]/.test(text.slice(start, end)) &&
        (markdown?.[lineAt(end - 1) - 1]?.kind ?? 'text') === 'text',
    )
    .map(({ end }) => end);

/** Adds the sentence at the end of a paragraph. */
export const added = (doc: RuleDocument, draw: Draw, sentence: string): readonly Edit[] => {
  const at = draw.pick(places(doc));
  return at === undefined ? [] : [{ start: at, end: at, text: ` ${sentence}` }];
};
