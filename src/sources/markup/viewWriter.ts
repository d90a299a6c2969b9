/** The output of a reader: readable text and its origin. See `Original.pieces`. */
export interface Written {
  readonly text: string;
  readonly pieces: readonly number[];
}

/** Writes a readable text piece by piece and records where in the file each piece occurs. */
export interface ViewWriter {
  /** Adds characters that do not occur in the file. */
  add(text: string): void;
  /** Adds the text of `[from, to)` of the file; it maps character by character if the lengths are equal. */
  copy(text: string, from: number, to: number): void;
  readonly length: number;
  done(): Written;
}

export function viewWriter(): ViewWriter {
  const parts: string[] = [];
  const pieces: number[] = [];
  let length = 0;
  let open: { start: number; from: number; to: number; even: boolean } | undefined;
  let end = 0;
  let to = 0;
  const close = (): void => {
    if (!open) return;
    pieces.push(open.start - end, length - open.start, open.from - to, open.to - open.from);
    end = length;
    to = open.to;
    open = undefined;
  };
  return {
    add(text) {
      if (text === '') return;
      close();
      parts.push(text);
      length += text.length;
    },
    copy(text, from, until) {
      if (text === '') return;
      const even = text.length === until - from;
      if (open?.even === true && even && open.to === from) open.to = until;
      else {
        close();
        open = { start: length, from, to: until, even };
      }
      parts.push(text);
      length += text.length;
    },
    get length() {
      return length;
    },
    done() {
      close();
      return { text: parts.join(''), pieces };
    },
  };
}
