import type { Checks } from '../../fanout/estimate/estimate.ts';
import type { Spread } from '../../domain/billing.ts';
import type { Branch } from '../../domain/branch.ts';
import type { Chunk } from '../../domain/chunk.ts';
import { secondLookChecks } from './secondLookChecks.ts';
import { gathersFacts, listsFacts } from '../consistency.ts';
import type { Context } from '../context.ts';
import { joinChecks } from '../digest.ts';

type Asking = Pick<Context, 'job' | 'options' | 'ports' | 'sourceOf' | 'state'>;

export function alsoListsFacts(context: Asking, branch: Branch): boolean {
  const { sourceOf, state } = context;
  const source = sourceOf.get(state.chunks[branch.chunkId]?.sourceId ?? '');
  return source ? listsFacts(context, source, branch) : false;
}

/** Grave findings of a branch that a second call looks at, and groups of facts a chunk adds: assumed. */
const VERIFIED: Spread = { low: 0, expected: 0.25, high: 1 };
const COMPARED: Spread = { low: 0, expected: 0.1, high: 0.3 };
/** Calls for each branch that tell rewordings of one problem from different ones: assumed. */
const JUDGED: Spread = { low: 0, expected: 0.02, high: 0.1 };
/** Tokens of a prompt that verifies one finding, and of one that compares a dozen groups. */
const VERIFY_TOKENS = 900;
const COMPARE_TOKENS = 4_500;
const JUDGE_TOKENS = 3_000;

/** What fan-in will ask beside the summary, before anything is found. */
export function checksOf(
  context: Context,
  asking: Asking,
  { branches, sent }: { readonly branches: readonly Branch[]; readonly sent: number },
  chunks: readonly Chunk[],
): Checks[] {
  const { job, options, ports, sourceOf } = asking;
  if (job.fanIn.kind === 'digest') return joinChecks(asking, job.fanIn.join, chunks);
  if (job.fanIn.kind === 'labels')
    return secondLookChecks(context, asking, job.fanIn, { branches, chunks });
  if (job.fanIn.kind !== 'findings' || !ports.model || sent === 0) return [];
  const times = (n: number, { low, expected, high }: Spread): Spread => ({
    low: Math.floor(n * low),
    expected: Math.ceil(n * expected),
    high: Math.ceil(n * high),
  });
  const verifies = options.verify !== undefined && options.verify !== 'off';
  const verifier = ports.verifier ? { model: ports.verifier.reviewer.model.ref } : {};
  const compares = [...sourceOf.values()].some(source => gathersFacts(asking, source));
  return [
    ...(verifies
      ? [{ calls: times(sent, VERIFIED), inputTokens: VERIFY_TOKENS, ...verifier }]
      : []),
    // Only where several branches read the same words is there anything to join.
    ...(options.joining !== false && branches.length > chunks.length
      ? [{ calls: times(sent, JUDGED), inputTokens: JUDGE_TOKENS }]
      : []),
    ...(compares ? [{ calls: times(chunks.length, COMPARED), inputTokens: COMPARE_TOKENS }] : []),
  ];
}
