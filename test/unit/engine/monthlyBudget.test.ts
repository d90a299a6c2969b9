import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noUsage } from '../../../src/core/domain/cost.ts';
import { emptyState, type RunState } from '../../../src/core/state/runState.ts';
import { monthlyBudget, monthStart } from '../../../src/engine/monthlyBudget.ts';
import { ledgerIn } from '../../../src/store/ledger.ts';

const NOVEMBER = new Date(2026, 10, 15, 12).getTime();

const spending = (usd: number): RunState => ({
  ...emptyState(),
  spentBy: { 'openai:a': { usage: noUsage, costUsd: usd, calls: 1 } },
});

describe('monthly budget', () => {
  let folder: string;
  let now = NOVEMBER;
  const told: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-month-'));
    now = NOVEMBER;
    told.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const month = (budgetUsd: number, before = 0, runId = 'r') =>
    monthlyBudget({
      folder,
      budgetUsd,
      before,
      runId,
      clock: { date: () => now },
      warn: text => told.push(text),
    });

  it('sums up what runs of all hosts spent since the first of the month, local time', () => {
    const ledger = ledgerIn(folder);
    ledger.add(new Date(2026, 9, 31, 23, 59).getTime(), 5);
    ledger.add(new Date(2026, 10, 1, 0, 0).getTime(), 2);
    month(0).note(spending(3), true);
    appendFileSync(join(folder, 'spending.jsonl'), 'half a li');
    assert.equal(ledger.since(monthStart(NOVEMBER)), 5);
  });

  it('notes each dollar once, also of a run that is resumed, and soon', () => {
    const first = month(0);
    first.note(spending(1), false);
    first.note(spending(1.5), false);
    now += 1500;
    first.note(spending(2), false);
    first.note(spending(2), true);
    month(0, 2).note(spending(2.25), true);
    assert.equal(ledgerIn(folder).since(0), 2.25);
  });

  it('what a crash kept from being noted is noted when the run goes on', () => {
    const crashed = month(0);
    crashed.note(spending(1), false);
    crashed.note(spending(1.2), false);
    month(0, 1.2).note(spending(1.5), true);
    assert.equal(ledgerIn(folder).since(0), 1.5);
    month(0, 7, 'of an earlier version').note(spending(7.5), true);
    assert.equal(ledgerIn(folder).since(0), 2);
  });

  it('warns once each at 50, 75 and 90 %', () => {
    const run = month(10);
    for (const usd of [4, 5, 6, 7.4, 7.6, 8.9, 9, 9.5]) {
      now += 2000;
      run.note(spending(usd), false);
    }
    assert.deepEqual(
      told.map(text => /^\d+ %/.exec(text)?.[0]),
      ['50 %', '75 %', '90 %'],
    );
  });

  it('refuses a run above it, says how to continue, and starts again in the next month', () => {
    ledgerIn(folder).add(NOVEMBER, 10);
    assert.throws(
      () => month(10).check(),
      /\$10\.00 \(fanout\.monthlyBudgetUsd\) is used up.*again on 1 December.*Nothing was sent.*Raise it/,
    );
    month(11).check();
    month(0).check();
    now = new Date(2026, 11, 1, 0, 5).getTime();
    month(10).check();
  });

  it('caps a run at what is left, less what others spend meanwhile, and never above its own cap', () => {
    ledgerIn(folder).add(NOVEMBER, 4);
    const caps: { maxCostUsd?: number; usedUp?: string } = {};
    const run = month(10);
    run.limit(caps);
    assert.equal(caps.maxCostUsd, 6);
    run.note(spending(1), true);
    assert.equal(caps.maxCostUsd, 6, 'its own spending is part of it');
    ledgerIn(folder).add(NOVEMBER, 3);
    now += 2000;
    run.note(spending(1.5), true);
    assert.equal(caps.maxCostUsd, 3);
    assert.match(caps.usedUp ?? '', /Raise the budget and resume/);
    const small = { maxCostUsd: 0.5 };
    month(10).limit(small);
    assert.equal(small.maxCostUsd, 0.5);
  });

  it('says so before a run that needs more than is left', () => {
    const run = month(10);
    run.expect({ low: 1, expected: 2, high: 20 });
    assert.deepEqual(told, []);
    run.expect({ low: 8, expected: 12, high: 20 });
    assert.match(told[0] ?? '', /expected to cost \$12\.00, and \$10\.00 .* is left/);
  });

  it('a disk that refuses stops a run only where a budget could not be kept', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const at = (budgetUsd: number) =>
      monthlyBudget({
        folder: join(file, 'below'),
        budgetUsd,
        clock: { date: () => now },
        warn: text => told.push(text),
      });
    at(0).note(spending(1), true);
    assert.deepEqual(told, []);
    at(5).note(spending(1), true);
    assert.match(told[0] ?? '', /could not be added/);
  });

  it('keeps the file small', () => {
    const old = JSON.stringify({ at: NOVEMBER - 90 * 86_400_000, usd: 1 });
    writeFileSync(join(folder, 'spending.jsonl'), `${old}\n`.repeat(60_000));
    const ledger = ledgerIn(folder);
    ledger.add(NOVEMBER, 2);
    assert.equal(ledger.since(0), 2);
  });
});
