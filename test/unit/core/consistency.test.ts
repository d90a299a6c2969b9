import assert from 'node:assert/strict';
import { buildReport } from '../../../src/core/report/report.ts';
import { renderText } from '../../../src/core/report/text/text.ts';
import type { ModelRequest } from '../../../src/core/ports/model.ts';
import type { RawFact } from '../../../src/core/domain/results/facts.ts';
import type { Answer } from '../../../src/core/domain/branch.ts';
import type { Source } from '../../../src/core/domain/source.ts';
import { askedModel, memoryStore, scriptedRun } from '../../support/scriptedRun.ts';
import { failWith, scriptedReviewer } from '../../support/scriptedReviewer.ts';

const TOPICS = 40;
/** Topics whose second mention says something else. */
const differs = (n: number): boolean => n % 2 === 0;
const fee = (n: number, second: boolean): string =>
  `The handling fee for ware ${n} is ${second && differs(n) ? n + 500 : n + 100} EUR`;
const section = (n: number, second: boolean): string =>
  `## ${second ? 'Schedule' : 'Clause'} ${n}\n\n${fee(n, second)}. ${'It goes on for a while. '.repeat(14)}\n\n`;
const all = Array.from({ length: TOPICS }, (_, i) => i + 1);
const source: Source = {
  id: 's',
  path: 's.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: [...all.map(n => section(n, false)), ...all.map(n => section(n, true))].join(''),
};
const sources = [source];

/** Lists the fees of its chunk, in changing words, where it is asked for facts. */
const reviewer = (more: readonly RawFact[] = []) =>
  scriptedReviewer((task): Answer => {
    const text = source.text.slice(task.chunk.start, task.chunk.end);
    const facts = [...text.matchAll(/The handling fee for ware (\d+) is (\d+) EUR/g)].map(
      ([quote, n, value]): RawFact => ({
        kind: 'amount',
        key: task.chunk.index % 2 ? `Handling fees, ware ${n}` : `the fee for handling ware ${n}`,
        value: `${value} EUR`,
        quote,
      }),
    );
    const answer = { findings: [], assessment: '', dropped: 0 };
    return task.facts ? { ...answer, facts: [...facts, ...more] } : answer;
  });

interface Passage {
  readonly group: string;
  readonly quote: string;
}
const passagesOf = ({ shared }: ModelRequest): Passage[] =>
  shared
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as Passage);

/** Reports every group, and for each also a conflict whose second quote is nowhere. */
const eager = () =>
  askedModel(request => {
    const groups = Map.groupBy(passagesOf(request), p => p.group);
    const conflict = (group: string, first = '', second = '') => ({
      group,
      first,
      second,
      title: 'Two fees for one ware',
      message: 'One says this, the other that.',
      severity: 'major',
    });
    return JSON.stringify({
      conflicts: [...groups].flatMap(([group, [a, b]]) => [
        conflict(group, a?.quote, b?.quote),
        conflict(group, a?.quote, 'The fee is waived for good customers.'),
        conflict(group, a?.quote, a?.quote),
        conflict('C999', a?.quote, b?.quote),
      ]),
    });
  });

describe('consistency', () => {
  it('finds what distant chunks say differently, and shows only what code finds in both places', async () => {
    const model = eager();
    const { state, events } = await scriptedRun({ sources, reviewer: reviewer(), model });
    assert.ok(state.chunkIds.length > 20, `${state.chunkIds.length} chunks`);
    const found = state.findings.filter(f => f.perspectiveId === 'consistency');
    const planted = all.filter(differs);
    const caught = planted.filter(n =>
      found.some(f => f.quote === fee(n, true) && f.related?.[0]?.quote === fee(n, false)),
    );
    assert.ok(caught.length >= planted.length * 0.95, `${caught.length} of ${planted.length}`);
    assert.equal(found.length, caught.length, 'nothing else is shown');
    for (const { range, quote, related } of found) {
      assert.equal(range && source.text.slice(range.start, range.end), quote);
      assert.equal(related?.length, 1);
      for (const place of related ?? [])
        assert.equal(source.text.slice(place.range.start, place.range.end), place.quote);
    }
    const checked = events.find(e => e.type === 'consistency.checked');
    assert.equal(checked?.type === 'consistency.checked' && checked.dropped, planted.length * 3);
    assert.ok(model.requests.length <= 4, 'several groups go to one call');
  });

  it('is shown apart, with both places', async () => {
    const { state } = await scriptedRun({ sources, reviewer: reviewer(), model: eager() });
    const report = buildReport(state, sources);
    const text = renderText(report);
    assert.match(text, /CONFLICTS BETWEEN SECTIONS \(20\)/);
    assert.match(text, /See also s\.md:\d+:1\s+"The handling fee for ware 2 is 102 EUR"/);
    assert.equal(report.findings[0]?.related.length, 1);
  });

  it('only one perspective lists facts, and none where it is switched off or there is no model', async () => {
    const asked = async (options: object, model = eager()) => {
      const from = new Set<string>();
      const listening = scriptedReviewer(task => {
        if (task.facts) from.add(task.perspective.id);
        return { findings: [], assessment: '', dropped: 0 };
      });
      await scriptedRun({ sources, reviewer: listening, model, options });
      return [...from];
    };
    assert.deepEqual(await asked({}), ['completeness']);
    assert.deepEqual(await asked({ consistency: false }), []);
    const one = [{ ...source, text: section(1, false) }];
    const listening = scriptedReviewer(task => {
      assert.equal(task.facts, undefined);
      return { findings: [], assessment: '', dropped: 0 };
    });
    await scriptedRun({ sources: one, reviewer: listening, model: eager() });
    await scriptedRun({ sources, reviewer: listening });
  });

  it('without candidates nobody is asked; a call that fails leaves the report whole', async () => {
    const model = eager();
    const quiet = scriptedReviewer(() => ({ findings: [], assessment: '', dropped: 0, facts: [] }));
    await scriptedRun({ sources, reviewer: quiet, model });
    assert.equal(model.requests.length, 0);
    const { state, events } = await scriptedRun({
      sources,
      reviewer: reviewer(),
      model: askedModel(() => failWith('refused')),
    });
    assert.equal(state.status, 'succeeded');
    assert.deepEqual(state.findings, []);
    const checked = events.find(e => e.type === 'consistency.checked');
    assert.equal(checked?.type === 'consistency.checked' && checked.failure?.code, 'refused');
  });

  it('facts whose quote is not in their chunk take no part', async () => {
    const invented: RawFact[] = [
      { kind: 'amount', key: 'penalty', value: '5 %', quote: 'The penalty is five per cent.' },
    ];
    const { events } = await scriptedRun({
      sources,
      reviewer: reviewer(invented),
      model: eager(),
    });
    const checked = events.find(e => e.type === 'consistency.checked');
    assert.equal(checked?.type === 'consistency.checked' && checked.facts, TOPICS * 2);
  });

  it('resumed from the store, no comparison is paid for again', async () => {
    const store = memoryStore();
    const first = await scriptedRun({ sources, reviewer: reviewer(), model: eager(), store });
    const model = askedModel(() => failWith('bug'));
    const again = await scriptedRun({ sources, reviewer: reviewer(), model, store });
    assert.equal(model.requests.length, 0);
    assert.deepEqual(again.state.findings, first.state.findings);
    assert.equal(again.state.calls, 0);
    assert.equal(again.state.costUsd, 0);
  });
});
