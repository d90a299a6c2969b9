import { count } from '../../../core/format/format.ts';
import { flatWords, plain, unseenText } from '../blocks.ts';
import type { ImportOptions } from '../imported.ts';
import { isOff, type Box } from '../office/slideBoxes.ts';
import type { Block } from '../word/body.ts';
import { child, descendants, elements, NO_XML, textOf, type Xml } from '../word/xmlTree.ts';
import { t } from '../../../core/text/l10n.ts';

/** Boxes that are filled in by the program, or show the slide itself. */
const FURNITURE = /^(?:page|page-number|date-time|header|footer|notes|handout)$/;

interface Deck {
  readonly blocks: Block[];
  /** What its audience does not see, in sentences. */
  readonly told: readonly string[];
}

/**
 * The slides of an OpenDocument presentation: titles as headings, and what is in their boxes, read by `blocksOf`.
 * Hidden slides, boxes outside the slide, notes and comments only if asked.
 */
export function readOdp(
  presentation: Xml,
  parts: readonly (Xml | undefined)[],
  options: ImportOptions,
  blocksOf: (of: Xml) => Block[],
): Deck {
  const all = (name: string): Xml[] => parts.flatMap(part => (part ? descendants(part, name) : []));
  const hiddenStyles = new Set(
    all('style:style')
      .filter(
        style =>
          child(style, 'style:drawing-page-properties')?.attributes['presentation:visibility'] ===
          'hidden',
      )
      .map(({ attributes }) => attributes['style:name']),
  );
  const size = sizeOf(all('style:page-layout-properties'));
  const hidden: number[] = [];
  let [off, notes, comments] = [0, 0, 0];
  const blocks: Block[] = [];
  const pages = elements(presentation).filter(({ name }) => name === 'draw:page');
  pages.forEach((page, nth) => {
    const spot = `slide ${nth + 1}`;
    const isHidden = hiddenStyles.has(page.attributes['draw:style-name']);
    if (isHidden) hidden.push(nth + 1);
    if (isHidden && !options.hidden) return;
    const titles: string[] = [];
    const rest: Block[] = [];
    for (const shape of elements(page)) {
      const kind = shape.attributes['presentation:class'] ?? '';
      if (shape.name === 'office:annotation') {
        comments += 1;
        const words = flatWords(descendants(shape, 'text:p').map(textOf).join(' '));
        if (options.hidden) rest.push(plain(`[Comment: ${words}]`));
      } else if (shape.name === 'presentation:notes') {
        const words = elements(shape)
          .filter(one => one.attributes['presentation:class'] === 'notes')
          .map(one => flatWords(descendants(one, 'text:p').map(textOf).join('\n')))
          .join(' ');
        if (words === '') continue;
        notes += 1;
        if (options.hidden) rest.push(plain(`[Speaker notes: ${words}]`));
      } else if (
        FURNITURE.test(kind) ||
        // Empty placeholders contain a hint that only the author sees.
        shape.attributes['presentation:placeholder'] === 'true'
      )
        continue;
      else {
        const box = boxOf(shape);
        const read = blocksOf({ ...NO_XML, children: [shape] });
        if (read.length === 0) continue;
        if (size && box && isOff(box, size)) {
          off += 1;
          if (!options.hidden) continue;
        }
        if (kind === 'title')
          titles.push(...read.map(one => (one.kind === 'paragraph' ? one.text : '')));
        else rest.push(...read);
      }
    }
    const title = flatWords(titles.join(' '));
    if (title === '' && rest.length === 0) return;
    const heading = `${title === '' ? `Slide ${nth + 1}` : title}${isHidden ? ' [hidden slide]' : ''}`;
    blocks.push(plain(heading, { level: 1, spot }), ...rest.map(block => placed(block, spot)));
  });
  const standing = new Set([
    ...elements(presentation)
      .filter(({ name }) => /^presentation:(?:footer|header)-decl$/.test(name))
      .map(one => flatWords(textOf(one))),
    ...all('style:master-page')
      .flatMap(elements)
      .filter(
        ({ name, attributes }) =>
          name.startsWith('draw:') && attributes['presentation:class'] === undefined,
      )
      .map(one => flatWords(descendants(one, 'text:p').map(textOf).join(' '))),
  ]);
  standing.delete('');
  if (standing.size > 0 && blocks.length > 0)
    blocks.unshift(plain(`[On the slides: ${[...standing].join('; ')}]`, { spot: 'slide 1' }));
  const shown = hidden.slice(0, 20).join(', ') + (hidden.length > 20 ? ', …' : '');
  return {
    blocks,
    told: unseenText(
      [
        ...(hidden.length > 0 ? [`${count(hidden.length, 'hidden slide')} (${shown})`] : []),
        ...(off > 0 ? [count(off, 'box outside its slide', 'boxes outside their slides')] : []),
        ...(notes > 0 ? [t('speaker notes of {0}', count(notes, 'slide'))] : []),
        ...(comments > 0 ? [count(comments, 'comment')] : []),
      ],
      options.hidden,
    ),
  };
}

function placed(block: Block, spot: string): Block {
  if (block.kind === 'paragraph') return { ...block, spot };
  return {
    ...block,
    rows: block.rows.map(row => row.map(cell => cell.map(one => ({ ...one, spot })))),
  };
}

const UNITS: Readonly<Record<string, number>> = { cm: 1, mm: 0.1, in: 2.54, pt: 2.54 / 72 };

/** A length in centimetres. */
function length(value: string | undefined): number | undefined {
  const [, number, unit = ''] = /^(-?[\d.]+)(cm|mm|in|pt)$/.exec(value ?? '') ?? [];
  return number === undefined ? undefined : Number(number) * UNITS[unit]!;
}

function boxOf({ attributes }: Xml): Box | undefined {
  const [left, top, width, height] = ['x', 'y', 'width', 'height'].map(name =>
    length(attributes[`svg:${name}`]),
  );
  return left === undefined || top === undefined || width === undefined || height === undefined
    ? undefined
    : { left, top, width, height };
}

/** The largest of the kinds of pages: those of notes and handouts are among them. */
function sizeOf(layouts: readonly Xml[]): { width: number; height: number } | undefined {
  const sizes = layouts.flatMap(({ attributes }) => {
    const [width, height] = ['fo:page-width', 'fo:page-height'].map(name =>
      length(attributes[name]),
    );
    return width === undefined || height === undefined ? [] : [{ width, height }];
  });
  if (sizes.length === 0) return undefined;
  return {
    width: Math.max(...sizes.map(({ width }) => width)),
    height: Math.max(...sizes.map(({ height }) => height)),
  };
}
