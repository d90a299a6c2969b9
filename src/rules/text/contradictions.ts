import type { Range } from '../../core/domain/range.ts';
import { t } from '../../core/text/l10n.ts';
import { wordsToNumber } from '../numberWords.ts';
import { quantitiesOf, type Quantity } from '../quantities.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import type { Hit, Rule } from '../types.ts';

/** A name that occurs in more sentences does not identify a single thing. */
const RARE = 3;
/** A name has at least one word that occurs in at most this many sentences. */
const SELDOM = 3;
/** A word that occurs in more sentences is no evidence of a shared subject. */
const KNOWN = 12;
const MAX_DISTANCE = 700;
/** Closer sentences are a series, or a rule and its exception. */
const APART = 600;
/** This many sentences with the same verb before a year are a log: each entry has a separate year. */
const LOG_ENTRIES = 5;
const STOP = new Set(
  'the of and to in a is that for it as was with be by on not he this are or his from at which but have an they you were their shall any such all been has had may will would each other than its no if when who more one per into only under upon so what there these those also same must should can could about after before between during until within without over above below'.split(
    ' ',
  ),
);
/** Here the number identifies a place or an item, and is not an amount. */
const LABEL_UNITS = new Set(
  'section page version chapter line item step article part figure table note paragraph clause exhibit schedule level row column hereof thereof time day-of release-candidate'.split(
    ' ',
  ),
);

/** What may occur between two words of one name. */
const JOINS = /^[ -]{1,2}(?:(?:of|and|for|the|on|in|at) ){0,2}$/;
/** What occurs before a name that the reader already knows: `the panel`, `the technical panel`. */
const DEFINITE = /\b(?:the|its|their|his|her|our|this) (?:[\w-]+ )?$/i;
/** Words that refer to another place of the text and name nothing. */
const POINTS = /^(?:there|here)(?:of|to|for|in|by|with|under|after|from|on)/i;
/** Maximum characters between a name and its value. */
const NEAR = 80;

interface Word extends Range {
  readonly stem: string;
  /** True if it belongs to one name with the word before: only `of`, `and` or `the` between them. */
  readonly joined: boolean;
  /** Capitalised inside a sentence. */
  readonly proper: boolean;
}
interface Statement extends Range {
  readonly words: readonly Word[];
  readonly quantities: readonly Quantity[];
}

export const contradictions: Rule = {
  id: 'contradiction',
  title: t('Two values for one thing'),
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'minor',
  confidence: 0.6,
  english: true,
  off: true,
  find(doc) {
    const { statements, counts } = statementsOf(doc);
    const { stems, pairs } = counts;
    const byName = new Map<string, number[]>();
    for (const [index, { words }] of statements.entries()) {
      const names = words.filter(word => word.proper).map(word => word.stem);
      for (const name of new Set([...pairsOf(words), ...names])) {
        const count = (name.includes(' ') ? pairs : stems).get(name) ?? 0;
        if (count < 2 || count > RARE) continue;
        const known = byName.get(name);
        if (known) known.push(index);
        else byName.set(name, [index]);
      }
    }
    const candidates = new Set<number>();
    for (const group of byName.values()) {
      for (const [at, a] of group.entries())
        for (const b of group.slice(at + 1)) candidates.add(a * statements.length + b);
    }
    const years = yearsByVerb(doc, statements);
    const hits = new Map<number, Hit>();
    for (const pair of [...candidates].sort((a, b) => a - b)) {
      const a = statements[Math.floor(pair / statements.length)];
      const b = statements[pair % statements.length];
      if (!a || !b || b.start - a.end < APART) continue;
      const name = sharedName(a, b, counts, doc.flat);
      const values = name && differing(doc, a, b, years);
      if (!name || !values) continue;
      if (!isEnough(name, values.first.unit, isYear(values.first), stems)) continue;
      if (!isNear(doc.flat, name.inA, values.first)) continue;
      if (!isNear(doc.flat, name.inB, values.second)) continue;
      const said = doc.text.slice(values.first.start, values.first.end).replace(/\s+/g, ' ');
      const unit = values.first.unit.length > 1 ? ` ${values.first.unit}` : '';
      const shown = said.toLowerCase().includes(values.first.unit) ? said : `${said}${unit}`;
      hits.set(values.second.start, {
        start: values.second.start,
        end: values.second.end,
        message: t(
          'Line {0} gives {1} for what seems the same thing, “{2}”: “{3}”',
          doc.lineAt(values.first.start),
          shown,
          doc.text.slice(name.inA.start, name.inA.end).replace(/\s+/g, ' '),
          excerpt(doc.text, a),
        ),
      });
    }
    return [...hits.values()];
  },
};

