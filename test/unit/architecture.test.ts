import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const sources = ['src', 'media'].flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name))
    .map(name => ({
      name: `${folder}/${name.replaceAll('\\', '/')}`,
      code: readFileSync(join(root, folder, name), 'utf8').replace(
        /\/\*[^]*?\*\/|(?<![:'"])\/\/.*/g,
        '',
      ),
    })),
);
/** The files whose code, comments aside, holds the pattern. */
const using = (pattern: RegExp): string[] =>
  sources.filter(({ code }) => pattern.test(code)).map(({ name }) => name);

describe('what the code never does', () => {
  it('T31 no text is shown as trusted markup, and no command can be linked', () => {
    assert.deepEqual(
      using(/\bisTrusted\s*[:=]\s*[!\w]|\bsupportHtml\b|enableCommandUris: true/),
      [],
    );
    // Only commands that are named can be linked there, by words of ours.
    const linking = using(/\bisTrusted\s*[:=](?!=)/);
    assert.deepEqual(linking, using(/\bisTrusted\s*=\s*\{\s*enabledCommands: /));
  });

  it('T32 no HTML is made of text', () => {
    assert.deepEqual(using(/\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write/), []);
    assert.deepEqual(using(/\beval\(|\bnew Function\(/), []);
  });

  it('T43 nothing of a run is marked for the sync of settings', () => {
    assert.deepEqual(using(/setKeysForSync/), []);
  });

  it('T56 text leaves through one call of fetch, comments on a pull request through another, at most by the tunnel of a proxy', () => {
    assert.deepEqual(using(/(?<![.\w])fetch\((?!\{)|(?:globalThis|window)\.fetch\(/).sort(), [
      'src/models/transport/guarded.ts',
      'src/pullRequest/github.ts',
    ]);
    assert.deepEqual(using(/node:(?:https?|http2|net|tls|dgram|dns)\b|XMLHttpRequest|sendBeacon/), [
      'src/cli/proxy.ts',
      'src/models/transport/certificateFetch.ts',
    ]);
  });

  it('T58 nothing listens', () => {
    assert.deepEqual(using(/createServer|\.listen\(|new WebSocketServer/), []);
  });

  it('T55 programs are started in three places, Git, the command for a key and the browser that prints, and every dependency is accounted for', () => {
    assert.deepEqual(using(/child_process/), [
      'src/engine/pdf.ts',
      'src/models/transport/keyCommand.ts',
      'src/sources/git/git.ts',
    ]);
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      scripts: Record<string, string>;
    };
    const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
    const table = guide.slice(guide.indexOf('## Dependencies'), guide.indexOf('\nDevelopment:'));
    for (const name of Object.keys(manifest.dependencies)) assert.ok(table.includes(name), name);
    assert.ok(!/"(?:pre|post)?install"/.test(JSON.stringify(manifest.scripts)));
  });
});
