import { count } from '../../../core/format/format.ts';
import { WHITE } from '../../markup/colors.ts';
import { importedBlocks, plain, unseenText } from '../blocks.ts';
import type { Imported, ImportOptions, NotImported } from '../imported.ts';
import { MANY_PARTS, openParts } from '../opc.ts';
import type { Block, Paragraph } from '../word/body.ts';
import { headingLevels } from '../word/headings.ts';
import type { Behind } from '../word/ink.ts';
import { tidy } from '../word/paragraph.ts';
import { emptyTally, tallyText, unreadOf, type Tally } from '../word/tally.ts';
import {
  child,
  descendants,
  elements,
  textOf,
  NO_XML,
  xmlTree,
  type Xml,
} from '../word/xmlTree.ts';
import { readOdp } from './odp.ts';
import { readOds } from './ods.ts';
import { nextLabel, OUTLINE, readOdtStyles, type Counts } from './odtStyles.ts';
import { standingText } from './standing.ts';
import { noteName, noteNumber, odtInline, type OdtChange } from './odtText.ts';
import { t } from '../../../core/text/l10n.ts';

/** Formulas are in parts of their own. */
const WANTED = /^(?:(?:Object[^/]*\/)?content|styles|META-INF\/manifest)\.xml$/;
const MAX_COLUMNS = 100;

/**
 * The text of an OpenDocument text, spreadsheet or presentation, packed or flat, as its program shows it: headings, numbers, lists, tables,
 * notes, headers and footers. Tracked changes are read as asked; hidden text and comments only if asked.
 * @throws ZipProblem
 */
