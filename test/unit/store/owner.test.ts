import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { hostname } from 'node:os';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../../src/store/openStore.ts';
import { hasEnded, ownerName } from '../../../src/store/owner.ts';
import { STORE_FILE } from '../../../src/store/schema.ts';

const owner = (pid: number, host = hostname()) => `${encodeURIComponent(host)} ${pid} x`;
/** The number of a process that has run and ended. */
const endedPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('owner of a run', () => {
  it('has ended when its process on this machine is gone, and only then', () => {
    assert.equal(hasEnded(owner(endedPid())), true);
    assert.equal(hasEnded(owner(process.ppid)), false);
    assert.equal(hasEnded(ownerName()), false);
    assert.equal(hasEnded(owner(endedPid(), 'another-machine')), false);
  });

  it('is never taken for gone by a name that cannot be read', () => {
    for (const name of [null, '', 'x', owner(0), owner(-1), owner(NaN), 'a b c'])
      assert.equal(hasEnded(name), false, String(name));
  });

  it('F55 a run whose process was killed is free at once, before its lease has run out', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fanout-owner-'));
    const killed = await openStore(folder);
    const run = { id: 'r1', job: 'review' as const, name: 'a.md', startedAt: Date.now() };
    killed.begin(run, [], null);
    const next = await openStore(folder);
    try {
      assert.equal(next.list()[0]?.status, 'running');
      assert.throws(() => next.claim('r1'), /open in another window/);
      const db = new DatabaseSync(path.join(folder, STORE_FILE));
      db.prepare('UPDATE runs SET owner = ?').run(owner(endedPid()));
      db.close();
      assert.equal(next.list()[0]?.status, 'interrupted');
      assert.equal(next.load('r1')?.status, 'interrupted');
      next.claim('r1');
    } finally {
      next.close();
      killed.close();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});
