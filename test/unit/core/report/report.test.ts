import assert from 'node:assert/strict';
import { gapPlaceText } from '../../../../src/core/report/wording.ts';
import { readFileSync } from 'node:fs';
import { Ajv, type AnySchema } from 'ajv';
import fc from 'fast-check';
import { buildPlan } from '../../../../src/core/report/plan.ts';
import { positionsOf } from '../../../../src/core/text/lineColumns.ts';
import { noUsage } from '../../../../src/core/domain/cost.ts';
import { buildReport } from '../../../../src/core/report/report.ts';
import { formats } from '../../../../src/core/report/formats.ts';
import {
  branches,
  endedRun,
  failed,
  findingAt,
  findings,
  report,
  rules,
  source,
  text,
} from './fixtures.ts';

type Schema = Record<string, unknown>;

const schemaAt = (name: string): Schema =>
  JSON.parse(
    readFileSync(new URL(`../../../../src/core/report/${name}`, import.meta.url), 'utf8'),
  ) as Schema;

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

function assertValid(name: string, data: unknown): void {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  const validate = ajv.compile(closed(schemaAt(name)) as AnySchema);
  assert.ok(validate(JSON.parse(JSON.stringify(data))), JSON.stringify(validate.errors, null, 1));
}

const other = 'The cap in D3 is 5 %';
const judged = findingAt('ten per cent (10%)', {
  perspectiveId: 'consistency',
  related: [
    {
      sourceId: 's1',
      range: { start: text.indexOf(other), end: text.indexOf(other) + other.length },
      quote: other,
    },
    // Not what the text holds there: left out.
    { sourceId: 's1', range: { start: 0, end: 5 }, quote: 'Other' },
  ],
  houseRule: { id: 'AGENTS.md:3', text: 'Sums are written out.' },
  verification: { verdict: 'unsure', evidence: 'It depends.', by: 'openai:gpt-test' },
  decision: { kind: 'accepted', reason: '' },
});

const shapes = {
  complete: {},
  partial: { outcomes: { 'c0/tone': failed }, skipped: [{ path: 'a.png', reason: 'binary' }] },
  cancelled: { outcomes: { 'c1/tone': { status: 'cancelled' } } },
  rules: { model: rules },
  empty: { findings: [], synthesis: false },
  judged: { findings: [judged] },
} as const;

