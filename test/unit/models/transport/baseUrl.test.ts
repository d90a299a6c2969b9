import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FanoutError } from '../../../../src/core/errors.ts';
import { parseBaseUrl, withScheme } from '../../../../src/models/transport/baseUrl.ts';

/** What is let through, with the address that calls then go to. */
const ALLOWED: readonly (readonly [string, string])[] = [
  ['https://api.openai.com/v1', 'https://api.openai.com/v1'],
  ['https://api.openai.com/v1/', 'https://api.openai.com/v1'],
  ['  https://api.openai.com/v1  ', 'https://api.openai.com/v1'],
  ['HTTPS://API.OpenAI.com/v1', 'https://api.openai.com/v1'],
  ['https://api.openai.com:443/v1', 'https://api.openai.com/v1'],
  ['https://api.openai.com', 'https://api.openai.com'],
  ['https://res.openai.azure.com/openai/v1/', 'https://res.openai.azure.com/openai/v1'],
  ['https://host.example:8443/a/b', 'https://host.example:8443/a/b'],
  ['https://10.0.0.5/v1', 'https://10.0.0.5/v1'],
  ['https://[2001:db8::1]/v1', 'https://[2001:db8::1]/v1'],
  ['https://bücher.example/v1', 'https://xn--bcher-kva.example/v1'],
  ['https://xn--bcher-kva.example/v1', 'https://xn--bcher-kva.example/v1'],
  ['https://аpi.openai.com/v1', 'https://xn--pi-6kc.openai.com/v1'],
  ['https://localhost/v1', 'https://localhost/v1'],
  ['http://localhost:11434/v1', 'http://localhost:11434/v1'],
  ['http://LOCALHOST:11434/v1', 'http://localhost:11434/v1'],
  ['http://localhost', 'http://localhost'],
  ['http://127.0.0.1:8000/v1', 'http://127.0.0.1:8000/v1'],
  ['http://127.255.0.3/v1', 'http://127.255.0.3/v1'],
  ['http://[::1]:1234/v1', 'http://[::1]:1234/v1'],
  ['http://localhost:80/v1', 'http://localhost/v1'],
];

const REFUSED: readonly string[] = [
  '',
  '   ',
  'api.openai.com/v1',
  'localhost:11434',
  '//api.openai.com/v1',
  'ftp://api.openai.com',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'ws://localhost:1234',
  'https:/api.openai.com',
  'https:api.openai.com',
  'https://',
  'https:///v1',
  'HTTP:\\\\localhost',
  'http:\\\\localhost\\v1',
  'https://good.example\\@evil.example/v1',
  'http://api.openai.com/v1',
  'http://example.com',
  'http://127.0.0.1.evil.tld/v1',
  'http://localhost.evil.example/v1',
  'http://localhost.',
  'http://evil.localhost',
  'http://0x7f.1/v1',
  'http://0x7f000001/v1',
  'http://2130706433/v1',
  'http://127.1/v1',
  'http://127.0.0.01/v1',
  'http://0177.0.0.1/v1',
  'http://0.0.0.0:8000/v1',
  'http://[::]/v1',
  'http://[::ffff:127.0.0.1]/v1',
  'http://[0:0:0:0:0:0:0:1]/v1',
  'http://192.168.1.20:1234/v1',
  'http://10.0.0.5/v1',
  'http://user@localhost/v1',
  'https://user@api.openai.com/v1',
  'https://user:secret@api.openai.com/v1',
  'https://api.openai.com@evil.example/v1',
  'https://api.openai.com/v1?key=secret',
  'https://api.openai.com/v1?',
  'https://api.openai.com/v1#x',
  'https://api.openai.com/v1#',
  'https://api.open ai.com/v1',
  'https://api.openai.com/v1\nX-Evil: 1',
  'https://api.openai\t.com/v1',
  'https://api.open\u200bai.com/v1',
  'https://api.openai.com\u202e/v1',
  'https://api.openai.com%2eevil.example/v1',
  'https://localhost%00.example/v1',
  'https://api.openai.com:0/v1',
  'https://api.openai.com:99999/v1',
  'https://api.openai.com:port/v1',
  'https://[::1/v1',
  'https://exa<mple.com/v1',
  'http://localhost:1:2/v1',
];

describe('models: base URLs', () => {
  for (const [text, url] of ALLOWED) {
    it(`T06 allows ${JSON.stringify(text)}`, () => {
      const parsed = parseBaseUrl(text);
      assert.equal(parsed.url, url);
      assert.equal(parsed.origin, new URL(url).origin);
      assert.equal(parsed.loopback, /\/\/(?:localhost|127\.|\[::1\])/.test(url));
    });
  }
  for (const text of REFUSED) {
    it(`T06 refuses ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => parseBaseUrl(text),
        (error: FanoutError) => {
          assert.equal(error.code, 'badBaseUrl');
          assert.ok(!error.message.includes('secret'), error.message);
          assert.ok(!/[\n\t\u200b\u202e]/.test(error.message));
          return true;
        },
      );
    });
  }

  it('an address without a scheme is http on this machine, else https', () => {
    for (const [typed, meant] of [
      ['localhost:11434', 'http://localhost:11434'],
      [' 127.0.0.1:8080/v1 ', 'http://127.0.0.1:8080/v1'],
      ['[::1]:1/v1', 'http://[::1]:1/v1'],
      ['models.example.com/v1', 'https://models.example.com/v1'],
      ['localhost.example.com', 'https://localhost.example.com'],
      ['http://10.0.0.1/v1', 'http://10.0.0.1/v1'],
      ['ftp://x', 'ftp://x'],
      ['', ''],
    ] as const)
      assert.equal(withScheme(typed), meant);
    assert.throws(() => parseBaseUrl(withScheme('user:secret@host/v1')));
  });

  it('T05 T06 whatever gets through is https or this machine, without user, query or fragment', () => {
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.ipV6().map(ip => `[${ip}]`),
      fc.constantFrom('localhost', '127.0.0.1', 'LocalHost', 'localhost.', 'a@b', '127.1', '[::1]'),
    );
    const text = fc
      .tuple(
        fc.constantFrom('http://', 'https://', 'HTTP://', 'http:/', 'https:\\\\'),
        host,
        fc.constantFrom('', ':80', ':443', ':8080', ':'),
        fc.constantFrom('', '/', '/v1', '/v1/', '?a=b', '/#', '/..//x', '\\x'),
      )
      .map(parts => parts.join(''));
    let allowed = 0;
    fc.assert(
      fc.property(fc.oneof(text, fc.webUrl(), fc.string()), candidate => {
        let parsed;
        try {
          parsed = parseBaseUrl(candidate);
        } catch (error) {
          return error instanceof FanoutError && error.code === 'badBaseUrl';
        }
        allowed++;
        const url = new URL(parsed.url);
        assert.equal(url.username + url.password + url.search + url.hash, '');
        assert.equal(url.origin, parsed.origin);
        assert.ok(url.protocol === 'https:' || parsed.loopback);
        assert.equal(
          parseBaseUrl(parsed.url).origin,
          parsed.origin,
          'reading it again changes nothing',
        );
        return true;
      }),
      { numRuns: 3000 },
    );
    assert.ok(allowed > 150);
  });
});
