import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { RunEvent } from '../core/state/events.ts';
import type { Source } from '../core/domain/source.ts';

/** Shorter texts, in UTF-16 code units, leave too little behind to be worth a collection, which takes 0.1 s or more. */
const MIN_LENGTH = 5_000_000;
/** The first of each: what comes after it needs little of what the stage before it left in memory. */
const BEGINS_A_STAGE: ReadonlySet<RunEvent['type']> = new Set([
  'run.split',
  'branch.started',
  'findings.merged',
]);

/**
 * Keeps memory low in a run over long texts. The heap grows in small steps, and what a stage has left is given back
 * when the next one begins: splitting 50 MB leaves over 100 MB that the engine would keep until it needs more, and the
 * thread that reads the text next needs room of its own.
 */
export function memoryRelease(sources: readonly Source[]): (event: RunEvent) => void {
  const length = sources.reduce((sum, { text }) => sum + text.length, 0);
  if (length < MIN_LENGTH) return () => undefined;
  setFlagsFromString('--heap-growing-percent=20');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction | undefined;
  const ahead = new Set(BEGINS_A_STAGE);
  return ({ type }) => {
    if (ahead.delete(type)) collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  };
}
