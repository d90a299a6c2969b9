import { callFailed, FanoutError } from '../../core/errors.ts';
import type { BatchResult, TakeResults } from '../../core/ports/model.ts';
import type { Failure } from '../../core/domain/failure.ts';
import type { Destination } from './egress.ts';
import { failureOf, HttpError } from './failures/failures.ts';
import { guarded } from './guarded.ts';
import type { Call } from './guarded.ts';
import { t } from '../../core/text/l10n.ts';

/** Half of what the providers take: a window holds no more than that in memory at once. */
export const BATCH_BYTES = 96 * 1024 * 1024;
/** A slow line up, in bytes per ms: an upload is no silence. */
const SLOWEST_UPLOAD = 60;
/** Longest one reads the results of a batch, in ms. */
const RESULTS_MS = 2 * 3_600_000;

/** One exchange about a batch, with time for `bytes` to go up and for any number of results to come down. */
export const exchange = <T>(
  to: Destination,
  signal: AbortSignal,
  bytes: number,
  work: (call: Call) => Promise<T>,
): Promise<T> => {
  const upload = Math.ceil(bytes / SLOWEST_UPLOAD);
  const { firstByteMs } = to.timeouts;
  const timeouts = {
    ...to.timeouts,
    firstByteMs: firstByteMs + upload,
    totalMs: RESULTS_MS + upload,
  };
  return guarded({ ...to, timeouts }, signal, work, 'document');
};

/** The status of the response that `call` was last refused with. */
export const refusedWith = (call: Call): number | undefined => {
  const refusal = call.refusal();
  return refusal instanceof HttpError ? refusal.status : undefined;
};

/** Does what nothing depends on. */
export async function attempt(call: Call, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch {
    call.retried();
  }
}

/** Whatever reading a result may throw, as its failure; except aborts and our own bugs. */
export function failedResult(id: string, error: unknown, to: Destination): BatchResult {
  const failure = error instanceof FanoutError ? error.failure : failureIn(error, to);
  if (!failure) throw error;
  return { id, kind: 'failed', failure };
}

export const failureIn = (error: unknown, to: Destination): Failure =>
  failureOf(error, { ...to, now: to.clock.date() });

/** The provider's name for a batch or a file, where it is one. Throws FanoutError `badAnswer`. */
export function checkedId(id: unknown, to: Destination): string {
  if (typeof id === 'string' && /^[\w-]{1,200}$/.test(id)) return id;
  throw callFailed({
    code: 'notProvider',
    message: t('{0} did not name the batch it was sent. Check the base URL.', to.origin),
  });
}

/** The lines of a JSONL body as they come; those that are not JSON objects are left out. */
export async function* jsonLines(
  response: Response,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* parsed(line);
  }
  yield* parsed(rest + decoder.decode());
}

/** Results per callback. */
const PORTION = 64;

/** Tells the results among the lines; whether all that were told are ours. */
export async function tellResults(
  lines: AsyncIterable<Readonly<Record<string, unknown>>>,
  resultOf: (id: string, line: Readonly<Record<string, unknown>>) => BatchResult,
  take: TakeResults,
): Promise<boolean> {
  let ours = true;
  let portion: BatchResult[] = [];
  const tell = async (): Promise<void> => {
    const told = portion;
    portion = [];
    if (told.length > 0) ours = (await take(told)) && ours;
  };
  for await (const line of lines) {
    const id = line['custom_id'];
    if (typeof id !== 'string') continue;
    portion.push(resultOf(id, line));
    if (portion.length >= PORTION) await tell();
  }
  await tell();
  return ours;
}

function* parsed(line: string): Generator<Readonly<Record<string, unknown>>> {
  if (line.trim() === '') return;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) yield value as Record<string, unknown>;
  } catch {
    // A line that was cut: its request counts as not answered.
  }
}
