import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../../src/core/state/events.ts';
import { openStore } from '../../../src/store/openStore.ts';
import { STORE_FILE } from '../../../src/store/schema.ts';

const ended: RunEvent = { type: 'run.ended', at: 1, status: 'succeeded' };
/** A frame of the log: its header and a page. */
const FRAME = 24 + 4096;

describe('log of the store', () => {
  let live: string;
  let copy: string;
  let log: Buffer;

  beforeEach(async () => {
    live = mkdtempSync(join(tmpdir(), 'fanout-log-'));
    copy = mkdtempSync(join(tmpdir(), 'fanout-log-'));
    const store = await openStore(live);
    store.begin({ id: 'r1', job: 'review', name: 'a.md', startedAt: 1 }, [], null);
    for (let i = 0; i < 5; i += 1) store.append('r1', [ended]);
    copyFileSync(join(live, STORE_FILE), join(copy, STORE_FILE));
    log = readFileSync(join(live, `${STORE_FILE}-wal`));
    store.close();
  });
  afterEach(() => {
    for (const folder of [live, copy]) rmSync(folder, { recursive: true, force: true });
  });

  const opened = async (bytes: Buffer) => {
    writeFileSync(join(copy, `${STORE_FILE}-wal`), bytes);
    const store = await openStore(copy);
    const { notices } = store;
    const events = store.load('r1')?.events.length;
    store.close();
    return { notices, events };
  };

  it('F56 what a kill or a power cut leaves of the last write is dropped without a word, and all before is kept', async () => {
    assert.deepEqual(await opened(log), { notices: [], events: 5 });
    for (const end of [log.length - 1, log.length - FRAME + 24, log.length - FRAME + 3])
      assert.deepEqual(await opened(log.subarray(0, end)), { notices: [], events: 4 });
  });

  it('F56 what had been committed and cannot be read any more is said', async () => {
    for (const at of [
      0,
      9,
      40,
      70,
      log.length - FRAME - 100,
      log.length - 100,
      log.length - FRAME + 9,
    ]) {
      const bytes = Buffer.from(log);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const { notices, events = 0 } = await opened(bytes);
      assert.match(notices.join(), /log of the run store.*is damaged/, String(at));
      assert.ok(events < 5);
    }
  });
});
