import assert from 'node:assert/strict';
import { systemClock } from '../../../../../src/core/clock.ts';
import { createPacer } from '../../../../../src/core/fanout/pacing/pacer.ts';
import { linkedText } from '../../../../../src/core/format/linkedText.ts';
import { reviewJob } from '../../../../../src/core/jobs/review/review.ts';
import type { BranchTask } from '../../../../../src/core/ports/ports.ts';
import type { Model } from '../../../../../src/core/ports/model.ts';
import { run, type RunPorts } from '../../../../../src/core/run.ts';
import type { Perspective } from '../../../../../src/core/domain/review/perspective.ts';
import type { Source } from '../../../../../src/core/domain/source.ts';
import { calibrationsIn } from '../../../../../src/core/run/estimate/calibrations.ts';
import {
  nothing,
  remark,
  scriptedReviewer,
  scriptedTextModel,
} from '../../../../support/scriptedReviewer.ts';

const sourceOf = (text: string, more: Partial<Source> = {}): Source => ({
  id: 'a',
  path: 'a.md',
  kind: 'markdown',
  languageId: 'markdown',
  text,
  ...more,
});

async function started(
  source: Source,
  more: Partial<RunPorts> = {},
  chunkTokens = 3000,
  perspectives?: readonly Perspective[],
) {
  const tasks: BranchTask[] = [];
  const state = await run(
    reviewJob,
    [source],
    {
      runId: 'r',
      name: 'a',
      skipped: [],
      perspectivesOf: s => perspectives ?? reviewJob.perspectivesFor(s.kind),
      chunkTokens,
      policy: {
        concurrency: 4,
        onFailure: 'partial',
        maxAttempts: 1,
        optimize: 'speed',
        hedge: false,
        budget: {},
      },
      synthesis: true,
      maxOutputTokens: 1000,
      useCache: false,
      signal: new AbortController().signal,
      onEvent: () => undefined,
    },
    {
      reviewer: scriptedReviewer(task => {
        tasks.push(task);
        return nothing;
      }),
      count: text => Math.ceil(text.length / 4),
      clock: systemClock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      pacer: createPacer({ clock: systemClock, concurrency: 4 }),
      ...more,
    },
  );
  return { state, tasks };
}

describe('readying a run', () => {
  it('reads a source that fits one call as one chunk, however many headings it has', async () => {
    const text = Array.from(
      { length: 60 },
      (_, i) => `# Part ${i}\n\nShort text of part ${i}.\n\n`,
    );
    const { state } = await started(sourceOf(text.join('')));
    assert.equal(state.chunkIds.length, 1);
    assert.equal(state.branchIds.length, 3);
  });

  it('says how many chunks rest on what others define, and whether that is compared', async () => {
    const model = scriptedTextModel(() => '{}');
    const filler = 'Nothing else is agreed in this sentence of the text. '.repeat(120);
    const contract = (last: string) =>
      sourceOf(`"Goods" means what is sold.\n\n${filler}\n\n${filler}\n\n${last}`);
    const linked = async (last: string, more: Partial<RunPorts> = { model }) =>
      (await started(contract(last), more, 1000)).state.estimate?.linked;
    assert.deepEqual(await linked('The Goods are paid on delivery.'), {
      chunks: 1,
      compared: true,
    });
    assert.deepEqual(await linked('The Goods are paid on delivery.', {}), {
      chunks: 1,
      compared: false,
    });
    assert.equal(await linked('What is sold is paid on delivery.'), undefined);
    assert.equal(linkedText(undefined), '');
    assert.match(
      linkedText({ chunks: 1, compared: true }),
      /^1 part uses what another part defines.* is compared at the end\.$/,
    );
    assert.match(
      linkedText({ chunks: 1200, compared: false }),
      /^1,200 parts use what other parts define.* is not compared in this run\.$/,
    );
  });

  it('counts pages without text as not read', async () => {
    const textless = { where: 'page 2', reason: 'no text: empty, or scans' };
    const { state } = await started(sourceOf('Text.', { path: 'a.pdf', textless }));
    assert.deepEqual(state.skipped, [{ path: 'a.pdf, page 2', reason: textless.reason }]);
  });

  it('makes no call for a summary of a run of one branch, or of nothing found', async () => {
    let calls = 0;
    const model: Model = {
      ...scriptedTextModel(() => '{}'),
      generate: async () => {
        calls += 1;
        throw new Error('was called');
      },
    };
    const short = sourceOf('One short text.');
    const quiet = await started(short, { model });
    assert.equal(quiet.state.synthesis?.by, 'code');
    assert.equal(quiet.state.findings.length, 0);
    const [first] = reviewJob.perspectivesFor('prose');
    const alone = await started(short, { model, reviewer: scriptedReviewer(remark) }, 3000, [
      first!,
    ]);
    assert.equal(alone.state.findings.length, 1);
    assert.equal(alone.state.synthesis?.by, 'code');
    assert.equal(calls, 0);
  });

  it('names chunks of code by the symbols it is given, asked for once a source', async () => {
    const text = `${'alpha beta gamma\n'.repeat(150)}\n${'delta epsilon\n'.repeat(150)}`;
    const code = sourceOf(text, { kind: 'code', languageId: 'cobol', path: 'a.cob' });
    let asked = 0;
    const { state } = await started(
      code,
      {
        symbolsOf: async source => {
          asked += 1;
          return [{ name: 'PROCEDURE', start: 0, end: source.text.length, children: [] }];
        },
      },
      300,
    );
    assert.equal(asked, 1);
    assert.ok(state.chunkIds.length > 3);
    for (const id of state.chunkIds) assert.deepEqual(state.chunks[id]?.headings, ['PROCEDURE']);
  });

  it('shows every perspective of a chunk the same definitions', async () => {
    const text = `"Fee" means the money due.\n\n${'Nothing is said here at all. '.repeat(200)}\n\nThe Fee is due now.\n`;
    const { tasks } = await started(sourceOf(text), {}, 400);
    const last = tasks.filter(task => task.chunk.end === text.length);
    assert.equal(last.length, 3);
    for (const task of last) {
      assert.match(task.context.definitions ?? '', /^line 1: "Fee" means the money due\.$/);
      const { shared } = reviewJob.request(task, { maxOutputTokens: 100 });
      assert.match(shared, /definitions from elsewhere[^\n]*\nline 1: "Fee" means/);
      assert.equal(shared, reviewJob.request(last[0]!, { maxOutputTokens: 100 }).shared);
    }
  });

  it('estimates by what the model billed before, and cuts the same text alike all the same', async () => {
    const known = calibrationsIn(undefined);
    const source = sourceOf('Words of a text to be read. '.repeat(4000));
    const first = await started(source, { calibrations: known }, 400);
    const counted = first.state.branchIds.map(id => first.state.branches[id]!.branch.inputTokens);
    // The scripted reviewer bills 1,000 tokens a call, whatever it is sent.
    const billed = 1000 * counted.length;
    const total = counted.reduce((a, b) => a + b, 0);
    assert.ok(billed < total);
    const again = await started(source, { calibrations: known }, 400);
    const expected = again.state.branchIds.map(id => again.state.branches[id]!.branch.inputTokens);
    const now = expected.reduce((a, b) => a + b, 0);
    assert.ok(now < total && now > billed, `${billed} ${now} ${total}`);
    assert.deepEqual(again.state.chunkIds, first.state.chunkIds);
  });
});
