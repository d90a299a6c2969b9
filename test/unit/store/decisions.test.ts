import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  decisionsOf,
  findDecisions,
  readDecisions,
  writeDecision,
} from '../../../src/store/decisions.ts';

const finding = (fingerprint: string) => ({
  fingerprint,
  perspectiveId: 'tone',
  title: 'Casual wording',
  quote: 'whenever,\n dude',
});
const dismissed = { kind: 'dismissed', reason: 'agreed\nwith the client' } as const;

describe('decisions on disk', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-decisions-'));
    file = join(folder, '.fanout', 'decisions.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('come back as they were kept; taken back they are gone', () => {
    writeDecision(file, finding('aaaaaaaaaaaaaaaa'), dismissed);
    writeDecision(file, finding('bbbbbbbbbbbbbbbb'), { kind: 'accepted', reason: '' });
    const { decisions, problem } = readDecisions(file);
    assert.equal(problem, undefined);
    assert.deepEqual(decisions.get('aaaaaaaaaaaaaaaa'), {
      kind: 'dismissed',
      reason: 'agreed with the client',
      perspective: 'tone',
      title: 'Casual wording',
      words: 'whenever, dude',
    });
    assert.equal(decisions.get('bbbbbbbbbbbbbbbb')?.kind, 'accepted');
    writeDecision(file, finding('aaaaaaaaaaaaaaaa'), undefined);
    assert.deepEqual([...readDecisions(file).decisions.keys()], ['bbbbbbbbbbbbbbbb']);
  });

  it('the file is the same whatever order they were made in, and one more adds only its own lines', () => {
    const ids = ['0123456789abcdef', 'ffffffffffffffff', '8888888888888888'];
    const written = (order: readonly string[]): string => {
      rmSync(file, { force: true });
      for (const id of order) writeDecision(file, finding(id), dismissed);
      return readFileSync(file, 'utf8');
    };
    const all = written(ids);
    assert.equal(written([...ids].reverse()), all);
    const two = written(ids.slice(0, 2)).split('\n');
    assert.equal(all.split('\n').length, two.length + 7);
    assert.ok(all.endsWith('}\n'));
  });

  it('a damaged or newer file is said, and never written over', () => {
    mkdirSync(join(folder, '.fanout'));
    for (const text of ['{"version":1,"decis', '[]', '{"version":2,"decisions":{}}', '']) {
      writeFileSync(file, text);
      const { problem, decisions } = readDecisions(file);
      assert.match(problem ?? '', /were not read/);
      assert.equal(decisions.size, 0);
      assert.throws(() => writeDecision(file, finding('aaaaaaaaaaaaaaaa'), dismissed), {
        code: 'storeUnusable',
      });
      assert.equal(readFileSync(file, 'utf8'), text);
    }
  });

  it('of a file that is damaged in part the rest holds', () => {
    writeDecision(file, finding('aaaaaaaaaaaaaaaa'), dismissed);
    const data = JSON.parse(readFileSync(file, 'utf8')) as { decisions: Record<string, unknown> };
    data.decisions['bbbbbbbbbbbbbbbb'] = { kind: 'burnt' };
    data.decisions['__proto__x'] = { kind: 'dismissed' };
    writeFileSync(file, JSON.stringify(data));
    const { problem, decisions } = readDecisions(file);
    assert.match(problem ?? '', /2 damaged/);
    assert.equal(decisions.get('aaaaaaaaaaaaaaaa')?.kind, 'dismissed');
  });

  it('are found upwards as far as the root of the repository, and no further', () => {
    const inner = join(folder, 'repo', 'docs', 'deep');
    mkdirSync(inner, { recursive: true });
    writeDecision(file, finding('aaaaaaaaaaaaaaaa'), dismissed);
    assert.equal(findDecisions(inner), undefined);
    mkdirSync(join(folder, 'repo', '.git'));
    assert.equal(findDecisions(inner), undefined);
    const own = join(folder, 'repo', '.fanout', 'decisions.json');
    writeDecision(own, finding('bbbbbbbbbbbbbbbb'), dismissed);
    assert.equal(findDecisions(inner), own);
    const governing = decisionsOf([inner, join(folder, 'repo'), folder]);
    assert.deepEqual([...governing.decisions.keys()].sort(), [
      'aaaaaaaaaaaaaaaa',
      'bbbbbbbbbbbbbbbb',
    ]);
    assert.deepEqual(governing.problems, []);
  });
});
