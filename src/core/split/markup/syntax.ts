/** Lines of a text, by number from 0; empty outside it. Trailing white space is removed. */
export type LineOf = (line: number) => string;

export interface FoundHeading {
  /** 1 is outermost; numbers need not be consecutive. */
  readonly level: number;
  readonly title: string;
  /** Number of lines it covers, from the requested one. */
  readonly lines: number;
}

/** A stretch of lines without headings. */
export interface Stretch {
  /** Whether a line ends it. */
  readonly ends: (text: string) => boolean;
  /** Whether that line belongs to it; if not, the end of the text ends it too. */
  readonly ownsEnd: boolean;
}

/** The rules of a markup language for where sections and blocks begin. */
export interface Syntax {
  /**
   * Finds the heading that begins at a line; created for each text, because in some languages the levels depend on it.
   */
  readonly headings: () => (line: number, at: LineOf) => FoundHeading | undefined;
  /** The stretch without running text (code, a comment, a table) that begins at a line. */
  readonly verbatim?: (text: string, before: string) => Stretch | undefined;
  /** Lines that belong to the lines after them: anchors, attributes. */
  readonly leads?: RegExp;
  /** Lines that begin a paragraph without a blank line before them. */
  readonly begins?: RegExp;
}

/** A heading with its white space joined and its numbered references decoded; undefined without a title. */
export const heading = (level: number, title: string, lines = 1): FoundHeading | undefined => {
  const plain = title
    .replace(/&#(\d{2,6});/g, (_, code: string) =>
      String.fromCodePoint(Math.min(Number(code), 0xffff)),
    )
    .replace(/\s+/g, ' ')
    .trim();
  return plain === '' ? undefined : { level, title: plain, lines };
};

/** A one-line heading, matched by a pattern. */
export const byLine =
  (
    pattern: RegExp,
    read: (match: RegExpExecArray) => FoundHeading | undefined,
  ): Syntax['headings'] =>
  () =>
  (line, at) => {
    const match = pattern.exec(at(line));
    return match ? read(match) : undefined;
  };

/** Stretches between two lines, selected by the opening line. */
export const between =
  (pattern: RegExp, closes: (open: RegExpExecArray) => (text: string) => boolean) =>
  (text: string): Stretch | undefined => {
    const open = pattern.exec(text);
    return open ? closedBy(closes(open)) : undefined;
  };

export const closedBy = (ends: Stretch['ends']): Stretch => ({ ends, ownsEnd: true });
