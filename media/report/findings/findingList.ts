import { isFixable } from '../../../src/core/domain/results/fixable.ts';
import { grouped } from '../../../src/core/format/format.ts';
import { hiddenReason, type Aside } from '../../../src/core/state/findingStatus.ts';
import { isBelow } from '../../../src/core/state/least.ts';
import { followersOf } from '../../../src/core/state/relatedFindings.ts';
import type { RunState } from '../../../src/core/state/runState.ts';
import {
  SEVERITIES,
  type Finding,
  type Severity,
} from '../../../src/core/domain/results/findings.ts';
import { SEVERITY_WORD } from '../shared/severity.ts';
import { partOf, perspectiveTitle, placeOf, type RunIndex } from '../shared/runIndex.ts';
import { t } from '../../../src/core/text/l10n.ts';

export const GROUPINGS = ['severity', 'place', 'perspective', 'none'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const SORTINGS = ['place', 'severity', 'confidence', 'agreement'] as const;
export type Sorting = (typeof SORTINGS)[number];

export const STANDINGS = [
  'new',
  'unchanged',
  'fixable',
  'agreed',
  'unplaced',
  'confirmed',
  'accepted',
] as const;
/**
 * The run it is compared with did not have it, or had it too; has a suggestion that can be applied; said by several branches; its quote is not in the text; a second look came to the
 * same; a person agrees.
 */
export type Standing = (typeof STANDINGS)[number];

/** Findings at least so sure are what the chip of confidence shows, 0..1. */
export const SURE = 0.6;

/** What the list shows. Within a field any may match, between the fields all must. */
export interface Filters {
  readonly severities: readonly Severity[];
  readonly perspectives: readonly string[];
  readonly standings: readonly Standing[];
  /** Which of the findings that are set aside are shown among the others. */
  readonly aside: readonly Aside[];
  /** Only findings with a confidence of at least `SURE`, and those that a person accepted. */
  readonly sure: boolean;
  readonly query: string;
  /** Cells of the map: these chunks, from this perspective (any, when absent). */
  readonly cell?: { readonly chunkIds: readonly string[]; readonly perspectiveId?: string };
}

export const noFilters: Filters = {
  severities: [],
  perspectives: [],
  standings: [],
  // What was applied stays where it was, with its word and its Undo.
  aside: ['applied'],
  sure: false,
  query: '',
};

export const isFiltering = (filters: Filters): boolean =>
  filters.severities.length + filters.perspectives.length + filters.standings.length > 0 ||
  filters.sure ||
  filters.query.trim() !== '' ||
  filters.cell !== undefined;

export const hasStanding = (finding: Finding, standing: Standing, index: RunIndex): boolean => {
  switch (standing) {
    case 'new':
      return index.added.has(finding.id);
    case 'unchanged':
      return index.unchanged.has(finding.id);
    case 'fixable':
      return isFixable(finding, index.sources.get(finding.sourceId));
    case 'agreed':
      return finding.branchIds.length > 1;
    case 'unplaced':
      return finding.range === undefined;
    case 'confirmed':
      return finding.verification?.verdict === 'confirmed';
    case 'accepted':
      return finding.decision?.kind === 'accepted';
  }
};

/** What was applied stays in sight among those that can be, with its Undo. */
const passes = (finding: Finding, standing: Standing, index: RunIndex): boolean =>
  hasStanding(finding, standing, index) || (standing === 'fixable' && finding.applied === true);

/** Whether a finding is in sight as long as no filter of its own hides it. */
const isInSight = (finding: Finding, shown: readonly Aside[]): boolean => {
  const aside = hiddenReason(finding);
  return aside === undefined || shown.includes(aside);
};

const perspectivesOf = (finding: Finding): readonly string[] => [
  finding.perspectiveId,
  ...(finding.alsoPerspectiveIds ?? []),
];

/** The findings that pass, in the order given. All words of the query must occur somewhere in one. */
export function filterFindings(
  findings: readonly Finding[],
  filters: Filters,
  state: RunState,
  index: RunIndex,
): Finding[] {
  const words = filters.query.toLowerCase().split(/\s+/).filter(Boolean);
  const chunks = filters.cell && new Set(filters.cell.chunkIds);
  const from = filters.cell?.perspectiveId;
  return findings.filter(finding => {
    const { severities, perspectives, standings } = filters;
    if (!isInSight(finding, filters.aside)) return false;
    if (severities.length > 0 && !severities.includes(finding.severity)) return false;
    const said = perspectivesOf(finding);
    if (perspectives.length > 0 && !said.some(id => perspectives.includes(id))) return false;
    if (standings.length > 0 && !standings.some(s => passes(finding, s, index))) return false;
    if (filters.sure && isBelow(finding, { confidence: SURE })) return false;
    if (chunks && !chunks.has(finding.chunkId)) return false;
    if (from !== undefined && !said.includes(from)) return false;
    if (words.length === 0) return true;
    const text = searchText(finding, state, index);
    return words.every(word => text.includes(word));
  });
}

const searchTexts = new WeakMap<Finding, string>();

function searchText(finding: Finding, state: RunState, index: RunIndex): string {
  const known = searchTexts.get(finding);
  if (known !== undefined) return known;
  const { id, title, message, quote, suggestion, rule } = finding;
  const place = placeOf(state, index, finding);
  const text = [id, title, message, quote, suggestion, rule, place].join('\n').toLowerCase();
  searchTexts.set(finding, text);
  return text;
}

/**
 * Reading order: source, then chunk, then offset; what has no place comes last in its chunk. The same
 * findings come in the same order however they arrived.
 */
export function inReadingOrder(
  findings: readonly Finding[],
  state: RunState,
  index: RunIndex,
): Finding[] {
  const source = new Map(state.sources.map((s, i) => [s.id, i]));
  const perspective = new Map(state.perspectives.map((p, i) => [p.id, i]));
  const keyed = findings.map(finding => ({
    finding,
    place: [
      source.get(finding.sourceId) ?? Infinity,
      index.chunkNumber.get(finding.chunkId) ?? Infinity,
      finding.range?.start ?? Infinity,
      SEVERITIES.indexOf(finding.severity),
      perspective.get(finding.perspectiveId) ?? Infinity,
    ],
  }));
  keyed.sort((a, b) => {
    const differ = a.place.findIndex((x, k) => x !== b.place[k]);
    if (differ >= 0) return (a.place[differ] ?? 0) < (b.place[differ] ?? 0) ? -1 : 1;
    return a.finding.id < b.finding.id ? -1 : 1;
  });
  return keyed.map(entry => entry.finding);
}

/** The same findings, the chosen ones first; equals stay in the order given. */
export function sortFindings(findings: readonly Finding[], by: Sorting): readonly Finding[] {
  const rank: Readonly<Record<Sorting, ((f: Finding) => number) | undefined>> = {
    place: undefined,
    severity: f => SEVERITIES.indexOf(f.severity),
    confidence: f => -f.confidence,
    agreement: f => -f.branchIds.length,
  };
  const of = rank[by];
  return of ? [...findings].sort((a, b) => of(a) - of(b)) : findings;
}

/** Those of a group that are still to be dealt with: an applied one is only in sight. */
export const countOpen = (findings: readonly Finding[]): number =>
  findings.filter(finding => !finding.applied).length;

export interface FindingGroup {
  /** Unique among the groups of one list, and the same from render to render. */
  readonly key: string;
  readonly title: string;
  readonly note?: string;
  readonly findings: readonly Finding[];
}

/**
 * Findings in groups, groups in their own order (worst first, reading order, or the run's
 * perspectives), those without an exact place apart at the end. Empty groups are left out.
 */
export function groupFindings(
  findings: readonly Finding[],
  by: Grouping,
  state: RunState,
  index: RunIndex,
): FindingGroup[] {
  const followers = followersOf(state.findings);
  const shownIds = new Set(findings.map(({ id }) => id));
  const below = new Set([...followers].flatMap(([id, all]) => (shownIds.has(id) ? all : [])));
  // Related ones follow the most severe of them, wherever that is.
  const placed = findings
    .filter(f => f.range !== undefined && !below.has(f))
    .flatMap(f => [f, ...(followers.get(f.id) ?? []).filter(({ id }) => shownIds.has(id))]);
  const unplaced = findings.filter(f => f.range === undefined);
  const groups = new Map<string, { title: string; findings: Finding[] }>();
  if (by === 'severity')
    for (const s of SEVERITIES) groups.set(s, { title: SEVERITY_WORD[s], findings: [] });
  if (by === 'perspective')
    for (const p of state.perspectives)
      groups.set(p.id, { title: perspectiveTitle(index, p.id), findings: [] });
  let leader: Finding | undefined;
  for (const finding of placed) {
    leader = leader && below.has(finding) ? leader : finding;
    const title = titleOf(leader, by, state, index);
    const key =
      by === 'severity' ? leader.severity : by === 'perspective' ? leader.perspectiveId : title;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { title, findings: [] }));
    group.findings.push(finding);
  }
  const shown: FindingGroup[] = [...groups]
    .filter(([, group]) => group.findings.length > 0)
    .map(([key, group]) => ({ key: `${by}:${key}`, ...group, ...noteOf(key, unplaced) }));
  if (unplaced.length > 0)
    shown.push({
      key: 'unplaced',
      title: t('No exact place'),
      note: t('The quote is not in the text, or there is nothing to quote. Cannot be revealed.'),
      findings: unplaced,
    });
  return shown;
}

