import { perspectivesFor } from '../../../../src/core/jobs/review/perspectives.ts';
import type { BranchTask } from '../../../../src/core/ports/ports.ts';
import type { Perspective } from '../../../../src/core/domain/review/perspective.ts';

/** A branch to review, with what a test does not care about filled in. */
export function reviewTask(
  given: { text?: string; start?: number; end?: number; perspective?: Perspective } = {},
): BranchTask {
  const text = given.text ?? 'The fee is due in 30 days.';
  const [accuracy] = perspectivesFor('markdown');
  const perspective = given.perspective ?? accuracy;
  if (!perspective) throw new Error('there are no perspectives');
  return {
    branch: {
      id: 'b1',
      chunkId: 'c1',
      perspectiveId: perspective.id,
      model: 'openai:x',
      inputTokens: 10,
      outputTokens: 10,
    },
    chunk: {
      id: 'c1',
      hash: '0123456789abcdef',
      sourceId: 's1',
      index: 0,
      start: given.start ?? 0,
      end: given.end ?? text.length,
      startLine: 1,
      endLine: 1,
      headings: ['Terms', 'Payment'],
      title: 'Payment',
      tokens: 8,
    },
    perspective,
    source: { id: 's1', path: 'docs/contract.md', kind: 'markdown', languageId: 'markdown', text },
    context: {
      outline: 'docs/contract.md, part 1 of 2\n- Terms',
      before: 'the text before',
      after: 'the text after',
    },
  };
}
