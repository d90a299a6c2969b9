import { SEVERITIES } from '../../domain/findings.ts';
import { digestTitle, showsFindings } from '../digestWording.ts';
import { digestHtml } from './htmlDigest.ts';
import { findingsHtml, severityIcon } from './htmlFindings.ts';
import { mapHtml } from './htmlMap.ts';
import { reportStyle, reportStyleHash } from './htmlStyle.ts';
import { escapeHtml, refLink, richHtml, tag } from './htmlText.ts';
import { isDecisive } from '../../state/findingStatus.ts';
import { silencedText } from '../silenced.ts';
import { costHead, costTable } from '../costTable.ts';
import { labelTable } from '../records.ts';
import type { Report } from '../reportFormat.ts';
import { readRichText } from '../richText.ts';
import {
  costText,
  count,
  coverageText,
  droppedText,
  doneBy,
  duration,
  gapCount,
  gapPlaceText,
  isComplete,
  leftOutOf,
  percent,
  perspectiveTitle,
  reviewerText,
  rulesNotice,
  statusText,
  unreadOf,
  verdictTitles,
} from '../wording.ts';

/** No script, no image, no font, no request, and only the one style sheet that is in the page. */
const POLICY = `default-src 'none'; style-src '${reportStyleHash}'; base-uri 'none'; form-action 'none'`;

/** The report as one page that needs nothing else: to send, keep and print. Light and dark by the reader's system. */
export const renderHtml = (report: Report): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(report.title)}: review</title>
<style>${reportStyle}</style>
</head>
<body>
${[
  header(report),
  notices(report),
  navigation(report),
  '<main>',
  summary(report),
  labels(report),
  digestHtml(report),
  mapHtml(report),
  showsFindings(report) ? findingsHtml(report) : '',
  gaps(report),
  costs(report),
  '</main>',
  `<footer>Fanout Review, run ${escapeHtml(report.run.id)}. ${escapeHtml(coverageText(report))}</footer>`,
]
  .filter(Boolean)
  .join('\n')}
</body>
</html>
`;

function header(report: Report): string {
  const { run, sources } = report;
  const where = sources.slice(0, 3).map(s => escapeHtml(s.path));
  if (sources.length > 3) where.push(`${sources.length - 3} more`);
  const facts: [string, string][] = [
    ['Status', statusText(report)],
    [`${doneBy[run.job]} by`, reviewerText(report)],
    ['Started', run.startedAt.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC')],
    ['Took', duration(run.durationMs)],
    ['Cost', costText(report)],
  ];
  const list = facts.map(([k, v]) => `<div><dt>${k}</dt><dd>${escapeHtml(v)}</dd></div>`);
  return `<header class="top"><h1>${escapeHtml(report.title)}</h1><p class="muted">${where.join(', ')}; ${count(report.chunks.length, 'chunk')} × ${count(report.perspectives.length, 'perspective')}</p><dl class="facts">${list.join('')}</dl></header>`;
}

function notices(report: Report): string {
  const { failure, rulesOnly } = report.run;
  return [
    failure
      ? tag(
          'p',
          'box bad',
          `<strong>${statusText(report)}.</strong> ${escapeHtml(failure.message)}`,
        )
      : '',
    rulesOnly
      ? tag(
          'p',
          'box rules',
          `<strong>Rules, not a model.</strong>${escapeHtml(rulesNotice.replace(/^[^.]*\./, ''))}`,
        )
      : '',
    silencedText(report.findings)
      ? tag('p', 'covered', `Decisions: ${escapeHtml(silencedText(report.findings))}.`)
      : '',
    isComplete(report)
      ? tag('p', 'covered', escapeHtml(coverageText(report)))
      : tag(
          'p',
          'box warn',
          `<strong>Not everything was read.</strong> ${escapeHtml(coverageText(report))} This report says nothing about <a href="#gaps">what is missing</a>.`,
        ),
  ].join('');
}

function navigation(report: Report): string {
  const links = [
    ...(report.synthesis ? ['<a href="#summary">Summary</a>'] : []),
    ...(report.records ? ['<a href="#labels">Labels</a>'] : []),
    ...(report.digest || report.extraction
      ? [`<a href="#summary">${digestTitle(report)}</a>`]
      : []),
    ...(report.digest ? ['<a href="#levels">Levels</a>'] : []),
    '<a href="#map">Map</a>',
    ...(showsFindings(report)
      ? [`<a href="#findings">Findings <span class="badge">${report.findings.length}</span></a>`]
      : []),
    ...(isComplete(report)
      ? []
      : [`<a href="#gaps">Gaps <span class="badge">${gapCount(report)}</span></a>`]),
    '<a href="#cost">Cost and time</a>',
  ];
  return `<nav aria-label="Sections">${links.join('')}<span class="chip">${percent(report.coverage.reviewedFraction)} read</span></nav>`;
}

function summary(report: Report): string {
  const { synthesis } = report;
  if (!synthesis) return '';
  const known = new Set(report.findings.map(f => f.id));
  const blocks = readRichText(synthesis.markdown).map(({ kind, items }) => {
    const lines = items.map(item => richHtml(item, known));
    return kind === 'list'
      ? `<ul>${lines.map(l => `<li>${l}</li>`).join('')}</ul>`
      : `<p>${lines.join('<br>')}</p>`;
  });
  const actions = synthesis.actions.map(
    ({ text, findings }) =>
      `<li>${escapeHtml(text)} ${findings
        .filter(id => known.has(id))
        .map(refLink)
        .join(' ')}</li>`,
  );
  const failed = synthesis.failure
    ? tag('p', 'box warn', `The model wrote no summary: ${escapeHtml(synthesis.failure.message)}`)
    : '';
  return `<section id="summary"><h2>Summary</h2>${failed}<div class="columns"><div class="prose">${blocks.join('')}${
    actions.length > 0 ? `<h3>First actions</h3><ol>${actions.join('')}</ol>` : ''
  }</div><div class="verdicts">${perspectives(report)}</div></div></section>`;
}

function labels({ records }: Report): string {
  if (!records) return '';
  const { head, rows } = labelTable(records);
  const body = rows.map(
    ([name = '', ...numbers]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th>${numbers.map(n => `<td>${escapeHtml(n)}</td>`).join('')}</tr>`,
  );
  return `<section id="labels"><h2>Labels</h2><div class="scroll"><table class="list"><thead><tr>${head
    .map(name => `<th>${name}</th>`)
    .join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div></section>`;
}