/** Why a group of a severity holds fewer than the chip of that severity says. */
function noteOf(key: string, unplaced: readonly Finding[]): { readonly note?: string } {
  const n = unplaced.filter(({ severity }) => severity === key).length;
  return n === 0 ? {} : { note: t('and {0} without an exact place, below', grouped(n)) };
}

function titleOf(finding: Finding, by: Grouping, state: RunState, index: RunIndex): string {
  if (by === 'severity') return SEVERITY_WORD[finding.severity];
  if (by === 'perspective') return perspectiveTitle(index, finding.perspectiveId);
  return by === 'place'
    ? partOf(state, index, finding.chunkId) || t('No section')
    : t('All findings');
}

export type ListRow =
  | { readonly type: 'group'; readonly key: string; readonly group: FindingGroup }
  | {
      readonly type: 'finding';
      readonly key: string;
      readonly finding: Finding;
      readonly groupKey: string;
    };

/** The rows on screen, one after the other: a group's findings only while it is not collapsed. */
export function listRows(
  groups: readonly FindingGroup[],
  collapsed: ReadonlySet<string>,
): ListRow[] {
  const rows: ListRow[] = [];
  for (const group of groups) {
    rows.push({ type: 'group', key: group.key, group });
    if (collapsed.has(group.key)) continue;
    for (const finding of group.findings)
      rows.push({ type: 'finding', key: finding.id, finding, groupKey: group.key });
  }
  return rows;
}

/**
 * How many findings there are of each severity, perspective and standing among those in sight, and how
 * many are set aside for each reason: the numbers on the chips.
 */
export function tally(
  findings: readonly Finding[],
  shown: readonly Aside[],
  index: RunIndex,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const finding of findings) {
    const aside = hiddenReason(finding);
    if (aside) add(`aside:${aside}`);
    if (aside === 'applied' || !isInSight(finding, shown)) continue;
    add(`severity:${finding.severity}`);
    add(`perspective:${finding.perspectiveId}`);
    for (const id of new Set(finding.alsoPerspectiveIds))
      if (id !== finding.perspectiveId) add(`perspective:${id}`);
    if (!isBelow(finding, { confidence: SURE })) add('sure');
    for (const standing of STANDINGS)
      if (hasStanding(finding, standing, index)) add(`standing:${standing}`);
  }
  return counts;
}
