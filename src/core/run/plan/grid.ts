import type { Branch } from '../../domain/branch.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { Perspective } from '../../domain/review/perspective.ts';
import type { Source } from '../../domain/source.ts';
import { planBranches } from '../../fanout/plan.ts';
import type { Job } from '../../ports/job.ts';
import type { BranchTask } from '../../ports/ports.ts';
import { contextOf } from '../../split/context/context.ts';
import { type Context, promptOptionsOf } from '../context.ts';
import { factorOf } from '../estimate/calibration.ts';
import { expectedOutput } from '../estimate/estimate.ts';
import { portsOf } from '../models.ts';
import type { RunOptions, RunPorts } from '../options.ts';

/** Every chunk from every perspective of its source. */
export function gridOf(context: Context, chunks: readonly Chunk[]): Branch[] {
  const { job, sources, options, ports } = context;
  const byId = Object.fromEntries(chunks.map(chunk => [chunk.id, chunk]));
  return planBranches({
    sources,
    chunks,
    perspectivesOf: options.perspectivesOf,
    model: ports.reviewer.model.ref,
    promptTokens: promptTokens(job, sources, chunks, options, ports),
    tokenFactor: ref => factorOf(context, ref),
    answerTokens: expectedOutput(context, byId),
  });
}

/** Counts each perspective's prompt once, on the longest chunk's context: what it adds to a chunk. */
function promptTokens(
  job: Job,
  sources: readonly Source[],
  chunks: readonly Chunk[],
  options: RunOptions,
  ports: RunPorts,
): (perspective: Perspective, model: string) => number {
  const chunk = chunks[Math.floor(chunks.length / 2)];
  const source = sources.find(s => s.id === chunk?.sourceId);
  const known = new Map<string, number>();
  return (perspective, model) => {
    if (!chunk || !source || portsOf(ports, model).reviewer.lane === undefined) return 0;
    const before = known.get(perspective.id);
    if (before !== undefined) return before;
    const task: BranchTask = {
      branch: {
        id: '',
        chunkId: chunk.id,
        perspectiveId: perspective.id,
        model: '',
        inputTokens: 0,
        outputTokens: 0,
      },
      chunk,
      perspective,
      source,
      context: contextOf(
        source,
        chunks.filter(c => c.sourceId === source.id),
        chunk,
      ),
    };
    const { system, shared, task: asked, schema } = job.request(task, promptOptionsOf(options));
    const all = ports.count([system, shared, asked, JSON.stringify(schema)].join('\n'));
    const added = Math.max(0, all - chunk.tokens);
    known.set(perspective.id, added);
    return added;
  };
}
