import { contentHash } from '../../src/core/text/hash.ts';
import { ok, status, type Behaviour, type ChaosRequest } from './chaosServer.ts';

/** How an answer on records can be broken. */
export const BREAKS = [
  'missing',
  'twice',
  'unknownId',
  'unknownLabel',
  'noLabel',
  'twoLabels',
  'noConfidence',
  'cutJson',
  'prose',
  'empty',
  'serverError',
] as const;
export type Break = (typeof BREAKS)[number];

/** A record whose text holds this is never answered well. */
export const POISON = 'POISON';

export interface AskedRecord {
  readonly id: string;
  readonly text: string;
}

/** The records of a request, as a model would read them. */
export function recordsOf(body: unknown): AskedRecord[] {
  type Said = readonly { content?: unknown }[];
  const { messages, input } = (body ?? {}) as { messages?: Said; input?: Said };
  const text = (messages ?? input ?? []).map(({ content }) => textOf(content)).join('\n');
  return [...text.matchAll(/^\{"id":.*\}$/gm)].map(([line]) => JSON.parse(line) as AskedRecord);
}

const textOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : Array.isArray(content)
      ? content.map((part: { text?: string }) => part.text ?? '').join('\n')
      : '';

/** The label that the scripted model gives a text. */
export const labelFor = (text: string, labels: readonly string[]): string =>
  labels[Number.parseInt(contentHash(text).slice(0, 6), 16) % labels.length] ?? '';

/**
 * A scripted model that labels by the text alone. `share` of its answers are broken, in every way of
 * `BREAKS` in turn.
 */
export function labelScript(
  labels: readonly string[],
  {
    share = 0,
    random = () => 1,
    latencyMs = 0,
  }: { share?: number; random?: () => number; latencyMs?: number } = {},
): (request: Pick<ChaosRequest, 'body'>) => Behaviour {
  let broken = 0;
  return ({ body }) => {
    const records = recordsOf(body);
    const results = records.map(({ id, text }) => ({
      id,
      reason: 'By its words.',
      label: labelFor(text, labels),
      confidence: 0.9,
    }));
    const poisoned = records.some(({ text }) => text.includes(POISON));
    if (!poisoned && random() >= share) return ok({ results }, { latencyMs });
    const how = poisoned ? 'missing' : (BREAKS[broken++ % BREAKS.length] ?? 'missing');
    return brokenAnswer(how, results, latencyMs);
  };
}

interface Result {
  readonly id: string;
  readonly reason: string;
  readonly label: string;
  readonly confidence: number;
}

function brokenAnswer(how: Break, results: readonly Result[], latencyMs: number): Behaviour {
  const [first, ...rest] = results;
  const timing = { latencyMs };
  if (!first) return ok({ results: [] }, timing);
  const changed = (change: object): Behaviour =>
    ok({ results: [{ ...first, ...change }, ...rest] }, timing);
  switch (how) {
    case 'missing':
      return ok({ results: rest }, timing);
    case 'twice':
      return ok({ results: [...results, first] }, timing);
    case 'unknownId':
      return ok({ results: [...results, { ...first, id: 'zzzz9' }] }, timing);
    case 'unknownLabel':
      return changed({ label: 'no such label' });
    case 'noLabel':
      return changed({ label: '' });
    case 'twoLabels':
      return changed({ label: [first.label, first.label] });
    case 'noConfidence':
      return changed({ confidence: 'sure' });
    case 'cutJson':
      return ok(JSON.stringify({ results }).slice(0, -9), timing);
    case 'prose':
      return ok('I labelled all of them.', timing);
    case 'empty':
      return ok('', timing);
    case 'serverError':
      return status(500);
  }
}
