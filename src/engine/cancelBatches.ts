import { openBatches } from '../core/state/foldBatches.ts';
import type { Model } from '../core/ports/model.ts';
import type { RunState } from '../core/state/runState.ts';

/** For each batch, in ms: somebody waits for it. */
const PATIENCE_MS = 20_000;

/**
 * Cancels at the providers what waits there in batches of the run: what is not answered yet is not billed.
 * One that may be another's, or was prepared and maybe never sent, is left alone.
 * `modelOf` opens the model of a reference. @throws what the provider or `modelOf` throws.
 */
export async function cancelBatches(
  state: RunState,
  modelOf: (ref: string) => Promise<Model>,
): Promise<void> {
  for (const { providerId, uncertain, cancelling, branchIds } of openBatches(state)) {
    const ref = state.branches[branchIds[0] ?? '']?.branch.model;
    if (providerId === undefined || uncertain || cancelling || ref === undefined) continue;
    const { batch } = await modelOf(ref);
    await batch?.cancel(providerId, AbortSignal.timeout(PATIENCE_MS));
  }
}
