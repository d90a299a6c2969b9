import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withoutKey } from '../../../../src/models/transport/redact.ts';
import { ok, status } from '../../../support/chaosServer.ts';
import { APIS, ask, CANARY, failureFrom, modelAt, withChaos } from '../support.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** How a server may write the key it was sent. */
const ECHOES: Readonly<Record<string, string>> = {
  'as it is': CANARY,
  'in a header': `Authorization: Bearer ${CANARY}`,
  'in capitals': CANARY.toUpperCase(),
  base64: base64(CANARY),
  'base64 of user:KEY': base64(`user:${CANARY}`),
  'base64 of admin:KEY:x': base64(`admin:${CANARY}:x`),
  'base64 of u:KEY': base64(`u:${CANARY}`),
  'URL-encoded': encodeURIComponent(CANARY),
  hex: Buffer.from(CANARY).toString('hex'),
  'with spaces': [...CANARY].join(' '),
  'with hyphens': [...CANARY].join(' - '),
  'with invisible characters': [...CANARY].join('\u200b'),
  'over lines': [...CANARY].join('\n'),
};

/** What of the key can still be read, in any of these ways. */
function readable(text: string): string | undefined {
  const bare = (t: string): string => t.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  if (bare(text).includes(bare(CANARY))) return 'plain';
  for (const word of text.match(/[A-Za-z0-9+/_-]{16,}/g) ?? [])
    for (const form of ['base64', 'base64url', 'hex'] as const)
      if (Buffer.from(word, form).toString().includes(CANARY.slice(4, -4))) return form;
  return undefined;
}

describe('models: a key that a server echoes is kept nowhere', () => {
  for (const [how, echo] of Object.entries(ECHOES))
    for (const api of APIS)
      it(`${api}: ${how}, in an answer and in an error`, () =>
        withChaos(
          (_, n) =>
            n === 0
              ? ok({ findings: [], assessment: `Your key: ${echo}.` })
              : status(400, { error: { message: `no: ${echo}` } }, { 'x-request-id': CANARY }),
          async chaos => {
            const model = modelAt(api, chaos.url);
            const reply = await ask(model);
            assert.equal(readable(reply.text), undefined, reply.text);
            assert.equal(readable(JSON.stringify(JSON.parse(reply.text))), undefined);
            const failure = await failureFrom(ask(model));
            assert.equal(readable(failure.message), undefined, failure.message);
            assert.equal(failure.requestId, undefined);
          },
        ));

  it('escaped as JSON may escape any letter', () => {
    const escaped = [...CANARY]
      .map(c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('');
    const clean = withoutKey(`{"a": "${escaped}", "b": "\\\\u0041 \\u0022"}`, CANARY);
    assert.deepEqual(JSON.parse(clean), { a: '***', b: '\\u0041 "' });
  });

  it('an answer without the key stays as it is, and JSON stays JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.values(ECHOES)), (value, echo) => {
        const text = JSON.stringify(value);
        assert.deepEqual(JSON.parse(withoutKey(text, CANARY)), JSON.parse(text));
        const clean = withoutKey(JSON.stringify([value, echo, value]), CANARY);
        const [before, said, after] = JSON.parse(clean) as unknown[];
        assert.deepEqual([before, after], [JSON.parse(text), JSON.parse(text)]);
        assert.equal(readable(String(said)), undefined);
      }),
    );
  });
});
