import type { Estimate } from '../../domain/billing.ts';
import type { Mode } from '../../domain/mode.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { Source } from '../../domain/source.ts';
import { prepareIndex } from '../../fanin/place/textIndex.ts';
import { indexDefinitions } from '../../split/context/definitions.ts';
import { indexEnclosures } from '../../split/context/enclosing.ts';
import { split, uniqueIds } from '../../split/split.ts';
import { yieldToEventLoop } from '../../yieldToEventLoop.ts';
import { type Context, chunksInOrder } from '../context.ts';
import { estimateOf } from '../estimate/estimate.ts';
import { modelPortsOf } from '../models.ts';
import { cutsBefore } from './cuts.ts';
import { gridOf } from './grid.ts';
import { findLinks } from './linked.ts';
import { pausedWhileAsked } from './pausedWhileAsked.ts';
import { partitionCost, preparePartition } from './partition.ts';
import { splitOptions } from './splitOptions.ts';

/** Finds what prompts show of the rest of a text, a few milliseconds at a time. */
export const indexSources = (context: Context): Promise<void> =>
  ofTexts(context, async (source, pause) => {
    await indexDefinitions(source, pause);
    await indexEnclosures(source, pause);
  });

/** Prepares the places of quotes, a few milliseconds at a time: the first answer would wait for all of it. */
export const indexQuotes = (context: Context): Promise<void> => ofTexts(context, prepareIndex);

/** Rules read the whole source anyway, and records are read one by one. */
async function ofTexts(
  { sources, ports, stop }: Context,
  prepare: (source: Source, pause: () => Promise<void>) => Promise<void>,
): Promise<void> {
  if (modelPortsOf(ports).every(({ reviewer }) => reviewer.lane === undefined)) return;
  const pause = yieldToEventLoop(ports.clock);
  for (const source of sources) {
    if (stop.signal.aborted) return;
    if (source.kind !== 'records') await prepare(source, pause);
  }
}

export async function splitSources(context: Context): Promise<void> {
  const { sources, emit, stop } = context;
  const chunks: Chunk[] = [];
  for (const source of sources) {
    const kept = cutsBefore(context, source);
    const how = { ...(await splitOptions(context, source)), ...(kept && { kept }) };
    chunks.push(...(await split(source, how)));
    if (stop.signal.aborted) return;
  }
  emit({ type: 'run.split', chunks: uniqueIds(chunks) });
  await findLinks(context, chunks);
  await preparePartition(context);
}

export function planRun(context: Context): void {
  const chunks = chunksInOrder(context.state);
  const branches = gridOf(context, chunks);
  const planning = partitionCost(context, branches);
  const mode = modeOf(context);
  context.emit({
    type: 'run.planned',
    branches,
    estimate: estimateOf(context, branches, planning, chunks, mode),
    ...(mode === 'fast' ? {} : { mode }),
  });
}

/** A model without a batch engine is asked at once. */
const modeOf = ({ options: { mode = 'fast' }, ports }: Context): Mode =>
  mode === 'economy' && !ports.model?.batch ? 'fast' : mode;

/** Asks, once, with what the other modes would take; the user may choose one of them. */
export async function hasConsent(context: Context): Promise<boolean> {
  const { options, ports, state, emit } = context;
  if (!options.consent || !state.estimate) return true;
  const branches = state.branchIds.flatMap(id => state.branches[id]?.branch ?? []);
  const inMode = (mode: Mode): Estimate =>
    estimateOf(context, branches, partitionCost(context, branches), chunksInOrder(state), mode);
  const { estimate } = state;
  const { consent } = options;
  const choice = {
    mode: state.mode,
    fast: inMode('fast'),
    ...(ports.model ? { sequential: inMode('sequential') } : {}),
    ...(ports.model?.batch ? { economy: inMode('economy') } : {}),
  };
  const answer = await pausedWhileAsked(emit, onQuestion => consent(estimate, choice, onQuestion));
  if (typeof answer === 'boolean') return answer;
  if (answer !== state.mode) emit({ type: 'mode.chosen', mode: answer, estimate: inMode(answer) });
  return true;
}
