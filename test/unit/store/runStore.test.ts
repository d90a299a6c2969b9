import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RunEvent } from '../../../src/core/state/events.ts';
import { FanoutError } from '../../../src/core/errors.ts';
import { noUsage } from '../../../src/core/domain/cost.ts';
import type { Outcome } from '../../../src/core/domain/branch.ts';
import type { Source } from '../../../src/core/domain/source.ts';
import { openStore } from '../../../src/store/openStore.ts';
import type { RunStore } from '../../../src/store/runStore.ts';
import { STORE_FILE } from '../../../src/store/schema.ts';

const source: Source = {
  id: 's1',
  path: 'a.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: 'Canary text of the document',
};
const ended = (branchId: string): RunEvent => ({
  type: 'branch.ended',
  at: 2,
  branchId,
  outcome: {
    status: 'succeeded',
    findings: [],
    assessment: '',
    dropped: 0,
    usage: { ...noUsage, inputTokens: 900, outputTokens: 90 },
    cached: false,
    attempts: 1,
  },
});
const started = (branchId: string): RunEvent => ({
  type: 'branch.started',
  at: 1,
  branchId,
  attempt: 1,
});

describe('run store', () => {
  let folder: string;
  const open: RunStore[] = [];
  const store = async (): Promise<RunStore> => {
    const opened = await openStore(folder);
    open.push(opened);
    return opened;
  };
  const begin = (s: RunStore, id = 'r1'): void => {
    const run = { id, job: 'review' as const, name: 'a.md', startedAt: 1 };
    s.begin(run, [source], { model: 'x' });
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-store-'));
  });
  afterEach(() => {
    for (const s of open.splice(0)) {
      try {
        s.close();
      } catch {
        // The test closed it.
      }
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const storedRows = (table: 'answers' | 'events'): number => {
    const db = new DatabaseSync(join(folder, 'runs.db'), { readOnly: true });
    const { n } = db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number };
    db.close();
    return n;
  };

  it('P1 an outcome is in the file as soon as append returns', async () => {
    const writer = await store();
    begin(writer);
    writer.append('r1', [started('b1')]);
    writer.append('r1', [ended('b1')]);
    const other = new DatabaseSync(join(folder, 'runs.db'), { readOnly: true });
    const rows = other.prepare('SELECT event FROM events ORDER BY seq').all();
    other.close();
    assert.equal(rows.length, 2);
  });

  it('an outcome and the answer it was paid for are written as one', async () => {
    const s = await store();
    begin(s);
    s.remember('k', { findings: [] });
    assert.equal(storedRows('answers'), 0);
    assert.deepEqual(s.recall('k'), { findings: [] });
    s.append('r1', [ended('b1')]);
    assert.deepEqual([storedRows('answers'), storedRows('events')], [1, 1]);
  });

  it('an answer that no outcome follows is written soon, and when the store is closed', async () => {
    const s = await store();
    s.remember('k', 1);
    while (storedRows('answers') === 0) await new Promise(resolve => setTimeout(resolve, 5));
    s.remember('l', 2);
    s.close();
    assert.equal(storedRows('answers'), 2);
  });

  it('what was free waits for the next event that was not, and is never lost to a reader', async () => {
    const s = await store();
    begin(s);
    const free = ended('b1') as Extract<RunEvent, { type: 'branch.ended' }>;
    const cached: RunEvent = { ...free, outcome: { ...free.outcome, cached: true } as Outcome };
    s.append('r1', [{ type: 'branch.requeued', at: 1, branchId: 'b1' }]);
    s.append('r1', [cached]);
    assert.equal(storedRows('events'), 0);
    assert.equal(s.load('r1')?.events.length, 2);
    s.append('r1', [cached]);
    s.release('r1');
    assert.equal(storedRows('events'), 3);
  });

  it('a run that goes on after a pause is listed as running', async () => {
    const s = await store();
    begin(s);
    s.append('r1', [{ type: 'run.paused', at: 1, reason: 'offline' }]);
    assert.equal(s.list()[0]?.status, 'paused');
    s.append('r1', [{ type: 'run.unpaused', at: 2 }]);
    assert.equal(s.list()[0]?.status, 'running');
  });

  it('a run that is taken and given back unchanged keeps its status', async () => {
    const s = await store();
    begin(s);
    s.append('r1', [{ type: 'run.ended', at: 1, status: 'succeeded' }]);
    s.release('r1', 1);
    s.claim('r1');
    s.release('r1');
    assert.equal(s.list()[0]?.status, 'succeeded');
  });

  it('loads what was stored, in order, with the sources and the settings', async () => {
    const s = await store();
    begin(s);
    s.append('r1', [started('b1')]);
    s.append('r1', [ended('b1')]);
    s.append('r1', [ended('b2')]);
    const run = s.load('r1');
    assert.deepEqual(run?.events, [started('b1'), ended('b1'), ended('b2')]);
    assert.deepEqual(run?.sources, [source]);
    assert.deepEqual(run?.settings, { model: 'x' });
    assert.equal(run?.damaged, 0);
  });

  it('F63 a second window cannot take a run that the first one holds', async () => {
    const first = await store();
    begin(first);
    const second = await store();
    assert.throws(
      () => second.claim('r1'),
      (e: unknown) => e instanceof FanoutError && e.code === 'runBusy',
    );
  });

  it('F64 a window that lost its run to another stops writing to it', async () => {
    const first = await store();
    begin(first);
    const db = new DatabaseSync(join(folder, 'runs.db'));
    db.exec('UPDATE runs SET owned_until = 0');
    db.close();
    const second = await store();
    second.claim('r1');
    second.append('r1', [ended('b1')]);
    assert.throws(() => first.append('r1', [ended('b2')]), /taken over/);
    assert.deepEqual(second.load('r1')?.events, [ended('b1')]);
  });

  it('F55 a run whose window died is listed as interrupted', async () => {
    const first = await store();
    begin(first);
    const db = new DatabaseSync(join(folder, 'runs.db'));
    db.exec('UPDATE runs SET owned_until = 0');
    db.close();
    const second = await store();
    assert.equal(second.list()[0]?.status, 'interrupted');
  });

  it('F61 a damaged record is left out and counted, the rest is loaded', async () => {
    const s = await store();
    begin(s);
    s.append('r1', [ended('b1')]);
    s.append('r1', [ended('b2')]);
    const db = new DatabaseSync(join(folder, 'runs.db'));
    db.exec(`UPDATE events SET event = '{"type":"bra' WHERE seq = 0`);
    db.close();
    const run = s.load('r1');
    assert.deepEqual(run?.events, [ended('b2')]);
    assert.equal(run?.damaged, 1);
  });

  it('F62 a file that is no database is set aside, kept and said', async () => {
    writeFileSync(join(folder, 'runs.db'), 'not a database at all, '.repeat(100));
    const s = await store();
    assert.equal(s.inMemory, false);
    assert.match(s.notices[0] ?? '', /set aside/);
    assert.equal(
      readdirSync(folder).some(f => f.startsWith('runs.db.damaged-')),
      true,
    );
    begin(s);
    assert.equal(s.list().length, 1);
  });

  it('F62 a store from a newer version is not touched; runs stay in memory and that is said', async () => {
    (await store()).close();
    const db = new DatabaseSync(join(folder, 'runs.db'));
    db.exec('PRAGMA user_version = 99');
    db.close();
    const s = await store();
    assert.equal(s.inMemory, true);
    assert.match(s.notices[0] ?? '', /newer version/);
  });

  it('F58 a folder that cannot be written means memory, said before anything is spent', async () => {
    writeFileSync(join(folder, 'file'), '');
    const s = await openStore(join(folder, 'file', 'sub'));
    open.push(s);
    assert.equal(s.inMemory, true);
    assert.match(s.notices[0] ?? '', /memory only/);
    begin(s);
    s.append('r1', [ended('b1')]);
    assert.equal(s.load('r1')?.events.length, 1);
  });

  it('F58 a run that a full disk refuses lives in memory; earlier runs and answers are read all the same', async () => {
    const first = await store();
    begin(first);
    first.append('r1', [ended('b1')]);
    first.remember('k', 1);
    first.close();
    const s = await store();
    const refuse = (what: string): void => {
      const disk = new DatabaseSync(join(folder, STORE_FILE));
      disk.exec(`CREATE TRIGGER "${what}" BEFORE ${what} BEGIN SELECT RAISE(ABORT, 'full'); END`);
      disk.close();
    };
    refuse('INSERT ON runs');
    const run = { id: 'r2', job: 'review' as const, name: 'b.md', startedAt: Date.now() + 1_000 };
    assert.match(
      s.begin(run, [], null) ?? '',
      /could not be stored \(full\).*goes on.*memory only/,
    );
    s.append('r2', [ended('b1'), ended('b2')]);
    s.release('r2', 1);
    s.claim('r2');
    s.append('r2', [ended('b3')]);
    assert.deepEqual(
      s.list().map(({ id }) => id),
      ['r2', 'r1'],
    );
    assert.equal(s.load('r2')?.events.length, 3);
    assert.equal(s.load('r1')?.events.length, 1);
    assert.equal(s.recall('k'), 1);
    assert.equal(s.inMemory, false);
    refuse('UPDATE ON runs');
    assert.throws(() => s.claim('r1'), /disk refuses.*full.*Nothing was sent/);
    s.delete('r2');
    assert.equal(s.load('r2'), undefined);
  });

  it('T41 the files are readable by their owner only', async () => {
    const s = await store();
    begin(s);
    for (const file of readdirSync(folder))
      assert.equal(statSync(join(folder, file)).mode & 0o077, 0, file);
  });

  it('T42 after deleting all run data the text is in no file', async () => {
    const s = await store();
    begin(s);
    s.append('r1', [ended('b1')]);
    s.deleteAll();
    s.close();
    for (const file of readdirSync(folder))
      assert.equal(readFileSync(join(folder, file)).includes('Canary text'), false, file);
  });

  it('remembers answers by key and forgets them with age', async () => {
    const s = await store();
    s.remember('k', { findings: [], assessment: 'fine', dropped: 0 });
    assert.deepEqual(s.recall('k'), { findings: [], assessment: 'fine', dropped: 0 });
    assert.equal(s.recall('other'), undefined);
    s.prune(-1);
    assert.equal(s.recall('k'), undefined);
  });
});
