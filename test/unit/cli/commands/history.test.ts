import assert from 'node:assert/strict';
import { renderRuns } from '../../../../src/cli/commands/history.ts';

describe('the list of stored runs', () => {
  it('stands in columns, whatever the jobs', () => {
    const runs = (['review', 'summarize', 'ask', 'classify'] as const).map(job => ({
      id: '0123456789abcdef',
      job,
      name: 'note.md',
      startedAt: 0,
      status: 'succeeded' as const,
      reviewedFraction: 1,
    }));
    const places = renderRuns(runs, 'text')
      .trimEnd()
      .split('\n')
      .map(line => [line.indexOf('succeeded'), line.indexOf('note.md')].join());
    assert.equal(new Set(places).size, 1, places.join(' '));
  });
});
