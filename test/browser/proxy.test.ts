import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, startChaos } from '../support/chaosServer.ts';
import type { Chaos } from '../support/chaosServer.ts';
import { type Listening, type Proxy, selfSigned, startProxy, tlsBefore } from '../support/tls.ts';
import { modelSettings, openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

const HOST = 'models.company.test';
const KEY = 'canary-key-of-the-user-81';

describe('the editor behind the proxy of a company', () => {
  let folder = '';
  let chaos: Chaos;
  let server: Listening;
  let proxy: Proxy;
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-proxy-'));
    const certificate = selfSigned(HOST);
    writeFileSync(join(folder, 'ca.pem'), certificate.cert);
    chaos = await startChaos(request =>
      request.api === 'models' ? { kind: 'models', ids: ['test-model'] } : ok(),
    );
    server = await tlsBefore(Number(new URL(chaos.url).port), certificate);
    proxy = await startProxy('me', 'p ss', () => server.port);
    const before = process.env['NODE_EXTRA_CA_CERTS'];
    process.env['NODE_EXTRA_CA_CERTS'] = join(folder, 'ca.pem');
    try {
      window = await openFanout({
        files: { 'note.md': '# Note\n\nThe date is agreed.\n' },
        settings: {
          ...modelSettings(`https://${HOST}:${server.port}/v1`),
          // Else the editor takes those of the system alone, which a test does not change.
          'http.systemCertificates': false,
          'http.proxy': `http://me:p%20ss@127.0.0.1:${proxy.port}`,
        },
      });
    } finally {
      if (before === undefined) delete process.env['NODE_EXTRA_CA_CERTS'];
      else process.env['NODE_EXTRA_CA_CERTS'] = before;
    }
  });
  after(async () => {
    await window.close();
    await proxy.close();
    await server.close();
    await chaos.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('reaches its model by http.proxy and the own certificates; the proxy sees no key', async () => {
    await window.command('Fanout: Set API Key…');
    await window.page.locator('.quick-input-widget input:visible').first().waitFor();
    await window.type(KEY);
    await window.toast(/key for https:\/\/models\.company\.test:\d+ is saved/).waitFor();
    const calls = chaos.requests.length;
    await window.open('note.md');
    await window.command('Fanout: Review Document');
    await window.dialog().getByRole('button', { name: 'Send', exact: true }).click();
    await window.status(/note\.md: no findings/).waitFor();
    assert.ok(chaos.requests.length > calls);
    assert.equal(chaos.requests.at(-1)?.headers['authorization'], `Bearer ${KEY}`);
    const heads = proxy.heads.filter(head => head.includes(HOST));
    assert.ok(heads.length > 0 && heads.every(head => head.startsWith('CONNECT ')));
    const seen = proxy.heads.join('\n') + proxy.bytes().toString('latin1');
    for (const form of [KEY, Buffer.from(KEY).toString('base64')]) assert.ok(!seen.includes(form));
  });
});
