import { emptyTests } from './code/emptyTests.ts';
import { hardCodedSecrets } from './code/hardCodedSecrets.ts';
import { focusedTests, hollowAssertions } from './code/testMistakes.ts';
import { claimedBefore } from './text/claimedBefore.ts';
import { contradictions } from './text/contradictions.ts';
import { countedLists } from './text/countedLists.ts';
import { crossReferences } from './text/crossReferences.ts';
import { dates } from './text/dates.ts';
import { footnoteReferences } from './text/footnoteReferences.ts';
import { links } from './text/links.ts';
import { markupLinks } from './text/markupLinks.ts';
import { namedReferences } from './text/namedReferences.ts';
import { numberingGaps } from './text/numberingGaps.ts';
import { placeholders } from './text/placeholders.ts';
import { repeatedParagraphs } from './text/repeatedParagraphs.ts';
import { sums } from './text/sums.ts';
import { tableTotals } from './text/tableTotals.ts';
import { titleReferences } from './text/titleReferences.ts';
import { unclosedMarks } from './text/unclosedMarks.ts';
import { undefinedTerms } from './text/undefinedTerms.ts';
import { units } from './text/units.ts';
import { unusedTerms } from './text/unusedTerms.ts';
import { wordsAndDigits } from './text/wordsAndDigits.ts';
import type { Rule } from './types.ts';

/** Every rule, the most important first. */
export const allRules: readonly Rule[] = [
  placeholders,
  crossReferences,
  namedReferences,
  titleReferences,
  footnoteReferences,
  links,
  markupLinks,
  wordsAndDigits,
  sums,
  tableTotals,
  dates,
  units,
  contradictions,
  repeatedParagraphs,
  numberingGaps,
  countedLists,
  undefinedTerms,
  unusedTerms,
  claimedBefore,
  unclosedMarks,
  hardCodedSecrets,
  focusedTests,
  emptyTests,
  hollowAssertions,
];

/** Rules that need no more than a paragraph or a table; only these read texts that are too long to read at once. */
export const LOCAL_RULES: ReadonlySet<string> = new Set(
  [
    placeholders,
    wordsAndDigits,
    sums,
    tableTotals,
    dates,
    countedLists,
    unclosedMarks,
    hardCodedSecrets,
    focusedTests,
    emptyTests,
    hollowAssertions,
  ].map(({ id }) => id),
);
