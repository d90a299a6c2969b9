import { isRecord } from '../../text/json.ts';
import { t, type Words } from '../../text/l10n.ts';
import { cleanLine, cut } from '../../text/cleanText.ts';
import { badAnswer, emptyAnswer } from '../../errors.ts';
import type { ClassifySpec } from '../../domain/jobSpec.ts';
import { type RawLabel, labelMatcher } from '../../domain/records/labels.ts';
import { JsonProblem, readJson } from '../../text/readJson.ts';
import type { ShownRecord } from '../../text/shownRecords.ts';

const MAX_REASON = 200;
/** Ids of records named in the message to the model, of each kind of mistake. */
const MAX_LISTED = 8;

/**
 * Reads a model's answer: one result for each record shown, in the records' order. Half an answer is no
 * answer: a record that is missing or twice, an id or a label that does not exist, and the whole is
 * rejected. Throws FanoutError with failure `emptyAnswer` or `badAnswer`, whose message tells the model
 * what was wrong.
 */
export function readLabels(
  text: string,
  records: readonly ShownRecord[],
  spec: Pick<ClassifySpec, 'labels' | 'multi'>,
): RawLabel[] {
  if (text.trim() === '') throw emptyAnswer();
  const results = resultsOf(text);
  const nameOf = labelMatcher(spec.labels);
  const known = new Map(records.map(({ key }) => [key, key]));
  const read = new Map<string, RawLabel>();
  const wrong = problems();
  for (const result of results) {
    const id = isRecord(result) && typeof result['id'] === 'string' ? result['id'].trim() : '';
    const key = known.get(id) ?? known.get(id.toLowerCase());
    if (!isRecord(result) || key === undefined) {
      wrong.add(MISTAKES.unknownId, /^[\w-]{1,12}$/.test(id) ? id : '?');
      continue;
    }
    if (read.has(key)) wrong.add(MISTAKES.twice, key);
    const labels = labelsOf(result, spec.multi)?.map(nameOf);
    const confidence = readConfidence(result['confidence']);
    if (!labels || (!spec.multi && labels.length !== 1))
      wrong.add(spec.multi ? MISTAKES.noList : MISTAKES.notOne, key);
    else if (labels.includes(undefined)) wrong.add(MISTAKES.unknownLabel, key);
    else if (confidence === undefined) wrong.add(MISTAKES.confidence, key);
    const reason = typeof result['reason'] === 'string' ? result['reason'] : '';
    read.set(key, {
      labels: [...new Set((labels ?? []).filter(name => name !== undefined))],
      confidence: confidence ?? 0,
      reason: cut(cleanLine(reason), MAX_REASON),
    });
  }
  for (const { key } of records) if (!read.has(key)) wrong.add(MISTAKES.missing, key);
  const problem = wrong.said();
  if (problem) throw badAnswer(problem);
  return records.flatMap(({ key }) => read.get(key) ?? []);
}

function resultsOf(text: string): readonly unknown[] {
  try {
    return readJson(text, hasResults).results;
  } catch (error) {
    if (error instanceof JsonProblem) throw badAnswer(error.problem);
    throw error;
  }
}

type Fields = Readonly<Record<string, unknown>>;

const hasResults = (value: unknown): value is { readonly results: readonly unknown[] } =>
  isRecord(value) && Object.hasOwn(value, 'results') && Array.isArray(value['results']);

function labelsOf(result: Fields, multi: boolean): readonly string[] | undefined {
  const given = multi ? result['labels'] : [result['label']];
  return Array.isArray(given) && given.every(name => typeof name === 'string') ? given : undefined;
}

function readConfidence(value: unknown): number | undefined {
  const number =
    typeof value === 'string' && /^\d(?:\.\d{1,20})?$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= 1 ? number : undefined;
}

const MISTAKES = {
  unknownId: () => t('ids that no record has'),
  twice: () => t('records answered twice'),
  noList: () => t('results without a list of labels'),
  notOne: () => t('results without one label'),
  unknownLabel: () => t('labels that are not on the list'),
  confidence: () => t('no confidence from 0 to 1'),
  missing: () => t('records without a result'),
} as const satisfies Readonly<Record<string, Words>>;

/** Mistakes by kind, each with the records it is about. */
function problems() {
  const found = new Map<Words, Set<string>>();
  return {
    add(kind: Words, id: string): void {
      found.set(kind, (found.get(kind) ?? new Set()).add(id));
    },
    said: (): Words | undefined =>
      found.size === 0
        ? undefined
        : () =>
            [...found]
              .map(([kind, ids]) => {
                const named = [...ids].slice(0, MAX_LISTED).join(', ');
                return ids.size > MAX_LISTED
                  ? t('{0} ({1} and {2} more)', kind(), named, ids.size - MAX_LISTED)
                  : t('{0} ({1})', kind(), named);
              })
              .join('; '),
  };
}
