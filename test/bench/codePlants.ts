import { isTestCode } from '../../src/rules/code/codeScan.ts';
import { testBodies, type TestBody } from '../../src/rules/code/testBodies.ts';
import type { RuleDocument } from '../../src/rules/ruleDocument.ts';
import { capital, nameOf, type Draw, type Edit, type Plan } from './plantDraws.ts';

/** From the head of a test to the end of its body, the body left out. */
const emptied = (doc: RuleDocument, { head, body }: TestBody): Edit => ({
  start: head.start,
  end: body.end,
  text: doc.text.slice(head.start, body.start),
});

/** One of the tests of a file, its head included in what is looked at. */
const testIn = (doc: RuleDocument, { pick }: Draw): TestBody | undefined =>
  pick(
    testBodies(doc.code, doc.languageId, doc.text).filter(({ body }) => body.end - body.start > 20),
  );

/** What is planted in code, by kind. */
export const CODE_PLANS: Readonly<Record<string, Plan>> = {
  'secret-in-code': (doc, draw) => {
    const value = [1, 2, 3, 4].map(() => `${nameOf(draw).slice(0, 5)}${draw.between(10, 99)}`);
    const line = ['python', 'ruby'].includes(doc.languageId)
      ? `api_secret = "${value.join('')}"`
      : doc.languageId === 'go'
        ? `var apiSecret = "${value.join('')}"`
        : `const apiSecret = '${value.join('')}';`;
    const at = draw.pick(doc.lines.slice(1).filter(({ start, end }) => start === end));
    return at === undefined ? [] : [{ start: at.start, end: at.start, text: line }];
  },
  'secret-in-settings': (doc, draw) => {
    const value = `${capital(nameOf(draw).slice(0, 5))}!${draw.between(100, 999)}${nameOf(draw).slice(0, 4)}#Q`;
    const line = draw.pick(
      ['python', 'ruby'].includes(doc.languageId)
        ? [`DB_PASSWORD = "${value}"`, `db = {"user": "app", "password": "${value}"}`]
        : doc.languageId === 'go'
          ? [
              `const dbPassword = "${value}"`,
              `var conf = map[string]string{"password": "${value}"}`,
            ]
          : [`const dbPassword = "${value}";`, `const db = { user: "app", password: "${value}" };`],
    );
    const at = draw.pick(doc.lines.slice(1).filter(({ start, end }) => start === end));
    return at === undefined || line === undefined || isTestCode(doc.code.bare)
      ? []
      : [{ start: at.start, end: at.start, text: line }];
  },
  'empty-test': (doc, draw) => {
    const test = testIn(doc, draw);
    const body = doc.languageId === 'python' ? '\n        pass\n' : '\n';
    return test ? [{ ...emptied(doc, test), text: emptied(doc, test).text + body }] : [];
  },
  'assertions-commented-out': (doc, draw) => {
    const test = testIn(doc, draw);
    const mark = ['python', 'ruby'].includes(doc.languageId) ? '#' : '//';
    const lines = doc.text.slice(test?.body.start, test?.body.end).split('\n');
    const isCheck = (line: string): boolean =>
      /^\s*(?:self\.|Assert\.|assert\.|require\.)?(?:assert\w*!?|expect|Equal|True)\b/.test(line);
    if (!test || !lines.some(isCheck)) return [];
    const text = lines.map(line => (isCheck(line) ? line.replace(/^\s*/, `$&${mark} `) : line));
    const other = text.filter(line =>
      /assert|expect|require/i.test(line.replace(/\/\/.*|#.*/, '')),
    );
    return other.length > 0
      ? []
      : [{ ...emptied(doc, test), text: emptied(doc, test).text + text.join('\n') }];
  },
  'test-that-tests-nothing': (doc, draw) => {
    if (!isTestCode(doc.code.bare)) return [];
    const python = doc.languageId === 'python';
    const pattern = python
      ? /^([ \t]+)assert [^\n(]+$/gm
      : /^([ \t]+)(?:assert|expect)\b[^\n]*;$/gm;
    const found = draw.pick([...doc.text.matchAll(pattern)]);
    if (!found) return [];
    const text = python
      ? `${found[1] ?? ''}assert True`
      : `${found[1] ?? ''}expect(true).toBe(true);`;
    return [{ start: found.index, end: found.index + found[0].length, text }];
  },
};
