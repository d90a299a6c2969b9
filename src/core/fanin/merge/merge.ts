import {
  MATCHES,
  SEVERITIES,
  type Finding,
  type RelatedPlace,
  type Wording,
} from '../../domain/results/findings.ts';
import type { Perspective } from '../../domain/review/perspective.ts';
import type { SourceInfo } from '../../domain/source.ts';
import { agreedConfidence, type ModelOf } from './agreement.ts';
import { opinionsOf } from './opinions.ts';
import { placesOf, relatedIn, unplacedKey } from './related.ts';
import { similarity, wordsOf } from './similarity.ts';
import type { WordVectors } from './wordVectors.ts';
import { sameSense } from '../place/sense.ts';

export interface ReportOrder {
  readonly sources: readonly SourceInfo[];
  readonly perspectives: readonly Perspective[];
  /** Absent: all findings are from one model. */
  readonly modelOf?: ModelOf;
}

/** Remarks that are the same whatever a model says: the same words about the same text, or the same change of it. */
export type Repeated = readonly [Finding, ...Finding[]];

/** Findings before merging: repetitions, and those that may describe one problem in different words. */
export interface MergePlan {
  /** By source, start, end, perspective. */
  readonly repeated: readonly Repeated[];
  /** Sets of two or more of them, as indexes, that are about the same words. */
  readonly places: readonly (readonly number[])[];
}

/** A model's judgement of one set of a plan's places, as indexes into `repeated`. */
export interface Judgement {
  readonly place: readonly number[];
  /** Each is a set of two or more that are one problem. */
  readonly same: readonly (readonly number[])[];
  /** Each is a set of two or more different problems with one cause or one remedy. */
  readonly related: readonly (readonly number[])[];
}

/**
 * The findings to merge. The result does not depend on the order of `findings`: they are sorted by content first, then
 * compared in one sweep.
 */
export function planMerge(findings: readonly Finding[], order: ReportOrder): MergePlan {
  const groups: Group[] = [];
  const open = new OpenGroups();
  for (const finding of [...findings].sort(inReportOrder(order))) {
    const words = wordsOf(`${finding.title} ${finding.message}`);
    const remark = { finding, words };
    const group = open.groupFor(remark);
    if (group) group.push(remark);
    else groups.push(open.add(remark));
  }
  const repeated = groups.map(([first, ...rest]): Repeated => [
    first.finding,
    ...rest.map(({ finding }) => finding),
  ]);
  return { repeated, places: placesOf(repeated.map(([first]) => first)) };
}

/**
 * One finding for what several branches said about the same text, in report order: by source, start, end, perspective;
 * then findings without a place, and last those outside the change. If a model judged a set, the remarks it calls the
 * same are merged; otherwise only repetitions of the same words are, and remarks that may be the same in different
 * words are grouped, by their meaning too if there are `vectors`.
 */
export function finishMerge(
  { repeated, places }: MergePlan,
  order: ReportOrder,
  judgements: readonly Judgement[] = [],
  vectors?: WordVectors,
): Finding[] {
  const leaders = repeated.map((_, i) => i);
  const leaderOf = (i: number): number => {
    const leader = leaders[i] ?? i;
    return leader === i ? i : leaderOf(leader);
  };
  for (const set of judgements.flatMap(({ same }) => same))
    for (const i of set) leaders[leaderOf(i)] = leaderOf(set[0] ?? i);
  const members = new Map<number, Finding[]>();
  repeated.forEach((findings, i) => {
    const known = members.get(leaderOf(i));
    if (known) known.push(...findings);
    else members.set(leaderOf(i), [...findings]);
  });
  const judged = new Set(judgements.flatMap(({ place }) => place));
  const byCode = places
    .filter(place => !place.some(i => judged.has(i)))
    .flatMap(place =>
      relatedIn(
        place,
        place.map(i => saidByAll(repeated[i] as Repeated)),
        vectors,
      ),
    );
  const groupOf = new Map<number, number>();
  [...byCode, ...judgements.flatMap(({ related }) => related)].forEach((set, n) => {
    const own = new Set(set.map(leaderOf));
    if (own.size > 1) for (const i of own) groupOf.set(i, groupOf.get(i) ?? n);
  });
  const compare = inReportOrder(order);
  const rank = rankOf(order.perspectives.map(p => p.id));
  const merged = [...members]
    .map(([leader, all]) => ({
      finding: mergeGroup(all, rank, order.modelOf ?? (() => undefined)),
      group: groupOf.get(leader),
    }))
    .sort((a, b) => compare(a.finding, b.finding));
  const sizes = new Map<number, number>();
  for (const { group = -1 } of merged) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const names = new Map<number, string>();
  return merged.map(({ finding, group = -1 }, i) => {
    if (group >= 0 && (sizes.get(group) ?? 0) > 1 && !names.has(group))
      names.set(group, `G${names.size + 1}`);
    const name = names.get(group);
    return { ...finding, id: `F${i + 1}`, ...(name === undefined ? {} : { group: name }) };
  });
}

