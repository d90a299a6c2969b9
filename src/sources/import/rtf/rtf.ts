import { count } from '../../../core/format/format.ts';
import { flatWords, importedBlocks, plain, tooMuchText, unseenText } from '../blocks.ts';
import { MAX_TEXT, type Imported, type ImportOptions, type NotImported } from '../imported.ts';
import type { Block } from '../word/body.ts';
import { headingLevels } from '../word/headings.ts';
import { emptyTally, countUnseen, tallyText, unreadOf } from '../word/tally.ts';
import type { Xml } from '../word/xmlTree.ts';
import { equationPart, equationText, isEquation, writeEquation } from './equation.ts';
import { colorsOf, isSeen, NO_GROUND, PLAIN_INK, type Ground, type RtfInk } from './ink.ts';
import { paragraphs, type ParagraphLook, type RunLook } from './paragraphs.ts';
import {
  APART,
  charsetEncoding,
  codePageEncoding,
  rtfTokens,
  SPECIAL,
  symbol,
  SYMBOLS,
  unshownIn,
  type Apart,
} from './tokens.ts';
import { t } from '../../../core/text/l10n.ts';

interface State extends RunLook, RtfInk {
  readonly target: 'text' | 'unshown' | Apart;
  readonly starred: boolean;
  /** Number of characters after a Unicode one that only older programs show. */
  readonly fallback: number;
  readonly font: number;
  /** A text box opened with this group. */
  readonly box: boolean;
  /** The part of an equation that this group is. */
  readonly part: Xml | undefined;
}

interface Font {
  readonly charset: number;
  readonly name: string;
}

const PLAIN: RunLook & RtfInk & { readonly font: number } = {
  ...PLAIN_INK,
  hidden: false,
  struck: false,
  change: undefined,
  bold: false,
  caps: false,
  font: -1,
};

/** Groups nest some 30 deep. */
const MAX_DEPTH = 2000;

/**
 * A rich text as its program shows it: headings, the numbers of lists as they are stored, tables, notes, headers
 * and footers. Tracked changes are read as asked; hidden text and comments only if asked.
 */
