import assert from 'node:assert/strict';
import { markAt, markText } from '../../../src/core/domain/pages.ts';
import {
  WORD_DEFAULTS,
  type Imported,
  type ImportOptions,
  type NotImported,
} from '../../../src/sources/import/imported.ts';

type Reader = (
  bytes: Uint8Array,
  options: ImportOptions,
) => Imported | NotImported | Promise<Imported | NotImported>;

export const options = (more: Partial<ImportOptions> = {}): ImportOptions => ({
  ...WORD_DEFAULTS,
  ...more,
});

/** What a reader makes of a file; fails when it makes nothing of it. */
export async function readDocument(
  reader: Reader,
  bytes: Uint8Array,
  more: Partial<ImportOptions> = {},
): Promise<Imported> {
  const result = await reader(bytes, options(more));
  assert.ok('text' in result, JSON.stringify(result));
  for (const mark of result.pages) assert.ok(mark.start < result.text.length);
  return result;
}

/** Lines that are not empty. */
export const lines = ({ text }: Imported): string[] =>
  text.split('\n').filter(line => line.trim() !== '');

/** Where a reader of the original finds words of the text. */
export function spotOf(read: Imported, words: string): string {
  const at = read.text.indexOf(words);
  assert.ok(at >= 0, `${words} is not in ${read.text}`);
  const mark = markAt(read, at);
  assert.ok(mark);
  return markText(mark);
}
