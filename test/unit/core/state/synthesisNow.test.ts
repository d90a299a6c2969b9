import assert from 'node:assert/strict';
import { codeSynthesis } from '../../../../src/core/fanin/synthesis/codeSynthesis.ts';
import type { Finding } from '../../../../src/core/domain/results/findings.ts';
import type { Synthesis } from '../../../../src/core/domain/results/synthesis.ts';
import { setDisplayLanguage } from '../../../../src/core/text/l10n.ts';
import { readTexts } from '../../../support/l10n/bundles.ts';
import { synthesisNow } from '../../../../src/core/state/synthesisNow.ts';

const finding = (severity: Finding['severity'], more: Partial<Finding> = {}): Finding => ({
  id: 'F1',
  fingerprint: '0',
  perspectiveId: 'accuracy',
  severity,
  confidence: 1,
  sourceId: 's',
  chunkId: 'c',
  quote: 'q',
  range: { start: 0, end: 1 },
  match: 'exact',
  title: 'T',
  message: 'M',
  branchIds: [],
  ...more,
});
const dismissed = { decision: { kind: 'dismissed', reason: '' } } as const;
const summary = (text: string, more: Partial<Synthesis> = {}): Synthesis => ({
  markdown: '3 findings: 2 critical, 1 minor.\n\n**Coverage.** 3 of 3 branches answered.',
  verdicts: [{ perspectiveId: 'accuracy', verdict: 'needsChanges', text }],
  actions: [],
  by: 'code',
  ...more,
});

describe('a summary after decisions', () => {
  const before = [finding('critical'), finding('critical'), finding('minor')];

  it('what code counted is what is open now: sentences, verdicts and icons say one number', () => {
    const said = summary('2 critical, 1 minor.');
    assert.deepEqual(synthesisNow(said, before), said, 'nothing is decided yet');
    const one = [before[0]!, finding('critical', dismissed), before[2]!];
    const now = synthesisNow(said, one);
    assert.equal(now.verdicts[0]?.text, '1 critical, 1 minor.');
    assert.equal(now.verdicts[0]?.verdict, 'needsChanges');
    assert.match(now.markdown, /^2 findings: 1 critical, 1 minor\.\n\n\*\*Coverage/);
    const grave = [
      finding('critical', dismissed),
      finding('critical', { applied: true }),
      before[2]!,
    ];
    assert.equal(synthesisNow(said, grave).verdicts[0]?.verdict, 'smallEdits');
    const none = before.map(each => ({ ...each, ...dismissed }));
    assert.equal(synthesisNow(said, none).verdicts[0]?.text, 'No findings are open.');
    assert.equal(synthesisNow(said, none).verdicts[0]?.verdict, 'sound');
    assert.match(synthesisNow(said, none).markdown, /^No findings are open\./);
  });

  it('thousands are grouped', () => {
    const many = Array.from({ length: 1205 }, () => finding('note'));
    const made = codeSynthesis({
      name: 'n',
      findings: many,
      perspectives: [],
      sources: [],
      assessments: [],
      coverage: {
        total: 1002,
        succeeded: 1002,
        reviewedFraction: 1,
        unit: 'characters',
        gaps: [],
      },
      rulesOnly: false,
    });
    assert.match(made.markdown, /^1,205 findings: 1,205 note\./);
    assert.match(made.markdown, /1,002 of 1,002 branches answered/);
    const decided = [...many.slice(1), finding('note', dismissed)];
    assert.match(synthesisNow(made, decided).markdown, /^1,204 findings: 1,204 note\./);
  });

  it('the list of kinds names no finding that was dismissed, and the kind that comes next instead', () => {
    const kinds = ['Open date', 'Open fee', 'Open name', 'Open place', 'Open sum', 'Open term'];
    const all = kinds.map((title, i) => finding('minor', { id: `F${i + 1}`, title }));
    const { markdown } = codeSynthesis({
      findings: all,
      perspectives: [],
      assessments: [],
      coverage: { total: 1, succeeded: 1, reviewedFraction: 1, gaps: [] },
    } as unknown as Parameters<typeof codeSynthesis>[0]);
    const said = summary('', { markdown });
    assert.match(markdown, /- Open fee \(minor\): \[F2\]/);
    assert.doesNotMatch(markdown, /Open term/);
    const one = all.map(each => (each.id === 'F2' ? { ...each, ...dismissed } : each));
    const now = synthesisNow(said, one).markdown;
    assert.doesNotMatch(now, /Open fee|F2/);
    assert.match(
      now,
      /- Open sum \(minor\): \[F5\]\n- Open term \(minor\): \[F6\]\n\n\*\*Coverage/,
    );
    const none = all.map(each => ({ ...each, ...dismissed }));
    assert.match(synthesisNow(said, none).markdown, /^No findings are open\.\n\n\*\*Coverage/);
  });

  it('where not all was read nothing becomes sound', () => {
    const said = summary('2 critical. Parts were not read: 3 gaps.');
    const none = before.map(each => ({ ...each, ...dismissed }));
    assert.deepEqual(synthesisNow(said, none).verdicts, []);
    const some = [before[0]!, finding('critical', dismissed)];
    assert.equal(
      synthesisNow(said, some).verdicts[0]?.text,
      '1 critical. Parts were not read: 3 gaps.',
    );
  });

  it('what code counted in another language is counted again in it', () => {
    const input = {
      findings: before.map((each, i) => ({ ...each, id: `F${i + 1}`, title: `T${i + 1}` })),
      perspectives: [{ id: 'accuracy', title: 'Accuracy' }],
      assessments: [],
      coverage: { total: 2, succeeded: 1, reviewedFraction: 0.5, unit: 'characters', gaps: [{}] },
    } as unknown as Parameters<typeof codeSynthesis>[0];
    for (const tag of ['de', 'zh-cn']) {
      setDisplayLanguage({ tag, texts: readTexts(`l10n/bundle.l10n.${tag}.json`) });
      try {
        const said = codeSynthesis(input);
        assert.doesNotMatch(said.markdown, /finding|branches|gap/, tag);
        const all = input.findings.map(each => ({ ...each, perspectiveId: 'accuracy' }));
        const now = synthesisNow(said, [{ ...all[0]!, ...dismissed }, ...all.slice(1)]);
        const one = tag === 'de' ? ['3 Befunde', '2 Befunde'] : ['3 项发现', '2 项发现'];
        assert.ok(said.markdown.startsWith(one[0]!) && now.markdown.startsWith(one[1]!), tag);
        assert.doesNotMatch(now.markdown, /\[F1\]/);
        const none = all.map(each => ({ ...each, ...dismissed }));
        assert.ok(!/[23] (?:Befunde|项发现)/.test(synthesisNow(said, none).markdown), tag);
      } finally {
        setDisplayLanguage(undefined);
      }
    }
  });

  it("a model's sentence stays, and one that counts says that it is older", () => {
    const said = summary('33 critical errors block the release.', { by: 'model' });
    const some = [before[0]!, finding('critical', dismissed)];
    assert.equal(
      synthesisNow(said, some).verdicts[0]?.text,
      '33 critical errors block the release. (Said before 1 of its findings was set aside.)',
    );
    const plain = summary('The cap differs.', { by: 'model' });
    assert.deepEqual(synthesisNow(plain, some), plain);
  });
});
