import { isContentsLine } from '../clauses.ts';
import { t } from '../../core/text/l10n.ts';
import { isCommonWord } from '../commonWords.ts';
import { termKey } from '../definedTerms.ts';
import { LINE_REACH, lineAround, lineBefore } from '../lines.ts';
import { isAmendment } from '../otherTexts.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import type { Hit, Rule } from '../types.ts';

const WORD = '[A-Z][a-z]+(?:-[A-Z]?[a-z]+)?|[A-Z]{2,6}';
const PHRASE = new RegExp(
  `\\b(?:[Tt]he|any|[Ee]ach|[Ee]very|[Aa]n?|[Ss]uch|all|no|its|their|of|[Tt]his) {1,3}((?:${WORD})(?: {1,3}(?:${WORD})){1,4})(?=[\\s,.;:)])`,
  'g',
);
/** Words that mark a phrase as the name of an institution, law, place, office or heading, not a term. */
const NAMES = new Set(
  (
    'act acts code law laws bank inc llc corporation corp company co association commission state states county city university street avenue road ' +
    'institute institution rules rule regulation regulations agency department board bureau court society standard standards committee council ' +
    'january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday ' +
    'section article exhibit annex appendix clause paragraph table figure part president officer director secretary chairman chairperson ' +
    'manager engineer treasurer america american england english british france french germany german union united kingdom north south east west ' +
    'republic federal national international international treaty convention service trust power station plant river bay island school church ' +
    'central standard time eastern pacific greenwich mean order circuit district hall house journal times press group holdings limited partners ' +
    'market markets exchange administration branch consortium counsel have has been amendment amendments statute statutes system form hours days agreement agreements plan plans license licence policy manual guidelines convention protocols formula index survey ' +
    'uniform customs practice social security medicare insurance notary orders procedures hundred thousand million percent internal revenue dollars dollar euro bible testament'
  ).split(' '),
);

/**
 * Lower-case words inside a title. Title case can run into the next sentence or heading: `Return of Security In the
 * event`.
 */
const SMALL =
  /^(?:In|With|Without|Against|Of|Prior|Based|On|At|For|To|By|From|If|As|And|Or|The|Risk|Upon|When|Such|No)$/;

export const undefinedTerms: Rule = {
  id: 'undefined-term',
  title: t('Capitalised term is never defined'),
  serves: { markdown: 'completeness', prose: 'completeness' },
  severity: 'minor',
  confidence: 0.65,
  english: true,
  off: true,
  find(doc) {
    const { flat, terms } = doc;
    // Capitals signal a defined term only in texts that define terms.
    const definitions = [...terms.values()].filter(term => term.defining).length;
    const isDefining =
      definitions >= MIN_DEFINITIONS && definitions * CHARS_A_DEFINITION >= flat.length;
    if (!isDefining || addressesReader(flat) || isAmendment(flat)) return [];
    const known = knownWords(doc);
    const lower = lowerWords(flat);
    const wanted = new Set<string>();
    for (const found of flat.matchAll(PHRASE)) {
      const phrase = (found[1] ?? '').replace(/ +/g, ' ');
      wanted.add(phrase.toLowerCase());
      wanted.add(phrase.toUpperCase());
    }
    const plain = runsOf(flat, SMALL_RUN, wanted);
    const parts = partsOf(terms);
    const capitals = runsOf(flat, CAPITAL_RUN, wanted);
    const seen = new Map<string, { phrase: string; count: number; hit: Hit }>();
    for (const found of flat.matchAll(PHRASE)) {
      const shown = found[1] ?? '';
      const phrase = shown.replace(/ +/g, ' ');
      const words = phrase.split(' ');
      const start = found.index + found[0].length - (found[1] ?? '').length;
      const end = start + shown.length;
      // `Change of Control Period`: the phrase began before its preposition.
      if (/[A-Z][\w-]* (?:of|in|for|and|to) $/.test(flat.slice(Math.max(0, start - 30), start)))
        continue;
      if (words.some(word => NAMES.has(word.toLowerCase()))) continue;
      if (words.some(word => word === word.toUpperCase())) continue;
      if (words.some(word => SMALL.test(word)) || capitals.has(phrase.toUpperCase())) continue;
      if (isCovered(words, terms, known, parts) || inTitle(flat, start, end)) continue;
      if (/-[a-z]{5}/.test(phrase) || ORDINAL.test(phrase) || FRAGMENT.test(words.at(-1) ?? ''))
        continue;
      if (words.some(word => NO_TERM.test(word)) || /ed$/.test(words.at(-1) ?? '')) continue;
      if (isInstitution(found[0], words) || isPage(flat, end)) continue;
      if (OFFICE.test(flat.slice(Math.max(0, start - 24), start))) continue;
      // `"Note" means the Promissory Note dated`: the thing itself, by its own name.
      if (MEANT.test(flat.slice(Math.max(0, start - 24), start))) continue;
      // Said in small letters elsewhere, it is an ordinary thing in a writer's capitals.
      if (joinsOn(flat, end) || plain.has(phrase.toLowerCase())) continue;
      // The last word of a term is an ordinary noun; in a name (Stone Webster) it is not.
      const head = singular(words.at(-1)?.toLowerCase() ?? '');
      if (!lower.has(head) && !known.has(head) && !DERIVED.test(head) && !isCommonWord(head))
        continue;
      if (!isOfOrdinaryWords(words, lower, known)) continue;
      const key = termKey(phrase);
      const before = seen.get(key);
      if (before) {
        before.count += 1;
        continue;
      }
      seen.set(key, {
        phrase,
        count: 1,
        hit: {
          start,
          end,
          message: t(
            '“{0}” is written as a defined term, and nothing in the text defines it.',
            phrase,
          ),
        },
      });
    }
    // If many terms are undefined, capitals are the writer's habit and do not signal a definition.
    if (seen.size > Math.max(MAX_UNDEFINED, definitions * MAX_UNDEFINED_SHARE)) return [];
    // `Quality Team`, `Contract Team`: names after one pattern that say of themselves what they are.
    const heads = Map.groupBy(seen.values(), ({ phrase }) => headOf(phrase));
    const introduced = introducedIn(
      flat,
      [...seen.keys()].map(key => seen.get(key)?.phrase ?? ''),
    );
    return [...seen.values()]
      .filter(
        ({ phrase }) =>
          !introduced.has(phrase) && (heads.get(headOf(phrase))?.length ?? 0) < MIN_PATTERN,
      )
      .map(({ count, hit }) => ({
        ...hit,
        message:
          count > 1
            ? t('{0} It occurs in {1} places; this is the first.', hit.message, count)
            : hit.message,
      }));
  },
};

