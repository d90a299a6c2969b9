const SMALL = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen ' +
  'sixteen seventeen eighteen nineteen'
).split(' ');
export const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES: Readonly<Record<string, number>> = {
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
};

const VALUES = new Map<string, number>([
  ...SMALL.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, index): [string, number] => [word, (index + 2) * 10]),
]);

/** Alternatives for use inside a pattern: the words that can begin a number. */
export const NUMBER_WORD = [...SMALL.slice(1), ...TENS].join('|');
const PART = `(?:${NUMBER_WORD}|hundred|thousand|million|billion)`;
/** A number in words: `one hundred and twenty`, `Forty-five`. */
export const NUMBER_WORDS = `${PART}(?:(?:\\s+and\\s+|[\\s-]+)${PART}){0,12}`;

/** The value of a number in words; undefined if it is not a number. */
export function wordsToNumber(text: string): number | undefined {
  const words = text
    .toLowerCase()
    .split(/[\s-]+/)
    .filter(word => word !== 'and' && word !== '');
  if (words.length === 0) return undefined;
  let total = 0;
  let group = 0;
  let last = Infinity;
  for (const word of words) {
    const value = VALUES.get(word);
    const scale = SCALES[word];
    if (value !== undefined) {
      // `twenty five` adds; `five twenty` and `two three` are not numbers.
      if (value >= last || (last < 20 && last > 0)) return undefined;
      if (last >= 20 && last < 100 && value >= 10) return undefined;
      group += value;
      last = value;
    } else if (word === 'hundred') {
      group = (group || 1) * 100;
      last = Infinity;
    } else if (scale !== undefined) {
      total += (group || 1) * scale;
      group = 0;
      last = Infinity;
    } else return undefined;
  }
  return total + group;
}

/** `1,234.50` -> 1234.5; undefined if the text is not a plain number. */
export function digitsToNumber(text: string): number | undefined {
  if (!/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d+(?:\.\d+)?$/.test(text)) return undefined;
  return Number(text.replaceAll(',', ''));
}

/** `29 million` -> 29,000,000; `1,234.50` -> 1234.5; undefined if the text is neither. */
export function scaledToNumber(text: string): number | undefined {
  const [digits = '', scale] = text.split(' ');
  const value = digitsToNumber(digits);
  const times = scale === undefined ? 1 : wordsToNumber(`one ${scale}`);
  return value === undefined || times === undefined ? undefined : value * times;
}

/**
 * An amount with either decimal mark: `1,234.50`, `1.234,50`, `1 234,50`, `1'234.50` -> 1234.5.
 * Undefined if it is not an amount, or if a single mark is ambiguous (`1.234`).
 */
export function amountToNumber(text: string): number | undefined {
  const bare = text.replace(/(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))/g, '');
  const grouped = /^\d{1,3}(?:([.,])\d{3})+(?:([.,])(\d{1,2}))?$/.exec(bare);
  if (grouped) {
    const [, group = '', decimal, cents = ''] = grouped;
    if (decimal === group) return undefined;
    if (decimal === undefined && group === '.' && bare.split('.').length === 2) return undefined;
    const whole = bare.slice(0, bare.length - (decimal === undefined ? 0 : cents.length + 1));
    return Number(`${whole.replaceAll(group, '')}.${cents || '0'}`);
  }
  const plain = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(bare);
  return plain ? Number(`${plain[1] ?? ''}.${plain[2] ?? '0'}`) : undefined;
}

const ROMAN: Readonly<Record<string, number>> = {
  i: 1,
  v: 5,
  x: 10,
  l: 50,
  c: 100,
};

/** `XIV` -> 14; undefined if the text is not a Roman numeral under 400. */
export function romanToNumber(text: string): number | undefined {
  const lower = text.toLowerCase();
  if (!/^c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/.test(lower) || lower === '') return undefined;
  let total = 0;
  for (let at = 0; at < lower.length; at += 1) {
    const value = ROMAN[lower[at] ?? ''] ?? 0;
    total += value < (ROMAN[lower[at + 1] ?? ''] ?? 0) ? -value : value;
  }
  return total;
}
