import assert from 'node:assert/strict';
import { endNotices, type EndMessage, type Level } from '../../../../src/host/ui/endNotices.ts';

const OPEN = { title: 'Open Report', command: 'fanout.openReport' };

const end = (name: string, more: Partial<EndMessage> = {}): EndMessage => ({
  runId: name,
  name,
  level: 'info',
  text: `${name}: no findings.`,
  actions: [OPEN],
  ...more,
});

interface Shown {
  readonly level: Level;
  readonly text: string;
  readonly buttons: readonly string[];
  readonly close: (picked?: string) => void;
}

const settled = () => new Promise(resolve => setImmediate(resolve));

/** A screen that keeps what it shows until it is closed, and a clock that is moved by hand. */
function screen() {
  const shown: Shown[] = [];
  const said: string[] = [];
  const whispered: string[] = [];
  let now = 0;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const tell = endNotices({
    show: (level, text, buttons) =>
      new Promise(close => shown.push({ level, text, buttons, close })),
    whisper: text => whispered.push(text),
    run: ({ command }, runId) => said.push(`${command} ${runId}`),
    list: ends => said.push(ends.map(({ name }) => name).join()),
    sleep: ms => new Promise(wake => sleepers.push({ at: now + ms, wake })),
  });
  return {
    shown,
    said,
    whispered,
    texts: () => shown.map(({ text }) => text),
    pass: async (ms: number) => {
      now += ms;
      for (const { at, wake } of sleepers) if (at <= now) wake();
      sleepers = sleepers.filter(({ at }) => at > now);
      await settled();
    },
    tell: (...messages: readonly EndMessage[]) => {
      for (const message of messages) void tell(message);
      return settled();
    },
  };
}

describe('notifications of runs that end', () => {
  it('runs that end together are one, which counts and lists them', async () => {
    const at = screen();
    await at.tell(end('a'), end('b'), end('c'));
    await at.pass(500);
    assert.deepEqual(at.texts(), ['c: no findings. 2 more runs ended.']);
    assert.deepEqual(at.shown[0]?.buttons, ['Open Report', 'Show All…']);
    at.shown[0]?.close('Show All…');
    await settled();
    assert.deepEqual(at.said, ['c,b,a']);
  });

  it('those that end while one is on the screen are told together when it has left', async () => {
    const at = screen();
    await at.tell(end('a'));
    await at.pass(500);
    for (let i = 0; i < 10; i++) {
      await at.tell(end(`r${i}`));
      await at.pass(1_000);
    }
    assert.deepEqual(at.texts(), ['a: no findings.']);
    await at.pass(10_000);
    assert.deepEqual(at.texts().slice(1), ['r9: no findings. 9 more runs ended.']);
  });

  it('the next comes at once when the one on the screen is closed', async () => {
    const at = screen();
    await at.tell(end('a'));
    await at.pass(500);
    await at.tell(end('b'));
    at.shown[0]?.close('Open Report');
    await settled();
    assert.deepEqual(at.texts(), ['a: no findings.', 'b: no findings.']);
    assert.deepEqual(at.said, ['fanout.openReport a']);
  });

  it('a button still does its work after the time on the screen', async () => {
    const at = screen();
    await at.tell(end('a'));
    await at.pass(500);
    await at.pass(20_000);
    await at.tell(end('b'));
    await at.pass(500);
    at.shown[0]?.close('Open Report');
    await settled();
    assert.deepEqual(at.said, ['fanout.openReport a']);
    assert.deepEqual(at.texts(), ['a: no findings.', 'b: no findings.']);
  });

  it('one whose report is on the screen covers nothing of it', async () => {
    const at = screen();
    await at.tell(end('a', { isShown: true }));
    await at.pass(500);
    assert.deepEqual([at.texts(), at.whispered], [[], ['a: no findings.']]);
    await at.tell(end('b'));
    await at.pass(500);
    assert.deepEqual(at.texts(), ['b: no findings.'], 'the next does not wait for it');
  });

  it('gaps, and runs that end with another, are told all the same', async () => {
    const at = screen();
    await at.tell(end('a', { isShown: true, level: 'warning', text: 'a: 2 gaps.' }));
    await at.pass(500);
    at.shown[0]?.close();
    await settled();
    await at.tell(end('b', { isShown: true }), end('c', { isShown: true }));
    await at.pass(500);
    assert.deepEqual(at.texts(), ['a: 2 gaps.', 'c: no findings. 1 more run ended.']);
    assert.deepEqual(at.whispered, []);
  });

  it('a run that failed does not wait', async () => {
    const at = screen();
    await at.tell(end('a'));
    await at.pass(500);
    await at.tell(end('b'));
    await at.tell(end('c', { level: 'error', text: 'c: no branch was answered.' }));
    assert.deepEqual(at.texts().slice(1), ['c: no branch was answered. 1 more run ended.']);
    assert.equal(at.shown[1]?.level, 'error');
  });

  it('a run that ends again after a retry is counted once', async () => {
    const at = screen();
    await at.tell(
      end('a', { level: 'warning', text: 'a: 2 gaps.' }),
      end('a', { level: 'warning', text: 'a: 1 gap.' }),
    );
    await at.pass(500);
    assert.deepEqual(at.texts(), ['a: 1 gap.']);
  });

  it('is as severe as the worst of them, and says how many are incomplete', async () => {
    const at = screen();
    await at.tell(end('a', { level: 'warning' }), end('b'));
    await at.pass(500);
    assert.equal(at.shown[0]?.level, 'warning');
    assert.deepEqual(at.texts(), ['b: no findings. 1 more run ended, 1 of them not completely.']);
  });
});
