import { SCRIPT } from './codeScan.ts';
import type { Hit, Rule } from '../types.ts';

const ASSIGNED =
  /(?<![=!<>])\.(?:innerHTML|outerHTML)\s*\+?=(?!=)\s*([^\n;]{0,200})|\.insertAdjacentHTML\s*\([^,\n]{1,80},\s*([^\n;]{0,200})|\bdocument\.write(?:ln)?\s*\(([^\n;]{0,200})/g;
const REACT = /dangerouslySetInnerHTML\s*=\s*\{\{\s*__html:\s*([^}\n]{0,200})/g;
const BUILT =
  /(["'])<[a-z][\w-]{0,20}[^"'\n]{0,200}>[^"'\n]{0,200}\1\s*\+\s*(?!["'])[a-zA-Z_$][\w.$]*\s*\+\s*(["'])[^"'\n]{0,200}<\/[a-z]/gi;
const CLEANED =
  /sanitiz|escape|purify|encode|^\s*["'`][^$"'`]*["'`]\s*\)?$|^\s*["'`]{2}|trustedHTML/i;

export const unsafeHtml: Rule = {
  id: 'unsafe-html',
  title: 'HTML made from unchecked text',
  serves: { code: 'security' },
  severity: 'major',
  confidence: 0.65,
  languages: [...SCRIPT, 'vue', 'svelte', 'html'],
  find({ code }) {
    const hits: Hit[] = [];
    for (const pattern of [ASSIGNED, REACT, BUILT]) {
      for (const found of code.withStrings.matchAll(pattern)) {
        const value = found[1] ?? found[2] ?? found[3] ?? '';
        if (pattern !== BUILT && CLEANED.test(value.trim())) continue;
        if (pattern === BUILT && /escape|encode|sanitiz/i.test(found[0])) continue;
        const start = found.index + (found[0].startsWith('.') ? 1 : 0);
        hits.push({
          start,
          end: found.index + found[0].trimEnd().length,
          message:
            'If any of this comes from outside, it can carry a script; escape it or set text instead.',
          confidence: pattern === BUILT ? 0.55 : 0.65,
        });
      }
    }
    return hits;
  },
};
