import { readFileSync, statSync } from 'node:fs';
import { usageError } from '../../core/errors.ts';
import type { ClassifySpec } from '../../core/domain/jobSpec.ts';
import { readLabelList, typedLabels } from '../../core/domain/records/labelList.ts';
import type { Label } from '../../core/domain/records/labels.ts';
import { MAX_RECORDS } from '../../core/split/records.ts';
import type { RecordChoice } from '../../engine/sources.ts';
import type { JobArgs } from './types.ts';
import { integer, oneOf, share } from './parse.ts';
import type { Values } from './table.ts';

const FORMATS = ['csv', 'tsv', 'jsonl', 'json', 'paragraphs'] as const;

/** @throws FanoutError `usage`. */
export function classifyArgs(values: Values, rest: readonly string[]): JobArgs {
  const [path] = rest;
  if (path === undefined || rest.length > 1)
    throw usageError(
      'classify takes one file: CSV, TSV, JSONL, or text with one record per paragraph.',
    );
  const about = values.about?.trim();
  const recordsPerCall = integer('--records-per-call', values['records-per-call'], 1, MAX_RECORDS);
  const spec: ClassifySpec = {
    kind: 'classify',
    labels: labelsOf(values),
    multi: values.multi ?? false,
    ...(about ? { about } : {}),
    ...(recordsPerCall === undefined ? {} : { recordsPerCall }),
    ...doubtOf(values),
  };
  return { spec, paths: [path], records: choiceOf(values) };
}

/** Labels with a lower confidence are checked by a second model. */
const DOUBTFUL = 0.6;

function doubtOf(values: Values): Pick<ClassifySpec, 'doubtfulBelow'> {
  const below = share('--doubtful', values.doubtful);
  if (values['second-model'] === undefined) {
    if (below === undefined) return {};
    throw usageError(
      '--doubtful needs --second-model PROVIDER:ID, the model that checks uncertain labels.',
    );
  }
  return { doubtfulBelow: below ?? DOUBTFUL };
}

/** Which columns are what. */
export function choiceOf(values: Values): RecordChoice {
  const format = oneOf('--text-is', FORMATS, values['text-is']);
  return {
    ...(format ? { format } : {}),
    ...(values.column ? { columns: values.column } : {}),
    ...(values.id === undefined ? {} : { id: values.id }),
    ...(values.gold === undefined ? {} : { gold: values.gold }),
    ...(values['no-header'] ? { header: false } : {}),
    ...delimiterOf(values),
  };
}

/** @throws FanoutError `usage` for anything but one character that no text is quoted or ended with. */
function delimiterOf({ delimiter }: Values): Pick<RecordChoice, 'delimiter'> {
  if (delimiter === undefined) return {};
  const named = /^(?:tab|\\t)$/i.test(delimiter) ? '\t' : delimiter;
  if (named.length !== 1 || /["\r\n\ufeff]/.test(named))
    throw usageError(
      `--delimiter takes one character such as ";", or tab, not ${JSON.stringify(delimiter)}.`,
    );
  return { delimiter: named };
}

function labelsOf({ labels }: Values): Label[] {
  if (labels === undefined)
    throw usageError(
      'classify needs --labels a,b,c or --labels FILE. To have a model propose them: fanout labels FILE --column C.',
    );
  if (!statSync(labels, { throwIfNoEntry: false })?.isFile()) {
    // One label alone, named like a file, is a file that was misspelled.
    if (/^[^,]*(?:[\\/][^,]*|\.(?:txt|json|md|csv))$/i.test(labels.trim()))
      throw usageError(
        `There is no file ${labels}. Nothing was sent. Give --labels a,b,c or the path of a file.`,
      );
    return typedLabels(labels, '--labels');
  }
  return readLabelList(readFileSync(labels, 'utf8'), labels);
}
