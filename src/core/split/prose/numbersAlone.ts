import { CUT, type Block } from '../blocks.ts';
import type { FlatHeading } from './headingRepairs.ts';
import { CLAUSE_LEVEL } from './proseHeadings.ts';
import { clean, isCapitals, isNameBelow } from './titleLines.ts';

interface NumberAlone {
  /** Where the line of the number begins. */
  readonly start: number;
  /** Where the line of the name begins. */
  readonly nameStart: number;
  readonly number: number;
  readonly name: string;
}

/** "3" or "3." alone on its line, and a short line below it, both between blank lines. */
const NUMBER_ALONE =
  /(?<=^|\n)[ \t]*(\d{1,2})\.?[ \t]*\r?\n(?:[ \t]*\r?\n){1,3}(?=[ \t]*(\S[^\r\n]{2,119})(?:\r?\n){2})/g;
const MIN_NUMBERS = 3;
/** Shortest section on average, in UTF-16 code units: rows of a table are shorter. */
const MIN_SECTION = 120;

/** The numbered sections of `text` whose number stands on a line above the name; page numbers have no names below. */
export function numbersAlone(text: string): readonly NumberAlone[] {
  const found: NumberAlone[] = [];
  let run: NumberAlone[] = [];
  /** The next number has no name: the sections after it would be parts of the last that has one. */
  let isBroken = false;
  const take = (): void => {
    const length = (run.at(-1)?.start ?? 0) - (run[0]?.start ?? 0);
    const isDistinct = new Set(run.map(({ name }) => name)).size === run.length;
    if (
      !isBroken &&
      run.length >= MIN_NUMBERS &&
      isDistinct &&
      length >= (run.length - 1) * MIN_SECTION
    )
      found.push(...run);
    run = [];
    isBroken = false;
  };
  for (const match of text.matchAll(NUMBER_ALONE)) {
    const name = clean(match[2]!.replace(/^[–—-]\s+/, ''));
    const number = Number(match[1]);
    if (!isNameBelow(name) && !isCapitals(name)) {
      if (run.length > 0 && number === run.length + 1) isBroken = true;
      continue;
    }
    if (number === 1) take();
    if (number !== run.length + 1) continue;
    const { index: start } = match;
    run.push({ start, nameStart: start + match[0].length, number, name });
  }
  take();
  return found;
}

/** Adds them to the headings in `flat` and makes each a place to cut; the number stays with its name. */
export function addNumbersAlone(text: string, blocks: Block[], flat: FlatHeading[]): void {
  const found = numbersAlone(text);
  if (found.length === 0) return;
  const places = new Map(blocks.map(({ start }, at) => [start, at]));
  const added: FlatHeading[] = [];
  for (const { start, nameStart, number, name } of found) {
    const at = places.get(nameStart);
    const above = blocks[(at ?? 0) - 1];
    if (at === undefined || !above || above.start > start) continue;
    const cost = CUT.heading(CLAUSE_LEVEL);
    if (above.start === start) {
      blocks[at - 1] = { ...above, cost: at === 1 ? above.cost : cost };
      blocks[at] = { ...blocks[at]!, cost: CUT.titled };
    } else {
      blocks[at - 1] = { ...above, end: start };
      blocks[at] = { ...blocks[at]!, start, cost };
    }
    const below = blocks[at + 1];
    if (below) blocks[at + 1] = { ...below, cost: CUT.titled };
    added.push({ start, level: CLAUSE_LEVEL, title: `${number} ${name}` });
  }
  const named = new Set(found.flatMap(({ start, nameStart }) => [start, nameStart]));
  const all = [...flat.filter(heading => !named.has(heading.start)), ...added];
  flat.splice(0, flat.length, ...all.sort((one, other) => one.start - other.start));
}
