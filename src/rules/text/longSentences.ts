import type { Hit, Rule } from '../types.ts';

/** Plain-language guides ask for 20 to 25 words on average; four times that is hard in any text. */
const MOST_WORDS = 90;

export const longSentences: Rule = {
  id: 'long-sentence',
  title: 'Very long sentence',
  serves: { markdown: 'tone', prose: 'tone' },
  severity: 'note',
  confidence: 0.5,
  english: true,
  cap: 1,
  find({ flat, sentences }) {
    const hits: Hit[] = [];
    for (const { start, end } of sentences) {
      if (end - start < MOST_WORDS * 4) continue;
      const body = flat.slice(start, end);
      if (/[;|\t]| {3}/.test(body)) continue;
      const words = body.match(/[A-Za-z']+/g)?.length ?? 0;
      if (words < MOST_WORDS) continue;
      hits.push({
        start,
        end,
        message: `This sentence has ${words} words and no break; split it.`,
        confidence: Math.min(0.9, 0.3 + words / 400),
      });
    }
    return hits;
  },
};
