import { element, value, type Xml } from '../word/xmlTree.ts';
import {
  bytesOf,
  propertiesOf,
  property,
  tablePart,
  viewOf,
  wideText,
  type DocFile,
  type Properties,
} from './binary.ts';

/** Numbers of lists and levels beyond these mean that a paragraph is in none. */
const MAX_LIST = 0x7fe;

/** `w:pPr`: style, list and outline level. */
export function paragraphLook(of: Properties, style?: number, mark?: Xml): Xml {
  const list = property(of, 0x460b);
  const level = property(of, 0x260a);
  return element('w:pPr', [
    value('w:pStyle', style),
    list === undefined && level === undefined
      ? undefined
      : element('w:numPr', [
          value('w:ilvl', level),
          value('w:numId', list === undefined || list <= MAX_LIST ? list : 0),
        ]),
    value('w:outlineLvl', property(of, 0x2640)),
    property(of, 0xc64d) === undefined && (property(of, 0x442d) ?? 0) === 0 ? undefined : SHADED,
    mark,
  ]);
}

/** A background whose colour is not evaluated: text on it counts as seen. */
export const SHADED = element('w:shd', [], { 'w:val': 'pct50' });

/** Colours by their number in older files (section 2.9.119 of [MS-DOC]); others are seen on white and black. */
const COLORS: Readonly<Record<number, string>> = { 1: '000000', 8: 'ffffff' };

/** `w:color`; a colour is kept as red, green, blue and a byte that is 255 where the program chooses. */
function colorOf(of: Properties): string | undefined {
  const full = property(of, 0x6870);
  if (full === undefined) {
    const number = property(of, 0x2a42);
    return number === undefined ? undefined : (COLORS[number] ?? 'auto');
  }
  if (full >>> 24 !== 0) return 'auto';
  const bytes = [full & 255, (full >> 8) & 255, (full >> 16) & 255];
  return bytes.map(byte => byte.toString(16).padStart(2, '0')).join('');
}

export interface StyleLook {
  readonly bold: boolean;
  readonly hidden: boolean;
  readonly struck: boolean;
}

/** `w:rPr`: what of a run's look says whether and how it is read. */
export function runLook(of: Properties, style?: StyleLook): Xml {
  // 0x80 is as the style has it, 0x81 the opposite.
  const toggle = (name: string, code: number, styled = false): Xml | undefined => {
    const said = property(of, code);
    return said === undefined || said === 0x80
      ? undefined
      : value(name, (said === 0x81 ? !styled : said !== 0) ? 1 : 0);
  };
  const raise = property(of, 0x2a48);
  return element('w:rPr', [
    value('w:rStyle', property(of, 0x4a30)),
    toggle('w:b', 0x0835, style?.bold),
    toggle('w:vanish', 0x083c, style?.hidden),
    toggle('w:strike', 0x0837, style?.struck),
    toggle('w:dstrike', 0x2a53),
    toggle('w:caps', 0x083b),
    value('w:color', colorOf(of)),
    value('w:sz', property(of, 0x4a43)),
    (property(of, 0x2a0c) ?? 0) === 0 &&
    (property(of, 0x4866) ?? 0) === 0 &&
    property(of, 0xca71) === undefined
      ? undefined
      : SHADED,
    raise === 1 ? value('w:vertAlign', 'superscript') : undefined,
  ]);
}

const NO_STYLE = 0xfff;

/** The styles (section 2.9.271 of [MS-DOC]) as the part `styles.xml`; their ids are their numbers. */
export function docStyles(file: DocFile): Xml {
  const sheet = tablePart(file, 1);
  if (sheet.byteLength < 6) return element('w:styles');
  const head = sheet.getUint16(0, true);
  const count = sheet.getUint16(2, true);
  const base = sheet.getUint16(4, true);
  const styles: Xml[] = [];
  let at = 2 + head;
  for (let nth = 0; nth < count && at + 2 <= sheet.byteLength; nth++) {
    const size = sheet.getUint16(at, true);
    if (size > base) styles.push(styleOf(viewOf(bytesOf(sheet, at + 2, size)), nth, base));
    at += 2 + size;
  }
  return element('w:styles', styles);
}

function styleOf(view: DataView, nth: number, base: number): Xml {
  const known = view.getUint16(0, true) & 0xfff;
  const isParagraph = (view.getUint16(2, true) & 0xf) === 1;
  const basedOn = view.getUint16(2, true) >> 4;
  const length = view.getUint16(base, true);
  const lists: Uint8Array[] = [];
  let at = base + 2 + 2 * length + 2;
  for (let left = view.getUint16(4, true) & 0xf; left > 0 && at + 2 <= view.byteLength; left--) {
    const size = view.getUint16(at, true);
    lists.push(bytesOf(view, at + 2, Math.min(size, view.byteLength - at - 2)));
    at += 2 + size + (size % 2);
  }
  const ofRuns = propertiesOf((isParagraph ? lists[1] : lists[0]) ?? new Uint8Array());
  return element(
    'w:style',
    [
      value('w:name', builtIn(known) ?? wideText(view, base + 2, length)),
      value('w:basedOn', basedOn === NO_STYLE ? undefined : basedOn),
      isParagraph
        ? paragraphLook(propertiesOf(lists[0]?.subarray(2) ?? new Uint8Array()))
        : undefined,
      runLook(ofRuns),
    ],
    {
      'w:type': isParagraph ? 'paragraph' : 'character',
      'w:styleId': String(nth),
      ...(nth === 0 ? { 'w:default': '1' } : {}),
    },
  );
}

/** Names of built-in styles, which are translated in the file. */
const builtIn = (known: number): string | undefined =>
  known >= 1 && known <= 9
    ? `heading ${known}`
    : known === 62
      ? 'Title'
      : known === 74
        ? 'Subtitle'
        : undefined;

/** Names of the fonts by their numbers. */
export function docFonts(file: DocFile): readonly string[] {
  const view = tablePart(file, 15);
  const fonts: string[] = [];
  for (let at = 4; at + 40 < view.byteLength;) {
    const size = view.getUint8(at) + 1;
    const text = wideText(
      view,
      at + 40,
      Math.max(0, (Math.min(size, view.byteLength - at) - 40) >> 1),
    );
    fonts.push(text.split('\0')[0] ?? '');
    at += size;
  }
  return fonts;
}
