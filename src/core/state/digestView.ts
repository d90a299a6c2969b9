import { resultOf } from '../domain/jobs.ts';
import { type DigestState, type JoinedStatement, rootOf } from '../domain/results/digest.ts';
import type { Citation, Statement } from '../domain/results/statements.ts';
import type { RunState } from './runState.ts';

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

/** How much of what was read the result rests on. */
export interface Reach {
  /** Planned chunks that say something with a place, in reading order. */
  readonly said: readonly string[];
  /** Of those, by chunk, how many statements of the result rest on it; 0: nothing of it is in the result. */
  readonly share: ReadonlyMap<string, number>;
}

/** The reach of the result, or of a node below it; what is the same for all of them is worked out once. */
export function reachOf(state: RunState): (nodeId?: string) => Reach {
  const { digest } = state;
  const chunkOf = new Map<string, string>();
  const said: string[] = [];
  for (const [chunkId, statements] of statementsByChunk(state)) {
    const placed = statements.filter(({ citations }) => citations.length > 0);
    if (placed.length > 0) said.push(chunkId);
    for (const { id } of placed) chunkOf.set(id, chunkId);
  }
  const index = statementsOf(state);
  return (nodeId = (digest && rootOf(digest)?.id) ?? '') => {
    const share = new Map(said.map(chunkId => [chunkId, 0]));
    for (const { id } of digest?.joined[nodeId]?.statements ?? []) {
      const chunks = leavesOf(index, id).flatMap(leaf => chunkOf.get(leaf) ?? []);
      for (const chunkId of new Set(chunks)) share.set(chunkId, (share.get(chunkId) ?? 0) + 1);
    }
    return { said, share };
  };
}

/** The statements of chunks that a statement is based on in the end: not those it only names. */
function leavesOf(index: StatementIndex, id: string): string[] {
  const leaves = new Set<string>();
  const seen = new Set<string>();
  const visit = (statementId: string): void => {
    if (seen.has(statementId)) return;
    seen.add(statementId);
    const statement = index.get(statementId);
    if (statement && 'from' in statement) {
      const loose = new Set(statement.namedOnly);
      for (const below of statement.from) if (!loose.has(below)) visit(below);
    } else leaves.add(statementId);
  };
  visit(id);
  return [...leaves];
}

/**
 * Statements that a model gave and whose quotes are not in the text, where nothing else was given: the
 * answer rests on nothing. 0 where something has a place, or nothing was said.
 */
export function unsupportedCount(state: RunState): number {
  const { digest, extraction } = state;
  const root = digest && rootOf(digest);
  const result = extraction
    ? extraction.rows.length
    : ((root && digest.joined[root.id]?.statements.length) ?? 0);
  if (result > 0 || (!extraction && !digest)) return 0;
  return [...statementsByChunk(state).values()].flat().filter(s => s.citations.length === 0).length;
}

/**
 * Whether nothing was said for a summary of the whole text. A question, or a summary that is to be about something, may
 * well find nothing.
 */
export function isUnsummarized({ spec, digest }: RunState): boolean {
  const root = digest && rootOf(digest);
  if (!root || spec.kind !== 'summarize' || (spec.focus ?? '') !== '') return false;
  return digest.joined[root.id]?.statements.length === 0;
}

/** Statements of the result whose figures or negations, or all of whose words, are not in the words they cite. */
export function doubtfulStatements({ digest }: RunState): JoinedStatement[] {
  const root = digest && rootOf(digest);
  const statements = (root && digest.joined[root.id]?.statements) ?? [];
  return statements.filter(
    ({ unrelated, beyond = [] }) =>
      unrelated ?? beyond.some(one => one === 'not' || /\p{N}/u.test(one)),
  );
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

/** Whether the run ends in statements or rows and not in a summary of findings. */
export const makesStatements = ({ job }: Pick<RunState, 'job'>): boolean =>
  resultOf(job) === 'statements';

/** Nodes that are joined, of all. */
export const joinTally = ({ nodes, joined }: DigestState): { done: number; total: number } => ({
  done: Object.keys(joined).length,
  total: nodes.length,
});
