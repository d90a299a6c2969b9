import { SEVERITIES, type Severity } from '../../domain/results/findings.ts';
import { NOT_JUDGED } from '../../domain/review/perspective.ts';
import { showsFindings } from '../digest/digestWording.ts';
import { escapeHtml, tag } from './htmlText.ts';
import type { Report, ReportBranch, ReportChunk } from '../reportFormat.ts';
import { count } from '../wording.ts';
import { perspectiveName, severityWord, statusWord } from '../../format/words.ts';
import { t } from '../../text/l10n.ts';

/** Columns of one band of the map: what fits a page. */
const BAND = 50;

/** Chunk by perspective, in reading order, cut into bands that fit a page. */
export function mapHtml(report: Report): string {
  const cells = new Map<string, Cell>();
  for (const branch of report.branches) cells.set(cellKey(branch), { branch, found: [] });
  const cellOf = new Map(report.branches.map(b => [b.id, cellKey(b)]));
  for (const finding of report.findings)
    for (const key of new Set(finding.branches.map(id => cellOf.get(id))))
      if (key !== undefined) cells.get(key)?.found.push(finding.severity);
  const sources = report.sources.map(source => {
    const chunks = report.chunks.filter(c => c.source === source.id);
    if (chunks.length === 0) return '';
    // Of equal length, so that none is a scrap.
    const width = Math.ceil(chunks.length / Math.ceil(chunks.length / BAND));
    const bands = Array.from({ length: Math.ceil(chunks.length / width) }, (_, i) =>
      band(report, chunks.slice(i * width, (i + 1) * width), cells),
    );
    return (
      (report.sources.length > 1 ? tag('h3', '', escapeHtml(source.path)) : '') + bands.join('')
    );
  });
  return sources.join('') + legend(report);
}

interface Cell {
  readonly branch: ReportBranch;
  readonly found: Severity[];
}

const cellKey = (branch: ReportBranch): string =>
  JSON.stringify([branch.chunk, branch.perspective]);

function band(
  report: Report,
  chunks: readonly ReportChunk[],
  cells: ReadonlyMap<string, Cell>,
): string {
  const head = chunks
    .map(c =>
      c.index % 5 === 4 || c.index === 0
        ? tag('th', '', String(c.index + 1), 'scope="col"')
        : '<td></td>',
    )
    .join('');
  const rows = report.perspectives.map(p => {
    const own = chunks.map(chunk => {
      const cell = cells.get(JSON.stringify([chunk.id, p.id]));
      const name = `${chunk.index + 1} ${p.letter}, ${chunk.title}`;
      return cellHtml(cell, name, showsFindings(report));
    });
    return `<tr>${tag('th', '', escapeHtml(perspectiveName(p.title)), 'scope="row"')}${own.join('')}</tr>`;
  });
  return `<div class="scroll"><table class="map"><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function cellHtml(cell: Cell | undefined, name: string, looksForFindings: boolean): string {
  if (!cell) return '<td class="none"></td>';
  const { branch, found } = cell;
  if (branch.status !== 'succeeded') {
    const status = statusWord(branch.status);
    const why = branch.reason === null ? status : `${status}: ${branch.reason}`;
    return tag('td', 'gap', '×', `title="${escapeHtml(`${name}: ${why}`)}"`);
  }
  if (!branch.judged && found.length === 0)
    return tag('td', 'unjudged', '–', `title="${escapeHtml(`${name}: ${NOT_JUDGED}`)}"`);
  const worst = SEVERITIES.find(s => found.includes(s));
  const said =
    worst === undefined
      ? `${t('read')}${looksForFindings ? t(', no findings') : ''}`
      : t('{0}, worst {1}', count(found.length, 'finding'), severityWord[worst]);
  const text = found.length > 1 ? (found.length > 99 ? '99+' : String(found.length)) : '';
  return tag('td', worst ?? 'read', text, `title="${escapeHtml(`${name}: ${said}`)}"`);
}

/** Only of reviews does the map say what was found. */
function legend(report: Report): string {
  const marks = showsFindings(report)
    ? [
        ...SEVERITIES.map(s => `<span><i class="k ${s}"></i>${severityWord[s]}</span>`),
        `<span><i class="k read"></i>${t('read, nothing found')}</span>`,
      ]
    : [`<span><i class="k read"></i>${t('read')}</span>`];
  if (report.branches.some(b => b.status === 'succeeded' && !b.judged))
    marks.push(`<span><i class="k unjudged">–</i>${NOT_JUDGED}</span>`);
  return tag(
    'p',
    'legend',
    [...marks, `<span><i class="k gap">×</i>${t('not read')}</span>`].join(''),
  );
}
