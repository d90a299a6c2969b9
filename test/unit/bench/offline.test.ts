import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

describe('npm run bench -- offline', () => {
  it('plants errors in the texts of a folder given with --plant', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fanout-plant-'));
    try {
      fs.writeFileSync(
        path.join(folder, 'a.md'),
        '# One\n\nSee [two](#two).\n\n## Two\n\nIt is.\n',
      );
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['test/bench/main.ts', 'offline', '--plant', folder],
        { encoding: 'utf8' },
      );
      assert.equal(status, 0, stderr);
      assert.match(stdout, /errors planted by the bench/);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
