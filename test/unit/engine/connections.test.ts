import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from '../../support/tls.ts';
import { accessTo, ANY_ADDRESS, type Connections } from '../../../src/engine/connections.ts';

const GATEWAY = { origin: 'https://gateway.example.com' };
const of = (connections: Connections, isOwn = true, env: Record<string, string> = {}) =>
  accessTo(connections, GATEWAY, isOwn, env);

describe('engine: how servers are reached', () => {
  it('what is set for an address goes to this address and no other', async () => {
    const headers = { 'x-team': 'legal' };
    for (const address of ['https://gateway.example.com', 'https://gateway.example.com/v1/'])
      assert.deepEqual((await of({ [address]: { headers } })).access.headers, headers);
    for (const address of [
      'https://other.example.com',
      'http://gateway.example.com',
      'gateway',
      '',
    ])
      assert.deepEqual(await of({ [address]: { headers } }), { access: {} });
  });

  it('headers of a command line go to addresses of one’s own, never to a provider’s', async () => {
    const typed = { [ANY_ADDRESS]: { headers: { 'x-a': '1' } } };
    assert.deepEqual((await of(typed)).access.headers, { 'x-a': '1' });
    assert.deepEqual(await of(typed, false), { access: {} });
  });

  it('T05 values of environment variables are secrets; one that is missing is named', async () => {
    const connections = {
      [GATEWAY.origin]: { headers: { 'x-gate': 'A ${env:GATE}', 'x-token': 'typed-in' } },
    };
    const { access } = await of(connections, true, { GATE: 'of-the-environment' });
    assert.deepEqual(access.headers, { 'x-gate': 'A of-the-environment', 'x-token': 'typed-in' });
    assert.deepEqual(access.secrets, ['of-the-environment', 'typed-in']);
    await assert.rejects(of(connections), /environment variable GATE, which is not set/);
  });

  it('what cannot be used is refused before anything is sent', async () => {
    for (const value of [
      'x',
      { header: {} },
      { headers: [] },
      { headers: { a: 1 } },
      { keyCommand: 'az account' },
      { keyCommand: [] },
      { keyCommand: [''] },
      { certificate: { cert: 'only' } },
      { certificate: { cert: '/no/such/file', key: '/no/such/file' } },
    ])
      await assert.rejects(of({ [GATEWAY.origin]: value }), /fanout\.connections/);
  });

  it('a certificate is read from its files, and one that cannot be used is refused at once', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'fanout-certificate-'));
    const certificate = { cert: join(dir, 'cert'), key: join(dir, 'key'), ca: join(dir, 'ca') };
    const [client, other, server] = [
      selfSigned('a.example'),
      selfSigned('a.example'),
      selfSigned('b.example'),
    ];
    const access = async (cert: string, key: string): ReturnType<typeof of> => {
      writeFileSync(certificate.cert, cert);
      writeFileSync(certificate.key, key);
      writeFileSync(certificate.ca, server.cert);
      return of({ [GATEWAY.origin]: { certificate } });
    };
    try {
      const read = await access(client.cert, client.key);
      assert.deepEqual(read.access.certificate, { ...client, ca: server.cert });
      for (const [cert, key] of [
        [client.cert, other.key],
        [client.key, client.key],
        ['no certificate', client.key],
        [client.cert, ''],
      ] as const)
        await assert.rejects(
          access(cert, key),
          (error: Error) =>
            /fanout\.connections.*(?:cannot be used|empty file)/.test(error.message) &&
            !error.message.includes('PRIVATE'),
        );
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('a command is kept for when a key is needed', async () => {
    const keyCommand = [process.execPath, '-e', 'console.log("printed-key")'];
    const { key, access } = await of({ [GATEWAY.origin]: { keyCommand } });
    assert.equal(await key?.(), 'printed-key');
    assert.ok(access.renewKey);
  });
});
