import type { Range } from '../core/domain/range.ts';
import { digitsToNumber, NUMBER_WORDS, wordsToNumber } from './numberWords.ts';

/** A number in the text with what it counts. */
export interface Quantity extends Range {
  readonly value: number;
  /** `$`, `%`, or the singular noun that follows: `day`, `unit`; empty when none does. */
  readonly unit: string;
  readonly inWords: boolean;
}

const NUMBER = new RegExp(
  `(?:((?<![A-Za-z])US ?\\$|[$€£]) ?)?(?<![\\w.,/+#-])(\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)(?! ?(?:st|nd|rd|th)\\b)(?![\\d/]|,\\d)( (?:thousand|million|billion)\\b)?|\\b(${NUMBER_WORDS})\\b`,
  'gi',
);
/** A cheap first test: most sentences contain no number. */
const ANY = new RegExp(`\\d|\\b${NUMBER_WORDS}\\b`, 'i');
const MONEY_WORD = /^ ?(?:US )?(dollars?|euros?|pounds?)\b/i;
const PERCENT = /^ ?(?:%|percent\b|per ?cent\b)/i;
const TORN = /^(?:, \d{3}(?!\d)|\. \d{2}(?!\d))/;
const AFTER_BRACKET = /^ ?\(\d[\d,.]*\)/;
const NOUN =
  /^[ -]((?:of (?:its|the|their|these) |(?:more|other|such|full|consecutive|calendar|business|Business|working|Calendar) )?)([a-z]{3,})/;
const NOT_UNITS = new Set(
  'the and for with which that from shall may each per are were was has have had not but who where when under above below plus minus apiece being together would could'.split(
    ' ',
  ),
);

/** Numbers of a sentence, in order, with their units. */
export function quantitiesOf(flat: string, range: Range): readonly Quantity[] {
  const body = flat.slice(range.start, range.end);
  if (!ANY.test(body)) return [];
  const quantities: Quantity[] = [];
  for (const found of body.matchAll(NUMBER)) {
    const words = found[4];
    const scale = found[3] ? (wordsToNumber(`one ${found[3].trim()}`) ?? 1) : 1;
    const value = words === undefined ? digitsToNumber(found[2] ?? '') : wordsToNumber(words);
    if (value === undefined || (words !== undefined && /^(?:one|zero)$/i.test(words))) continue;
    const start = range.start + found.index;
    // `the "270 transaction"`: a name that begins with a number.
    if (words === undefined && (flat[start - 1] === '"' || isLabel(flat, start, value))) continue;
    // `$20, 868`: a number split by a stray blank cannot be used in arithmetic.
    if (
      found[1] !== undefined &&
      TORN.test(flat.slice(start + found[0].length, start + found[0].length + 6))
    )
      return [];
    let end = start + found[0].length;
    const bracket = AFTER_BRACKET.exec(flat.slice(end, end + 24));
    if (bracket && words !== undefined) end += bracket[0].length;
    const after = flat.slice(end, end + 40);
    const money = MONEY_WORD.exec(after);
    const percent = PERCENT.exec(after);
    const noun = NOUN.exec(after);
    const symbol = found[1]?.trim().at(-1);
    const unit =
      symbol ??
      (money
        ? '$'
        : percent
          ? '%'
          : noun && !NOT_UNITS.has((noun[2] ?? '').toLowerCase())
            ? (noun[2] ?? '')
                .toLowerCase()
                .replace(/ies$/, 'y')
                .replace(/(?<=[^s])s$/, '')
            : '');
    const length = symbol ? 0 : money ? money[0].length : percent ? percent[0].length : 0;
    quantities.push({
      start,
      end: end + length,
      value: value * scale,
      unit,
      inWords: words !== undefined,
    });
  }
  return quantities;
}

const MONTH_BEFORE =
  /\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.? $/;

/** A postal code, or the day in `March 11, 2008`. The year is a value, because two years for one event disagree. */
const isLabel = (flat: string, start: number, value: number): boolean =>
  (value <= 31 && MONTH_BEFORE.test(flat.slice(Math.max(0, start - 11), start))) ||
  /(?:[a-z,;)] [A-Z][a-z]+|\b(?:Chapter|Section|Article|Clause|Phase|Step|Stage|Figure|Table|Version|Level|Part|Appendix|Note|Rule|Item|Page|No\.|Nos\.|Sections|Articles|Clauses|§)|\b(?:section|article|clause|chapter|version|step|figure|table|page|line|rule|item|paragraph|release|part|level))s? $/.test(
    flat.slice(Math.max(0, start - 24), start),
  ) ||
  (value >= 10_000 && /\b[A-Z]{2} $/.test(flat.slice(Math.max(0, start - 4), start)));
