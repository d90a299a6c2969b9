import { estimateRun, planBranches } from '../fanout/plan.ts';
import type { BranchTask, Job, Reviewer } from '../ports.ts';
import { contextOf } from '../split/context.ts';
import { split, uniqueIds } from '../split/split.ts';
import type { Chunk, Perspective, Source } from '../types.ts';
import { recall } from './cache.ts';
import {
  chunksInOrder,
  type Context,
  promptOptionsOf,
  type RunOptions,
  type RunPorts,
} from './context.ts';

export async function splitSources({
  sources,
  options,
  ports,
  emit,
  stop,
}: Context): Promise<void> {
  const chunks: Chunk[] = [];
  for (const source of sources) {
    chunks.push(
      ...(await split(source, {
        maxTokens: chunkBudget(options, ports.reviewer),
        count: ports.count,
        pause: () => ports.clock.sleep(0),
      })),
    );
    if (stop.signal.aborted) return;
  }
  emit({ type: 'run.split', chunks: uniqueIds(chunks) });
}

/** Half the window beside the answer: the other half is for instructions, context and a wrong count. */
function chunkBudget({ chunkTokens, maxOutputTokens }: RunOptions, { model }: Reviewer): number {
  const window = model.contextTokens ?? Infinity;
  const forAnswer = Math.min(maxOutputTokens, window / 4);
  return Math.max(200, Math.min(chunkTokens, Math.floor((window - forAnswer) / 2)));
}

export function planRun({ job, sources, options, ports, state, emit }: Context): void {
  const chunks = chunksInOrder(state);
  const branches = planBranches({
    sources,
    chunks,
    perspectivesOf: options.perspectivesOf,
    model: ports.reviewer.model,
    promptTokens: promptTokens(job, sources, chunks, options, ports),
  });
  const cached = branches.filter(
    branch => recall(branch, { job, options, ports, state }) !== undefined,
  );
  const sent = cached.length === 0 ? branches : branches.filter(b => !cached.includes(b));
  emit({
    type: 'run.planned',
    branches,
    estimate: estimateRun(sent, cached.length, ports.reviewer.model, {
      concurrency: options.policy.concurrency,
      synthesis: options.synthesis && ports.model !== undefined,
    }),
  });
}

/** Counts each perspective's prompt once, on the longest chunk's context: what it adds to a chunk. */
function promptTokens(
  job: Job,
  sources: readonly Source[],
  chunks: readonly Chunk[],
  options: RunOptions,
  ports: RunPorts,
): (perspective: Perspective) => number {
  const chunk = chunks[Math.floor(chunks.length / 2)];
  const source = sources.find(s => s.id === chunk?.sourceId);
  const known = new Map<string, number>();
  return perspective => {
    if (!chunk || !source || ports.reviewer.lane === undefined) return 0;
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

export async function hasConsent({ options, state }: Context): Promise<boolean> {
  if (!options.consent || !state.estimate) return true;
  return options.consent(state.estimate);
}