/** The first of several with the branches of all. */
const saidByAll = (all: Repeated): Finding => ({
  ...all[0],
  branchIds: [...new Set(all.flatMap(({ branchIds }) => branchIds))],
});

/** Merges what no model has judged. */
export const mergeFindings = (
  findings: readonly Finding[],
  order: ReportOrder,
  vectors?: WordVectors,
): Finding[] => finishMerge(planMerge(findings, order), order, [], vectors);

interface Remark {
  readonly finding: Finding;
  readonly words: ReadonlySet<string>;
}
/** The others are compared with the first remark, so that groups do not drift. */
type Group = [Remark, ...Remark[]];

/** More open groups at one place are too many: only the latest are compared. */
const MAX_OPEN = 200;

/** The groups whose text the sweep has not yet passed. */
class OpenGroups {
  #placed: Group[] = [];
  readonly #unplaced = new Map<string, Group[]>();

  groupFor(remark: Remark): Group | undefined {
    const { finding } = remark;
    if (!finding.range) {
      return this.#unplaced.get(unplacedKey(finding))?.find(group => sameRemark(group[0], remark));
    }
    const { start } = finding.range;
    this.#placed = this.#placed
      .filter(([{ finding: first }]) =>
        first.sourceId === finding.sourceId && first.range ? first.range.end > start : false,
      )
      .slice(-MAX_OPEN);
    return this.#placed.findLast(group => sameRemark(group[0], remark));
  }

  add(remark: Remark): Group {
    const group: Group = [remark];
    if (remark.finding.range) this.#placed.push(group);
    else {
      const key = unplacedKey(remark.finding);
      const others = this.#unplaced.get(key);
      if (!others) this.#unplaced.set(key, [group]);
      else if (others.length < MAX_OPEN) others.push(group);
    }
    return group;
  }
}

/** Minimum similarity of two remarks that count as repetitions: a model decides on different wordings. */
const REPEATED = 0.85;
/** Minimum share of the longer quote that both must cover. */
const SHARED_TEXT = 0.6;

function sameRemark(a: Remark, b: Remark): boolean {
  if (a.finding.rule !== b.finding.rule) return false;
  if (a.finding.outsideChange !== b.finding.outsideChange) return false;
  const sameBranch = a.finding.branchIds.some(id => b.finding.branchIds.includes(id));
  const shared = sharedText(a.finding, b.finding);
  if (shared < SHARED_TEXT) return false;
  // The same rule at the same place, found in the overlap of two chunks.
  if (a.finding.rule !== undefined && shared === 1 && !sameBranch) return true;
  return similarity(a.words, b.words) >= REPEATED && sameSense(textOf(a), textOf(b), false);
}

const textOf = ({ finding: { title, message } }: Remark): string => `${title} ${message}`;

/** Common characters divided by those of the longer range; 1 for unplaced findings, whose quotes are equal. */
function sharedText(a: Finding, b: Finding): number {
  if (!a.range || !b.range) return 1;
  const common = Math.min(a.range.end, b.range.end) - Math.max(a.range.start, b.range.start);
  const longer = Math.max(a.range.end - a.range.start, b.range.end - b.range.start);
  return longer === 0 ? 1 : common / longer;
}

