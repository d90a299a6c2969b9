import { callsOf } from '../../core/domain/results/digest.ts';
import { isActive } from '../../core/state/findingStatus.ts';
import { followersOf } from '../../core/state/relatedFindings.ts';
import { type RunState, isRunEnded } from '../../core/state/runState.ts';
import type { Finding } from '../../core/domain/results/findings.ts';
import type { Chunk } from '../../core/domain/chunk.ts';
import { t } from '../../core/text/l10n.ts';

/** A row's identity. VS Code matches rows by object, so the tree keeps one object per id. */
export type Node = {
  /** Unique in the tree, and the same for the same thing for as long as the run is kept. */
  readonly id: string;
  readonly runId: string;
  readonly parent?: Node;
} & (
  | { readonly kind: 'run' }
  | { readonly kind: 'source'; readonly sourceId: string }
  | { readonly kind: 'gaps' }
  | { readonly kind: 'section'; readonly sourceId: string; readonly from: number }
  | { readonly kind: 'chunk'; readonly chunkId: string }
  | { readonly kind: 'branch'; readonly branchId: string }
  | { readonly kind: 'finding'; readonly findingId: string }
  /** The findings of a chunk that were dismissed or refuted. */
  | { readonly kind: 'aside'; readonly chunkId: string }
  /** The groups in which statements are joined. */
  | { readonly kind: 'joins' }
  | { readonly kind: 'join'; readonly nodeId: string }
  /** What did not fit: the members of a list from `from` on. */
  | { readonly kind: 'fold'; readonly list: ListName; readonly from: number }
);

export type ListName =
  'failed' | 'waiting' | 'running' | 'done' | 'queued' | 'chunks' | 'gaps' | 'findings' | 'aside';

/** Rows of one list before the rest folds. */
const SHOWN = 50;
/** Finished and queued branches that stay visible during the run. */
const DONE_AT_LEAST = 8;
const QUEUED_SHOWN = 2;
/** Rows a fold opens to. */
const PAGE = 200;
/** Chunks of a source that are listed without grouping them by heading. */
const FLAT_CHUNKS = 12;

export const runNode = (runId: string): Node => ({ id: runId, runId, kind: 'run' });

/**
 * The rows below a row. While the run goes on: what needs attention first, each group in reading
 * order, the rest folded. Afterwards: the gaps, then the text as it is laid out.
 */
export function childrenOf(run: RunState, node: Node): readonly Node[] {
  switch (node.kind) {
    case 'run':
      return [
        ...(run.digest && callsOf(run.digest.nodes) > 0
          ? [child(node, { kind: 'joins' }, 'joins')]
          : []),
        ...(isRunEnded(run.status) && openOrGap(run, '').length > 0
          ? [child(node, { kind: 'gaps' }, 'gaps')]
          : []),
        ...(run.sources.length > 1
          ? run.sources.map(s => child(node, { kind: 'source', sourceId: s.id }, `s:${s.id}`))
          : layout(run, node, run.sources[0]?.id ?? '')),
      ];
    case 'source':
      return layout(run, node, node.sourceId);
    case 'gaps':
      return listed(run, node, 'gaps', 0, SHOWN);
    case 'section':
      return sectionChunks(run, node.sourceId, node.from).map(c => chunkNode(node, c.id));
    case 'chunk':
      return [
        ...branchesOf(run, node.chunkId).map(id => branchNode(node, id)),
        ...(run.merged ? listed(run, node, 'findings', 0, SHOWN) : []),
        ...(run.merged && findingsOf(run, node.chunkId, false).length > 0
          ? [child(node, { kind: 'aside', chunkId: node.chunkId }, 'aside')]
          : []),
      ];
    case 'joins':
      return joinsOf(run).map(nodeId => child(node, { kind: 'join', nodeId }, `j:${nodeId}`));
    case 'aside':
      return listed(run, node, 'aside', 0, SHOWN);
    case 'fold':
      return listed(run, node, node.list, node.from, PAGE);
    case 'finding':
      return (followersOf(run.findings).get(node.findingId) ?? []).map(f =>
        findingNode(node, f.id),
      );
    case 'branch':
    case 'join':
      return [];
  }
}

