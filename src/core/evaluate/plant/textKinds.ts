import type { Edit, Kind } from './edits.ts';
import type { Sentence, TextSpot } from './textSpots.ts';

type TextKind = Kind<TextSpot>;

const usd = (n: number): string => `$${n.toLocaleString('en-US')}`;

/** A sentence behind one of the paragraph's. */
function insert({ paragraph, random }: TextSpot, sentence: string, what: string): Edit {
  const { end } = random.pick(paragraph.sentences);
  const text = ` ${sentence}`;
  return { start: end, end, text, focus: { start: 1, end: text.length }, what };
}

/** A sentence with some of its words replaced. */
function rewrite(sentence: Sentence, text: string, what: string): Edit {
  const { start, end } = sentence;
  return { start, end, text, focus: { start: 0, end: text.length }, what };
}

/** A distant sentence said again here, and differently. */
function contradict(
  spot: TextSpot,
  change: (sentence: string) => string | undefined,
  what: string,
): Edit | undefined {
  for (const said of spot.random.shuffled(spot.distant)) {
    const changed = change(said.text);
    if (changed === undefined || changed === said.text) continue;
    const edit = insert(spot, changed.replace(/\s+/g, ' '), what);
    return { ...edit, also: [{ start: said.start, end: said.end }] };
  }
  return undefined;
}

const UNITS =
  '%|percent|(?:business |calendar |working )?days?|weeks?|months?|years?|hours?|minutes?|seconds?|ms|[KMG]i?B|bytes|miles|km|met(?:er|re)s?|kg';
const QUANTITY = new RegExp(
  `([$€£] ?)?\\b(\\d{1,3}(?:,\\d{3})+|\\d{1,6})\\b( ?(?:${UNITS})\\b)?`,
  'i',
);

function withOtherQuantity(sentence: string): string | undefined {
  const found = QUANTITY.exec(sentence);
  const [whole = '', sign = '', digits = '', unit = ''] = found ?? [];
  if (!found || (sign === '' && unit === '')) return undefined;
  const number = Number(digits.replaceAll(',', ''));
  if (number === 0) return undefined;
  const other = digits.includes(',') ? (2 * number).toLocaleString('en-US') : String(2 * number);
  return sentence.replace(whole, sign + other + unit);
}

const NEGATIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(shall|must|may|will|does|is|are|should) not\b/, '$1'],
  [/\bcannot\b/, 'can'],
  [/\b(shall|must|will|should)\b(?! not)/, '$1 not'],
  [/\bcan\b/, 'cannot'],
  [/\b(is|are)\b(?! not)/, '$1 not'],
];

function negated(sentence: string): string | undefined {
  // "does" alone would leave a verb in the wrong form, and a question is no statement.
  if (sentence.endsWith('?') || /\b(?:does not|no|never|neither|nor|none)\b/i.test(sentence))
    return undefined;
  const [pattern, to] = NEGATIONS.find(([from]) => from.test(sentence)) ?? [];
  return pattern && to !== undefined ? sentence.replace(pattern, to) : undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  2: 'two',
  3: 'three',
  4: 'four',
  5: 'five',
  6: 'six',
  7: 'seven',
  8: 'eight',
  9: 'nine',
  10: 'ten',
  12: 'twelve',
  14: 'fourteen',
  15: 'fifteen',
  20: 'twenty',
  21: 'twenty-one',
  24: 'twenty-four',
  28: 'twenty-eight',
  30: 'thirty',
  45: 'forty-five',
  60: 'sixty',
  90: 'ninety',
};

function wordsAndDigits({ paragraph, random }: TextSpot): Edit | undefined {
  const pattern = new RegExp(`\\b(\\d{1,2}) (?=(?:${UNITS})\\b)`, 'i');
  for (const sentence of random.shuffled(paragraph.sentences)) {
    const number = pattern.exec(sentence.text)?.[1];
    const word = number === undefined ? undefined : WORDS[number];
    if (number === undefined || word === undefined) continue;
    const other = Number(number) + 5;
    return rewrite(
      sentence,
      sentence.text.replace(pattern, `${word} (${other}) `),
      `${word} in words is ${other} in digits`,
    );
  }
  return undefined;
}

/** Anchors of its own that a text has at least, for a broken one to be a mistake and not another tool's custom. */
const MIN_ANCHORS = 4;

