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
import { readDamagedStores } from '../../support/damagedStores.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/stores');

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

  const alter = (sql: string): void => {
    const db = new DatabaseSync(join(folder, STORE_FILE));
    db.exec(sql);
    db.close();
  };

  it('F61 a damaged record is left out and counted, the rest is loaded', async () => {
    const s = await store();
    begin(s);
    s.append('r1', [ended('b1')]);
    s.append('r1', [ended('b2')]);
    alter(`UPDATE events SET event = '{"type":"bra' WHERE seq = 0`);
    const run = s.load('r1');
    assert.deepEqual(run?.events, [ended('b2')]);
    assert.equal(run?.damaged, 1);
  });

  it('F61 T39 a record that was altered and can still be read is left out too, wherever it stands', async () => {
    const s = await store();
    begin(s);
    s.append('r1', [ended('b1')]);
    s.append('r1', [ended('b2')]);
    s.remember('k', { findings: [], assessment: 'fine' });
    s.append('r1', [ended('b3')]);
    for (const [sql, expected] of [
      ["UPDATE events SET event = replace(event, '900', '901') WHERE seq = 0", 1],
      ['UPDATE events SET seq = 70 WHERE seq = 1', 2],
      ["UPDATE sources SET source = replace(source, 'Canary', 'Cenary')", 3],
      ["UPDATE settings SET settings = '{}'", 4],
      ["UPDATE runs SET status = 'succeeded'", 5],
    ] as const) {
      alter(sql);
      assert.equal(s.load('r1')?.damaged, expected, sql);
    }
    const run = s.load('r1');
    assert.deepEqual([run?.events, run?.sources, run?.settings], [[ended('b3')], [], undefined]);
    alter("UPDATE answers SET answer = replace(answer, 'fine', 'find')");
    assert.equal(s.recall('k'), undefined);
    assert.equal(s.damagedAnswers, 1);
  });

  it('F61 an answer whose key was altered on the disk is counted as damaged, once', async () => {
    const s = await store();
    begin(s);
    for (const key of ['k1', 'k3', 'k5']) s.remember(key, { findings: [] });
    s.append('r1', [ended('b1')]);
    assert.equal(s.recall('k2'), undefined);
    assert.equal(s.damagedAnswers, 0, 'never kept');
    for (const altered of ['k2', 'k4']) {
      alter(`UPDATE answers SET key = '${altered}' WHERE key IN ('k2', 'k3')`);
      assert.equal(s.recall('k3'), undefined);
      assert.equal(s.recall('k3'), undefined);
    }
    assert.equal(s.damagedAnswers, 2);
  });

  it('F61 events that are missing altogether are counted', async () => {
    const s = await store();
    begin(s);
    s.append('r1', [ended('b1'), ended('b2'), ended('b3')]);
    alter('DELETE FROM events WHERE seq <> 1');
    assert.equal(s.load('r1')?.damaged, 2);
  });

  it('F61 a run of which it cannot be read what it is, is left out and named', async () => {
    const s = await store();
    begin(s);
    begin(s, 'r2');
    alter("UPDATE runs SET started_at = 5 WHERE id = 'r1'");
    assert.deepEqual(
      s.list().map(({ id }) => id),
      ['r2'],
    );
    assert.equal(s.load('r1'), undefined);
    assert.match((await store()).notices[0] ?? '', /A run in .* left out: a\.md/);
    alter("DELETE FROM runs WHERE id = 'r1'");
    assert.match((await store()).notices[0] ?? '', /left out: run r1/);
  });

  it('F61 of a file that is damaged in part the rest is taken over, and a run that lost records is named', async () => {
    const s = await store();
    for (const id of ['r1', 'r2']) {
      begin(s, id);
      for (let i = 0; i < 60; i += 1) s.append(id, [ended(`b${i} ${'x'.repeat(400)}`)]);
      s.release(id, 1);
    }
    s.close();
    const file = join(folder, STORE_FILE);
    const bytes = readFileSync(file);
    // A leaf of the tree (https://www.sqlite.org/fileformat2.html#b_tree_pages), whose loss costs its rows alone.
    const page = Array.from({ length: bytes.length / 4096 }, (_, i) => 4096 * i).findLast(
      start => bytes[start] === 0x0a && bytes.subarray(start, start + 4096).includes('b30 xxx'),
    );
    assert.ok(page !== undefined);
    bytes.fill(0, page, page + 512);
    writeFileSync(file, bytes);
    const next = await store();
    assert.match(next.notices[0] ?? '', /set aside.*taken over: 2 runs.*Of 1 of them.*a\.md/);
    const damaged = next.list().map(({ id }) => next.load(id)?.damaged ?? -1);
    assert.equal(damaged.filter(n => n === 0).length, 1);
    assert.ok(
      damaged.some(n => n > 0 && n < 30),
      String(damaged),
    );
    next.deleteAll();
    assert.deepEqual(
      readdirSync(folder).filter(f => f.includes('damaged')),
      [],
    );
  });

  it('F60 F61 0 of 100 stores that were cut, flipped or overwritten are read as true', async () => {
    const { whole, told, earlier, wrong } = await readDamagedStores(100, 3);
    assert.deepEqual(wrong, []);
    assert.equal(whole + told + earlier, 100);
    assert.ok(told > 40, 'most damage is met');
  }).timeout(240_000);

  it('F57 a store of the first version is read and goes on, with the same runs', async () => {
    for (const way of ['migrated', 'only read'] as const) {
      const file = join(folder, STORE_FILE);
      const bytes = readFileSync(`${FIXTURES}/v1.db`);
      // A file format that SQLite may read and not write.
      if (way === 'only read') bytes[18] = 3;
      writeFileSync(file, bytes);
      const s = await store();
      const expected = JSON.parse(readFileSync(`${FIXTURES}/v1.json`, 'utf8')) as { id: string }[];
      assert.equal(s.inMemory, way === 'only read');
      const runs = s.list().map(({ id }) => s.load(id));
      assert.deepEqual(JSON.parse(JSON.stringify(runs)), expected);
      const answers = ['3b0ec23e810601c75d356f88e6fe766c', 'calibration compatible:m'];
      assert.ok(answers.every(key => s.recall(key) !== undefined));
      if (way === 'migrated') {
        begin(s);
        assert.equal(s.list().length, 2);
        s.claim(expected[0]!.id);
        s.append(expected[0]!.id, [ended('b1')]);
        assert.equal(s.load(expected[0]!.id)?.damaged, 0);
      }
      s.close();
      rmSync(file);
    }
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

  it('F62 a file that was emptied is said', async () => {
    writeFileSync(join(folder, STORE_FILE), '');
    assert.match((await store()).notices[0] ?? '', /was empty/);
  });

  it('F62 a store from a newer version is read and not touched; new runs stay in memory and that is said', async () => {
    const first = await store();
    begin(first);
    first.append('r1', [ended('b1')]);
    first.remember('k', 1);
    first.close();
    alter('PRAGMA user_version = 99');
    const before = readFileSync(join(folder, STORE_FILE));
    const s = await store();
    assert.equal(s.inMemory, true);
    assert.match(s.notices[0] ?? '', /newer version.*Earlier runs can be read/);
    assert.deepEqual(s.load('r1')?.events, [ended('b1')]);
    assert.equal(s.recall('k'), 1);
    begin(s, 'r2');
    s.append('r2', [ended('b2')]);
    assert.equal(s.list().length, 2);
    s.close();
    assert.deepEqual(readFileSync(join(folder, STORE_FILE)), before);
  });

  it('F62 of a newer version whose tables are others nothing is read or touched', async () => {
    (await store()).close();
    alter('PRAGMA user_version = 99; ALTER TABLE events RENAME TO happenings');
    const s = await store();
    assert.match(s.notices[0] ?? '', /newer version.*in memory only/);
    assert.deepEqual(s.list(), []);
  });

  it('F58 a store that cannot be written is read; a new run is kept in memory, an old one does not go on', async () => {
    const first = await store();
    begin(first);
    first.append('r1', [ended('b1')]);
    first.release('r1', 1);
    first.close();
    const file = join(folder, STORE_FILE);
    const bytes = readFileSync(file);
    // A file format that SQLite may read and not write.
    bytes[18] = 3;
    writeFileSync(file, bytes);
    const s = await store();
    assert.match(s.notices[0] ?? '', /cannot be written.*Earlier runs can be read/);
    assert.deepEqual(s.load('r1')?.events, [ended('b1')]);
    assert.throws(() => s.claim('r1'), /Nothing was sent; what is stored is kept/);
    assert.throws(() => s.delete('r1'), /could not be deleted.*Nothing was changed/);
    begin(s, 'r2');
    s.append('r2', [ended('b2')]);
    assert.deepEqual(s.load('r2')?.events, [ended('b2')]);
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
      /could not be stored \(full\).*continues.*memory only/,
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
    assert.throws(() => s.claim('r1'), /disk cannot be written.*full.*Nothing was sent/);
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

  it('T42 what was deleted with a run, its answers included, is in no file while the store is open', async () => {
    const s = await store();
    const canary = (run: number, n: number): string => `Canary ${run} `.repeat(1 + ((n * 37) % 90));
    for (const run of [0, 1, 2]) {
      const about = { id: `r${run}`, job: 'review' as const, name: `Canary ${run}`, startedAt: 1 };
      s.begin(about, [{ ...source, text: canary(run, 80) }], { asked: `Canary ${run}` });
    }
    for (let n = 0; n < 90; n += 1) {
      s.remember(`k${(n * 7919) % 1000}`, canary(n % 3, n), `r${n % 3}`);
      s.append(`r${n % 3}`, [ended(`b${n} ${canary(n % 3, n)}`)]);
    }
    s.release('r1', 1);
    s.delete('r1');
    const has = (run: number): boolean =>
      readdirSync(folder).some(f => readFileSync(join(folder, f)).includes(`Canary ${run}`));
    assert.deepEqual([0, 1, 2].map(has), [true, false, true]);
    assert.equal(s.recall('k919'), undefined, 'an answer of the run');
    assert.deepEqual(
      s.list().map(({ id }) => id),
      ['r2', 'r0'],
    );
    assert.equal(s.load('r2')?.damaged, 0);
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
