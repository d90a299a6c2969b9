import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import type { Log } from 'sarif';
import { renderSarif } from '../../../../../src/core/report/data/sarif.ts';
import type { Finding, RelatedPlace } from '../../../../../src/core/domain/results/findings.ts';
import {
  failed,
  findingAt,
  findings,
  report,
  rules,
  source,
  text,
  type RunShape,
} from '../fixtures.ts';

/**
 * The schema of SARIF 2.1.0 as `@microsoft/jest-sarif` ships it (2.1.0-rtm.5, the draft that became the
 * standard). It is written in JSON Schema draft 4: what differs from the draft that ajv reads is its head.
 */
const validate = (() => {
  const file = createRequire(import.meta.url).resolve(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  );
  const {
    $schema: _draft,
    id: _address,
    ...schema
  } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  ajv.addFormat('uri', /^[a-z][a-z\d+.-]*:[^\s<>"{}|\\^`]*$/i);
  // RFC 3986: every character is allowed in a reference, or written as %XX.
  ajv.addFormat('uri-reference', /^(?:[a-z\d\-._~:/?#[\]@!$&'()*+,;=]|%[\da-f]{2})*$/i);
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/);
  return ajv.compile(schema);
})();

function checked(shape: RunShape = {}): Log {
  const log = JSON.parse(renderSarif(report(shape))) as Log;
  assert.ok(validate(log), JSON.stringify(validate.errors?.slice(0, 5), null, 2));
  return log;
}

const cap = text.indexOf('5 %');
const related: RelatedPlace = {
  sourceId: 's1',
  range: { start: cap, end: cap + 3 },
  quote: '5 %',
};
const judged = (finding: Finding): Finding => ({
  ...finding,
  related: [related],
  verification: {
    verdict: 'confirmed',
    evidence: 'Both caps are stated.',
    place: related,
    by: 'openai:gpt-test',
  },
  decision: { kind: 'dismissed', reason: '' },
});

const REPORTS: Readonly<Record<string, RunShape>> = {
  'of a model': {},
  'of rules': { model: rules, findings: findings.map(f => ({ ...f, rule: 'word-list' })) },
  'with related places, fixes, verdicts and decisions': { findings: findings.map(judged) },
  'with gaps, inputs that were not read and a failed branch': {
    outcomes: { 'c0/tone': failed, 'c1/accuracy': { status: 'cancelled' } },
    skipped: [{ path: 'a b.png', reason: 'binary' }],
  },
  'without findings': { findings: [], synthesis: false },
  'of a PDF': {
    source: { ...source, path: 'contract.pdf', pages: [{ start: 0, page: 3, paragraph: 1 }] },
  },
};

describe('SARIF and its schema', () => {
  it('the schema is the one of SARIF 2.1.0, and refuses what is not', () => {
    const log = checked();
    assert.equal(validate({ ...log, version: '2.0.0' }), false);
    assert.equal(validate({ ...log, runs: [{ ...log.runs[0], invented: 1 }] }), false);
    const [run] = log.runs;
    const results = [{ ...run?.results?.[0], level: 'critical' }];
    assert.equal(validate({ ...log, runs: [{ ...run, results }] }), false);
  });

  for (const [name, shape] of Object.entries(REPORTS))
    it(`a report ${name} is valid, and what it refers to is in it`, () => {
      const [run] = checked(shape).runs;
      assert.ok(run);
      for (const result of run.results ?? []) {
        assert.equal(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id, result.ruleId);
        const place = result.locations?.[0]?.physicalLocation?.artifactLocation;
        assert.equal(run.artifacts?.[place?.index ?? -1]?.location?.uri, place?.uri);
        const ids = (result.relatedLocations ?? []).map(location => location.id);
        assert.equal(new Set(ids).size, ids.length);
      }
      const [invocation] = run.invocations ?? [];
      assert.ok((invocation?.startTimeUtc ?? 'z') <= (invocation?.endTimeUtc ?? ''));
    });

  it('a report stays valid whatever a model, a document or a file name says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), evil => {
        checked({
          name: evil,
          source: { ...source, path: `docs/${evil}` },
          findings: [
            judged(
              findingAt('ten per cent (10%)', { title: evil, message: evil, suggestion: evil }),
            ),
            findingAt('nowhere', { quote: evil, title: evil, message: evil, rule: evil || 'rule' }),
          ],
          skipped: [{ path: evil, reason: evil }],
        });
      }),
      { numRuns: 20 },
    );
  });
});
