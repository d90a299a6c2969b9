import assert from 'node:assert/strict';
import { contentSecurityPolicy, reportHtml } from '../../../../src/views/report/reportHtml.ts';

const page = {
  nonce: 'abc123',
  cspSource: 'https://*.vscode-cdn.net',
  script: 'https://x.vscode-cdn.net/dist/report.js?a=1&b="2"',
  style: 'https://x.vscode-cdn.net/dist/report.css',
  runId: '"><script>alert(1)</script>',
};

describe('reportHtml', () => {
  it('T29 the policy lets nothing be fetched, framed, posted or run but our own script', () => {
    assert.deepEqual(contentSecurityPolicy('N', 'S').split('; '), [
      "default-src 'none'",
      "script-src 'nonce-N'",
      "style-src 'nonce-N'",
      'img-src S',
      'font-src S',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-src 'none'",
      "connect-src 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  it('T32 puts values into attributes only, escaped', () => {
    const html = reportHtml(page);
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.doesNotMatch(html, /alert\(1\)<|"2"|unsafe-inline|unsafe-eval/);
    assert.match(html, /data-run="&#34;&#62;&#60;script&#62;/);
    assert.match(html, /<script nonce="abc123" src="[^"<>]+"><\/script>/);
    assert.match(html, /<link rel="stylesheet" nonce="abc123" href="[^"<>]+">/);
  });
});