/** What each perspective concluded, how many findings it has, and how much of it was read. */
function perspectives(report: Report): string {
  return report.perspectives
    .map(({ id, title }) => {
      const verdict = report.synthesis?.verdicts.find(v => v.perspective === id);
      const own = report.findings.filter(
        f => isDecisive(f) && (f.perspective === id || f.alsoPerspectives.includes(id)),
      );
      const counts = SEVERITIES.map(s => [s, own.filter(f => f.severity === s).length] as const)
        .filter(([, n]) => n > 0)
        .map(([s, n]) => `<span>${severityIcon(s)}${n}</span>`);
      const branches = report.branches.filter(b => b.perspective === id);
      const read = branches.filter(b => b.status === 'succeeded').length;
      return `<div class="verdict"><h3>${escapeHtml(title)}</h3>${
        verdict
          ? `<span class="word ${verdict.verdict}">${verdictTitles[verdict.verdict]}</span>`
          : ''
      }${verdict ? tag('p', '', escapeHtml(verdict.text)) : ''}<p class="counts">${
        counts.join('') || 'No findings'
      }<span class="muted">${read} of ${count(branches.length, 'branch', 'branches')} answered</span></p></div>`;
    })
    .join('');
}

function gaps(report: Report): string {
  const named = (files: Report['skipped']): string[] =>
    files.map(
      ({ path, reason }) =>
        `<tr><td><code>${escapeHtml(path)}</code></td><td>all</td><td>${escapeHtml(reason)}</td></tr>`,
    );
  const rows = report.coverage.gaps.map(
    gap =>
      `<tr><td><code>${escapeHtml(gapPlaceText(gap))}</code></td><td>${escapeHtml(perspectiveTitle(report, gap.perspective))}</td><td>${escapeHtml(gap.reason)}</td></tr>`,
  );
  return [
    fileTable('gaps', 'Gaps', 'Not read', [...rows, ...named(unreadOf(report))]),
    fileTable('left-out', 'Left out', 'File', named(leftOutOf(report))),
  ].join('');
}

const fileTable = (id: string, title: string, head: string, rows: readonly string[]): string =>
  rows.length === 0
    ? ''
    : `<section id="${id}"><h2>${title} <span class="badge">${rows.length}</span></h2><div class="scroll"><table class="list"><thead><tr><th>${head}</th><th>Perspective</th><th>Why</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;

function costs(report: Report): string {
  const { run, branches } = report;
  const cached = branches.filter(b => b.cached).length;
  const compared = costTable(report).map(
    ({ what, estimated, actual, isOver }) =>
      `<tr><th scope="row">${escapeHtml(what)}</th><td>${escapeHtml(estimated)}</td><td${isOver ? ' class="over"' : ''}>${escapeHtml(actual)}</td></tr>`,
  );
  const head = costHead.map(name => `<th>${name}</th>`).join('');
  const rows: [string, string][] = [
    ...(run.rulesOnly
      ? ([
          ['Cost', costText(report)],
          ['Time', duration(run.durationMs)],
        ] as [string, string][])
      : []),
    ...(run.tokens.cached > 0
      ? ([['From the prompt cache', count(run.tokens.cached, 'token')]] as [string, string][])
      : []),
    ...(cached > 0
      ? ([['Answered from the store', count(cached, 'branch', 'branches')]] as [string, string][])
      : []),
    ...(droppedText(report) ? [['Left out', droppedText(report)] as [string, string]] : []),
    ['Model', run.rulesOnly ? reviewerText(report) : run.models.join(', ')],
  ];
  const more = rows.map(
    ([k, v]) => `<tr><th scope="row">${k}</th><td colspan="2">${escapeHtml(v)}</td></tr>`,
  );
  return `<section id="cost"><h2>Cost and time</h2><table class="list narrow">${compared.length > 0 ? `<thead><tr>${head}</tr></thead>` : ''}<tbody>${[...compared, ...more].join('')}</tbody></table></section>`;
}
