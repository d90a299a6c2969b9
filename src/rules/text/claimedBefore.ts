import type { Hit, Rule } from '../types.ts';
import { t } from '../../core/text/l10n.ts';

const NAME = '((?:[A-Za-z][\\w-]+ ){0,2}[A-Za-z][\\w-]+)';
/** Phrases that presuppose an earlier mention; the first group is the name. */
const CLAIMS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:[Tt]h(?:e|is|at|ese|ose)|[Oo]ur|[Ee]ach|[Ee]very) ${NAME},? (?:(?:(?:as|that|which)(?: (?:was|were|is|are|has been|have been|we|we have|I|I have))? )?(?:already |previously )?(?:defined|described|explained|introduced|discussed)) (?:above|before|earlier|already|previously)`,
    'g',
  ),
  new RegExp(
    `\\b(?:[Tt]h(?:e|is|at)) ${NAME} already (?:defined|described|explained|introduced|named)\\b`,
    'g',
  ),
  new RegExp(
    `\\b(?:[Tt]h(?:e|is|at)) ${NAME},? as (?:we|I) (?:have )?(?:called|named|termed|defined) it\\b`,
    'g',
  ),
  new RegExp(
    `\\b[Ww]hat (?:we|I) (?:have )?(?:called|named|termed|defined as) (?:the |a |an )?${NAME}`,
    'g',
  ),
  new RegExp(
    `\\b(?:[Tt]h(?:e|is|at)) ${NAME},? (?:which|that|whom) (?:the reader|we|you) (?:now |already )+knows?\\b`,
    'g',
  ),
  new RegExp(
    `\\b(?:[Aa]forementioned|[Aa]foresaid|[Aa]bove-mentioned) ([A-Z][\\w-]+(?: [A-Z][\\w-]+)+)`,
    'g',
  ),
];
const SMALL = new Set(
  'the this that and for with from into upon their there which same first second third last other such section chapter rule order way part of in on to a an'.split(
    ' ',
  ),
);

/** `the six-month period described above` says in other words what was said in a sentence. */
const PERIOD = /^(?:[\w-]+ )?\w+-(?:minute|hour|day|week|month|year)s? /i;

export const claimedBefore: Rule = {
  id: 'never-introduced',
  title: t('Said to be known, but not mentioned before'),
  serves: { markdown: 'completeness', prose: 'completeness' },
  severity: 'minor',
  confidence: 0.65,
  english: true,
  find({ flat }) {
    const hits: Hit[] = [];
    const lower = flat.toLowerCase();
    const places = new Map<string, number>();
    const firstPlace = (stem: string): number => {
      const known = places.get(stem);
      if (known !== undefined) return known;
      const at = lower.indexOf(stem);
      places.set(stem, at < 0 ? Infinity : at);
      return at < 0 ? Infinity : at;
    };
    for (const claim of CLAIMS) {
      for (const found of flat.matchAll(claim)) {
        const name = found[1] ?? '';
        const words = name
          .toLowerCase()
          .split(' ')
          .filter(word => word.length > 3 && !SMALL.has(word));
        if (words.length === 0) continue;
        const start = found.index + found[0].indexOf(name);
        if (
          words.length < 2 &&
          !/[A-Z-]/.test(name.slice(1)) &&
          !/\b(?:called|termed|named)\b/.test(found[0])
        )
          continue;
        if (/^(?:same|following|other|above|problem|issue)/.test(name) || PERIOD.test(name))
          continue;
        // For a name, it is enough that it never occurred before. Of ordinary words none may have occurred: `the single
        // instance setup` can refer back to a single instance.
        const isNew = (word: string): boolean =>
          firstPlace(word.replace(/(?:ies|es|s|ed|ing|y)$/, '')) >= start;
        const fresh = words.filter(isNew);
        const named = fresh.find(word =>
          name.includes(word.charAt(0).toUpperCase() + word.slice(1)),
        );
        const unknown = named ?? (fresh.length === words.length ? fresh[0] : undefined);
        if (unknown === undefined || start < 400) continue;
        hits.push({
          start,
          end: start + name.length,
          message: t(
            'The text says “{0}” is known already, but “{1}” does not stand anywhere before.',
            name,
            unknown,
          ),
        });
      }
    }
    return hits;
  },
};
