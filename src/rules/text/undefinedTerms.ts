import { termKey } from '../definedTerms.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import type { Hit, Rule } from '../types.ts';

const WORD = '[A-Z][a-z]+(?:-[A-Z]?[a-z]+)?|[A-Z]{2,6}';
const PHRASE = new RegExp(
  `\\b(?:[Tt]he|[Aa]ny|[Ee]ach|[Ee]very|[Aa]n?|[Ss]uch|[Aa]ll|[Nn]o|[Ii]ts|[Tt]heir|[Oo]f|[Tt]his) ((?:${WORD})(?: (?:${WORD})){1,4})(?=[\\s,.;:)])`,
  'g',
);
/** Words that make a name of an institution, law, place, office or heading rather than a term. */
const NAMES = new Set(
  (
    'act acts code law laws bank inc llc corporation corp company co association commission state states county city university street avenue road ' +
    'institute institution rules rule regulation regulations agency department board bureau court society standard standards committee council ' +
    'january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday ' +
    'section article exhibit schedule annex appendix clause paragraph table figure part president officer director secretary chairman chairperson ' +
    'manager engineer treasurer america american england english british france french germany german union united kingdom north south east west ' +
    'republic federal national international international treaty convention service trust power station plant river bay island school church ' +
    'central standard time eastern pacific greenwich mean order circuit district hall house journal times press group holdings limited partners ' +
    'uniform customs practice internal revenue dollars dollar euro bible testament'
  ).split(' '),
);

/** Title case runs on into the next sentence or heading: `Return of Security In the event`. */
const SMALL =
  /^(?:In|With|Of|Prior|Based|On|At|For|To|By|From|If|As|And|Or|The|Risk|Upon|When|Such|No)$/;

export const undefinedTerms: Rule = {
  id: 'undefined-term',
  title: 'Capitalised term is never defined',
  serves: { markdown: 'completeness', prose: 'completeness' },
  severity: 'major',
  confidence: 0.65,
  english: true,
  find(doc) {
    const { flat, terms } = doc;
    // Capitals mean definitions only in texts that define their terms.
    const definitions = [...terms.values()].filter(term => term.defining).length;
    if (definitions < 8 || definitions * 20_000 < flat.length) return [];
    const known = knownWords(doc);
    const lower = lowerWords(flat);
    const seen = new Map<string, { count: number; hit: Hit }>();
    for (const found of flat.matchAll(PHRASE)) {
      const phrase = (found[1] ?? '').replace(/ (?:[A-Z]{2,6})$/, match =>
        terms.has(termKey(match.trim())) ? match : match,
      );
      const words = phrase.split(' ');
      const start = found.index + found[0].length - (found[1] ?? '').length;
      const end = start + phrase.length;
      if (words.some(word => NAMES.has(word.toLowerCase()))) continue;
      if (words.some(word => word.length > 2 && word === word.toUpperCase())) continue;
      if (words.some(word => SMALL.test(word)) || flat.includes(phrase.toUpperCase())) continue;
      if (isCovered(words, terms, known) || inTitle(flat, start, end)) continue;
      if (joinsOn(flat, end)) continue;
      // The head of a term is an ordinary noun; in a name (Stone Webster) it is not.
      const head = singular(words.at(-1)?.toLowerCase() ?? '');
      if (!lower.has(head) && !known.has(head)) continue;
      const key = termKey(phrase);
      const before = seen.get(key);
      if (before) {
        before.count += 1;
        continue;
      }
      seen.set(key, {
        count: 1,
        hit: {
          start,
          end,
          message: `“${phrase}” is written as a defined term, and nothing in the text defines it.`,
        },
      });
    }
    return [...seen.values()].map(({ count, hit }) => ({
      ...hit,
      confidence: count > 6 ? 0.45 : 0.65,
      severity: count > 6 ? 'minor' : 'major',
      message:
        count > 1 ? `${hit.message} It stands in ${count} places; this is the first.` : hit.message,
    }));
  },
};

const singular = (word: string): string => word.replace(/(?<=[^s])s$/, '');

function lowerWords(flat: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [word] of flat.matchAll(/\b[a-z]{3,}\b/g)) words.add(singular(word));
  return words;
}

/** Every word of every defined term. */
function knownWords({ terms }: RuleDocument): ReadonlySet<string> {
  const words = new Set<string>();
  for (const key of terms.keys()) for (const word of key.split(' ')) words.add(word);
  return words;
}

/** True when the phrase is a defined term, part of one, or several in a row. */
function isCovered(
  words: readonly string[],
  terms: RuleDocument['terms'],
  known: ReadonlySet<string>,
): boolean {
  const keys = words.map(word => termKey(word));
  const joined = keys.join(' ');
  if (terms.has(joined)) return true;
  for (const term of terms.keys()) {
    if (term.includes(joined) && ` ${term} `.includes(` ${joined} `)) return true;
  }
  // Segmentation from the left: each piece a defined term of one or more words.
  const reach = [true, ...keys.map(() => false)];
  for (let from = 0; from < keys.length; from += 1) {
    if (!reach[from]) continue;
    for (let to = from + 1; to <= keys.length; to += 1) {
      if (terms.has(keys.slice(from, to).join(' '))) reach[to] = true;
    }
  }
  if (reach.at(-1)) return true;
  // A defined term with one more defined word before or after it reads as its description.
  const longest = Math.max(0, ...reach.map((ok, at) => (ok ? at : 0)));
  return longest >= 2 && keys.slice(longest).every(key => known.has(key));
}

/** Run-in headings and titles are capitalised as such: a full stop or nothing follows, nothing precedes. */
function inTitle(flat: string, start: number, end: number): boolean {
  const lineStart = flat.lastIndexOf('\n', start) + 1;
  const before = flat.slice(lineStart, start);
  if (/^\s*[#|]/.test(before) || before.includes('\t')) return true;
  const next = flat.indexOf('\n', end);
  const line = flat.slice(lineStart, next < 0 ? flat.length : next);
  if (line.length < 400 && !/[a-z]{3,} [a-z]{2,} [a-z]{2,}/.test(line)) return true;
  return (
    before.length < 60 &&
    /^[\s\d.()A-Za-z]*$/.test(before) &&
    /^ ?[.:—-]/.test(flat.slice(end, end + 2)) &&
    !/[a-z]{3,} [a-z]{3,} /.test(before)
  );
}

/** `Board of Directors`, `Bank and Trust`: part of a longer name. */
const joinsOn = (flat: string, end: number): boolean =>
  /^ ?\([A-Z]{2,8}\)/.test(flat.slice(end, end + 12)) ||
  /^ (?:of|for|and|&|de|or|to) (?:the )?[A-Z]/.test(flat.slice(end, end + 14)) ||
  /^ \(?(?:"|[A-Z][a-z])/.test(flat.slice(end, end + 5)) ||
  /^,? (?:Inc|LLC|Ltd|L\.P|N\.A|Corp)/.test(flat.slice(end, end + 8));
