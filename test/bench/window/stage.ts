import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { ok, startChaos } from '../../support/chaosServer.ts';
import type { Behaviour, Chaos, ChaosRequest, Script } from '../../support/chaosServer.ts';
import { modelSettings, openFanout } from '../../browser/support/fanoutWindow.ts';
import type { FanoutWindow } from '../../browser/support/fanoutWindow.ts';
import { ROOT } from '../../support/vscode/paths.ts';
import { uniform } from '../draws.ts';
import { CHUNK_TOKENS, tenFindings } from './documents.ts';
import { takeKeys, watchKeys } from './measure.ts';

/** Figures by name. */
export type Figures = Readonly<Record<string, number>>;

export interface Stage {
  readonly chaos: Chaos;
  readonly window: FanoutWindow;
  /** When each branch was answered, wall clock. */
  readonly answeredAt: () => readonly number[];
}

export interface StageOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly script?: Script;
}

/** Answers take 1 to 4 s: with 32 at once about 13 a second. */
const latencyOf = (n: number): number => 1000 + 3000 * uniform('latency', n);
const CONCURRENCY = 32;

export const answer = ({ body }: ChaosRequest, n: number): Behaviour =>
  ok(tenFindings(promptOf(body)), { latencyMs: latencyOf(n) });

/** The text of all messages. */
export const promptOf = (body: ChaosRequest['body']): string =>
  JSON.stringify(body).replaceAll('\\n', '\n');

async function open({ files, settings, script = answer }: StageOptions): Promise<Stage> {
  const chaos = await startChaos((request, n) =>
    request.api === 'chat' ? script(request, n) : { kind: 'status', status: 404 },
  );
  const window = await openFanout({
    files,
    settings: {
      ...modelSettings(`${chaos.url}/v1`),
      'fanout.concurrency': CONCURRENCY,
      'fanout.reuseAnswers': false,
      'fanout.chunkTokens': CHUNK_TOKENS,
      ...settings,
    },
    viewport: { width: 1600, height: 900 },
  });
  await watchKeys(window.page);
  return {
    chaos,
    window,
    answeredAt: () =>
      chaos.requests.flatMap(({ endedAt, aborted, api }) =>
        endedAt === undefined || aborted || api !== 'chat' ? [] : performance.timeOrigin + endedAt,
      ),
  };
}

/** Opens a window for `work`; a picture of it is left when that fails. */
export async function staged(
  options: StageOptions,
  work: (stage: Stage) => Promise<Figures>,
): Promise<Figures> {
  const stage = await open(options);
  try {
    return await work(stage);
  } catch (error) {
    await stage.window.screenshot(join(ROOT, 'out/browser/bench.png'));
    throw error;
  } finally {
    await stage.window.close();
    await stage.chaos.close();
  }
}

export const RUN_ROW = '.sidebar .monaco-list-row[aria-level="1"] .label-description';
export const STATUS_ITEM = '[id="fanout.fanout-review.fanout.progress"]';

export async function begin({ window }: Stage, file: string): Promise<Frame> {
  await bringUp(window, file);
  // A second click would hide it.
  const isShown = await window.page
    .locator('.sidebar', { hasText: 'Fanout Review: Runs' })
    .isVisible();
  if (!isShown) await window.activity('Fanout Review').click();
  await window.command('Fanout: Review Document');
  await window
    .runRow(file)
    .locator('.label-description')
    .getByText(/^[1-9]\d* of \d+/)
    .waitFor({ timeout: 60_000 });
  return window.report();
}

export const ended = (window: FanoutWindow, file: string) =>
  window
    .runRow(file)
    .filter({ hasText: /100 %|gap/ })
    .waitFor({ timeout: 150_000 });

/** Shows a document in the first group, with the focus. */
async function bringUp(window: FanoutWindow, file: string): Promise<Locator> {
  const group = window.page.locator('.editor-group-container').first();
  const tab = group.locator(`.tab[data-resource-name="${file}"]`);
  if ((await tab.count()) === 0) await window.open(file);
  else await tab.click();
  return group;
}

/** Types `keys` characters into a document of the first group, as a quick writer does. */
export async function typing(window: FanoutWindow, file: string, keys: number): Promise<number[]> {
  const group = await bringUp(window, file);
  await group.locator('.monaco-editor .view-line').nth(8).click();
  await window.page.keyboard.press('End');
  await takeKeys(window.page);
  await window.page.keyboard.type('and the words of '.repeat(keys).slice(0, keys), { delay: 90 });
  return [...(await takeKeys(window.page))];
}
