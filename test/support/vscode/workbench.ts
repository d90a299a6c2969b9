import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { launchBrowser } from './browser.ts';
import type { LaunchOptions } from './browser.ts';
import { startServer } from './server.ts';
import type { Server, ServerOptions } from './server.ts';

export type WorkbenchOptions = Omit<ServerOptions, 'driver'> &
  LaunchOptions & {
    readonly workspace: string;
    /** A colour theme's id. */
    readonly theme?: string;
    /** The display language of extensions, such as `de`; the window itself stays English without a language pack. */
    readonly language?: string;
  };

/** A real VS Code window in a headless browser, and what a user does in it. */
export interface Workbench {
  readonly server: Server;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the window wrote to its console, as `type text`. */
  readonly console: readonly string[];
  readonly reload: () => Promise<void>;
  /** Runs a command from the palette, by its whole title: `Fanout: Review Document`. */
  readonly command: (title: string) => Promise<void>;
  /** Whether the palette offers it. */
  readonly offers: (title: string) => Promise<boolean>;
  /** Opens a file of the workspace by its name. */
  readonly open: (file: string) => Promise<void>;
  /** Fills the input box, and confirms it. */
  readonly type: (text: string) => Promise<void>;
  readonly pick: (label: string) => Promise<void>;
  readonly toast: (text: string | RegExp) => Locator;
  readonly status: (text: string | RegExp) => Locator;
  readonly dialog: () => Locator;
  readonly treeRow: (text: string | RegExp) => Locator;
  /** Opens a row of a tree. */
  readonly expand: (row: Locator) => Promise<void>;
  readonly tab: (title: string | RegExp) => Locator;
  readonly activity: (label: string) => Locator;
  /** The inside of the webview that holds an element. */
  readonly webview: (selector: string) => Promise<Frame>;
  /** What is selected where the focus is, by way of the clipboard. */
  readonly copied: () => Promise<string>;
  /** `Activation: 39ms`, as VS Code's own list of running extensions gives it. */
  readonly activation: (extension: string) => Promise<string | undefined>;
  readonly screenshot: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts a server with the extensions and opens its workbench; resolves when extensions are loaded. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const theme = options.theme ? { 'workbench.colorTheme': options.theme } : {};
  const server = await startServer({ ...options, settings: { ...theme, ...options.settings } });
  const browser = await launchBrowser(options).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const page = await browser.context.newPage();
  const lines: string[] = [];
  page.on('console', message => lines.push(`${message.type()} ${message.text()}`));
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  if (options.language !== undefined)
    await page.addInitScript(`Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', {
      get: () => ${JSON.stringify(options.language)},
      set: () => undefined,
    })`);
  try {
    await page.goto(server.url(resolve(options.workspace), [['skipWelcome', 'true']]));
    await ready(page);
  } catch (error) {
    await close();
    throw error;
  }
  const { context } = browser;
  return { server, context, page, console: lines, close, ...gestures(page) };
}

async function ready(page: Page): Promise<void> {
  await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
  for (const mark of ['code/didStartWorkbench', 'code/didLoadExtensions']) {
    await page.waitForFunction(name => performance.getEntriesByName(name).length > 0, mark, {
      timeout: 60_000,
      polling: 50,
    });
  }
}

const QUICK_INPUT = '.quick-input-widget input:visible';
const QUICK_ROW = '.quick-input-widget .monaco-list-row';

