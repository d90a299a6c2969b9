import { isRecord } from '../../text/json.ts';
import { cleanLine, cut } from '../../text/cleanText.ts';
import { callFailed } from '../../errors.ts';
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
  if (text.trim() === '')
    throw callFailed({ code: 'emptyAnswer', message: 'The answer of the model is empty.' });
  const results = resultsOf(text);
  const nameOf = labelMatcher(spec.labels);
  const known = new Map(records.map(({ key }) => [key, key]));
  const read = new Map<string, RawLabel>();
  const wrong = problems();
  for (const result of results) {
    const id = isRecord(result) && typeof result['id'] === 'string' ? result['id'].trim() : '';
    const key = known.get(id) ?? known.get(id.toLowerCase());
    if (!isRecord(result) || key === undefined) {
      wrong.add('ids that no record has', /^[\w-]{1,12}$/.test(id) ? id : '?');
      continue;
    }
    if (read.has(key)) wrong.add('records answered twice', key);
    const labels = labelsOf(result, spec.multi)?.map(nameOf);
    const confidence = readConfidence(result['confidence']);
    if (!labels || (!spec.multi && labels.length !== 1))
      wrong.add(spec.multi ? 'results without a list of labels' : 'results without one label', key);
    else if (labels.includes(undefined)) wrong.add('labels that are not on the list', key);
    else if (confidence === undefined) wrong.add('no confidence from 0 to 1', key);
    const reason = typeof result['reason'] === 'string' ? result['reason'] : '';
    read.set(key, {
      labels: [...new Set((labels ?? []).filter(name => name !== undefined))],
      confidence: confidence ?? 0,
      reason: cut(cleanLine(reason), MAX_REASON),
    });
  }
  for (const { key } of records) if (!read.has(key)) wrong.add('records without a result', key);
  const problem = wrong.said();
  if (problem !== undefined) throw bad(problem);
  return records.flatMap(({ key }) => read.get(key) ?? []);
}

function resultsOf(text: string): readonly unknown[] {
  try {
    return readJson(text, hasResults).results;
  } catch (error) {
    if (error instanceof JsonProblem) throw bad(error.message);
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

/** Mistakes by kind, each with the records it is about. */
function problems() {
  const found = new Map<string, Set<string>>();
  return {
    add(kind: string, id: string): void {
      found.set(kind, (found.get(kind) ?? new Set()).add(id));
    },
    said: (): string | undefined =>
      found.size === 0
        ? undefined
        : [...found]
            .map(([kind, ids]) => {
              const more = ids.size > MAX_LISTED ? ` and ${ids.size - MAX_LISTED} more` : '';
              return `${kind} (${[...ids].slice(0, MAX_LISTED).join(', ')}${more})`;
            })
            .join('; '),
  };
}

const bad = (problem: string): Error =>
  callFailed({
    code: 'badAnswer',
    message: `The answer of the model could not be used: ${problem}.`,
  });
