/** Texts of any size for the split bench: the same seed gives the same text. */

/** A random number in 0..1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SYLLABLES =
  'ac ad al am an ar be ca ce com con cu de di du el en er es ex fa fi for ga ge go ha he hi im in is ju ka la le li lo ma me mi mo na ne no of on or pa pe per po pre pro qua ra re ri ro sa se si so sta su ta te ti to tra tu un ur va ve vi wa we wo'.split(
    ' ',
  );
const SMALL = 'the of and to in a is that for it as with on by be or from at this an'.split(' ');

interface Writer {
  readonly int: (n: number) => number;
  readonly word: () => string;
  readonly sentence: () => string;
  readonly paragraph: () => string;
}

function writer(seed: number): Writer {
  const random = randomOf(seed);
  const int = (n: number) => Math.floor(random() * n);
  const vocabulary = Array.from({ length: 4000 }, () =>
    Array.from({ length: 1 + int(4) }, () => SYLLABLES[int(SYLLABLES.length)]).join(''),
  );
  // Squared, so that some words are frequent, as in any language.
  const word = () =>
    random() < 0.35
      ? SMALL[int(SMALL.length)]!
      : vocabulary[Math.floor(random() ** 2 * vocabulary.length)]!;
  const sentence = () => {
    const words = Array.from({ length: 6 + int(18) }, word);
    const text = words.join(' ');
    return `${text[0]!.toUpperCase()}${text.slice(1)}${int(6) === 0 ? `, ${word()} ${int(9999)}` : ''}.`;
  };
  const paragraph = () => Array.from({ length: 2 + int(6) }, sentence).join(' ');
  return { int, word, sentence, paragraph };
}

/** Headings, paragraphs, lists, tables and fences; at least `size` characters. */
export function markdownOf(size: number, seed: number): string {
  const { int, word, sentence, paragraph } = writer(seed);
  const parts = [`# ${sentence()}`];
  let length = 0;
  const add = (part: string) => {
    parts.push(part);
    length += part.length + 2;
  };
  const lines = (n: number, line: (i: number) => string) =>
    Array.from({ length: n }, (_, i) => line(i)).join('\n');
  while (length < size) {
    add(`${'#'.repeat(2 + int(3))} ${word()} ${word()} ${word()}`);
    for (let n = 2 + int(6); n > 0; n--) {
      const kind = int(10);
      if (kind < 6) add(paragraph());
      else if (kind === 6) add(lines(3 + int(6), () => `- ${sentence()}`));
      else if (kind === 7)
        add(
          `| name | value | note |\n| --- | ---: | --- |\n${lines(3 + int(20), i => `| ${word()} ${word()} | ${i * 7} | ${sentence()} |`)}`,
        );
      else if (kind === 8)
        add(
          `\`\`\`js\n${lines(5 + int(25), i => `  const ${word()}${i} = ${word()}(${int(100)}, "${word()}"); // ${word()}`)}\n\`\`\``,
        );
      else add(`> ${sentence()}\n> ${sentence()}`);
    }
  }
  return `${parts.join('\n\n')}\n`;
}

/** JavaScript that is one function, of at least `size` characters. */
export function oneFunctionOf(size: number, seed: number): string {
  const { int, word } = writer(seed);
  const lines = ['export function everything(input) {', '  const out = [];'];
  let length = 0;
  while (length < size) {
    const name = `${word()}_${lines.length}`;
    const block = [
      `  if (input.${word()} > ${int(1000)}) {`,
      `    const ${name} = input.${word()}(${int(99)}, '${word()} ${word()}');`,
      `    out.push({ ${word()}: ${name}, at: ${lines.length} });`,
      '  }',
    ];
    lines.push(...block);
    length += block.reduce((sum, line) => sum + line.length + 1, 0);
  }
  return [...lines, '  return out;', '}', ''].join('\n');
}

/** One line of sentences of at least `size` characters. */
export function oneLineOf(size: number, seed: number): string {
  const { paragraph } = writer(seed);
  const parts: string[] = [];
  for (let length = 0; length < size;) {
    const part = paragraph();
    parts.push(part);
    length += part.length + 1;
  }
  return parts.join(' ');
}
