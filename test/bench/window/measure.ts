import type { Frame, Page } from 'playwright-core';
import type { FanoutWindow } from '../../browser/support/fanoutWindow.ts';

/** Work of the window's main thread in a stretch of time, as shares of it. */
export interface Busy {
  readonly seconds: number;
  readonly busy: number;
  readonly script: number;
  readonly style: number;
  readonly layout: number;
  /** CPU seconds a second, of the page's process and of all processes of the browser. */
  readonly rendererCpu: number;
  readonly browserCpu: number;
}

interface Metrics {
  readonly at: number;
  readonly task: number;
  readonly script: number;
  readonly style: number;
  readonly layout: number;
  readonly rendererCpu: number;
  readonly browserCpu: number;
}

export interface Meter {
  /** What was done since the last call. */
  readonly lap: () => Promise<Busy>;
}

/** Reads the browser's own counters: no tracing, which would cost what it measures. */
export async function meterOf(window: FanoutWindow): Promise<Meter> {
  const session = await window.context.newCDPSession(window.page);
  const browser = await window.context.browser()?.newBrowserCDPSession();
  // CPU time of the thread: on a machine with other work a task's duration says more of that work.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async (): Promise<Metrics> => {
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (name: string): number => metrics.find(m => m.name === name)?.value ?? 0;
    const { processInfo } = browser
      ? await browser.send('SystemInfo.getProcessInfo')
      : { processInfo: [] };
    const cpu = (is: (type: string) => boolean): number =>
      processInfo.filter(({ type }) => is(type)).reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    return {
      at: performance.now() / 1000,
      task: of('TaskDuration'),
      script: of('ScriptDuration'),
      style: of('RecalcStyleDuration'),
      layout: of('LayoutDuration'),
      rendererCpu: cpu(type => type === 'renderer'),
      browserCpu: cpu(() => true),
    };
  };
  let before = await read();
  return {
    async lap() {
      const now = await read();
      const seconds = now.at - before.at;
      const share = (of: keyof Metrics): number => (now[of] - before[of]) / seconds;
      const busy = {
        seconds,
        busy: share('task'),
        script: share('script'),
        style: share('style'),
        layout: share('layout'),
        rendererCpu: share('rendererCpu'),
        browserCpu: share('browserCpu'),
      };
      before = now;
      return busy;
    },
  };
}

/** Notes from now on how long after a key the page has painted. */
export const watchKeys = (page: Page): Promise<void> =>
  page.evaluate(`window.benchKeys = [];
    window.addEventListener('keydown', e => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.benchKeys.push(performance.now() - e.timeStamp);
      port2.postMessage(0);
    }), true)`);

/** Waits until a webview has painted an element; looks every 20 ms. */
export async function painted(page: Page, selector: string): Promise<Frame> {
  for (const start = Date.now(); Date.now() - start < 30_000; await page.waitForTimeout(20))
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      const is = await frame
        .evaluate(`Boolean(document.querySelector(${JSON.stringify(selector)}))`)
        .catch(() => false);
      if (!is) continue;
      await frame.evaluate('new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))');
      return frame;
    }
  throw new Error(`No webview has painted ${selector}.`);
}

/** Ms from a key to the paint after it, since the last call. */
export const takeKeys = (page: Page): Promise<readonly number[]> =>
  page.evaluate('window.benchKeys.splice(0)');

/** What a surface said, and when (wall clock, ms): how many branches have ended. */
export type Samples = readonly (readonly [at: number, ended: number])[];

/** Looks every 100 ms at how many branches an element says have ended: the first number in its text. */
export const sample = (where: Page | Frame, selector: string, name: string): Promise<void> =>
  where.evaluate(
    `window[${JSON.stringify(name)}] = []; setInterval(() => {
      const text = document.querySelector(${JSON.stringify(selector)})?.textContent ?? '';
      const found = /([\\d,]+)(?:\\/| of | done)/.exec(text);
      if (found) window[${JSON.stringify(name)}].push([Date.now(), Number(found[1].replace(',', ''))]);
    }, 100); undefined`,
  );

export const samplesOf = (where: Page | Frame, name: string): Promise<Samples> =>
  where.evaluate(`window[${JSON.stringify(name)}] ?? []`);

/** What an element said of the time left, and when (both in ms). */
export type Lefts = readonly (readonly [at: number, left: number])[];

export const sampleLeft = (page: Page, selector: string): Promise<void> =>
  page.evaluate(
    `window.benchLeft = []; setInterval(() => {
      const text = document.querySelector(${JSON.stringify(selector)})?.textContent ?? '';
      const found = /about (?:(\\d+):)?(\\d+):(\\d+) left/.exec(text);
      if (found) window.benchLeft.push([
        Date.now(),
        1000 * (3600 * Number(found[1] ?? 0) + 60 * Number(found[2]) + Number(found[3])),
      ]);
    }, 500); undefined`,
  );

export const leftOf = (page: Page): Promise<Lefts> => page.evaluate('window.benchLeft');

/** How old, in ms, what was shown was: since when an answer was there that it did not count. */
export function lagsOf(samples: Samples, answeredAt: readonly number[]): number[] {
  const sorted = [...answeredAt].sort((a, b) => a - b);
  return samples.map(([at, ended]) => Math.max(0, at - (sorted[ended] ?? at)));
}

/** Ms between the frames of a page while `work` goes on. */
export async function framesOf(frame: Frame, work: () => Promise<void>): Promise<number[]> {
  await frame.evaluate(`window.benchFrames = []; (() => {
    let last = performance.now();
    const next = now => {
      window.benchFrames.push(now - last);
      last = now;
      window.benchFrame = requestAnimationFrame(next);
    };
    window.benchFrame = requestAnimationFrame(next);
  })()`);
  await work();
  return frame.evaluate('cancelAnimationFrame(window.benchFrame); window.benchFrames.slice(1)');
}

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0;

export const most = (values: readonly number[]): number => Math.max(0, ...values);
