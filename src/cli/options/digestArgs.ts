import { readFileSync } from 'node:fs';
import { messageOf, usageError } from '../../core/errors.ts';
import { MAX_QUESTION } from '../../core/jobs/digest/ask.ts';
import { columnsOfList, columnsOfSchema } from '../../core/jobs/digest/columns.ts';
import { playbookSpec, readPlaybook } from '../../core/jobs/digest/playbook.ts';
import { readPerspectiveFile } from '../../core/jobs/review/perspectiveFile.ts';
import { type AskSpec, SUMMARY_LENGTHS, type SummarizeSpec } from '../../core/domain/jobSpec.ts';
import type { Values } from './table.ts';

/** Words of a summary whose length is a number. */
const MIN_WORDS = 20;
const MAX_WORDS = 10_000;
const MAX_WISH = 2_000;

/** @throws FanoutError `usage`. */
export const summarizeSpec = ({ length, audience, focus }: Values): SummarizeSpec => ({
  kind: 'summarize',
  length: lengthOf(length ?? 'medium'),
  ...(audience === undefined ? {} : { audience: wish('--audience', audience) }),
  ...(focus === undefined ? {} : { focus: wish('--focus', focus) }),
});

function lengthOf(text: string): SummarizeSpec['length'] {
  const named = SUMMARY_LENGTHS.find(length => length === text);
  if (named) return named;
  const words = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (words >= MIN_WORDS && words <= MAX_WORDS) return words;
  throw usageError(
    `--length takes short, medium, long or a number of words from ${MIN_WORDS} to ${MAX_WORDS}, not ${text}.`,
  );
}

/** @throws FanoutError `usage`. */
export function askSpec(question: string, { columns, schema }: Values): AskSpec {
  if (columns !== undefined && schema !== undefined)
    throw usageError('Give --columns or --schema, not both.');
  const list =
    columns !== undefined
      ? columnsOfList(columns)
      : schema !== undefined
        ? columnsOfSchema(textIn(schema, `--schema ${schema}`))
        : undefined;
  if (question.trim() === '' && !list)
    throw usageError('The question is empty. Ask one, or name --columns.');
  if (question.length > MAX_QUESTION)
    throw usageError(`The question is longer than ${MAX_QUESTION} characters.`);
  return { kind: 'ask', question: question.trim(), ...(list ? { columns: list } : {}) };
}

/** The rules of a file; `name` is what messages call it. @throws FanoutError `usage`, with what is wrong. */
export function playbookOf(file: string, name = `--playbook ${file}`): AskSpec {
  const { perspective, problems } = readPerspectiveFile('playbook', textIn(file, name));
  const [first] = problems;
  if (!perspective) throw usageError(`${name}: ${first?.message ?? ''} Nothing was sent.`);
  return playbookSpec(readPlaybook(perspective.title, perspective.instructions, name));
}

function wish(option: string, text: string): string {
  if (text.trim() === '') throw usageError(`${option} is empty.`);
  if (text.length > MAX_WISH) throw usageError(`${option} is longer than ${MAX_WISH} characters.`);
  return text.trim();
}

function textIn(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`${name} cannot be read (${messageOf(error)}). Nothing was sent.`);
  }
}
