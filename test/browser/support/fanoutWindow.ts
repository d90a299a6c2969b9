import type { Frame, Locator } from 'playwright-core';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureVsCode } from '../../support/vscode/download.ts';
import type { Profile } from '../../support/vscode/download.ts';
import { ROOT } from '../../support/vscode/paths.ts';
import { stageExtension } from '../../support/vscode/stage.ts';
import { openWorkbench } from '../../support/vscode/workbench.ts';
import type { Workbench, WorkbenchOptions } from '../../support/vscode/workbench.ts';

export interface FanoutWindow extends Workbench {
  /** The folder that is open. */
  readonly folder: string;
  /** The row of a run in Fanout's own tree. */
  readonly runRow: (name: string) => Locator;
  /** The inside of the report that is in sight. */
  readonly report: () => Promise<Frame>;
}

export interface FanoutOptions extends Partial<Omit<WorkbenchOptions, 'vscode' | 'workspace'>> {
  /** What the folder holds: text by file name. */
  readonly files: Readonly<Record<string, string>>;
  readonly profile?: Profile;
}

/** A window with Fanout installed as it ships and a folder of its own. */
export async function openFanout(options: FanoutOptions): Promise<FanoutWindow> {
  const vscode = await ensureVsCode(options.profile ?? 'latest');
  const extension = await stageExtension();
  const folder = mkdtempSync(join(tmpdir(), 'fanout-ws-'));
  for (const [name, text] of Object.entries(options.files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const clean = () => {
    for (const made of [extension, folder]) rmSync(made, { recursive: true, force: true });
  };
  const workbench = await openWorkbench({
    ...options,
    vscode,
    workspace: folder,
    extensions: [extension, ...(options.extensions ?? [])],
  }).catch((error: unknown) => {
    clean();
    throw error;
  });
  return {
    ...workbench,
    folder,
    runRow: name => workbench.treeRow(name),
    report: () => workbench.webview('.report[data-status]'),
    async close() {
      await workbench.close();
      clean();
    },
  };
}

/** Leaves a picture of the window in `out/browser` when a test of the suite fails. */
export function pictureFailures(window: () => FanoutWindow | undefined): void {
  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    const name = test.fullTitle().replace(/\W+/g, '-').slice(0, 120);
    // A window that is gone must not hide why the test failed.
    await window()
      ?.screenshot(join(ROOT, 'out/browser', `${name}.png`))
      .catch(() => undefined);
  });
}

/** Settings for a model behind a compatible address, with nothing that asks or waits. */
export const modelSettings = (baseUrl: string): Readonly<Record<string, unknown>> => ({
  'fanout.model': 'compatible:test-model',
  'fanout.baseUrl': baseUrl,
  'fanout.synthesis': false,
  'fanout.maxCostUsd': 0,
});
