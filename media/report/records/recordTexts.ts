import { useEffect, useRef, useState } from 'preact/hooks';
import type { LabelRow } from '../../../src/core/state/labelRows.ts';
import type { Ask, RecordText, ReplyData } from '../../../src/views/report/protocol.ts';
import { rowKey } from './recordList.ts';

/** Texts kept; when there are more, all are asked for again. */
const MAX_KEPT = 4000;
/** Scrolling asks once it rests for so long, in milliseconds. */
const REST_MS = 60;

export type Fetch = (request: Ask) => Promise<ReplyData | undefined>;

/** The texts of the rows that are drawn: they are asked for as they come into view. */
export function useRecordTexts(
  drawn: readonly LabelRow[],
  fetch: Fetch,
): (row: LabelRow) => RecordText | undefined {
  const texts = useRef(new Map<string, RecordText>());
  const [, setVersion] = useState(0);
  const keys = drawn.map(rowKey).join();
  useEffect(() => {
    const missing = new Map<string, number[]>();
    for (const row of drawn)
      if (!texts.current.has(rowKey(row)))
        missing.set(row.sourceId, [...(missing.get(row.sourceId) ?? []), row.record]);
    if (missing.size === 0) return undefined;
    const timer = setTimeout(() => {
      for (const [sourceId, indexes] of missing)
        fetch({ type: 'recordTexts', sourceId, indexes }).then(
          data => {
            if (!data || !('texts' in data)) return;
            if (texts.current.size > MAX_KEPT) texts.current.clear();
            for (const text of data.texts)
              texts.current.set(rowKey({ sourceId, record: text.record }), text);
            setVersion(n => n + 1);
          },
          () => undefined,
        );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [keys]);
  return row => texts.current.get(rowKey(row));
}

/** A search begins when nothing was typed for so long, in milliseconds. */
const TYPED_MS = 250;

/** The host looks for the words: the texts are not in the page. */
export function useFound(
  words: string,
  sourceIds: readonly string[],
  fetch: Fetch,
): ReadonlySet<string> | undefined {
  const [found, setFound] = useState<ReadonlySet<string> | undefined>(undefined);
  useEffect(() => {
    const wanted = words.trim();
    if (wanted === '') {
      setFound(undefined);
      return undefined;
    }
    let late = false;
    const look = async (): Promise<void> => {
      const keys = new Set<string>();
      for (const sourceId of sourceIds) {
        const data = await fetch({ type: 'findRecords', sourceId, words: wanted });
        if (data && 'found' in data)
          for (const record of data.found) keys.add(rowKey({ sourceId, record }));
      }
      if (!late) setFound(keys);
    };
    const timer = setTimeout(() => void look().catch(() => undefined), TYPED_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [words]);
  return found;
}
