import assert from 'node:assert/strict';
import { review, reviewJob } from '../../../../src/core/jobs/review/review.ts';
import type { BranchTask } from '../../../../src/core/ports/ports.ts';
import { reviewTask } from './reviewTask.ts';

const options = { maxOutputTokens: 1000 };
const rule = (line: number, text: string) => ({ id: `AGENTS.md:${line}`, file: 'AGENTS.md', text });
const job = review({
  kind: 'review',
  houseRules: [rule(3, 'No passive.'), rule(9, 'Short lines.')],
});
const task: BranchTask = reviewTask();
const ruled: BranchTask = { ...task, source: { ...task.source, rulesFrom: ['AGENTS.md'] } };
const answer = (...rules: unknown[]): string =>
  JSON.stringify({
    findings: rules.map(number => ({
      quote: 'words',
      title: 'Title',
      message: 'Message',
      suggestion: null,
      severity: 'minor',
      confidence: 0.5,
      rule: number,
    })),
    assessment: '',
  });

describe('a review with house rules', () => {
  it('numbers them in the prompt of the sources they hold for, and of no other', () => {
    const { system, schema } = job.request(ruled, options);
    assert.match(system, /\[1\] No passive\.\n\[2\] Short lines\./);
    assert.match(JSON.stringify(schema), /"rule"/);
    assert.deepEqual(job.request(task, options), reviewJob.request(task, options));
  });

  it('names only a rule that exists, by its file and line', () => {
    const { findings } = job.check(answer(2, 3, 0, null, 'x', '1', 1.5), ruled);
    assert.deepEqual(
      findings.map(({ houseRule }) => houseRule?.id),
      ['AGENTS.md:9', undefined, undefined, undefined, undefined, 'AGENTS.md:3', undefined],
    );
    assert.equal(job.check(answer(1), task).findings[0]?.houseRule, undefined);
  });

  it('asks anew when they change, and only then', () => {
    const variant = (given: typeof job, { source, chunk }: BranchTask) =>
      JSON.stringify(given.variant?.(source, chunk));
    assert.equal(variant(job, task), variant(reviewJob, task));
    const other = review({ kind: 'review', houseRules: [rule(3, 'Passive is fine.')] });
    assert.notEqual(variant(job, ruled), variant(other, ruled));
  });
});
