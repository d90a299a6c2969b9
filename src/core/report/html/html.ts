import type { Report } from '../reportFormat.ts';
import { documentOf } from '../sections/document.ts';
import type { Document, Group, Notice } from '../sections/model.ts';
import { printer } from './htmlBlocks.ts';
import { mapHtml } from './htmlMap.ts';
import { reportStyle, reportStyleHash } from './htmlStyle.ts';
import { escapeHtml, tag } from './htmlText.ts';
import { displayLanguage, t } from '../../text/l10n.ts';

/** No script, no image, no font, no request, and only the one style sheet that is in the page. */
const POLICY = `default-src 'none'; style-src '${reportStyleHash}'; base-uri 'none'; form-action 'none'`;

const MAX_SOURCES = 3;

/** The report as one page that needs nothing else: to send, keep and print. Light and dark by the reader's system. */
export const renderHtml = (report: Report): string =>
  documentHtml(
    documentOf(report),
    printer(new Set(report.findings.map(f => f.id)), () => mapHtml(report)),
    'review',
  );

/** `what` it is, in a word, for the title of the page. */
export function documentHtml(
  document: Document,
  print: ReturnType<typeof printer>,
  what: string,
): string {
  return `<!doctype html>
<html lang="${displayLanguage()?.tag ?? 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(document.title)}: ${escapeHtml(what)}</title>
<style>${reportStyle}</style>
</head>
<body>
${[
  header(document),
  '<main>',
  document.notices.map(notice).join(''),
  navigation(document),
  ...document.sections.map(section => sectionHtml(section, print)),
  '</main>',
  `<footer>Fanout Review, ${what === 'review' ? 'run' : escapeHtml(what)} ${escapeHtml(document.runId)}. ${escapeHtml(document.coverage)}</footer>`,
].join('\n')}
</body>
</html>
`;
}

function header({ title, sources, facts }: Document): string {
  const more = sources.length - MAX_SOURCES;
  const where = [...sources.slice(0, MAX_SOURCES), ...(more > 0 ? [t('{0} more', more)] : [])];
  const list = facts.map(({ name, value }) =>
    tag('div', '', tag('dt', '', escapeHtml(name)) + tag('dd', '', escapeHtml(value))),
  );
  return tag(
    'header',
    'top',
    `<h1>${escapeHtml(title)}</h1>${tag('p', 'muted', escapeHtml(where.join('; ')))}${tag('dl', 'facts', list.join(''))}`,
  );
}

const BOX: Readonly<Record<Notice['kind'], string>> = {
  failed: 'box bad',
  rules: 'box rules',
  incomplete: 'box warn',
  covered: 'covered',
  decided: 'box rules',
};

const notice = ({ kind, lead, text }: Notice): string =>
  tag(
    'p',
    BOX[kind],
    [
      kind === 'covered' || lead === '' ? '' : tag('strong', '', escapeHtml(lead)),
      escapeHtml(text),
      kind === 'incomplete'
        ? t('This report says nothing about {0}what is missing{1}.', '<a href="#gaps">', '</a>')
        : '',
    ]
      .filter(Boolean)
      .join(' '),
  );

function navigation({ sections, read }: Document): string {
  const links = sections.map(
    ({ id = '', title, count }) =>
      `<a href="#${id}">${escapeHtml(title)}${count === undefined ? '' : ` ${tag('span', 'badge', String(count))}`}</a>`,
  );
  return `<nav aria-label="${escapeHtml(t('Sections'))}">${links.join('')}${read === '' ? '' : tag('span', 'chip', escapeHtml(t('{0} read', read)))}</nav>`;
}

function sectionHtml(group: Group, print: ReturnType<typeof printer>): string {
  const { id = '', title, count, blocks } = group;
  const badge = count === undefined ? '' : ` ${tag('span', 'badge', String(count))}`;
  const small =
    id === 'map'
      ? ` <small>${escapeHtml(t('chunk by perspective, in reading order'))}</small>`
      : '';
  const verdicts = blocks.filter(block => block.kind === 'verdicts');
  const prose = blocks.filter(block => block.kind !== 'verdicts');
  const content =
    verdicts.length === 0
      ? print(prose)
      : tag(
          'div',
          'columns',
          tag('div', 'prose', print(prose)) + tag('div', 'verdicts', print(verdicts)),
        );
  return `<section id="${id}"><h2>${escapeHtml(title)}${badge}${small}</h2>${content}</section>`;
}
