import { isTestCode } from './codeScan.ts';
import type { Hit, Rule } from '../types.ts';

/** Fewer equal lines are idiom, not a copy. */
const LEAST_LINES = 12;

export const duplicatedBlocks: Rule = {
  id: 'duplicated-block',
  title: 'Block of code stands twice',
  serves: { code: 'maintainability' },
  severity: 'minor',
  confidence: 0.6,
  cap: 4,
  find({ code, lines, lineAt }) {
    if (isTestCode(code.bare)) return [];
    const kept = lines
      .map(line => ({ ...line, body: code.withStrings.slice(line.start, line.end).trim() }))
      .filter(
        ({ body }) => /[\w$]/.test(body) && !/^(?:import|from|use|#include|export \*)\b/.test(body),
      );
    const seen = new Map<string, number>();
    const hits: Hit[] = [];
    for (let at = 0; at + LEAST_LINES <= kept.length; at += 1) {
      const window = kept.slice(at, at + LEAST_LINES);
      const key = window.map(line => line.body).join('\n');
      const before = seen.get(key);
      if (before === undefined) {
        seen.set(key, at);
        continue;
      }
      if (at - before < LEAST_LINES || key.length < 240) continue;
      let length = LEAST_LINES;
      while (
        at + length < kept.length &&
        before + length < at &&
        kept[at + length]?.body === kept[before + length]?.body
      )
        length += 1;
      const first = kept[at];
      const last = kept[at + length - 1];
      const other = kept[before];
      if (!first || !last || !other) continue;
      hits.push({
        start: first.start,
        end: last.end,
        message: `These ${length} lines stand at line ${lineAt(other.start)} too; give them a name and call it.`,
      });
      at += length - 1;
    }
    return hits;
  },
};
