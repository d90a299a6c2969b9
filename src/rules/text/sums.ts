import type { Range } from '../../core/domain/range.ts';
import { t } from '../../core/text/l10n.ts';
import { quantitiesOf, type Quantity } from '../quantities.ts';
import { sumOfAmounts } from '../sumOfAmounts.ts';
import type { Hit, Rule } from '../types.ts';

const TOTAL_BEFORE =
  /\b(?:totall?ing|total(?: of)?|in total|aggregate(?: amount)?(?: of)?|sum of|altogether|in all|all told|combined|together(?: (?:make|makes|come to|amount to|equal))?|amounts? to|making|hence|therefore|accordingly|i\.e\.|that is|or|equals?|comes? to|=)[,:]?(?: (?:of|some|about|a|an|is|are|to|the))*\s*$/i;
const TOTAL_AFTER =
  /^[^.;]{0,16}?\b(?:in all|in total|altogether|all told|overall|in sum)(?=\s*(?:[.,;:)]|$))/i;
/** The two ends of a range, or bounds, are not parts of a sum. */
const RANGE =
  /\b(?:between|ranging?|varies|from|at least|not less than|multiples?|in excess|in the case|minimum|maximum)\b/i;
const OWN_TOTAL = /\btotal(?:s|ling)?(?: of)? (?:[$€£] ?)?$/i;
const HUNDRED =
  /\b(?:together|in total|total(?:ling|s)?|sum(?:s)?|add(?:s|ing)? up|make|making)\b/i;
const ITEM_MARK = /\([a-z\d]{1,4}\)/;
const PRODUCT = /\b(?:at|of|by|x|×)\s$/i;
const EACH = /^\s?(?:each|apiece|per\s\w+|a (?:piece|head|day|week|month|year)|every \w+)\b/i;

export const sums: Rule = {
  id: 'sum',
  title: t('Figures do not add up'),
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'critical',
  confidence: 0.8,
  find({ flat, sentences, english }) {
    const hits: Hit[] = [];
    for (const sentence of sentences) {
      if (sentence.end - sentence.start > 1200 || sentence.end - sentence.start < 8) continue;
      if (!english) {
        const hit = sumOfAmounts(flat, sentence);
        if (hit) hits.push(hit);
        continue;
      }
      const quantities = quantitiesOf(flat, sentence).filter(
        q =>
          !(q.unit === '' && !q.inWords && q.value >= 1000 && q.value < 2200) && !isMark(flat, q),
      );
      const life = lifetime(flat, sentence);
      if (life) hits.push(life);
      if (quantities.length < 2) continue;
      const hit =
        total(flat, sentence, quantities) ??
        whole(flat, sentence, quantities) ??
        hundred(flat, sentence, quantities) ??
        product(flat, quantities) ??
        partition(flat, sentence, quantities);
      if (hit) hits.push(hit);
    }
    return hits;
  },
};

