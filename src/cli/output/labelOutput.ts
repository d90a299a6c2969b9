import { statSync } from 'node:fs';
import type { Source } from '../../core/domain/source.ts';
import { type LabelFile, labelFile } from '../../engine/labelFile.ts';
import type { OutputArgs } from '../options/types.ts';
import { tell } from './output.ts';

/**
 * Labelled records go to `--out` during the run; the report at the end replaces the file.
 * Undefined where the output is no file of records.
 */
export function labelOutput(
  { out, format }: OutputArgs,
  sources: readonly Source[],
): LabelFile | undefined {
  const isRecords = sources.some(({ layout }) => layout);
  if (!isRecords || out === undefined || (format !== 'csv' && format !== 'jsonl')) return undefined;
  const there = statSync(out, { throwIfNoEntry: false });
  if (there && !there.isFile()) return undefined;
  return labelFile(out, format, sources, why =>
    tell(`${out} could not be written during the run (${why}). It is written at the end.`),
  );
}
