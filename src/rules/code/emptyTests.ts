import type { Hit, Rule } from '../types.ts';
import { t } from '../../core/text/l10n.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import { isTestCode } from './codeScan.ts';
import { testBodies, type TestBody } from './testBodies.ts';

/**
 * Words that check something, alone or in the name of a helper: `assertEquals`, `expect`, `checkResult`, `t.Fatal`. What
 * may fail by itself on purpose (`unwrap`, `raise_for_status`) is a check too.
 */
const CHECKS =
  /\w*(?:assert|expect|should|verif|check|ensure|require|must|fail|fatal|raise|throw|panic|refute|valid|compar|match|equal|snapshot|golden|approv|unwrap|confirm|warns|reject|success|error|skip|pending|todo|benchmark)\w*/i;
const SHELL_CHECKS =
  /\[|\bassert|\brefute|\btest\b|\bgrep\b|\bdiff\b|\bcmp\b|\bskip\b|\bfail|\$\{?(?:status|output|lines)/;
/** An assertion that was written and taken out. */
const TAKEN_OUT =
  /(?:\/\/|#|\*)[ \t]*(?:await |self\.|t\.|this\.|\$this->|Assert\.|assert\.|require\.)?(?:assert\w*|expect|EXPECT_\w+|ASSERT_\w+|should\w*|verify|Equal|True|Error|Fatal)f?!?\s*[(. ]/;

export const emptyTests: Rule = {
  id: 'empty-test',
  title: t('Test checks nothing'),
  serves: { code: 'tests' },
  severity: 'note',
  confidence: 0.85,
  find(doc) {
    const { code, text, languageId } = doc;
    if (!isTestCode(code.bare) && !/^@test\s/m.test(text)) return [];
    const hits = testBodies(code, languageId, text).flatMap(test => {
      const problem = problemOf(doc, test);
      return problem === undefined
        ? []
        : [{ start: test.head.start, end: endOfLine(text, test.head), ...problem }];
    });
    return toldOnce(doc, hits);
  },
};

/** From this many on in one file, empty tests are its habit, as in fixtures of test tools. */
const MANY = 3;

function toldOnce({ lineAt }: RuleDocument, hits: readonly Hit[]): readonly Hit[] {
  const [first, ...more] = hits;
  if (!first || hits.length < MANY) return hits;
  const lines = more.map(({ start }) => lineAt(start));
  const shown = `${lines.slice(0, 10).join(', ')}${lines.length > 10 ? ', …' : ''}`;
  return [
    {
      ...first,
      message: t('{0} So it is in {1} more tests: line {2}.', first.message, more.length, shown),
    },
  ];
}

/** The head of a test as it is shown: its first line. */
function endOfLine(text: string, { start, end }: TestBody['head']): number {
  const stop = text.indexOf('\n', start);
  const last = Math.min(end, stop < 0 ? text.length : stop);
  return Math.max(start + 1, start + text.slice(start, last).trimEnd().length);
}

function problemOf(
  { code, text, languageId }: RuleDocument,
  { head, body }: TestBody,
): Omit<Hit, 'start' | 'end'> | undefined {
  const statements = statementsOf(code.bare.slice(body.start, body.end));
  const comments = text.slice(body.start, body.end);
  const takenOut = TAKEN_OUT.test(code.comments.slice(body.start, body.end));
  if (statements.length === 0) {
    if (STARTS_CONTEXT.test(code.bare)) return undefined;
    if (saysEmpty(text.slice(head.start, head.end)) || isFixtures(code.bare, head, languageId))
      return undefined;
    // `TEST_CASE("registered") {}`: written on one line, it is meant.
    if (/^(?:c|cpp)$/.test(languageId) && text.slice(body.start, body.end).trim() === '')
      if (!text.slice(body.start, body.end).includes('\n')) return undefined;
    // A plan in a comment is no mistake; the head may say that nothing has to happen.
    if (
      /\b(?:todo|skip|ignore|pending|disabled|compile|not implemented)/i.test(
        text.slice(head.start, head.end) + comments,
      )
    )
      return undefined;
    return { message: t('This test is empty: it passes whatever the code under test does.') };
  }
  if (
    /should_panic|expected\s*=|ExpectedException/.test(
      text.slice(Math.max(0, head.start - 120), head.end),
    )
  )
    return undefined;
  const own = statements.join('\n');
  const shell = languageId === 'bats' || languageId === 'shellscript';
  if (
    shell
      ? SHELL_CHECKS.test(own) || !statements.every(line => /^run\s(?!-\d|'?!)/.test(line))
      : CHECKS.test(own)
  )
    return undefined;
  // A test without any check may only have to run through, or call a helper that checks.
  return takenOut
    ? {
        message: t('The assertions of this test are commented out: it checks nothing.'),
        confidence: 0.8,
      }
    : undefined;
}

/** What the test is about starts before it: `contextLoads() {}` fails if the settings are wrong. */
const STARTS_CONTEXT =
  /@(?:Spring(?:Boot|JUnit|Integration)\w*|ContextConfiguration|QuarkusTest|MicronautTest|RunWith\s*\(\s*Spring)\b/;

/** `An empty test`, `dummy`: the name says that nothing is meant to be in it. */
const saysEmpty = (head: string): boolean =>
  /(?:^|[^a-z])(?:empty[ _]?tests?|no[ _]?assert\w*|dummy|noop|no-op|does[ _]nothing|\(empty\))/i.test(
    head,
  );

/** `def test_one(server): pass` where this file says what `server` does: the fixture is what is tested. */
function isFixtures(bare: string, { start, end }: TestBody['head'], languageId: string): boolean {
  if (languageId !== 'python') return false;
  const names = /\(([^)]*)\)/.exec(bare.slice(start, end))?.[1] ?? '';
  return [...names.matchAll(/\w+/g)].some(
    ([name]) => name !== 'self' && new RegExp(`^[ \\t]*def ${name}\\(`, 'm').test(bare),
  );
}

/** Lines with code, without those that only close, pass or describe. */
const statementsOf = (bare: string): readonly string[] =>
  bare
    .split('\n')
    .map(line => line.trim())
    .filter(line => /\w|^:;?$/.test(line) && !/^(?:pass|return;?|\.\.\.)$/.test(line));
