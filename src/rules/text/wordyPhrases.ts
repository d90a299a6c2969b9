import writeGood from 'write-good';
import type { Hit, Rule } from '../types.ts';

/** Its own checks only where a reader gains: passive voice, adverbs and so on are matters of taste. */
const CHECKS = {
  passive: false,
  illusion: false,
  so: false,
  thereIs: false,
  weasel: false,
  adverb: false,
  tooWordy: true,
  cliches: true,
  eprime: false,
};
/** Wordy phrases proper; single long words (`minimum`, `require`) are the plain word in most texts. */
const LEAST_WORDS = 3;
/** The library is run on this much of a text at most: about 0.3 s. */
const MOST_TEXT = 300_000;

/** What the library calls wordy and law or engineering calls by its name. */
const PLAIN =
  /^(?:in accordance with|with respect to|is authorized to|in the course of|by means of|for the purpose of|the month of|the use of|a number of|pertaining to|is applicable to|set forth in|similar to|so as to|in regard to|in relation to|as a means of|has the ability to|is able to)$/i;

export const wordyPhrases: Rule = {
  id: 'wordy',
  title: 'Wordy or worn phrase',
  serves: { markdown: 'tone', prose: 'tone' },
  severity: 'note',
  confidence: 0.4,
  english: true,
  cap: 1,
  find({ flat, text }) {
    const hits: Hit[] = [];
    for (const { index, offset, reason } of writeGood(flat.slice(0, MOST_TEXT), CHECKS)) {
      const shown = text.slice(index, index + offset);
      if (shown.trim().split(/\s+/).length < LEAST_WORDS) continue;
      if (PLAIN.test(shown.replace(/\s+/g, ' '))) continue;
      hits.push({
        start: index,
        end: index + offset,
        message: `“${shown.replace(/\s+/g, ' ')}” ${/clich/.test(reason) ? 'is a cliché' : 'is wordy'}.`,
      });
    }
    return hits;
  },
};
