/**
 * The real report page outside VS Code: the shipped HTML shell with its policy, the built script and
 * style, a theme's variables, and a stand-in for the host that answers `ready` with a state.
 * By hand: npx node test/support/reportPage.ts OUT_FOLDER [name...] makes screenshots.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { DisplayLanguage } from '../../src/core/text/l10n.ts';
import type { RunState } from '../../src/core/state/runState.ts';
import type { Since } from '../../src/views/report/protocol.ts';
import { reportHtml } from '../../src/views/report/reportHtml.ts';
import { readTexts } from './l10n/bundles.ts';
import { findBrowser } from './vscode/browser.ts';
import { generatedState, RUN_START, type RunOptions } from './runStates.ts';
import { THEMES, type ThemeName } from './themes.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** Builds media/report into `folder`, as esbuild.js does for dist/. */
export async function buildReport(folder: string): Promise<void> {
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: { report: 'media/report/main.tsx' },
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    logLevel: 'warning',
  });
}

/** A browser of its own, found or brought as for the other browser tests. */
export async function openBrowser(): Promise<Browser> {
  const { path: executablePath, env } = await findBrowser();
  return chromium.launch({ executablePath, args: ['--no-sandbox'], ...(env ? { env } : {}) });
}

export interface ReportPageOptions {
  readonly built: string;
  readonly state: RunState;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** Absent: English. */
  readonly language?: DisplayLanguage;
  /** What `getState` gives at first. */
  readonly saved?: unknown;
  /** Texts of the records, which the host gives when it is asked for them. */
  readonly texts?: readonly string[];
  /** What the host has found when it compared the run with an earlier one. */
  readonly since?: Since;
}

/** Opens the report on a state. `window.posted` collects what it says; `window.toReport(m)` speaks to it. */
export async function openReport(browser: Browser, options: ReportPageOptions): Promise<Page> {
  const { built, state, theme = 'dark', saved } = options;
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1200, height: options.height ?? 900 },
  });
  page.setDefaultTimeout(60_000);
  const nonce = 'n0nce';
  const html = reportHtml({
    nonce,
    cspSource: 'http://report.test',
    script: 'http://report.test/report.js',
    style: 'http://report.test/report.css',
    runId: state.runId,
    language: options.language,
  });
  await page.route('http://report.test/**', async route => {
    const name = path.basename(new URL(route.request().url()).pathname) || 'index.html';
    if (name === 'index.html') {
      await route.fulfill({ contentType: 'text/html', body: html });
      return;
    }
    const contentType = name.endsWith('.css')
      ? 'text/css'
      : name.endsWith('.js')
        ? 'text/javascript'
        : 'font/ttf';
    const body = await readFile(path.join(built, name)).catch(() => undefined);
    await route.fulfill(body ? { contentType, body } : { status: 404 });
  });
  await page.addInitScript(hostStandIn, {
    state: JSON.stringify(state),
    now: state.endedAt ?? RUN_START + 166_000,
    saved: saved ?? null,
    texts: options.texts ?? [],
    since: options.since ?? null,
    kind: bodyClass(theme),
    variables: { ...FONTS, ...THEMES[theme] },
  });
  await page.goto('http://report.test/index.html');
  await page.waitForSelector('.report h1');
  return page;
}

const FONTS = {
  'font-family': '"Segoe WPC", "Segoe UI", "Open Sans", system-ui, sans-serif',
  'font-size': '13px',
  'font-weight': 'normal',
  'editor-font-family': 'Consolas, "DejaVu Sans Mono", monospace',
};

const bodyClass = (theme: ThemeName): string =>
  ({
    dark: 'vscode-dark',
    light: 'vscode-light',
    'hc-dark': 'vscode-high-contrast',
    'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
  })[theme];

/** Runs in the page before its scripts, where VS Code puts its own. */
function hostStandIn(given: {
  state: string;
  now: number;
  saved: unknown;
  texts: readonly string[];
  since: unknown;
  kind: string;
  variables: Record<string, string>;
}): void {
  /* eslint-disable */
  const page = globalThis as any;
  page.posted = [];
  let kept = given.saved;
  page.toReport = (message: unknown) =>
    page.dispatchEvent(new page.MessageEvent('message', { data: message }));
  const dataFor = (message: any) => {
    if (message.type === 'recordTexts')
      return {
        data: {
          texts: message.indexes.map((record: number) => ({
            record,
            id: String(record + 1),
            line: record + 2,
            text: given.texts[record] ?? String(record + 1),
          })),
        },
      };
    if (message.type !== 'findRecords') return {};
    const found = [...given.texts.keys()].filter(i => given.texts[i]?.includes(message.words));
    return { data: { found } };
  };
  page.acquireVsCodeApi = () => ({
    postMessage(message: any) {
      page.posted.push(message);
      if (message.type === 'ready') {
        const state = JSON.parse(given.state);
        setTimeout(() => {
          page.toReport({ type: 'snapshot', seq: 0, now: given.now, state });
          if (given.since) page.toReport({ type: 'since', since: given.since });
        });
      } else
        setTimeout(() =>
          page.toReport({ type: 'reply', id: message.id, ok: true, ...dataFor(message) }),
        );
    },
    getState: () => kept,
    setState(state: unknown) {
      kept = state;
      page.kept = state;
    },
  });
  const dress = () => {
    const root = page.document.documentElement;
    for (const [name, value] of Object.entries(given.variables))
      root.style.setProperty(`--vscode-${name}`, value);
    page.document.body.className = given.kind;
  };
  page.document.addEventListener('DOMContentLoaded', dress);
  /* eslint-enable */
}

const SHOTS: Readonly<Record<string, RunOptions>> = {
  partial: { failing: [51, 92], end: 'partial' },
  running: { done: 60 },
  failed: { done: 3, failing: [0, 1, 2], end: 'failed', findings: 0 },
  judged: { judged: true, end: 'succeeded' },
  empty: { findings: 0, end: 'succeeded' },
  rules: { rules: true, end: 'succeeded', findings: 12 },
  cancelled: { done: 70, end: 'cancelled' },
  many: { chunks: 700, findings: 10_000, end: 'succeeded', sources: 3, slots: 24 },
};

async function shoot(folder: string, wanted: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const built = path.join(folder, 'built');
  await buildReport(built);
  const browser = await openBrowser();
  try {
    for (const name of wanted) {
      const [kind = '', theme = 'dark', width = '1200', tag] = name.split('@');
      const state = generatedState(SHOTS[kind]);
      const page = await openReport(browser, {
        built,
        state,
        theme: theme as ThemeName,
        width: Number(width),
        ...(tag ? { language: { tag, texts: readTexts(`l10n/bundle.l10n.${tag}.json`) } } : {}),
      });
      page.on('console', message => console.log(name, message.text()));
      await page.waitForTimeout(300);
      await page.screenshot({
        path: path.join(folder, `${[kind, theme, width, ...(tag ? [tag] : [])].join('-')}.png`),
        fullPage: kind !== 'many',
      });
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url) {
  const [folder = 'out', ...wanted] = process.argv.slice(2);
  await shoot(folder, wanted.length > 0 ? wanted : Object.keys(SHOTS));
  await writeFile(path.join(folder, 'done'), '');
}
