import { count } from '../../../core/format/format.ts';
import { flatWords, importedBlocks, plain, unseenText } from '../blocks.ts';
import type { Imported, ImportOptions, NotImported } from '../imported.ts';
import { MANY_PARTS, openParts, relationshipsOf, targets, type Relationship } from '../opc.ts';
import type { Block, Paragraph } from '../word/body.ts';
import { unreadOf } from '../word/tally.ts';
import { child, descendants, elements, textOf, type Xml } from '../word/xmlTree.ts';
import { bodyParagraphs, chartWords, diagramParagraphs, drawnTable, type RunWords } from './drawing.ts';
import { slideSight, type SlideSight } from './slideSight.ts';
import { t } from '../../../core/text/l10n.ts';

const WANTED =
  /^(?:_rels\/\.rels|ppt\/(?:_rels\/)?presentation\.xml(?:\.rels)?|ppt\/(?:slides|slideLayouts|slideMasters|notesSlides|comments|charts|diagrams)\/(?:_rels\/)?\w+\.xml(?:\.rels)?)$/;

/** Kinds of boxes whose paragraphs have bullets unless they say otherwise. */
const BULLETED = new Set(['body', 'obj', '']);
/** Placeholders for numbers, dates, headers and footers. */
const FURNITURE = new Set(['sldNum', 'dt', 'ftr', 'hdr', 'sldImg']);

interface Seen {
  readonly hiddenSlides: number[];
  notes: number;
  comments: number;
  hiddenShapes: number;
  offSlide: number;
  unseenRuns: number;
  pictures: number;
  /** Objects of other programs, of which only a picture is shown. */
  embedded: number;
  readonly onEverySlide: Set<string>;
}

/**
 * The text of a presentation, slide by slide in the order in which they are shown: titles as headings, lists,
 * tables, the words of charts and diagrams. Hidden slides and shapes, notes and comments are read only if asked.
 * @throws ZipProblem
 */
export function importPptx(bytes: Uint8Array, options: ImportOptions): Imported | NotImported {
  const partAt = openParts(bytes, WANTED, { maxEntries: MANY_PARTS });
  const main = targets(partAt('_rels/.rels'), '', 'officeDocument')[0] ?? 'ppt/presentation.xml';
  const presentation = partAt(main);
  if (presentation?.name !== 'p:presentation') return { reason: t('not a presentation') };
  const byId = new Map(relationshipsOf(partAt, main).map(one => [one.id, one.target]));
  const names = elements(child(presentation, 'p:sldIdLst') ?? presentation)
    .filter(({ name }) => name === 'p:sldId')
    .map(({ attributes }) => byId.get(attributes['r:id'] ?? '') ?? '');
  const seen: Seen = {
    hiddenSlides: [],
    notes: 0,
    comments: 0,
    hiddenShapes: 0,
    offSlide: 0,
    unseenRuns: 0,
    pictures: 0,
    embedded: 0,
    onEverySlide: new Set(),
  };
  const blocks: Block[] = [];
  let lost = 0;
  names.forEach((name, index) => {
    const slide = partAt(name);
    if (!slide) {
      lost += 1;
      return;
    }
    const isHidden = /^(?:0|false)$/.test(slide.attributes['show'] ?? '1');
    if (isHidden) seen.hiddenSlides.push(index + 1);
    if (isHidden && !options.hidden) return;
    const related = relationshipsOf(partAt, name);
    const layout = related.find(({ type }) => type === 'slideLayout')?.target ?? '';
    const master = relationshipsOf(partAt, layout).find(({ type }) => type === 'slideMaster');
    const sight = slideSight(
      slide,
      [partAt(layout), partAt(master?.target ?? '')],
      child(presentation, 'p:sldSz'),
    );
    blocks.push(
      ...slideBlocks(slide, index + 1, { partAt, related, options, seen, sight, isHidden }),
    );
  });
  if (seen.onEverySlide.size > 0 && blocks.length > 0)
    blocks.unshift(
      plain(`[On the slides: ${[...seen.onEverySlide].join('; ')}]`, { spot: 'slide 1' }),
    );
  const told = unseenText(
    [
      ...(seen.hiddenSlides.length > 0
        ? [
            `${count(seen.hiddenSlides.length, 'hidden slide')} (${seen.hiddenSlides.slice(0, 20).join(', ')}${seen.hiddenSlides.length > 20 ? ', …' : ''})`,
          ]
        : []),
      ...(seen.hiddenShapes > 0 ? [count(seen.hiddenShapes, 'hidden box', 'hidden boxes')] : []),
      ...(seen.offSlide > 0
        ? [count(seen.offSlide, 'box outside its slide', 'boxes outside their slides')]
        : []),
      ...(seen.unseenRuns > 0
        ? [
            t(
              'text in {0} in the colour of its slide or too small to be read',
              count(seen.unseenRuns, 'place'),
            ),
          ]
        : []),
      ...(seen.notes > 0 ? [t('speaker notes of {0}', count(seen.notes, 'slide'))] : []),
      ...(seen.comments > 0 ? [count(seen.comments, 'comment')] : []),
    ],
    options.hidden,
  );
  return importedBlocks(blocks, {
    told,
    ...(lost > 0
      ? {
          textless: {
            where: count(lost, 'slide'),
            reason: t('their parts are missing: open and save it in PowerPoint'),
          },
        }
      : unreadOf(seen)),
  });
}

interface SlideParts {
  readonly partAt: (name: string) => Xml | undefined;
  readonly related: readonly Relationship[];
  readonly options: ImportOptions;
  readonly seen: Seen;
  readonly sight: SlideSight;
  readonly isHidden: boolean;
}

