import { costOf, noUsage } from '../../domain/cost.ts';
import type { Branch } from '../../domain/branch.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { Context } from '../context.ts';
import { portsOf } from '../models.ts';
import { pausedWhileAsked } from './pausedWhileAsked.ts';
import type { ProposedBranch, ProposedPart } from './proposedPlan.ts';

/** Branches and why each of those that are left out is. */
export interface Grid {
  readonly chunks: readonly Chunk[];
  readonly branches: readonly Branch[];
  readonly skipped: ReadonlyMap<string, string>;
}

/**
 * The grid as a person wants it: what they left out, with `leftOut` as the reason, and nothing that they
 * took back in. Asks again, with the problem, until `problemWith` finds none. Undefined: not at all.
 */
export async function reviewed<T extends Grid>(
  context: Context,
  grid: T,
  reasonOf: (chunkId: string) => string,
  leftOut: string,
  problemWith: (kept: readonly Branch[]) => string | undefined,
): Promise<T | undefined> {
  const { reviewPlan } = context.options;
  if (!reviewPlan) return grid;
  const parts = partsOf(context, grid, reasonOf);
  let problem: string | undefined;
  for (;;) {
    const plan = { parts, ...(problem === undefined ? {} : { problem }) };
    const chosen = await pausedWhileAsked(context.emit, onQuestion => reviewPlan(plan, onQuestion));
    if (!chosen || context.stop.signal.aborted) return undefined;
    problem = problemWith(grid.branches.filter(({ id }) => chosen.has(id)));
    if (problem !== undefined) continue;
    const skipped = new Map<string, string>();
    for (const { id } of grid.branches)
      if (!chosen.has(id)) skipped.set(id, grid.skipped.get(id) ?? leftOut);
    return { ...grid, skipped };
  }
}

function partsOf(
  context: Context,
  { chunks, branches, skipped }: Grid,
  reasonOf: (chunkId: string) => string,
): ProposedPart[] {
  const { sourceOf, state, ports } = context;
  const titles = new Map(state.perspectives.map(({ id, title }) => [id, title]));
  const byChunk = new Map<string, ProposedBranch[]>(chunks.map(({ id }) => [id, []]));
  for (const { id, chunkId, perspectiveId, model, inputTokens, outputTokens } of branches) {
    const { reviewer, model: asked } = portsOf(ports, model);
    const share = state.mode === 'economy' ? (asked?.batch?.priceShare ?? 1) : 1;
    const whole = costOf({ ...noUsage, inputTokens, outputTokens }, reviewer.model.price);
    const costUsd = whole === undefined ? undefined : whole * share;
    byChunk.get(chunkId)?.push({
      id,
      title: titles.get(perspectiveId) ?? perspectiveId,
      keep: !skipped.has(id),
      inputTokens,
      ...(costUsd === undefined ? {} : { costUsd }),
    });
  }
  return chunks.map(({ id, sourceId, title, startLine, endLine, tokens }) => ({
    path: sourceOf.get(sourceId)?.path ?? '',
    title,
    startLine,
    endLine,
    tokens,
    reason: reasonOf(id),
    branches: byChunk.get(id) ?? [],
  }));
}
