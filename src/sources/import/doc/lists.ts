import { element, value, type Xml } from '../word/xmlTree.ts';
import { t } from '../../../core/text/l10n.ts';
import {
  bytesOf,
  propertiesOf,
  property,
  tablePart,
  viewOf,
  wideText,
  type DocFile,
} from './binary.ts';

/** How numbers are written, by their code in binary files (section 2.2.1.3 of [MS-OSHARED]). */
const FORMATS: Readonly<Record<number, string>> = {
  0: 'decimal',
  1: 'upperRoman',
  2: 'lowerRoman',
  3: 'upperLetter',
  4: 'lowerLetter',
  5: 'ordinal',
  6: 'cardinalText',
  7: 'ordinalText',
  8: 'hex',
  10: 'ideographDigital',
  11: 'japaneseCounting',
  12: 'aiueo',
  13: 'iroha',
  14: 'decimalFullWidth',
  16: 'japaneseLegal',
  17: 'japaneseDigitalTenThousand',
  18: 'decimalEnclosedCircle',
  19: 'decimalFullWidth2',
  20: 'aiueoFullWidth',
  21: 'irohaFullWidth',
  22: 'decimalZero',
  23: 'bullet',
  24: 'ganada',
  25: 'chosung',
  26: 'decimalEnclosedFullstop',
  27: 'decimalEnclosedParen',
  28: 'decimalEnclosedCircleChinese',
  30: 'ideographTraditional',
  31: 'ideographZodiac',
  33: 'taiwaneseCounting',
  35: 'taiwaneseCountingThousand',
  37: 'chineseCounting',
  38: 'chineseLegalSimplified',
  39: 'chineseCountingThousand',
  41: 'koreanDigital',
  42: 'koreanCounting',
  45: 'hebrew1',
  46: 'arabicAlpha',
  47: 'hebrew2',
  48: 'arabicAbjad',
  57: 'numberInDash',
  58: 'russianLower',
  59: 'russianUpper',
  255: 'none',
};

const LIST_SIZE = 28;
const USE_SIZE = 16;

/** The lists (sections 2.9.131 and 2.9.147 of [MS-DOC]) as the part `numbering.xml`; ids are their numbers from 1. */
export function docLists(file: DocFile, fonts: readonly string[]): Xml {
  const lists = tablePart(file, 73);
  const uses = tablePart(file, 74);
  if (lists.byteLength < 2) return element('w:numbering');
  const start = file.main.getUint32(0x9a + 8 * 73, true) + lists.byteLength;
  // Levels follow the table and are not counted in its length.
  const levels = viewOf(bytesOf(file.table, start, file.table.byteLength - start));
  let at = 0;
  const abstracts = Array.from({ length: lists.getUint16(0, true) }, (_, nth) => {
    const own = 2 + nth * LIST_SIZE;
    const isSimple = (lists.getUint8(own + 26) & 1) !== 0;
    const read = Array.from({ length: isSimple ? 1 : 9 }, (_, depth) => {
      const { xml, end } = levelAt(levels, at, depth, fonts);
      at = end;
      return xml;
    });
    return element('w:abstractNum', read, {
      'w:abstractNumId': String(lists.getInt32(own, true)),
    });
  });
  return element('w:numbering', [
    ...abstracts,
    ...(uses.byteLength < 4 ? [] : usesOf(uses, fonts)),
  ]);
}

function usesOf(uses: DataView, fonts: readonly string[]): Xml[] {
  const count = uses.getUint32(0, true);
  if (4 + count * USE_SIZE > uses.byteLength) throw new RangeError(t('lists lie past the end'));
  let at = 4 + count * USE_SIZE;
  return Array.from({ length: count }, (_, nth) => {
    const own = 4 + nth * USE_SIZE;
    const overrides: Xml[] = [];
    at += 4;
    for (let left = uses.getUint8(own + 12); left > 0; left--) {
      const start = uses.getUint32(at, true);
      const flags = uses.getUint32(at + 4, true);
      const depth = flags & 0xf;
      at += 8;
      const hasStart = (flags & 0x10) !== 0;
      let level: Xml | undefined;
      if (flags & 0x20) {
        const read = levelAt(uses, at, depth, fonts);
        at = read.end;
        level = read.xml;
      }
      overrides.push(
        element(
          'w:lvlOverride',
          [hasStart && !level ? value('w:startOverride', start) : undefined, level],
          { 'w:ilvl': String(depth) },
        ),
      );
    }
    return element('w:num', [value('w:abstractNumId', uses.getInt32(own, true)), ...overrides], {
      'w:numId': String(nth + 1),
    });
  });
}

function levelAt(
  view: DataView,
  at: number,
  depth: number,
  fonts: readonly string[],
): { readonly xml: Xml; readonly end: number } {
  const flags = view.getUint8(at + 5);
  const runs = view.getUint8(at + 24);
  const text = at + LIST_SIZE + view.getUint8(at + 25) + runs;
  const length = view.getUint16(text, true);
  const format = FORMATS[view.getUint8(at + 4)] ?? 'decimal';
  const shown = wideText(view, text + 2, length);
  const look = propertiesOf(bytesOf(view, text - runs, runs));
  const font = fonts[property(look, 0x4a4f) ?? -1];
  const xml = element(
    'w:lvl',
    [
      value('w:start', view.getInt32(at, true)),
      value('w:numFmt', format),
      // The numbers of levels are single characters from 0.
      value(
        'w:lvlText',
        // eslint-disable-next-line no-control-regex
        format === 'bullet' ? shown : shown.replace(/[\0-\x08]/g, n => `%${n.charCodeAt(0) + 1}`),
      ),
      flags & 4 ? value('w:isLgl', 1) : undefined,
      flags & 8 ? value('w:lvlRestart', view.getUint8(at + 26)) : undefined,
      view.getUint8(at + 15) === 2 ? value('w:suff', 'nothing') : undefined,
      font === undefined
        ? undefined
        : element('w:rPr', [element('w:rFonts', [], { 'w:ascii': font })]),
    ],
    { 'w:ilvl': String(depth) },
  );
  return { xml, end: text + 2 + 2 * length };
}
