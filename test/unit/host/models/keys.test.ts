import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inspect } from 'node:util';
import { keyProblem, keys } from '../../../../src/host/models/keys.ts';
import { logger } from '../../../../src/host/ui/log.ts';
import { redactor } from '../../../../src/host/models/redact.ts';

function memory() {
  const map = new Map<string, string>();
  return {
    map,
    get: (k: string) => Promise.resolve(map.get(k)),
    store: (k: string, v: string) => {
      map.set(k, v);
      return Promise.resolve();
    },
    delete: (k: string) => {
      map.delete(k);
      return Promise.resolve();
    },
    keys: () => Promise.resolve([...map.keys()]),
  };
}
const KEY = 'sk-test-0123456789abcdefghijklmnop';

describe('keys', () => {
  it('R02 a key is saved under its provider and origin, and found whatever the path', async () => {
    const storage = memory();
    const k = keys(storage, redactor());
    await k.set('compatible', 'https://AI.example.com:443/v1', KEY);
    assert.deepEqual([...storage.map.keys()], ['key:compatible:https://ai.example.com']);
    assert.equal(await k.get('compatible', 'https://ai.example.com/other'), KEY);
  });

  it('T05 no other origin and no other provider gets the key', async () => {
    await fc.assert(
      fc.asyncProperty(fc.webUrl(), fc.webUrl(), async (a, b) => {
        const k = keys(memory(), redactor());
        await k.set('openai', a, KEY);
        const same = new URL(a).origin === new URL(b).origin;
        assert.equal(await k.get('openai', b), same ? KEY : undefined);
        assert.equal(await k.get('anthropic', a), undefined);
      }),
      { numRuns: 40 },
    );
  });

  it('T05 port, scheme, trailing dot and look-alike hosts are other origins', async () => {
    const k = keys(memory(), redactor());
    await k.set('openai', 'https://api.openai.com/v1', KEY);
    for (const other of [
      'https://api.openai.com:8443',
      'http://api.openai.com',
      'https://api.openai.com.',
      'https://api.openai.com.evil.example',
      'https://api.openаi.com',
      'https://[::1]',
    ])
      assert.equal(await k.get('openai', other), undefined, other);
  });

  it('F82 T11 a storage that throws means memory for this session, and no crash', async () => {
    const no = () => Promise.reject(new Error('locked'));
    const k = keys({ get: no, store: no, delete: no, keys: no }, redactor());
    assert.equal(await k.set('openai', 'https://api.openai.com', KEY), false);
    assert.equal(await k.get('openai', 'https://api.openai.com'), KEY);
    assert.deepEqual(await k.list(), [{ provider: 'openai', origin: 'https://api.openai.com' }]);
    assert.equal(await k.remove('openai', 'https://api.openai.com'), true);
    assert.equal(await k.get('openai', 'https://api.openai.com'), undefined);
  });

  it('F82 a storage that forgets what it took counts as failed', async () => {
    const storage = { ...memory(), get: () => Promise.resolve(undefined) };
    const k = keys(storage, redactor());
    assert.equal(await k.set('openai', 'https://api.openai.com', KEY), false);
    assert.equal(await k.get('openai', 'https://api.openai.com'), KEY);
  });

  it('T08 what breaks a key is refused without repeating it, and nothing is stored', async () => {
    const storage = memory();
    const k = keys(storage, redactor());
    for (const bad of ['', '  ', `${KEY}\n${KEY}`, `${KEY}ü`]) {
      const problem = keyProblem(bad);
      assert.ok(problem && !problem.includes(KEY), bad);
      await assert.rejects(k.set('openai', 'https://api.openai.com', bad), (error: unknown) =>
        Boolean(!inspect(error).includes(KEY)),
      );
    }
    assert.equal(keyProblem(`\ufeff "${KEY}"\n`), undefined);
    await k.set('openai', 'https://api.openai.com', ` "${KEY}"\n`);
    assert.deepEqual([...storage.map.values()], [KEY]);
  });

  it('T07 a key never reaches the log, whole, encoded or cut', async () => {
    const lines: string[] = [];
    const take = (line: string) => void lines.push(line);
    const net = redactor();
    const log = logger({ info: take, warn: take, error: take }, net);
    await keys(memory(), net).set('openai', 'https://api.openai.com', KEY);
    const hidden = [
      KEY,
      Buffer.from(KEY).toString('base64'),
      Buffer.from(KEY).toString('hex'),
      KEY.slice(0, 20),
      KEY.slice(-20),
    ];
    for (const form of hidden) log.error(`refused ${form}`, { header: form });
    for (const line of lines) for (const form of hidden) assert.ok(!line.includes(form), line);
    assert.equal(lines.length, hidden.length);
  });

  it('T07 a logged value cannot forge a line', () => {
    const lines: string[] = [];
    const take = (line: string) => void lines.push(line);
    logger({ info: take, warn: take, error: take }, redactor()).info('a', { b: 'c\n[error] d' });
    assert.deepEqual(lines, ['a b=c [error] d']);
  });
});
