import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RunEvent } from '../../src/core/state/events.ts';
import { openStore } from '../../src/store/openStore.ts';
import { STORE_FILE } from '../../src/store/schema.ts';
import type { Checked } from './processes.ts';

const event = (n: number): RunEvent => ({ type: 'run.ended', at: n, status: 'succeeded' });

/** A store with one run of 20 events; with its log when `withLog`. */
async function fill(folder: string, withLog: boolean): Promise<void> {
  const live = mkdtempSync(join(tmpdir(), 'fanout-disk-'));
  const store = await openStore(live);
  store.begin({ id: 'r1', job: 'review', name: 'a', startedAt: Date.now() }, [], null);
  for (let n = 0; n < 20; n += 1) store.append('r1', [event(n)]);
  if (!withLog) store.close();
  mkdirSync(folder, { recursive: true });
  for (const end of withLog ? ['', '-wal'] : [''])
    copyFileSync(join(live, STORE_FILE + end), join(folder, STORE_FILE + end));
  if (withLog) store.close();
  rmSync(live, { recursive: true });
}

/** Earlier runs are read, a new one is kept and read again, and what is wrong is said. */
async function expectReading(folder: string, what: string, wrong: string[]): Promise<void> {
  const store = await openStore(folder);
  try {
    if (store.load('r1')?.events.length !== 20) wrong.push(`${what}: the earlier run is not read`);
    const notice = store.begin(
      { id: 'r2', job: 'review', name: 'b', startedAt: Date.now() },
      [],
      null,
    );
    store.append('r2', [event(1)]);
    if (store.load('r2')?.events.length !== 1) wrong.push(`${what}: a new run is not kept`);
    if (store.notices.length === 0 && notice === undefined) wrong.push(`${what}: nothing is said`);
  } catch (error) {
    wrong.push(`${what}: ${String(error)}`);
  } finally {
    store.close();
  }
}

/** Newer stores, jumping clocks, and where this machine can mount a disk: full and read-only ones. */
export async function soakDisks(): Promise<Checked & { readonly mounted: boolean }> {
  const wrong: string[] = [];
  const root = mkdtempSync(join(tmpdir(), 'fanout-disks-'));
  let cases = 0;
  let mounted = false;
  try {
    for (const withLog of [false, true]) {
      const disk = join(root, `disk${Number(withLog)}`);
      mkdirSync(disk);
      mounted = run('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk);
      if (!mounted) continue;
      try {
        await fill(join(disk, 'store'), withLog);
        run('mount', '-o', 'remount,ro', disk);
        await expectReading(join(disk, 'store'), `read-only disk, log ${withLog}`, wrong);
        run('mount', '-o', 'remount,rw', disk);
        run('dd', 'if=/dev/zero', `of=${join(disk, 'fill')}`, 'bs=4k');
        await expectReading(join(disk, 'store'), `full disk, log ${withLog}`, wrong);
        cases += 2;
      } finally {
        run('umount', disk);
      }
    }
    const newer = join(root, 'newer');
    await fill(newer, false);
    const db = new DatabaseSync(join(newer, STORE_FILE));
    db.exec('PRAGMA user_version = 9');
    db.close();
    const before = readFileSync(join(newer, STORE_FILE));
    await expectReading(newer, 'newer store', wrong);
    if (!readFileSync(join(newer, STORE_FILE)).equals(before))
      wrong.push('a newer store was touched');
    await jumpClock(join(root, 'clock'), wrong);
    cases += 2;
    writeFileSync(join(root, 'file'), '');
    const none = await openStore(join(root, 'file', 'store'));
    if (!none.inMemory || none.notices.length === 0) wrong.push('no folder: nothing is said');
    none.close();
    return { cases: cases + 1, mounted, wrong };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Days forward and back while runs are written: each is whole, and none is taken from its owner. */
async function jumpClock(folder: string, wrong: string[]): Promise<void> {
  const real = Date.now;
  const store = await openStore(folder);
  try {
    store.begin({ id: 'r1', job: 'review', name: 'a', startedAt: real() }, [], null);
    for (let n = 0; n < 40; n += 1) {
      const by = (n % 2 === 0 ? 1 : -1) * 86_400_000;
      Date.now = () => real() + by;
      store.append('r1', [event(n)]);
      if (store.list()[0]?.status !== 'succeeded')
        wrong.push('a run lost its status when the clock jumped');
    }
    const run = store.load('r1');
    if (run?.events.length !== 40 || run.damaged > 0)
      wrong.push('events were lost when the clock jumped');
  } finally {
    Date.now = real;
    store.close();
  }
}

function run(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    // `dd` fails when the disk is full, which is what is wanted; without a mount the case is left out.
    return false;
  }
}
