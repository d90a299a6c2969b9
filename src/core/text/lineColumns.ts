import { lineAt, lineStart, linesOf } from './lines.ts';

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

/** Looks up lines and columns of one text; CR LF, LF and CR each end a line, as in the editor. */
export function positionsOf(text: string): (offset: number) => Position {
  const lines = linesOf(text);
  return offset => {
    const line = lineAt(lines, offset);
    return { line: line + 1, column: offset - lineStart(lines, line) + 1 };
  };
}