/** What is under way and what failed first, then the newest; the report has them all. */
function joinsOf({ digest }: RunState): readonly string[] {
  if (!digest) return [];
  const calls = digest.nodes.filter(({ members }) => members.length > 1).map(({ id }) => id);
  const under = calls.filter(id => digest.joining.includes(id));
  const failed = calls.filter(id => digest.joined[id]?.failure);
  const done = calls.filter(id => digest.joined[id] && !digest.joined[id].failure).reverse();
  return [...under, ...failed, ...done].slice(0, SHOWN);
}

/** How many members a fold represents. */
export const foldedCount = (run: RunState, node: Node & { kind: 'fold' }): number =>
  membersOf(run, node, node.list).length - node.from;

const layout = (run: RunState, node: Node, sourceId: string): readonly Node[] =>
  isRunEnded(run.status) ? outline(run, node, sourceId) : attention(run, node);

function attention(run: RunState, node: Node): readonly Node[] {
  const groups = groupsOf(run, sourceOf(node));
  const urgent = (['failed', 'waiting', 'running'] as const).flatMap(list =>
    rows(node, list, groups[list], 0, SHOWN),
  );
  const room = Math.max(DONE_AT_LEAST, SHOWN - urgent.length - QUEUED_SHOWN);
  return [
    ...urgent,
    ...rows(node, 'done', groups.done, 0, room),
    ...rows(node, 'queued', groups.queued, 0, QUEUED_SHOWN),
  ];
}

function outline(run: RunState, node: Node, sourceId: string): readonly Node[] {
  const chunks = chunksOf(run, sourceId);
  if (chunks.length <= FLAT_CHUNKS) return chunks.map(c => chunkNode(node, c.id));
  const starts = sectionStarts(chunks);
  if (starts.length < 2) return listed(run, node, 'chunks', 0, SHOWN);
  return starts.map(from =>
    child(node, { kind: 'section', sourceId, from }, `h:${sourceId}:${from}`),
  );
}

/** The heading that names a section: the first level at which the source's chunks differ. */
export function sectionTitle(run: RunState, node: Node & { kind: 'section' }): string {
  const chunks = chunksOf(run, node.sourceId);
  const { headings = [] } = chunks[node.from] ?? {};
  return headings[sectionLevel(chunks)] ?? headings.at(-1) ?? t('Before the first heading');
}

export const sectionChunks = (run: RunState, sourceId: string, from: number): readonly Chunk[] => {
  const chunks = chunksOf(run, sourceId);
  const starts = sectionStarts(chunks);
  return chunks.slice(from, starts[starts.indexOf(from) + 1]);
};

function sectionStarts(chunks: readonly Chunk[]): readonly number[] {
  const level = sectionLevel(chunks);
  return chunks.flatMap((chunk, i) =>
    i === 0 || chunk.headings[level] !== chunks[i - 1]?.headings[level] ? [i] : [],
  );
}

function sectionLevel(chunks: readonly Chunk[]): number {
  const deepest = Math.max(0, ...chunks.map(c => c.headings.length));
  for (let level = 0; level < deepest; level++) {
    if (new Set(chunks.map(c => c.headings[level])).size > 1) return level;
  }
  return 0;
}

/** Branch ids by what is to be seen of them, in reading order. */
function groupsOf(run: RunState, sourceId: string | undefined) {
  const groups: Record<'failed' | 'waiting' | 'running' | 'done' | 'queued', string[]> = {
    failed: [],
    waiting: [],
    running: [],
    done: [],
    queued: [],
  };
  const retrying: string[] = [];
  for (const id of run.branchIds) {
    const state = run.branches[id];
    if (!state || !isIn(run, state.branch.chunkId, sourceId)) continue;
    switch (state.status) {
      case 'failed':
      case 'waiting':
      case 'running':
      case 'queued':
        groups[state.status].push(id);
        break;
      case 'retrying':
        retrying.push(id);
        break;
      default:
        groups.done.push(id);
    }
  }
  groups.waiting.push(...retrying);
  return groups;
}

