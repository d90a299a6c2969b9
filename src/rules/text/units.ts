import { NUMBER_WORDS, scaledToNumber, wordsToNumber } from '../numberWords.ts';
import { t } from '../../core/text/l10n.ts';
import type { Hit, Rule } from '../types.ts';

/** Unit, the quantity it measures, and its size in base units (SI Brochure, 9th ed.; NIST SP 811 for US units). */
const UNITS: readonly (readonly [string, string, number])[] = [
  ['mm|millimet(?:er|re)s?', 'length', 0.001],
  ['cm|centimet(?:er|re)s?', 'length', 0.01],
  ['m|met(?:er|re)s?', 'length', 1],
  ['km|kilomet(?:er|re)s?', 'length', 1000],
  ['inch(?:es)?', 'length', 0.0254],
  ['ft|feet|foot', 'length', 0.3048],
  ['yards?', 'length', 0.9144],
  ['miles?', 'length', 1609.344],
  ['ms|milliseconds?', 'time', 0.001],
  ['s|sec|seconds?', 'time', 1],
  ['min|minutes?', 'time', 60],
  ['h|hrs?|hours?', 'time', 3600],
  ['days?', 'time', 86_400],
  ['weeks?', 'time', 604_800],
  ['months?', 'time', 2_629_800],
  ['years?', 'time', 31_557_600],
  ['g|grams?', 'mass', 0.001],
  ['kg|kilograms?', 'mass', 1],
  ['lbs?|pounds', 'mass', 0.453_592],
  ['ounces?|oz', 'mass', 0.028_349_5],
  ['tonnes?|metric tons?', 'mass', 1000],
  ['tons?', 'mass', 950],
  ['bytes?', 'data', 1],
  ['bits?', 'data', 0.125],
  ['kB|KB|kilobytes?', 'data', 1000],
  ['KiB|kibibytes?', 'data', 1024],
  ['MB|megabytes?', 'data', 1e6],
  ['MiB|mebibytes?', 'data', 1_048_576],
  ['GB|gigabytes?', 'data', 1e9],
  ['GiB|gibibytes?', 'data', 1_073_741_824],
  ['W|watts?', 'power', 1],
  ['kW|kilowatts?', 'power', 1000],
  ['MW|megawatts?', 'power', 1e6],
  ['kWh|kilowatt-?hours?', 'energy', 3.6e6],
  ['MWh|megawatt-?hours?', 'energy', 3.6e9],
  ['V|volts?', 'voltage', 1],
  ['kV|kilovolts?', 'voltage', 1000],
  ['psi', 'pressure', 6894.76],
  ['kPa', 'pressure', 1000],
  ['bar', 'pressure', 100_000],
  ['lit(?:er|re)s?', 'volume', 1],
  ['gallons?', 'volume', 3.785_41],
  ['° ?F|degrees Fahrenheit', 'temperature', 1],
  ['° ?C|degrees (?:Celsius|centigrade)', 'temperature', 2],
  ['%|percent|per cent', 'share', 1],
];
const UNIT = UNITS.map(([names]) => names).join('|');
const NUMBER = `(?:\\d[\\d,]*(?:\\.\\d+)?(?: (?:hundred|thousand|million|billion))?|${NUMBER_WORDS})`;
const SAME_THING =
  '(?: ?[([] ?(?:or |i\\.e\\.,? |about |approximately |ca\\. |=)?|,? (?:or|that is,?(?: to say,?)?|i\\.e\\.,?|being|equal to|which is|namely|in all|hence|= ?)(?: of)?,? (?:(?:about|some|exactly|roughly|approximately|of) )*)';
const PAIR = new RegExp(
  `(?<![\\w.,$€£/^-]|\\d )(${NUMBER})[ -]?(${UNIT})(?![\\w/])${SAME_THING}(${NUMBER})[ -]?(${UNIT})(?![\\w/])`,
  'gi',
);
const HOLDS = new RegExp(
  `(?<![\\w.,$€£/^-]|\\d )(${NUMBER})[ -]?(${UNIT})(?![\\w/])[^.;:\\n]{0,40}? (?:holds?|equals?|is|are|contains?|occupies|takes?) (?:exactly |up |precisely )?(${NUMBER})[ -]?(${UNIT})(?![\\w/])`,
  'gi',
);

