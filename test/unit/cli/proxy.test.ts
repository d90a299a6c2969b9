import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { proxyVariables, useProxy } from '../../../src/cli/proxy.ts';
import { FanoutError } from '../../../src/core/errors.ts';
import { type Chaos, ok, startChaos } from '../../support/chaosServer.ts';
import { type Ended, startCommandLine } from '../../support/commandLine.ts';
import {
  type Listening,
  type Proxy,
  selfSigned,
  startProxy,
  tlsBefore,
} from '../../support/tls.ts';

const HOST = 'models.company.test';
const KEY = 'canary-key-of-the-user-81';
const [USER, PASSWORD] = ['me', 'p@ss:wörd 7'];

describe('command line behind the proxy of a company', function () {
  this.timeout(60_000);
  let folder = '';
  let chaos: Chaos;
  let server: Listening;
  let proxy: Proxy;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'fanout-proxy-'));
    const certificate = selfSigned(HOST);
    writeFileSync(path.join(folder, 'ca.pem'), certificate.cert);
    writeFileSync(path.join(folder, 'note.md'), 'The budget for all this is still open.\n');
    chaos = await startChaos(() => ok({ findings: [], assessment: 'Read.' }));
    server = await tlsBefore(Number(new URL(chaos.url).port), certificate);
    proxy = await startProxy(USER, PASSWORD, () => server.port);
  });
  after(async () => {
    await proxy.close();
    await server.close();
    await chaos.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const proxyAs = (password: string): string =>
    `http://${USER}:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}`;
  const review = (model: string, env: Readonly<Record<string, string>>): Promise<Ended> => {
    const address = `https://${HOST}:${server.port}${model.startsWith('anthropic') ? '' : '/v1'}`;
    const args = ['review', 'note.md', '--model', model, '--base-url', address, '--format', 'json'];
    const own = ['--no-cache', '--perspectives', 'tone', '--store', path.join(folder, 'runs')];
    const keys = { OPENAI_API_KEY: KEY, ANTHROPIC_API_KEY: KEY, FANOUT_API_KEY: KEY };
    return startCommandLine([...args, ...own], folder, { ...keys, ...env }).ended;
  };
  const trusting = () => ({
    HTTPS_PROXY: proxyAs(PASSWORD),
    NODE_EXTRA_CA_CERTS: path.join(folder, 'ca.pem'),
  });

  for (const model of ['openai:m', 'anthropic:m', 'compatible:m'])
    it(`${model} is reached through a tunnel, with the sign-in and the own certificates`, async () => {
      const [calls, heads] = [chaos.requests.length, proxy.heads.length];
      const { code, stderr } = await review(model, trusting());
      assert.equal(code, 0, stderr);
      assert.ok(chaos.requests.length > calls);
      assert.ok(proxy.heads.length > heads, 'through the proxy');
      const all = proxy.heads.join('\n');
      assert.match(all, new RegExp(`^(?:CONNECT ${HOST}:\\d+ .*\\n?)+$`), 'tunnels alone');
      // In any form: the proxy sees where calls go, and nothing of what they are.
      const seen = all + proxy.bytes().toString('latin1');
      for (const form of [
        KEY,
        Buffer.from(KEY).toString('base64'),
        Buffer.from(KEY).toString('hex'),
      ])
        assert.ok(!seen.includes(form));
      assert.ok(!seen.includes('budget'));
    });

  it('F24 a sign-in that the proxy refuses is told, its password is not', async () => {
    const calls = chaos.requests.length;
    const wrong = { ...trusting(), HTTPS_PROXY: proxyAs('wrong-word-99') };
    const { code, stdout, stderr } = await review('openai:m', wrong);
    assert.notEqual(code, 0);
    assert.equal(chaos.requests.length, calls);
    assert.match(stderr, /proxy/i);
    assert.ok(!`${stdout}${stderr}`.includes('wrong-word-99'));
    assert.ok(!`${stdout}${stderr}`.includes(KEY));
  });

  it('F23 a certificate that nobody vouches for is refused, and nothing is sent', async () => {
    const calls = chaos.requests.length;
    const { code, stderr } = await review('openai:m', { HTTPS_PROXY: proxyAs(PASSWORD) });
    assert.notEqual(code, 0);
    assert.match(stderr, /certificate/);
    assert.equal(chaos.requests.length, calls);
  });

  it('a server on this machine is reached without it, whatever the variables say', async () => {
    const heads = proxy.heads.length;
    const here = ['--model', 'compatible:m', '--base-url', `${chaos.url}/v1`, '--no-cache'];
    const local = startCommandLine(
      ['review', 'note.md', ...here, '--store', path.join(folder, 'runs')],
      folder,
      { FANOUT_API_KEY: KEY, ...trusting(), HTTP_PROXY: proxyAs(PASSWORD) },
    );
    assert.equal((await local.ended).code, 0);
    assert.equal(proxy.heads.length, heads);
  });

  it('reads the variables in either case, and refuses what is no address without repeating it', () => {
    assert.equal(proxyVariables({ HTTP_PROXY: 'http://p:1' }), undefined);
    assert.deepEqual(proxyVariables({ https_proxy: 'http://p:1', no_proxy: 'a.test' }), {
      HTTPS_PROXY: 'http://p:1',
      NO_PROXY: 'a.test,localhost,127.0.0.1,[::1],::1',
    });
    for (const bad of ['me:pw@proxy', 'socks5://me:pw@proxy:1', '::'])
      assert.throws(
        () => {
          useProxy({ HTTPS_PROXY: bad });
        },
        error =>
          error instanceof FanoutError && error.code === 'usage' && !error.message.includes('pw'),
      );
  });
});
