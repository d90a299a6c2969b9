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

  it('what each takes away stands exactly once in its file', () => {
    const project = join(tests, '..');
    const stale = [...FAULTS, ...THREATS].flatMap(entry => {
      if (!('test' in entry)) return [];
      const { id, test } = entry;
      if (!existsSync(join(tests, test))) return [`${id}: there is no test/${test}`];
      return [entry, ...(entry.also ?? [])].flatMap(({ file, find, by }) => {
        const path = join(project, file);
        const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
        const times = text.split(find).length - 1;
        if (find === by) return [`${id}: nothing changes in ${file}`];
        return times === 1 ? [] : [`${id}: ${times} times in ${file}`];
      });
    });
    assert.deepEqual(stale, []);
  });
});