function gestures(
  page: Page,
): Omit<Workbench, 'server' | 'context' | 'page' | 'console' | 'close'> {
  /** Opens a quick input with a key and fills it. */
  const quickInput = async (key: string, text: string) => {
    const box = page.locator(QUICK_INPUT).first();
    // One that is still hiding takes the text with it.
    await box.waitFor({ state: 'hidden', timeout: 1000 }).catch(() => undefined);
    await page.keyboard.press(key);
    await box.waitFor({ timeout: 5000 });
    await box.fill(text, { timeout: 2000 });
  };
  const paletteRow = async (title: string) => {
    await quickInput('F1', `>${title}`);
    const label = page.locator('.quick-input-list-label-name, .label-name');
    return page
      .locator(QUICK_ROW)
      .filter({ has: label.getByText(title, { exact: true }) })
      .first();
  };
  const command = async (title: string) => {
    // The list fills while extensions register, and an input can go away while it is filled: asked again.
    for (let tries = 4; ; tries -= 1) {
      try {
        const row = await paletteRow(title);
        await row.waitFor({ timeout: 4000 });
        await row.click({ timeout: 4000 });
        return;
      } catch (error) {
        await page.keyboard.press('Escape');
        if (tries <= 1) throw error;
      }
    }
  };
  return {
    command,
    async reload() {
      // In a browser VS Code writes its state every 5 s when idle, and not when it ends.
      await page.waitForTimeout(7000);
      await page.reload();
      await ready(page);
    },
    async offers(title) {
      const row = await paletteRow(title);
      const shown = await row.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
      await page.keyboard.press('Escape');
      return shown;
    },
    async open(file) {
      await quickInput('Control+p', file);
      await page.locator(QUICK_ROW).filter({ hasText: file }).first().click();
      await page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
      await page.locator('.editor-group-container .monaco-editor').first().waitFor();
    },
    async type(text) {
      const box = page.locator(QUICK_INPUT).first();
      await box.waitFor();
      await box.fill(text);
      await page.keyboard.press('Enter');
    },
    pick: label => page.locator(QUICK_ROW).filter({ hasText: label }).first().click(),
    toast: text =>
      page
        .locator('.notifications-toasts .notification-list-item')
        .filter({ hasText: text })
        .first(),
    status: text => page.locator('.statusbar-item').filter({ hasText: text }).first(),
    dialog: () => page.locator('.monaco-dialog-box'),
    treeRow: text => page.locator('.sidebar .monaco-list-row').filter({ hasText: text }).first(),
    async expand(row) {
      const opened = row.and(page.locator('[aria-expanded="true"]'));
      // A click on a row that is drawn anew at that moment is lost.
      for (let tries = 3; tries > 0 && !(await opened.isVisible()); tries -= 1) {
        await row.locator('.monaco-tl-twistie').click();
        await opened.waitFor({ timeout: 2000 }).catch(() => undefined);
      }
      await opened.waitFor({ timeout: 1000 });
    },
    tab: title => page.locator('.tabs-container .tab').filter({ hasText: title }).first(),
    activity: label =>
      page.locator(`.activitybar .action-item:has(a[aria-label^="${label}"])`).first(),
    async webview(selector) {
      for (const start = Date.now(); Date.now() - start < 20_000;) {
        for (const frame of page.frames()) {
          if (frame === page.mainFrame()) continue;
          if (
            (await frame
              .locator(selector)
              .count()
              .catch(() => 0)) > 0
          )
            return frame;
        }
        await page.waitForTimeout(100);
      }
      throw new Error(`No webview holds ${selector}.`);
    },
    async copied() {
      await page.keyboard.press('Control+c');
      return page.evaluate('navigator.clipboard.readText()');
    },
    async activation(extension) {
      await command('Developer: Show Running Extensions');
      const list = page.locator('.runtime-extensions-editor');
      await list.locator('.monaco-list-row').first().waitFor();
      const row = list.locator('.monaco-list-row').filter({ hasText: extension }).first();
      // The list holds only the rows in sight.
      for (let turns = 0; turns < 40 && (await row.count()) === 0; turns += 1) {
        await list.hover();
        await page.mouse.wheel(0, 200);
        await page.waitForTimeout(80);
      }
      return /Activation: \d+ms/.exec(await row.innerText())?.[0];
    },
    async screenshot(path) {
      mkdirSync(dirname(path), { recursive: true });
      await page.screenshot({ path });
    },
  };
}
