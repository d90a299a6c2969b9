import { useEffect, useRef, useState } from 'preact/hooks';
import type { LabelRow } from '../../src/core/labels.ts';
import type { Ask, RecordText, ReplyData } from '../../src/views/protocol.ts';
import { rowKey } from './recordList.ts';

/** Texts kept; when there are more, all are asked for anew. */
const MOST_KEPT = 4000;
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
            if (texts.current.size > MOST_KEPT) texts.current.clear();
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
