// A page as PDF, by a browser that is installed.
import { execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Names on the path, then where installers put them. All print as Chromium does. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'msedge',
];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const DEADLINE_MS = 120_000;

type Env = Readonly<Record<string, string | undefined>>;

/** The browser to print with: that of CHROME_PATH, else the first that is there. */
export function findBrowser(env: Env): string | undefined {
  const given = env['CHROME_PATH'];
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const ending = process.platform === 'win32' ? '.exe' : '';
  const found = [
    ...(given ? [given] : []),
    ...NAMES.flatMap(name => folders.map(folder => join(folder, name + ending))),
    ...PLACES,
  ];
  return found.find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a browser needs to start; the keys of models are not among it. */
const NEEDED =
  /^(?:PATH|HOME|USER|LANG|LC_\w+|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMFILES.*|LD_LIBRARY_PATH|XDG_\w+|FONTCONFIG_\w+)$/i;

const withoutKeys = (env: Env): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => NEEDED.test(name)));

/**
 * Prints a page that needs nothing else to PDF. The browser starts with a profile of its own and is not asked
 * to fetch anything. Rejects when it cannot.
 */
export async function printPdf(html: string, browser: string): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-print-'));
  try {
    const page = join(folder, 'report.html');
    const pdf = join(folder, 'report.pdf');
    writeFileSync(page, html);
    await new Promise<void>((resolve, reject) => {
      execFile(
        browser,
        [
          '--headless',
          '--disable-gpu',
          '--disable-extensions',
          '--disable-background-networking',
          '--no-first-run',
          // As root there is no sandbox; the page is ours, and its policy allows no script.
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          `--user-data-dir=${join(folder, 'profile')}`,
          '--no-pdf-header-footer',
          `--print-to-pdf=${pdf}`,
          pathToFileURL(page).href,
        ],
        { timeout: DEADLINE_MS, env: withoutKeys(process.env) },
        error => (error ? reject(new Error(error.message.split('\n')[0])) : resolve()),
      );
    });
    return readFileSync(pdf);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
