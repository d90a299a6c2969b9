/** A text without the differences that models introduce when they quote. */
export interface Normalized {
  readonly text: string;
  /** For each unit of `text`: its start and end in the original. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/**
 * White space of every kind becomes one space; curly quotes, dashes, ligatures and Unicode forms become plain ones;
 * invisible characters are removed. With `markup`, so are Markdown's escapes, emphasis, link targets, table bars and
 * line prefixes, and character references are decoded. Every unit maps back to exact original offsets.
 */
export const normalize = (text: string, markup: boolean): Normalized =>
  last(normalizeSteps(text, markup));

/** The same in steps of a few milliseconds, for texts that are long. */
export function* normalizeSteps(text: string, markup: boolean): Generator<void, Normalized> {
  const out = new Units(text.length);
  let i = 0;
  let lineStart = true;
  let rest = STEP;
  while (i < text.length) {
    if (i >= rest) {
      rest = i + STEP;
      yield;
    }
    if (markup && lineStart) {
      const prefix = linePrefixLength(text, i);
      if (prefix > 0) {
        out.space(i, i + prefix);
        i += prefix;
      }
      lineStart = false;
      if (i >= text.length) break;
    }
    const code = text.charCodeAt(i);
    const kind = code < KINDS.length ? (KINDS[code] ?? PLAIN) : PLAIN;
    if (markup && code === 38) {
      const reference = referenceAt(text, i);
      if (reference) {
        out.character(reference.character, i, reference.end);
        i = reference.end;
        continue;
      }
    }
    if (kind === SPACE) {
      lineStart = code === 10 || code === 13;
      out.space(i, i + 1);
      i += 1;
      continue;
    }
    if (markup && kind === MARKUP) {
      const skipped = markupLength(text, i, code);
      if (skipped > 0) {
        if (code === 124) out.space(i, i + 1);
        i += skipped;
        continue;
      }
    }
    const end = clusterEnd(text, i, code);
    if (end === i + 1 && code < 128 && kind !== DASH && kind !== DOUBLE && kind !== DROPPED)
      out.push(code, i, end);
    else out.character(text.slice(i, end), i, end);
    i = end;
  }
  return yield* out.done();
}

/** Characters handled in one step. */
const STEP = 65_536;

function last<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Unicode's small capitals, mapped to their letters. */
const SMALL_CAPITALS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [...'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ'].map((sign, i) => [
      sign,
      'abcdefghijklmnopqrstuvwyz'.charAt(i),
    ]),
  ),
};

/** A normalized text, case-folded by Unicode's full case folding (`Straße` is `STRASSE`), including small capitals. */
export const folded = (normalized: Normalized): Normalized => last(foldedSteps(normalized));

/** The same in steps, see `normalizeSteps`. */
export function* foldedSteps({ text, starts, ends }: Normalized): Generator<void, Normalized> {
  const out = new Units(text.length);
  let isAligned = true;
  let rest = STEP;
  for (let i = 0; i < text.length;) {
    if (i >= rest) {
      rest = i + STEP;
      yield;
    }
    const code = text.charCodeAt(i);
    const end = i + (code >= 0xd800 && code < 0xdc00 && isLow(text.charCodeAt(i + 1)) ? 2 : 1);
    const start = starts[i] ?? 0;
    const until = ends[end - 1] ?? 0;
    if (code < 128) out.push(code >= 65 && code <= 90 ? code + 32 : code, start, until);
    else {
      const sign = text.slice(i, end);
      const plain = SMALL_CAPITALS[sign] ?? sign.toUpperCase().toLowerCase();
      isAligned &&= plain.length === 1 && sign.length === 1;
      for (let c = 0; c < plain.length; c++) out.push(plain.charCodeAt(c), start, until);
    }
    i = end;
  }
  const view = yield* out.done();
  // As a rule both have the same offsets, which take eight times the memory of the text.
  return isAligned && view.text.length === text.length ? { text: view.text, starts, ends } : view;
}

const PLAIN = 0;
const SPACE = 1;
const DROPPED = 2;
const SINGLE = 3;
const DOUBLE = 4;
const DASH = 5;
const MARKUP = 6;

