import { type Checks, flat, OUTPUT_TOKENS, spread } from '../../fanout/estimate/estimate.ts';
import { shownRecords } from '../../text/shownRecords.ts';
import type { Spread } from '../../domain/billing.ts';
import type { Branch } from '../../domain/branch.ts';
import type { Chunk } from '../../domain/chunk.ts';
import { recall } from '../cache.ts';
import { factorOf } from './calibration.ts';
import type { Context } from '../context.ts';
import { recallLabel } from '../secondLabels.ts';

type Asking = Pick<Context, 'job' | 'options' | 'ports' | 'sourceOf' | 'state'>;

/** Share of the records whose label is in doubt, before a first run told: assumed. */
const DOUBTED: Spread = { low: 0.02, expected: 0.15, high: 0.5 };

/**
 * What the second look at labels will take: packs as full as those of the first one, of fewer records. Of what
 * is answered from the store it is known which labels are in doubt, and which have a second one there, too.
 */
export function secondLookChecks(
  context: Context,
  asking: Asking,
  { doubtfulBelow }: { readonly doubtfulBelow?: number },
  { branches, chunks }: { readonly branches: readonly Branch[]; readonly chunks: readonly Chunk[] },
): Checks[] {
  const { job, ports, sourceOf } = asking;
  const { model, reviewer } = ports.verifier ?? ports;
  const [some] = branches;
  if (doubtfulBelow === undefined || !model || !some) return [];
  const { ref } = reviewer.model;
  const factor = factorOf(context, ref) / factorOf(context, some.model);
  let sent = 0;
  let doubted = 0;
  for (const branch of branches) {
    const found = doubtsIn(asking, branch, ref, doubtfulBelow);
    if (found === undefined) sent += 1;
    else doubted += found;
  }
  const records = chunks.reduce(
    (sum, { records: held }) => sum + (held ? held.to - held.from : 0),
    0,
  );
  const known = (doubted * chunks.length) / Math.max(1, records);
  const answers = chunks.map(chunk => {
    const source = sourceOf.get(chunk.sourceId);
    return (source && job.answerTokens?.(chunk, source)) ?? OUTPUT_TOKENS;
  });
  const each = {
    inputTokens: Math.ceil(mean(branches.map(({ inputTokens }) => inputTokens)) * factor),
    outputTokens: spread(level => Math.ceil(mean(answers.map(of => of[level])))),
    model: ref,
  };
  const assumed = {
    low: Math.floor(sent * DOUBTED.low),
    expected: Math.ceil(sent * DOUBTED.expected),
    high: Math.ceil(sent * DOUBTED.high),
  };
  return [
    ...(sent > 0 ? [{ ...each, calls: assumed }] : []),
    ...(known > 0 ? [{ ...each, calls: flat(Math.ceil(known)), known: true } as const] : []),
  ];
}

/** Records of a stored answer that are in doubt and have no second label; undefined: it is to be asked. */
function doubtsIn(asking: Asking, branch: Branch, ref: string, below: number): number | undefined {
  const answer = recall(branch, asking);
  if (!answer) return undefined;
  const chunk = asking.state.chunks[branch.chunkId];
  const source = chunk && asking.sourceOf.get(chunk.sourceId);
  if (!source) return 0;
  const shown = shownRecords(source, chunk);
  return (answer.labels ?? []).filter(({ confidence }, i) => {
    const index = shown[i]?.index;
    return confidence < below && index !== undefined && !recallLabel(asking, ref, source, index);
  }).length;
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, n) => sum + n, 0) / Math.max(1, numbers.length);
