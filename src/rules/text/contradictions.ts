import type { Range } from '../../core/domain/range.ts';
import { quantitiesOf, type Quantity } from '../quantities.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import type { Hit, Rule } from '../types.ts';

/** A word that stands in more sentences than this names no single thing. */
const RARE = 4;
const LONGEST = 700;
const STOP = new Set(
  'the of and to in a is that for it as was with be by on not he this are or his from at which but have an they you were their shall any such all been has had may will would each other than its no if when who more one per into only under upon so what there these those also same'.split(
    ' ',
  ),
);

interface Statement extends Range {
  readonly stems: ReadonlySet<string>;
  /** Neighbouring stems: `technical advisory` is rare where both words are common. */
  readonly phrases: ReadonlySet<string>;
  readonly quantities: readonly Quantity[];
}

export const contradictions: Rule = {
  id: 'contradiction',
  title: 'Two values for one thing',
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'major',
  confidence: 0.55,
  english: true,
  find(doc) {
    const { statements, times } = statementsOf(doc);
    const byStem = new Map<string, number[]>();
    for (const [index, { stems, phrases }] of statements.entries()) {
      for (const stem of [...stems, ...phrases]) {
        const count = times.get(stem) ?? 0;
        if (count < 2 || count > RARE) continue;
        const known = byStem.get(stem);
        if (known) known.push(index);
        else byStem.set(stem, [index]);
      }
    }
    const pairs = new Set<number>();
    for (const group of byStem.values()) {
      for (const [at, a] of group.entries()) {
        for (const b of group.slice(at + 1)) pairs.add(a * statements.length + b);
      }
    }
    const hits: Hit[] = [];
    const total = doc.sentences.length;
    for (const pair of [...pairs].sort((a, b) => a - b)) {
      const a = statements[Math.floor(pair / statements.length)];
      const b = statements[pair % statements.length];
      if (!a || !b) continue;
      const found = contradict(doc.flat, a, b, times, total);
      if (!found) continue;
      const line = doc.lineAt(found.first.start);
      const said = (q: Quantity): string =>
        doc.text
          .slice(q.start, Math.min(q.end + q.unit.length + 2, q.end + 24))
          .split('\n')[0]
          ?.trim() ?? '';
      hits.push({
        start: found.second.start,
        end: found.second.end,
        message: `Line ${line} gives ${said(found.first)} for what seems the same thing (${found.shared.slice(0, 4).join(', ')}): “${doc.text.slice(a.start, Math.min(a.end, a.start + 140)).replace(/\s+/g, ' ')}”`,
        confidence: found.score,
      });
    }
    return onePerPlace(hits);
  },
};

function onePerPlace(hits: readonly Hit[]): readonly Hit[] {
  const best = new Map<number, Hit>();
  for (const hit of hits) {
    const known = best.get(hit.start);
    if (!known || (hit.confidence ?? 0) > (known.confidence ?? 0)) best.set(hit.start, hit);
  }
  return [...best.values()];
}

