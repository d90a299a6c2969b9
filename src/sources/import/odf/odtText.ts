import type { ImportOptions } from '../imported.ts';
import { flatWords } from '../blocks.ts';
import { child, descendants, elements, NO_XML, textOf, type Xml } from '../word/xmlTree.ts';
import { isSeenOn, type Behind, type Ink } from '../word/ink.ts';
import { countUnseen, type Tally } from '../word/tally.ts';
import type { OdtStyles } from './odtStyles.ts';

/** A change as the list at the beginning of the text tells it. */
export interface OdtChange {
  readonly kind: 'insertion' | 'deletion';
  readonly deleted: Xml | undefined;
}

export interface OdtInline {
  readonly text: string;
  readonly bold: boolean;
  readonly boxes: readonly Xml[];
  readonly notes: readonly Xml[];
  /** A change goes on after its end, and is not read: the next paragraph belongs to it. */
  readonly open: boolean;
}

/** Reads the words of paragraphs in order: changes may reach over several. */
export function odtInline(
  styles: OdtStyles,
  changes: ReadonlyMap<string, OdtChange>,
  options: ImportOptions,
  tally: Tally,
  partAt?: (name: string) => Xml | undefined,
): (paragraph: Xml, behind: Behind) => OdtInline {
  /** Changes that are open, by id. */
  const open = new Map<string, OdtChange['kind']>();
  let notesSeen = 0;
  return (paragraph, behind) => {
    let text = '';
    let [bold, light] = [0, 0];
    const boxes: Xml[] = [];
    const notes: Xml[] = [];
    const isLeftOut = (): boolean =>
      open.size > 0 &&
      [...open.values()].some(
        kind => (kind === 'deletion' ? 'accepted' : 'rejected') === options.changes,
      );
    const add = (words: string, isBold: boolean): void => {
      if (isLeftOut()) return;
      text += words;
      const letters = words.replace(/[^\p{L}\p{N}]/gu, '').length;
      if (isBold) bold += letters;
      else light += letters;
    };
    const deleted = (id: string): void => {
      const words = changes.get(id)?.deleted;
      if (!words || options.changes === 'accepted') return;
      const said = descendants(words, 'text:p').map(textOf).join('\n');
      if (said !== '') add(options.changes === 'both' ? `{--${said}--}` : said, false);
    };

    /** What is behind the words being read. */
    let ground = behind;
    const words = (said: string, isBold: boolean, ink: Ink): void => {
      if (said.trim() === '' || isSeenOn(ink, ground)) add(said, isBold);
      else {
        countUnseen(tally, 'hidden', text);
        if (options.hidden) add(`[hidden: ${said.trim()}]`, false);
      }
    };

    const visit = (of: Xml, isBold: boolean, ink: Ink): void => {
      for (const part of of.children) {
        if (typeof part === 'string') {
          words(part.replace(/\s+/g, ' '), isBold, ink);
          continue;
        }
        const { attributes } = part;
        switch (part.name) {
          case 'text:s':
            add(' ', isBold);
            break;
          case 'text:tab':
            add('\t', isBold);
            break;
          case 'text:line-break':
            add('\n', isBold);
            break;
          case 'text:span':
            span(part, isBold, ink);
            break;
          case 'text:note':
            notesSeen += 1;
            notes.push(part);
            add(`[${noteName(part, true)} ${noteNumber(part, notesSeen)}]`, isBold);
            break;
          case 'office:annotation': {
            tally.comments += 1;
            const said = flatWords(descendants(part, 'text:p').map(textOf).join(' '));
            if (options.hidden && said !== '') add(` [Comment: ${said}]`, false);
            break;
          }
          case 'text:hidden-text':
          case 'text:hidden-paragraph': {
            // What a condition hides at present; the whole paragraph is evaluated before.
            if (attributes['text:is-hidden'] === 'false') {
              if (part.name === 'text:hidden-text')
                words(attributes['text:string-value'] ?? textOf(part), isBold, ink);
              break;
            }
            const hidden = (attributes['text:string-value'] ?? textOf(part)).trim();
            if (hidden === '') break;
            countUnseen(tally, 'hidden', text);
            if (options.hidden) add(`[hidden: ${hidden}]`, false);
            break;
          }
          case 'text:change':
            deleted(attributes['text:change-id'] ?? '');
            break;
          case 'text:change-start': {
            const id = attributes['text:change-id'] ?? '';
            const kind = changes.get(id)?.kind;
            if (!kind) break;
            if (options.changes === 'both') add(kind === 'insertion' ? '{++' : '{--', isBold);
            open.set(id, kind);
            break;
          }
          case 'text:change-end': {
            const id = attributes['text:change-id'] ?? '';
            const kind = open.get(id);
            open.delete(id);
            if (kind && options.changes === 'both')
              add(kind === 'insertion' ? '++}' : '--}', isBold);
            break;
          }
          case 'text:ruby':
            visit(child(part, 'text:ruby-base') ?? part, isBold, ink);
            break;
          case 'office:annotation-end':
          case 'text:tracked-changes':
          case 'text:script':
          case 'script':
            break;
          default:
            if (part.name.startsWith('draw:') && part.name !== 'draw:a') drawing(part);
            else visit(part, isBold, ink);
        }
      }
    };

    const span = (part: Xml, isBold: boolean, around: Ink): void => {
      const look = styles.look('text', part.attributes['text:style-name']);
      const aside = look.hidden ? 'hidden' : look.struck ? 'struck' : undefined;
      if (aside !== undefined && textOf(part).trim() !== '') {
        countUnseen(tally, aside, text);
        if (!options.hidden) return;
        add(`[${aside === 'hidden' ? 'hidden' : 'struck out'}: `, false);
        visit(part, false, {});
        add(']', false);
      } else visit(part, look.bold ?? isBold, { ...around, ...look.ink });
    };

    const drawing = (part: Xml): void => {
      if (part.name === 'draw:g') {
        elements(part).forEach(drawing);
        return;
      }
      const texts = [part, ...elements(part)].filter(one => isWritten(one.name));
      if (isLeftOut()) return;
      // A box that contains a table is read as that table.
      boxes.push(
        ...texts.map(one => (one.name === 'table:table' ? { ...NO_XML, children: [one] } : one)),
      );
      const object = texts.length === 0 ? child(part, 'draw:object') : undefined;
      const shown = object && objectText(object, partAt);
      if (shown !== undefined) add(` ${shown} `, false);
      else if (object) tally.embedded += 1;
      else if (texts.length === 0 && descendants(part, 'draw:image').length > 0)
        tally.pictures += 1;
    };

    const look = styles.look('paragraph', paragraph.attributes['text:style-name']);
    const isOff = descendants(paragraph, 'text:hidden-paragraph').some(
      field => field.attributes['text:is-hidden'] === 'true',
    );
    const isHidden = look.hidden === true || look.struck === true || isOff;
    if (isHidden && textOf(paragraph).trim() !== '') {
      countUnseen(tally, look.hidden || isOff ? 'hidden' : 'struck', text);
      if (options.hidden) {
        add(look.hidden || isOff ? '[hidden: ' : '[struck out: ', false);
        visit(paragraph, false, {});
        add(']', false);
      }
    } else {
      ground = look.behind ?? behind;
      visit(paragraph, look.bold === true, look.ink);
    }
    return { text, bold: bold > 0 && light === 0, boxes, notes, open: isLeftOut() };
  };
}

