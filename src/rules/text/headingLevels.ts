import type { Hit, Rule } from '../types.ts';

export const headingLevels: Rule = {
  id: 'heading-level',
  title: 'Heading level skips',
  serves: { markdown: 'completeness' },
  severity: 'note',
  confidence: 0.7,
  cap: 2,
  find({ headings }) {
    const hits: Hit[] = [];
    for (const [index, heading] of headings.entries()) {
      const before = headings[index - 1];
      if (!before || heading.level <= before.level + 1) continue;
      hits.push({
        start: heading.start,
        end: heading.end,
        message: `A heading of level ${heading.level} follows one of level ${before.level} (“${before.text}”).`,
      });
    }
    // Where levels skip everywhere, that is the text's way.
    return hits.length > 4 && hits.length > headings.length / 8 ? hits.slice(0, 1) : hits;
  },
};
