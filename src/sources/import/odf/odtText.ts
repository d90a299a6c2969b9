import type { ImportOptions } from '../imported.ts';
import { flatWords } from '../blocks.ts';
import { child, descendants, elements, textOf, type Xml } from '../word/xmlTree.ts';
import type { Tally } from '../word/tally.ts';
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
): (paragraph: Xml) => OdtInline {
  /** Changes that are open, by id. */
  const open = new Map<string, OdtChange['kind']>();
  let notesSeen = 0;
  return paragraph => {
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

    const visit = (of: Xml, isBold: boolean): void => {
      for (const part of of.children) {
        if (typeof part === 'string') {
          add(part.replace(/\s+/g, ' '), isBold);
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
            span(part, isBold);
            break;
          case 'text:note':
            notesSeen += 1;
            notes.push(part);
            add(`[${noteName(part, true)} ${noteNumber(part, notesSeen)}]`, isBold);
            break;
          case 'office:annotation': {
            tally.comments += 1;
            const words = flatWords(descendants(part, 'text:p').map(textOf).join(' '));
            if (options.hidden && words !== '') add(` [Comment: ${words}]`, false);
            break;
          }
          case 'text:hidden-text':
          case 'text:hidden-paragraph': {
            const words = (attributes['text:string-value'] ?? textOf(part)).trim();
            if (words === '') break;
            tally.hidden += 1;
            if (options.hidden) add(`[hidden: ${words}]`, false);
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
          case 'draw:frame':
          case 'draw:custom-shape':
          case 'draw:g':
            drawing(part);
            break;
          case 'text:ruby':
            visit(child(part, 'text:ruby-base') ?? part, isBold);
            break;
          case 'office:annotation-end':
          case 'text:tracked-changes':
            break;
          default:
            visit(part, isBold);
        }
      }
    };

    const span = (part: Xml, isBold: boolean): void => {
      const look = styles.look('text', part.attributes['text:style-name']);
      const aside = look.hidden ? 'hidden' : look.struck ? 'struck' : undefined;
      if (aside !== undefined && textOf(part).trim() !== '') {
        tally[aside] += 1;
        if (!options.hidden) return;
        add(`[${aside === 'hidden' ? 'hidden' : 'struck out'}: `, false);
        visit(part, false);
        add(']', false);
      } else visit(part, look.bold ?? isBold);
    };

    const drawing = (part: Xml): void => {
      const texts = [part, ...elements(part)].filter(
        one => one.name === 'draw:text-box' || one.name === 'draw:custom-shape',
      );
      if (isLeftOut()) return;
      boxes.push(...texts);
      if (texts.length === 0 && child(part, 'draw:object')) tally.embedded += 1;
      else if (texts.length === 0 && descendants(part, 'draw:image').length > 0)
        tally.pictures += 1;
      if (part.name === 'draw:g') elements(part).forEach(drawing);
    };

    const look = styles.look('paragraph', paragraph.attributes['text:style-name']);
    const isHidden = look.hidden === true || look.struck === true;
    if (isHidden && textOf(paragraph).trim() !== '') {
      tally[look.hidden ? 'hidden' : 'struck'] += 1;
      if (options.hidden) {
        add(look.hidden ? '[hidden: ' : '[struck out: ', false);
        visit(paragraph, false);
        add(']', false);
      }
    } else visit(paragraph, look.bold === true);
    return { text, bold: bold > 0 && light === 0, boxes, notes, open: isLeftOut() };
  };
}

export const noteName = (note: Xml, short: boolean): string => {
  const isEnd = note.attributes['text:note-class'] === 'endnote';
  return short ? (isEnd ? 'en' : 'fn') : isEnd ? 'Endnote' : 'Footnote';
};

export function noteNumber(note: Xml, nth: number): string {
  const shown = child(note, 'text:note-citation');
  return (shown && flatWords(textOf(shown))) || String(nth);
}
