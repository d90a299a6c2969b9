import { indexAt } from '../lines.ts';
import { NUMBER_WORD, wordsToNumber } from '../numberWords.ts';
import type { Hit, Rule } from '../types.ts';

const COUNT = `(${NUMBER_WORD}|\\d{1,2})(?: \\(\\d{1,2}\\))?`;
const ANNOUNCED = new RegExp(
  `\\b(?:(?:the )?following ${COUNT}|${COUNT} (?:following )?(?:(?!and |or )[a-z-]+ ){0,3}?(?:[a-z-]+s|ways to [^:.;]{1,40}))((?: [a-z-]+){0,8}?):\\s`,
  'gi',
);
const FOLLOWING = new RegExp(`\\bfollowing ${COUNT}\\b[^:.;\\n]{0,60}:\\s`, 'gi');
const MARKED =
  /(?:^|[\s;,])(?:\(([a-z]|[ivx]{1,4}|\d{1,2})\)|(first|second|third|fourth|fifth|sixth|seventh|eighth),)\s/g;

export const countedLists: Rule = {
  id: 'counted-list',
  title: 'List does not have the announced number of items',
  serves: { markdown: 'completeness', prose: 'completeness' },
  severity: 'minor',
  confidence: 0.7,
  english: true,
  find({ flat, text, sentences, markdown, lineAt }) {
    const hits: Hit[] = [];
    const seen = new Set<number>();
    for (const pattern of [FOLLOWING, ANNOUNCED]) {
      for (const found of flat.matchAll(pattern)) {
        const word = found[1] ?? found[2] ?? '';
        const announced = wordsToNumber(word) ?? Number(word);
        const from = found.index + found[0].length;
        if (seen.has(from) || !(announced >= 2 && announced <= 12)) continue;
        seen.add(from);
        const colon = from - 1;
        const before = flat.slice(Math.max(0, found.index - 12), found.index);
        if (/^\d/.test(word) && /[A-Z]\w* $/.test(before)) continue;
        if (
          /\d:$|\b(?:at least|up to|more than|about|over) $/i.test(
            flat.slice(Math.max(0, found.index - 12), found.index),
          )
        )
          continue;
        if (flat.slice(colon, from).includes('\n') || flat.slice(from).trimStart().length === 0) {
          const items = markdown ? listBelow(from, { markdown, lineAt, text }) : 0;
          if (items >= 2 && items !== announced) add(found.index, colon, items);
          continue;
        }
        const sentence = sentences[indexAt(sentences, found.index)];
        if (!sentence || sentence.end <= from || sentence.end - from > 500) continue;
        const body = flat.slice(from, sentence.end);
        if (body.includes('\u0001')) continue;
        const marks = [...` ${body}`.matchAll(MARKED)];
        const items = marks.length >= 2 ? marks.length : plainItems(body);
        if (items === 1 && pattern === ANNOUNCED) continue;
        if (items === undefined || items === announced || items > announced + 3) continue;
        add(found.index, sentence.end, items);
      }
    }
    return hits;

    function add(start: number, end: number, items: number): void {
      hits.push({
        start,
        end,
        message: `“${text.slice(start, Math.min(end, start + 60)).replace(/\s+/g, ' ')}” announces another number than the ${items} that follow${items === 1 ? 's' : ''}.`,
      });
    }
  },
};

/** Items of `idle, ready, and done`; undefined when they are too long to be a plain list. */
function plainItems(body: string): number | undefined {
  const plain = body.replace(/[.!?]+["')]*\s*$/, '');
  if (/[.:!?()]/.test(plain)) return undefined;
  if (plain.includes(';'))
    return plain.split(/;\s*(?:and |or )?/).filter(part => part.trim()).length;
  const parts = plain.split(/,\s*(?:and |or )?|\s(?:and|or)\s/).filter(part => part.trim() !== '');
  if (parts.some(part => part.trim().split(/\s+/).length > 5)) return undefined;
  return parts.length;
}

interface Listing {
  readonly markdown: readonly {
    readonly kind: string;
    readonly start: number;
    readonly end: number;
    readonly itemStart?: number;
  }[];
  readonly text: string;
  readonly lineAt: (offset: number) => number;
}

/** Top-level items of the Markdown list that begins right below. */
function listBelow(offset: number, { markdown, lineAt, text }: Listing): number {
  let indent: number | undefined;
  let count = 0;
  let afterBlank = false;
  for (const line of markdown.slice(lineAt(Math.max(0, offset - 1)), lineAt(offset) + 80)) {
    if (line.kind === 'heading') break;
    if (line.itemStart === undefined) {
      if (line.kind === 'text' && count === 0) return 0;
      if (line.kind === 'text' && afterBlank && !/^\s/.test(text.slice(line.start, line.end)))
        break;
      afterBlank = line.kind === 'blank';
      continue;
    }
    afterBlank = false;
    const own = line.itemStart - line.start;
    indent ??= own;
    if (own <= indent) count += 1;
  }
  return count;
}
