import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findSecrets as find, masked } from '../../../../src/core/text/secrets.ts';
import { localHash } from '../../../../src/core/text/hash.ts';
import type { Range } from '../../../../src/core/domain/range.ts';
import type { Source } from '../../../../src/core/domain/source.ts';

const UPPER = 'BCDFGHJKLMNPQRSTVWXZ';
const ANY = `${UPPER}${UPPER.toLowerCase()}23456789`;
/** Signs as a provider draws them: keys are made here, so that none stands in this file. */
const drawn = (seed: number, length: number, signs = ANY) =>
  Array.from(
    { length },
    (_, i) => signs[Math.floor(localHash(`${seed}.${i}`, 0) * signs.length)],
  ).join('');
const findSecrets = (text: string, range?: Range) => find({ text, ...(range && { range }) });
const HEX = '0123456789abcdef';

const keyOf: Readonly<Record<string, (seed: number) => string>> = {
  'AWS access key': n => `AKIA${drawn(n, 16, `${UPPER}234567`)}`,
  'GitHub token': n => `ghp_${drawn(n, 36)}`,
  'GitLab token': n => `glpat-${drawn(n, 20)}`,
  'Slack token': n => `xoxb-${drawn(n, 12, '23456789')}-${drawn(n + 1, 24)}`,
  'Slack webhook': n =>
    `https://hooks.slack.com/services/T${drawn(n, 8, UPPER)}/B${drawn(n, 8, UPPER)}/${drawn(n, 24)}`,
  'Anthropic key': n => `sk-ant-api03-${drawn(n, 93)}AA`,
  'OpenAI key': n => `sk-proj-${drawn(n, 120)}`,
  'Groq key': n => `gsk_${drawn(n, 52)}`,
  'Hugging Face token': n => `hf_${drawn(n, 34)}`,
  'Google API key': n => `AIza${drawn(n, 35)}`,
  'Stripe key': n => `sk_live_${drawn(n, 24)}`,
  'npm token': n => `npm_${drawn(n, 36)}`,
  'PyPI token': n => `pypi-AgEIcHlwaS5vcmc${drawn(n, 70)}`,
  'SendGrid key': n => `SG.${drawn(n, 22)}.${drawn(n + 1, 43)}`,
  'DigitalOcean token': n => `dop_v1_${drawn(n, 64, HEX)}`,
  'Databricks token': n => `dapi${drawn(n, 32, HEX)}`,
  'Telegram bot token': n => `${drawn(n, 9, '23456789')}:AA${drawn(n, 33)}`,
  'Linear key': n => `lin_api_${drawn(n, 40)}`,
  'HashiCorp Vault token': n => `hvs.${drawn(n, 95)}`,
  'Azure storage key': n => `AccountKey=${drawn(n, 86)}==`,
  'private key': n =>
    `-----BEGIN ${n % 2 ? 'RSA ' : ''}PRIVATE KEY-----\n${Array.from({ length: 12 }, (_, i) => drawn(n + i, 64)).join('\n')}\n-----END ${n % 2 ? 'RSA ' : ''}PRIVATE KEY-----`,
  'password in an address': n =>
    `postgres://billing:${drawn(n, 18)}@db7.prod-cluster.net:5432/main`,
};
const around: readonly ((key: string) => string)[] = [
  key => `const key = "${key}";`,
  key => `The key is ${key}, keep it.`,
  key => `API_KEY=${key}`,
  key => `    - token: '${key}'`,
  key => `| name | ${key} |`,
];

