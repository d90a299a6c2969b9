import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv, type AnySchema } from 'ajv';
import { modelReviewer } from '../../../../src/core/branches/modelReviewer.ts';
import { jobOf } from '../../../../src/core/jobs/jobOf.ts';
import type { JobSpec } from '../../../../src/core/domain/jobSpec.ts';
import { formats, holds } from '../../../../src/core/report/formats.ts';
import { buildReport, type Report } from '../../../../src/core/report/report.ts';
import type { Source } from '../../../../src/core/domain/source.ts';
import { digestModel, type Script, sentencesOf } from '../../../support/digestModel.ts';
import { scriptedRun } from '../../../support/scriptedRun.ts';

const sources: readonly Source[] = ['a/one.md', 'a/two.md', 'b/three.md'].map((path, f) => ({
  id: path,
  path,
  kind: 'markdown',
  languageId: 'markdown',
  text: Array.from(
    { length: 4 },
    (_, i) =>
      `## Part ${i}\n\nParty ${f}-${i} pays ${i + 1} thousand euros. ${'It goes on for a good while here. '.repeat(16)}\n\n`,
  ).join(''),
}));

async function reportOf(spec: JobSpec, script: Script = {}): Promise<Report> {
  const job = jobOf(spec);
  const model = digestModel(script);
  const reviewer = modelReviewer(model, job, { maxOutputTokens: 1000 });
  const { state } = await scriptedRun({ job, sources, reviewer, model });
  return buildReport(state, sources);
}

const SUMMARY: JobSpec = { kind: 'summarize', length: 'short', audience: 'the board' };
const pays = (part: string): string[] => part.match(/Party \d-\d pays \d thousand euros\./g) ?? [];
const columns = [
  { name: 'who', description: '', type: 'text', key: true },
  { name: '=cap', description: '', type: 'number', key: false },
] as const;
const ROWS: JobSpec = { kind: 'ask', question: 'Who pays what?', columns };
const rows: Script = {
  part: part => ({
    rows: pays(part).map(quote => ({
      c1: /Party (\d)/.exec(quote)?.[1],
      c2: /pays (\d)/.exec(quote)?.[1],
      quotes: [quote],
    })),
  }),
};

/** The schema with every object closed, so that a property it does not document fails. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([k, v]) => [k, closed(v)] as const);
  return {
    ...Object.fromEntries(entries),
    ...('properties' in schema ? { additionalProperties: false } : {}),
  };
}

describe('report of a summary, an answer, rows', () => {
  it('fits the schema, which documents every property of it', async () => {
    const schema = closed(
      JSON.parse(readFileSync('src/core/report/report.schema.json', 'utf8')),
    ) as AnySchema;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    for (const report of [await reportOf(SUMMARY), await reportOf(ROWS, rows)]) {
      const plain: unknown = JSON.parse(JSON.stringify(report));
      assert.ok(validate(plain), JSON.stringify(validate.errors?.slice(0, 3)));
    }
  });

  it('links every statement of every level to words that stand where they are said to', async () => {
    const { digest } = await reportOf(SUMMARY);
    assert.ok(digest);
    const all = [...digest.nodes, ...digest.parts].flatMap(({ statements }) => statements);
    assert.ok(all.length > 20);
    for (const { places } of all) {
      assert.ok(places.length > 0);
      for (const { source, start, end, quote, line } of places) {
        const { text = '' } = sources.find(s => s.id === source) ?? {};
        assert.equal(text.slice(start, end), quote);
        assert.equal(line, text.slice(0, start).split('\n').length);
      }
    }
    const root = digest.nodes.find(node => node.id === digest.root);
    assert.equal(root?.chunks.length, 12);
    assert.equal(digest.asked, 'Short summary, for the board');
  });

  for (const name of ['text', 'markdown', 'html'] as const)
    it(`${name} has every level of files and folders, the places, and the coverage`, async () => {
      const out = formats[name].render(await reportOf(SUMMARY));
      for (const expected of [/one.{0,1}\.md/, /b\/three/, /12 of 12 branches answered, 100 %/])
        assert.match(out.replaceAll('\\', ''), expected);
      assert.match(
        out,
        name === 'text' ? /SUMMARY[\s\S]*LEVEL BY LEVEL/ : /Summary[\s\S]*Level by level/,
      );
      assert.match(out.replaceAll('\\', ''), /one\.md:3:1/);
      assert.doesNotMatch(out, /No findings/);
    });

  it('never says bare that nothing was found', async () => {
    const nothing = await reportOf(
      { kind: 'ask', question: 'Who wins?' },
      { part: part => (part.includes('Party 2-3') ? 'fail' : { statements: [] }) },
    );
    for (const name of ['text', 'markdown', 'html'] as const)
      assert.match(
        formats[name].render(nothing).replace(/\s+/g, ' '),
        /Nothing was found in what was read\. 11 of 12 branches answered, 9\d(?:\.\d)? % of the text read; 1 gap/,
      );
  });

  it('says which level code wrote because its call failed', async () => {
    const report = await reportOf(SUMMARY, {
      join: (_lines, { task }) => (task.includes('Write the summary') ? 'fail' : undefined),
    });
    for (const name of ['text', 'markdown', 'html'] as const)
      assert.match(
        formats[name].render(report).replace(/\s+/g, ' '),
        /call to join these failed .{0,4}The call failed: serverError/,
      );
  });

  it('T32 a word of our own that was altered in the store is no markup either', async () => {
    const altered = JSON.stringify(await reportOf(SUMMARY)).replaceAll(
      '"scope":"file"',
      '"scope":"\\"><script>pwned=1</script>"',
    );
    assert.ok(altered.includes('pwned'));
    assert.ok(!formats.html.render(JSON.parse(altered) as Report).includes('<script'));
  });

  it('sets both sides of a conflict together', async () => {
    const report = await reportOf(SUMMARY, {
      join: lines => ({
        statements: lines.slice(0, 2).map(({ id, text }) => ({ text, ids: [id], conflict: 'A' })),
      }),
    });
    for (const name of ['text', 'markdown', 'html'] as const)
      assert.match(formats[name].render(report), /The text contradicts itself/);
  });

  it('writes rows as CSV without formulas, and statements as one row each', async () => {
    const table = formats.csv.render(await reportOf(ROWS, rows)).split('\r\n');
    assert.equal(table[0], `"who","'=cap","conflict","path","line","places","quotes"`);
    assert.equal(table.length, 3 + 2, 'one row a party, joined over its chunks');
    assert.match(table[1] ?? '', /^"0","1 \| 2 \| 3 \| 4","yes","a\/one\.md","3"/);
    const statements = formats.csv.render(await reportOf(SUMMARY)).split('\r\n');
    assert.match(statements[1] ?? '', /^"N\d+\.1","result","scripted",/);
  });

  it('keeps text of models as text in every format', async () => {
    const evil = '<img src=x onerror=alert(1)> [x](command:y) ::error::z';
    const report = await reportOf(SUMMARY, {
      part: part => ({ statements: sentencesOf(part).map(s => ({ ...s, text: evil })) }),
      join: lines => ({ statements: [{ text: evil, ids: [lines[0]?.id], conflict: null }] }),
    });
    assert.doesNotMatch(formats.html.render(report), /<img/);
    assert.doesNotMatch(formats.markdown.render(report), /<img|\[x\]\(/);
    assert.doesNotMatch(formats.text.render(report), /^::error/m);
  });

  it('has no SARIF: that holds problems', () => {
    assert.equal(holds('sarif', 'summarize'), false);
    assert.equal(holds('sarif', 'review'), true);
    assert.equal(holds('json', 'ask'), true);
  });
});
