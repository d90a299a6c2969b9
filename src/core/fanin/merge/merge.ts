import { MATCHES, SEVERITIES, type Finding } from '../../domain/findings.ts';
import type { Perspective } from '../../domain/perspective.ts';
import type { SourceInfo } from '../../domain/source.ts';
import { agreedConfidence, type ModelOf } from './agreement.ts';
import { opinionsOf } from './opinions.ts';
import { similarity, wordsOf } from './similarity.ts';

export interface ReportOrder {
  readonly sources: readonly SourceInfo[];
  readonly perspectives: readonly Perspective[];
  /** Absent: one model said everything. */
  readonly modelOf?: ModelOf;
}

/**
 * One finding for what several branches said of the same text, in report order: by source, start,
 * end, perspective; those without a place last, after them those outside the change. The result does not depend on the order of
 * `findings`: everything is sorted by content first, and grouped in one sweep.
 */
export function mergeFindings(findings: readonly Finding[], order: ReportOrder): Finding[] {
  const compare = inReportOrder(order);
  const groups: Group[] = [];
  const open = new OpenGroups();
  for (const finding of [...findings].sort(compare)) {
    const remark = { finding, words: wordsOf(`${finding.title} ${finding.message}`) };
    const group = open.groupFor(remark);
    if (group) group.push(remark);
    else groups.push(open.add(remark));
  }
  const rank = rankOf(order.perspectives.map(p => p.id));
  return groups
    .map(group => mergeGroup(group, rank, order.modelOf ?? (() => undefined)))
    .sort(compare)
    .map((finding, i) => ({ ...finding, id: `F${i + 1}` }));
}

interface Remark {
  readonly finding: Finding;
  readonly words: ReadonlySet<string>;
}
/** The first remark is the one the others are compared with, so that groups do not drift. */
type Group = [Remark, ...Remark[]];

/** More open groups than this at one place are a flood: only the latest are compared. */
const MAX_OPEN = 200;

/** The groups whose text the sweep has not left yet. */
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

const unplacedKey = (finding: Finding): string =>
  JSON.stringify([finding.sourceId, finding.quote.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')]);

/** How alike two remarks on the same words must be: from one branch they were meant to be two. */
const ALIKE = { sameBranch: 0.9, samePerspective: 0.4, otherPerspective: 0.5 };
/** Share of the longer quote that both must cover. */
const SHARED_TEXT = 0.6;

function sameRemark(a: Remark, b: Remark): boolean {
  const shared = sharedText(a.finding, b.finding);
  if (shared < SHARED_TEXT) return false;
  const sameBranch = a.finding.branchIds.some(id => b.finding.branchIds.includes(id));
  const samePerspective = a.finding.perspectiveId === b.finding.perspectiveId;
  if (a.finding.rule !== b.finding.rule) return false;
  if (a.finding.outsideChange !== b.finding.outsideChange) return false;
  // The same rule at the same place, seen from the overlap of two chunks.
  if (a.finding.rule !== undefined && shared === 1 && !sameBranch) return true;
  const alike = similarity(a.words, b.words);
  if (sameBranch) return alike >= ALIKE.sameBranch;
  return alike >= (samePerspective ? ALIKE.samePerspective : ALIKE.otherPerspective);
}

/** Common characters divided by those of the longer range; 1 for unplaced ones, whose quotes are equal. */
function sharedText(a: Finding, b: Finding): number {
  if (!a.range || !b.range) return 1;
  const common = Math.min(a.range.end, b.range.end) - Math.max(a.range.start, b.range.start);
  const longer = Math.max(a.range.end - a.range.start, b.range.end - b.range.start);
  return longer === 0 ? 1 : common / longer;
}

/** The gravest and surest remark speaks for all; every branch that said it is named. */
function mergeGroup(group: Group, rank: Rank, modelOf: ModelOf): Finding {
  const members = group.map(remark => remark.finding);
  const [first] = group;
  const lead = members.reduce((a, b) => (compareWeight(a, b) <= 0 ? a : b), first.finding);
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
  const related = members.flatMap(m => m.related ?? []);
  const places = new Map(related.map(r => [JSON.stringify([r.sourceId, r.range]), r]));
  const opinions = opinionsOf(members, lead);
  const { suggestion: _own, related: _places, ...rest } = lead;
  return {
    ...rest,
    confidence: agreedConfidence(members, modelOf),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(houseRule ? { houseRule } : {}),
    branchIds: [...new Set(members.flatMap(m => m.branchIds))],
    ...(also.length > 0 ? { alsoPerspectiveIds: also } : {}),
    ...(opinions.length > 0 ? { opinions } : {}),
    ...(places.size > 0 ? { related: [...places.values()] } : {}),
  };
}

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

/** A total order by what findings say, never by when they came. */
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

/** By code units: the same on every computer, whatever its language. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
