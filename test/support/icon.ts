// Draws media/icons/icon.png, which the marketplace shows, from icon.svg: it takes no SVG.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './vscode/browser.ts';
import { ROOT } from './vscode/paths.ts';

const folder = join(ROOT, 'media/icons');
const SIZE = 256;
const browser = await launchBrowser({ viewport: { width: SIZE, height: SIZE } });
try {
  const page = await browser.context.newPage();
  const svg = readFileSync(join(folder, 'icon.svg'), 'utf8').replace(
    'width="128" height="128"',
    `width="${SIZE}" height="${SIZE}"`,
  );
  await page.setContent(`<body style="margin:0;background:transparent">${svg}</body>`);
  await page.screenshot({ path: join(folder, 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
