import { BRACED, closeOf } from './codeScan.ts';
import type { Rule } from '../types.ts';

const FOREVER = /\bwhile\s*\(\s*(?:true|1)\s*\)\s*\{|\bfor\s*\(\s*;\s*;\s*\)\s*\{/g;

export const endlessLoops: Rule = {
  id: 'endless-loop',
  title: 'Loop has no way out',
  serves: { code: 'correctness' },
  severity: 'major',
  confidence: 0.7,
  languages: BRACED,
  find: ({ code: { bare } }) =>
    [...bare.matchAll(FOREVER)].flatMap(found => {
      const open = found.index + found[0].length - 1;
      const end = closeOf(bare, open);
      if (
        end < 0 ||
        /\b(?:break|return|throw|yield|goto|process\.exit|exit|panic|await)\b/.test(
          bare.slice(open, end),
        )
      )
        return [];
      return [
        {
          start: found.index,
          end: found.index + found[0].length,
          message: 'Nothing in this loop ends it: no break, return, throw or yield.',
        },
      ];
    }),
};
