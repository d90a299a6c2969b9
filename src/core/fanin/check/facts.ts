import type { Fact } from '../../domain/results/facts.ts';
import { factKey, factValue } from './factKey.ts';

export type CandidateKind = 'definedTwice' | 'twoValues' | 'missingTarget' | 'noTerm';

/** Facts that may contradict each other, or one that may lack something it needs. In reading order. */
export interface Candidate {
  /** `C1`, `C2` ... in run order. */
  readonly id: string;
  readonly kind: CandidateKind;
  readonly facts: readonly Fact[];
}

export interface FactOrder {
  /** Chunk ids in reading order. */
  readonly chunkIds: readonly string[];
  /** The possible targets of references, by source: see `targetsOf`. */
  readonly targets: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A document with more groups contradicts itself throughout: the first ones are enough. */
export const MAX_CANDIDATES = 120;
/** Most obligations need no stated term, so only few are worth a question. */
const MAX_OPEN = 24;
/** Maximum members of a group: one per distinct value, the first that states it. */
const MAX_MEMBERS = 6;

/**
 * Joins the facts of all chunks by subject. A group is a candidate if its values differ between chunks; repetitions
 * inside one chunk are covered by its own review. A reference is a candidate if nothing in the text has its label, an
 * obligation if its term is not stated anywhere. The result depends only on the facts, not on their order.
 */
export function joinFacts(facts: readonly Fact[], order: FactOrder): Candidate[] {
  const rank = new Map(order.chunkIds.map((id, i) => [id, i]));
  const sorted = [...facts].sort(
    (a, b) =>
      (rank.get(a.chunkId) ?? 0) - (rank.get(b.chunkId) ?? 0) ||
      a.range.start - b.range.start ||
      a.range.end - b.range.end ||
      compareText(a.kind, b.kind) ||
      compareText(a.key, b.key) ||
      compareText(a.value, b.value),
  );
  const found = [
    ...conflicts(sorted),
    ...missingTargets(sorted, order.targets),
    ...withoutTerm(sorted),
  ];
  return found.slice(0, MAX_CANDIDATES).map((candidate, i) => ({ ...candidate, id: `C${i + 1}` }));
}

type Found = Omit<Candidate, 'id'>;

function conflicts(facts: readonly Fact[]): Found[] {
  const groups = groupBy(
    facts.filter(f => f.kind !== 'reference' && f.kind !== 'obligation' && f.value !== ''),
    f => JSON.stringify([f.kind, factKey(f.key)]),
  );
  return groups.flatMap(group => {
    const said = groupBy(group, f => factValue(f.value)).flatMap(([first]) => first ?? []);
    if (said.length < 2 || said.every(f => f.chunkId === said[0]?.chunkId)) return [];
    const kind = said[0]?.kind === 'term' ? ('definedTwice' as const) : ('twoValues' as const);
    return [{ kind, facts: said.slice(0, MAX_MEMBERS) }];
  });
}

function missingTargets(
  facts: readonly Fact[],
  targets: ReadonlyMap<string, ReadonlySet<string>>,
): Found[] {
  const missing = facts.filter(fact => {
    const label = fact.kind === 'reference' ? targetLabel(fact.key) : undefined;
    return label !== undefined && !targets.get(fact.sourceId)?.has(label);
  });
  return groupBy(missing, f => JSON.stringify([f.sourceId, targetLabel(f.key)])).map(group => ({
    kind: 'missingTarget',
    facts: group.slice(0, 2),
  }));
}

function withoutTerm(facts: readonly Fact[]): Found[] {
  const timed = new Set(
    facts
      .filter(f => (f.kind === 'obligation' || f.kind === 'date') && f.value !== '')
      .map(f => factKey(f.key)),
  );
  const open = facts.filter(
    f => f.kind === 'obligation' && f.value === '' && !timed.has(factKey(f.key)),
  );
  return groupBy(open, f => factKey(f.key))
    .slice(0, MAX_OPEN)
    .map(group => ({ kind: 'noTerm', facts: group.slice(0, 1) }));
}

const NAMED =
  /\b(?:section|clause|article|paragraph|annex|annexe|appendix|schedule|exhibit|attachment|chapter|part|table|figure|abschnitt|ziffer|artikel|anlage|anhang|kapitel|tabelle|abbildung)s?\s+([a-z]?\d+(?:\.\d+)*|[a-z]|[ivxlc]+)\b/i;
const BARE = /^\W{0,3}(\d+(?:\.\d+)+|\d+)\W{0,3}$/;

/** The number or letter in a reference; undefined if it refers to no numbered place. */
function targetLabel(key: string): string | undefined {
  return (NAMED.exec(key)?.[1] ?? BARE.exec(key.trim())?.[1])?.toLowerCase();
}

// A number or letter at the start of a line, after list, quote and heading markers and a word such as "Annex".
const LABEL =
  /^[ \t>#*_|([-]{0,12}(?:[A-Za-z]{3,14}[ \t]+)?((?:[A-Za-z]?\d{1,4}(?:\.\d{1,4}){0,5})|[A-Za-z]|[IVXLC]{1,7})(?=[.):\]*_ \t|–—-]|$)/gm;

/** Every number and letter that begins a line of a text: the possible targets of its references. Lower case. */
export function targetsOf(text: string): Set<string> {
  const labels = new Set<string>();
  for (const [, label = ''] of text.matchAll(LABEL)) {
    const lower = label.toLowerCase();
    labels.add(lower);
    // 14.2 is part of section 14, whether or not section 14 has a separate line.
    for (let at = lower.indexOf('.'); at > 0; at = lower.indexOf('.', at + 1))
      labels.add(lower.slice(0, at));
  }
  return labels;
}

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): T[][] => [
  ...Map.groupBy(items, keyOf).values(),
];

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