/** Terms of a service speak to `you` and capitalise the names of its parts, which are no promise of a definition. */
const addressesReader = (flat: string): boolean =>
  (flat.match(/\byou\b/gi)?.length ?? 0) * CHARS_A_YOU > flat.length;
/** Characters for each `you` of a text that addresses its reader, at most. */
const CHARS_A_YOU = 3000;
/** From so many definitions, `(the "Fee")` too, capitals are read as the promise of one. */
const MIN_DEFINITIONS = 8;
/** Characters of text for each of them, at most. */
const CHARS_A_DEFINITION = 20_000;
const MEANT = /\bmeans?,? {1,3}(?:an?|the|that) {1,3}$/;
const MAX_UNDEFINED = 6;
const MAX_UNDEFINED_SHARE = 0.2;

/** So many undefined terms with one head are names after a pattern. */
const MIN_PATTERN = 4;
const headOf = (phrase: string): string => singular(phrase.split(' ').at(-1) ?? '');

/** `First Fiscal Quarter`, `Phase Two`: one of several, not a term. */
const ORDINAL =
  /^(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Last|Next|Final)\b|\b(?:One|Two|Three|Four|Five|Six)$/;
/** Words of a sentence or a heading that runs into the phrase, and verbs: `Patents Controlled by`. */
const NO_TERM =
  /^(?:Each|Any|Every|Both|Either|Neither|Now|Then|Named|Unless|Where|While|During|Following|See|Share|About|World|Exceeds|Majeure|That|This|These|Those|It|They|Shall|Will|May|Must)$/;
/** `the Trade Organization`: one of its kind; `any Tax Authority` is one of several. */
const INSTITUTION =
  /^(?:Organi[sz]ation|Authority|Initiatives?|Foundation|Network|Academy|Alliance|Forum|Web|Division|Cent(?:er|re)|Fund|Directive|Bureau|Ministry|Laborator(?:y|ies))$/;
const isInstitution = (shown: string, words: readonly string[]): boolean =>
  /^(?:[Tt]he|its|of) /.test(shown) && INSTITUTION.test(words.at(-1) ?? '');