function slideBlocks(
  slide: Xml,
  number: number,
  { partAt, related, options, seen, sight, isHidden }: SlideParts,
): Block[] {
  const more = { spot: `slide ${number}` };
  const tree = child(child(slide, 'p:cSld'), 'p:spTree');
  const titles: Paragraph[] = [];
  const rest: Block[] = [];
  const byId = new Map(related.map(({ id, target }) => [id, target]));

  const shape = (xml: Xml): void => shapeIn(xml, false);
  const shapeIn = (xml: Xml, inGroup: boolean): void => {
    if (isUnseen(xml)) {
      seen.hiddenShapes += 1;
      if (!options.hidden) return;
    } else if (!inGroup && sight.isOff(xml)) {
      if (flatWords(descendants(xml, 'a:t').map(textOf).join(' ')) === '') return;
      seen.offSlide += 1;
      if (!options.hidden) return;
    }
    const shown: RunWords = (words, run) => {
      if (words.trim() === '' || !sight.isUnseen(run, xml)) return words;
      seen.unseenRuns += 1;
      return options.hidden ? `[hidden: ${words}]` : '';
    };
    switch (xml.name) {
      case 'p:sp': {
        const kind = placeholderOf(xml);
        const body = child(xml, 'p:txBody');
        if (kind !== undefined && FURNITURE.has(kind)) {
          const words = kind === 'ftr' ? flatWords(body ? textOf(body) : '') : '';
          if (words !== '') seen.onEverySlide.add(words);
        } else if (kind === 'title' || kind === 'ctrTitle')
          titles.push(...bodyParagraphs(body, false, more, shown));
        else
          rest.push(...bodyParagraphs(body, kind !== undefined && BULLETED.has(kind), more, shown));
        return;
      }
      case 'p:grpSp':
        elements(xml).forEach(one => shapeIn(one, true));
        return;
      case 'mc:AlternateContent':
        elements(child(xml, 'mc:Choice') ?? child(xml, 'mc:Fallback') ?? xml).forEach(shape);
        return;
      case 'p:pic':
        seen.pictures += 1;
        return;
      case 'p:graphicFrame': {
        const tables = descendants(xml, 'a:tbl');
        for (const table of tables) rest.push(...drawnTable(table, more));
        const chart = partAt(
          byId.get(descendants(xml, 'c:chart')[0]?.attributes['r:id'] ?? '') ?? '',
        );
        const words = chart ? chartWords(chart) : '';
        if (words !== '') rest.push(plain(`[Chart: ${words}]`, more));
        const diagram = partAt(
          byId.get(descendants(xml, 'dgm:relIds')[0]?.attributes['r:dm'] ?? '') ?? '',
        );
        if (diagram) rest.push(...diagramParagraphs(diagram, more));
        if (descendants(xml, 'p:oleObj').length > 0) seen.embedded += 1;
        else if (tables.length === 0 && words === '' && !diagram) seen.pictures += 1;
      }
    }
  };
  if (tree) elements(tree).forEach(shape);

  for (const { type, target } of related) {
    const part = partAt(target);
    if (!part) continue;
    if (type === 'slideLayout') {
      standing(part, seen);
      for (const master of relationshipsOf(partAt, target))
        if (master.type === 'slideMaster') standing(partAt(master.target), seen);
    } else if (type === 'notesSlide') {
      const notes = elements(child(child(part, 'p:cSld'), 'p:spTree') ?? part)
        .filter(one => placeholderOf(one) === 'body')
        .flatMap(one => bodyParagraphs(child(one, 'p:txBody'), false, more));
      if (notes.length === 0) continue;
      seen.notes += 1;
      if (options.hidden)
        rest.push(plain(`[Speaker notes: ${notes.map(({ text }) => text).join('\n')}]`, more));
    } else if (type === 'comments') {
      const comments = elements(part).flatMap(one => {
        const body =
          child(one, 'p:text') ?? child(one, 'txBody') ?? child(one, 'p188:txBody') ?? one;
        const words = flatWords(textOf(body));
        return words === '' ? [] : [words];
      });
      seen.comments += comments.length;
      if (options.hidden) rest.push(...comments.map(words => plain(`[Comment: ${words}]`, more)));
    }
  }

  const title = titles.map(({ text }) => text.replaceAll('\n', ' ')).join(' ');
  if (title === '' && rest.length === 0) return [];
  const hiddenMark = isHidden ? ' [hidden slide]' : '';
  return [
    plain(`${title === '' ? `Slide ${number}` : title}${hiddenMark}`, { ...more, level: 1 }),
    ...rest,
  ];
}

/** What kind of box a placeholder is; '' for a plain one; undefined for a shape that is none. */
function placeholderOf(shape: Xml): string | undefined {
  const own = elements(shape).find(({ name }) => /^p:nv\w*Pr$/.test(name));
  const placeholder = child(child(own, 'p:nvPr'), 'p:ph');
  return placeholder && (placeholder.attributes['type'] ?? '');
}

function isUnseen(shape: Xml): boolean {
  const own = elements(shape).find(({ name }) => /^p:nv\w*Pr$/.test(name));
  return /^(?:1|true)$/.test(child(own, 'p:cNvPr')?.attributes['hidden'] ?? '');
}

/** Words that a layout or master shows on every slide: those of its shapes that are no placeholders. */
function standing(part: Xml | undefined, seen: Seen): void {
  const tree = child(child(part, 'p:cSld'), 'p:spTree');
  if (!tree) return;
  for (const shape of elements(tree)) {
    if (shape.name !== 'p:sp' || placeholderOf(shape) !== undefined || isUnseen(shape)) continue;
    const words = bodyParagraphs(child(shape, 'p:txBody'), false, {}).map(({ text }) => text);
    if (words.length > 0) seen.onEverySlide.add(words.join(' ').replaceAll('\n', ' '));
  }
}
