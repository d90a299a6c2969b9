import { symbolText } from '../word/symbols.ts';

/** A piece of rich text. */
export type RtfToken =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  /** A control word with its number; one of a symbol (`~`, `*`) has the symbol as its word. */
  | { readonly kind: 'word'; readonly word: string; readonly value: number | undefined }
  /** Bytes of text, as latin-1. */
  | { readonly kind: 'text'; readonly text: string };

const TOKEN =
  /\{|\}|\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([\da-f]{2})|\\([^])|[^\\{}\r\n\0]+|[\r\n\0]+/giy;

/** The tokens of a rich text in order; the binary data behind `\binN` is skipped: it may contain braces. */
export function* rtfTokens(rtf: string): Generator<RtfToken> {
  const token = new RegExp(TOKEN);
  for (let match = token.exec(rtf); match; match = token.exec(rtf)) {
    const [whole, word, value, hex, symbol] = match;
    if (whole === '{') yield { kind: 'open' };
    else if (whole === '}') yield { kind: 'close' };
    else if (word !== undefined) {
      const number = value === undefined ? undefined : Number(value);
      if (word === 'bin') token.lastIndex += Math.max(0, number ?? 0);
      else yield { kind: 'word', word, value: number };
    } else if (hex !== undefined)
      yield { kind: 'text', text: String.fromCharCode(parseInt(hex, 16)) };
    else if (symbol !== undefined) {
      if (/[\\{}]/.test(symbol)) yield { kind: 'text', text: symbol };
      else yield { kind: 'word', word: symbol, value: undefined };
    } else if (!/^[\r\n\0]/.test(whole)) yield { kind: 'text', text: whole };
  }
}

/** Encodings by the number of a font's character set, and by code page. */
const CHARSETS: Readonly<Record<number, string>> = {
  // Macintosh; `TextDecoder` has no encoding for 83 and 84, Hebrew and Arabic.
  77: 'macintosh',
  78: 'shift_jis',
  79: 'euc-kr',
  80: 'gbk',
  81: 'big5',
  89: 'x-mac-cyrillic',
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
};
const CODE_PAGES: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  10001: 'shift_jis',
  10002: 'big5',
  10003: 'euc-kr',
  10007: 'x-mac-cyrillic',
  10008: 'gbk',
  10017: 'x-mac-cyrillic',
  65001: 'utf-8',
};

export const SYMBOLS = 2;

/** The encoding of a font's character set; undefined: that of the document. */
export const charsetEncoding = (charset: number): string | undefined => CHARSETS[charset];

export const codePageEncoding = (page: number): string =>
  CODE_PAGES[page] ?? (page >= 1250 && page <= 1258 ? `windows-${page}` : 'windows-1252');

/** What a control word writes by itself. */
export const SPECIAL: Readonly<Record<string, string>> = {
  line: '\n',
  lbr: '\n',
  tab: '\t',
  emdash: '—',
  endash: '–',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  zwj: '\u200d',
  zwnj: '\u200c',
  zwbo: '',
  ltrmark: '',
  rtlmark: '',
  '~': '\u00a0',
  _: '-',
  '-': '',
};

/** Groups whose content is not shown. */
const UNSHOWN: ReadonlySet<string> = new Set(
  (
    'colortbl info pict objdata objclass objname themedata colorschememapping latentstyles datastore rsidtbl ' +
    'generator fldinst listtable listoverridetable revtbl xe tc rxe bkmkstart bkmkend pgptbl pgdsctbl filetbl ' +
    'nonshppict shprslt sp userprops xmlnstbl wgrffmtfilter mmathPr mmathPict mctrlPr ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn ' +
    'atrfstart atrfend atnid atnauthor atnref atntime atndate atnparent template operator private pnseclvl pn formfield ' +
    'datafield ffdeftext macpict do background htmltag upr comment nonesttables'
  ).split(' '),
);
/** Of these, those that some programs write among the properties of a paragraph, where they begin no group. */
const STRAY: ReadonlySet<string> = new Set(['pn', 'pnseclvl']);

/** Groups that say how a part of an equation looks. */
const MATH_LOOK = /^m[a-zA-Z]{1,12}Pr$/;

/**
 * Whether the group of a control word is not shown in a document; `begins`: the word is at the group's beginning,
 * `starred`: behind a star, which marks a group that older programs skip.
 * Headers of first pages are shown only where a section has such a page, those of left pages only where pages face
 * each other.
 */
export function unshownIn(
  rtf: string,
): (word: string, begins: boolean, starred: boolean) => boolean {
  const unshown = new Set(UNSHOWN);
  const leaveOut = (...words: string[]): void => words.forEach(word => unshown.add(word));
  if (!/\\titlepg(?![a-z\d])/.test(rtf)) leaveOut('headerf', 'footerf');
  if (!/\\facingp(?![a-z\d])/.test(rtf)) leaveOut('headerl', 'footerl');
  return (word, begins, starred) =>
    (unshown.has(word) && (begins || starred || !STRAY.has(word))) ||
    MATH_LOOK.test(word) ||
    (starred && !READ_STARRED.has(word));
}
/** Groups that are read although a star marks them as optional. */
const READ_STARRED: ReadonlySet<string> = new Set(
  'shpinst shppict ud annotation footnote pntext listtext shptxt hlinkbase fldrslt moMath moMathPara'.split(
    ' ',
  ),
);

/** Groups that are not part of the running text, by their control word. */
export const APART = {
  footnote: 'note',
  annotation: 'comment',
  pntext: 'label',
  listtext: 'label',
  header: 'header',
  headerl: 'header',
  headerr: 'header',
  headerf: 'header',
  footer: 'footer',
  footerl: 'footer',
  footerr: 'footer',
  footerf: 'footer',
  fonttbl: 'fonts',
  stylesheet: 'styles',
} as const;

export type Apart = (typeof APART)[keyof typeof APART];

/** Symbol fonts keep the digits and punctuation of ASCII, and have other signs in place of its letters. */
export const symbol = (font: string, char: string): string =>
  symbolText(font, char.charCodeAt(0).toString(16)) ||
  (/[\s\d.,;:()[\]+=/%]/.test(char) ? char : '');
