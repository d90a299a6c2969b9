import { fillOf, inkOf, type Behind, type Ink } from './ink.ts';
import { child, descendants, elements, numberOf, switchOf, valueOf, type Xml } from './xmlTree.ts';

/** What a paragraph's style says, inherited from the styles it is based on. */
export interface ParagraphStyle {
  readonly id: string;
  /** 1 outermost; of a heading. */
  readonly level?: number;
  readonly numId?: string;
  readonly ilvl?: number;
  readonly bold: boolean;
  readonly hidden: boolean;
  readonly struck: boolean;
  readonly caps: boolean;
  readonly ink: Ink;
  /** Behind the whole paragraph. */
  readonly behind?: Behind;
}

/** What a run's own or inherited formatting says, where it says something. */
export interface RunLook extends Ink {
  readonly bold?: boolean;
  readonly hidden?: boolean;
  readonly struck?: boolean;
}

export interface Styles {
  paragraph(id: string | undefined): ParagraphStyle;
  character(id: string | undefined): RunLook;
  /** A table's style gives some of its cells a background. */
  isShaded(table: string | undefined): boolean;
}

const DEEPEST = 20;

/** The styles of a document, by id. Built-in names are English in every language of Word. */
export function readStyles(part: Xml | undefined): Styles {
  const byId = new Map<string, Xml>();
  let usual: string | undefined;
  for (const style of part ? elements(part) : []) {
    const id = style.attributes['w:styleId'];
    if (style.name !== 'w:style' || id === undefined) continue;
    byId.set(id, style);
    const isDefault = /^(?:1|true|on)$/.test(style.attributes['w:default'] ?? '');
    if (isDefault && style.attributes['w:type'] === 'paragraph') usual = id;
  }
  const chain = (id: string | undefined): Xml[] => {
    const found: Xml[] = [];
    let next = id;
    while (next !== undefined && found.length < DEEPEST) {
      const style = byId.get(next);
      if (!style) break;
      found.push(style);
      next = valueOf(style, 'w:basedOn');
    }
    return found;
  };
  const first = <T>(styles: readonly Xml[], read: (style: Xml) => T | undefined): T | undefined => {
    for (const style of styles) {
      const value = read(style);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const looks = (styles: readonly Xml[]): RunLook => {
    const read = (names: readonly string[]) =>
      first(styles, style => first([child(style, 'w:rPr')!], look => lookOf(look, names)));
    return {
      ...defined('bold', read(['w:b'])),
      ...defined('hidden', read(['w:vanish'])),
      ...defined('struck', read(['w:strike', 'w:dstrike'])),
      ...styles.reduceRight<Ink>((ink, style) => ({ ...ink, ...inkOf(child(style, 'w:rPr')) }), {}),
    };
  };
  const paragraphs = new Map<string, ParagraphStyle>();
  const characters = new Map<string, RunLook>();
  return {
    paragraph: given => {
      const id = given !== undefined && byId.has(given) ? given : (usual ?? given ?? '');
      let style = paragraphs.get(id);
      if (!style) {
        const styles = chain(id);
        const { bold = false, hidden = false, struck = false, ...ink } = looks(styles);
        const numbering = (style: Xml) => child(child(style, 'w:pPr'), 'w:numPr');
        style = {
          id,
          bold,
          hidden,
          struck,
          ink,
          caps: first(styles, one => switchOf(child(one, 'w:rPr'), 'w:caps')) ?? false,
          ...defined('level', first(styles, levelOf) || undefined),
          ...defined(
            'behind',
            first(styles, one => fillOf(child(one, 'w:pPr'))),
          ),
          ...defined(
            'numId',
            first(styles, one => valueOf(numbering(one), 'w:numId')),
          ),
          ...defined(
            'ilvl',
            first(styles, one => numberOf(numbering(one), 'w:ilvl')),
          ),
        };
        paragraphs.set(id, style);
      }
      return style;
    },
    character: id => {
      if (id === undefined) return {};
      let look = characters.get(id);
      if (!look) {
        look = looks(chain(id));
        characters.set(id, look);
      }
      return look;
    },
    isShaded: id => chain(id).some(style => descendants(style, 'w:shd').some(hasFill)),
  };
}

const hasFill = ({ attributes }: Xml): boolean =>
  attributes['w:val'] !== 'nil' && attributes['w:fill'] !== 'auto';

/** A heading's level by its outline or its built-in name; 0 for body text that says so. */
function levelOf(style: Xml): number | undefined {
  const outline = numberOf(child(style, 'w:pPr'), 'w:outlineLvl');
  if (outline !== undefined) return outline > 8 ? 0 : outline + 1;
  const name = (valueOf(style, 'w:name') ?? '').toLowerCase();
  if (name === 'title') return 1;
  if (name === 'subtitle') return 2;
  const heading = /^heading ([1-9])$/.exec(name)?.[1];
  return heading === undefined ? undefined : Number(heading);
}

function lookOf(properties: Xml | undefined, names: readonly string[]): boolean | undefined {
  const values = names.map(name => switchOf(properties, name)).filter(one => one !== undefined);
  return values.length === 0 ? undefined : values.some(Boolean);
}

/** What a run's properties say for themselves. */
export const ownLook = (properties: Xml | undefined): RunLook => ({
  ...defined('bold', lookOf(properties, ['w:b'])),
  ...defined('hidden', lookOf(properties, ['w:vanish'])),
  ...defined('struck', lookOf(properties, ['w:strike', 'w:dstrike'])),
  ...inkOf(properties),
});

const defined = <K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, T>);
