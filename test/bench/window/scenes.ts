import type { Frame, Page } from 'playwright-core';
import { ok, type Behaviour, type ChaosRequest } from '../../support/chaosServer.ts';
import { uniform } from '../draws.ts';
import { manySentences, tenFindings } from './documents.ts';
import {
  framesOf,
  lagsOf,
  leftOf,
  meterOf,
  most,
  painted,
  percentile,
  sample,
  sampleLeft,
  samplesOf,
  type Busy,
  type Lefts,
} from './measure.ts';
import {
  answer,
  begin,
  ended,
  promptOf,
  RUN_ROW,
  staged,
  STATUS_ITEM,
  typing,
  type Figures,
} from './stage.ts';

export interface Scene {
  /** What its figures are at most. */
  readonly bars: Figures;
  readonly play: (scale: number) => Promise<Figures>;
}

const shares = (name: string, { busy, script, style, layout, browserCpu }: Busy): Figures => ({
  [`${name} busy`]: busy,
  [`${name} script`]: script,
  [`${name} style and layout`]: style + layout,
  [`${name} CPU of the browser`]: browserCpu,
});

/** A long run in sight: report beside the text, tree at the left. */
async function run(scale: number): Promise<Figures> {
  return staged({ files: { 'long.md': manySentences(Math.round(334 * scale)) } }, async stage => {
    const { window } = stage;
    const report = await begin(stage, 'long.md');
    await sample(window.page, RUN_ROW, 'benchTree');
    await sampleLeft(window.page, RUN_ROW);
    await sample(window.page, STATUS_ITEM, 'benchStatus');
    await sample(report, '.pleg', 'benchReport');
    const meter = await meterOf(window);
    const laps: Busy[] = [];
    const done = ended(window, 'long.md').then(() => true);
    for (;;) {
      const over = await Promise.race([done, window.page.waitForTimeout(5000)]);
      if (over === true) break;
      laps.push(await meter.lap());
    }
    const answeredAt = stage.answeredAt();
    const lag = async (where: Frame | Page, name: string) =>
      lagsOf(await samplesOf(where, name), answeredAt);
    const tree = await lag(window.page, 'benchTree');
    const status = await lag(window.page, 'benchStatus');
    const shown = await lag(report, 'benchReport');
    const mean = (of: (lap: Busy) => number): number =>
      laps.reduce((sum, lap) => sum + of(lap), 0) / laps.length;
    return {
      branches: answeredAt.length,
      'answers a second': answeredAt.length / ((most(answeredAt) - Math.min(...answeredAt)) / 1000),
      'renderer busy': mean(l => l.busy),
      'renderer busy, worst 5 s': most(laps.map(l => l.busy)),
      script: mean(l => l.script),
      'style and layout': mean(l => l.style + l.layout),
      'CPU of the page': mean(l => l.rendererCpu),
      'CPU of the browser': mean(l => l.browserCpu),
      'tree behind, ms': most(tree),
      'tree behind, p95 ms': percentile(tree, 0.95),
      'report behind, ms': most(shown),
      'report behind, p95 ms': percentile(shown, 0.95),
      'status bar behind, ms': most(status),
      ...leftFigures(await leftOf(window.page), answeredAt),
    };
  });
}

/** How far off the time left was that the tree showed, as a share of what the run took from there. */
function leftFigures(said: Lefts, answeredAt: readonly number[]): Figures {
  const first = Math.min(...answeredAt);
  const took = most(answeredAt) - first;
  return Object.fromEntries(
    [0.25, 0.5, 0.75].map(share => {
      const [at = 0, left = 0] = said.find(([when]) => when >= first + share * took) ?? [];
      const is = most(answeredAt) - at;
      return [`time left, off at ${share * 100} %`, Math.abs(left - is) / is];
    }),
  );
}