export function importOdt(bytes: Uint8Array, options: ImportOptions): Imported | NotImported {
  const isPacked = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const partAt = isPacked
    ? openParts(bytes, WANTED, { maxEntries: MANY_PARTS, doctype: true })
    : undefined;
  // Encrypted parts are not XML, so the manifest is read first.
  const manifest = partAt?.('META-INF/manifest.xml');
  if (manifest && descendants(manifest, 'encryption-data').length > 0)
    return { reason: t('encrypted: a password is needed to read it') };
  const content = partAt ? partAt('content.xml') : xmlTree(bytes);
  const styleParts = [partAt?.('styles.xml'), content];
  const sheets = child(child(content, 'office:body'), 'office:spreadsheet');
  if (sheets) return readOds(sheets, styleParts, options);
  const deck = child(child(content, 'office:body'), 'office:presentation');
  const body = deck ?? child(child(content, 'office:body'), 'office:text');
  if (!body) return { reason: t('not an OpenDocument text that is read: save it as DOCX') };

  const tally: Tally = { ...emptyTally() };
  const styles = readOdtStyles(styleParts);
  const changes = changesOf(body, tally);
  const inline = odtInline(styles, changes, options, tally, partAt);
  const outline: Counts = [];
  const lists = new Map<string, Counts>();
  const latest = new Map<string, Counts>();
  let joined: { text: string } | undefined;
  let behind: Behind = pageFill(styleParts);
  const blocksOn = (ground: Behind, of: Xml): Block[] => {
    const before = behind;
    behind = ground;
    const blocks = blocksOf(of);
    behind = before;
    return blocks;
  };

  interface InList {
    readonly style: string;
    readonly counts: Counts;
    readonly level: number;
    /** Of an item's first paragraph; taken by it. */
    label?: { readonly start: number | undefined } | undefined;
  }

  const blocksOf = (of: Xml, list?: InList): Block[] =>
    elements(of).flatMap(one => blockOf(one, list));

  const blockOf = (xml: Xml, list?: InList): Block[] => {
    switch (xml.name) {
      case 'text:p':
      case 'text:h':
        return paragraphBlocks(xml, list);
      case 'text:list':
        return listBlocks(xml, list);
      case 'table:table':
        return tableBlocks(xml);
      case 'text:section': {
        const display = xml.attributes['text:display'];
        const isHidden =
          display === 'none' ||
          (display === 'condition' && xml.attributes['text:is-hidden'] !== 'false');
        if (isHidden) tally.hidden += 1;
        return isHidden && !options.hidden ? [] : blocksOf(xml, list);
      }
      case 'text:tracked-changes':
      case 'office:forms':
      case 'text:sequence-decls':
        return [];
      case 'office:event-listeners':
      case 'script':
        return [];
      default:
        // What is drawn, by itself.
        if (xml.name.startsWith('draw:') && xml.name !== 'draw:a' && xml.name !== 'draw:text-box')
          return blocksOf({
            ...NO_XML,
            children: [{ ...NO_XML, name: 'text:p', children: [xml] }],
          });
        return blocksOf(xml, list);
    }
  };

  const paragraphBlocks = (xml: Xml, list: InList | undefined): Block[] => {
    const read = inline(xml, behind);
    const raw = (joined?.text ?? '') + read.text;
    if (read.open) {
      joined = { text: raw };
      return [];
    }
    joined = undefined;
    const words = tidy(raw);
    const name = xml.attributes['text:style-name'];
    const depth = Number(xml.attributes['text:outline-level'] ?? 1);
    const level = xml.name === 'text:h' ? depth : styles.level(name);
    const label = labelOf(xml, list, depth);
    const blocks: Block[] = [];
    if (words !== '')
      blocks.push({
        kind: 'paragraph',
        text: words,
        bold: read.bold,
        ...(level === undefined ? {} : { level }),
        ...(label ? { label } : {}),
      });
    for (const box of read.boxes) blocks.push(...blocksOn('unknown', box));
    for (const [nth, note] of read.notes.entries()) {
      const said = blocksOf(child(note, 'text:note-body') ?? NO_XML)
        .flatMap(block =>
          block.kind === 'paragraph' ? [block.text] : block.rows.flat(2).map(p => p.text),
        )
        .join(' ');
      if (said !== '')
        blocks.push(plain(`[${noteName(note, false)} ${noteNumber(note, nth + 1)}: ${said}]`));
    }
    return blocks;
  };

  const labelOf = (xml: Xml, list: InList | undefined, depth: number): Paragraph['label'] => {
    if (list) {
      if (!list.label) return undefined;
      const { start } = list.label;
      list.label = undefined;
      return nextLabel(styles.list(list.style), list.counts, list.level, start);
    }
    if (xml.name !== 'text:h' || xml.attributes['text:is-list-header'] === 'true') return undefined;
    if (styles.isUnlisted(xml.attributes['text:style-name'])) return undefined;
    const restart = xml.attributes['text:restart-numbering'] === 'true';
    const start = restart ? Number(xml.attributes['text:start-value'] ?? 1) : undefined;
    return nextLabel(styles.list(OUTLINE), outline, depth - 1, start);
  };

  const listBlocks = (xml: Xml, outer: InList | undefined): Block[] => {
    const { attributes } = xml;
    const first = descendants(xml, 'text:p')[0] ?? descendants(xml, 'text:h')[0];
    const style =
      attributes['text:style-name'] ??
      outer?.style ??
      styles.listStyle(first?.attributes['text:style-name']) ??
      '';
    const isOutline =
      !outer && styles.list(style).length === 0 && descendants(xml, 'text:h').length > 0;
    const counts = ((): Counts => {
      if (outer) return outer.counts;
      if (isOutline) return outline;
      const before =
        lists.get(attributes['text:continue-list'] ?? '') ??
        (attributes['text:continue-numbering'] === 'true' ? latest.get(style) : undefined);
      return before ?? [];
    })();
    const id = attributes['xml:id'] ?? attributes['id'];
    if (id !== undefined) lists.set(id, counts);
    if (!outer) latest.set(style, counts);
    const level = outer ? outer.level + 1 : 0;
    return elements(xml).flatMap(item => {
      if (item.name !== 'text:list-item' && item.name !== 'text:list-header') return [];
      const start = Number(item.attributes['text:start-value'] ?? NaN);
      const inside: InList = {
        style: isOutline ? OUTLINE : style,
        counts,
        level,
        label:
          item.name === 'text:list-item'
            ? { start: Number.isInteger(start) ? start : undefined }
            : undefined,
      };
      return blocksOf(item, inside);
    });
  };

  const tableBlocks = (xml: Xml): Block[] => {
    const rows: Paragraph[][][] = [];
    const visitRows = (of: Xml): void => {
      for (const one of elements(of)) {
        if (one.name === 'table:table-row') {
          const isHidden = /^(?:collapse|filter)$/.test(one.attributes['table:visibility'] ?? '');
          if (isHidden && textOf(one).trim() !== '') tally.hidden += 1;
          if (isHidden && !options.hidden) continue;
          const cells = elements(one)
            .filter(({ name }) => /^table:(?:covered-)?table-cell$/.test(name))
            .slice(0, MAX_COLUMNS)
            .map(cell =>
              blocksOn(
                styles.look('table-cell', cell.attributes['table:style-name']).behind ?? behind,
                cell,
              ).flatMap(block => (block.kind === 'paragraph' ? [block] : block.rows.flat(2))),
            );
          if (cells.some(cell => cell.length > 0)) rows.push(cells);
        } else if (/^table:table-(?:header-rows|rows|row-group)$/.test(one.name)) visitRows(one);
      }
    };
    visitRows(xml);
    if (rows.length === 0) return [];
    return rows.every(row => row.length <= 1) ? rows.flat(2) : [{ kind: 'table', rows }];
  };

  if (deck) {
    const { blocks, told } = readOdp(deck, styleParts, options, blocksOf);
    return importedBlocks(blocks, {
      told: [...tallyText(tally, options), ...told],
      ...unreadOf(tally),
    });
  }
  const main = blocksOf(body);
  const standing = standingText(styleParts, styles);
  if (joined) main.push(plain(tidy(joined.text)));
  const blocks =
    main.length === 0
      ? main
      : [
          ...standing.filter(text => text.startsWith('[Header')).map(text => plain(text)),
          ...main,
          ...standing.filter(text => text.startsWith('[Footer')).map(text => plain(text)),
        ];
  return importedBlocks(
    blocks,
    {
      told: [
        ...tallyText(tally, options),
        ...unseenText(tally.comments > 0 ? [count(tally.comments, 'comment')] : [], options.hidden),
      ],
      ...unreadOf(tally),
    },
    headingLevels(blocks),
  );
}

