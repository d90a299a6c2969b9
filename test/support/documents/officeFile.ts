import { makeZip, type ZipPart } from './zipFile.ts';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const RELS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const P = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="${OFFICE}" ${A}`;
const X = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"`;

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const rels = (list: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `<Relationships xmlns="${RELS}">${list
    .map(
      ([id, type, target]) =>
        `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

export interface Slide {
  readonly title?: string;
  /** Bullets of the body. */
  readonly body?: readonly string[];
  readonly hidden?: boolean;
  readonly notes?: string;
  readonly comment?: string;
  /** Shapes as they stand in the file. */
  readonly xml?: string;
}

const paragraphs = (texts: readonly string[]): string =>
  texts.map(text => `<a:p><a:r><a:t>${escapeXml(text)}</a:t></a:r></a:p>`).join('');

const box = (kind: string, texts: readonly string[]): string =>
  `<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:nvPr><p:ph${kind === '' ? '' : ` type="${kind}"`}/></p:nvPr></p:nvSpPr><p:txBody>${paragraphs(texts)}</p:txBody></p:sp>`;

/** A presentation; `master` stands on every slide. */
export function makePptx(slides: readonly Slide[], master = ''): Buffer {
  const parts: ZipPart[] = [
    { name: '_rels/.rels', data: rels([['r', 'officeDocument', 'ppt/presentation.xml']]) },
    {
      name: 'ppt/presentation.xml',
      data: `<p:presentation ${P}><p:sldIdLst>${slides.map((_, i) => `<p:sldId id="${256 + i}" r:id="s${i}"/>`).join('')}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>`,
    },
    {
      name: 'ppt/_rels/presentation.xml.rels',
      // Names of parts say nothing about their order.
      data: rels(slides.map((_, i) => [`s${i}`, 'slide', `slides/slide${slides.length - i}.xml`])),
    },
    {
      name: 'ppt/slideLayouts/slideLayout1.xml',
      data: `<p:sldLayout ${P}><p:cSld><p:spTree>${box('body', ['Click to edit'])}<p:sp><p:nvSpPr><p:cNvPr id="2" name="y"/><p:nvPr/></p:nvSpPr><p:txBody>${paragraphs(master === '' ? [] : [master])}</p:txBody></p:sp></p:spTree></p:cSld></p:sldLayout>`,
    },
  ];
  slides.forEach(({ title, body, hidden, notes, comment, xml = '' }, i) => {
    const n = slides.length - i;
    parts.push(
      {
        name: `ppt/slides/slide${n}.xml`,
        data: `<p:sld ${P}${hidden ? ' show="0"' : ''}><p:cSld><p:spTree>${body ? box('body', body) : ''}${xml}${title === undefined ? '' : box('title', [title])}${box('sldNum', ['7'])}</p:spTree></p:cSld></p:sld>`,
      },
      {
        name: `ppt/slides/_rels/slide${n}.xml.rels`,
        data: rels([
          ['l', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
          ...(notes === undefined
            ? []
            : [['n', 'notesSlide', `../notesSlides/notesSlide${n}.xml`] as const]),
          ...(comment === undefined
            ? []
            : [['c', 'comments', `../comments/comment${n}.xml`] as const]),
        ]),
      },
    );
    if (notes !== undefined)
      parts.push({
        name: `ppt/notesSlides/notesSlide${n}.xml`,
        data: `<p:notes ${P}><p:cSld><p:spTree>${box('body', [notes])}${box('sldImg', [])}</p:spTree></p:cSld></p:notes>`,
      });
    if (comment !== undefined)
      parts.push({
        name: `ppt/comments/comment${n}.xml`,
        data: `<p:cmLst ${P}><p:cm authorId="0"><p:text>${escapeXml(comment)}</p:text></p:cm></p:cmLst>`,
      });
  });
  return makeZip(parts);
}

export interface Sheet {
  readonly name: string;
  /** Cells from A1 on: text, a number, or a cell as it stands in the file; undefined for an empty one. */
  readonly rows: readonly (readonly (string | number | { readonly xml: string } | undefined)[])[];
  readonly state?: 'hidden' | 'veryHidden';
  /** Row numbers and column numbers from 1. */
  readonly hiddenRows?: readonly number[];
  readonly hiddenColumns?: readonly number[];
  readonly comment?: readonly [cell: string, text: string];
}

/** A workbook. Style 1 is a date, style 2 euros, style 3 shows nothing, style 4 is white. */
export function makeXlsx(sheets: readonly Sheet[]): Buffer {
  const strings: string[] = [];
  const cell = (value: Sheet['rows'][number][number], reference: string): string => {
    if (value === undefined) return '';
    if (typeof value === 'number') return `<c r="${reference}"><v>${value}</v></c>`;
    if (typeof value !== 'string') return value.xml.replace('<c', `<c r="${reference}"`);
    strings.push(value);
    return `<c r="${reference}" t="s"><v>${strings.length - 1}</v></c>`;
  };
  const sheetXml = ({ rows, hiddenRows = [], hiddenColumns = [] }: Sheet): string =>
    `<worksheet ${X}>${hiddenColumns.length === 0 ? '' : `<cols>${hiddenColumns.map(n => `<col min="${n}" max="${n}" hidden="1"/>`).join('')}</cols>`}<sheetData>${rows
      .map(
        (row, i) =>
          `<row r="${i + 1}"${hiddenRows.includes(i + 1) ? ' hidden="1"' : ''}>${row
            .map((value, column) => cell(value, `${String.fromCharCode(65 + column)}${i + 1}`))
            .join('')}</row>`,
      )
      .join('')}</sheetData></worksheet>`;
  const parts: ZipPart[] = sheets.flatMap((sheet, i) => [
    { name: `xl/worksheets/sheet${i + 1}.xml`, data: sheetXml(sheet) },
    ...(sheet.comment
      ? [
          {
            name: `xl/worksheets/_rels/sheet${i + 1}.xml.rels`,
            data: rels([['c', 'comments', `../comments${i + 1}.xml`]]),
          },
          {
            name: `xl/comments${i + 1}.xml`,
            data: `<comments ${X}><commentList><comment ref="${sheet.comment[0]}"><text><t>${escapeXml(sheet.comment[1])}</t></text></comment></commentList></comments>`,
          },
        ]
      : []),
  ]);
  return makeZip([
    { name: '_rels/.rels', data: rels([['r', 'officeDocument', 'xl/workbook.xml']]) },
    {
      name: 'xl/workbook.xml',
      data: `<workbook ${X}><sheets>${sheets.map(({ name, state }, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="s${i}"${state ? ` state="${state}"` : ''}/>`).join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: rels([
        ...sheets.map((_, i) => [`s${i}`, 'worksheet', `worksheets/sheet${i + 1}.xml`] as const),
        ['t', 'sharedStrings', 'sharedStrings.xml'],
        ['y', 'styles', 'styles.xml'],
      ]),
    },
    ...parts,
    {
      name: 'xl/sharedStrings.xml',
      data: `<sst ${X}>${strings.map(text => `<si><t>${escapeXml(text)}</t><rPh sb="0" eb="1"><t>reading</t></rPh></si>`).join('')}</sst>`,
    },
    {
      name: 'xl/styles.xml',
      data: `<styleSheet ${X}><numFmts><numFmt numFmtId="165" formatCode="#,##0.00\\ &quot;€&quot;"/><numFmt numFmtId="166" formatCode=";;;"/></numFmts><fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts><fills><fill><patternFill patternType="none"/></fill></fills><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="0" fontId="1" fillId="0"/></cellXfs></styleSheet>`,
    },
  ]);
}