describe('secrets', () => {
  it('T16 every published form is found, wherever it stands, at its line and nowhere else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(keyOf)),
        fc.nat(100_000),
        fc.constantFrom(...around),
        fc.integer({ min: 0, max: 30 }),
        async (kind, seed, frame, before) => {
          const key = keyOf[kind]!(seed);
          // Drawn by chance, a word that samples have makes the key one.
          fc.pre(!/fake|test|your|sample|dummy|a1b2|abc123|abcdef|xxx/i.test(key));
          const text = `${'A line of text.\n'.repeat(before)}${frame(key)}\nThe end.\n`;
          const found = await findSecrets(text);
          assert.deepEqual(
            found.map(secret => secret.kind),
            [kind],
            text,
          );
          const [{ start, end, line }] = found as [(typeof found)[0]];
          assert.ok(key.includes(text.slice(start, end)));
          assert.ok(end - start >= 18);
          assert.equal(line, text.slice(0, start).split('\n').length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('T16 a key of capitals alone is found', async () => {
    const found = await findSecrets(`const key = '${'AKIA'}${'ZTHXQHCLTTDPHKFQ'}';\n`);
    assert.deepEqual(
      found.map(secret => secret.kind),
      ['AWS access key'],
    );
  });

  it('T17 no comment in the text turns the search off', async () => {
    const key = keyOf['GitHub token']!(1);
    assert.equal(
      (await findSecrets(`// secretlint-disable\n// gitleaks:allow\nconst a = '${key}';\n`)).length,
      1,
    );
  });

  it('what samples and tests write in the place of a key is none', async () => {
    for (const text of [
      'AKIAIOSFODNN7EXAMPLE',
      `ghp_${'x'.repeat(36)}`,
      `sk-${'your-api-key-here-'.repeat(3)}`,
      `sk-proj-${'a'.repeat(60)}`,
      'postgres://user:password@localhost:5432/app',
      'postgres://app:changeme-please@db.example.com/app',
      'postgresql://${USER}:${PASSWORD}@prod.internal.net/app',
      '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
      'The header is -----BEGIN RSA PRIVATE KEY----- and nothing follows.',
      'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
      'git@github.com:owner/repository.git 3f786850e387550fdab836ed7e6dc881de23001b',
      '550e8400-e29b-41d4-a716-446655440000',
    ])
      assert.deepEqual(await findSecrets(text), [], text);
  });

  it('looks in the range of a selection only, and gives offsets of the whole text', async () => {
    const key = keyOf['npm token']!(3);
    const text = `${key}\nmiddle\n${key}\n`;
    const start = text.indexOf('middle');
    const found = await findSecrets(text, { start, end: text.length });
    assert.deepEqual(
      found.map(({ line }) => line),
      [3],
    );
    assert.equal(text.slice(found[0]!.start, found[0]!.end), key);
  });

  it('T18 masked, a text has the same lines and offsets and none of the value', async () => {
    const pem = keyOf['private key']!(4);
    const text = `before\r\n${pem}\r\nkey = "${keyOf['Groq key']!(5)}"\nafter`;
    const source: Source = { id: 's', path: 's', kind: 'prose', languageId: 'plaintext', text };
    const safe = masked(source, await findSecrets(text)).text;
    assert.equal(safe.length, text.length);
    assert.deepEqual(
      [...safe.matchAll(/\r?\n/g)].map(({ index }) => index),
      [...text.matchAll(/\r?\n/g)].map(({ index }) => index),
    );
    assert.deepEqual(await findSecrets(safe), []);
    assert.ok(safe.startsWith('before\r\n-----BEGIN'));
    assert.ok(safe.endsWith('"\nafter'));
    for (const line of pem.split('\n').slice(1, -1)) assert.ok(!safe.includes(line));
  });

  it('a secret at the edge of a stretch is found once, and others run between stretches', async () => {
    const key = keyOf['GitHub token']!(8);
    const pem = keyOf['private key']!(9);
    for (const at of [262_100, 262_120, 262_143, 262_144, 262_145]) {
      let pauses = 0;
      const pause = async () => void pauses++;
      const text = `${'x '.repeat(at >> 1)}${at % 2 ? ' ' : ''}${key} ${'y '.repeat(200_000)}\n${pem}\n`;
      const found = await find({ text }, pause);
      assert.deepEqual(
        found.map(({ kind, line }) => [kind, line]),
        [
          ['GitHub token', 1],
          ['private key', 2],
        ],
      );
      assert.ok(pauses >= 2);
    }
  });
});
