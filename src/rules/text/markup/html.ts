import { t } from '../../../core/text/l10n.ts';
import { blank } from '../../maskText.ts';
import { relativePath, type FileReference, type MarkupLinks, type Reference } from './reference.ts';

/** Places are in the page, not in what is read of it. */
export function htmlLinks(page: string): MarkupLinks {
  const text = withoutHidden(page);
  // The addresses of the page begin elsewhere.
  if (/<base\b[^<>]{0,300}\bhref/i.test(text)) return { links: [], files: [] };
  const known = new Set<string>(['', 'top']);
  for (const found of text.matchAll(
    /\s(?:id|name)\s*=\s*(?:"([^"]{1,300})"|'([^']{1,300})'|([^\s"'<>=]{1,300}))/gi,
  ))
    known.add(decoded(found[1] ?? found[2] ?? found[3] ?? ''));
  const references: Reference[] = [];
  const pages: FileReference[] = [];
  const pictures: FileReference[] = [];
  for (const { index, 0: tag, 1: name = '', 2: attributes = '' } of text.matchAll(
    /<(a|area|img)\b([^<>]{0,4000})>/gi,
  )) {
    const isPicture = name.toLowerCase() === 'img';
    const url = (isPicture ? SRC : HREF).exec(attributes)?.[1]?.trim();
    // A button that looks like a link: a script answers it.
    if (url === undefined || SCRIPTED.test(attributes)) continue;
    const end = isPicture ? index + tag.length : endOf(text, index + tag.length);
    if (url.startsWith('#')) {
      if (/^#[^=/!{$]*$/.test(url))
        references.push({ wanted: decoded(url.slice(1)), shown: url, start: index, end });
      continue;
    }
    const path = relativePath(decodedPath(url));
    if (path === undefined) continue;
    const file = { shown: path, start: index, end, paths: sourcesOf(path) };
    (isPicture ? pictures : pages).push(file);
  }
  const message = (shown: string): string => t('No anchor of this page is “{0}”.', shown);
  // Ids of these pages are made when they are shown.
  const isMade = /\brespec\b|\bbikeshed\b|\bbootprint\b/i.test(page.slice(0, 20_000));
  return {
    links: isMade ? [] : [{ references, known, message }],
    files: [pages, pictures].map(references => ({ references, isAtHome: false })),
  };
}

const HREF = /(?:^|\s)href\s*=\s*["']([^"']{1,1000})["']/i;
const SRC = /(?:^|\s)src\s*=\s*["']([^"']{1,1000})["']/i;
const SCRIPTED = /\s(?:on\w+|data-\w[\w-]*|role|aria-controls|v-[\w-]+|ng-[\w-]+)\s*=/i;

const endOf = (text: string, from: number): number => {
  const end = text.slice(from, from + 2000).search(/<\/a\b/i);
  return end < 0 ? from : from + end;
};

/** A page that is generated is there as its source. */
const sourcesOf = (path: string): readonly string[] =>
  /\.x?html?$/i.test(path)
    ? [path, ...['md', 'rst', 'adoc', 'txt', 'xml', 'org'].map(end => path.replace(/\w+$/, end))]
    : [path];

function decodedPath(url: string): string {
  try {
    return decodeURIComponent(url.replaceAll('&amp;', '&'));
  } catch {
    return url;
  }
}
const decoded = (id: string): string => decodedPath(id).toLowerCase();

/** Comments, scripts, styles and templates as blanks. In one pass over the text. */
function withoutHidden(page: string): string {
  const lower = page.toLowerCase();
  let text = '';
  let at = 0;
  const unclosed = new Set<string>();
  for (const { index, 0: open, 1: name } of page.matchAll(/<!--|<(script|style|template)\b/gi)) {
    const close = name === undefined ? '-->' : `</${name.toLowerCase()}`;
    if (index < at || unclosed.has(close)) continue;
    const end = lower.indexOf(close, index + open.length);
    if (end < 0) {
      unclosed.add(close);
      continue;
    }
    text += page.slice(at, index) + blank(page.slice(index, end + close.length));
    at = end + close.length;
  }
  return text + page.slice(at);
}
