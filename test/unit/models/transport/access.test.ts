import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../../../src/core/clock.ts';
import { createModel } from '../../../../src/models/createModel.ts';
import type { Access } from '../../../../src/models/transport/access.ts';
import { keyFrom } from '../../../../src/models/transport/keyCommand.ts';
import { modelList } from '../../../support/chaos/wire.ts';
import { ok, status } from '../../../support/chaosServer.ts';
import { selfSigned } from '../../../support/tls.ts';
import { ask, failureFrom, withChaos } from '../support.ts';

const KEY = 'key-of-a-test-that-is-long';
const modelWith = (url: string, access: Access, apiKey = KEY, ref = 'compatible:m') =>
  createModel(ref, { apiKey, baseUrl: url, clock: systemClock, access });

describe('models: what an address needs beside a key', () => {
  for (const ref of ['compatible:m', 'openai:m', 'anthropic:m'])
    it(`${ref}: headers of one's own go with every call, and may hold the key`, () =>
      withChaos(
        () => ok(),
        async chaos => {
          const headers = { 'X-Team': 'legal', 'Api-Key': '${key}', Authorization: '' };
          await ask(modelWith(`${chaos.url}/v1`, { headers }, KEY, ref));
          const sent = chaos.requests[0]?.headers ?? {};
          assert.equal(sent['x-team'], 'legal');
          assert.equal(sent['api-key'], KEY);
          assert.equal(sent['authorization'], undefined);
        },
      ));

  it('headers of the transport and values that cannot be sent are refused, and not repeated', () => {
    for (const [name, value] of [
      ['Host', 'evil.example'],
      ['content-length', '1'],
      ['x y', '1'],
      ['x', 'secret\r\nx-b: 1'],
    ] as const)
      assert.throws(
        () => modelWith('http://127.0.0.1:1/v1', { headers: { [name]: value } }),
        (error: Error) =>
          /fanout\.connections/.test(error.message) && !error.message.includes(value),
      );
  });

  it('T07 a header that a server echoes is in no message and no answer', () =>
    withChaos(
      (_, n) =>
        n === 0
          ? status(400, { error: { message: 'no such gateway-secret-12345' } })
          : ok('{"findings": ["gateway-secret-12345"]}'),
      async chaos => {
        const access = {
          headers: { 'x-gate': 'gateway-secret-12345' },
          secrets: ['gateway-secret-12345'],
        };
        const model = modelWith(`${chaos.url}/v1`, access);
        const { message } = await failureFrom(ask(model)).catch(() => ({ message: '' }));
        assert.ok(!message.includes('gateway-secret-12345'));
        assert.ok(!(await ask(model)).text.includes('gateway-secret-12345'));
      },
    ));

  it('without a key only what signs in otherwise is sent anywhere', () => {
    const at = (access: Access) => () => modelWith('https://gateway.example.com/v1', access, '');
    assert.throws(at({}), /key/i);
    assert.throws(at({ headers: { 'x-team': 'a' } }), /key/i);
    assert.throws(at({ headers: { authorization: 'Bearer ${key}' } }), /key/i);
    assert.doesNotThrow(at({ headers: { authorization: 'Basic abc' } }));
    assert.doesNotThrow(at({ certificate: { cert: 'c', key: 'k' } }));
  });

  it('a token that ran out is got anew, once for all calls, and a refused new one is the end', () => {
    let current = 'token-number-1';
    let gets = 0;
    return withChaos(
      ({ headers }) =>
        headers['authorization'] === `Bearer ${current}`
          ? ok()
          : status(401, { error: { message: 'expired' } }),
      async chaos => {
        const model = modelWith(
          `${chaos.url}/v1`,
          {
            renewKey: () => {
              gets += 1;
              return Promise.resolve('token-number-2');
            },
          },
          'token-number-1',
        );
        await ask(model);
        current = 'token-number-2';
        await Promise.all([ask(model), ask(model), ask(model)]);
        await ask(model);
        assert.ok(gets <= 3, `${gets} renewals`);
        current = 'token-number-3';
        assert.equal((await failureFrom(ask(model))).code, 'auth');
      },
    );
  });
});

describe('models: a key that a command prints', () => {
  (process.platform === 'win32' ? it.skip : it)(
    'is run by a user without a home folder, too (Windows asks another variable)',
    async () => {
      const { HOME } = process.env;
      process.env['HOME'] = '/no/such/home';
      try {
        const command = [process.execPath, '-e', "console.log('key-without-a-home')"];
        assert.equal(await keyFrom(command), 'key-without-a-home');
      } finally {
        if (HOME === undefined) delete process.env['HOME'];
        else process.env['HOME'] = HOME;
      }
    },
  );

  const node = (code: string): readonly string[] => [process.execPath, '-e', code];

  it('is run once, without a shell, and again for a key that was refused', async () => {
    const command = node('process.stdout.write("key-" + process.hrtime.bigint() + "\\n")');
    const first = await keyFrom(command);
    assert.equal(await keyFrom(command), first);
    const [a, b] = await Promise.all([keyFrom(command, first), keyFrom(command, first)]);
    assert.notEqual(a, first);
    assert.equal(a, b);
    assert.equal(
      await keyFrom([...node('process.stdout.write(process.argv[1])'), '$(id)&&x']).catch(
        (error: Error) => error.message,
      ),
      '$(id)&&x',
    );
  });

  it('what is no key, and what fails, is told without what was printed', async () => {
    for (const [command, words] of [
      [node('console.log("two words of a secret")'), /did not print a usable key/],
      [node('console.error("secret"); process.exit(3)'), /exit code 3/],
      [['no-such-program-of-a-test'], /was not found/],
    ] as const)
      await assert.rejects(
        keyFrom(command),
        (error: Error) => words.test(error.message) && !error.message.includes('secret'),
      );
  });
});

describe('models: a certificate of the client', () => {
  const server = selfSigned('localhost');
  const client = selfSigned('client.example');
  let https: Server;
  let url: string;
  before(async () => {
    https = createServer(
      { ...server, ca: client.cert, requestCert: true, rejectUnauthorized: true },
      (incoming, outgoing) => {
        incoming.resume();
        incoming.on('end', () => {
          if (incoming.method === 'GET') {
            outgoing.end(JSON.stringify(modelList(['m'], false)));
            return;
          }
          outgoing.setHeader('content-type', 'application/json');
          outgoing.end(
            JSON.stringify({
              choices: [{ message: { content: '{"findings": []}' }, finish_reason: 'stop' }],
            }),
          );
        });
      },
    );
    await new Promise<void>(resolve => https.listen(0, '127.0.0.1', resolve));
    url = `https://localhost:${(https.address() as AddressInfo).port}/v1`;
  });
  after(() => {
    https.closeAllConnections();
    https.close();
  });

  it('opens a server that asks for one, and nothing else does', async () => {
    const certificate = { ...client, ca: server.cert };
    const reply = await ask(modelWith(url, { certificate }));
    assert.deepEqual(JSON.parse(reply.text), { findings: [] });
    const other = { ...selfSigned('client.example'), ca: server.cert };
    assert.match(
      (await failureFrom(ask(modelWith(url, { certificate: other })))).code,
      /tls|network/,
    );
    // Without the authority nothing is sent.
    assert.equal((await failureFrom(ask(modelWith(url, { certificate: client })))).code, 'tls');
  });

  it('ends when it is cancelled', async () => {
    const controller = new AbortController();
    const model = modelWith(url, { certificate: { ...client, ca: server.cert } });
    controller.abort(new Error('over'));
    await assert.rejects(ask(model, controller.signal), /over/);
  });
});