/** Ten thousand findings, given quickly: opening the report and scrolling it. */
async function findings(scale: number): Promise<Figures> {
  const script = ({ body }: ChaosRequest): Behaviour =>
    ok(tenFindings(promptOf(body)), { latencyMs: 500 });
  const files = { 'long.md': manySentences(Math.round(334 * scale)) };
  return staged({ files, script }, async stage => {
    const { window } = stage;
    const { page } = window;
    await begin(stage, 'long.md');
    await ended(window, 'long.md');
    // What a run leaves to do is done, then the report is closed and opened anew.
    await page.waitForTimeout(4000);
    await window.tab('Review of').click({ button: 'middle' });
    const clicked = Date.now();
    await window.runRow('long.md').click();
    await painted(page, '.report');
    const first = Date.now() - clicked;
    await painted(page, '.report h1');
    const head = Date.now() - clicked;
    const report = await painted(page, '.report li.finding');
    const finding = Date.now() - clicked;
    const found = await report.locator('#findings .badge').first().innerText();
    await page.waitForTimeout(1000);
    const box = await page.locator('iframe.webview.ready').last().boundingBox();
    await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 400);
    // What this machine does while nothing is asked of it.
    const idle = await framesOf(report, () => page.waitForTimeout(3000));
    const meter = await meterOf(window);
    const frames = await framesOf(report, async () => {
      for (let i = 0; i < 80; i += 1) {
        await page.mouse.wheel(0, 300);
        await page.waitForTimeout(30);
      }
    });
    const scrolled = await meter.lap();
    const jumps = await framesOf(report, async () => {
      for (let i = 0; i < 20; i += 1) {
        await report.evaluate(
          `window.scrollTo(0, ${uniform('jump', i)} * document.body.scrollHeight)`,
        );
        await page.waitForTimeout(150);
      }
    });
    return {
      findings: Number(found.replace(',', '')),
      'report: first paint, ms': first,
      'report: head, ms': head,
      'report: first finding, ms': finding,
      'idle: longest frame, ms': most(idle),
      'idle: frames over 50 ms': idle.filter(ms => ms > 50).length,
      'scroll: longest frame, ms': most(frames),
      'scroll: frames over 50 ms': frames.filter(ms => ms > 50).length,
      'scroll: frames': frames.length,
      'scroll: p95 frame, ms': percentile(frames, 0.95),
      'scroll: renderer busy': scrolled.busy,
      'jump: longest frame, ms': most(jumps),
      'jump: frames over 50 ms': jumps.filter(ms => ms > 50).length,
      'jump: frames': jumps.length,
    };
  });
}

/**
 * Writing in a document while a run goes over it, and with ten thousand findings shown in every way there is. Each
 * block of keys stands beside one in a document without either, so that both meet the same other work of the machine.
 */
async function writing(scale: number): Promise<Figures> {
  const rounds = 3;
  // At any scale: a run that ends while someone types measures nothing.
  const part = (seed: string): string => manySentences(250, seed);
  const files = {
    'long.md': manySentences(Math.round(334 * scale)),
    'other.md': manySentences(Math.round(334 * scale), 'other'),
    ...Object.fromEntries(Array.from({ length: rounds }, (_, i) => [`r${i}.md`, part(`r${i}`)])),
  };
  const settings = { 'fanout.show': ['problems', 'codeLens', 'comments', 'gutter'] };
  let isQuick = false;
  const script = (request: ChaosRequest, n: number): Behaviour =>
    isQuick ? ok(tenFindings(promptOf(request.body)), { latencyMs: 300 }) : answer(request, n);
  return staged({ files, settings, script }, async stage => {
    const { window } = stage;
    const keys = 40;
    const taken: Record<string, number[]> = { before: [], during: [], with: [], without: [] };
    const type = async (when: keyof typeof taken, file: string): Promise<void> => {
      taken[when]?.push(...(await typing(window, file, keys)));
    };
    for (let i = 0; i < rounds; i += 1) {
      await type('before', 'other.md');
      await begin(stage, `r${i}.md`);
      await window.page.waitForTimeout(3000);
      await type('during', `r${i}.md`);
      await window.command('Fanout: Cancel Run');
      await window.runRow(`r${i}.md`).filter({ hasText: /cancelled at/ }).waitFor();
      await window.page.waitForTimeout(2000);
    }
    isQuick = true;
    await begin(stage, 'long.md');
    await ended(window, 'long.md');
    await window.page.waitForTimeout(4000);
    for (let i = 0; i < rounds; i += 1) {
      await type('with', 'long.md');
      await type('without', 'other.md');
    }
    const over = (one: keyof typeof taken, other: keyof typeof taken, share: number): number =>
      percentile(taken[one] ?? [], share) / percentile(taken[other] ?? [], share);
    return {
      ...Object.fromEntries(
        Object.entries(taken).flatMap(([when, ms]) => [
          [`key to paint ${when}, median ms`, percentile(ms, 0.5)],
          [`key to paint ${when}, p95 ms`, percentile(ms, 0.95)],
        ]),
      ),
      'with findings over without': over('with', 'without', 0.95),
      'with findings over without, median': over('with', 'without', 0.5),
      'during the run over before': over('during', 'before', 0.95),
      'during the run over before, median': over('during', 'before', 0.5),
    };
  });
}

