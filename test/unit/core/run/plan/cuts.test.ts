import assert from 'node:assert/strict';
import { systemClock } from '../../../../../src/core/clock.ts';
import { createPacer } from '../../../../../src/core/fanout/pacing/pacer.ts';
import { reviewJob } from '../../../../../src/core/jobs/review/review.ts';
import { plan, run, type RunOptions, type RunPorts } from '../../../../../src/core/run.ts';
import type { Source } from '../../../../../src/core/domain/source.ts';
import { nothing, scriptedReviewer } from '../../../../support/scriptedReviewer.ts';

const paragraph = (n: number) =>
  `Clause ${n} says that party ${n} pays ${n} thousand within ${n} days. `.repeat(4 + (n % 5));
const paragraphs = Array.from({ length: 120 }, (_, i) => paragraph(i));
const sourceOf = (parts: readonly string[]): Source => ({
  id: 'contract.md',
  path: 'contract.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: parts.join('\n\n'),
});

function setup(answers: Map<string, unknown>, more: Partial<RunOptions> = {}) {
  const reviewer = scriptedReviewer(() => nothing);
  const options: RunOptions = {
    runId: 'r1',
    name: 'contract.md',
    skipped: [],
    perspectivesOf: s => reviewJob.perspectivesFor(s.kind),
    chunkTokens: 600,
    policy: {
      concurrency: 4,
      onFailure: 'partial',
      maxAttempts: 1,
      optimize: 'speed',
      hedge: false,
      budget: {},
    },
    synthesis: false,
    consistency: false,
    maxOutputTokens: 1000,
    useCache: true,
    signal: new AbortController().signal,
    onEvent: () => undefined,
    ...more,
  };
  const ports: RunPorts = {
    reviewer,
    count: text => Math.ceil(text.length / 4),
    store: {
      append: () => undefined,
      recall: key => answers.get(key),
      remember: (key, answer) => answers.set(key, JSON.parse(JSON.stringify(answer))),
    },
    clock: systemClock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    pacer: createPacer({ clock: systemClock, concurrency: 4 }),
  };
  return { reviewer, options, ports };
}

async function chunksRead(
  answers: Map<string, unknown>,
  parts: readonly string[],
  more: Partial<RunOptions> = {},
): Promise<number> {
  const { reviewer, options, ports } = setup(answers, more);
  await run(reviewJob, [sourceOf(parts)], options, ports);
  return new Set(reviewer.asked.map(id => id.split('/')[0])).size;
}

describe('cuts of the run before', () => {
  it('a paragraph inserted, deleted or moved into the text has at most two chunks read again', async () => {
    const answers = new Map<string, unknown>();
    assert.ok((await chunksRead(answers, paragraphs)) > 15);
    let parts = paragraphs;
    for (let i = 0; i < 12; i++) {
      parts =
        i % 2 === 0
          ? parts.toSpliced((i * 37) % parts.length, 0, `Added ${i}. ${paragraph(500 + i)}`)
          : parts.toSpliced((i * 53) % parts.length, 1);
      const read = await chunksRead(answers, parts);
      assert.ok(read <= 2, `edit ${i}: ${read} chunks read again`);
    }
  });

  it('what is shown before a run is cut as the run will cut it; looking changes nothing', async () => {
    const answers = new Map<string, unknown>();
    await chunksRead(answers, paragraphs);
    const known = answers.size;
    const parts = paragraphs.toSpliced(3, 0, paragraph(900));
    const { options, ports } = setup(answers);
    const state = await plan(reviewJob, [sourceOf(parts)], options, ports);
    assert.equal(answers.size, known);
    const toRead = state.branchIds.length - (state.estimate?.cached ?? 0);
    assert.ok(toRead > 0 && toRead <= 6, `${toRead} branches`);
  });

  it('without answers to save, and with a damaged record, the text is cut afresh', async () => {
    const answers = new Map<string, unknown>();
    await chunksRead(answers, paragraphs);
    const parts = paragraphs.toSpliced(3, 0, paragraph(900));
    const fresh = setup(new Map(), { useCache: false });
    const expected = await plan(reviewJob, [sourceOf(parts)], fresh.options, fresh.ports);
    const cutOf = async (use: ReturnType<typeof setup>) =>
      (await plan(reviewJob, [sourceOf(parts)], use.options, use.ports)).chunkIds;
    assert.deepEqual(await cutOf(setup(answers, { useCache: false })), expected.chunkIds);
    for (const key of answers.keys()) answers.set(key, [{ hash: 1 }]);
    assert.deepEqual(await cutOf(setup(answers)), expected.chunkIds);
  });
});
