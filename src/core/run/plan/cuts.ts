import { contentHash } from '../../text/hash.ts';
import { areMarks, marksOf, type CutMark } from '../../split/pack/keep.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { Source } from '../../domain/source.ts';
import { type Context, chunksInOrder } from '../context.ts';
import { chunkBudget } from './splitOptions.ts';

type Asking = Pick<Context, 'options' | 'ports'>;

/** Undefined where nothing is paid for, so that nothing is saved by cutting as before. */
function keyOf({ options, ports }: Asking, source: Source): string | undefined {
  if (!options.useCache || ports.reviewer.lane === undefined) return undefined;
  const { id, path, kind, range } = source;
  return contentHash(
    JSON.stringify(['cuts', id, path, kind, range !== undefined, chunkBudget(options, ports)]),
  );
}

/** How the source was cut in the last run that answers are kept of. */
export function cutsBefore(asking: Asking, source: Source): readonly CutMark[] | undefined {
  const key = keyOf(asking, source);
  const stored = key === undefined ? undefined : asking.ports.store?.recall(key);
  return areMarks(stored) ? stored : undefined;
}

/** Keeps the run's cuts for its next run: a chunk that stays as it is is not paid for again. */
export function rememberCuts(context: Context): void {
  const chunks = new Map<string, Chunk[]>();
  for (const chunk of chunksInOrder(context.state))
    if (!chunks.get(chunk.sourceId)?.push(chunk)) chunks.set(chunk.sourceId, [chunk]);
  for (const source of context.sources) {
    const key = keyOf(context, source);
    if (key === undefined) continue;
    try {
      context.ports.store?.remember(key, marksOf(source, chunks.get(source.id) ?? []));
    } catch {
      // Costs money at the next run, and nothing now.
    }
  }
}
