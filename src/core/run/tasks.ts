import type { Branch } from '../domain/branch.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { Perspective } from '../domain/review/perspective.ts';
import type { Source } from '../domain/source.ts';
import type { BranchTask, ChunkContext } from '../ports/ports.ts';
import { contextOf } from '../split/context/context.ts';
import { listsFacts } from './consistency.ts';
import { type Context, chunksInOrder } from './context.ts';
import { refsOf } from './models.ts';

/** What a branch is about. */
export function placeOf(
  { state, sourceOf }: Context,
  branch: Branch,
): { readonly chunk: Chunk; readonly source: Source; readonly perspective: Perspective } {
  const chunk = state.chunks[branch.chunkId];
  const source = chunk && sourceOf.get(chunk.sourceId);
  const perspective = state.perspectives.find(p => p.id === branch.perspectiveId);
  if (!chunk || !source || !perspective) throw new Error(`branch ${branch.id} is not of this run`);
  return { chunk, source, perspective };
}

export function taskOf(context: Context, branch: Branch): BranchTask {
  const place = placeOf(context, branch);
  const { chunk, source } = place;
  const { options, ports } = context;
  const readToo = options
    .perspectivesOf(source)
    .filter(p => refsOf(ports, p).includes(branch.model));
  let shown: ChunkContext | undefined;
  return {
    branch,
    ...place,
    // Rules read whole sources and never ask for it; for one branch it takes time in proportion to all chunks.
    get context() {
      return (shown ??= contextOf(source, siblings(context, source.id), chunk));
    },
    sharedBy: readToo.length,
    ...(listsFacts(context, source, branch) ? { facts: true } : {}),
  };
}

/** The chunks of a source in reading order, gathered once. */
function siblings({ state, chunksOf }: Context, sourceId: string): readonly Chunk[] {
  if (chunksOf.size === 0)
    for (const chunk of chunksInOrder(state)) {
      const own = chunksOf.get(chunk.sourceId);
      if (own) own.push(chunk);
      else chunksOf.set(chunk.sourceId, [chunk]);
    }
  return chunksOf.get(sourceId) ?? [];
}
