import { isRecord } from '../../core/text/json.ts';
import type { Move } from './movedSources.ts';

/** What was moved in this workspace, kept over a reload of the window. */
export interface MoveLog {
  /** `at`: ms since 1970. */
  add(moves: readonly Move[], at: number): void;
  /** Moves after a time, in ms since 1970, in their order: those that a run begun then knows nothing of. */
  since(at: number): readonly Move[];
}

/** Where values are kept for the next window on this workspace. */
export interface Kept {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'movedFiles';
/** The newest; what was moved longer ago is rarely in a run that is still kept. */
const MAX_MOVES = 1000;

interface Timed extends Move {
  readonly at: number;
}

export function moveLog(kept: Kept): MoveLog {
  const stored = kept.get(KEY);
  let all = Array.isArray(stored) ? stored.filter(isTimed) : [];
  return {
    add(moves, at) {
      all = [...all, ...moves.map(({ from, to }) => ({ from, to, at }))].slice(-MAX_MOVES);
      void kept.update(KEY, all);
    },
    since: at => all.filter(move => move.at >= at),
  };
}

const isTimed = (value: unknown): value is Timed =>
  isRecord(value) &&
  typeof value['from'] === 'string' &&
  typeof value['to'] === 'string' &&
  typeof value['at'] === 'number';
