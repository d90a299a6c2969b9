import type { ChunkRecords, RecordLayout, SourceRecord } from '../domain/records/records.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { Source } from '../domain/source.ts';
import { contentHash } from './hash.ts';

/** A record as a model is shown it. */
export interface ShownRecord {
  /** Position in its source, from 0. */
  readonly index: number;
  readonly id: string;
  /** What the model calls it; unique in its chunk and the same wherever the text is the same. */
  readonly key: string;
  readonly text: string;
  /** UTF-16 units of the text that are left out. */
  readonly omitted: number;
}

/** What a model is shown of a record: the one column, or each with its name. */
export function textOf({ columns, shown }: RecordLayout, { cells }: SourceRecord): string {
  const [only] = shown;
  if (shown.length === 1 && only !== undefined) return (cells[only] ?? '').trim();
  return shown
    .filter(column => (cells[column] ?? '').trim() !== '')
    .map(column => `${columns[column] ?? ''}: ${(cells[column] ?? '').trim()}`)
    .join('\n');
}

/** The records of a chunk that a model is shown, in the file's order. */
export function shownRecords(source: Source, { records: held }: Chunk): ShownRecord[] {
  const { layout, records } = source;
  if (!layout || !records || !held) return [];
  const keys = new Set<string>();
  const shown: ShownRecord[] = [];
  for (let index = held.from; index < held.to; index++) {
    const record = records[index];
    if (!record || record.problem !== undefined) continue;
    const whole = textOf(layout, record);
    const { text, omitted } = cutText(whole, held.cut);
    const key = keyOf(whole, keys);
    keys.add(key);
    shown.push({ index, id: record.id, key, text, omitted });
  }
  return shown;
}

/** The text with a gap that says how much is missing. */
export function cutText(
  text: string,
  cut: ChunkRecords['cut'],
): { readonly text: string; readonly omitted: number } {
  const omitted = cut ? text.length - cut.head - cut.tail : 0;
  if (!cut || omitted <= 0) return { text, omitted: 0 };
  const end = cut.tail > 0 ? text.slice(-cut.tail) : '';
  return {
    text: `${text.slice(0, cut.head)}\n[… ${omitted} characters left out …]\n${end}`,
    omitted,
  };
}

/** No vowels, so that no key is a word, and nothing that is misread. */
const LETTERS = 'bcdfghjkmnpqrstvwxz23456789';

const KEY_LENGTH = 4;

/**
 * A short name made from the text, so that a model that loses a record cannot renumber those after it,
 * and that a record keeps its name when rows are added before it.
 */
function keyOf(text: string, taken: ReadonlySet<string>): string {
  for (let salt = 0; ; salt++) {
    let hash = Number.parseInt(contentHash(salt === 0 ? text : `${text}\0${salt}`).slice(0, 8), 16);
    let key = '';
    while (key.length < KEY_LENGTH) {
      key += LETTERS[hash % LETTERS.length] ?? '';
      hash = Math.floor(hash / LETTERS.length);
    }
    if (!taken.has(key)) return key;
  }
}