function membersOf(run: RunState, node: Node, list: ListName): readonly string[] {
  const sourceId = sourceOf(node);
  if (list === 'findings' || list === 'aside')
    return leading(run, findingsOf(run, chunkOf(node), list === 'findings')).map(f => f.id);
  if (list === 'gaps') return openOrGap(run, sourceId);
  if (list === 'chunks') return chunksOf(run, sourceId ?? run.sources[0]?.id ?? '').map(c => c.id);
  return groupsOf(run, sourceId)[list];
}

const listed = (
  run: RunState,
  node: Node,
  list: ListName,
  from: number,
  most: number,
): readonly Node[] => rows(node, list, membersOf(run, node, list), from, most);

function rows(
  node: Node,
  list: ListName,
  members: readonly string[],
  from: number,
  most: number,
): readonly Node[] {
  const shown = members.slice(from, from + most);
  const make =
    list === 'chunks'
      ? chunkNode
      : list === 'findings' || list === 'aside'
        ? findingNode
        : branchNode;
  const rest = members.length - from - shown.length;
  return [
    ...shown.map(id => make(node, id)),
    ...(rest > 0
      ? [child(node, { kind: 'fold', list, from: from + most }, `fold:${list}:${from + most}`)]
      : []),
  ];
}

/** Branches that were not answered: gaps once the run has ended. */
function openOrGap(run: RunState, sourceId: string | undefined): readonly string[] {
  return run.branchIds.filter(id => {
    const state = run.branches[id];
    return state && state.status !== 'succeeded' && isIn(run, state.branch.chunkId, sourceId);
  });
}

const isIn = (run: RunState, chunkId: string, sourceId: string | undefined): boolean =>
  !sourceId || run.chunks[chunkId]?.sourceId === sourceId;

const chunksOf = (run: RunState, sourceId: string): readonly Chunk[] =>
  run.chunkIds.flatMap(id => {
    const chunk = run.chunks[id];
    return chunk?.sourceId === sourceId ? [chunk] : [];
  });

/** The branches of a chunk, in the order of the perspectives. */
export const branchesOf = (run: RunState, chunkId: string): readonly string[] =>
  run.branchIds.filter(id => run.branches[id]?.branch.chunkId === chunkId);

/** The findings of a chunk, in report order: those that stand, or those that do not. */
export const findingsOf = (run: RunState, chunkId: string, standing: boolean): readonly Finding[] =>
  run.findings.filter(f => f.chunkId === chunkId && isActive(f) === standing);

/** Without those that are below the most severe of their group, whichever chunk that is in. */
function leading(run: RunState, findings: readonly Finding[]): readonly Finding[] {
  const below = new Set([...followersOf(run.findings).values()].flat());
  return findings.filter(finding => !below.has(finding));
}

function chunkOf(node: Node): string {
  for (let at: Node | undefined = node; at; at = at.parent)
    if (at.kind === 'chunk') return at.chunkId;
  return '';
}

/** The source whose rows these are; undefined when the run has one only. */
function sourceOf(node: Node): string | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (at.kind === 'source' || at.kind === 'section') return at.sourceId;
  }
  return undefined;
}

type Omitted<T> = T extends unknown ? Omit<T, 'id' | 'runId' | 'parent'> : never;

const child = (parent: Node, what: Omitted<Node>, key: string): Node => ({
  ...what,
  id: `${parent.id}/${key}`,
  runId: parent.runId,
  parent,
});

const branchNode = (parent: Node, branchId: string): Node =>
  child(parent, { kind: 'branch', branchId }, `b:${branchId}`);

const findingNode = (parent: Node, findingId: string): Node =>
  child(parent, { kind: 'finding', findingId }, `f:${findingId}`);

const chunkNode = (parent: Node, chunkId: string): Node =>
  child(parent, { kind: 'chunk', chunkId }, `c:${chunkId}`);
