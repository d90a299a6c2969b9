import { isRecord } from '../../text/json.ts';
import { JsonProblem, readJson } from '../../text/readJson.ts';
import type { Verdict } from '../../domain/results/synthesis.ts';

export interface Point {
  readonly text: string;
  readonly findingIds: readonly string[];
}

/** The well-formed parts of a model's answer; undefined if it is not an answer at all. */
export interface SynthesisAnswer {
  readonly paragraphs: readonly Point[];
  readonly verdicts: readonly Verdict[];
  readonly actions: readonly Point[];
}

export function readAnswer(text: string): SynthesisAnswer | undefined {
  const data = parseObject(text);
  if (!data) return undefined;
  const paragraphs = points(data['paragraphs']);
  if (paragraphs.length === 0) return undefined;
  return { paragraphs, verdicts: verdicts(data['verdicts']), actions: points(data['actions']) };
}

export function readPoints(text: string): Point[] | undefined {
  const read = points(parseObject(text)?.['points']);
  return read.length === 0 ? undefined : read;
}

/** Maximum list items taken from an answer: a longer list is not a summary. */
const MAX_ITEMS = 40;

function points(value: unknown): Point[] {
  return items(value).flatMap(item => {
    const { text, findingIds } = item;
    if (typeof text !== 'string' || text.trim() === '') return [];
    const ids = Array.isArray(findingIds) ? findingIds : [];
    return [{ text, findingIds: ids.filter(id => typeof id === 'string').slice(0, 200) }];
  });
}

function verdicts(value: unknown): Verdict[] {
  return items(value).flatMap(({ perspectiveId, verdict, text }) =>
    typeof perspectiveId === 'string' &&
    typeof text === 'string' &&
    (verdict === 'sound' || verdict === 'smallEdits' || verdict === 'needsChanges')
      ? [{ perspectiveId, verdict, text }]
      : [],
  );
}

const items = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.slice(0, MAX_ITEMS).filter(isRecord) : [];

/** Otherwise any object inside a broken answer, which may be only a part of it, would be accepted. */
const isSummary = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) && (Object.hasOwn(value, 'paragraphs') || Object.hasOwn(value, 'points'));

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return readJson(text, isSummary);
  } catch (error) {
    if (error instanceof JsonProblem) return undefined;
    throw error;
  }
}