const KINDS = kinds();
function kinds(): Uint8Array {
  const table = new Uint8Array(0x10000);
  const set = (kind: number, ...ranges: readonly (number | readonly [number, number])[]) => {
    for (const range of ranges) {
      const [from, to] = typeof range === 'number' ? [range, range] : range;
      table.fill(kind, from, to + 1);
    }
  };
  set(SPACE, [9, 13], 32, 0x85, 0xa0, 0x1680, [0x2000, 0x200a], [0x2028, 0x2029], 0x202f, 0x205f);
  set(SPACE, 0x3000);
  set(DROPPED, [0, 8], [14, 31], 127, 0xad, 0x61c, 0x180e, [0x200b, 0x200f], [0x202a, 0x202e]);
  set(DROPPED, [0x2060, 0x206f], [0xfe00, 0xfe0f], 0xfeff, 0xfffd);
  set(SINGLE, 39, 0xb4, 0x2b9, [0x2bb, 0x2bd], [0x2018, 0x201b], 0x2032, [0x2039, 0x203a], 0xff07);
  set(DOUBLE, 34, 0xab, 0xbb, [0x201c, 0x201f], 0x2033, 0x2036, 0xff02, [0x300c, 0x300f]);
  set(DASH, 45, [0x2010, 0x2015], 0x2043, 0x2212, 0xfe58, 0xfe63, 0xff0d);
  // * _ ` ~ \ ] [ |
  set(MARKUP, 42, 95, 96, 126, 92, 93, 91, 124);
  return table;
}

const MARK = /^\p{M}$/u;

/** Longest character with its marks, in UTF-16 code units: longer ones occur only in hostile text. */
const MAX_CLUSTER = 64;

/** Offset after the character at `i` with its combining marks (or Hangul letters). */
function clusterEnd(text: string, i: number, code: number): number {
  let end = i + (code >= 0xd800 && code < 0xdc00 && isLow(text.charCodeAt(i + 1)) ? 2 : 1);
  for (;;) {
    if (end - i >= MAX_CLUSTER) return end;
    const next = text.charCodeAt(end);
    // Nothing below U+0300 is a combining mark; NaN at the end of the text stops here too.
    if (!(next >= 0x300)) return end;
    if (next >= 0x1160 && next <= 0x11ff) end += 1;
    else if (KINDS[next] !== DROPPED && MARK.test(text.charAt(end))) end += 1;
    else return end;
  }
}

const isLow = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

