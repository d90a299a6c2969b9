const SUBJECTS = ['The Supplier', 'The Buyer', 'Each Party', 'The Engineer', 'The Guarantor'];
const VERBS = ['shall deliver', 'shall inspect', 'may reject', 'shall certify', 'must insure'];
const OBJECTS = ['the Goods', 'the Works', 'every invoice', 'the spare parts', 'the drawings'];
const TERMS = [
  'within thirty days of the order',
  'before the Completion Date',
  'at its own cost and risk',
  'without undue delay after notice',
];

/** The `n`th of as many different sentences as are wanted, each with its number in it. */
export const sentence = (n: number): string =>
  `${pick(SUBJECTS, n)} ${pick(VERBS, n * 3 + 1)} ${pick(OBJECTS, n * 7 + 2)} ${pick(TERMS, n * 5 + 3)} under item ${n}.`;

const pick = (list: readonly string[], n: number): string => list[n % list.length]!;

/** Letters of Helvetica that are narrower or wider than most, in thousandths of its size. */
const WIDTHS: Readonly<Record<string, number>> = {
  ' ': 278,
  '.': 278,
  ...Object.fromEntries([...'ijl'].map(letter => [letter, 222])),
  ...Object.fromEntries([...'ft'].map(letter => [letter, 278])),
  ...Object.fromEntries([...'cksvxyz'].map(letter => [letter, 500])),
  r: 333,
  w: 722,
  m: 833,
};

const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, letter) => sum + (WIDTHS[letter] ?? (/[A-Z]/.test(letter) ? 690 : 556)),
    0,
  );

/** Text broken to lines of at most `width` points in Helvetica of a size, between words. */
export function wrapped(text: string, width: number, size = 11): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && (widthOf(`${line} ${word}`) * size) / 1000 > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
