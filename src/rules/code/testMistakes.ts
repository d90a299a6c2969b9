import { isTestCode, SCRIPT } from './codeScan.ts';
import { t } from '../../core/text/l10n.ts';
import type { Rule } from '../types.ts';

const ONLY =
  /(?<![\w.$])(?:describe|it|test|context|suite)\.only\s*[(.]|(?<![\w.$])(?:fdescribe|fit)\s*\(/g;
const SKIPPED =
  /(?<![\w.$])(?:describe|it|test|context|suite)\.skip\s*\(|(?<![\w.$])(?:xdescribe|xit|xtest)\s*\(|@pytest\.mark\.skip\s*$|@unittest\.skip\s*$/gm;

export const focusedTests: Rule = {
  id: 'focused-test',
  title: t('Test is focused or skipped'),
  serves: { code: 'tests' },
  severity: 'major',
  confidence: 0.85,
  find: ({ code }) => [
    ...[...code.bare.matchAll(ONLY)].map(found => ({
      start: found.index,
      end: found.index + found[0].length,
      message: t('All other tests of the file are left out while this one is focused.'),
    })),
    ...[...code.bare.matchAll(SKIPPED)].map(found => ({
      start: found.index,
      end: found.index + found[0].length,
      message: t('This test does not run.'),
      severity: 'note' as const,
    })),
  ],
};

const HOLLOW =
  /\bexpect\s*\(\s*(true|1|false|null)\s*\)\s*\.to(?:Be|Equal|StrictEqual)\s*\(\s*\1\s*\)|\bassert(?:\.ok)?\s*\(\s*(?:true|1)\s*[,)]|\bassert\.(?:equal|strictEqual|deepEqual)\s*\(\s*([\w$.]{1,60})\s*,\s*\2\s*[,)]|\bexpect\s*\(\s*([\w$.]{1,60})\s*\)\s*\.to(?:Be|Equal|StrictEqual)\s*\(\s*\3\s*\)|^\s*assert\s+True\b|\bself\.assertTrue\(\s*True\s*\)|\bself\.assertEqual\(\s*([\w.]{1,60})\s*,\s*\4\s*\)/gm;

/** Characters before an assertion in which the branch it marks may begin. */
const BRANCH_REACH = 400;

/** Characters after an assertion in which the other branch may begin. */
const ELSE_REACH = 60;

/** In a branch, or counted by a plan (`t.assert.ok(true)`): the test shows that the assertion is reached. */
const marksThePath = (bare: string, start: number): boolean =>
  bare[start - 1] === '.' ||
  /\b(?:try|catch|else)\b/.test(bare.slice(Math.max(0, start - BRANCH_REACH), start)) ||
  /^[^\n]{0,80}\n\s*\}?\s*(?:else|except|catch)\b/.test(bare.slice(start, start + 80 + ELSE_REACH));

export const hollowAssertions: Rule = {
  id: 'hollow-assertion',
  title: t('Assertion cannot fail'),
  serves: { code: 'tests' },
  severity: 'major',
  confidence: 0.85,
  languages: [...SCRIPT, 'python'],
  find: ({ code }) =>
    isTestCode(code.bare)
      ? [...code.withStrings.matchAll(HOLLOW)]
          .filter(({ index }) => !marksThePath(code.bare, index))
          .map(found => ({
            start: found.index + (found[0].length - found[0].trimStart().length),
            end: found.index + found[0].length,
            message: t('This holds whatever the code under test does.'),
          }))
      : [],
};
