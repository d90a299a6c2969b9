import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { RunEvent } from '../../src/core/state/events.ts';
import { applyEvent } from '../../src/core/state/applyEvent.ts';
import { renderHtml } from '../../src/core/report/html/html.ts';
import { buildReport as reportOf } from '../../src/core/report/report.ts';
import { emptyState } from '../../src/core/state/runState.ts';
import { hostileTexts, NOT_OURS } from '../support/hostileTexts.ts';
import { buildReport, openBrowser, openReport } from '../support/reportPage.ts';
import { generatedEvents, generatedState } from '../support/runStates.ts';

const wrapped = hostileTexts('http://evil.test').filter((_, i) => i % 3 === 0);

interface InPage {
  pwned?: unknown;
  posted: { readonly type: string }[];
  toReport(message: unknown): void;
}

describe('the report page', () => {
  let built: string;
  let browser: Browser;
  before(async () => {
    built = await mkdtemp(path.join(tmpdir(), 'fanout-report-'));
    [browser] = await Promise.all([openBrowser(), buildReport(built)]);
  });
  after(async () => {
    await browser.close();
    await rm(built, { recursive: true, force: true });
  });

  const ofPage = <T>(page: Page, read: (inPage: InPage) => T): Promise<T> =>
    page.evaluate(`(${read.toString()})(globalThis)`);
  const focused = (page: Page): Promise<unknown> =>
    page.evaluate('document.activeElement.dataset.row');

  it('G12 T29 T32 a thousand hostile texts run nothing, load nothing and go nowhere', async () => {
    assert.ok(wrapped.length >= 1000);
    for (let at = 0; at < wrapped.length; at += 220) {
      const payloads = wrapped.slice(at, at + 220);
      const state = generatedState({
        end: 'partial',
        failing: [3],
        findings: payloads.length,
        payload: payloads[0] ?? '',
        payloads,
      });
      const saved = { runId: state.runId, open: state.findings.map(f => f.id), tables: ['map'] };
      const page = await openReport(browser, { built, state, saved });
      const went: string[] = [];
      page.on('request', request => went.push(request.url()));
      page.on('framenavigated', frame => went.push(frame.url()));
      page.on('pageerror', error => went.push(error.message));
      await page
        .locator('.detail')
        .nth(Math.floor(payloads.length / 2))
        .waitFor();
      const strange = await page.locator(NOT_OURS).count();
      assert.deepEqual([strange, went, await ofPage(page, w => w.pwned)], [0, [], undefined]);
      await page.close();
    }
  });

  it('G12 T29 T32 nor does a page of them in the HTML export', async () => {
    const payloads = wrapped.slice(0, 300);
    const state = generatedState({ end: 'partial', failing: [3], findings: 300, payloads });
    const page = await browser.newPage();
    const went: string[] = [];
    page.on('request', request => went.push(request.url()));
    await page.setContent(renderHtml(reportOf(state, [])));
    assert.ok((await page.locator('mark, blockquote, q, .finding').count()) > 100);
    assert.deepEqual(
      [await page.locator(NOT_OURS).count(), went, await ofPage(page, w => w.pwned)],
      [0, [], undefined],
    );
    await page.close();
  });

  it('is worked with the keyboard alone: move, open, reveal, copy, search, clear', async () => {
    const state = generatedState({ end: 'succeeded' });
    const page = await openReport(browser, { built, state });
    await page.locator('.row-main').first().focus();
    await page.keyboard.press('ArrowDown');
    const first = await focused(page);
    await page.keyboard.press('Enter');
    await page.keyboard.press('c');
    await page.keyboard.press('ArrowRight');
    await page.locator('.detail').waitFor();
    const asked = await ofPage(page, w => w.posted.slice(1));
    assert.deepEqual(asked, [
      { type: 'reveal', id: 1, findingId: first },
      { type: 'copy', id: 2, findingId: first },
    ]);
    await page.keyboard.press('End');
    assert.equal(await focused(page), state.findings.filter(f => !f.range).at(-1)?.id);
    await page.keyboard.press('Home');
    assert.equal(await focused(page), 'severity:critical');
    await page.keyboard.press('/');
    await page.keyboard.type('pile');
    await page.locator('.shown.on').waitFor();
    assert.match(await page.locator('.shown').innerText(), /^\d+ of 41 findings shown/);
    await page.keyboard.press('Escape');
    await page.locator('.shown', { hasText: /^41 findings/ }).waitFor();
    await page.close();
  });

  it('findings are applied, selected and decided on with single keys', async () => {
    const state = generatedState({ end: 'succeeded' });
    const page = await openReport(browser, { built, state });
    const rows = page.locator('li.finding .row-main');
    const fixable = state.findings.filter(f => f.suggestion !== undefined && f.range).length;
    await page.getByRole('button', { name: `Apply all ${fixable} shown…` }).waitFor();
    await rows.first().focus();
    for (const key of ['j', 'k', 'o', 'x', 'Shift+ArrowDown', 'd']) await page.keyboard.press(key);
    const first = await rows.nth(0).getAttribute('data-row');
    const second = await rows.nth(1).getAttribute('data-row');
    assert.deepEqual(await ofPage(page, w => w.posted.slice(1)), [
      { type: 'reveal', id: 1, findingId: first },
      { type: 'dismiss', id: 2, findingIds: [first, second] },
    ]);
    const at = state.findings.findIndex(f => f.suggestion !== undefined && f.range);
    const id = state.findings[at]?.id ?? '';
    const events = [{ type: 'suggestions.applied', findingIds: [id], applied: true, at: 0 }];
    await page.locator(`[data-row="${id}"]`).focus();
    await page.keyboard.press('a');
    await page.evaluate(`toReport(${JSON.stringify({ type: 'events', seq: 1, events })})`);
    await page.locator('.finding.aside .ck', { hasText: 'applied' }).waitFor();
    await page.keyboard.press('a');
    await page.keyboard.press('u');
    assert.deepEqual(await ofPage(page, w => w.posted.slice(3).filter(m => m.type !== 'drawn')), [
      { type: 'apply', id: 3, findingIds: [id] },
      { type: 'undo', id: 4, findingIds: [id] },
    ]);
    await page.getByRole('button', { name: `Apply all ${fixable - 1} shown…` }).waitFor();
    await page.close();
  });

  it('rows stay where they are while findings arrive under the pointer', async () => {
    const events = generatedEvents({ end: 'succeeded' });
    const state = events.slice(0, 120).reduce(applyEvent, emptyState());
    const page = await openReport(browser, { built, state });
    let seq = 0;
    const send = (batch: readonly RunEvent[]): Promise<void> =>
      page.evaluate(`toReport(${JSON.stringify({ type: 'events', seq: ++seq, events: batch })})`);
    const row = page.locator('.finding .t').first();
    await row.hover();
    const before = await row.boundingBox();
    const rows = await page.locator('.finding').count();
    await send(events.slice(120, 180));
    const show = page.getByRole('button', { name: /new findings, show them/ });
    await show.waitFor();
    assert.deepEqual(await row.boundingBox(), before);
    assert.equal(await page.locator('.finding').count(), rows);
    await show.click();
    assert.ok((await page.locator('.finding').count()) > rows);
    await page.close();
  });

  it('a row that is held while the findings are merged is decided on, and shows it at once', async () => {
    const events = generatedEvents({ end: 'succeeded' });
    const page = await openReport(browser, {
      built,
      state: events.slice(0, 120).reduce(applyEvent, emptyState()),
    });
    const send = (seq: number, batch: readonly RunEvent[]): Promise<void> =>
      page.evaluate(`toReport(${JSON.stringify({ type: 'events', seq, events: batch })})`);
    const row = page.locator('li.finding .row-main').first();
    await row.focus();
    const before = await row.getAttribute('data-row');
    await send(1, events.slice(120));
    await page.locator('.report[data-status="succeeded"]').waitFor();
    assert.equal(await row.getAttribute('data-row'), before);
    await page.keyboard.press('d');
    const end = events.reduce(applyEvent, emptyState());
    const asked = (await ofPage(page, w => w.posted)).find(m => m.type === 'dismiss');
    const [id = ''] = (asked as unknown as { readonly findingIds: readonly string[] }).findingIds;
    assert.ok(id !== before && end.findings.some(finding => finding.id === id), `${before} ${id}`);
    await send(2, [
      {
        type: 'findings.decided',
        at: 0,
        decisions: [{ findingId: id, decision: { kind: 'dismissed', reason: 'settled' } }],
      },
    ]);
    await page.locator('.shown', { hasText: '1 dismissed is hidden' }).waitFor();
    await page.close();
  });

  it('draws a section out of sight anew only when it comes into sight, or the run has ended', async () => {
    const events = generatedEvents({ end: 'succeeded' });
    const state = events.slice(0, 120).reduce(applyEvent, emptyState());
    const page = await openReport(browser, { built, state, height: 400 });
    let seq = 0;
    const send = (batch: readonly RunEvent[]): Promise<void> =>
      page.evaluate(`toReport(${JSON.stringify({ type: 'events', seq: ++seq, events: batch })})`);
    const bars = (): Promise<number> => page.locator('#timeline [data-bar]').count();
    await page.evaluate(`new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))`);
    const before = await bars();
    await page.evaluate(`globalThis.changes = 0;
      new MutationObserver(all => (changes += all.length)).observe(
        document.getElementById('timeline'),
        { subtree: true, childList: true, attributes: true, characterData: true },
      )`);
    await send(events.slice(120, 150));
    await page.waitForTimeout(1500);
    assert.deepEqual([await page.evaluate('changes'), await bars()], [0, before]);
    await page.evaluate(`document.getElementById('timeline').scrollIntoView()`);
    const until = async (holds: (count: number) => boolean): Promise<void> => {
      for (const end = Date.now() + 10_000; !holds(await bars());) {
        assert.ok(Date.now() < end, `${await bars()} bars`);
        await page.waitForTimeout(50);
      }
    };
    await until(count => count > before);
    await page.evaluate('scrollTo(0, 0)');
    await send(events.slice(150));
    await until(count => count === state.branchIds.length);
    await page.close();
  });

  it('a section that cannot be drawn says so, and the others go on', async () => {
    const events = generatedEvents({ end: 'succeeded' });
    const state = events.slice(0, 120).reduce(applyEvent, emptyState());
    const page = await openReport(browser, { built, state });
    await page.locator('#timeline').waitFor();
    await page.evaluate(`{
      const find = document.getElementById.bind(document);
      document.getElementById = id => {
        if (id === 'timeline') throw new Error('out of order');
        return find(id);
      };
    }`);
    const send = (seq: number, batch: readonly RunEvent[]): Promise<void> =>
      page.evaluate(`toReport(${JSON.stringify({ type: 'events', seq, events: batch })})`);
    await send(1, events.slice(120, 150));
    await page
      .getByRole('alert')
      .filter({ hasText: 'could not be drawn (out of order)' })
      .waitFor();
    assert.equal(await page.locator('#timeline').count(), 0);
    await send(2, events.slice(150));
    await page.locator('.report[data-status="succeeded"] #cost').waitFor();
    await page.close();
  });

  it('F83 asks for the whole run again when a message was lost', async () => {
    const page = await openReport(browser, { built, state: generatedState({ done: 30 }) });
    await page.evaluate(`toReport({ type: 'events', seq: 9, events: [] })`);
    await page.waitForFunction(`posted.filter(m => m.type === 'ready').length === 2`);
    await page.close();
  });

  it('holds 10,000 findings and draws only those near the window', async () => {
    const state = generatedState({ chunks: 700, findings: 10_000, end: 'succeeded', sources: 3 });
    const page = await openReport(browser, { built, state });
    assert.ok((await page.locator('.finding').count()) < 200);
    await page.locator('.row-main').first().focus();
    await page.keyboard.press('End');
    await page.waitForFunction(`scrollY > 100000`);
    assert.equal(await focused(page), state.findings.filter(f => !f.range).at(-1)?.id);
    assert.ok((await page.locator('.finding').count()) < 200);
    await page.close();
  });

  it('fits a narrow group in every state, in every theme', async () => {
    const themes = ['dark', 'light', 'hc-dark', 'hc-light'] as const;
    const states = [
      generatedState({ end: 'partial', failing: [51, 92] }),
      generatedState({ done: 60 }),
      generatedState({ done: 3, failing: [0, 1, 2], end: 'failed', findings: 0 }),
      generatedState({ rules: true, end: 'succeeded', findings: 0 }),
    ];
    for (const [i, theme] of themes.entries()) {
      const state = states[i];
      assert.ok(state);
      const page = await openReport(browser, { built, state, theme, width: 296 });
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 296);
      for (const link of await page.locator('nav.bar .tabs a').all()) {
        const box = await link.boundingBox();
        assert.ok(box && box.x >= 0 && box.x + box.width <= 296, await link.innerText());
      }
      await page.close();
    }
  });
});
