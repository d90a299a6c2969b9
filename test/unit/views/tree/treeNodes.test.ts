import assert from 'node:assert/strict';
import {
  childrenOf,
  foldedCount,
  runNode,
  sectionTitle,
  type Node,
} from '../../../../src/views/tree/treeNodes.ts';
import type { RunState } from '../../../../src/core/state/runState.ts';
import { noUsage } from '../../../../src/core/domain/cost.ts';
import { joinRow, joinsRow } from '../../../../src/views/tree/joinRow.ts';
import { runRow } from '../../../../src/views/tree/runRow.ts';
import { end, failed, finding, plannedRun, send, succeeded } from '../sampleRun.ts';

const ROOT = runNode('r');
const names = (nodes: readonly Node[]) =>
  nodes.map(n =>
    n.kind === 'branch' ? n.branchId : n.kind === 'fold' ? `fold ${n.list} ${n.from}` : n.kind,
  );
const over = (run: RunState) => send(run, { type: 'run.ended', status: 'partial' });
/** Every branch that can be reached from the root, folds opened. */
function reachable(run: RunState, node: Node): string[] {
  return childrenOf(run, node).flatMap(child =>
    child.kind === 'branch' ? [child.branchId] : reachable(run, child),
  );
}

describe('treeNodes', () => {
  it('while running: failed, waiting, retrying, running, done, queued, each in reading order', () => {
    const run = plannedRun(4);
    const failure = { code: 'overloaded' as const, message: '' };
    end(run, 'a.md-3/tone', failed());
    send(run, { type: 'branch.waiting', branchId: 'a.md-2/tone', on: 'rateLimit' });
    send(run, {
      type: 'branch.retrying',
      branchId: 'a.md-1/tone',
      attempt: 2,
      failure,
      until: 0,
    });
    send(run, { type: 'branch.started', branchId: 'a.md-0/tone', attempt: 1 });
    end(run, 'a.md-0/accuracy', succeeded());
    assert.deepEqual(names(childrenOf(run, ROOT)), [
      'a.md-3/tone',
      'a.md-2/tone',
      'a.md-1/tone',
      'a.md-0/tone',
      'a.md-0/accuracy',
      'a.md-1/accuracy',
      'a.md-2/accuracy',
      'fold queued 2',
    ]);
  });

  it('10,000 branches are a short list, and every one can be reached through its folds', () => {
    const run = plannedRun(5000);
    for (const id of run.branchIds.slice(0, 3000)) end(run, id, succeeded());
    for (const id of run.branchIds.slice(3000, 3100)) end(run, id, failed());
    const rows = childrenOf(run, ROOT);
    assert.ok(rows.length < 120, `${rows.length} rows`);
    const found = reachable(run, ROOT);
    assert.equal(found.length, 10_000);
    assert.equal(new Set(found).size, 10_000);
    const fold = rows.at(-1);
    assert.ok(fold?.kind === 'fold');
    assert.equal(foldedCount(run, fold), 6900 - 2);
  });

  it('the same thing has the same id for as long as the run goes on', () => {
    const run = plannedRun(4);
    const before = new Set(childrenOf(run, ROOT).map(n => n.id));
    end(run, 'a.md-0/accuracy', succeeded());
    const after = childrenOf(run, ROOT).filter(n => n.kind === 'branch');
    const known = after.filter(n => before.has(n.id));
    assert.ok(known.length >= 2);
    assert.equal(new Set(after.map(n => n.id)).size, after.length);
  });

  it('when it has ended: the gaps first, then the chunks as they stand in the text', () => {
    const run = plannedRun(3);
    for (const id of run.branchIds) end(run, id, id === 'a.md-1/tone' ? failed() : succeeded());
    over(run);
    const rows = childrenOf(run, ROOT);
    assert.deepEqual(names(rows), ['gaps', 'chunk', 'chunk', 'chunk']);
    assert.deepEqual(names(childrenOf(run, rows[0] as Node)), ['a.md-1/tone']);
    assert.deepEqual(names(childrenOf(run, rows[2] as Node)), ['a.md-1/accuracy', 'a.md-1/tone']);
    // A branch has a row among the gaps and one below its chunk: two ids.
    const ids = rows.flatMap(n => childrenOf(run, n).map(c => c.id));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('many chunks are grouped by the first heading that tells them apart', () => {
    const run = plannedRun(40, { heading: i => ['Contract', i < 10 ? 'A Agreement' : 'B Works'] });
    for (const id of run.branchIds) end(run, id, succeeded());
    over(run);
    const sections = childrenOf(run, ROOT);
    assert.deepEqual(
      sections.map(n => n.kind === 'section' && sectionTitle(run, n)),
      ['A Agreement', 'B Works'],
    );
    assert.equal(childrenOf(run, sections[0] as Node).length, 10);
    assert.equal(childrenOf(run, sections[1] as Node).length, 30);
  });

  it('several sources have a row each, with their own branches only', () => {
    const run = plannedRun(2, { sources: ['a.md', 'b.md'] });
    const [a, b] = childrenOf(run, ROOT);
    assert.equal(a?.kind, 'source');
    assert.ok(
      names(childrenOf(run, b as Node)).every(n => n.startsWith('b.md') || n.startsWith('fold')),
    );
    assert.equal(reachable(run, ROOT).length, 8);
    for (const id of run.branchIds) end(run, id, succeeded());
    over(run);
    assert.equal(reachable(run, ROOT).length, 8);
    assert.deepEqual(names(childrenOf(run, a as Node)), ['chunk', 'chunk']);
  });

  it('when merged, a chunk lists its findings, and apart from them those that are set aside', () => {
    const run = plannedRun(2);
    const findings = [1, 2, 3].map(n => finding('major', n));
    for (const id of run.branchIds) end(run, id, succeeded());
    const [, dismissed, refuted] = findings;
    assert.ok(dismissed && refuted);
    send(run, {
      type: 'findings.merged',
      findings: [
        ...findings.slice(0, 1),
        { ...dismissed, decision: { kind: 'dismissed', reason: '' } },
        { ...refuted, verification: { verdict: 'refuted', evidence: '', by: 'openai:m' } },
      ],
    });
    over(run);
    const [first, second] = childrenOf(run, ROOT);
    assert.ok(first && second);
    const rows = childrenOf(run, first);
    assert.deepEqual(names(rows), ['a.md-0/accuracy', 'a.md-0/tone', 'finding', 'aside']);
    const apart = rows[3] && childrenOf(run, rows[3]);
    assert.deepEqual(
      apart?.map(node => node.kind === 'finding' && node.findingId),
      ['f2', 'f3'],
    );
    assert.deepEqual(names(childrenOf(run, second)), ['a.md-1/accuracy', 'a.md-1/tone']);
    send(run, { type: 'findings.decided', decisions: [{ findingId: 'f2' }] });
    assert.equal(childrenOf(run, first).filter(node => node.kind === 'finding').length, 2);
  });

  it('every row knows the way up to its run', () => {
    const run = plannedRun(300);
    const climb = (node: Node): Node => (node.parent ? climb(node.parent) : node);
    const visit = (node: Node): void => {
      for (const child of childrenOf(run, node)) {
        assert.equal(climb(child).id, 'r');
        visit(child);
      }
    };
    visit(ROOT);
  });
});

describe('treeNodes of a summary', () => {
  it('lists the groups that are joined: under way first, then those code wrote, then the newest', () => {
    const run = plannedRun(4);
    const chunks = run.chunkIds.map(chunkId => ({ chunkId }));
    const node = (id: string, members: (typeof chunks)[number][] | { nodeId: string }[]) => ({
      id,
      scope: 'part' as const,
      title: id,
      members,
      rounds: 1,
    });
    send(run, {
      type: 'digest.planned',
      nodes: [
        node('N1', chunks.slice(0, 2)),
        node('N2', chunks.slice(2)),
        node('N3', [{ nodeId: 'N1' }, { nodeId: 'N2' }]),
      ],
    });
    const joined = { statements: [], dropped: 0, leftOut: 0, basis: '', usage: noUsage, calls: 1 };
    const failure = { code: 'overloaded' as const, message: '' };
    send(run, { type: 'node.joined', nodeId: 'N1', joined: { ...joined, by: 'model' } });
    send(run, { type: 'node.joined', nodeId: 'N2', joined: { ...joined, by: 'code', failure } });
    send(run, { type: 'node.started', nodeId: 'N3' });
    const [joins] = childrenOf(run, ROOT);
    assert.equal(joins?.kind, 'joins');
    assert.deepEqual(
      childrenOf(run, joins).map(child => child.kind === 'join' && child.nodeId),
      ['N3', 'N2', 'N1'],
    );
    assert.equal(joinsRow(run)?.description, '2 of 3, 1 under way, 1 by code');
    assert.equal(joinRow(run, 'N3')?.description, 'joining 2 members');
    assert.equal(joinRow(run, 'N2')?.description, '0 statements, by code');
    assert.match(runRow(run, 0).description, /2 joined/);
  });
});
