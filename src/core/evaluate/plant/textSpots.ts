import type { Range } from '../../domain/range.ts';
import type { Random } from './random.ts';

/** A sentence of running text. */
export interface Sentence extends Range {
  readonly text: string;
}

/** Running text: no heading, table, list, code or quotation. */
export interface Paragraph extends Range {
  readonly sentences: readonly Sentence[];
  /** Not only a part of what occurs between two blank lines. */
  readonly isWhole: boolean;
}

/** Where an error may be planted, and what else there is of the text. */
export interface TextSpot {
  readonly text: string;
  readonly isMarkdown: boolean;
  readonly paragraph: Paragraph;
  /** Sentences far from it that no edit has touched. */
  readonly distant: readonly Sentence[];
  readonly random: Random;
}

const MIN_PARAGRAPH = 120;
const MAX_PARAGRAPH = 900;
const MIN_SENTENCE = 40;
const MAX_SENTENCE = 320;
const MIN_LETTERS = 0.6;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Lines that are no running text, in Markdown and in plain text: there a clause may begin with its number. */
const OTHER = /^(?:#{1,6}\s|\||>|[-*+•]\s|\(?[0-9a-z]{1,4}[.)]\s|\[|<|\s{4,}|\t|---|===|\.\.)/i;
const OTHER_PLAIN = /\t.*\t|_{4}|\.{5}| {6}/;
/** A line so long is a paragraph, whatever is below it. */
const LONG_LINE = 240;

/** Long paragraphs come in parts of some sentences each. */
export function paragraphsOf(text: string, isMarkdown: boolean): Paragraph[] {
  return [...blocksOf(text)].flatMap(({ start, end }) => {
    const block = text.slice(start, end);
    const letters = block.match(/\p{L}/gu)?.length ?? 0;
    const isProse =
      block.length >= MIN_PARAGRAPH &&
      letters / block.length >= MIN_LETTERS &&
      !(isMarkdown && block.split('\n').some(line => OTHER.test(line)));
    if (!isProse) return [];
    // A line end inside a paragraph would end a sentence.
    const sentences = [...segmenter.segment(block.replace(/[\r\n]/g, ' '))].flatMap(
      ({ segment, index }) => {
        const own = segment.trim();
        const from = start + index + segment.indexOf(own);
        const end = from + own.length;
        return isSentence(own) ? [{ start: from, end, text: text.slice(from, end) }] : [];
      },
    );
    return partsOf(sentences, { start, end });
  });
}

const isSentence = (text: string): boolean =>
  text.length >= MIN_SENTENCE &&
  text.length <= MAX_SENTENCE &&
  /^["'“‘(]?\p{Lu}/u.test(text) &&
  /\p{L}{2}["'”’)]*[.!?。！？]$/u.test(text) &&
  !OTHER_PLAIN.test(text);

function partsOf(sentences: readonly Sentence[], block: Range): Paragraph[] {
  const parts: Sentence[][] = [];
  for (const sentence of sentences) {
    const part = parts.at(-1);
    if (part?.[0] && sentence.end - part[0].start <= MAX_PARAGRAPH) part.push(sentence);
    else parts.push([sentence]);
  }
  return parts.flatMap(own => {
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last) return [];
    const isWhole = parts.length === 1 && first.start === block.start && last.end === block.end;
    return [{ start: first.start, end: last.end, sentences: own, isWhole }];
  });
}

/** Runs of lines that are not blank, outside fenced code. */
function* blocksOf(text: string): Generator<Range> {
  let fence = '';
  let start = -1;
  let end = 0;
  let at = 0;
  for (const line of text.split('\n')) {
    const bare = line.trimEnd();
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(bare)?.[1];
    const wasFenced = fence !== '';
    if (mark !== undefined && (fence === '' || mark.startsWith(fence)))
      fence = fence === '' ? mark : '';
    if (bare === '' || wasFenced || mark !== undefined) {
      if (start >= 0) yield { start, end };
      start = -1;
    } else {
      const isLong = bare.length >= LONG_LINE;
      if (start >= 0 && isLong) yield { start, end };
      if (start < 0 || isLong) start = at;
      end = at + bare.length;
      if (isLong) {
        yield { start, end };
        start = -1;
      }
    }
    at += line.length + 1;
  }
  if (start >= 0) yield { start, end };
}

/** Whether English sentences would look at home: a twentieth of the words are among the five commonest. */
export function isEnglish(text: string): boolean {
  const words = text.slice(0, 50_000).match(/\p{L}+/gu) ?? [];
  const common = words.filter(word => /^(?:the|of|and|to|in)$/i.test(word)).length;
  return words.length > 0 && common / words.length > 0.05;
}
