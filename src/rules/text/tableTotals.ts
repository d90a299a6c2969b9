import type { MarkdownLine } from '../markdownScan.ts';
import { t } from '../../core/text/l10n.ts';
import { amountToNumber, digitsToNumber } from '../numberWords.ts';
import type { Hit, Rule } from '../types.ts';

/** Words for a total, in the languages of most contracts and reports. */
const TOTAL =
  /^\W{0,4}(?:grand |sub-?|zwischen|gesamt)?(?:totals?|totaux|totaal|totale|summe|sum|gesamt|gesamtsumme|insgesamt|somme|suma|soma|altogether|итого|всего|合計|总计|总和|合计|總計)\b|\btotal\W{0,4}$|^\W{0,4}(?:合計|总计|合计|總計|итого|всего)/iu;

interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export const tableTotals: Rule = {
  id: 'table-total',
  title: t('Table total is wrong'),
  serves: { markdown: 'accuracy' },
  severity: 'critical',
  confidence: 0.85,
  find({ text, markdown }) {
    const hits: Hit[] = [];
    for (const table of tablesOf(markdown ?? [])) {
      const rows = table
        .map(line => cellsOf(text, line))
        .filter(cells => !cells.every(cell => /^[\s:-]*$/.test(cell.text)));
      const body = rows.slice(1);
      let from = 0;
      for (const [index, row] of body.entries()) {
        const label = row[0]?.text || row[1]?.text || '';
        if (!TOTAL.test(label)) continue;
        const above = body.slice(from, index).filter(r => !TOTAL.test(r[0]?.text ?? ''));
        hits.push(...wrongCells(row, above));
        if (/^\W{0,4}sub/i.test(label)) from = index + 1;
      }
    }
    return hits;
  },
};

function wrongCells(total: readonly Cell[], above: readonly (readonly Cell[])[]): readonly Hit[] {
  if (above.length < 2) return [];
  const hits: Hit[] = [];
  for (const [column, cell] of total.entries()) {
    if (column === 0) continue;
    const said = amount(cell.text);
    if (said === undefined) continue;
    const parts = above.map(row =>
      /^[\s–—-]*$/.test(row[column]?.text ?? '') ? 0 : amount(row[column]?.text ?? ''),
    );
    if (parts.some(part => part === undefined) || parts.filter(part => part !== 0).length < 2)
      continue;
    const sum = parts.reduce<number>((sofar, part) => sofar + (part ?? 0), 0);
    if (Math.abs(sum - said) < 0.011 || sum === 0) continue;
    // Rounded parts may differ from their rounded sum by half a unit of the last place each.
    const decimals = Math.max(0, ...[cell, ...above.map(row => row[column])].map(decimalsOf));
    const step = 10 ** -decimals;
    if (
      Math.abs(sum - said) <= (step * above.length) / 2 + 1e-9 &&
      (decimals > 0 || /%/.test(cell.text))
    )
      continue;
    // A total that is not a sum at all (a mean, a rate, distinct items) is not a mistake.
    if (said > sum * 2 || said < sum / 2) continue;
    hits.push({
      start: cell.start,
      end: cell.end,
      message: t(
        'The {0} rows above add up to {1}, not {2}.',
        above.length,
        sum.toLocaleString('en'),
        cell.text,
      ),
    });
  }
  return hits;
}

const decimalsOf = (cell: Cell | undefined): number =>
  /[.,](\d{1,2})\D*$/.exec(cell?.text ?? '')?.[1]?.length ?? 0;

function amount(text: string): number | undefined {
  const bare = text.replace(
    /^[\s*_$€£¥]{0,8}(?:USD|EUR|GBP|CHF|JPY|US\$|Fr\.|kr)?\s?|\s?(?:USD|EUR|GBP|CHF|[€£¥]|kr)?[\s*_%]{0,8}$/g,
    '',
  );
  return digitsToNumber(bare) ?? amountToNumber(bare);
}

function* tablesOf(lines: readonly MarkdownLine[]): Generator<readonly MarkdownLine[]> {
  let table: MarkdownLine[] = [];
  for (const line of lines) {
    if (line.kind === 'table') {
      table.push(line);
      continue;
    }
    if (table.length >= 4) yield table;
    table = [];
  }
  if (table.length >= 4) yield table;
}

function cellsOf(text: string, line: MarkdownLine): readonly Cell[] {
  const cells: Cell[] = [];
  let from = line.start;
  for (let at = line.start; at <= line.end; at += 1) {
    if (at < line.end && (text[at] !== '|' || text[at - 1] === '\\')) continue;
    const raw = text.slice(from, at);
    const start = from + (raw.length - raw.trimStart().length);
    if (!(from === line.start && raw.trim() === '') && !(at === line.end && raw.trim() === '')) {
      cells.push({ text: raw.trim(), start, end: Math.max(start, from + raw.trimEnd().length) });
    }
    from = at + 1;
  }
  return cells;
}