/** Ten runs at once, a report closed and opened again in the middle. */
async function ten(scale: number): Promise<Figures> {
  const names = Array.from({ length: 10 }, (_, i) => `d${i}.md`);
  const files = Object.fromEntries(
    names.map(name => [name, manySentences(Math.round(20 * scale), name)]),
  );
  // None ends before all have begun.
  const all = Promise.withResolvers<void>();
  const script = async (request: ChaosRequest, n: number): Promise<Behaviour> => {
    await all.promise;
    return answer(request, n);
  };
  return staged({ files, script }, async stage => {
    const { window } = stage;
    const { page } = window;
    await window.activity('Fanout Review').click();
    for (const name of names) {
      await window.open(name);
      await window.command('Fanout: Review Document');
    }
    await page.locator(STATUS_ITEM, { hasText: '10 runs' }).waitFor();
    const meter = await meterOf(window);
    all.resolve();
    await page.waitForTimeout(10_000);
    const running = await meter.lap();
    await window.tab('Review of d9').click({ button: 'middle' });
    await page.waitForTimeout(3000);
    const closed = await meter.lap();
    await window.runRow('d9.md').click();
    const report = await window.report();
    await page.locator(STATUS_ITEM).waitFor({ state: 'hidden', timeout: 90_000 });
    const toasts = await page.locator('.notifications-toasts .notification-list-item').count();
    await report.locator('.report[data-status="succeeded"]').waitFor();
    return {
      branches: stage.answeredAt().length,
      ...shares('ten', running),
      'after closing busy': closed.busy,
      'notifications at the end': toasts,
      'errors of the extension': window.console.filter(line => /fanout.*Error/i.test(line)).length,
    };
  });
}

type Slowness = 'slow' | 'hanging' | 'stalled' | 'hedged';

/** The first answers come at once; then the server is slow in one of four ways, and the run is cancelled. */
async function cancel(scale: number): Promise<Figures> {
  let slowness: Slowness = 'slow';
  let answered = 0;
  const script = (request: ChaosRequest): Behaviour => {
    const reply = tenFindings(promptOf(request.body));
    if (++answered <= 40) return ok(reply, { latencyMs: 300 });
    if (slowness === 'hanging') return { kind: 'stall' };
    if (slowness === 'stalled') return { kind: 'stall', answer: reply, afterEvents: 3 };
    return ok(reply, { gapMs: 1000, pieces: 60 });
  };
  const figures: Record<string, number> = {};
  const files = { 'long.md': manySentences(Math.round(334 * scale)) };
  for (const hedge of [false, true])
    await staged({ files, script, settings: { 'fanout.hedge': hedge } }, async stage => {
      const { window, chaos } = stage;
      for (const how of hedge ? (['hedged'] as const) : (['slow', 'hanging', 'stalled'] as const)) {
        slowness = how;
        answered = 0;
        const report = await begin(stage, 'long.md');
        await window
          .runRow('long.md')
          .filter({ hasText: /40 of \d+/ })
          .waitFor({ timeout: 30_000 });
        await window.page.waitForTimeout(how === 'hedged' ? 8000 : 2000);
        const clicked = Date.now();
        await report.getByRole('button', { name: 'Cancel and Keep Results' }).click();
        const since = (): number => Date.now() - clicked;
        const shownInReport = report
          .locator('.report[data-status="cancelled"], button:has-text("Cancelling")')
          .first()
          .waitFor()
          .then(since);
        const shownInTree = window
          .runRow('long.md')
          .filter({ hasText: /cancelling|cancelled at/ })
          .waitFor()
          .then(since);
        const inReport = report.locator('.report[data-status="cancelled"]').waitFor().then(since);
        const inTree = window
          .runRow('long.md')
          .filter({ hasText: /cancelled at/ })
          .waitFor()
          .then(since);
        figures[`${how}: shown in the report, ms`] = await shownInReport;
        figures[`${how}: shown in the tree, ms`] = await shownInTree;
        figures[`${how}: over in the report, ms`] = await inReport;
        figures[`${how}: over in the tree, ms`] = await inTree;
        await window.page.waitForTimeout(1000);
        const last = most(chaos.requests.map(({ endedAt = 0 }) => endedAt));
        figures[`${how}: last call ended, ms`] = performance.timeOrigin + last - clicked;
        figures[`${how}: calls still open`] = chaos.requests.filter(
          ({ endedAt }) => endedAt === undefined,
        ).length;
        figures[`${how}: calls`] = chaos.requests.length;
      }
      return figures;
    });
  return figures;
}

export const SCENES: Readonly<Record<string, Scene>> = {
  run: {
    play: run,
    bars: { 'renderer busy': 0.4, 'tree behind, ms': 2000, 'report behind, ms': 2000 },
  },
  findings: {
    play: findings,
    bars: {
      'report: first paint, ms': 1000,
      'scroll: longest frame, ms': 50,
      'jump: longest frame, ms': 50,
    },
  },
  writing: {
    play: writing,
    bars: { 'with findings over without': 1.1, 'during the run over before': 1.1 },
  },
  ten: {
    play: ten,
    bars: {
      'ten busy': 0.4,
      'notifications at the end': 1,
      'errors of the extension': 0,
    },
  },
  cancel: {
    play: cancel,
    bars: Object.fromEntries(
      ['slow', 'hanging', 'stalled', 'hedged'].flatMap(how => [
        [`${how}: shown in the report, ms`, 1000],
        [`${how}: shown in the tree, ms`, 1000],
        [`${how}: calls still open`, 0],
      ]),
    ),
  },
};