/** `the sum of (1) the wage and (2) the bonus`: numbers of a list. */
const isMark = (flat: string, { start, value, inWords }: Quantity): boolean =>
  !inWords &&
  value < 100 &&
  flat[start - 1] === '(' &&
  /^\d{1,2}\)/.test(flat.slice(start, start + 3)) &&
  !/[a-z]\($/i.test(flat.slice(Math.max(0, start - 2), start));

const show = (value: number, unit: string): string => {
  const digits = value.toLocaleString('en', { maximumFractionDigits: 4 });
  return unit === '%' ? `${digits}%` : '$€£'.includes(unit) && unit ? `${unit}${digits}` : digits;
};

/** `A for x, B for y and C for z, for an aggregate of T`. */
function total(flat: string, sentence: Range, all: readonly Quantity[]): Hit | undefined {
  for (const [index, sum] of all.entries()) {
    const before = flat.slice(Math.max(sentence.start, sum.start - 45), sum.start);
    const afterwards = flat.slice(sum.end, Math.min(sentence.end, sum.end + 40));
    const cue = TOTAL_BEFORE.exec(before)?.[0].trim().toLowerCase() ?? '';
    const strong =
      /total|aggregate|sum|all|combined|together|making|equal|come/.test(cue) ||
      TOTAL_AFTER.test(afterwards);
    if (!strong) continue;
    const parts = all.slice(0, index).filter(q => sameUnit(q, sum));
    const last = parts.at(-1);
    if (parts.length < 2 || !last) continue;
    // `a total of 5 sales and a total of 7 purchases`: totals are no parts of each other.
    if (parts.some(part => OWN_TOTAL.test(flat.slice(Math.max(0, part.start - 24), part.start))))
      continue;
    // A list: the parts are close together and `and` joins the last one.
    if (!/\b(?:and|plus|&|\+)\b/.test(flat.slice(parts.at(-2)?.end, last.start))) continue;
    if (sum.start - last.end > 120 || gaps(parts) > 90) continue;
    const between = flat.slice(last.end, sum.start);
    // `(a) design equals $5, (b) supply equals $7`: each item has a separate amount.
    if (ITEM_MARK.test(between)) continue;
    const first = parts[0]?.start ?? sum.start;
    if (RANGE.test(flat.slice(Math.max(sentence.start, first - 40), last.end))) continue;
    if (/\b(?:greater|less|more|exceed|up to|maximum|minimum|between|not)\b/i.test(between))
      continue;
    // `at step 3, the sum of 2 and 2 equals 4`: what comes first is no part of it.
    if (parts.slice(0, -1).some((_, at) => near(added(parts.slice(at)), sum.value)))
      return undefined;
    const value = added(parts);
    return {
      start: parts[0]?.start ?? sum.start,
      end: Math.max(sum.end, sum.end + (TOTAL_AFTER.exec(afterwards)?.[0].length ?? 0)),
      message: t(
        '{0} is {1}, not {2}.',
        parts.map(part => show(part.value, sum.unit)).join(' + '),
        show(value, sum.unit),
        show(sum.value, sum.unit),
      ),
      confidence: 0.85,
    };
  }
  return undefined;
}

/** Words that go from a total to its parts, all of them; `including` and `of which` may leave some out. */
const INTRODUCES =
  /^[^.;:]{0,60}?(?:\b(?:consists? of|consisting of|compris(?:es|ing|ed of)|made up (?:of|as follows)|composed of|being|broken down (?:as|into)|(?:is |are )?(?:split|divided|allocated|payable) (?:into|as|in|between|among)(?: follows)?)\b[^.;]{0,30}$|[^:]{0,40}:\s[^.;:]{0,20}$|(?:in (?:all|total|sum))?\s?\((?:i\.e\. )?$)/i;
/** A total that is announced as one. */
const TOTAL_FIRST =
  /(?:\b(?:a|the|in|overall|grand) total(?: of| is| was|:)?|\btotal [a-z]+:?|\b(?:sum|aggregate(?: [a-z]+)?|altogether|in all|overall (?:cost|price|amount)|budget|contract sum|price|consideration|grant|cost|fees?)(?: of| is| was| are| amounts to|:)?) ?$/i;
const PARTLY =
  /\b(?:includ\w+|aggregate|total|sum|interest|up to|at least|at most|more than|less than|not (?:to )?exceed\w*|maximum|minimum|between|approximately|about|greater|lesser|per|each|plus (?:any|such|all)|respectively|shares?|stock|notes?|warrants?|or)\b/i;
const REST = /\b(?:remaining|remainder|balance|rest)\b[^.;]{0,12}$/i;
/** Characters between a total that is announced and its first part, if no word leads to them. */
const MAX_LEAD = 45;

/** `The total of T consists of A for x, B for y and C for z`, `Of the cost of T, A is x and the remaining B y`. */
function whole(flat: string, sentence: Range, all: readonly Quantity[]): Hit | undefined {
  for (const [index, sum] of all.entries()) {
    const parts = all.slice(index + 1);
    const [first] = parts;
    const last = parts.at(-1);
    if (parts.length < 2 || !first || !last || parts.some(part => part.unit !== sum.unit)) continue;
    if (sum.unit === '' || sum.unit === '%') continue;
    const before = flat.slice(Math.max(sentence.start, sum.start - 40), sum.start);
    const lead = flat.slice(sum.end, first.start);
    const rest = REST.test(flat.slice(parts.at(-2)?.end, last.start));
    // `Of the fee of $5, $1 is paid now and $2 later`: only what remains completes it.
    if (!rest && /\bof (?:the|this|that|such|its|our|an?) [^,;]*$/i.test(before)) continue;
    const announced = TOTAL_FIRST.test(before);
    const leads =
      INTRODUCES.test(lead) || (announced && lead.length <= MAX_LEAD && /^[^.;]*, ?$/.test(lead));
    if (
      !(announced && leads) &&
      !(rest && announced) &&
      !(leads && /\b(?:consist|compris|made up|composed)/i.test(lead))
    )
      continue;
    const list = flat.slice(first.start, last.end);
    if (PARTLY.test(lead) || PARTLY.test(list) || gaps(parts) > 90) continue;
    if (!/(?:\band\b|\bplus\b|&|,)/.test(flat.slice(parts.at(-2)?.end, last.start))) continue;
    // Every item of the list has its amount: others may have parts that are no amount.
    const items = list.split(/,\s*(?:and\s+)?(?=[$€£\d]|[A-Za-z])(?!\d{3})|\s(?:and|plus)\s/);
    if (!rest && items.length > parts.length) continue;
    const value = added(parts);
    if (near(value, sum.value)) return undefined;
    return {
      start: sum.start,
      end: last.end,
      message: t(
        '{0} is {1}, not {2}.',
        parts.map(part => show(part.value, sum.unit)).join(' + '),
        show(value, sum.unit),
        show(sum.value, sum.unit),
      ),
      confidence: 0.8,
    };
  }
  return undefined;
}

const sameUnit = (a: Quantity, sum: Quantity): boolean =>
  a.unit === sum.unit || (!'$€£%'.includes(a.unit || 'x') && !'$€£%'.includes(sum.unit || 'x'));

const added = (parts: readonly Quantity[]): number =>
  parts.reduce((sofar, part) => sofar + part.value, 0);

const gaps = (parts: readonly Quantity[]): number =>
  Math.max(0, ...parts.slice(1).map((part, at) => part.start - (parts[at]?.end ?? 0)));

const near = (a: number, b: number): boolean =>
  Math.abs(a - b) <= Math.max(1e-6, Math.abs(b) * 1e-9);

/** Three or more shares of one thing. */
function hundred(flat: string, sentence: Range, all: readonly Quantity[]): Hit | undefined {
  const shares = all.filter(q => q.unit === '%' && q.value < 100);
  const first = shares[0];
  const last = shares.at(-1);
  if (shares.length < 3 || !first || !last || gaps(shares) > 60) return undefined;
  const body = flat.slice(sentence.start, sentence.end);
  if (!/\band\b/.test(flat.slice(shares.at(-2)?.end, last.start))) return undefined;
  if (
    /\b(?:respectively|increase|decrease|between|from|at least|at most|more than|less than|reduc|after \d|within|once|when|if\b)/i.test(
      flat.slice(first.start, last.end),
    )
  )
    return undefined;
  const value = added(shares);
  const said = HUNDRED.test(flat.slice(last.end, sentence.end));
  const whole = said || /\bof (?:the|all|its|our|their|total)\b/i.test(body);
  if (!whole || Math.abs(value - 100) < (said ? 0.05 : 1.5) || value < 60 || value > 140)
    return undefined;
  return {
    start: first.start,
    end: said ? Math.max(last.end, all.find(q => q.value === 100)?.end ?? last.end) : last.end,
    message: t(
      '{0} is {1}, not {2}.',
      shares.map(share => show(share.value, '%')).join(' + '),
      show(value, '%'),
      show(100, '%'),
    ),
    severity: said ? 'critical' : 'major',
    confidence: said ? 0.9 : 0.65,
  };
}

/** `eight units at $17,000 each ... $145,000`; `8 rows of 9 entries, hence 64 entries`. */
function product(flat: string, all: readonly Quantity[]): Hit | undefined {
  for (let at = 0; at + 2 < all.length; at += 1) {
    const [count, rate, result] = [all[at], all[at + 1], all[at + 2]];
    if (!count || !rate || !result) continue;
    const joint = flat.slice(count.end, rate.start);
    if (joint.length > 40 || !PRODUCT.test(joint) || /[.;]/.test(joint)) continue;
    const tail = flat.slice(rate.end, result.start);
    const money = '$€£'.includes(rate.unit || 'x');
    if (
      money
        ? !EACH.test(tail)
        : !/\bof $/.test(joint) || count.unit === '' || rate.unit !== result.unit
    )
      continue;
    if (
      count.unit === '%' ||
      count.unit === rate.unit ||
      rate.unit !== result.unit ||
      tail.length > 100
    )
      continue;
    if (
      !money &&
      !/\b(?:hence|thus|so|in all|making|total|therefore|altogether|giving|or|together|means|that is)\b/i.test(
        tail,
      )
    )
      continue;
    const value = count.value * rate.value;
    if (near(value, result.value) || near(result.value, rate.value)) continue;
    if (/\b(?:plus|additional|minus|less|up to|maximum|not)\b/i.test(tail)) continue;
    return {
      start: count.start,
      end: result.end,
      message: t(
        '{0} is {1}, not {2}.',
        `${show(count.value, '')} × ${show(rate.value, rate.unit)}`,
        show(value, rate.unit),
        show(result.value, rate.unit),
      ),
      confidence: 0.8,
    };
  }
  return undefined;
}

/** `Of the twelve modes five were authentic and nine plagal`: the parts exceed the whole. */
function partition(flat: string, sentence: Range, all: readonly Quantity[]): Hit | undefined {
  const [whole, ...parts] = all;
  if (!whole || parts.length < 2 || parts.length > 4 || whole.unit === '' || whole.unit === '%')
    return undefined;
  if (
    !/\b[Oo]f (?:the|its|our|their|these|those|all|his|her)(?: \w+)? ?$/.test(
      flat.slice(Math.max(sentence.start, whole.start - 24), whole.start),
    )
  )
    return undefined;
  if (whole.start - sentence.start > 16 || whole.value > 10_000) return undefined;
  if (
    parts.some(
      part => part.unit === '%' || '$€£'.includes(part.unit || 'x') || part.value > whole.value,
    )
  )
    return undefined;
  const last = parts.at(-1);
  if (!last || !/\band\b/.test(flat.slice(parts.at(-2)?.end, last.start))) return undefined;
  if (gaps(parts) > 40) return undefined;
  const value = added(parts);
  if (value <= whole.value) return undefined;
  return {
    start: whole.start,
    end: last.end,
    message: t(
      'The parts make {0}, more than the whole of {1}.',
      show(value, ''),
      show(whole.value, ''),
    ),
    severity: 'major',
    confidence: 0.75,
  };
}

const LIFE =
  /\bborn (?:on |in )?[^.;]{0,40}?\b(1\d{3}|20\d\d)\b[^.;]{0,60}?\bdied\b[^.;]{0,40}?\b(1\d{3}|20\d\d)\b[^.;]{0,30}?\b(?:age of|aged) (\d{1,3})\b/i;

/** Years of birth and death compared with the age. */
function lifetime(flat: string, sentence: Range): Hit | undefined {
  const found = LIFE.exec(flat.slice(sentence.start, sentence.end));
  if (!found) return undefined;
  const [whole, born, died, age] = found;
  const years = Number(died) - Number(born);
  if (Math.abs(years - Number(age)) < 1.5 && years >= Number(age)) return undefined;
  return {
    start: sentence.start + found.index,
    end: sentence.start + found.index + whole.length,
    severity: 'major',
    message: t('From {0} to {1} is {2} years, not {3}.', born ?? '', died ?? '', years, age ?? ''),
  };
}
