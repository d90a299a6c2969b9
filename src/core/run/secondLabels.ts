import type { SecondLabel } from '../domain/records/labels.ts';
import { textOf } from '../text/shownRecords.ts';
import { contentHash } from '../text/hash.ts';
import type { Source } from '../domain/source.ts';
import type { Context } from './context.ts';

type Asking = Pick<Context, 'job' | 'options' | 'ports'>;

/** By what the record is looked at with, and not by what else is in its call. */
function keyOf({ job, options }: Asking, ref: string, source: Source, index: number): string {
  const record = source.records?.[index];
  const text = source.layout && record ? textOf(source.layout, record) : '';
  const asked = options.perspectivesOf(source).map(({ instructions }) => instructions);
  return contentHash(
    JSON.stringify(['second look', job.promptVersion, ref, asked, options.language ?? '', text]),
  );
}

/** What the second model said of a record when it was asked before. */
export function recallLabel(
  context: Asking,
  ref: string,
  source: Source,
  record: number,
): SecondLabel | undefined {
  const { options, ports } = context;
  // Also without the cache a run that goes on does not pay twice.
  if (!options.useCache && !options.resume) return undefined;
  const stored = ports.store?.recall(keyOf(context, ref, source, record));
  return isLabel(stored) ? { ...stored, record } : undefined;
}

/** The store keeps only what was checked when it came: this tells a whole label from a damaged one. */
const isLabel = (value: unknown): value is Omit<SecondLabel, 'record'> =>
  typeof value === 'object' &&
  value !== null &&
  Array.isArray((value as Partial<SecondLabel>).labels) &&
  typeof (value as Partial<SecondLabel>).confidence === 'number' &&
  typeof (value as Partial<SecondLabel>).reason === 'string';

export function rememberLabel(
  context: Asking & Pick<Context, 'state'>,
  ref: string,
  source: Source,
  { record, labels, confidence, reason }: SecondLabel,
): void {
  try {
    const key = keyOf(context, ref, source, record);
    context.ports.store?.remember(key, { labels, confidence, reason }, context.state.runId);
  } catch {
    // The event that follows is stored by the same store: if that fails too, the run says so.
  }
}
