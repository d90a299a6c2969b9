import { type DigestState, type JoinedStatement, rootOf } from '../domain/digest.ts';
import type { Citation, Statement } from '../domain/statements.ts';
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
