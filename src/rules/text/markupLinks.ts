import { rangeFromOriginal } from '../../core/domain/original.ts';
import type { Range } from '../../core/domain/range.ts';
import { t } from '../../core/text/l10n.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import type { Hit, Rule } from '../types.ts';
import { asciidocLinks } from './markup/asciidoc.ts';
import { htmlLinks } from './markup/html.ts';
import { latexLinks } from './markup/latex.ts';
import { orgLinks } from './markup/org.ts';
import { lostFiles, lostReferences, type MarkupLinks } from './markup/reference.ts';
import { restructuredLinks } from './markup/restructured.ts';

const NOTHING: MarkupLinks = { links: [], files: [] };

const READERS: Readonly<Record<string, (doc: RuleDocument) => MarkupLinks>> = {
  asciidoc: asciidocLinks,
  latex: latexLinks,
  tex: latexLinks,
  org: orgLinks,
  html: ({ original }) => (original ? htmlLinks(original.text) : NOTHING),
  restructuredtext: restructuredLinks,
};

export const markupLinks: Rule = {
  id: 'markup-link',
  title: t('Link leads nowhere'),
  serves: { prose: 'accuracy', markdown: 'accuracy' },
  languages: Object.keys(READERS),
  severity: 'minor',
  confidence: 0.8,
  find(doc) {
    const { probe, original } = doc;
    const { links, files } = READERS[original?.languageId ?? doc.languageId]?.(doc) ?? NOTHING;
    const hits: readonly Hit[] = [
      ...links.flatMap(lostReferences),
      ...(probe ? files.flatMap(one => lostFiles(one, probe)) : []).map(
        ({ shown, start, end }): Hit => ({
          start,
          end,
          message: t('There is no file “{0}” here.', shown),
        }),
      ),
    ];
    return original ? hits.flatMap(hit => inText(doc, hit)) : hits;
  },
};

/** Characters behind a link that shows nothing itself, such as a picture. */
const BESIDE = 60;

/** The same hit in what is read of the page: at the words of the link, or those that follow it. */
function inText({ original, text }: RuleDocument, hit: Hit): readonly Hit[] {
  if (!original) return [hit];
  const shown = rangeFromOriginal(original, hit);
  if (shown) return [{ ...hit, ...shown }];
  const rest: Range | undefined = rangeFromOriginal(original, {
    start: hit.start,
    end: original.text.length,
  });
  if (!rest) return [];
  const line = text.slice(rest.start, rest.start + BESIDE).search(/\n|$/);
  return [{ ...hit, start: rest.start, end: rest.start + Math.max(1, line) }];
}
