import { appendFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRecord } from '../core/text/json.ts';
import { writeWhole } from './writeWhole.ts';

/** What runs have spent, of every host and workspace; it outlives the runs themselves. */
export interface Ledger {
  /** Notes US dollars that a run spent at a time (wall clock). @throws when the disk refuses. */
  readonly add: (at: number, usd: number, run?: string) => void;
  /** US dollars since a time; lines that are damaged count nothing. @throws when the file cannot be read. */
  readonly since: (at: number) => number;
  /** US dollars noted of a run. @throws when the file cannot be read. */
  readonly of: (run: string) => number;
}

const FILE = 'spending.jsonl';
/** A larger file is rewritten without what is older than `KEPT_MS`. */
const MAX_BYTES = 1024 * 1024;
const KEPT_MS = 70 * 86_400_000;

interface Entry {
  readonly at: number;
  readonly usd: number;
  readonly run?: string;
}

/** One line a payment, appended in one write, so that several processes may write side by side. */
export function ledgerIn(folder: string): Ledger {
  const file = join(folder, FILE);
  const read = (): Entry[] => {
    if (!statSync(file, { throwIfNoEntry: false })) return [];
    return readFileSync(file, 'utf8').split('\n').flatMap(entryOf);
  };
  return {
    add(at, usd, run) {
      mkdirSync(dirname(file), { recursive: true });
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (size > MAX_BYTES) {
        const kept = read().filter(entry => entry.at > at - KEPT_MS);
        writeWhole(file, kept.map(entry => `${JSON.stringify(entry)}\n`).join(''));
      }
      appendFileSync(
        file,
        `${JSON.stringify({ at, usd, ...(run === undefined ? {} : { run }) })}\n`,
        { mode: 0o600 },
      );
    },
    since: from => sumOf(read().filter(({ at }) => at >= from)),
    of: run => sumOf(read().filter(entry => entry.run === run)),
  };
}

const sumOf = (entries: readonly Entry[]): number => entries.reduce((sum, { usd }) => sum + usd, 0);

function entryOf(line: string): Entry[] {
  try {
    const value: unknown = JSON.parse(line);
    if (!isRecord(value)) return [];
    const { at, usd, run } = value;
    const fits = [at, usd].every(n => typeof n === 'number' && Number.isFinite(n) && n >= 0);
    if (!fits) return [];
    return [{ at: Number(at), usd: Number(usd), ...(typeof run === 'string' ? { run } : {}) }];
  } catch {
    return [];
  }
}
