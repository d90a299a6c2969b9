import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FanoutError } from '../../../src/core/errors.ts';
import type { BranchTask } from '../../../src/core/ports/ports.ts';
import type { Source } from '../../../src/core/domain/source.ts';
import {
  createRulesReviewer,
  unknownRules,
  type RulesReviewer,
} from '../../../src/rules/rulesReviewer.ts';

const WORKER = path.resolve('src/rules/worker.ts');
const open: RulesReviewer[] = [];
const reviewer = (workerFile?: string, deadlineMs?: number): RulesReviewer => {
  const made = createRulesReviewer({
    ...(workerFile === undefined ? {} : { workerFile }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
  open.push(made);
  return made;
};

const sourceOf = (text: string): Source => ({
  id: 's1',
  path: 'a.txt',
  kind: 'prose',
  languageId: 'plaintext',
  text,
});

function taskOf(
  source: Source,
  perspectiveId: string,
  start = 0,
  end = source.text.length,
): BranchTask {
  return {
    source,
    chunk: {
      id: `c${start}`,
      hash: 'h',
      sourceId: source.id,
      index: 0,
      start,
      end,
      startLine: 1,
      endLine: 1,
      headings: [],
      title: 'part',
      tokens: 10,
    },
    perspective: {
      id: perspectiveId,
      title: perspectiveId,
      letter: 'A',
      icon: 'eye',
      instructions: '',
      severities: { critical: '', major: '', minor: '', note: '' },
      doNotFlag: [],
    },
    branch: {
      id: `b${start}`,
      chunkId: `c${start}`,
      perspectiveId,
      model: 'offline:rules',
      inputTokens: 0,
      outputTokens: 0,
    },
    context: { outline: '', before: '', after: '' },
  };
}
const call = (signal = new AbortController().signal, attempt = 1) => ({ signal, attempt });
const TEXT = `The fee is TBD and is due in thirty (20) days from the day on which the invoice is received by the other party. ${'All of this is agreed by the parties. '.repeat(3)}The place is TBD as well.`;

describe('rules reviewer', () => {
  afterEach(async () => {
    await Promise.all(open.splice(0).map(made => made.dispose()));
  });

  it('answers from a worker with the exact text of each place', async () => {
    const source = sourceOf(TEXT);
    const reply = await reviewer(WORKER).review(taskOf(source, 'completeness'), call());
    assert.equal(reply.answer.findings.length, 2);
    for (const finding of reply.answer.findings) {
      assert.ok(finding.range);
      assert.equal(source.text.slice(finding.range.start, finding.range.end), finding.quote);
      assert.equal(finding.quote, 'TBD');
      assert.equal(finding.rule, 'placeholder');
    }
    assert.deepEqual(reply.usage, {
      inputTokens: 0,
      outputTokens: 0,
      cachedTokens: 0,
      cacheWriteTokens: 0,
      estimated: false,
    });
    assert.match(reply.answer.assessment, /^1 of \d+ rules matched here\./);
  });

  it('gives each branch only what begins in its chunk, from its perspective', async () => {
    const source = sourceOf(TEXT);
    const made = reviewer(WORKER);
    const middle = TEXT.indexOf('All of this');
    const [first, second, accuracy] = await Promise.all([
      made.review(taskOf(source, 'completeness', 0, middle), call()),
      made.review(taskOf(source, 'completeness', middle), call()),
      made.review(taskOf(source, 'accuracy'), call()),
    ]);
    assert.deepEqual([first.answer.findings.length, second.answer.findings.length], [1, 1]);
    assert.ok(accuracy.answer.findings.some(finding => finding.rule === 'words-and-digits'));
    assert.ok(accuracy.answer.findings.every(finding => finding.rule !== 'placeholder'));
  });

  it('says so when no rule serves a perspective of the user', async () => {
    const reply = await reviewer(WORKER).review(taskOf(sourceOf(TEXT), 'my-own'), call());
    assert.deepEqual(reply.answer.findings, []);
    assert.equal(reply.answer.assessment, 'No rule serves this perspective.');
  });

  it('names the rules that were left out because the text is not English', async () => {
    const german = sourceOf(
      'Der Vertrag gilt ab dem ersten Tag und wird nicht verlängert. '.repeat(20),
    );
    const reply = await reviewer(WORKER).review(taskOf(german, 'accuracy'), call());
    assert.match(
      reply.answer.assessment,
      /^\d of \d+ rules matched here\. Not applied, because the text does not read as English: .*“Number in words and in digits disagree”/,
    );
  });

  it('names the rules that are off, with the id that turns them on; unknown ids are told', async () => {
    const source = sourceOf(TEXT);
    const { answer } = await reviewer(WORKER).review(taskOf(source, 'accuracy'), call());
    assert.match(answer.assessment, /because they are off \(.*--rules.*\): “.*\(contradiction\)”/);
    assert.deepEqual(await unknownRules({ contradiction: true, unit: false }), []);
    assert.match((await unknownRules({ contradicton: true })).join(), /no rule “contradicton”/);
  });

  it('finds the same without a worker', async () => {
    const source = sourceOf(TEXT);
    const inWorker = await reviewer(WORKER).review(taskOf(source, 'accuracy'), call());
    const inProcess = await reviewer().review(taskOf(source, 'accuracy'), call());
    assert.deepEqual(inProcess, inWorker);
  });

  it('rejects with the reason as soon as it is aborted, and can be asked again', async () => {
    const made = reviewer(WORKER);
    const source = sourceOf(TEXT);
    const controller = new AbortController();
    const reason = new Error('cancelled by the user');
    const pending = made.review(taskOf(source, 'accuracy'), call(controller.signal));
    controller.abort(reason);
    await assert.rejects(pending, error => error === reason);
    const again = await made.review(taskOf(source, 'accuracy'), call());
    assert.ok(again.answer.findings.length > 0);
  });

  it('one aborted branch does not take the others of its source with it', async () => {
    const made = reviewer(WORKER);
    const source = sourceOf(TEXT);
    const controller = new AbortController();
    const lost = made.review(taskOf(source, 'accuracy'), call(controller.signal));
    const kept = made.review(taskOf(source, 'completeness'), call());
    controller.abort(new Error('stop'));
    await assert.rejects(lost);
    assert.equal((await kept).answer.findings.length, 2);
  });

  describe('when the thread dies', () => {
    let folder: string;
    before(() => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fanout-rules-'));
    });
    after(() => {
      fs.rmSync(folder, { recursive: true, force: true });
    });

    const scripted = (): string => {
      const file = path.join(folder, 'worker.cjs');
      fs.writeFileSync(
        file,
        `const { parentPort } = require('node:worker_threads');
         parentPort.on('message', ({ id, source }) => {
           if (source.text.includes('CRASH')) throw new Error('out of order');
           if (source.text.includes('HANG')) for (;;);
           parentPort.postMessage({ id, result: { hits: [], rules: { accuracy: 1 }, notApplied: [], broken: [] } });
         });`,
      );
      return file;
    };

    it('fails the branches of that source with a failure, and reads the next source in a new thread', async () => {
      const made = reviewer(scripted());
      const bad = made.review(taskOf(sourceOf('CRASH'), 'accuracy'), call());
      const good = made.review(taskOf(sourceOf('fine'), 'accuracy'), call());
      await assert.rejects(
        bad,
        error => error instanceof FanoutError && error.failure?.code === 'bug',
      );
      assert.equal((await good).answer.assessment, '0 of 1 rule matched here.');
    });

    it('T53 ends a reading that takes too long, and only that', async () => {
      const made = reviewer(scripted(), 300);
      const bad = made.review(taskOf(sourceOf('HANG'), 'accuracy'), call());
      const good = made.review(taskOf(sourceOf('fine'), 'accuracy'), call());
      await assert.rejects(
        bad,
        error => error instanceof FanoutError && error.failure?.code === 'timeout',
      );
      assert.deepEqual((await good).answer.findings, []);
    });

    it('an abort ends a thread that no longer listens', async () => {
      const made = reviewer(scripted());
      const controller = new AbortController();
      const pending = made.review(taskOf(sourceOf('HANG'), 'accuracy'), call(controller.signal));
      controller.abort(new Error('stop'));
      await assert.rejects(pending, /stop/);
      const good = await made.review(taskOf(sourceOf('fine'), 'accuracy'), call());
      assert.deepEqual(good.answer.findings, []);
    });
  });
});