/** Shapes with text of their own, and boxes and tables inside them. */
const isWritten = (name: string): boolean =>
  /^(?:draw:(?:text-box|custom-shape|rect|ellipse|circle|polygon|regular-polygon|path|caption|line|polyline|connector|measure)|table:table)$/.test(
    name,
  );

/** A formula in the notation of its author, or the words of a chart; undefined for another object. */
function objectText(
  object: Xml,
  partAt: ((name: string) => Xml | undefined) | undefined,
): string | undefined {
  const href = object.attributes['xlink:href']?.replace(/^\.\//, '').replace(/\/$/, '');
  const part = href === undefined ? elements(object)[0] : partAt?.(`${href}/content.xml`);
  if (part?.name === 'math') {
    const written = descendants(part, 'annotation')[0];
    return flatWords(textOf(written ?? part));
  }
  const chart = part && child(child(part, 'office:body'), 'office:chart');
  if (!chart) return undefined;
  // Its numbers are drawn, not written.
  const said = descendants(chart, 'text:p').map(one => flatWords(textOf(one)));
  const words = [...new Set(said)].filter(text => /\p{L}/u.test(text));
  return words.length > 0 ? `[Chart: ${words.join('; ')}]` : '';
}

export const noteName = (note: Xml, short: boolean): string => {
  const isEnd = note.attributes['text:note-class'] === 'endnote';
  return short ? (isEnd ? 'en' : 'fn') : isEnd ? 'Endnote' : 'Footnote';
};

export function noteNumber(note: Xml, nth: number): string {
  const shown = child(note, 'text:note-citation');
  return (shown && flatWords(textOf(shown))) || String(nth);
}
