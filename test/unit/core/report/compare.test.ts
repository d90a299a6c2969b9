import assert from 'node:assert/strict';
import { compareReports } from '../../../../src/core/report/compare.ts';
import {
  renderComparisonMarkdown,
  renderComparisonText,
} from '../../../../src/core/report/compareText.ts';
import { failed, findingAt, findings, report, rules, source, text } from './fixtures.ts';

const same = (): string => text;
const titles = (list: readonly { readonly title: string }[]): string[] => list.map(f => f.title);
const [cap, casual, lost] = findings as [
  (typeof findings)[0],
  (typeof findings)[0],
  (typeof findings)[0],
];
const more = findingAt('The cap in D3 is 5 %', {
  id: 'F4',
  fingerprint: 'fedcba9876543210',
  title: 'The cap differs',
});
const distinct = [
  cap,
  { ...casual, fingerprint: 'aaaaaaaaaaaaaaaa' },
  { ...lost, fingerprint: 'bbbbbbbbbbbbbbbb' },
];

describe('compare', () => {
  it('a run and itself: everything is unchanged', () => {
    const one = report({ findings: distinct });
    const compared = compareReports(one, one, same);
    assert.equal(compared.unchanged.length, 3);
    const { added, fixed, notRepeated, notRead } = compared;
    assert.deepEqual([added, fixed, notRepeated, notRead], [[], [], [], []]);
  });

  it('tells new, fixed and not said again; every finding is in one list', () => {
    const before = report({ findings: distinct });
    const after = report({ findings: [more, ...distinct.slice(1, 2)] });
    const changed = compareReports(before, after, () => text.replace('ten per cent', 'five'));
    assert.deepEqual(titles(changed.added), ['The cap differs']);
    assert.deepEqual(titles(changed.fixed), [cap?.title]);
    assert.deepEqual(titles(changed.unchanged), [casual?.title]);
    assert.deepEqual(titles(changed.notRepeated), [lost?.title], 'without a place none is fixed');
    const untouched = compareReports(before, after, same);
    assert.deepEqual(titles(untouched.fixed), []);
    assert.equal(untouched.notRepeated.length, 2);
  });

  it('takes the one file of each run for two versions of it, whatever their names, if they have findings in common', () => {
    const before = report({ findings: distinct });
    const renamed = { source: { ...source, path: 'contracts/rev 8.md' } };
    const after = report({ ...renamed, findings: [more, ...distinct.slice(1, 2)] });
    const compared = compareReports(before, after, path =>
      path === 'contracts/rev 8.md' ? text.replace('ten per cent', 'five') : undefined,
    );
    assert.deepEqual(titles(compared.added), ['The cap differs']);
    assert.deepEqual(titles(compared.fixed), [cap?.title]);
    assert.deepEqual(compared.notRead, []);
  });

  it('what one of the runs did not read is neither new nor fixed', () => {
    const before = report({ findings: distinct });
    const gap = report({ findings: distinct.slice(1), outcomes: { 'c0/accuracy': failed } });
    const forwards = compareReports(before, gap, () => 'all is new');
    assert.deepEqual(titles(forwards.fixed), []);
    assert.equal(forwards.notRead[0]?.by, 'after');
    assert.match(forwards.notRead[0]?.reason ?? '', /No answer within/);
    const back = compareReports(gap, before, same);
    assert.deepEqual(titles(back.added), []);
    assert.equal(back.notRead[0]?.by, 'before');
  });

  it('another file, another perspective and another kind of reviewer are not compared', () => {
    const before = report({ findings: distinct.slice(0, 1) });
    const none = { findings: [] };
    const elsewhere = report({ ...none, source: { ...source, path: 'other.md' } });
    for (const after of [elsewhere, report({ ...none, model: rules })]) {
      const { notRead, fixed } = compareReports(before, after, () => '');
      assert.equal(notRead.length, 1);
      assert.equal(fixed.length, 0);
    }
  });

  it('equal remarks are paired one to one', () => {
    const twice = [cap, { ...cap, id: 'F2' }];
    const compared = compareReports(report({ findings: twice }), report({ findings: [cap] }), same);
    assert.equal(compared.unchanged.length, 1);
    assert.equal(compared.notRepeated.length, 1);
  });

  it('is written as text and Markdown, hostile titles tamed', () => {
    const before = report({ findings: [] });
    const evil = { ...more, title: '\u001b[31m<b>x</b>\n::error::y' };
    const compared = compareReports(before, report({ findings: [evil] }), same);
    const terminal = renderComparisonText(compared);
    assert.match(terminal, /1 new, 0 fixed, 0 unchanged/);
    assert.match(terminal, /NEW \(1\)/);
    assert.match(terminal, /^Earlier: .*, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, /);
    assert.doesNotMatch(terminal, /^::/m);
    assert.equal(terminal.includes('\u001b'), false);
    const markdown = renderComparisonMarkdown(compared);
    assert.match(markdown, /## New \(1\)/);
    assert.doesNotMatch(markdown, /<b>/);
  });
});
