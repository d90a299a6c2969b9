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

/** A screen that shows what is told, until it is hidden. */
function screen() {
  const shown: Shown[] = [];
  const said: string[] = [];
  let visible: Shown[] = [];
  let now = 0;
  const tell = endNotices({
    show: (level, text, buttons) =>
      new Promise(resolve => {
        const one = { level, text, buttons, close: resolve };
        shown.push(one);
        visible.push(one);
      }),
    hide: () => {
      visible = [];
      return Promise.resolve();
    },
    run: ({ command }, runId) => said.push(`${command} ${runId}`),
    list: ends => said.push(ends.map(({ name }) => name).join()),
    now: () => now,
  });
  return {
    shown,
    said,
    visible: () => visible,
    pass: (ms: number) => (now += ms),
    tell: async (message: EndMessage) => {
      void tell(message);
      await new Promise(resolve => setImmediate(resolve));
    },
  };
}

describe('notifications of runs that end', () => {
  it('one at most: the newest takes the place of the others and counts them', async () => {
    const at = screen();
    for (const name of ['a', 'b', 'c']) await at.tell(end(name));
    assert.deepEqual(
      at.visible().map(({ text }) => text),
      ['c: no findings. 2 more runs ended.'],
    );
    assert.deepEqual(at.visible()[0]?.buttons, ['Open Report', 'Show All…']);
    at.visible()[0]?.close('Show All…');
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(at.said, ['c,b,a']);
  });

  it('ten runs that end in the same moment are one notification', async () => {
    const at = screen();
    await Promise.all(Array.from({ length: 10 }, (_, i) => at.tell(end(`r${i}`))));
    assert.equal(at.visible().length, 1);
    assert.match(at.visible()[0]?.text ?? '', /9 more runs ended/);
  });

  it('a run that ends again after a retry is counted once', async () => {
    const at = screen();
    await at.tell(end('a', { level: 'warning', text: 'a: 2 gaps.' }));
    await at.tell(end('a', { level: 'warning', text: 'a: 1 gap.' }));
    assert.deepEqual(
      at.visible().map(({ text }) => text),
      ['a: 1 gap.'],
    );
  });

  it('is as severe as the worst of them, and says how many are incomplete', async () => {
    const at = screen();
    await at.tell(end('a', { level: 'warning' }));
    await at.tell(end('b'));
    assert.equal(at.visible()[0]?.level, 'warning');
    assert.equal(
      at.visible()[0]?.text,
      'b: no findings. 1 more run ended, 1 of them not completely.',
    );
  });

  it('what was closed, or is no longer on the screen, is not counted again', async () => {
    const at = screen();
    await at.tell(end('a'));
    at.visible()[0]?.close('Open Report');
    await new Promise(resolve => setImmediate(resolve));
    await at.tell(end('b'));
    assert.equal(at.shown.at(-1)?.text, 'b: no findings.');
    at.pass(20_001);
    await at.tell(end('c'));
    assert.equal(at.shown.at(-1)?.text, 'c: no findings.');
    assert.deepEqual(at.said, ['fanout.openReport a']);
  });
});
