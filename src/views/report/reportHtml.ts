import type { DisplayLanguage } from '../../core/text/l10n.ts';

/** What the page needs, each already a safe value of our own: no text of a run goes in here. */
export interface ReportPage {
  /** At least 128 random bits, new for every page. */
  readonly nonce: string;
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  readonly runId: string;
  /** Absent: English. */
  readonly language?: DisplayLanguage | undefined;
}

/** One source of the policy. Images and fonts come from `dist/` alone; nothing may be fetched, framed or posted. */
export const contentSecurityPolicy = (nonce: string, cspSource: string): string =>
  [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `img-src ${cspSource}`,
    `font-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-src 'none'`,
    `connect-src 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; ');

/** The shell of the report: a style sheet, a script and an empty element. Everything else is text nodes. */
export function reportHtml(page: ReportPage): string {
  const { nonce } = page;
  return `<!doctype html>
<html lang="${attribute(page.language?.tag ?? 'en')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(contentSecurityPolicy(nonce, page.cspSource))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fanout Report</title>
<link rel="stylesheet" nonce="${nonce}" href="${attribute(page.style)}">
</head>
<body>
<div id="root" data-run="${attribute(page.runId)}"></div>
${wordsOf(page)}<script nonce="${nonce}" src="${attribute(page.script)}"></script>
</body>
</html>`;
}

/** The translations, as data that no browser runs; they are ours, and hold nothing of a run. */
const wordsOf = ({ language }: ReportPage): string =>
  language
    ? `<script type="application/json" id="l10n">${JSON.stringify(language).replaceAll('<', '\\u003c')}</script>\n`
    : '';

const attribute = (text: string): string =>
  text.replace(/[&"<>]/g, character => `&#${character.charCodeAt(0)};`);
