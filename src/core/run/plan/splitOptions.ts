import type { Source } from '../../domain/source.ts';
import type { SplitOptions } from '../../split/split.ts';
import { defaultFactor } from '../../split/tokens/calibrate.ts';
import { yieldToEventLoop } from '../../yieldToEventLoop.ts';
import type { Context } from '../context.ts';
import { type ModelsPorts, modelPortsOf } from '../models.ts';
import type { RunOptions } from '../options.ts';

/** Symbols that were read once are not read again for smaller or larger chunks. */
const symbolsOf = new WeakMap<Source, SplitOptions['symbols']>();

/** How the run's sources are cut; names in code come from the host's symbols. */
export async function splitOptions(
  { job, options, ports }: Pick<Context, 'job' | 'options' | 'ports'>,
  source: Source,
): Promise<SplitOptions> {
  const packing = source.kind === 'records' ? job.packing : undefined;
  const chunkTokens = packing?.maxTokens ?? options.chunkTokens;
  if (source.kind === 'code' && ports.symbolsOf && !symbolsOf.has(source))
    symbolsOf.set(source, await ports.symbolsOf(source));
  const symbols = symbolsOf.get(source);
  return {
    maxTokens: chunkBudget({ ...options, chunkTokens }, ports),
    ...(packing ? { maxRecords: packing.maxRecords } : {}),
    count: ports.count,
    pause: yieldToEventLoop(ports.clock),
    ...(symbols ? { symbols } : {}),
  };
}

/**
 * Half the smallest window beside the answer: the other half is for instructions, context and a wrong
 * count. By the usual factor and not by a learned one, so that the same text is cut alike in every run.
 */
export function chunkBudget(
  { chunkTokens, maxOutputTokens }: Pick<RunOptions, 'chunkTokens' | 'maxOutputTokens'>,
  ports: ModelsPorts,
): number {
  const budgets = modelPortsOf(ports).map(({ reviewer: { model } }) => {
    const window = model.contextTokens ?? Infinity;
    const forAnswer = Math.min(maxOutputTokens, window / 4);
    return Math.floor((window - forAnswer) / 2 / defaultFactor(model));
  });
  return Math.max(200, Math.min(chunkTokens, ...budgets));
}
