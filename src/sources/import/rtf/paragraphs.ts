import { plain } from '../blocks.ts';
import type { WordOptions } from '../imported.ts';
import type { Block, Paragraph } from '../word/body.ts';
import { tidy } from '../word/paragraph.ts';
import { countUnseen, type Tally } from '../word/tally.ts';

/** How a run of text looks. */
export interface RunLook {
  readonly hidden: boolean;
  readonly struck: boolean;
  readonly change: 'inserted' | 'deleted' | undefined;
  readonly bold: boolean;
  readonly caps: boolean;
}

/** The properties of a paragraph. */
export interface ParagraphLook {
  readonly level?: number | undefined;
  readonly inTable: boolean;
  /** In a list, whose number the file may hold. */
  readonly listed: boolean;
}

export interface Paragraphs {
  write(words: string, look: RunLook): void;
  /** The number before the current paragraph. */
  label(text: string): void;
  /** A note or comment on the current paragraph. */
  note(text: string): void;
  endParagraph(look: ParagraphLook): void;
  endCell(look: ParagraphLook): void;
  endRow(): void;
  /** A text box in the current paragraph. */
  openBox(): void;
  closeBox(): void;
  /** All blocks; and how many paragraphs are in lists, how many have a number. */
  finish(): { readonly blocks: Block[]; readonly listed: number; readonly labels: number };
}

interface Draft {
  text: string;
  /** What follows the text so far: marks are put before it. */
  blank: string;
  bold: number;
  light: number;
  label: string;
  notes: string[];
  aside: 'hidden' | 'struck' | undefined;
  change: RunLook['change'];
}

const empty = (): Draft => ({
  text: '',
  blank: '',
  bold: 0,
  light: 0,
  label: '',
  notes: [],
  aside: undefined,
  change: undefined,
});

/** Builds paragraphs and tables from runs of text, and counts hidden text. */
export function paragraphs(options: WordOptions, tally: Tally): Paragraphs {
  const blocks: Block[] = [];
  const outer: Draft[] = [];
  let draft = empty();
  /** The text of the previous paragraph, to say where hidden text is. */
  let before = '';
  let [listed, labels] = [0, 0];
  let cell: Paragraph[] = [];
  let cells: Paragraph[][] = [];
  let rows: Paragraph[][][] = [];

  const put = (words: string): void => {
    const shown = words.trimEnd();
    if (shown === '') draft.blank += words;
    else {
      draft.text += draft.blank + shown;
      draft.blank = words.slice(shown.length);
    }
  };
  const mark = (sign: string): void => {
    draft.text += draft.blank + sign;
    draft.blank = '';
  };
  const turnAside = (next: Draft['aside']): void => {
    if (next === draft.aside) return;
    if (next) countUnseen(tally, next, draft.text === '' ? before : draft.text);
    if (options.hidden) {
      if (draft.aside) draft.text += ']';
      if (next) mark(next === 'hidden' ? '[hidden: ' : '[struck out: ');
    }
    draft.aside = next;
  };
  const turnChange = (next: RunLook['change']): void => {
    if (next === draft.change) return;
    turnAside(undefined);
    if (next) tally[next === 'inserted' ? 'insertions' : 'deletions'] += 1;
    if (options.changes === 'both') {
      if (draft.change) mark(draft.change === 'inserted' ? '++}' : '--}');
      if (next) mark(next === 'inserted' ? '{++' : '{--');
    }
    draft.change = next;
  };

  const endRow = (): void => {
    if (cells.some(one => one.length > 0)) rows.push(cells);
    cells = [];
  };
  const endTable = (): void => {
    endRow();
    // Tables of one column are frames around paragraphs.
    if (rows.every(row => row.length <= 1)) blocks.push(...rows.flat(2));
    else blocks.push({ kind: 'table', rows });
    rows = [];
  };

  const endParagraph = ({ level, inTable, listed: isListed }: ParagraphLook): void => {
    turnAside(undefined);
    turnChange(undefined);
    const text = tidy(draft.text);
    if (text !== '') before = text;
    const shown = tidy(draft.label).replace(/\s+/g, ' ');
    const isNumber = /[\p{L}\p{N}]/u.test(shown);
    const own: Paragraph[] = [];
    if (text !== '') {
      if (isListed) listed += 1;
      if (shown !== '') labels += 1;
      own.push(
        plain(text, {
          bold: draft.bold > 0 && draft.light === 0,
          ...(level === undefined ? {} : { level }),
          ...(shown === ''
            ? {}
            : {
                label: {
                  text: isNumber ? shown : '-',
                  bullet: !isNumber,
                  level: 0,
                  full: shown.replace(/[.:]+$/, ''),
                  tight: false,
                },
              }),
        }),
      );
    }
    own.push(...draft.notes.map(note => plain(note)));
    if (inTable) cell.push(...own);
    else {
      endTable();
      blocks.push(...own);
    }
    draft = empty();
  };

  return {
    write: (words, look) => {
      turnChange(look.change);
      if (look.change === 'deleted' && options.changes === 'accepted') return;
      if (look.change === 'inserted' && options.changes === 'rejected') return;
      if (words.trim() !== '')
        turnAside(look.hidden ? 'hidden' : look.struck ? 'struck' : undefined);
      if (draft.aside && !options.hidden) return;
      put(look.caps ? words.toUpperCase() : words);
      const letters = words.replace(/[^\p{L}\p{N}]/gu, '').length;
      draft[look.bold ? 'bold' : 'light'] += letters;
    },
    label: text => {
      draft.label = text;
    },
    note: text => {
      draft.notes.push(text);
    },
    endParagraph,
    endCell: look => {
      endParagraph({ ...look, inTable: true });
      cells.push(cell);
      cell = [];
    },
    endRow,
    openBox: () => {
      outer.push(draft);
      draft = empty();
    },
    closeBox: () => {
      endParagraph({ inTable: cell.length + cells.length + rows.length > 0, listed: false });
      draft = outer.pop() ?? draft;
    },
    finish: () => {
      endParagraph({ inTable: false, listed: false });
      return { blocks, listed, labels };
    },
  };
}