const stemOf = (word: string): string =>
  word
    .toLowerCase()
    .replace(/'s?$/, '')
    .replace(/(?:ations?|ements?|ities|ings?|edly|ed|ies|es|s|ly|ion|e|y)$/, '');

function statementsOf(doc: RuleDocument): {
  readonly statements: readonly Statement[];
  readonly times: ReadonlyMap<string, number>;
} {
  const times = new Map<string, number>();
  const statements: Statement[] = [];
  for (const sentence of doc.sentences) {
    const stems = new Set<string>();
    const phrases = new Set<string>();
    let before = '';
    const body = doc.flat.slice(sentence.start, Math.min(sentence.end, sentence.start + 2000));
    for (const [word] of body.matchAll(/[A-Za-z][a-z'-]{2,}/g)) {
      if (STOP.has(word.toLowerCase())) continue;
      const stem = stemOf(word);
      if (stem.length < 3) continue;
      stems.add(stem);
      if (before !== '') phrases.add(`${before} ${stem}`);
      before = stem;
    }
    for (const stem of [...stems, ...phrases]) times.set(stem, (times.get(stem) ?? 0) + 1);
    if (
      sentence.end - sentence.start > LONGEST ||
      !/\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|t\w+ty|f\w+ty|s\w+ty|eighty|ninety|hundred)\b/i.test(
        body,
      )
    )
      continue;
    const quantities = quantitiesOf(doc.flat, sentence);
    if (quantities.length > 0 && quantities.length <= 4)
      statements.push({ ...sentence, stems, phrases, quantities });
  }
  return { statements, times };
}

interface Contradiction {
  readonly first: Quantity;
  readonly second: Quantity;
  readonly shared: readonly string[];
  readonly score: number;
}

/** Weight of a word: how many bits of surprise it is that a sentence has it. */
const weight = (stem: string, times: ReadonlyMap<string, number>, total: number): number =>
  Math.log2((total + 1) / (times.get(stem) ?? 1));

/**
 * Two sentences contradict when the words they share are rare and make up most of what the shorter
 * one says, and they give different values in the same unit, each only one.
 */
function contradict(
  flat: string,
  a: Statement,
  b: Statement,
  times: ReadonlyMap<string, number>,
  total: number,
): Contradiction | undefined {
  // Neighbours are a series or an exception to the rule just given.
  if (b.start - a.end < 600) return undefined;
  const shared = [...a.stems].filter(stem => b.stems.has(stem));
  const counted = new Set(a.quantities.map(q => stemOf(q.unit)));
  const rare = [...shared, ...[...a.phrases].filter(phrase => b.phrases.has(phrase))].filter(
    stem => (times.get(stem) ?? 0) <= RARE && !stem.split(' ').some(word => counted.has(word)),
  );
  if (shared.length < 2 || rare.length < 1) return undefined;
  const sum = (stems: Iterable<string>): number => {
    let all = 0;
    for (const stem of stems) all += weight(stem, times, total);
    return all;
  };
  const common = sum(shared);
  const overlap = common / Math.min(sum(a.stems), sum(b.stems));
  // Sentences alike in every word are a series of clauses of one form, each with its own value.
  const alike = shared.length / Math.max(a.stems.size, b.stems.size);
  if (common < 18 || overlap < (rare.length > 1 ? 0.45 : 0.58) || alike > 0.8) return undefined;
  for (const first of a.quantities) {
    const match = b.quantities.filter(second => second.unit === first.unit && first.unit !== '');
    const [second] = match;
    if (match.length !== 1 || !second || second.value === first.value) continue;
    if (a.quantities.filter(q => q.unit === first.unit).length !== 1) continue;
    if (first.unit === 'time' || isYearLike(first) !== isYearLike(second)) continue;
    if (
      a.quantities.some(q => q.value === second.value) ||
      b.quantities.some(q => q.value === first.value)
    )
      continue;
    return { first, second, shared: rare, score: Math.min(0.8, 0.3 + overlap / 2) };
  }
  const years = (s: Statement): readonly Quantity[] => s.quantities.filter(isYearLike);
  const [yearA] = years(a);
  const [yearB] = years(b);
  if (
    yearA &&
    yearB &&
    sharesEvent(flat, a, yearA, b, yearB) &&
    years(a).length === 1 &&
    years(b).length === 1 &&
    yearA.value !== yearB.value
  ) {
    return { first: yearA, second: yearB, shared: rare, score: Math.min(0.7, 0.25 + overlap / 2) };
  }
  return undefined;
}

/** True when the words right before both years have one in common: `completed in`. */
function sharesEvent(flat: string, a: Range, yearA: Range, b: Range, yearB: Range): boolean {
  const words = (from: number, to: number): readonly string[] =>
    (flat.slice(Math.max(from, to - 60), to).match(/[a-z]{4,}/g) ?? []).slice(-5).map(stemOf);
  const first = new Set(words(a.start, yearA.start));
  return words(b.start, yearB.start).some(stem => stem.length > 2 && first.has(stem));
}

const isYearLike = (q: Quantity): boolean =>
  !q.inWords &&
  Number.isInteger(q.value) &&
  q.value >= 1000 &&
  q.value <= 2199 &&
  !'$€£%'.includes(q.unit || 'x');