export function importRtf(bytes: Uint8Array, options: ImportOptions): Imported | NotImported {
  const rtf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const begin = rtf.indexOf('{\\rtf');
  if (begin < 0 || begin > 1024) return { reason: t('not rich text') };
  const tally = emptyTally();
  const out = paragraphs(options, tally);
  const fonts = new Map<number, Font>();
  const levels = new Map<number, number>();
  const colors = colorsOf(rtf);
  const isUnshown = unshownIn(rtf);
  const stack: State[] = [];
  let state: State = {
    ...PLAIN,
    target: 'text',
    starred: false,
    fallback: 1,
    box: false,
    part: undefined,
  };
  /** At the beginning of a group. Elsewhere a star does not mark a group that may be skipped. */
  let isFirst = false;
  let [encoding, defaultFont] = ['windows-1252', -1];
  /** Bytes not yet decoded: a character may take two of them, in two tokens. */
  let bytesHeld = '';
  let [skipping, length, open] = [0, 0, 0];
  const apart: Record<Apart, string> = {
    note: '',
    comment: '',
    label: '',
    header: '',
    footer: '',
    fonts: '',
    styles: '',
  };
  let style: { id: number; level?: number | undefined } = { id: 0 };
  let look: ParagraphLook & { readonly style?: number } = { inTable: false, listed: false };
  let ground: Ground = NO_GROUND;
  let [notesSeen, isEndnote] = [0, false];
  const running = { header: new Set<string>(), footer: new Set<string>() };

  const write = (words: string): void => {
    length += words.length;
    const { target, change } = state;
    if (target === 'unshown') return;
    if (state.part) {
      writeEquation(state.part, words);
      return;
    }
    const hidden =
      state.hidden ||
      (target !== 'fonts' && target !== 'styles' && !state.box && !isSeen(state, ground, colors));
    if (target === 'text') {
      out.write(words, { ...state, hidden });
      return;
    }
    if (change === 'deleted' && options.changes === 'accepted') return;
    if (!hidden) apart[target] += words;
    else if (words.trim() !== '') {
      countUnseen(tally, 'hidden', apart[target]);
      if (options.hidden) apart[target] += `[hidden: ${words.trim()}]`;
    }
  };

  const decodeHeld = (): void => {
    if (bytesHeld === '') return;
    const raw = bytesHeld;
    bytesHeld = '';
    const font = fonts.get(state.font >= 0 ? state.font : defaultFont);
    if (font?.charset === SYMBOLS && state.target !== 'fonts')
      write([...raw].map(char => symbol(font.name, char)).join(''));
    else {
      const named = (font && charsetEncoding(font.charset)) ?? encoding;
      write(new TextDecoder(named).decode(Buffer.from(raw, 'latin1')));
    }
  };

  const change = (next: Partial<State>): void => {
    decodeHeld();
    state = { ...state, ...next };
  };
  const turn = (target: State['target']): void =>
    change({ target: state.target === 'unshown' ? 'unshown' : target });
  const ofParagraph = (next: Partial<typeof look>): void => {
    if (state.target === 'text') look = { ...look, ...next };
  };
  const shownLook = (): ParagraphLook => ({
    ...look,
    level: look.level ?? (look.style === undefined ? undefined : levels.get(look.style)),
  });

  /** Ends an entry of the font table or the style sheet. */
  const endEntry = (): void => {
    const kind = state.target === 'fonts' ? 'fonts' : 'styles';
    const name = apart[kind].trim().replace(/;$/, '').trim();
    apart[kind] = '';
    if (name === '') return;
    if (kind === 'fonts') {
      fonts.set(state.font, { charset: fonts.get(state.font)?.charset ?? 0, name });
      return;
    }
    const byName = /^heading (\d)$/i.exec(name)?.[1];
    const isTitle = /^title$/i.test(name) ? 1 : undefined;
    const level = style.level ?? (byName === undefined ? isTitle : Number(byName));
    if (style.id >= 0 && level !== undefined) levels.set(style.id, level);
    style = { id: 0 };
  };

  /** Ends a note, a header or another group that is not part of the running text. */
  const endApart = (target: Apart): void => {
    const words = target === 'label' ? apart.label : flatWords(apart[target]);
    apart[target] = '';
    if (words.trim() === '') return;
    if (target === 'label') out.label(words);
    else if (target === 'note') {
      out.note(`[${isEndnote ? 'Endnote' : 'Footnote'} ${notesSeen}: ${words}]`);
      isEndnote = false;
    } else if (target === 'comment') {
      tally.comments += 1;
      if (options.hidden) out.note(`[Comment: ${words}]`);
    } else if ((target === 'header' || target === 'footer') && /\p{L}/u.test(words))
      running[target].add(words);
  };

  const closeGroup = (): void => {
    decodeHeld();
    const closed = state;
    if (closed.target === 'fonts' || closed.target === 'styles') endEntry();
    state = stack.pop() ?? state;
    if (closed.part && !state.part) write(equationText(closed.part));
    if (closed.box && !state.box) out.closeBox();
    if (closed.target !== state.target && closed.target !== 'text' && closed.target !== 'unshown')
      endApart(closed.target);
  };

  const word = (name: string, value: number | undefined): void => {
    const { starred } = state;
    if (starred) state = { ...state, starred: false };
    const isOn = value !== 0;
    const special = SPECIAL[name];
    if (special !== undefined) {
      decodeHeld();
      write(special);
      return;
    }
    if (name === '*') {
      if (isFirst) change({ starred: true });
      return;
    }
    const part = state.part || isEquation(name) ? equationPart(name, state.part) : undefined;
    if (part) {
      change({ part });
      return;
    }
    if (isUnshown(name, isFirst, starred)) {
      if (name === 'pict' && state.target === 'text') tally.pictures += 1;
      if (name === 'objdata' && state.target === 'text') tally.embedded += 1;
      if (name === 'background') ground = { ...ground, page: true };
      turn('unshown');
      return;
    }
    if (Object.hasOwn(APART, name)) {
      if (name === 'footnote') notesSeen += 1;
      turn(APART[name as keyof typeof APART]);
      return;
    }
    switch (name) {
      case 'ansicpg':
        encoding = codePageEncoding(value ?? 1252);
        break;
      case 'mac':
        encoding = 'macintosh';
        break;
      case 'deff':
        defaultFont = value ?? -1;
        break;
      case 'f':
        change({ font: value ?? -1 });
        break;
      case 'fcharset':
        if (state.target === 'fonts') fonts.set(state.font, { charset: value ?? 0, name: '' });
        break;
      case 's':
        if (state.target === 'styles') style = { id: value ?? 0 };
        else ofParagraph({ style: value ?? 0 });
        break;
      case 'cs':
      case 'ds':
        if (state.target === 'styles') style = { id: -1 };
        break;
      case 'outlinelevel': {
        const level = value !== undefined && value < 9 ? value + 1 : undefined;
        if (state.target === 'styles') style.level = level;
        else ofParagraph(level === undefined ? {} : { level });
        break;
      }
      case 'pard':
        if (state.target === 'text') look = { inTable: false, listed: false };
        ground = { ...ground, paragraph: 0, pattern: false };
        break;
      case 'trowd':
        ground = { ...ground, row: false };
        break;
      case 'clcbpat':
      case 'clshdng':
      case 'clcbpatraw':
        if (value !== undefined && value > 0) ground = { ...ground, row: true };
        break;
      case 'cbpat':
        decodeHeld();
        ground = { ...ground, paragraph: value ?? 0 };
        break;
      case 'shading':
        if ((value ?? 0) > 0) ground = { ...ground, pattern: true };
        break;
      case 'cf':
        change({ color: value ?? 0 });
        break;
      case 'cb':
      case 'chcbpat':
      case 'highlight':
        change({ fill: value ?? 0 });
        break;
      case 'fs':
        change({ size: (value ?? 24) / 2 });
        break;
      case 'intbl':
        ofParagraph({ inTable: true });
        break;
      case 'ls':
        ofParagraph({ listed: (value ?? 0) > 0 });
        break;
      case 'plain':
        change(PLAIN);
        break;
      case 'v':
        change({ hidden: isOn });
        break;
      case 'strike':
      case 'striked':
        change({ struck: isOn });
        break;
      case 'b':
        change({ bold: isOn });
        break;
      case 'caps':
        change({ caps: isOn });
        break;
      case 'deleted':
        change({ change: isOn ? 'deleted' : undefined });
        break;
      case 'revised':
        change({ change: isOn ? 'inserted' : undefined });
        break;
      case 'uc':
        change({ fallback: Math.max(0, value ?? 1) });
        break;
      case 'u':
        decodeHeld();
        write(String.fromCharCode((value ?? 0) & 0xffff));
        skipping = state.fallback;
        break;
      case 'ud':
        change({ target: stack.at(-2)?.target ?? 'text' });
        break;
      case 'par':
      case 'sect':
      case 'nestcell':
      case '\n':
      case '\r':
        decodeHeld();
        if (state.target === 'text') out.endParagraph(shownLook());
        else write('\n');
        break;
      case 'cell':
        decodeHeld();
        if (state.target === 'text') out.endCell(shownLook());
        else write('\n');
        break;
      case 'row':
        if (state.target === 'text') out.endRow();
        break;
      case 'shptxt':
        decodeHeld();
        if (state.target !== 'text') break;
        out.openBox();
        change({ box: true });
        break;
      case 'ftnalt':
        isEndnote = true;
        break;
      case 'chftn':
        decodeHeld();
        if (state.target === 'text') write(`[fn ${notesSeen + 1}]`);
        break;
    }
  };

  for (const token of rtfTokens(rtf.slice(begin))) {
    if (token.kind === 'open') {
      decodeHeld();
      skipping = 0;
      open += 1;
      if (open > MAX_DEPTH) return { reason: t('damaged: nested too deep') };
      stack.push(state);
    } else if (token.kind === 'close') {
      closeGroup();
      skipping = 0;
      open -= 1;
      if (open <= 0) break;
    } else if (token.kind === 'word') {
      if (skipping > 0 && !/^[a-z]/i.test(token.word)) skipping -= 1;
      else word(token.word, token.value);
    } else {
      const dropped = Math.min(skipping, token.text.length);
      skipping -= dropped;
      if (state.target !== 'unshown') bytesHeld += token.text.slice(dropped);
    }
    isFirst = token.kind === 'open';
    if (length > 2 * MAX_TEXT) return { reason: tooMuchText() };
  }
  if (open > 0) return { reason: t('damaged or cut off: its end is missing') };

  const { blocks, listed, labels } = out.finish();
  const around = (title: string, words: ReadonlySet<string>): Block[] =>
    [...words].map(one => plain(`[${title}: ${one}]`));
  const all = [...around('Header', running.header), ...blocks, ...around('Footer', running.footer)];
  const told = [
    ...tallyText(tally, options),
    ...unseenText(tally.comments > 0 ? [count(tally.comments, 'comment')] : [], options.hidden),
    ...(listed > 0 && labels === 0
      ? [
          t(
            'the automatic numbers of {0} are not in the file: not read',
            count(listed, 'paragraph'),
          ),
        ]
      : []),
  ];
  return importedBlocks(all, { told, ...unreadOf(tally) }, headingLevels(all));
}
