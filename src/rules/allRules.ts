import { asyncForEach, awaitInLoop } from './code/awaitMistakes.ts';
import { disabledTls } from './code/disabledTls.ts';
import { duplicatedBlocks } from './code/duplicatedBlocks.ts';
import { dynamicCode } from './code/dynamicCode.ts';
import { endlessLoops } from './code/endlessLoops.ts';
import { hardCodedSecrets } from './code/hardCodedSecrets.ts';
import { leakedTimers } from './code/leakedTimers.ts';
import { leftovers } from './code/leftovers.ts';
import { longFunctions } from './code/longFunctions.ts';
import { looseEquality } from './code/looseEquality.ts';
import { offByOne } from './code/offByOne.ts';
import { shellInterpolation } from './code/shellInterpolation.ts';
import { sqlConcatenation } from './code/sqlConcatenation.ts';
import { swallowedErrors } from './code/swallowedErrors.ts';
import { focusedTests, hollowAssertions } from './code/testMistakes.ts';
import { unreachableCode } from './code/unreachableCode.ts';
import { unsafeHtml } from './code/unsafeHtml.ts';
import { acronyms } from './text/acronyms.ts';
import { casual } from './text/casual.ts';
import { claimedBefore } from './text/claimedBefore.ts';
import { contradictions } from './text/contradictions.ts';
import { countedLists } from './text/countedLists.ts';
import { crossReferences } from './text/crossReferences.ts';
import { dates } from './text/dates.ts';
import { emptySections } from './text/emptySections.ts';
import { footnoteReferences } from './text/footnoteReferences.ts';
import { headingLevels } from './text/headingLevels.ts';
import { inclusiveWording } from './text/inclusiveWording.ts';
import { indefiniteArticles } from './text/indefiniteArticles.ts';
import { insulting } from './text/insulting.ts';
import { links } from './text/links.ts';
import { longSentences } from './text/longSentences.ts';
import { namedReferences } from './text/namedReferences.ts';
import { numberingGaps } from './text/numberingGaps.ts';
import { passiveAggressive } from './text/passiveAggressive.ts';
import { placeholders } from './text/placeholders.ts';
import { repeatedParagraphs } from './text/repeatedParagraphs.ts';
import { repeatedWords } from './text/repeatedWords.ts';
import { sums } from './text/sums.ts';
import { tableTotals } from './text/tableTotals.ts';
import { titleReferences } from './text/titleReferences.ts';
import { unclosedMarks } from './text/unclosedMarks.ts';
import { undefinedTerms } from './text/undefinedTerms.ts';
import { units } from './text/units.ts';
import { unusedTerms } from './text/unusedTerms.ts';
import { wordsAndDigits } from './text/wordsAndDigits.ts';
import { wordyPhrases } from './text/wordyPhrases.ts';
import type { Rule } from './types.ts';

/** Every rule, the weightier first. */
export const allRules: readonly Rule[] = [
  placeholders,
  crossReferences,
  namedReferences,
  titleReferences,
  footnoteReferences,
  links,
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
  emptySections,
  acronyms,
  insulting,
  inclusiveWording,
  casual,
  passiveAggressive,
  repeatedWords,
  indefiniteArticles,
  unclosedMarks,
  headingLevels,
  longSentences,
  wordyPhrases,
  hardCodedSecrets,
  sqlConcatenation,
  shellInterpolation,
  dynamicCode,
  unsafeHtml,
  disabledTls,
  swallowedErrors,
  offByOne,
  endlessLoops,
  asyncForEach,
  awaitInLoop,
  unreachableCode,
  leakedTimers,
  looseEquality,
  duplicatedBlocks,
  longFunctions,
  leftovers,
  focusedTests,
  hollowAssertions,
];