export const units: Rule = {
  id: 'unit',
  title: t('Two measures of one thing disagree'),
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'minor',
  confidence: 0.75,
  english: true,
  off: true,
  find({ flat }) {
    const hits: Hit[] = [];
    for (const pattern of [PAIR, HOLDS]) {
      for (const found of flat.matchAll(pattern)) {
        const [whole, first = '', firstUnit = '', second = '', secondUnit = ''] = found;
        const a = measure(first, firstUnit);
        const b = measure(second, secondUnit);
        // `64-bit to 1024-bit (8 byte to 128 byte)`: two ranges.
        if (
          /^ ?(?:to|-|–)\b/.test(
            flat.slice(found.index + whole.length, found.index + whole.length + 4),
          )
        )
          continue;
        if (
          !a ||
          !b ||
          hits.some(hit => found.index < hit.end && hit.start < found.index + whole.length)
        )
          continue;
        const sameUnit = a.index === b.index;
        // There is one system of time and of data: `eighteen months or two years` is a choice, `a mile or 1.6 km` is not.
        if (ALTERNATIVE.test(whole) && (a.what === 'time' || a.what === 'data')) continue;
        if (pattern === HOLDS && (a.what !== 'data' || b.what !== 'data' || sameUnit)) continue;
        // `4096 MB (1.2 GB default)`: the brackets hold more than the measure, so it is not a conversion.
        const bracketed = /[([]/.test(whole);
        if (
          bracketed &&
          !/^ ?(?:each|approx\.?)? ?[)\]]/.test(
            flat.slice(found.index + whole.length, found.index + whole.length + 12),
          )
        )
          continue;
        // `one day or one month, respectively`: two values of two different things.
        if (
          /^,? respectively\b/.test(
            flat.slice(found.index + whole.length, found.index + whole.length + 16),
          )
        )
          continue;
        const problem = compare(a, b, sameUnit);
        if (problem === undefined) continue;
        hits.push({
          start: found.index,
          end: found.index + whole.length + closing(flat, found.index, whole),
          message:
            problem === 'otherKind'
              ? t(
                  '{0} is no measure of the same kind as {1}.',
                  `${first} ${firstUnit}`,
                  `${second} ${secondUnit}`,
                )
              : t('{0} is not {1}.', `${first} ${firstUnit}`, `${second} ${secondUnit}`),
        });
      }
    }
    return hits;
  },
};

const ALTERNATIVE = /^[^([]*[a-z°]\.?,? or (?!about|some|exactly|roughly|approximately)/i;

const [HOUR, DAY, WEEK, MONTH, YEAR] = [3600, 86_400, 604_800, 2_629_800, 31_557_600];
/** Working time, as it is usual: a unit, a smaller one, and how many of these it may have. */
const WORKING: readonly (readonly [number, number, number, number])[] = [
  [DAY, HOUR, 6, 12],
  [WEEK, HOUR, 30, 50],
  [WEEK, DAY, 5, 6],
  [MONTH, DAY, 20, 23],
  [MONTH, HOUR, 140, 190],
  [YEAR, DAY, 200, 262],
  [YEAR, HOUR, 1600, 2100],
];
const isWorkingTime = (a: Measure, b: Measure): boolean =>
  WORKING.some(
    ([unit, smaller, least, most]) =>
      a.factor === unit &&
      b.factor === smaller &&
      b.value / a.value >= least &&
      b.value / a.value <= most,
  );

/** 1 if the bracket that the pair opened closes right after it. */
const closing = (flat: string, index: number, whole: string): number =>
  /[([]/.test(whole) && /[)\]]/.test(flat[index + whole.length] ?? '') ? 1 : 0;

interface Measure {
  readonly value: number;
  readonly what: string;
  readonly factor: number;
  readonly index: number;
}

const MATCHERS = UNITS.map(([names]) => new RegExp(`^(?:${names})$`));
const LOOSE = UNITS.map(([names]) => new RegExp(`^(?:${names})$`, 'i'));

function measure(number: string, unit: string): Measure | undefined {
  const value = scaledToNumber(number) ?? wordsToNumber(number);
  const exact = MATCHERS.findIndex(matcher => matcher.test(unit));
  // One-letter units are case-sensitive.
  const index =
    exact >= 0 || unit.length < 3 ? exact : LOOSE.findIndex(matcher => matcher.test(unit));
  const entry = UNITS[index];
  return value === undefined || !entry
    ? undefined
    : { value, what: entry[1], factor: entry[2], index };
}

/** What is wrong between the two measures; undefined if both can be true. */
function compare(a: Measure, b: Measure, sameUnit: boolean): string | undefined {
  if (a.what === 'share' || b.what === 'share') return undefined;
  // `5000 bytes (15 minutes)` says two things; a slip of the unit keeps the number.
  if (a.what !== b.what) return a.value === b.value ? 'otherKind' : undefined;
  if (sameUnit) return undefined;
  if (a.what === 'temperature') {
    const celsius = a.factor === 1 ? ((a.value - 32) * 5) / 9 : (a.value * 9) / 5 + 32;
    return Math.abs(celsius - b.value) > Math.max(2, Math.abs(b.value) * 0.05)
      ? 'differs'
      : undefined;
  }
  const ratio = (a.value * a.factor) / (b.value * b.factor);
  const exactOnes = a.what === 'data';
  // `four weeks (20 days)` and `5 days (40 hours)` count working time.
  if (a.what === 'time' && isWorkingTime(a, b)) return undefined;
  // A kilobyte is 1,000 or 1,024 bytes; the same holds for its powers.
  if (exactOnes && [1, 2, 3].some(power => Math.abs(ratio * 1.024 ** power - 1) < 0.001))
    return undefined;
  // Calendar months and the different tons are approximate: a difference of 12 % is still the same value.
  return ratio > (exactOnes ? 1.001 : 1.12) || ratio < (exactOnes ? 0.999 : 0.88)
    ? 'differs'
    : undefined;
}
