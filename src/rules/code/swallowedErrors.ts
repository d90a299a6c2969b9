import { BRACED, closeOf, isTestCode } from './codeScan.ts';
import type { Hit, Rule } from '../types.ts';

const CATCH = /\bcatch\s*(?:\([^()\n]{0,120}\)\s*)?\{/g;
const EXCEPT =
  /^([ \t]*)except(?:[ \t]+(?:Exception|BaseException)(?:[ \t]+as[ \t]+\w+)?)?[ \t]*:[ \t]*(?:\n[ \t]+)?pass\b/gm;

export const swallowedErrors: Rule = {
  id: 'swallowed-error',
  title: 'Error is swallowed',
  serves: { code: 'correctness' },
  severity: 'major',
  confidence: 0.65,
  languages: [...BRACED, 'python'],
  find({ code, text, languageId }) {
    const hits: Hit[] = [];
    const message =
      'Whatever goes wrong here is lost; handle it, pass it on, or say why it may be ignored.';
    if (languageId === 'python') {
      for (const found of code.bare.matchAll(EXCEPT)) {
        const start = found.index + (found[1] ?? '').length;
        hits.push({ start, end: found.index + found[0].length, message });
      }
      return hits;
    }
    const tests = isTestCode(code.bare);
    for (const found of code.bare.matchAll(CATCH)) {
      const open = found.index + found[0].length - 1;
      const end = closeOf(code.bare, open, 400);
      // A comment inside or right after it says that it is meant.
      if (end < 0 || text.slice(open + 1, end - 1).trim() !== '') continue;
      if (tests || /^\s*(?:\/\/|\/\*)/.test(text.slice(end, end + 80))) continue;
      hits.push({ start: found.index, end, message });
    }
    return hits;
  },
};
