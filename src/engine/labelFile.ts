import { closeSync, openSync, writeSync } from 'node:fs';
import { messageOf } from '../core/errors.ts';
import type { RunEvent } from '../core/state/events.ts';
import { recordStream, type RecordFormatName } from '../core/report/records/recordStream.ts';
import type { RunState } from '../core/state/runState.ts';
import type { Source } from '../core/domain/source.ts';

export { writeWhole } from '../store/writeWhole.ts';

export interface LabelFile {
  /** To be told of every event after it is stored and folded. */
  readonly onEvent: (event: RunEvent, state: RunState) => void;
  readonly close: () => void;
}

/**
 * Writes labelled records to a file during the run, in the order of the input; its old content is replaced
 * when the run is planned or resumed. A write error costs the rest of the file, never the run: `failed` is
 * called once with the reason.
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
