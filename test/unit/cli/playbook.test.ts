import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../../src/core/report/report.ts';
import {
  type Chaos,
  type ChaosRequest,
  ok,
  startChaos,
  status,
} from '../../support/chaosServer.ts';
import { type Ended, startCommandLine } from '../../support/commandLine.ts';

const filler = (n: number): string =>
  `## Clause ${n}\n\n${`Item ${n} is checked by the Customer. `.repeat(16)}\n\n`;
const TERM = 'This Agreement has no end.';
const LAW = 'It is governed by the law of Utopia.';
const PLAYBOOK = `---
title: Ours
---
## Term
Acceptable: three years. Unacceptable: no end.

Fallback: It ends after three years.

## Law
Acceptable: any.

## Penalty
Acceptable: none. Unacceptable: any fixed sum.

Fallback: Damages according to law.
`;

/** A model that knows two clauses by their words. */
const rowsOf = ({ body }: ChaosRequest) => {
  const shown = JSON.stringify(body);
  const row = (rule: string, verdict: string, quote: string) =>
    shown.includes(quote) ? [{ c1: rule, c2: verdict, c3: 'It says so.', quotes: [quote] }] : [];
  return [...row('R1', 'unacceptable', TERM), ...row('R2', 'acceptable', LAW)];
};

describe('command line: ask --playbook', function () {
  this.timeout(120_000);
  let folder: string;
  let chaos: Chaos;
  let script: (request: ChaosRequest) => ReturnType<typeof ok>;

  before(async () => {
    chaos = await startChaos(request => (request.api === 'chat' ? script(request) : status(404)));
  });
  after(() => chaos.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-playbook-'));
    const text = [
      ...[1, 2, 3].map(filler),
      `## Term\n\n${TERM}\n\n`,
      ...[4, 5, 6].map(filler),
      `## Law\n\n${LAW}\n\n`,
      ...[7, 8].map(filler),
    ];
    writeFileSync(join(folder, 'nda.md'), text.join(''));
    writeFileSync(join(folder, 'ours.md'), PLAYBOOK);
    script = request => ok({ rows: rowsOf(request) });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const ask = (...args: string[]): Promise<Ended> =>
    startCommandLine(
      [
        ...['ask', '--playbook', 'ours.md', 'nda.md', '--model', 'compatible:test'],
        ...['--base-url', `${chaos.url}/v1`, '--chunk-tokens', '200'],
        ...['--store', join(folder, 'store'), ...args],
      ],
      folder,
      { FANOUT_API_KEY: 'sk-canary-7f3e91c2d4b85a60' },
    ).ended;
  const verdictsOf = (report: Report): [string, string, string | undefined][] =>
    (report.playbook?.texts[0]?.rules ?? []).map(({ title, verdict, places }) => [
      title,
      verdict,
      places[0]?.quote,
    ]);

  it('gives a verdict for every rule with its words, and calls missing what no part has', async () => {
    const { stdout, stderr } = await ask('--format', 'json');
    const report = JSON.parse(stdout) as Report;
    assert.ok(report.branches.length > 3, stderr);
    assert.deepEqual(verdictsOf(report), [
      ['Term', 'unacceptable', TERM],
      ['Law', 'acceptable', LAW],
      ['Penalty', 'missing', undefined],
    ]);
    const [text] = report.playbook?.texts ?? [];
    assert.deepEqual(
      text?.rules.map(({ fallback }) => fallback),
      ['It ends after three years.', null, 'Damages according to law.'],
    );
    assert.ok(text?.isWhole);
    const shown = await startCommandLine(
      ['show', report.run.id, '--store', join(folder, 'store')],
      folder,
    ).ended;
    assert.match(shown.stdout, /1 unacceptable, 1 acceptable, 1 missing/);
    assert.match(shown.stdout, /All of it was read/);
    assert.match(shown.stdout, /Fallback: It ends after three years\./);
  });

  it('calls nothing missing while a part was not read', async () => {
    script = request =>
      JSON.stringify(request.body).includes('Item 7 is checked')
        ? ({ kind: 'status', status: 400 } as unknown as ReturnType<typeof ok>)
        : ok({ rows: rowsOf(request) });
    const report = JSON.parse((await ask('--format', 'json')).stdout) as Report;
    assert.ok(report.coverage.reviewedFraction < 1);
    assert.deepEqual(verdictsOf(report).at(-1), ['Penalty', 'undetermined', undefined]);
    assert.equal(report.playbook?.texts[0]?.isWhole, false);
  });

  it('calls nothing missing where a quote was not found, or an item of an answer was no row', async () => {
    for (const [rows, about] of [
      [[{ c1: 'R3', c2: 'acceptable', c3: 'None.', quotes: ['Words that are nowhere.'] }], 'quote'],
      [[{ c1: 'R1', c2: 'acceptable', c3: 'x', quotes: [TERM] }, 'no row'], 'item'],
    ] as const) {
      script = request => ok({ rows: JSON.stringify(request.body).includes(TERM) ? rows : [] });
      const report = JSON.parse((await ask('--format', 'json', '--no-cache')).stdout) as Report;
      assert.deepEqual(verdictsOf(report).at(-1), ['Penalty', 'undetermined', undefined], about);
    }
  });

  it('refuses a playbook without rules, and sends nothing', async () => {
    writeFileSync(join(folder, 'ours.md'), '---\ntitle: Ours\n---\nNo rules.\n');
    const before = chaos.requests.length;
    const { code, stderr } = await ask();
    assert.equal(code, 2);
    assert.match(stderr, /ours\.md is no playbook/);
    assert.equal(chaos.requests.length, before);
  });
});
