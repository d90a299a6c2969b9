import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import markdownIt from 'markdown-it';
import type { Browser, Page } from 'playwright-core';
import type { Source } from '../../src/core/domain/source.ts';
import type { RunState } from '../../src/core/state/runState.ts';
import { renderHtml } from '../../src/core/report/html/html.ts';
import { formats } from '../../src/core/report/formats.ts';
import { buildReport } from '../../src/core/report/report.ts';
import { commentsOf } from '../../src/pullRequest/comments.ts';
import { summaryOf } from '../../src/pullRequest/summary.ts';
import { digestState, labelState } from './renderedStates.ts';
import { hostileTexts, hostileVectors, NOT_OURS, withText } from '../support/hostileTexts.ts';
import { buildReport as buildPage, openBrowser, openReport } from '../support/reportPage.ts';
import { generatedState } from '../support/runStates.ts';
import type { Checked } from './processes.ts';

/** Hostile texts on one page. */
const PER_PAGE = 200;
/** How long a page has to call out, in ms. */
const WAIT_MS = 80;

/**
 * Texts that want to run, load or go somewhere, in every place of a report that a document, a model, a person or a
 * server fills: in the report's page under its policy, in the HTML export opened as a file, and in the Markdown
 * export and the comments of a pull request as a viewer without any policy shows them. A server on this machine
 * waits for their calls. First each is let loose on a bare page, to see that the server hears it.
 */
export async function soakRendering(
  scale: number,
  until: number,
): Promise<Checked & { readonly pages: number; readonly heardUnguarded: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-pages-'));
  const canary = await listen();
  const browser = await openBrowser();
  const wrong: string[] = [];
  let cases = 0;
  let pages = 0;
  try {
    await buildPage(folder);
    const vectors = hostileVectors(canary.url);
    const heardUnguarded = await heardOnBarePages(browser, vectors, canary, folder);
    if (heardUnguarded < vectors.length / 3)
      wrong.push(`only ${heardUnguarded} of ${vectors.length} are heard from a bare page`);

    const look = async (what: string, texts: readonly string[], page: Page): Promise<void> => {
      const before = canary.calls();
      const strange = await page.locator(NOT_OURS).count();
      await page.waitForTimeout(WAIT_MS);
      const ran = await page.evaluate('globalThis.pwned');
      const name = `${what}, ${JSON.stringify(texts[0]?.slice(0, 60))}${texts.length > 1 ? ` and ${texts.length - 1} more` : ''}`;
      if (strange > 0) wrong.push(`${name}: ${strange} elements that are not ours`);
      if (ran !== undefined) wrong.push(`${name}: a script ran`);
      if (canary.calls() > before) wrong.push(`${name}: it called out: ${canary.last()}`);
      pages += 1;
      await page.close();
    };
    const watched = async (what: string, texts: readonly string[], opened: Promise<Page>) => {
      cases += texts.length;
      const page = await opened;
      page.on('request', request => wrong.push(`${what}: asked for ${request.url().slice(0, 80)}`));
      page.on('framenavigated', frame => wrong.push(`${what}: went to ${frame.url()}`));
      await look(what, texts, page);
    };
    const openFile = async (html: string, extension: string): Promise<Page> => {
      const file = join(folder, `export.${extension}`);
      writeFileSync(file, html);
      const page = await browser.newPage();
      await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
      return page;
    };
    const all = async (state: RunState, texts: readonly string[], job: string): Promise<void> => {
      const saved = { runId: state.runId, open: state.findings.map(f => f.id), tables: ['map'] };
      await watched(`panel of ${job}`, texts, openReport(browser, { built: folder, state, saved }));
      const sources = sourcesOf(state, texts);
      const report = buildReport(state, sources);
      await watched(`HTML of ${job}`, texts, openFile(renderHtml(report), 'html'));
      const shown = markdownIt({ html: true, linkify: true }).render(
        String(formats.markdown.render(report)),
      );
      await watched(`Markdown of ${job}`, texts, openFile(bare(shown), 'html'));
      const { wanted, elsewhere } = commentsOf(report, sources, path => path);
      const said = [
        summaryOf({ report, elsewhere, left: 0, commit: 'abc1234' }),
        ...wanted.map(({ body }) => body),
      ];
      const comments = said.map(body => markdownIt({ html: true, linkify: true }).render(body));
      await watched(`comments of ${job}`, texts, openFile(bare(comments.join('<hr>')), 'html'));
    };

    const texts = hostileTexts(canary.url);
    const some = texts.slice(0, Math.max(PER_PAGE, Math.ceil(texts.length * scale)));
    for (let at = 0; at < some.length && performance.now() < until; at += PER_PAGE) {
      const payloads = some.slice(at, at + PER_PAGE);
      const state = generatedState({
        end: 'partial',
        failing: [3],
        findings: payloads.length,
        payload: payloads[0] ?? '',
        payloads,
        judged: true,
      });
      await all(state, payloads, 'findings');
    }
    const plain = [
      [
        'a review',
        generatedState({ end: 'failed', failing: [0], findings: 9, chunks: 4, judged: true }),
      ],
      [
        'a partial review',
        generatedState({ end: 'partial', failing: [3], findings: 9, chunks: 4 }),
      ],
      ['a summary', await digestState()],
      ['labels', await labelState()],
    ] as const;
    for (const vector of vectors.slice(0, Math.max(3, Math.ceil(vectors.length * scale))))
      for (const [job, state] of plain)
        if (performance.now() < until) await all(withText(state, vector), [vector], job);
    return { cases, pages, heardUnguarded, wrong };
  } finally {
    await browser.close();
    canary.server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const bare = (html: string): string => `<!doctype html><meta charset="utf-8">${html}`;

/** How many of the texts call out, run or go somewhere when nothing stops them. */
async function heardOnBarePages(
  browser: Browser,
  vectors: readonly string[],
  canary: Canary,
  folder: string,
): Promise<number> {
  let heard = 0;
  for (const vector of vectors) {
    const file = join(folder, 'bare.html');
    writeFileSync(file, bare(markdownIt({ html: true }).render(`x\n\n${vector}`)));
    const page = await browser.newPage();
    const before = canary.calls();
    await page.goto(pathToFileURL(file).href).catch(() => undefined);
    await page.waitForTimeout(WAIT_MS);
    const ran = await page.evaluate('globalThis.pwned').catch(() => true);
    if (canary.calls() > before || ran !== undefined) heard += 1;
    await page.close();
  }
  return heard;
}

function sourcesOf(state: RunState, texts: readonly string[]): readonly Source[] {
  const end = Math.max(...Object.values(state.chunks).map(chunk => chunk.end), 0);
  const filler = `${texts.join('\n')}\n`;
  const text = filler.repeat(Math.ceil(end / filler.length)).slice(0, end);
  return state.sources.map(({ id, path }) => ({
    id,
    path,
    kind: 'markdown',
    languageId: 'markdown',
    text,
    changed: [{ start: 0, end }],
  }));
}

interface Canary {
  readonly url: string;
  readonly server: Server;
  /** Connections so far: also those that send nothing. */
  readonly calls: () => number;
  /** What the last one asked for. */
  readonly last: () => string;
}

function listen(): Promise<Canary> {
  let calls = 0;
  let last = '';
  const server = createServer(socket => {
    calls += 1;
    socket.on('error', () => undefined);
    socket.once('data', bytes => {
      last = String(bytes).split('\r\n')[0] ?? '';
      socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    });
  });
  return new Promise(resolve =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      resolve({
        url: `http://127.0.0.1:${port}`,
        server,
        calls: () => calls,
        last: () => last,
      });
    }),
  );
}