/** The most severe and most confident remark becomes the lead; every branch that reported it is named. */
function mergeGroup(members: readonly Finding[], rank: Rank, modelOf: ModelOf): Finding {
  const lead = members.reduce((a, b) => (compareWeight(a, b) <= 0 ? a : b));
  const suggestion = members
    .filter(m => m.suggestion !== undefined && sameRange(m, lead))
    .reduce<Finding | undefined>(
      (a, b) => (a && a.confidence >= b.confidence ? a : b),
      undefined,
    )?.suggestion;
  const also = [...new Set(members.map(m => m.perspectiveId))]
    .filter(id => id !== lead.perspectiveId)
    .sort((a, b) => rank(a) - rank(b) || compareText(a, b));
  const houseRule = lead.houseRule ?? members.find(m => m.houseRule)?.houseRule;
  const related = [...members.flatMap(m => m.related ?? []), ...elsewhere(members, lead)];
  const places = new Map(related.map(r => [JSON.stringify([r.sourceId, r.range]), r]));
  const opinions = opinionsOf(members, lead);
  const wordings = wordingsOf(members, lead);
  const { suggestion: _own, related: _places, ...rest } = lead;
  return {
    ...rest,
    confidence: agreedConfidence(members, modelOf),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(houseRule ? { houseRule } : {}),
    branchIds: [...new Set(members.flatMap(m => m.branchIds))],
    ...(also.length > 0 ? { alsoPerspectiveIds: also } : {}),
    ...(opinions.length > 0 ? { opinions } : {}),
    ...(wordings.length > 0 ? { wordings } : {}),
    ...(places.size > 0 ? { related: [...places.values()] } : {}),
    ...mergedFrom(members, lead),
  };
}

/** The decision keys of the other members, each once. */
function mergedFrom(members: readonly Finding[], lead: Finding): Pick<Finding, 'mergedFrom'> {
  const keyOf = ({ fingerprint, range }: Finding): string =>
    JSON.stringify([fingerprint, range?.start]);
  const others = new Map(members.map(member => [keyOf(member), member]));
  others.delete(keyOf(lead));
  if (others.size === 0) return {};
  return {
    mergedFrom: [...others.values()].map(({ fingerprint, quote, range }) => ({
      fingerprint,
      quote,
      ...(range ? { range } : {}),
    })),
  };
}

/** The other members' wordings, without repetition, in a fixed order. */
function wordingsOf(members: readonly Finding[], lead: Finding): Wording[] {
  const key = ({ title, message }: Finding): string =>
    JSON.stringify([title, message].map(text => text.replace(/\s+/g, ' ').trim()));
  const others = Map.groupBy(
    members.filter(member => key(member) !== key(lead)),
    key,
  );
  return [...others.values()].flatMap(all => {
    const first = all.reduce((a, b) => (compareWeight(a, b) <= 0 ? a : b));
    const { title, message, severity } = first;
    return [{ title, message, severity, branchIds: [...new Set(all.flatMap(m => m.branchIds))] }];
  });
}

/** Places of members that say the same about different words. */
const elsewhere = (members: readonly Finding[], lead: Finding): RelatedPlace[] =>
  members.flatMap(({ range, sourceId, quote }) =>
    range && lead.range && (range.end <= lead.range.start || range.start >= lead.range.end)
      ? [{ sourceId, range, quote }]
      : [],
  );

const compareWeight = (a: Finding, b: Finding): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  MATCHES.indexOf(a.match) - MATCHES.indexOf(b.match) ||
  b.confidence - a.confidence;

const sameRange = (a: Finding, b: Finding): boolean =>
  a.range !== undefined && a.range.start === b.range?.start && a.range.end === b.range.end;

type Rank = (id: string) => number;

function rankOf(ids: readonly string[]): Rank {
  const ranks = new Map(ids.map((id, i) => [id, i]));
  return id => ranks.get(id) ?? ids.length;
}

/** A total order by content, independent of arrival order. */
function inReportOrder(order: ReportOrder): (a: Finding, b: Finding) => number {
  const source = rankOf(order.sources.map(s => s.id));
  const perspective = rankOf(order.perspectives.map(p => p.id));
  return (a, b) =>
    Number(a.outsideChange ?? false) - Number(b.outsideChange ?? false) ||
    Number(a.range === undefined) - Number(b.range === undefined) ||
    source(a.sourceId) - source(b.sourceId) ||
    compareText(a.sourceId, b.sourceId) ||
    (a.range?.start ?? 0) - (b.range?.start ?? 0) ||
    (a.range?.end ?? 0) - (b.range?.end ?? 0) ||
    perspective(a.perspectiveId) - perspective(b.perspectiveId) ||
    compareText(a.perspectiveId, b.perspectiveId) ||
    compareWeight(a, b) ||
    compareText(a.quote, b.quote) ||
    compareText(a.title, b.title) ||
    compareText(a.message, b.message) ||
    compareText(a.suggestion ?? '', b.suggestion ?? '') ||
    compareText(a.chunkId, b.chunkId) ||
    compareText(a.branchIds.join(' '), b.branchIds.join(' ')) ||
    compareText(a.id, b.id);
}

/** By code units: the same on every computer, whatever its locale. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
