import { makeZip, type ZipPart } from './zipFile.ts';

export type WordBlock =
  | { readonly heading: string; readonly level: number }
  | { readonly paragraph: string }
  | { readonly item: string; readonly level: number; readonly ordered?: boolean }
  | { readonly table: readonly (readonly string[])[] }
  /** As it stands in `word/document.xml`. */
  | { readonly xml: string };

export interface WordOptions {
  /** Relationships of the document, as XML. */
  readonly relationships?: string;
  readonly extra?: readonly ZipPart[];
  readonly deflate?: boolean;
  /** Parts of `extra` take the place of those of the same name. */
  readonly replace?: boolean;
  /** Before the root element of the document. */
  readonly prolog?: string;
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
const RELS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

/** A Word document of blocks. */
export function makeDocx(blocks: readonly WordBlock[], options: WordOptions = {}): Buffer {
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${WORD}.document.main+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${RELS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `<Relationships xmlns="${RELS}"><Relationship Id="rId1" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${OFFICE}/numbering" Target="numbering.xml"/>${options.relationships ?? ''}</Relationships>`,
    'word/styles.xml': `<w:styles ${W}>${[1, 2, 3].map(n => `<w:style w:type="paragraph" w:styleId="Heading${n}"><w:name w:val="heading ${n}"/></w:style>`).join('')}</w:styles>`,
    'word/numbering.xml': `<w:numbering ${W}>${numbering(0, 'bullet')}${numbering(1, 'decimal')}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`,
    'word/document.xml': `${options.prolog ?? ''}<w:document ${W} ${R} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>${blocks.map(blockXml).join('')}</w:body></w:document>`,
  };
  const { deflate = false } = options;
  const own = new Set(options.replace ? options.extra?.map(({ name }) => name) : []);
  return makeZip([
    ...Object.entries(parts)
      .filter(([name]) => !own.has(name))
      .map(([name, data]) => ({ name, data, deflate })),
    ...(options.extra ?? []),
  ]);
}

const numbering = (id: number, format: string): string =>
  `<w:abstractNum w:abstractNumId="${id}">${[0, 1, 2].map(level => `<w:lvl w:ilvl="${level}"><w:numFmt w:val="${format}"/></w:lvl>`).join('')}</w:abstractNum>`;

function blockXml(block: WordBlock): string {
  if ('xml' in block) return block.xml;
  if ('heading' in block)
    return paragraph(block.heading, `<w:pStyle w:val="Heading${block.level}"/>`);
  if ('item' in block)
    return paragraph(
      block.item,
      `<w:numPr><w:ilvl w:val="${block.level}"/><w:numId w:val="${block.ordered ? 2 : 1}"/></w:numPr>`,
    );
  if ('table' in block)
    return `<w:tbl>${block.table
      .map(row => `<w:tr>${row.map(cell => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`)
      .join('')}</w:tbl>`;
  return paragraph(block.paragraph);
}

const paragraph = (text: string, properties = ''): string =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}<w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`;

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
