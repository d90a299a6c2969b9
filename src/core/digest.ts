import type { Citation, Statement } from './statements.ts';
import type { RunState } from './state.ts';
import type { Usage } from './billing.ts';
import type { Failure } from './failure.ts';

/** A chunk, or a node below. */
export type DigestMember = { readonly chunkId: string } | { readonly nodeId: string };

/** What a node sums up: some of a file or folder, a file, a folder, or everything the run read. */
export type DigestScope = 'part' | 'file' | 'folder' | 'all';

/** One place of the tree in which the chunks' statements are joined: decided before anything is joined. */
export interface DigestNode {
  /** `N1`, `N2` ... members before the nodes they belong to; the last one is the root. */
  readonly id: string;
  readonly scope: DigestScope;
  /** A path, `a path, part 2 of 5`, or what the run is over. */
  readonly title: string;
  /** In reading order. */
  readonly members: readonly DigestMember[];
  /** Joins one after the other up to here: 0 for a node of one chunk, which needs none. */
  readonly rounds: number;
}

export interface JoinedStatement {
  /** `N4.1`, unique in the run. */
  readonly id: string;
  readonly text: string;
  /** Ids of the members' statements it rests on, at least one, in reading order. */
  readonly from: readonly string[];
  /** Statements of one node with the same number contradict each other. */
  readonly conflict?: number;
  /** It rests on statements that contradict each other below. */
  readonly disputed?: true;
}

/** What became of a node. */
export interface Joined {
  readonly statements: readonly JoinedStatement[];
  /** `members`: at most one of them had something to say, so there was nothing to join. */
  readonly by: 'model' | 'code' | 'members';
  /** Statements of the answer that rested on nothing that is known, or were too many. */
  readonly dropped: number;
  /** Statements of the members that did not fit. */
  readonly leftOut: number;
  /** Hash of what was asked: while it is the same, so is the answer. */
  readonly basis: string;
  readonly usage: Usage;
  readonly costUsd?: number;
  readonly calls: number;
  /** Why code wrote it though a model was asked. */
  readonly failure?: Failure;
}

/** The tree, as far as it is joined. */
export interface DigestState {
  nodes: readonly DigestNode[];
  joined: Record<string, Joined>;
  /** Ids of nodes whose call is under way. */
  joining: readonly string[];
}

export const emptyDigest = (nodes: readonly DigestNode[]): DigestState => ({
  nodes,
  joined: {},
  joining: [],
});

export const rootOf = ({ nodes }: DigestState): DigestNode | undefined => nodes.at(-1);

/** Nodes that take a call, at most. */
export const callsOf = (nodes: readonly DigestNode[]): number =>
  nodes.filter(node => node.members.length > 1).length;

/** By node, every chunk its statements come from: the union of its members', so that none gets lost. */
export function lineageOf({ nodes }: DigestState): ReadonlyMap<string, readonly string[]> {
  const lineage = new Map<string, readonly string[]>();
  for (const { id, members } of nodes)
    lineage.set(
      id,
      members.flatMap(m => ('chunkId' in m ? [m.chunkId] : (lineage.get(m.nodeId) ?? []))),
    );
  return lineage;
}

/** Every statement of a run by its id: what the chunks say and what was made of it. */
export type StatementIndex = ReadonlyMap<string, Statement | JoinedStatement>;

export function statementsOf({ branchIds, branches, digest }: RunState): StatementIndex {
  const index = new Map<string, Statement | JoinedStatement>();
  for (const id of branchIds) {
    const outcome = branches[id]?.outcome;
    if (outcome?.status === 'succeeded')
      for (const statement of outcome.statements ?? []) index.set(statement.id, statement);
  }
  for (const joined of Object.values(digest?.joined ?? {}))
    for (const statement of joined.statements) index.set(statement.id, statement);
  return index;
}

/** The places a statement rests on in the end, in reading order, each once. */
export function citationsOf(index: StatementIndex, id: string): Citation[] {
  const found = new Map<string, Citation>();
  const seen = new Set<string>();
  const visit = (statementId: string): void => {
    if (seen.has(statementId)) return;
    seen.add(statementId);
    const statement = index.get(statementId);
    if (!statement) return;
    if ('from' in statement) statement.from.forEach(visit);
    else
      for (const citation of statement.citations)
        found.set(
          JSON.stringify([citation.sourceId, citation.range.start, citation.range.end]),
          citation,
        );
  };
  visit(id);
  return [...found.values()];
}

/** By planned chunk, what its branches said, in reading order; halves of a chunk count as the chunk. */
export function statementsByChunk(
  state: Pick<RunState, 'branchIds' | 'branches' | 'chunks'>,
): ReadonlyMap<string, readonly Statement[]> {
  const byChunk = new Map<string, Statement[]>();
  for (const id of state.branchIds) {
    const outcome = state.branches[id]?.outcome;
    if (outcome?.status !== 'succeeded' || !outcome.statements) continue;
    const chunkId = plannedChunk(state, id);
    const own = byChunk.get(chunkId);
    if (own) own.push(...outcome.statements);
    else byChunk.set(chunkId, [...outcome.statements]);
  }
  return byChunk;
}

/** The chunk that was planned: a branch that was too long for the model was split since. */
export function plannedChunk({ branches }: Pick<RunState, 'branches'>, branchId: string): string {
  let branch = branches[branchId]?.branch;
  while (branch?.parentId !== undefined && branches[branch.parentId])
    branch = branches[branch.parentId]?.branch;
  return branch?.chunkId ?? '';
}

/** What a run of statements or rows has come to, in a few words; undefined for runs of findings. */
export function digestResult({ job, digest, extraction }: RunState): string | undefined {
  const many = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
  if (extraction)
    return extraction.rows.length === 0 ? 'no rows' : many(extraction.rows.length, 'row');
  const root = digest && rootOf(digest);
  if (!root) return job === 'summarize' || job === 'ask' ? 'nothing joined' : undefined;
  const said = digest.joined[root.id]?.statements.length ?? 0;
  if (said === 0) return 'nothing found';
  return `${job === 'ask' ? 'answer' : 'summary'} of ${many(said, 'statement')}`;
}

/** Nodes that are joined, of all. */
export const joinTally = ({ nodes, joined }: DigestState): { done: number; total: number } => ({
  done: Object.keys(joined).length,
  total: nodes.length,
});
