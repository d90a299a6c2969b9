import { escapeXml, withoutInvisible } from '../../text/xml.ts';

/** Text of documents and models as it is shown. */
export const shown = (text: string): string => escapeXml(withoutInvisible(text));

/** Text as a run; lines stay lines. `look` is properties of it, as XML. */
export function run(text: string, look = ''): string {
  if (text === '') return '';
  const lines = text.split(/\r\n?|\n|\u2028|\u2029/);
  const content = lines.map(
    (line, i) =>
      (i > 0 ? '<w:br/>' : '') +
      line
        .split('\t')
        .map(part => `<w:t xml:space="preserve">${shown(part)}</w:t>`)
        .join('<w:tab/>'),
  );
  return `<w:r>${look === '' ? '' : `<w:rPr>${look}</w:rPr>`}${content.join('')}</w:r>`;
}

export const paragraph = (style: string, content: string, more = ''): string =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/>${more}</w:pPr>${content}</w:p>`;

/** The width of a line, in twentieths of a point. */
const WIDTH = 9638;

const LINES = ['top', 'bottom', 'insideH']
  .map(side => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="BBBBBB"/>`)
  .join('');

/**
 * A table of cells that hold paragraphs; columns are as wide as `shares` say. The first `heads` rows are repeated
 * on every page. What follows it is set off by an empty line.
 */
export function table(
  shares: readonly number[],
  rows: readonly (readonly string[])[],
  heads = 0,
): string {
  const all = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map(share => Math.floor((WIDTH * share) / all));
  const grid = widths.map(width => `<w:gridCol w:w="${width}"/>`).join('');
  const body = rows.map((cells, i) => {
    const own = cells.map(
      (cell, n) =>
        `<w:tc><w:tcPr><w:tcW w:w="${widths[n] ?? 0}" w:type="dxa"/></w:tcPr>${cell || '<w:p/>'}</w:tc>`,
    );
    return `<w:tr><w:trPr><w:cantSplit/>${i < heads ? '<w:tblHeader/>' : ''}</w:trPr>${own.join('')}</w:tr>`;
  });
  return `<w:tbl><w:tblPr><w:tblW w:w="${WIDTH}" w:type="dxa"/><w:tblBorders>${LINES}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${body.join('')}</w:tbl>${paragraph('Gap', '')}`;
}
