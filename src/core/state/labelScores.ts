import { type LabelRow, isLabelled, isSame } from './labelRows.ts';
import type { Label } from '../domain/records/labels.ts';

/** Records by label, most first; those of the list that no record has come last. */
export function tallyLabels(
  rows: readonly Pick<LabelRow, 'labels'>[],
  list: readonly Label[],
): { readonly name: string; readonly count: number }[] {
  const counts = new Map(list.map(({ name }) => [name, 0]));
  for (const { labels } of rows)
    for (const name of labels) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}

/** How one label did against the gold column. */
export interface LabelScore {
  readonly name: string;
  /** Records that have it by gold. */
  readonly gold: number;
  readonly given: number;
  readonly right: number;
  /** 0..1; undefined where nothing was given, or nothing is gold. */
  readonly precision?: number;
  readonly recall?: number;
}

export interface Confused {
  readonly gold: string;
  readonly given: string;
  readonly count: number;
}

export interface LabelScores {
  /** Records with a label and a gold label. */
  readonly compared: number;
  /** Of those, where both say exactly the same. */
  readonly right: number;
  readonly byLabel: readonly LabelScore[];
  /** Where a second model was asked: how many were right by the first one's labels. */
  readonly rightBefore?: number;
  /** Single labels only: gold, given and how often, most first; the right ones too. */
  readonly confusion: readonly Confused[];
  /** The same by the first model's labels, where a second one was asked. */
  readonly confusionBefore?: readonly Confused[];
}

/** Labels against the gold column, as a person left them; undefined where no record has a gold label. */
export function scoreLabels(
  rows: readonly Pick<LabelRow, 'labels' | 'said' | 'status' | 'first'>[],
  list: readonly Label[],
): LabelScores | undefined {
  const counts = new Map(list.map(({ name }) => [name, { gold: 0, given: 0, right: 0 }]));
  const of = (name: string): { gold: number; given: number; right: number } => {
    const known = counts.get(name) ?? { gold: 0, given: 0, right: 0 };
    counts.set(name, known);
    return known;
  };
  const isTwice = rows.some(({ first }) => first);
  const confusion = confused();
  const confusionBefore = confused();
  let compared = 0;
  let right = 0;
  let rightBefore = 0;
  for (const { labels, said, status, first } of rows) {
    const gold = said?.gold;
    if (!gold || gold.length === 0 || !isLabelled({ status })) continue;
    const before = first?.labels ?? labels;
    compared += 1;
    if (isSame(gold, labels)) right += 1;
    if (isSame(gold, before)) rightBefore += 1;
    for (const name of gold) of(name).gold += 1;
    for (const name of labels) {
      of(name).given += 1;
      if (gold.includes(name)) of(name).right += 1;
    }
    confusion.add(gold, labels);
    confusionBefore.add(gold, before);
  }
  if (compared === 0) return undefined;
  return {
    compared,
    right,
    ...(isTwice ? { rightBefore } : {}),
    byLabel: [...counts].map(([name, n]) => ({
      name,
      ...n,
      ...(n.given > 0 ? { precision: n.right / n.given } : {}),
      ...(n.gold > 0 ? { recall: n.right / n.gold } : {}),
    })),
    confusion: confusion.all(),
    ...(isTwice ? { confusionBefore: confusionBefore.all() } : {}),
  };
}

/** Counts pairs of one gold and one given label. */
function confused() {
  const pairs = new Map<string, Map<string, number>>();
  return {
    add([gold, ...moreGold]: readonly string[], [given, ...more]: readonly string[]): void {
      if (gold === undefined || given === undefined || moreGold.length + more.length > 0) return;
      const row = pairs.get(gold) ?? new Map<string, number>();
      pairs.set(gold, row.set(given, (row.get(given) ?? 0) + 1));
    },
    all: (): Confused[] =>
      [...pairs]
        .flatMap(([gold, row]) => [...row].map(([given, count]) => ({ gold, given, count })))
        .sort((a, b) => b.count - a.count),
  };
}