const excerpt = (text: string, { start, end }: Range): string => {
  if (end - start <= 160) return text.slice(start, end).replace(/\s+/g, ' ');
  const cut = text.slice(start, start + 160);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 100)).replace(/\s+/g, ' ')} …`;
};

const stemOf = (word: string): string =>
  word
    .toLowerCase()
    .replace(/'s?$/, '')
    .replace(/(?:ations?|ements?|ities|ings?|edly|ed|ies|es|s|ly|ion|e|y)$/, '');

function* pairsOf(words: readonly Word[]): Generator<string> {
  for (let at = 1; at < words.length; at += 1)
    if (words[at]?.joined) yield `${words[at - 1]?.stem ?? ''} ${words[at]?.stem ?? ''}`;
}

/** In how many sentences a stem, or a pair of adjacent stems, occurs. */
interface Counts {
  readonly stems: ReadonlyMap<string, number>;
  readonly pairs: ReadonlyMap<string, number>;
}

function statementsOf(doc: RuleDocument): {
  readonly statements: readonly Statement[];
  readonly counts: Counts;
} {
  const stems = new Map<string, number>();
  const pairs = new Map<string, number>();
  const count = (map: Map<string, number>, keys: Iterable<string>): void => {
    for (const key of new Set(keys)) map.set(key, (map.get(key) ?? 0) + 1);
  };
  const statements: Statement[] = [];
  for (const sentence of doc.sentences) {
    const body = doc.flat.slice(sentence.start, Math.min(sentence.end, sentence.start + 2000));
    const words: Word[] = [];
    let end = -1;
    for (const found of body.matchAll(/(?<![A-Za-z])[A-Za-z][a-z'-]{2,}(?![A-Za-z])/g)) {
      if (POINTS.test(found[0])) continue;
      if (STOP.has(found[0].toLowerCase()) || wordsToNumber(found[0]) !== undefined) continue;
      const stem = stemOf(found[0]);
      const start = sentence.start + found.index;
      if (stem.length < 3) continue;
      const joined = end >= 0 && JOINS.test(doc.flat.slice(end, start));
      end = start + found[0].length;
      const proper =
        /^[A-Z]/.test(found[0]) &&
        /[a-z,;("] ?$/.test(doc.flat.slice(Math.max(0, start - 2), start));
      words.push({ stem, start, end, joined, proper });
    }
    count(
      stems,
      words.map(word => word.stem),
    );
    count(pairs, pairsOf(words));
    if (sentence.end - sentence.start > MAX_DISTANCE || words.length < 4) continue;
    const quantities = quantitiesOf(doc.flat, sentence);
    if (quantities.length > 0 && quantities.length <= 3)
      statements.push({ ...sentence, words, quantities });
  }
  return { statements, counts: { stems, pairs } };
}

interface Name {
  readonly inA: Range;
  readonly inB: Range;
  readonly words: readonly Word[];
  /** Stems outside the name that occur in both sentences and in few others. */
  readonly others: number;
}

/**
 * The name that two sentences share: adjacent words, or one proper name, that occur in few sentences of the text.
 * Sentences that share nearly all their words are a series from one template, each with a separate value, unless they
 * share a word that no other sentence has.
 */
function sharedName(a: Statement, b: Statement, counts: Counts, flat: string): Name | undefined {
  const { stems, pairs } = counts;
  const inB = new Set(b.words.map(word => word.stem));
  const pairsOfB = new Set(pairsOf(b.words));
  const own = new Set(a.words.map(word => word.stem));
  const shared = [...own].filter(stem => inB.has(stem));
  const isSeries = shared.length / Math.max(own.size, inB.size) > 0.75;
  if (isSeries && !shared.some(stem => stems.get(stem) === 2)) return undefined;
  let best: { from: number; to: number } | undefined;
  for (let at = 0; at < a.words.length; at += 1) {
    let to = at;
    let rare = false;
    while (a.words[to + 1]?.joined) {
      const pair = `${a.words[to]?.stem ?? ''} ${a.words[to + 1]?.stem ?? ''}`;
      if (!pairsOfB.has(pair)) break;
      rare ||= (pairs.get(pair) ?? 0) <= RARE;
      to += 1;
    }
    if (rare && (!best || to - at > best.to - best.from)) best = { from: at, to };
    at = to;
  }
  const proper = a.words.findIndex(
    word => word.proper && inB.has(word.stem) && (stems.get(word.stem) ?? 0) <= RARE,
  );
  if (!best && proper >= 0) best = { from: proper, to: proper };
  if (!best) return undefined;
  const words = a.words.slice(best.from, best.to + 1);
  const inA = placeOf(a.words, words);
  const other = placeOf(b.words, words);
  if (!inA || !other || !sameModifier(flat, a, inA, b, other)) return undefined;
  const isKnown = ({ start }: Range): boolean =>
    DEFINITE.test(flat.slice(Math.max(0, start - 30), start));
  if (words.length > 1 && !isKnown(inA) && !isKnown(other)) return undefined;
  const others = shared.filter(
    stem => !words.some(word => word.stem === stem) && (stems.get(stem) ?? 0) <= KNOWN,
  ).length;
  return { inA, inB: other, words, others };
}

/** General words for time limits and amounts: two of them are not a name. */
const GENERAL = new Set(
  'written prior notice notic date termination terminat receipt receiv applicable applicabl principal aggregate aggregat amount annum equal minimum maximum period calendar business purpos respect accordance following payment service servic'
    .split(' ')
    .flatMap(word => [word, stemOf(word)]),
);
/** Units that measure anything; other units are nouns that say what is counted. */
const MEASURES = new Set(
  '$ € £ % day week month year hour minute second bit byte time percent'.split(' '),
);

/** True if the name and the other shared words are enough evidence for a value in this unit. */
function isEnough(
  { words, others }: Name,
  unit: string,
  isYearly: boolean,
  stems: ReadonlyMap<string, number>,
): boolean {
  const unitStems = new Set([stemOf(unit), stemOf(`${unit}s`), unit]);
  if (words.some(word => unitStems.has(word.stem))) return false;
  const telling = words.filter(word => !GENERAL.has(word.stem));
  if (telling.length === 0) return false;
  // Words that occur in few places of the whole text make a name; others are the author's usual vocabulary.
  const rare = telling.filter(word => (stems.get(word.stem) ?? 0) <= SELDOM).length;
  // A word that occurs only in these two sentences: together they are all the text says about it.
  const own = telling.some(word => (stems.get(word.stem) ?? 0) === 2);
  const counted = (stems.get(stemOf(unit)) ?? stems.get(unit) ?? 0) <= SELDOM;
  if (MEASURES.has(unit) && !isYearly)
    return rare > 0 && telling.length >= 2 && (own || others >= 2 || words.length >= 3);
  if (rare > 0) return others >= 2 || telling.length >= 2 || (counted && !isYearly);
  return counted && !isYearly && telling.length >= 2;
}

/** Where a run of words occurs in a sentence. */
function placeOf(words: readonly Word[], run: readonly Word[]): Range | undefined {
  for (let at = 0; at + run.length <= words.length; at += 1) {
    if (!run.every((word, i) => words[at + i]?.stem === word.stem)) continue;
    const [first, last] = [words[at], words[at + run.length - 1]];
    if (first && last) return { start: first.start, end: last.end };
  }
  return undefined;
}

/** True if name and value are close and no other statement is between them. */
function isNear(flat: string, name: Range, value: Range): boolean {
  const [from, to] = name.start < value.start ? [name.end, value.start] : [value.end, name.start];
  return to - from <= NEAR && !/[;:.]\s/.test(flat.slice(from, to));
}

/** False if another word before the name makes it a different thing: `LIBOR margin`, `base margin`. */
function sameModifier(flat: string, a: Range, inA: Range, b: Range, inB: Range): boolean {
  const modifier = (sentence: Range, name: Range): string => {
    const before = flat.slice(Math.max(sentence.start, name.start - 24), name.start);
    const word = /([\w'-]+) $/.exec(before)?.[1] ?? '';
    return STOP.has(word.toLowerCase()) || /^\d/.test(word) ? '' : stemOf(word);
  };
  const [first, second] = [modifier(a, inA), modifier(b, inB)];
  return first === second || first === '' || second === '';
}

interface Differing {
  readonly first: Quantity;
  readonly second: Quantity;
}

/** The two values: same unit, same kind, one in each sentence. */
function differing(
  doc: RuleDocument,
  a: Statement,
  b: Statement,
  years: ReadonlyMap<string, number>,
): Differing | undefined {
  const term = (s: Statement): string | undefined =>
    /^\W{0,3}"([^"]{2,60})"/.exec(doc.flat.slice(s.start, s.start + 70))?.[1];
  const [termA, termB] = [term(a), term(b)];
  if (termA !== undefined && termB !== undefined && termA !== termB) return undefined;
  for (const first of a.quantities) {
    // A text has many percentages, and no name tells them apart.
    if (first.unit === '%') continue;
    if (first.unit === '' || LABEL_UNITS.has(first.unit) || isYear(first)) continue;
    if (!MEASURES.has(first.unit) && doc.flat[first.end] === '-') continue;
    const second = only(b.quantities, q => q.unit === first.unit && !isYear(q));
    if (!second || second.value === first.value) continue;
    if (!only(a.quantities, q => q.unit === first.unit)) continue;
    if (a.quantities.some(q => q.value === second.value)) continue;
    if (b.quantities.some(q => q.value === first.value)) continue;
    if (areCompatible(doc.flat, a, first, b, second)) continue;
    return { first, second };
  }
  const [yearA, yearB] = [only(a.quantities, isYear), only(b.quantities, isYear)];
  if (!yearA || !yearB || yearA.value === yearB.value) return undefined;
  const verb = verbsBefore(doc.flat, b, yearB).find(stem =>
    verbsBefore(doc.flat, a, yearA).includes(stem),
  );
  return verb !== undefined && (years.get(verb) ?? 0) < LOG_ENTRIES
    ? { first: yearA, second: yearB }
    : undefined;
}

function only(all: readonly Quantity[], fits: (q: Quantity) => boolean): Quantity | undefined {
  const found = all.filter(fits);
  return found.length === 1 ? found[0] : undefined;
}

type Bound = 'least' | 'most' | 'exact';

/** True if both can hold: a floor and a ceiling, or a value within its bound. */
function areCompatible(
  flat: string,
  a: Range,
  first: Quantity,
  b: Range,
  second: Quantity,
): boolean {
  const [one, two] = [boundOf(flat, a, first), boundOf(flat, b, second)];
  if (one === two) return false;
  if (one !== 'exact' && two !== 'exact') return true;
  const [bound, limit, value] =
    one === 'exact' ? [two, second.value, first.value] : [one, first.value, second.value];
  return bound === 'least' ? value >= limit : value <= limit;
}

function boundOf(flat: string, { start }: Range, quantity: Quantity): Bound {
  const before = flat.slice(Math.max(start, quantity.start - 28), quantity.start).toLowerCase();
  if (
    /\b(?:at least|no(?:t)? (?:less|fewer|earlier|sooner) than|minimum(?: of)?) \W?$/.test(before)
  )
    return 'least';
  if (
    /\b(?:at most|no(?:t)? (?:more|later|greater) than|up to|maximum(?: of)?|not exceed(?:ing)?) \W?$/.test(
      before,
    )
  )
    return 'most';
  return 'exact';
}

const isYear = (q: Quantity): boolean =>
  !q.inWords &&
  Number.isInteger(q.value) &&
  q.value >= 1000 &&
  q.value <= 2199 &&
  !'$€£%'.includes(q.unit || 'x');

/** Participles before the date of a document; a document has one date per version. */
const DATED = new Set(
  'dated amended restated entered executed effective issued updated released'.split(' '),
);

/** Stems of the participles right before a year: `completed in`. */
const verbsBefore = (flat: string, { start }: Range, year: Range): readonly string[] =>
  (flat.slice(Math.max(start, year.start - 60), year.start).match(/[a-z]{4,}/g) ?? [])
    .slice(-4)
    .filter(word => /(?:ed|wn|en|un|gan|ght)$/.test(word) && !DATED.has(word))
    .map(stemOf)
    .filter(stem => stem.length > 2);

function yearsByVerb(
  doc: RuleDocument,
  statements: readonly Statement[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const statement of statements) {
    for (const year of statement.quantities.filter(isYear))
      for (const stem of verbsBefore(doc.flat, statement, year))
        counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return counts;
}
