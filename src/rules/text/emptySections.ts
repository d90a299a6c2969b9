import type { Hit, Rule } from '../types.ts';

const MEANT =
  /\b(?:reserved|intentionally (?:left )?(?:blank|omitted)|not used|deleted|omitted|blank)\b/i;

export const emptySections: Rule = {
  id: 'empty-section',
  title: 'Section is empty',
  serves: { markdown: 'completeness' },
  severity: 'minor',
  confidence: 0.8,
  cap: 5,
  find({ text, headings }) {
    const hits: Hit[] = [];
    for (const [index, heading] of headings.entries()) {
      const next = headings[index + 1];
      // A heading that is followed by a deeper one is a parent, not empty.
      if (next && next.level > heading.level) continue;
      let body = text.slice(heading.end, next?.start ?? text.length);
      body = body.replace(/^[\s=-]*(?=\n|$)/, '').replace(/<!--[^>]{0,5000}-->/g, '');
      if (/[\p{L}\p{N}[!<|`]/u.test(body) || MEANT.test(body)) continue;
      hits.push({
        start: heading.start,
        end: heading.end,
        message: `Nothing stands under “${heading.text}”${next ? ` before “${next.text}”` : ''}.`,
      });
    }
    return hits;
  },
};
