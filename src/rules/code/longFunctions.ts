import { BRACED, closeOf, isTestCode } from './codeScan.ts';
import type { Hit, Rule } from '../types.ts';

/** Twice what most style guides allow: long enough to be split whatever one's taste. */
const MOST_LINES = 150;
const FUNCTION =
  /\bfunction\b\s*\*?\s*(\w{1,80})?\s*(?:<[^<>\n]{0,200}>)?\s*\(|\bfunc\s+(?:\([^()\n]{0,120}\)\s*)?(\w{1,80})\s*\(|\bfn\s+(\w{1,80})/g;

export const longFunctions: Rule = {
  id: 'long-function',
  title: 'Very long function',
  serves: { code: 'maintainability' },
  severity: 'note',
  confidence: 0.6,
  languages: BRACED,
  cap: 3,
  find({ code: { bare }, lineAt, lines }) {
    if (isTestCode(bare)) return [];
    const hits: Hit[] = [];
    for (const found of bare.matchAll(FUNCTION)) {
      const open = bare.indexOf('{', found.index + found[0].length);
      if (open < 0 || open - found.index > 2000) continue;
      const end = closeOf(bare, open, 4_000_000);
      if (end < 0) continue;
      const count = lineAt(end) - lineAt(open) + 1;
      if (count <= MOST_LINES) continue;
      const line = lines[lineAt(found.index) - 1];
      const name = found[1] ?? found[2] ?? found[3] ?? 'this function';
      hits.push({
        start: found.index,
        end: line ? Math.max(found.index + 1, line.end) : found.index + found[0].length,
        message: `${name} has ${count} lines; its parts deserve names of their own.`,
      });
      if (hits.length > 200) break;
    }
    return hits;
  },
};
