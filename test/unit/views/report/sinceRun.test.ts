import assert from 'node:assert/strict';
import type { RunEntry } from '../../../../src/host/runs/runEntry.ts';
import type { Runs } from '../../../../src/host/runs/runs.ts';
import type { RunState } from '../../../../src/core/state/runState.ts';
import { isDecisive } from '../../../../src/core/state/findingStatus.ts';
import { sinceRun } from '../../../../src/views/report/sinceRun.ts';
import { generatedState } from '../../../support/runStates.ts';

const entry = (id: string, startedAt: number, state: RunState): RunEntry => ({
  id,
  name: state.name,
  startedAt,
  state: { ...state, runId: id, startedAt },
  sources: new Map(),
  request: undefined,
  active: false,
});

const runsOf = (entries: readonly RunEntry[]): Runs =>
  ({
    list: () => [...entries].sort((a, b) => b.startedAt - a.startedAt),
    load: (id: string) => Promise.resolve(entries.find(each => each.id === id)),
    loadHistory: () => Promise.resolve(),
  }) as unknown as Runs;

describe('a report beside the run before it', () => {
  const whole = generatedState({ end: 'succeeded', findings: 40 });
  const [gone, ...kept] = whole.findings;
  const before = entry('before', 1, { ...whole, findings: whole.findings.slice(0, -2) });
  const after = entry('after', 2, { ...whole, findings: kept });

  it('names what is new and what is fixed; each finding is counted once', async () => {
    const since = await sinceRun(runsOf([before, after]), 'after');
    assert.equal(since?.runId, 'before');
    assert.deepEqual(
      since.added,
      whole.findings.slice(-2).map(({ id }) => id),
    );
    assert.deepEqual(
      since.fixed.map(({ id }) => id),
      [gone?.id],
    );
    const ids = [...since.unchanged, ...since.added, ...since.notReadBefore];
    assert.deepEqual(ids.sort(), kept.map(({ id }) => id).sort());
    const open = before.state?.findings.filter(isDecisive) ?? [];
    assert.equal(since.findings, open.length);
    const { fixed, notRepeated, notRead } = since;
    const past = [...fixed, ...notRepeated, ...notRead].map(({ id }) => id);
    const isIn = (list: readonly string[]) => open.filter(({ id }) => list.includes(id)).length;
    assert.equal(past.length, isIn(past), 'set aside then: not named');
    assert.equal(past.length + isIn(since.unchanged), since.findings);
  });

  it('is compared with the run that is named, and with nothing where there is no earlier one', async () => {
    const oldest = entry('oldest', 0, whole);
    const runs = runsOf([oldest, before, after]);
    assert.equal((await sinceRun(runs, 'after', 'oldest'))?.runId, 'oldest');
    assert.equal(await sinceRun(runs, 'oldest'), undefined);
    await assert.rejects(sinceRun(runs, 'after', 'not there'), /no longer stored/);
  });

  it('a summary is no review, and a failed run is not what a report is compared with', async () => {
    const summary = entry('summary', 1, { ...whole, job: 'summarize' });
    const failed = entry('failed', 1, { ...whole, status: 'failed' });
    assert.equal(await sinceRun(runsOf([summary, failed, after]), 'after'), undefined);
    assert.equal(await sinceRun(runsOf([before, summary]), 'summary'), undefined);
  });
});