const PREFIX = /[ \t]*(?:(?:>|#{1,6}(?=[ \t])|[-+](?=[ \t]|$))[ \t]*)+/y;

/** Block quote markers, heading markers and bullets, which renderers turn into formatting. */
function linePrefixLength(text: string, i: number): number {
  PREFIX.lastIndex = i;
  return PREFIX.exec(text)?.[0].length ?? 0;
}

/** The references that people and exporters use; others are rare in prose. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '\u00ad',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  hellip: '…',
  euro: '€',
  pound: '£',
  yen: '¥',
  cent: '¢',
  sect: '§',
  para: '¶',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  middot: '·',
  bull: '•',
  times: '×',
  minus: '−',
  frac12: '½',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  agrave: 'à',
  aacute: 'á',
  acirc: 'â',
  ccedil: 'ç',
  egrave: 'è',
  eacute: 'é',
  ecirc: 'ê',
  iacute: 'í',
  ntilde: 'ñ',
  oacute: 'ó',
  ocirc: 'ô',
  oslash: 'ø',
  uacute: 'ú',
  ugrave: 'ù',
};
const named = (name: string): string | undefined =>
  Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}\d{0,2}));/iy;

/** The character that a reference at `i` encodes in HTML and Markdown. */
function referenceAt(text: string, i: number): { character: string; end: number } | undefined {
  REFERENCE.lastIndex = i;
  const [whole, decimal, hex, name = ''] = REFERENCE.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const code = decimal !== undefined ? Number(decimal) : hex ? parseInt(hex, 16) : undefined;
  const isCharacter = code !== undefined && code > 0 && code <= 0x10ffff;
  const character = isCharacter
    ? String.fromCodePoint(code)
    : (named(name) ?? (name === name.toUpperCase() ? named(name.toLowerCase()) : undefined));
  return character === undefined ? undefined : { character, end: i + whole.length };
}

const LINK_TARGET = /\]\(([^\s()]{0,1000})\)/y;

/** Length of the Markdown markup that begins at `i`; 0 if the character is text. */
function markupLength(text: string, i: number, code: number): number {
  switch (code) {
    case 92: {
      const next = text.charCodeAt(i + 1);
      const escapes =
        (next >= 33 && next <= 47) ||
        (next >= 58 && next <= 64) ||
        (next >= 91 && next <= 96) ||
        (next >= 123 && next <= 126) ||
        next === 10 ||
        next === 13;
      return escapes ? 1 : 0;
    }
    case 95:
      // Inside a word an underscore is part of a name.
      return isWordCode(text.charCodeAt(i - 1)) && isWordCode(text.charCodeAt(i + 1)) ? 0 : 1;
    case 93: {
      LINK_TARGET.lastIndex = i;
      const target = LINK_TARGET.exec(text);
      // `15.2[a](i)` is a clause, not a link.
      return target && /[/.#:]/.test(target[1] ?? '') ? target[0].length : 1;
    }
    default:
      return 1;
  }
}

const isWordCode = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code >= 0xc0;

/** A growing list of units with their offsets, in typed arrays: sources have millions. */
class Units {
  #codes: Uint16Array;
  #starts: Uint32Array;
  #ends: Uint32Array;
  #length = 0;

  constructor(capacity: number) {
    this.#codes = new Uint16Array(capacity);
    this.#starts = new Uint32Array(capacity);
    this.#ends = new Uint32Array(capacity);
  }

  push(code: number, start: number, end: number): void {
    if (this.#length === this.#codes.length) this.#grow();
    this.#codes[this.#length] = code;
    this.#starts[this.#length] = start;
    this.#ends[this.#length] = end;
    this.#length += 1;
  }

  /** Adds a character in its normalized form. */
  character(sign: string, start: number, end: number): void {
    const code = sign.charCodeAt(0);
    const kind = code < KINDS.length ? (KINDS[code] ?? PLAIN) : PLAIN;
    // Soft hyphens, zero-width characters and characters that only control rendering are dropped.
    if (kind === DROPPED) return;
    if (kind === SPACE) this.space(start, end);
    else if (kind === DASH) this.dash(start, end);
    else if (kind === SINGLE) this.push(39, start, end);
    else if (kind === DOUBLE) this.push(34, start, end);
    else {
      const composed = sign.normalize('NFKC');
      for (let c = 0; c < composed.length; c++) this.push(composed.charCodeAt(c), start, end);
    }
  }

  /** White space is merged into a preceding space and dropped after a dash. */
  space(start: number, end: number): void {
    const last = this.#codes[this.#length - 1];
    if (this.#length === 0 || last === 45) return;
    if (last === 32) this.#ends[this.#length - 1] = end;
    else this.push(32, start, end);
  }

  /** `a -- b`, `a – b` and `a—b` are the same. */
  dash(start: number, end: number): void {
    if (this.#codes[this.#length - 1] === 32) this.#length -= 1;
    if (this.#length > 0 && this.#codes[this.#length - 1] === 45)
      this.#ends[this.#length - 1] = end;
    else this.push(45, start, end);
  }

  *done(): Generator<void, Normalized> {
    if (this.#codes[this.#length - 1] === 32) this.#length -= 1;
    const parts: string[] = [];
    // Spreading more than about 100,000 arguments overflows the stack.
    for (let i = 0; i < this.#length; i += 8_192) {
      parts.push(
        String.fromCharCode(...this.#codes.subarray(i, Math.min(i + 8_192, this.#length))),
      );
      if (parts.length % 32 === 0) yield;
    }
    return {
      text: parts.join(''),
      starts: this.#starts.subarray(0, this.#length),
      ends: this.#ends.subarray(0, this.#length),
    };
  }

  #grow(): void {
    const capacity = this.#codes.length * 2 + 64;
    const codes = new Uint16Array(capacity);
    const starts = new Uint32Array(capacity);
    const ends = new Uint32Array(capacity);
    codes.set(this.#codes);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#codes = codes;
    this.#starts = starts;
    this.#ends = ends;
  }
}