describe('buildReport', () => {
  for (const [name, shape] of Object.entries(shapes))
    it(`fits the schema, which documents every property of it: ${name}`, () => {
      assertValid('report.schema.json', report(shape));
      assertValid('plan.schema.json', buildPlan(endedRun(shape)));
    });

  it('the schemas are what the types give: npm run schemas', async function () {
    this.timeout(60_000);
    const { makeSchemas } = await import('../../../support/schemas.ts');
    for (const { file, text } of await makeSchemas())
      assert.equal(readFileSync(file, 'utf8'), text, file);
  });

  it('other places are shown only where the text holds their words', () => {
    const [finding] = report(shapes.judged).findings;
    assert.deepEqual(
      finding?.related.map(({ quote, line }) => ({ quote, line })),
      [{ quote: other, line: 3 }],
    );
    const log = JSON.parse(formats.sarif.render(report(shapes.judged))) as {
      runs: { results: { relatedLocations: unknown[] }[] }[];
    };
    assert.equal(log.runs[0]?.results[0]?.relatedLocations.length, 1);
    for (const format of ['text', 'markdown', 'html'] as const)
      assert.match(formats[format].render(report(shapes.judged)), /See also/, format);
  });

  it('the schema refuses a report without a field it promises', () => {
    const { coverage: _left, ...rest } = report();
    assert.throws(() => {
      assertValid('report.schema.json', rest);
    });
    assert.throws(() => {
      assertValid('report.schema.json', { ...report(), schemaVersion: 2 });
    });
  });

  it('says what was read: counts, fraction and every gap with its lines', () => {
    const { coverage } = report({ outcomes: { 'c0/tone': failed } });
    assert.deepEqual(coverage.branches, {
      total: 4,
      succeeded: 3,
      failed: 1,
      skipped: 0,
      cancelled: 0,
    });
    assert.equal(coverage.gaps.length, 1);
    assert.deepEqual(
      [coverage.gaps[0]?.startLine, coverage.gaps[0]?.endLine, coverage.gaps[0]?.path],
      [1, 4, 'contracts/rev 7.md'],
    );
    const read = 1 - (coverage.gaps[0]?.end ?? 0) / (2 * text.length);
    assert.ok(Math.abs(coverage.reviewedFraction - read) < 1e-9);
  });

  it('names a gap of an imported document as its reader finds it, not by lines of a text he never sees', () => {
    const pages = [
      { start: 0, clause: '1' },
      { start: 20, clause: '1.1' },
      { start: text.indexOf('# Notices'), clause: '2' },
    ];
    const { coverage } = report({
      outcomes: { 'c0/tone': failed },
      source: { ...source, pages },
    });
    assert.deepEqual(coverage.gaps.map(gapPlaceText), [
      'contracts/rev 7.md, clause 1 to clause 1.1',
    ]);
  });

  it('gives placed findings their offsets, lines and columns, and others none', () => {
    const [first, , last] = report().findings;
    assert.deepEqual(
      [first?.line, first?.column, first?.endLine, first?.endColumn, first?.placed],
      [3, 32, 3, 50, true],
    );
    assert.equal(text.slice(first?.start ?? 0, first?.end ?? 0), first?.quote);
    assert.deepEqual(
      [last?.start, last?.end, last?.line, last?.column, last?.placed, last?.match],
      [null, null, null, null, false, 'none'],
    );
  });

  it('does not call a finding placed when the text at its place is another', () => {
    const changed = { ...source, text: `x${text}` };
    const [first] = buildReport(endedRun(), [changed]).findings;
    assert.equal(first?.placed, false);
    assert.equal(first.suggestion, null);
  });

  it('keeps the offsets of a stored run whose text is gone', () => {
    const [first] = buildReport(endedRun(), []).findings;
    assert.equal(first?.start, findings[0]?.range?.start);
    assert.equal(first?.line, null);
    assert.equal(first.placed, true);
  });

  it('dates the run in ISO 8601 and never lasts less than nothing', () => {
    const state = endedRun();
    assert.match(report().run.startedAt, /^2026-11-22T09:14:\d\d\.\d{3}Z$/);
    state.endedAt = state.startedAt - 5_000;
    assert.equal(buildReport(state, [source]).run.durationMs, 0);
  });

  it('is the same, byte for byte, in whatever order the branches ended', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(branches, { minLength: branches.length }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (order, costs) => {
          const outcomes = Object.fromEntries(
            branches.map((b, i) => [
              b.id,
              i === 3
                ? failed
                : {
                    status: 'succeeded' as const,
                    findings: [],
                    assessment: '',
                    dropped: i,
                    usage: noUsage,
                    costUsd: costs[i] ?? 0,
                    cached: false,
                    attempts: 1,
                  },
            ]),
          );
          const one = report({ outcomes });
          assert.equal(formats.json.render(report({ outcomes, order })), formats.json.render(one));
          assert.match(formats.text.render(one), /3 items of the answers .* were left out/);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is the same, byte for byte, whenever it is built', () => {
    for (const { render } of Object.values(formats))
      assert.deepEqual(render(report(shapes.partial)), render(report(shapes.partial)));
  });
});

describe('positionsOf', () => {
  it('F44 counts lines as the editor does, for any mix of line ends', () => {
    const piece = fc.constantFrom('a', 'bc', '\n', '\r\n', '\r', '🙂', '\u2028');
    fc.assert(
      fc.property(fc.array(piece), fc.nat(), (pieces, n) => {
        const whole = pieces.join('');
        const offset = n % (whole.length + 1);
        const { line, column } = positionsOf(whole)(offset);
        const starts = [0];
        for (let i = 0; i < whole.length; i++)
          if (whole[i] === '\n' || (whole[i] === '\r' && whole[i + 1] !== '\n')) starts.push(i + 1);
        const expected = starts.filter(s => s <= offset).length;
        assert.deepEqual([line, column], [expected, offset - (starts[expected - 1] ?? 0) + 1]);
      }),
    );
  });
});
