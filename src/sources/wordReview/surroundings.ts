import { child, elements, type Xml } from '../import/word/xmlTree.ts';
import { t } from '../../core/text/l10n.ts';

/** The elements that enclose the runs of a document. */
export interface Surroundings {
  readonly parentOf: (xml: Xml) => Xml | undefined;
  /** The body paragraph that contains an element, even in a text box of the paragraph; undefined outside the body. */
  paragraphOf(xml: Xml): Xml | undefined;
  /**
   * The element that a mark must stay outside of: a text box, a field, a plain text control, one of two alternatives.
   */
  enclosing(xml: Xml): Enclosing | undefined;
  /** The innermost table that contains an element. */
  tableOf(xml: Xml): Xml | undefined;
  /** Why the words of a run cannot be changed; undefined if they can. */
  whyFixed(run: Xml): string | undefined;
}

/** Its range in the part. */
export interface Enclosing {
  readonly start: number;
  readonly end: number;
  /** What it is, in the display language. */
  readonly name: string;
}

interface Field {
  code: string;
  hasResult: boolean;
  readonly begin: Xml;
  end?: Xml;
}

/** Controls whose value is selected from a list, or also stored elsewhere. */
const PLAIN = [
  'w:text',
  'w:comboBox',
  'w:dropDownList',
  'w:date',
  'w:picture',
  'w:dataBinding',
  'w14:checkbox',
];

export function surroundings(document: Xml): Surroundings {
  const parents = new Map<Xml, Xml>();
  /** The outermost field that generates a run. */
  const inFields = new Map<Xml, Field>();
  /** The open fields. */
  const fields: Field[] = [];
  const walk = (xml: Xml): void => {
    for (const one of elements(xml)) {
      parents.set(one, xml);
      if (one.name === 'w:r') readRun(one);
      walk(one);
    }
  };
  const readRun = (run: Xml): void => {
    // The words of a link can be edited; those of other fields are regenerated.
    const writing = fields.find(
      ({ code, hasResult }) => !hasResult || !/^\s*HYPERLINK\b/i.test(code),
    );
    if (writing) inFields.set(run, writing);
    for (const part of elements(run)) {
      const type = part.name === 'w:fldChar' ? part.attributes['w:fldCharType'] : undefined;
      if (type === 'begin') fields.push({ code: '', hasResult: false, begin: run });
      else if (type === 'separate' && fields.length > 0) fields.at(-1)!.hasResult = true;
      else if (type === 'end') {
        const ended = fields.pop();
        if (ended) ended.end = run;
      } else if (part.name === 'w:instrText' && fields.length > 0)
        fields.at(-1)!.code += part.children.filter(one => typeof one === 'string').join('');
    }
  };
  walk(document);

  const above = (xml: Xml): Xml[] => {
    const found: Xml[] = [];
    for (let at = parents.get(xml); at; at = parents.get(at)) found.push(at);
    return found;
  };
  /** The ancestors from an element up to the body paragraph, excluding the paragraph. */
  const inParagraph = (xml: Xml): Xml[] => {
    const all = [xml, ...above(xml)];
    const box = all.findLastIndex(({ name }) => name === 'w:txbxContent');
    const end = all.findIndex(({ name }, i) => i > box && name === 'w:p');
    return end < 0 ? [] : all.slice(0, end);
  };

  return {
    parentOf: xml => parents.get(xml),
    paragraphOf: xml => {
      if (!parents.has(xml)) return undefined;
      const inside = inParagraph(xml).at(-1);
      return inside && parents.get(inside);
    },
    enclosing: xml => {
      const inside = inParagraph(xml);
      const at = inside.findLastIndex(isClosed);
      const found = inside[at];
      // Word regenerates the text of a field, and marks inside it are lost.
      const field = inside.flatMap(one => inFields.get(one) ?? []).at(-1);
      const isOnOneLevel = field?.end && parents.get(field.begin) === parents.get(field.end);
      const spans = [
        ...(found ? [found] : []),
        ...(field?.end && isOnOneLevel ? [field.begin, field.end] : []),
        ...inside.filter(({ name }) => name === 'w:fldSimple'),
      ];
      if (spans.length === 0) return undefined;
      return {
        start: Math.min(...spans.map(({ start }) => start)),
        end: Math.max(...spans.map(({ end }) => end)),
        name: inside.slice(0, at).some(isBox)
          ? t('a text box##in')
          : found?.name === 'w:sdt'
            ? t('a form field##in')
            : found?.name === 'mc:AlternateContent'
              ? t('a passage in two forms##in')
              : t('a field##in'),
      };
    },
    tableOf: xml => above(xml).find(({ name }) => name === 'w:tbl'),
    whyFixed: run => {
      const inside = inParagraph(run);
      const has = (...names: string[]): boolean =>
        inside.slice(1).some(({ name }) => names.includes(name));
      if (has('w:txbxContent')) return t('they are in a text box');
      if (inside.some(one => isPlainControl(one))) return t('they are the value of a form field');
      if (inFields.has(run) || has('w:fldSimple')) return t('a field writes them');
      const isInserted = parents.get(run)?.name === 'w:ins';
      if (has('w:del', 'w:moveFrom', 'w:moveTo') || has('w:ins') !== isInserted)
        return t('they are part of a tracked change already');
      if (has('mc:AlternateContent'))
        return t('they are there twice, for several versions of Word');
      return undefined;
    },
  };
}

const isBox = ({ name }: Xml): boolean => name === 'w:txbxContent';

const isPlainControl = (xml: Xml): boolean => {
  if (xml.name !== 'w:sdt') return false;
  const properties = child(xml, 'w:sdtPr');
  return PLAIN.some(name => child(properties, name) !== undefined);
};

/** A run is an ancestor of words only if they are in a text box anchored in it. */
const isClosed = (xml: Xml, i: number): boolean =>
  xml.name === 'mc:AlternateContent' || isPlainControl(xml) || (xml.name === 'w:r' && i > 1);
