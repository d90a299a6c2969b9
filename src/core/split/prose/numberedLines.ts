import { numberedOf, type FlatHeading } from './headingRepairs.ts';
import { CLAUSE_LEVEL } from './proseHeadings.ts';
import { ANNEX_LEVEL } from './labelWords.ts';
import { clean, mostlyCapitalized } from './titleLines.ts';

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
 * number. `found`: as headings, if they are the numbering of the whole text, or fill a gap in it.
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
      if (flat.filter(heading => numberedOf(heading) !== undefined).length > 1)
        return missing(flat, lines).map(headingOf);
      const run: Line[] = [];
      for (const line of lines) {
        const step = line.number - (run.at(-1)?.number ?? 0);
        // One may be missing: it has other marks.
        if (step === 1 || (step === 2 && run.length > 0)) run.push(line);
      }
      const reach = (run.at(-1)?.start ?? 0) - (run[0]?.start ?? 0);
      if (run.length < MIN_CLAUSES || reach < length * MIN_SHARE) return [];
      return run.map(headingOf);
    },
  };
}

const headingOf = ({ start, title, alone }: Line): NumberedHeading => ({
  start,
  level: CLAUSE_LEVEL,
  title,
  alone,
});

/** Numbers that may be missing between two clauses. */
const MAX_MISSING = 6;

/** Clauses at the end of a numbering that only lines have, at least. */
const MIN_LAST = 2;
/** Longest name of such a clause, in UTF-16 code units. */
const MAX_LAST = 60;

/**
 * The lines with exactly the numbers that are missing between two clauses: "5." and "6." between "4." and "7.", or
 * names after the last: "6. Successors.", "7. Notices.".
 */
function missing(flat: readonly FlatHeading[], lines: readonly Line[]): Line[] {
  const found: Line[] = [];
  let before = { start: 0, number: 0 };
  const END = { start: Infinity, number: 0 };
  const clauses = flat.flatMap(heading => {
    if (heading.level <= ANNEX_LEVEL) return [{ start: heading.start, number: 0 }];
    const numbered = numberedOf(heading);
    const isClause = numbered?.word === '' && numbered.numbers.length === 1;
    return isClause ? [{ start: heading.start, number: numbered.numbers[0]! }] : [];
  });
  for (const clause of [...clauses, END]) {
    const absent = clause.number - before.number - 1;
    const { start } = before;
    const between = lines.filter(line => line.start > start && line.start < clause.start);
    const run: Line[] = [];
    for (const line of between) if (line.number === before.number + run.length + 1) run.push(line);
    if (absent > 0 && absent <= MAX_MISSING && run.length >= absent)
      found.push(...run.slice(0, absent));
    else if (
      clause.number <= 1 &&
      before.number > 1 &&
      run.length >= MIN_LAST &&
      run.every(isShortName)
    )
      found.push(...run);
    before = clause;
  }
  return found;
}

const isShortName = ({ title }: Line): boolean =>
  title.length <= MAX_LAST && !title.endsWith('…') && mostlyCapitalized(title);

function cutAtWord(text: string): string {
  const cut = text.slice(0, SHOWN);
  return cut.slice(0, Math.max(SHOWN / 2, cut.lastIndexOf(' '))).trimEnd();
}