/** A reference in the text's own manner to a part that it does not have. */
function missingPart(spot: TextSpot): Edit | undefined {
  const { text, random, isMarkdown } = spot;
  const named = [...text.matchAll(/\b(Section|Article|Clause|Chapter)\s+(\d{1,3})\b/g)];
  const counts = Map.groupBy(named, ([, word = '']) => word);
  const [word, all] = [...counts].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
  if (word !== undefined && all && all.length > 1) {
    const numbered = [...text.matchAll(/^[#\s]*(?:[a-z]+\s+)?(\d{1,3})[.)\s]/gim)];
    const numbers = [...all.map(([, , n]) => n), ...numbered.map(([, n]) => n)].map(Number);
    const missing = Math.max(...numbers) + 11 + random.below(20);
    return insert(
      spot,
      `The exceptions are listed in ${word} ${missing}.`,
      `there is no ${word} ${missing}`,
    );
  }
  if (!isMarkdown || (text.match(/\]\(#/g) ?? []).length < MIN_ANCHORS) return undefined;
  return insert(
    spot,
    `The details are in [the part on exceptions](#exceptions-${random.below(900) + 100}).`,
    'a link to a heading that does not exist',
  );
}

function wrongSum(spot: TextSpot): Edit {
  const { random } = spot;
  const parts = [3, 5, 8].map(n => 100 * (n + random.below(20)));
  const [a = 0, b = 0, c = 0] = parts;
  const right = a + b + c;
  const stated = right + 100 * (2 + random.below(6));
  return insert(
    spot,
    random.pick([
      `The costs are ${usd(a)} for preparation, ${usd(b)} for execution and ${usd(c)} for support, ${usd(stated)} in total.`,
      `The total of ${usd(stated)} consists of ${usd(a)}, ${usd(b)} and ${usd(c)}.`,
      `Of the ${stated} cases examined, ${a} were accepted, ${b} were rejected and the remaining ${c} are open.`,
    ]),
    `the parts add up to ${right.toLocaleString('en-US')}, not ${stated.toLocaleString('en-US')}`,
  );
}

function impossibleDate(spot: TextSpot): Edit {
  const { random } = spot;
  const date = `${random.pick(['31 April', '31 June', '30 February', '31 September', '31 November'])} ${2015 + random.below(10)}`;
  return insert(
    spot,
    random.pick([
      `This was last confirmed on ${date}.`,
      `The period ends on ${date}.`,
      `The list was brought up to date on ${date}.`,
    ]),
    `${date} is not a date`,
  );
}

function repeatedParagraph({ text, paragraph }: TextSpot): Edit | undefined {
  const own = text.slice(paragraph.start, paragraph.end);
  if (!paragraph.isWhole) return undefined;
  const put = `\n\n${own}`;
  return {
    start: paragraph.end,
    end: paragraph.end,
    text: put,
    focus: { start: 2, end: put.length },
    also: [{ start: paragraph.start, end: paragraph.end }],
    what: 'the paragraph stands here twice',
  };
}

function placeholder(spot: TextSpot): Edit {
  const sentence = spot.random.pick([
    'The person responsible is [name to be added].',
    'The amount is [TBD] and is reviewed once a year.',
    'TODO: describe what happens in the other case.',
    'The deadline is ____ after the notice.',
    'See XXX for the complete list.',
  ]);
  return insert(spot, sentence, 'something was to be filled in');
}

function unfinished({ paragraph }: TextSpot): Edit | undefined {
  const last = paragraph.sentences.at(-1);
  if (last?.end !== paragraph.end) return undefined;
  const words = last.text.split(/\s+/);
  if (words.length < 10) return undefined;
  const kept = words
    .slice(0, Math.ceil(words.length * 0.55))
    .join(' ')
    .replace(/[,;:]$/, '');
  return rewrite(last, kept, 'the sentence stops in the middle');
}

function shortList(spot: TextSpot): Edit {
  const sentence = spot.random.pick([
    'Three conditions apply: the request is made in writing, and it names the reason.',
    'This takes four steps: open the file, check it, and save it.',
    'There are five exceptions: holidays, illness, and force majeure.',
    'Both of the following hold: the notice was received.',
  ]);
  return insert(spot, sentence, 'fewer items follow than are announced');
}

const insult = (spot: TextSpot): Edit =>
  insert(
    spot,
    spot.random.pick([
      'Anyone who needs this explained should not be reading it.',
      'Only a fool would get this wrong.',
      'We are tired of people who ignore this.',
      'If you cannot follow even this, that is your own problem.',
    ]),
    'it insults the reader',
  );

const casual = (spot: TextSpot): Edit =>
  insert(
    spot,
    spot.random.pick([
      'Yeah, this bit is kinda messy, sorry lol.',
      'Honestly no idea why, but hey, it works, so whatever.',
      'Just go for it, what could possibly go wrong, right?',
      'Super awesome stuff, you guys will totally love it!!!',
    ]),
    'too casual for the text around it',
  );

const of = (id: string, perspectiveId: string, plant: TextKind['plant']): TextKind => ({
  id,
  perspectiveId,
  plant,
});

/** Kinds whose words are the text's own, so that they fit a text in any language. */
export const ANY_LANGUAGE: readonly TextKind[] = [
  of('contradicting-number', 'accuracy', spot =>
    contradict(spot, withOtherQuantity, 'an earlier or later sentence has another number'),
  ),
  of('repeated-paragraph', 'completeness', repeatedParagraph),
  of('unfinished-sentence', 'completeness', unfinished),
];

/** Kinds that put English sentences in, or look for English words. */
export const ENGLISH: readonly TextKind[] = [
  of('contradicting-statement', 'accuracy', spot =>
    contradict(spot, negated, 'an earlier or later sentence says the opposite'),
  ),
  of('words-and-digits', 'accuracy', wordsAndDigits),
  of('missing-reference', 'accuracy', missingPart),
  of('wrong-sum', 'accuracy', wrongSum),
  of('impossible-date', 'accuracy', impossibleDate),
  of('placeholder', 'completeness', placeholder),
  of('short-list', 'completeness', shortList),
  of('insult', 'tone', insult),
  of('casual', 'tone', casual),
];