/** Background of the pages: white unless one of them has a colour or a picture. */
function pageFill(parts: readonly (Xml | undefined)[]): Behind {
  const isPainted = parts
    .flatMap(part => (part ? descendants(part, 'style:page-layout-properties') : []))
    .some(
      page =>
        !/^(?:transparent|#ffffff)$/.test(
          page.attributes['fo:background-color'] ?? 'transparent',
        ) || child(page, 'style:background-image')?.attributes['xlink:href'] !== undefined,
    );
  return isPainted ? 'unknown' : WHITE;
}

function changesOf(body: Xml, tally: Tally): ReadonlyMap<string, OdtChange> {
  const changes = new Map<string, OdtChange>();
  for (const region of elements(child(body, 'text:tracked-changes') ?? NO_XML)) {
    const id =
      region.attributes['text:id'] ?? region.attributes['xml:id'] ?? region.attributes['id'] ?? '';
    for (const one of elements(region)) {
      const kind =
        one.name === 'text:insertion'
          ? 'insertion'
          : one.name === 'text:deletion'
            ? 'deletion'
            : undefined;
      if (!kind) continue;
      tally[kind === 'insertion' ? 'insertions' : 'deletions'] += 1;
      const author = descendants(one, 'dc:creator')[0];
      if (author) tally.authors.add(textOf(author));
      changes.set(id, { kind, deleted: kind === 'deletion' ? one : undefined });
    }
  }
  return changes;
}
