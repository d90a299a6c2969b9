import type { Hit, Rule } from '../types.ts';
import { t } from '../../core/text/l10n.ts';

/** Only references to this text: `see the chapter "X"`, `the section "X" below`. */
const QUOTED =
  /\b(?:[Ss]ee|[Ii]n|[Uu]nder|[Rr]ead) (?:also )?(?:the )?(?:[Cc]hapters?|[Ss]ections?|[Aa]ppendix|[Aa]nnex|[Cc]lause|[Aa]rticle|[Pp]art)(?: (?:on|entitled|titled|called|named|headed|about))?,? "([^"\n]{3,80})"/g;
const TELLS =
  /\b(?:[Tt]he|[Tt]his|[Oo]ur) (?:chapter|section|appendix|annex|article) "([^"\n]{3,80})" (?:tells|says|describes|explains|covers|lists|sets|contains|gives|shows|defines|deals|has)\b/g;
const AFTER =
  /"([^"\n]{3,80})" (?:chapter|section|heading|appendix|annex|article) (?:above|below|of this)/g;
/** Maximum titles that are searched for in the whole text; more of them are not mistakes. */
const MAX_SEARCHES = 40;

export const titleReferences: Rule = {
  id: 'title-reference',
  title: t('Reference to a title that is not here'),
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'minor',
  confidence: 0.7,
  english: true,
  find({ flat, headings }) {
    const hits: Hit[] = [];
    let searches = 0;
    if (headings.length >= 5) {
      const titles = headings.map(heading => plain(heading.text));
      for (const pattern of [QUOTED, AFTER, TELLS]) {
        for (const found of flat.matchAll(pattern)) {
          const title = found[1] ?? '';
          const wanted = plain(title);
          const after = flat.slice(
            found.index + found[0].length,
            found.index + found[0].length + 24,
          );
          if (
            wanted.length < 3 ||
            // `states in part "..."`: a quotation.
            /^in part,? "/i.test(found[0]) ||
            /^,? (?:of|in|to|from|on|at|is|are) ?(?:the|a|his|her|its|hereby|amended|\[|[A-Z])?/.test(
              after,
            ) ||
            isElsewhere(flat.slice(Math.max(0, found.index - 60), found.index))
          )
            continue;
          if (
            !/^[\p{Lu}\d`]/u.test(title) ||
            titles.some(t => t.includes(wanted) || (t.length > 6 && wanted.includes(t))) ||
            (searches += 1) > MAX_SEARCHES ||
            isHead(flat, title)
          )
            continue;
          const start = found.index + found[0].indexOf(title);
          hits.push({
            start,
            end: start + title.length,
            message: t('No heading of this text is “{0}”.', title),
          });
        }
      }
    }
    const left = searches - MAX_SEARCHES;
    const last = hits.at(-1);
    return left <= 0 || !last
      ? hits
      : [
          ...hits.slice(0, -1),
          {
            ...last,
            message: t(
              '{0} {1} more references to titles were not looked up: there are too many.',
              last.message,
              left,
            ),
          },
        ];
  },
};

/** Another text is named before: `info gettext and read the section "X"`, `the man-page sections "X"`. */
const isElsewhere = (before: string): boolean =>
  /\b(?:info|man(?:[- ]?pages?)?|manual|documentation|wiki|article|README|guide|book|spec(?:ification)?|RFC|policy|reference|statement|prospectus|report|agreement|exhibit|schedule|form|act|chart|table|memorandum|profile|settings?|app|application|account|menu|dashboard|screen|tab)s?\b[^.;]{0,40}$/i.test(
    before,
  );

/** True if the title begins a line, is run in with its text (`PROJECT DESCRIPTION. The word`), or is in capitals. */
function isHead(flat: string, title: string): boolean {
  const name = title.replace(/[.,:;]+$/, '').trim();
  const words = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return (
    new RegExp(
      `(?:^|\\n)[\\s\\d.()*_#-]{0,24}(?:[a-z]{1,4}[.)][\\s*_]{1,6})?${words}(?!")`,
      'i',
    ).test(flat) || flat.includes(name.toUpperCase())
  );
}

const plain = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, ' ')
    .replace(/^[\s\d.]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
