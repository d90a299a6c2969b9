interface Style {
  readonly id: string;
  readonly name: string;
  /** Properties of its paragraphs and runs, as XML. */
  readonly paragraph?: string;
  readonly run?: string;
  readonly outline?: number;
}

const size = (points: number): string =>
  `<w:sz w:val="${points * 2}"/><w:szCs w:val="${points * 2}"/>`;
const spacing = (before: number, after: number): string =>
  `<w:spacing w:before="${before * 20}" w:after="${after * 20}"/>`;
const side = (color: string, fill: string): string =>
  `<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="${color}"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="${fill}"/>`;
const grey = '<w:color w:val="59636E"/>';

const STYLES: readonly Style[] = [
  { id: 'Title', name: 'Title', paragraph: spacing(0, 4), run: `<w:b/>${size(22)}` },
  ...[15, 12.5, 11, 10.5].map((points, i): Style => ({
    id: `Heading${i + 1}`,
    name: `heading ${i + 1}`,
    paragraph: `<w:keepNext/><w:keepLines/>${spacing(i === 0 ? 20 : 12, 4)}`,
    run: `<w:b/>${size(points)}`,
    outline: i,
  })),
  { id: 'Muted', name: 'Muted', run: grey },
  {
    id: 'Place',
    name: 'Place',
    paragraph: `<w:keepNext/>${spacing(0, 3)}`,
    run: `${grey}${size(9)}`,
  },
  { id: 'Said', name: 'Said by', run: `${grey}${size(8.5)}` },
  {
    id: 'Quote',
    name: 'Quote',
    paragraph: `<w:keepLines/>${side('D8DEE4', 'F6F8FA')}<w:ind w:left="200"/>`,
  },
  { id: 'Change', name: 'Suggestion', paragraph: '<w:ind w:left="200"/>' },
  { id: 'Notice', name: 'Notice', paragraph: side('0969DA', 'F6F8FA') },
  { id: 'Warning', name: 'Warning', paragraph: side('BF8700', 'FFF8E1') },
  { id: 'Item', name: 'List Paragraph', paragraph: spacing(0, 3) },
  { id: 'Cell', name: 'Table Cell', paragraph: spacing(2, 2), run: size(9.5) },
  { id: 'Gap', name: 'Gap', paragraph: spacing(0, 4), run: size(4) },
  { id: 'Footer', name: 'footer', paragraph: spacing(0, 0), run: `${grey}${size(8)}` },
];

/** The styles of a report: built-in names, so that headings are an outline and a table of contents can be made. */
export const stylesXml = (namespace: string): string =>
  `<w:styles xmlns:w="${namespace}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>${size(10.5)}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>${STYLES.map(styleXml).join('')}<w:style w:type="character" w:styleId="Reference"><w:name w:val="Reference"/><w:rPr><w:color w:val="0B5CAD"/></w:rPr></w:style></w:styles>`;

const styleXml = ({ id, name, paragraph = '', run, outline }: Style): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/>${
    paragraph === '' && outline === undefined
      ? ''
      : `<w:pPr>${paragraph}${outline === undefined ? '' : `<w:outlineLvl w:val="${outline}"/>`}</w:pPr>`
  }${run === undefined ? '' : `<w:rPr>${run}</w:rPr>`}</w:style>`;
