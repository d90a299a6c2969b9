import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

describe('build', () => {
  it('R22 two builds in two places have the same bytes, and the terms of all that is in them', () => {
    const built = [1, 2].map(() => {
      const folder = mkdtempSync(join(tmpdir(), 'fanout-build-'));
      try {
        for (const name of ['src', 'media', 'esbuild.js', 'package.json', 'tsconfig.json'])
          cpSync(join(root, name), join(folder, name), { recursive: true });
        symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
        execFileSync(process.execPath, ['esbuild.js', '--production'], { cwd: folder });
        const files = readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true })
          .filter(file => file.isFile())
          .map(file => join(file.parentPath, file.name));
        const hashes = files.map(file => [
          file.slice(folder.length),
          createHash('sha256').update(readFileSync(file)).digest('hex'),
        ]);
        return {
          hashes: hashes.sort(),
          notices: readFileSync(join(folder, 'dist/ThirdPartyNotices.txt'), 'utf8'),
        };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
    assert.ok((built[0]?.hashes.length ?? 0) > 10);
    assert.deepEqual(built[1]?.hashes, built[0]?.hashes);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies))
      assert.ok(built[0]?.notices.includes(`\n${name} `), name);
  }).timeout(120_000);

  it('R22 the notices are in what ships', () => {
    assert.match(
      readFileSync(join(root, '.vscodeignore'), 'utf8'),
      /^!dist\/ThirdPartyNotices\.txt$/m,
    );
  });
});
