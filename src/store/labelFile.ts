import { closeSync, openSync, writeSync } from 'node:fs';
import { messageOf } from '../core/errors.ts';
import type { RunEvent } from '../core/state/events.ts';
import { recordStream, type RecordFormatName } from '../core/report/recordStream.ts';
import type { RunState } from '../core/state/runState.ts';
import type { Source } from '../core/domain/source.ts';

export interface LabelFile {
  /** To be told of every event after it is stored and folded. */
  readonly onEvent: (event: RunEvent, state: RunState) => void;
  readonly close: () => void;
}

/**
 * Writes labelled records to a file while the run goes on, in the order of the input; what was in it is
 * replaced when the run is planned or goes on. A disk that refuses costs the rest of the file, never the run:
 * `failed` is told why, once.
 */
export function labelFile(
  path: string,
  format: RecordFormatName,
  sources: readonly Source[],
  failed: (why: string) => void,
): LabelFile {
  const next = recordStream(format, sources);
  let file: number | undefined;
  let isOver = false;
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
    isOver = true;
  };
  return {
    onEvent(event, state) {
      if (isOver || (event.type !== 'branch.ended' && event.type !== 'run.planned')) return;
      try {
        file ??= openSync(path, 'w');
        const lines = next(state);
        if (lines !== '') writeSync(file, lines);
      } catch (error) {
        failed(messageOf(error));
        close();
      }
    },
    close,
  };
}
