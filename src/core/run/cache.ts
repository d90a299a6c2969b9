import { contentHash } from '../text/hash.ts';
import type { Answer, Branch } from '../domain/branch.ts';
import { listsFacts } from './consistency.ts';
import type { Context } from './context.ts';
import { effortOf, portsOf, variantOf } from './models.ts';

type Asking = Pick<Context, 'job' | 'options' | 'ports' | 'sourceOf' | 'state'>;

/** Undefined where nothing is paid for: the rules read the whole source anyway, and cost nothing. */
function cacheKey(
  branch: Branch,
  context: Asking,
  at = variantOf(portsOf(context.ports, branch.model).reviewer.model),
): string | undefined {
  const { job, options, ports, state, sourceOf } = context;
  const chunk = state.chunks[branch.chunkId];
  const source = chunk && sourceOf.get(chunk.sourceId);
  const perspective = state.perspectives.find(p => p.id === branch.perspectiveId);
  const variant = chunk && source && job.variant?.(source, chunk);
  if (!chunk || !perspective || portsOf(ports, branch.model).reviewer.lane === undefined)
    return undefined;
  // Other models of a perspective do not affect this answer.
  const { models: _, ...asked } = perspective;
  return contentHash(
    JSON.stringify([
      job.spec.kind,
      job.promptVersion,
      branch.model,
      asked,
      chunk.hash,
      chunk.headings,
      options.language ?? '',
      options.maxOutputTokens,
      ...(source && listsFacts(context, source, branch) ? ['facts'] : []),
      ...(variant === undefined ? [] : [variant]),
      ...at,
    ]),
  );
}

export function recall(branch: Branch, context: Asking): Answer | undefined {
  const { options, ports } = context;
  if (!options.useCache) return undefined;
  // A run that goes on asks where it asked before: earlier versions kept its answers without an address.
  const keys = [
    cacheKey(branch, context),
    ...(options.resume
      ? [cacheKey(branch, context, effortOf(portsOf(ports, branch.model).reviewer.model))]
      : []),
  ];
  return keys.map(key => (key === undefined ? undefined : ports.store?.recall(key))).find(isAnswer);
}

/** The store keeps only what was checked when it came: this tells a whole record from a damaged one. */
const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' &&
  value !== null &&
  Array.isArray((value as Partial<Answer>).findings) &&
  typeof (value as Partial<Answer>).assessment === 'string';

export function remember(branch: Branch, answer: Answer, context: Asking): void {
  const key = cacheKey(branch, context);
  if (key === undefined) return;
  try {
    context.ports.store?.remember(key, answer, context.state.runId);
  } catch {
    // The outcome is stored next, by the same store: if that fails too, the run says so.
  }
}