/** An address follows, which is blank here: `the Health Channel www. ...`. */
const isPage = (flat: string, end: number): boolean => /^ ?\(? {8}/.test(flat.slice(end, end + 12));
/** `Professor of Cancer Therapeutics`: the name of a place of work. */
const OFFICE =
  /\b(?:[Pp]rofessor|[Dd]epartment|[Ii]nstitute|[Oo]ffice|[Dd]ivision|[Ss]chool|[Cc]enter|[Cc]entre) of $/;
/** How a truncated heading ends: `to Each Advance Under this Agreement`. */
const FRAGMENT =
  /^(?:Under|Against|Required|Not|Into|About|After|Before|Processed|Without|Between|Only|Updated|Permitted|Is|Are|Be|There|Herein|Hereof|Hereunder|Therein|Thereof)$/;

/** The phrases that the text introduces: in quotes, before a colon, or as defined elsewhere. */
function introducedIn(flat: string, phrases: readonly string[]): ReadonlySet<string> {
  const introduced = new Set<string>();
  const text = flat.replace(/\s+/g, ' ');
  for (const phrase of phrases) {
    for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
      const before = text.slice(Math.max(0, at - 30), at);
      const after = text.slice(at + phrase.length, at + phrase.length + INTRODUCED_REACH);
      if (!CALLED.test(before) && !INTRODUCES.test(after)) continue;
      introduced.add(phrase);
      break;
    }
  }
  return introduced;
}
/** Characters behind a phrase in which it is said what it is. */
const INTRODUCED_REACH = 130;
/** `"X`, `deemed to be an X`: given its name right there. */
const CALLED =
  /["'“(]$|\b(?:deemed (?:to be )?|called|known as|referred to as|defined as) ?(?:an?|the)? ?$/;
const INTRODUCES =
  /^(?:s|\(s\))?(?:["”:]| \((?:which|being|as|i\.e)\b| defined (?:below|above|in)\b| (?:attached|annexed|appended)\b| (?:shall (?:initially )?be|is|will be) (?:the|that|an?|any)\b|,? (?:shall )?(?:means?|refers? to|is defined)\b| ?[—–] |[^.;"]{0,100}\(?(?:as|so|each as|all as|herein(?:after|before)?|such term is)(?: such term is| hereinafter| so)? defined\b|[^.;"]{0,60} (?:is|are) (?:attached|annexed|appended)\b|,? (?:as |are |is )?(?:described|set forth|referred to|contained|specified|established|identified|listed|provided for) (?:in|on|by|under|pursuant)\b| dated\b| of even date\b)/;

/** Suffixes that derive English nouns and adjectives; names rarely have them. */
const DERIVED =
  /.{3}(?:ness|ed|ing|[st]ion|al|able|ible|ment|ity|ive|ary|ous|ance|ence|ship|ful|less)$/;

const NONE: ReadonlySet<string> = new Set();

/** In a phrase of three or more words one may be jargon, but not the first: company names come first. */
function isOfOrdinaryWords(
  words: readonly string[],
  lower: ReadonlySet<string>,
  known: ReadonlySet<string>,
): boolean {
  // `Siemens Compliance Program`: that a defined term names the company makes it no ordinary word.
  const [first = ''] = words;
  if (!isOrdinary(first, lower, NONE)) return false;
  const strange = words.slice(1, -1).filter(word => !isOrdinary(word, lower, known));
  return strange.length <= 1;
}

/** True if the word also occurs in lower case or in a term; a word that never does is a name. */
const isOrdinary = (
  word: string,
  lower: ReadonlySet<string>,
  known: ReadonlySet<string>,
): boolean =>
  word
    .toLowerCase()
    .split('-')
    .every(
      part =>
        part.length < 3 ||
        lower.has(singular(part)) ||
        isCommonWord(part) ||
        known.has(termKey(part)) ||
        DERIVED.test(part),
    );

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

/** Every run of words within a defined term. */
function partsOf(terms: RuleDocument['terms']): ReadonlySet<string> {
  const parts = new Set<string>();
  for (const term of terms.keys()) {
    const words = term.split(/[ -]/);
    for (let from = 0; from < words.length; from += 1)
      for (let to = from + 1; to <= words.length; to += 1)
        parts.add(words.slice(from, to).join(' '));
  }
  return parts;
}

const SMALL_RUN = /(?<![\w-])[a-z][a-z-]{1,30}(?: [a-z][a-z-]{1,30})+/g;
const CAPITAL_RUN = /(?<![\w-])[A-Z][A-Z-]{1,30}(?: [A-Z][A-Z-]{1,30})+/g;

/** The wanted phrases, of two to five words, that occur in matches of the pattern. */
function runsOf(flat: string, pattern: RegExp, wanted: ReadonlySet<string>): ReadonlySet<string> {
  const runs = new Set<string>();
  for (const [found] of flat.matchAll(pattern)) {
    const words = found.split(' ');
    for (let from = 0; from < words.length; from += 1) {
      for (let length = 2; length <= Math.min(5, words.length - from); length += 1) {
        const run = words.slice(from, from + length).join(' ');
        if (wanted.has(run)) runs.add(run);
      }
    }
  }
  return runs;
}

/** True when the phrase is a defined term, part of one, or several in a row. */
function isCovered(
  words: readonly string[],
  terms: RuleDocument['terms'],
  known: ReadonlySet<string>,
  parts: ReadonlySet<string>,
): boolean {
  const keys = words.map(word => termKey(word));
  const joined = keys.join(' ');
  if (terms.has(joined)) return true;
  // `Long Term Forecast` for `Long-Term Forecast`.
  if (parts.has(joined.replaceAll('-', ' '))) return true;
  if (parts.has(joined)) return true;
  // Segmentation from the left: each piece is a defined term of one or more words.
  const reach = [true, ...keys.map(() => false)];
  for (let from = 0; from < keys.length; from += 1) {
    if (!reach[from]) continue;
    for (let to = from + 1; to <= keys.length; to += 1) {
      if (terms.has(keys.slice(from, to).join(' '))) reach[to] = true;
    }
  }
  if (reach.at(-1)) return true;
  // `Domestic Borrowing` where Borrowing and Domestic Loans are defined: a kind of Borrowing.
  const last = keys.at(-1) ?? '';
  if (terms.get(last)?.defining && keys.every(key => known.has(key))) return true;
  // A defined term with one more defined word before or after it reads as a description of it.
  const longest = Math.max(0, ...reach.map((ok, at) => (ok ? at : 0)));
  return longest >= 2 && keys.slice(longest).every(key => known.has(key));
}

/** Run-in headings and titles are in title case anyway: nothing precedes them, and a full stop or nothing follows. */
function inTitle(flat: string, start: number, end: number): boolean {
  const before = lineBefore(flat, start);
  if (/^\s*[#|]/.test(before) || before.includes('\t')) return true;
  const line = lineAround(flat, start, end);
  if (isContentsLine(line)) return true;
  if (
    line.length < LINE_REACH &&
    !/[a-z]{3,} (?:[a-z]{2,} [a-z]{2,}|(?:an?|the|any|each|such|no) )/.test(line)
  )
    return true;
  return (
    before.length < 60 &&
    /^[\s\d.()A-Za-z]*$/.test(before) &&
    /^ ?[.:—-]/.test(flat.slice(end, end + 2)) &&
    !/[a-z]{3,} [a-z]{3,} /.test(before)
  );
}

/** `Board of Directors`, `Bank and Trust`: part of a longer name. */
const joinsOn = (flat: string, end: number): boolean =>
  // `a Leverage Ratio (the ratio of`: the definition follows immediately.
  /^,? {1,3}\((?:the|an?|which|i\.e\.|being|meaning) /.test(flat.slice(end, end + 15)) ||
  /^ \(?(?:as (?:such term is )?defined|dated)\b/.test(flat.slice(end, end + 30)) ||
  /^, (?:[A-Z][a-z]+,? ){1,4}(?:and|&|Act|Law)\b/.test(flat.slice(end, end + 60)) ||
  /^s? ?\("?[A-Z]{2,8}s?"?\)/.test(flat.slice(end, end + 14)) ||
  // `Series A Cumulative Preferred Stock, par value`: a class of shares, described where it is named.
  /^,? (?:par value|without par)\b/.test(flat.slice(end, end + 18)) ||
  /^ {1,3}(?:of|for|and|&|de|or|to|in|on|with) {1,3}(?:the )?[A-Z]/.test(
    flat.slice(end, end + 18),
  ) ||
  // `the Professional Liability policy`: a kind of insurance.
  /^ (?:act|polic(?:y|ies)|coverage|insurance|office|staff|regulations|rules|requirements|standards|guidelines|group|website)\b/.test(
    flat.slice(end, end + 12),
  ) ||
  /^ {1,8}\(?(?:"|[A-Z][a-z])/.test(flat.slice(end, end + 12)) ||
  // `an Initial Term of five (5) years`, `a Report prepared by X`, `an Assignment in the form of`: it says what it is.
  /^,? (?:of [a-z-]+ ?\(?\d|prepared by|(?:substantially )?in the form)/.test(
    flat.slice(end, end + 26),
  ) ||
  /^,? (?:Inc|LLC|Ltd|L\.P|N\.A|Corp)/.test(flat.slice(end, end + 8));
