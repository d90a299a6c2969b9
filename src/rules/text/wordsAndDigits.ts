import { digitsToNumber, NUMBER_WORD, NUMBER_WORDS, TENS, wordsToNumber } from '../numberWords.ts';
import { t } from '../../core/text/l10n.ts';
import type { Hit, Rule } from '../types.ts';

const UNIT = '(?:\\s(?:US |U\\.S\\. )?(?:dollars?|percent|per cent|per centum|euros?|pounds))?';
const WORDS_FIRST = new RegExp(
  `\\b(${NUMBER_WORDS})(${UNIT})\\s{0,2}\\(\\s?(?:US|U\\.S\\.)?\\s?[$€£]?\\s?(\\d[\\d,]{0,20}(?:\\.\\d{1,10})?)\\s?%?\\s?\\)`,
  'gi',
);
const DIGITS_FIRST = new RegExp(
  `(?<![\\w.,])[$€£]?(\\d[\\d,]{0,20}(?:\\.\\d{1,10})?)\\s?%?\\s?\\(\\s?(${NUMBER_WORDS})(${UNIT})\\s?\\)`,
  'gi',
);
/** `one-half of one percent (0.5%)`, `two and three quarters percent (2.75%)`: part of a longer number. */
const FRACTION_BEFORE =
  /\b(?:hal(?:f|ves)|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?|sixteenths?|hundredths?|thousandths?|basis points?|point|multiple|times)\s+(?:of\s+)?(?:an?\s+)?(?:additional\s+)?$/i;
const NUMBER_BEFORE =
  /(?:[\d%]|\b(?:and|point|plus|minus|to|over)|\b(?:hundred|thousand|million|billion),?(?:\s+and)?(?:\s+\d{0,3}\s+<PAGE>)?|[–—-])[\s–—-]*$/i;
/** `twentyfive thousand ($25,000)`, `three (3) million ($3,000,000)`: how many thousands is said before. */
const SCALE_FIRST = /^(?:hundred|thousand|million|billion)\b/i;
const ONE_BEFORE = /\b(?:a|an|one|the|of|half)\s+$/i;
const ENDS_IN_NUMBER = new RegExp(`\\b(?:${NUMBER_WORD}|hundred|thousand|million)\\s*$`, 'i');
const SCALE_AFTER = /^\s(hundred|thousand|million|billion)\b/i;
/** `two in five (39 %)`, `one edit in twelve (8 %)`: a share in other words. */
const SHARE_BEFORE =
  /\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (?:[a-z-]{2,20} ){0,2}(?:in|out of)(?: every)? $/i;
/** `Year One (1998)`: the year in which it falls. */
const isYear = (digits: string, words: number): boolean =>
  /^(?:19|20)\d\d$/.test(digits) && words <= MAX_ORDINAL;
/** A larger number in words counts no years or phases. */
const MAX_ORDINAL = 31;

/** `fourty five (45)`: a misspelled ten before the words that were read. */
const isMisspelled = (before: string): boolean => {
  const word = /\b([a-z]{4,9})[\s-]+$/i.exec(before)?.[1]?.toLowerCase() ?? '';
  return word !== '' && TENS.some(ten => ten[0] === word[0] && isNear(ten, word));
};

/** True if one letter is missing, added, replaced or swapped with the next. */
function isNear(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (a[at] === b[at]) at += 1;
  const [x, y] = [a.slice(at), b.slice(at)];
  return (
    x.slice(1) === y.slice(1) ||
    x === y.slice(1) ||
    x.slice(1) === y ||
    (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2))
  );
}

/** `Section Two (3)`, `under Article Five (b)`: the brackets hold a part of it. */
const LABEL_BEFORE =
  /\b(?:Section|Article|Clause|Part|Chapter|Schedule|Exhibit|Annex|Appendix|Rule|Paragraph|Title|Item|Step|Phase|Stage|Level|Tier|Table|Figure|Note|Option|Question)\s+$/i;
/** Characters on each side in which the items of a list are searched for. */
const LIST_REACH = 1200;

