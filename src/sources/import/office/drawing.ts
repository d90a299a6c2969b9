import { bullet, flatWords, plain } from '../blocks.ts';
import type { Block, Paragraph } from '../word/body.ts';
import { equationText } from '../word/equation.ts';
import { numeral } from '../word/numerals.ts';
import { child, descendants, elements, textOf, type Xml } from '../word/xmlTree.ts';

/** What is put for a run: its words, or something else where they are not seen. */
export type RunWords = (words: string, run: Xml) => string;

/** The words of a drawn paragraph as they are shown, with its line breaks. */
function wordsOf(paragraph: Xml, shown: RunWords): string {
  let text = '';
  for (const part of elements(paragraph)) {
    if (part.name === 'a:br') text += '\n';
    else if (part.name === 'a:r' || part.name === 'a:fld') {
      const words = descendants(part, 'a:t').map(textOf).join('');
      const isCapital = child(part, 'a:rPr')?.attributes['cap'] === 'all';
      text += shown(isCapital ? words.toUpperCase() : words, part);
    } else if (part.name === 'm:oMath') text += equationText(part);
    else if (part.name === 'mc:AlternateContent')
      text += descendants(part, 'm:oMath').map(equationText).join(' ');
  }
  return text
    .split('\n')
    .map(flatWords)
    .filter(line => line !== '')
    .join('\n');
}

const AUTO: Readonly<Record<string, string>> = {
  alphaLc: 'lowerLetter',
  alphaUc: 'upperLetter',
  romanLc: 'lowerRoman',
  romanUc: 'upperRoman',
};

/** "1.", "(b)", "iv)" as the scheme of section 20.1.10.61 of ISO/IEC 29500-1 says. */
function autoNumber(scheme: string, value: number): string {
  const kind = /^(alphaLc|alphaUc|romanLc|romanUc)/.exec(scheme)?.[1];
  const number = numeral(value, kind === undefined ? 'decimal' : AUTO[kind]!);
  if (scheme.endsWith('ParenBoth')) return `(${number})`;
  if (scheme.endsWith('ParenR')) return `${number})`;
  return scheme.endsWith('Plain') ? number : `${number}.`;
}

/** The paragraphs of a text body; `bulleted` where its kind of box has bullets unless a paragraph says otherwise. */
export function bodyParagraphs(
  body: Xml | undefined,
  bulleted: boolean,
  more: Partial<Paragraph>,
  shown: RunWords = words => words,
): Paragraph[] {
  const counts: number[] = [];
  return (body ? elements(body) : []).flatMap(paragraph => {
    if (paragraph.name !== 'a:p') return [];
    const text = wordsOf(paragraph, shown);
    if (text === '') return [];
    const look = child(paragraph, 'a:pPr');
    const level = Math.min(8, Number(look?.attributes['lvl'] ?? 0) || 0);
    counts.length = Math.min(counts.length, level + 1);
    const auto = child(look, 'a:buAutoNum');
    if (auto) {
      const before = counts[level];
      counts[level] = before === undefined ? Number(auto.attributes['startAt'] ?? 1) : before + 1;
      const number = autoNumber(auto.attributes['type'] ?? '', counts[level]);
      return [plain(text, { ...more, label: bullet(level, number) })];
    }
    counts.length = Math.min(counts.length, level);
    const hasBullet = child(look, 'a:buChar') ?? child(look, 'a:buBlip');
    const isBulleted = hasBullet !== undefined || (bulleted && !child(look, 'a:buNone'));
    return [plain(text, isBulleted ? { ...more, label: bullet(level) } : more)];
  });
}

/** A drawn table. Cells that go on from beside or above are empty. */
export function drawnTable(table: Xml, more: Partial<Paragraph>): Block[] {
  const rows = elements(table)
    .filter(({ name }) => name === 'a:tr')
    .map(row =>
      elements(row)
        .filter(({ name }) => name === 'a:tc')
        .map(cell => bodyParagraphs(child(cell, 'a:txBody'), false, more)),
    )
    .filter(row => row.some(cell => cell.length > 0));
  return rows.length === 0 ? [] : [{ kind: 'table', rows }];
}

/** What a chart says in words: its titles, series and categories. */
export function chartWords(chart: Xml): string {
  const said = [
    ...descendants(chart, 'a:t').map(textOf),
    ...['c:tx', 'c:cat'].flatMap(name =>
      descendants(chart, name).flatMap(one => descendants(one, 'c:v').map(textOf)),
    ),
  ];
  return [...new Set(said.map(flatWords).filter(text => text !== ''))].join('; ');
}

/** What the shapes of a diagram (SmartArt) say, a paragraph each. */
export const diagramParagraphs = (diagram: Xml, more: Partial<Paragraph>): Paragraph[] =>
  descendants(diagram, 'dgm:t').flatMap(body => bodyParagraphs(body, true, more));
