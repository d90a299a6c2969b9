import { casual } from './text/casual.ts';
import { crossReferences } from './text/crossReferences.ts';
import { insulting } from './text/insulting.ts';
import { namedReferences } from './text/namedReferences.ts';
import { placeholders } from './text/placeholders.ts';
import { repeatedParagraphs } from './text/repeatedParagraphs.ts';
import { sums } from './text/sums.ts';
import { undefinedTerms } from './text/undefinedTerms.ts';
import { unusedTerms } from './text/unusedTerms.ts';
import { wordsAndDigits } from './text/wordsAndDigits.ts';
import type { Rule } from './types.ts';

/** Every rule, the weightier first. */
export const allRules: readonly Rule[] = [
  placeholders,
  crossReferences,
  namedReferences,
  wordsAndDigits,
  sums,
  repeatedParagraphs,
  undefinedTerms,
  unusedTerms,
  insulting,
  casual,
];
