import { isRecord } from '../../text/json.ts';
import { t, type Words } from '../../text/l10n.ts';
import { cleanLine, cleanText, cut } from '../../text/cleanText.ts';
import { badAnswer, emptyAnswer } from '../../errors.ts';
import { JsonProblem, readJson } from '../../text/readJson.ts';
import { listSchema, objectSchema, orNull, textOn, textSchema } from '../../ports/strictSchema.ts';
import type { JsonSchema } from '../../ports/model.ts';
import type { Column, RawStatement } from '../../domain/results/statements.ts';
import type { Answer } from '../../domain/branch.ts';
import { MAX_QUOTE } from '../review/readAnswer.ts';

/** Of one answer. */
const MAX_STATEMENTS = 60;
const MAX_ROWS = 200;
const MAX_TEXT = 1_000;
const MAX_QUOTES = 4;
const MAX_VALUE = 500;

const quotes = listSchema(
  textOn('Exact words of the part, copied character by character, one sentence or less.'),
);

export const STATEMENTS_SCHEMA: JsonSchema = objectSchema({
  statements: listSchema(objectSchema({ text: textOn('One sentence.'), quotes })),
});

const property = (i: number): string => `c${i + 1}`;

/** Columns are named by number: a name that a user chose is a description, never a key. */
export const rowsSchema = (columns: readonly Column[]): JsonSchema =>
  objectSchema({
    rows: listSchema(
      objectSchema({
        ...Object.fromEntries(
          columns.map(({ name, description }, i) => [
            property(i),
            orNull(textSchema, description === '' ? name : `${name}: ${description}`),
          ]),
        ),
        quotes,
      }),
    ),
  });

/**
 * Reads a model's statements into fresh objects; items that do not fit are left out and counted. An
 * empty list is an answer. @throws FanoutError with failure `emptyAnswer` or `badAnswer`; the latter's
 * message is fit to be told to the model.
 */
export const readStatements = (text: string): Answer =>
  read(text, 'statements', MAX_STATEMENTS, item => {
    const statement = cut(cleanLine(textOf(item['text'])), MAX_TEXT);
    if (statement === '') return () => t('text is missing');
    const own = quotesOf(item['quotes']);
    return own.length === 0 ? () => t('quotes is empty') : { text: statement, quotes: own };
  });

/** As `readStatements`, of rows with a value or null for each column. */
export const readRows = (text: string, columns: readonly Column[]): Answer =>
  read(text, 'rows', MAX_ROWS, item => {
    const values: (string | null)[] = [];
    for (const [i, column] of columns.entries()) {
      const value = valueOf(item[property(i)], column);
      if (value === undefined) return notOfType(property(i), column);
      values.push(value);
    }
    if (values.every(value => value === null)) return () => t('every value is null');
    const own = quotesOf(item['quotes']);
    if (own.length === 0) return () => t('quotes is empty');
    const said = columns.flatMap(({ name }, i) =>
      values[i] === null ? [] : [`${name}: ${values[i]}`],
    );
    return { text: cut(said.join('; '), MAX_TEXT), quotes: own, values };
  });

const notOfType = (field: string, { type }: Column): Words => {
  switch (type) {
    case 'number':
      return () => t('{0} is not a number', field);
    case 'date':
      return () => t('{0} is not a date', field);
    default:
      return () => t('{0} is not a {1}', field, type);
  }
};

type Fields = Readonly<Record<string, unknown>>;

function read(
  text: string,
  list: 'statements' | 'rows',
  most: number,
  readItem: (item: Fields) => RawStatement | Words,
): Answer {
  if (text.trim() === '') throw emptyAnswer();
  let items: readonly unknown[];
  try {
    const holds = (value: unknown): value is Fields =>
      isRecord(value) && Object.hasOwn(value, list) && Array.isArray(value[list]);
    items = readJson(text, holds)[list] as readonly unknown[];
  } catch (error) {
    if (error instanceof JsonProblem) throw badAnswer(error.problem);
    throw error;
  }
  const statements: RawStatement[] = [];
  const problems: Words[] = [];
  for (const item of items) {
    if (statements.length === most) break;
    const own = isRecord(item) ? readItem(item) : () => t('an item is not an object');
    if (typeof own === 'function') problems.push(own);
    else statements.push(own);
  }
  // One bad item among good ones is dropped; when none is good, the model is to be told why.
  if (items.length > 0 && statements.length === 0)
    throw badAnswer(() => {
      const said = [...new Set(problems.map(problem => problem()))].join('; ');
      return list === 'rows'
        ? t('none of its {0} rows could be used: {1}', items.length, said)
        : t('none of its {0} statements could be used: {1}', items.length, said);
    });
  return { findings: [], assessment: '', dropped: items.length - statements.length, statements };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const quotesOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .filter(quote => typeof quote === 'string')
    .map(quote => quote.toWellFormed().slice(0, MAX_QUOTE))
    .filter(quote => quote.trim() !== '')
    .slice(0, MAX_QUOTES);

/** The value as text, null for none, undefined when it is not of the column's type. */
function valueOf(value: unknown, { type }: Column): string | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    return undefined;
  const text = cut(cleanText(String(value)).replace(/\s+/g, ' ').trim(), MAX_VALUE);
  if (text === '') return null;
  if (type === 'boolean') {
    if (/^(?:true|yes|ja|oui|sí)$/i.test(text)) return 'true';
    return /^(?:false|no|nein|non)$/i.test(text) ? 'false' : undefined;
  }
  return type === 'number' && !/\d/.test(text) ? undefined : text;
}
