import type { Hit, Rule } from '../types.ts';

const QUOTED =
  /\b(?:[Cc]hapters?|[Ss]ections?|[Hh]eadings?|[Aa]ppendix|[Aa]nnex|[Cc]lause|[Aa]rticle|[Pp]art)(?: (?:on|entitled|titled|called|named|headed|about))?,? (?:"([^"\n]{3,80})"|[*_]{1,2}([^*_\n]{3,80})[*_]{1,2})/g;
const AFTER =
  /"([^"\n]{3,80})" (?:chapter|section|heading|appendix|annex|article) (?:above|below|of this)/g;
const PAGE = /\b(?:on|see|at|to) page (\d{1,5})\b(?! of)/gi;
/** Fewer words stand on hardly any page of running text, so a text has at most words/100 pages. */
const LEAST_WORDS_A_PAGE = 100;

export const titleReferences: Rule = {
  id: 'title-reference',
  title: 'Reference to a title or page that is not here',
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'minor',
  confidence: 0.7,
  english: true,
  find({ flat, headings }) {
    const hits: Hit[] = [];
    if (headings.length >= 5) {
      const titles = headings.map(heading => plain(heading.text));
      for (const pattern of [QUOTED, AFTER]) {
        for (const found of flat.matchAll(pattern)) {
          const title = found[1] ?? found[2] ?? '';
          const wanted = plain(title);
          const after = flat.slice(
            found.index + found[0].length,
            found.index + found[0].length + 24,
          );
          if (
            wanted.length < 3 ||
            /^,? (?:of|in|to|from) (?:the|a|his|her|its|\[|[A-Z])/.test(after)
          )
            continue;
          if (
            !/^[\p{Lu}\d`]/u.test(title) ||
            titles.some(t => t.includes(wanted) || (t.length > 6 && wanted.includes(t)))
          )
            continue;
          const start = found.index + found[0].indexOf(title);
          hits.push({
            start,
            end: start + title.length,
            message: `No heading of this text is “${title}”.`,
          });
        }
      }
    }
    const pages = flat.length / 5 / LEAST_WORDS_A_PAGE;
    for (const found of flat.matchAll(PAGE)) {
      if (Number(found[1]) <= Math.max(pages, 1)) continue;
      const start = found.index + found[0].toLowerCase().indexOf('page');
      hits.push({
        start,
        end: found.index + found[0].length,
        message: `A text of this length has no page ${found[1] ?? ''}.`,
        confidence: 0.6,
      });
    }
    return hits;
  },
};

const plain = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, ' ')
    .replace(/^[\s\d.]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