/** `one of two (1) a fee, (2) a fine`: the digits number the items of a list. */
function isItem(flat: string, start: number, end: number, digits: string): boolean {
  const number = Number(digits);
  if (!/^\d{1,2}\)$/.test(`${digits})`) || !/\(\d{1,2}\)\s*$/.test(flat.slice(start, end)))
    return false;
  const marks = (text: string, value: number): boolean =>
    [...text.matchAll(new RegExp(`\\(${value}\\)`, 'g'))].some(
      ({ index }) => !ENDS_IN_NUMBER.test(text.slice(Math.max(0, index - 40), index)),
    );
  const after = flat.slice(end, end + LIST_REACH);
  const before = flat.slice(Math.max(0, start - LIST_REACH), start);
  return number === 1 ? marks(after, 2) : marks(before, number - 1) && /^\s*[A-Za-z"]/.test(after);
}

export const wordsAndDigits: Rule = {
  id: 'words-and-digits',
  title: t('Number in words and in digits disagree'),
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'critical',
  confidence: 0.95,
  english: true,
  find({ flat, text }) {
    const hits: Hit[] = [];
    const check = (found: RegExpExecArray, words: string, digits: string): void => {
      const inWords = trailingNumber(words);
      const inDigits = digitsToNumber(digits);
      if (inWords === undefined || inDigits === undefined || inWords.value === inDigits) return;
      const wordsFirst = words === found[1];
      const start = found.index + (wordsFirst ? inWords.skipped : 0);
      const before = flat.slice(Math.max(0, start - 40), start);
      if (isMisspelled(before)) return;
      // `eight point three three percent (8.33%)` is read digit by digit.
      if (wordsFirst && ENDS_IN_NUMBER.test(before)) return;
      // `one hundred twenty (12.0)`: a stray dot of a scan.
      if (/\d\.0$/.test(digits) && Number(digits.replace('.', '')) === inWords.value) return;
      if (wordsFirst && LABEL_BEFORE.test(before)) return;
      if (wordsFirst && isItem(flat, start, found.index + found[0].length, digits)) return;
      if (wordsFirst && (FRACTION_BEFORE.test(before) || NUMBER_BEFORE.test(before))) return;
      if (SCALE_FIRST.test(words.slice(inWords.skipped)) && !ONE_BEFORE.test(before)) return;
      if (wordsFirst && !found[2] && SHARE_BEFORE.test(before) && found[0].includes('%')) return;
      if (wordsFirst && isYear(digits, inWords.value)) return;
      // `hundreds (3)` counts something else; a year or a note number in brackets does not repeat the words.
      if (inDigits !== Math.round(inDigits) && inWords.value === 1) return;
      const end = found.index + found[0].length;
      // `Six (6,000,000) Million`: the digits repeat the whole number.
      const scale = SCALE_AFTER.exec(flat.slice(end, end + 10))?.[1];
      if (scale !== undefined && inWords.value * (wordsToNumber(scale) ?? 1) === inDigits) return;
      // `ten ($0.10) cents`: the same amount in another unit.
      if (/^\s?cents?\b/i.test(flat.slice(end, end + 8))) return;
      // `twelve (1200) o'clock`: a time of day.
      const isClock = /^ ?(?:o'clock|hours|noon|midnight|[ap]\.?m)\b/i.test(
        flat.slice(end, end + 12),
      );
      if (isClock && inDigits === inWords.value * 100) return;
      // `twenty thousand ($20.000)` uses a dot as the thousands separator.
      if (/^\d{1,3}\.\d{3}$/.test(digits) && inDigits * 1000 === inWords.value) return;
      hits.push({
        start,
        end,
        message: t(
          '“{0}” says {1} in words and {2} in digits.',
          text.slice(start, end).replace(/\s+/g, ' '),
          inWords.value.toLocaleString('en'),
          inDigits.toLocaleString('en'),
        ),
      });
    };
    for (const found of flat.matchAll(WORDS_FIRST)) check(found, found[1] ?? '', found[3] ?? '');
    for (const found of flat.matchAll(DIGITS_FIRST)) check(found, found[2] ?? '', found[1] ?? '');
    return hits;
  },
};

/** The longest number at the end of the words: `one and two` ends with `two`. */
function trailingNumber(
  words: string,
): { readonly value: number; readonly skipped: number } | undefined {
  const starts = [...words.matchAll(/[A-Za-z]+/g)].map(word => word.index);
  for (const skipped of starts) {
    const value = wordsToNumber(words.slice(skipped));
    if (value !== undefined && !/^and\b/i.test(words.slice(skipped))) return { value, skipped };
  }
  return undefined;
}
