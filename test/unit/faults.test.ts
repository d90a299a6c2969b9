import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULTS } from '../faults/faults.ts';
import { THREATS } from '../faults/threats.ts';

const tests = join(import.meta.dirname, '..');
const texts = readdirSync(tests, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.test.ts'))
  .map(name => readFileSync(join(tests, name), 'utf8'));

describe('faults and threats', () => {
  it('each has its tests, by its id in their names, or a reason why it does not apply', () => {
    const ids = (letter: string, count: number): string[] =>
      Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`);
    assert.deepEqual(
      [...FAULTS, ...THREATS].map(({ id }) => id),
      [...ids('F', 88), ...ids('T', 64)],
    );
    for (const entry of [...FAULTS, ...THREATS]) {
      if ('because' in entry) assert.ok(entry.because.length > 40, entry.id);
      else if ('slow' in entry) assert.ok(existsSync(join(tests, entry.slow)), entry.id);
      else
        assert.ok(
          texts.some(text => new RegExp(`\\b${entry.id}\\b`).test(text)),
          entry.id,
        );
    }
  });
});
