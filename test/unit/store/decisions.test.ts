import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding } from '../../../src/core/domain/results/findings.ts';
import type { Source } from '../../../src/core/domain/source.ts';
import {
  decisionsOf,
  findDecisions,
  readDecisions,
  teamFilesOf,
  writeDecision,
} from '../../../src/store/decisions.ts';

const text = 'Call us whenever,\n dude.\n';
const source = (uri: string): Source => ({
  id: 's',
  path: 'letter.md',
  uri,
  kind: 'markdown',
  languageId: 'markdown',
  text,
});
const letter = source('untitled:letter');
const finding = (fingerprint: string): Finding => ({
  id: 'F1',
  severity: 'minor',
  confidence: 1,
  sourceId: 's',
  chunkId: 'c',
  match: 'exact',
  message: '',
  branchIds: [],
  fingerprint,
  perspectiveId: 'tone',
  title: 'Casual wording',
  quote: 'whenever,\n dude',
  range: { start: 8, end: 23 },
});
/** What a file says of a remark with this fingerprint. */
const saidOf = (file: string, fingerprint: string, of = letter) =>
  decisionsOf([readDecisions(file)], [of])(finding(fingerprint));
const dismissed = { kind: 'dismissed', reason: 'agreed\nwith the client' } as const;

describe('decisions on disk', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-decisions-'));
    file = join(folder, '.fanout', 'decisions.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('hold for a merged finding whichever of its members speaks for the others the next time', () => {
    const [a, b] = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'].map(finding);
    assert.ok(a && b);
    const other = { ...b, quote: 'Call us', range: { start: 0, end: 7 } };
    const decisions = () => decisionsOf([readDecisions(file)], [letter]);
    const merged = { ...a, mergedFrom: [other] };
    writeDecision(file, merged, letter, dismissed);
    for (const next of [merged, { ...other, mergedFrom: [a] }, a, other])
      assert.equal(decisions()(next)?.kind, 'dismissed');
    writeDecision(file, merged, letter, undefined);
    assert.equal(readDecisions(file).decisions.size, 0);
    writeDecision(file, a, letter, dismissed);
    assert.equal(decisions()({ ...other, mergedFrom: [a] })?.kind, 'dismissed', 'a new lead');
    assert.equal(decisions()(other), undefined);
  });

  it('come back as they were kept; taken back they are gone', () => {
    writeDecision(file, finding('aaaaaaaaaaaaaaaa'), letter, dismissed);
    writeDecision(file, finding('bbbbbbbbbbbbbbbb'), letter, { kind: 'accepted', reason: '' });
    assert.equal(readDecisions(file).problem, undefined);
    assert.deepEqual(saidOf(file, 'aaaaaaaaaaaaaaaa'), {
      kind: 'dismissed',
      reason: 'agreed with the client',
      perspective: 'tone',
      title: 'Casual wording',
      words: 'whenever, dude',
      document: 'untitled:letter',
      from: file,
    });
    assert.equal(saidOf(file, 'bbbbbbbbbbbbbbbb')?.kind, 'accepted');
    writeDecision(file, finding('aaaaaaaaaaaaaaaa'), letter, undefined);
    assert.equal(saidOf(file, 'aaaaaaaaaaaaaaaa'), undefined);
    assert.equal(readDecisions(file).decisions.size, 1);
  });

  it('those of earlier versions hold in any document, until they are taken back', () => {
    const old = { kind: 'dismissed', perspective: 'tone', reason: 'agreed', title: '', words: '' };
    mkdirSync(join(folder, '.fanout'));
    writeFileSync(file, JSON.stringify({ version: 1, decisions: { aaaaaaaaaaaaaaaa: old } }));
    assert.equal(saidOf(file, 'aaaaaaaaaaaaaaaa')?.reason, 'agreed');
    assert.equal(saidOf(file, 'aaaaaaaaaaaaaaaa', source('untitled:other'))?.reason, 'agreed');
    writeDecision(file, finding('bbbbbbbbbbbbbbbb'), letter, dismissed);
    assert.equal(saidOf(file, 'aaaaaaaaaaaaaaaa')?.reason, 'agreed');
    writeDecision(file, finding('aaaaaaaaaaaaaaaa'), letter, undefined);
    assert.equal(saidOf(file, 'aaaaaaaaaaaaaaaa'), undefined);
  });

  it('documents of a repository are named from its root, on every computer the same', () => {
    mkdirSync(join(folder, '.git'));
    const deep = source(pathToFileURL(join(folder, 'docs', 'a b.md')).href);
    writeDecision(file, finding('aaaaaaaaaaaaaaaa'), deep, dismissed);
    assert.equal(saidOf(file, 'aaaaaaaaaaaaaaaa', deep)?.kind, 'dismissed');
    const [[, kept] = []] = readDecisions(file).decisions;
    assert.equal(kept?.document, 'docs/a b.md');
    assert.equal(saidOf(file, 'aaaaaaaaaaaaaaaa', letter), undefined, 'another document');
    const clone = mkdtempSync(join(tmpdir(), 'fanout-decisions-'));
    try {
      mkdirSync(join(clone, '.git'));
      cpSync(join(folder, '.fanout'), join(clone, '.fanout'), { recursive: true });
      const there = source(pathToFileURL(join(clone, 'docs', 'a b.md')).href);
      const copy = join(clone, '.fanout', 'decisions.json');
      assert.equal(saidOf(copy, 'aaaaaaaaaaaaaaaa', there)?.kind, 'dismissed');
    } finally {
      rmSync(clone, { recursive: true, force: true });
    }
  });

  it('of two files that decide differently the later counts', () => {
    const team = join(folder, 'team.json');
    writeDecision(file, finding('aaaaaaaaaaaaaaaa'), letter, dismissed);
    writeDecision(team, finding('aaaaaaaaaaaaaaaa'), letter, { kind: 'accepted', reason: '' });
    const read = [file, team].map(readDecisions);
    assert.equal(decisionsOf(read, [letter])(finding('aaaaaaaaaaaaaaaa'))?.kind, 'accepted');
  });

  it('the file is the same whatever order they were made in, and one more adds only its own lines', () => {
    const ids = ['0123456789abcdef', 'ffffffffffffffff', '8888888888888888'];
    const written = (order: readonly string[]): string => {
      rmSync(file, { force: true });
      for (const id of order) writeDecision(file, finding(id), letter, dismissed);
      return readFileSync(file, 'utf8');
    };
    const all = written(ids);
    assert.equal(written([...ids].reverse()), all);
    const two = written(ids.slice(0, 2)).split('\n');
    assert.equal(all.split('\n').length, two.length + 8);
    assert.ok(all.endsWith('}\n'));
  });

  it('a damaged or newer file is said, and never written over', () => {
    mkdirSync(join(folder, '.fanout'));
    for (const text of ['{"version":1,"decis', '[]', '{"version":2,"decisions":{}}', '']) {
      writeFileSync(file, text);
      const { problem, decisions } = readDecisions(file);
      assert.match(problem ?? '', /were not read/);
      assert.equal(decisions.size, 0);
      assert.throws(() => writeDecision(file, finding('aaaaaaaaaaaaaaaa'), letter, dismissed), {
        code: 'storeUnusable',
      });
      assert.equal(readFileSync(file, 'utf8'), text);
    }
  });

  it('of a file that is damaged in part the rest holds', () => {
    writeDecision(file, finding('aaaaaaaaaaaaaaaa'), letter, dismissed);
    const data = JSON.parse(readFileSync(file, 'utf8')) as { decisions: Record<string, unknown> };
    data.decisions['bbbbbbbbbbbbbbbb'] = { kind: 'burnt' };
    data.decisions['__proto__x'] = { kind: 'dismissed' };
    writeFileSync(file, JSON.stringify(data));
    assert.match(readDecisions(file).problem ?? '', /2 damaged/);
    assert.equal(saidOf(file, 'aaaaaaaaaaaaaaaa')?.kind, 'dismissed');
  });

  it('are found upwards as far as the root of the repository, and no further', () => {
    const inner = join(folder, 'repo', 'docs', 'deep');
    mkdirSync(inner, { recursive: true });
    writeDecision(file, finding('aaaaaaaaaaaaaaaa'), letter, dismissed);
    assert.equal(findDecisions(inner), undefined);
    mkdirSync(join(folder, 'repo', '.git'));
    assert.equal(findDecisions(inner), undefined);
    const own = join(folder, 'repo', '.fanout', 'decisions.json');
    writeDecision(own, finding('bbbbbbbbbbbbbbbb'), letter, dismissed);
    assert.equal(findDecisions(inner), own);
    assert.deepEqual(teamFilesOf([inner, join(folder, 'repo'), folder]), [own, file]);
  });
});
