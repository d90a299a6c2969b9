import assert from 'node:assert/strict';
import type { RunEvent } from '../../../../src/core/state/events.ts';
import type { Source } from '../../../../src/core/domain/source.ts';
import type { Store } from '../../../../src/core/ports/ports.ts';
import { nothing, scriptedReviewer } from '../../../support/scriptedReviewer.ts';
import { scriptedRun } from '../../../support/scriptedRun.ts';

const text = Array.from(
  { length: 40 },
  (_, i) => `## Clause ${i + 1}\n\n${`Item ${i + 1} is checked by the Customer. `.repeat(20)}\n\n`,
).join('');
const source: Source = { id: 's', path: 'a.md', kind: 'markdown', languageId: 'markdown', text };

describe('calls that a crash repeats', () => {
  it('F54 P2 at no time are more calls begun and not on disk than may run at once', async () => {
    let begun = 0;
    let stored = 0;
    let most = 0;
    const store: Store = {
      append: (_runId: string, events: readonly RunEvent[]) => {
        stored += events.filter(({ type }) => type === 'branch.ended').length;
      },
      recall: () => undefined,
      remember: () => undefined,
    };
    const reviewer = scriptedReviewer(async () => {
      begun += 1;
      most = Math.max(most, begun - stored);
      // Answers come one by one, faster than outcomes are gathered.
      await new Promise(resolve => setTimeout(resolve, begun % 3));
      return nothing;
    });
    await scriptedRun({ sources: [source], reviewer, store });
    assert.ok(stored > 100 && begun === stored, `${begun} begun, ${stored} stored`);
    assert.equal(most, 4);
  });
});
