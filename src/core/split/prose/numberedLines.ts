import { numberedOf, type FlatHeading } from './headingRepairs.ts';
import { clean, CLAUSE_LEVEL } from './proseHeadings.ts';

interface Line {
  readonly number: number;
  readonly title: string;
  readonly start: number;
  readonly alone: boolean;
}

export interface NumberedHeading extends FlatHeading {
  /** The line contains nothing else. */
  readonly alone: boolean;
}

/** "1 Interpretation" on a separate line; "6. It is agreed that ...": with a full stop also text. */
const NUMBERED_LINE = /^(\d{1,3})(\.?)\)?\s+(["“(]?\p{Lu}.*)$/su;
const MAX_NAME = 140;
/** Characters of a text that name its clause. */
const SHOWN = 40;
/** From this many numbers in a row on, paragraphs are clauses and not items of a list. */
const MIN_CLAUSES = 5;
/** Share of the text between the first and the last. */
const MIN_SHARE = 0.5;

/**
 * Collects numbered paragraphs that are no headings by themselves: sentences, or names without a full stop after the
 * number. `found`: as headings, if they are the numbering of the whole text.
 */
export function numberedLines(): {
  readonly add: (line: string, after: string, start: number) => void;
  readonly found: (flat: readonly FlatHeading[], length: number) => readonly NumberedHeading[];
} {
  const lines: Line[] = [];
  return {
    add: (line, after, start) => {
      const [, number = '', dot = '', rest = ''] = NUMBERED_LINE.exec(line) ?? [];
      if (number === '') return;
      const isName =
        after === '' &&
        rest.length <= MAX_NAME &&
        !/[,;:]$|[.;]\s/.test(rest) &&
        (dot === '' || !rest.endsWith('.'));
      if (dot === '' && !isName) return;
      const title = clean(rest).replace(/\.$/, '');
      const shown = isName || title.length <= SHOWN ? title : `${cutAtWord(title)}…`;
      lines.push({ number: Number(number), title: `${number} ${shown}`, start, alone: isName });
    },
    found: (flat, length) => {
      if (flat.filter(heading => numberedOf(heading) !== undefined).length > 1) return [];
      const run: Line[] = [];
      for (const line of lines) {
        const step = line.number - (run.at(-1)?.number ?? 0);
        // One may be missing: it has other marks.
        if (step === 1 || (step === 2 && run.length > 0)) run.push(line);
      }
      const reach = (run.at(-1)?.start ?? 0) - (run[0]?.start ?? 0);
      if (run.length < MIN_CLAUSES || reach < length * MIN_SHARE) return [];
      return run.map(({ start, title, alone }) => ({ start, level: CLAUSE_LEVEL, title, alone }));
    },
  };
}

function cutAtWord(text: string): string {
  const cut = text.slice(0, SHOWN);
  return cut.slice(0, Math.max(SHOWN / 2, cut.lastIndexOf(' '))).trimEnd();
}
