import { isTestCode, SCRIPT } from './codeScan.ts';
import type { Rule } from '../types.ts';

const INTERVAL = /(?:^|[;{}]|=>)[ \t]*(?:void )?(?:window\.|globalThis\.)?setInterval\s*\(/gm;
const LISTENER =
  /\.addEventListener\s*\(\s*[^,()\n]{1,80},\s*(?:async\s*)?(?:\([^()\n]{0,80}\)|\w+)\s*=>/g;

export const leakedTimers: Rule = {
  id: 'leaked-timer',
  title: 'Timer or listener cannot be removed',
  serves: { code: 'correctness' },
  severity: 'minor',
  confidence: 0.55,
  languages: SCRIPT,
  cap: 6,
  find({ code: { bare } }) {
    if (isTestCode(bare)) return [];
    const hits = [...bare.matchAll(INTERVAL)].map(found => {
      const start = found.index + found[0].search(/(?:window\.|globalThis\.)?setInterval/);
      return {
        start,
        end: found.index + found[0].length,
        message: 'The handle is dropped, so the interval can never be cleared.',
      };
    });
    // With a signal or `once` it goes by itself; a file that removes listeners somewhere knows of it.
    if (!/removeEventListener|AbortController/.test(bare)) {
      for (const found of bare.matchAll(LISTENER)) {
        const rest = bare.slice(found.index, found.index + 600);
        if (/\b(?:signal|once)\b/.test(rest)) continue;
        hits.push({
          start: found.index + 1,
          end: found.index + found[0].length,
          message:
            'A listener without a name cannot be removed, and nothing in the file removes any.',
        });
      }
    }
    return hits;
  },
};
