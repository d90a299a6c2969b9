import type { Report } from '../reportFormat.ts';
import { documentOf } from '../sections/document.ts';
import type { Document, Group, Notice } from '../sections/model.ts';
import { blockXml, NUMBERED, type DocxContext } from './docxBlocks.ts';
import { paragraph, run, shown, table } from './docxText.ts';
import { stylesXml } from './docxStyles.ts';
import { t } from '../../text/l10n.ts';

/** A part of a document package, by its name in it. */
export interface DocxPart {
  readonly name: string;
  readonly text: string;
}

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** A4 with margins of 2 cm, in twentieths of a point. */
const PAGE =
  '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>';

/** The report as the parts of a Word document, to be put into one archive. */
export function renderDocx(report: Report): DocxPart[] {
  const document = documentOf(report);
  const counted = { lists: 0, findings: 0 };
  const known = new Set(report.findings.map(({ id }) => id));
  const body = [
    ...front(document),
    ...document.sections.flatMap(group => sectionXml(group, { known, counted })),
    ...document.closing.map(line => paragraph('Muted', run(line))),
  ];
  return [
    {
      name: '[Content_Types].xml',
      text: `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${TYPE}.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="${TYPE}.numbering+xml"/><Override PartName="/word/footer1.xml" ContentType="${TYPE}.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      text: `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    },
    {
      name: 'docProps/core.xml',
      text: `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${shown(document.title)}: review</dc:title><dc:creator>Fanout Review</dc:creator></cp:coreProperties>`,
    },
    {
      name: 'word/_rels/document.xml.rels',
      text: `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${OFFICE}/numbering" Target="numbering.xml"/><Relationship Id="rId3" Type="${OFFICE}/footer" Target="footer1.xml"/></Relationships>`,
    },
    { name: 'word/styles.xml', text: HEAD + stylesXml(W) },
    { name: 'word/numbering.xml', text: HEAD + numberingXml(counted.lists) },
    { name: 'word/footer1.xml', text: HEAD + footerXml(document) },
    {
      name: 'word/document.xml',
      text: `${HEAD}<w:document xmlns:w="${W}" xmlns:r="${OFFICE}"><w:body>${body.join('')}<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>${PAGE}</w:sectPr></w:body></w:document>`,
    },
  ];
}

const LOUD: ReadonlySet<Notice['kind']> = new Set(['failed', 'incomplete']);

const front = ({ title, sources, facts, notices }: Document): string[] => [
  paragraph('Title', run(title)),
  paragraph('Muted', run(sources.join('; '))),
  table(
    [1, 3],
    facts.map(({ name, value }) => [
      paragraph('Cell', run(name, '<w:b/>')),
      paragraph('Cell', run(value)),
    ]),
  ),
  ...notices.map(({ kind, lead, text }) =>
    paragraph(
      LOUD.has(kind) ? 'Warning' : 'Notice',
      (lead === '' ? '' : `${run(lead, '<w:b/>')}${run(' ')}`) + run(text),
    ),
  ),
];

/** Empty where there is nothing that a document can show. */
function sectionXml(group: Group, context: DocxContext): string[] {
  const content = group.blocks.flatMap(block => blockXml(block, context, 2));
  if (content.length === 0) return [];
  const count = group.count === undefined ? '' : ` (${group.count})`;
  return [paragraph('Heading1', run(group.title + count)), ...content];
}

/** One list of bullets for all, and one of numbers for each that counts from 1. */
function numberingXml(lists: number): string {
  const level = (ilvl: number, format: string, text: string): string =>
    `<w:lvl w:ilvl="${ilvl}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="${360 * (ilvl + 1)}" w:hanging="360"/></w:pPr></w:lvl>`;
  const levels = (format: string, text: (n: number) => string): string =>
    [0, 1, 2, 3].map(ilvl => level(ilvl, format, text(ilvl + 1))).join('');
  const numbered = Array.from(
    { length: lists },
    (_, i) =>
      `<w:num w:numId="${NUMBERED + i}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`,
  );
  return `<w:numbering xmlns:w="${W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>${levels('bullet', () => '•')}</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>${levels('decimal', n => `%${n}.`)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>${numbered.join('')}</w:numbering>`;
}

function footerXml({ runId, coverage }: Document): string {
  const field = (code: string): string =>
    `<w:fldSimple w:instr=" ${code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>`;
  const words = t('Fanout Review, run {0}. {1} Page ', runId.slice(0, 8), coverage);
  return `<w:ftr xmlns:w="${W}">${paragraph('Footer', `${run(words)}${field('PAGE')}${run(t(' of '))}${field('NUMPAGES')}`)}</w:ftr>`;
}
