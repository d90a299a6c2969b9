import { restsOnOthers } from '../../split/context/definitions.ts';
import { yieldToEventLoop } from '../../yieldToEventLoop.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { Linked } from '../../domain/billing.ts';
import { gathersFacts } from '../consistency.ts';
import type { Context } from '../context.ts';

const known = new WeakMap<Context, Linked>();

/** Counts the chunks that use what other chunks define, so that the plan can say so. Linear in the text. */
export async function findLinks(context: Context, chunks: readonly Chunk[]): Promise<void> {
  // Other jobs join what all chunks say; a review has to compare it.
  if (chunks.length < 2 || !context.job.factsFrom) return;
  const { ports, sources, sourceOf, stop } = context;
  const pause = yieldToEventLoop(ports.clock);
  let linked = 0;
  for (const chunk of chunks) {
    const source = sourceOf.get(chunk.sourceId);
    if (source && restsOnOthers(source, chunk)) linked++;
    await pause();
    if (stop.signal.aborted) return;
  }
  const compared = sources.some(source => gathersFacts(context, source));
  if (linked > 0) known.set(context, { chunks: linked, compared });
}

/** What `findLinks` found; undefined when no chunk rests on another. */
export const linkedChunks = (context: Context): Linked | undefined => known.get(context);
