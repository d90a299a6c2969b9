import { child, elements, type Xml } from '../import/word/xmlTree.ts';
import { RANK, ordered, type Insertion } from './insertions.ts';
import { isWords, type Spot } from './locate.ts';
import { contentOffsets, rawName } from './xmlWriting.ts';

/** A mark between two characters of a run. */
export interface Mark {
  readonly spot: Spot;
  readonly rank: number;
  readonly text: string;
}

export interface Deletion {
  readonly first: Spot;
  readonly last: Spot;
}

export interface EditTools {
  /** Text of the document part. */
  readonly text: string;
  /** The start tag of a deletion. */
  openDeletion(): string;
  readonly closeDeletion: string;
  /** A copy of run properties for another run, with new ids. */
  copied(properties: string): string;
}

/** A place between the children of a run, or `offset` characters into a child with words. */
interface Point {
  readonly index: number;
  readonly offset: number;
}

const START: Point = { index: 0, offset: 0 };

/**
 * What to insert into a part to place marks in the middle of runs and delete words: runs are split there, and the
 * second half begins with the properties of the first. All within one run.
 */
export function runInsertions(
  run: Xml,
  marks: readonly Mark[],
  deletions: readonly Deletion[],
  tools: EditTools,
): Insertion[] {
  const { text } = tools;
  const properties = child(run, 'w:rPr');
  const parts = elements(run).filter(one => one !== properties);
  const offsets = new Map<Xml, number[]>();
  for (const one of parts) {
    if (!isWords(one)) continue;
    const found = contentOffsets(text, one);
    if (found) offsets.set(one, found);
  }
  const lengthOf = (one: Xml): number => (offsets.get(one)?.length ?? 2) - 1;
  const END: Point = { index: parts.length, offset: 0 };
  const pointOf = ({ xml, offset }: Spot, rank: number = RANK.closeDeletion): Point => {
    const index = parts.indexOf(xml);
    // An element that cannot be cut stays on one side: a comment begins before it and ends after it.
    const isWhole = !offsets.has(xml);
    if (isWhole && rank === RANK.commentStart) return { index, offset: 0 };
    return offset > 0 && (isWhole || offset >= lengthOf(xml))
      ? { index: index + 1, offset: 0 }
      : { index, offset };
  };

  const spans = deletions
    .map(({ first, last }) => ({ from: pointOf(first), to: pointOf(last) }))
    .filter(({ from, to }) => compare(from, to) < 0)
    .sort((a, b) => compare(a.from, b.from));
  const points = unique([
    ...spans.flatMap(({ from, to }) => [from, to]),
    ...marks.map(({ spot, rank }) => pointOf(spot, rank)),
  ]);
  const isDeleted = (from: Point, to: Point): boolean =>
    spans.some(span => compare(span.from, from) <= 0 && compare(to, span.to) <= 0);
  const edges = unique([START, ...points, END]);
  const deletedAfter = (point: Point): boolean => {
    const next = edges.find(edge => compare(edge, point) > 0);
    return next !== undefined && isDeleted(point, next);
  };
  const deletedBefore = (point: Point): boolean => {
    const before = edges.findLast(edge => compare(edge, point) < 0);
    return before !== undefined && isDeleted(before, point);
  };

  const atPoint = (point: Point, at: number): Insertion[] => [
    ...(deletedBefore(point) ? [{ at, rank: RANK.closeDeletion, text: tools.closeDeletion }] : []),
    ...marks
      .filter(({ spot, rank }) => compare(pointOf(spot, rank), point) === 0)
      .map(({ rank, text: more }) => ({ at, rank, text: more })),
    ...(deletedAfter(point) ? [{ at, rank: RANK.openDeletion, text: tools.openDeletion() }] : []),
  ];
  const runTag = text.slice(run.start, run.inner);
  const look = properties ? text.slice(properties.start, properties.end) : '';
  const closeRun = `</${rawName(text, run)}>`;
  const openRun = (): string => runTag + tools.copied(look);

  const insertions: Insertion[] = [];
  for (const point of edges) {
    if (compare(point, START) === 0) insertions.push(...atPoint(point, run.start));
    else if (compare(point, END) === 0) insertions.push(...atPoint(point, run.end));
    else {
      const between = ordered(atPoint(point, 0))
        .map(one => one.text)
        .join('');
      const part = parts[point.index]!;
      const name = rawName(text, part);
      const cut = (side: boolean): string => wordsName(name, side);
      insertions.push(
        point.offset === 0
          ? { at: part.start, rank: 0, text: closeRun + between + openRun() }
          : {
              at: offsets.get(part)![point.offset]!,
              rank: 0,
              text: `</${cut(deletedBefore(point))}>${closeRun}${between}${openRun()}<${cut(deletedAfter(point))}${SPACE}>`,
            },
      );
    }
  }
  for (const [index, part] of parts.entries()) {
    if (!isWords(part)) continue;
    const cuts = points.filter(point => point.index === index && point.offset > 0);
    const [from, to] = [
      { index, offset: 0 },
      { index: index + 1, offset: 0 },
    ];
    const isFirstDeleted = isDeleted(from, cuts[0] ?? to);
    const isLastDeleted = isDeleted(cuts.at(-1) ?? from, to);
    const name = rawName(text, part);
    const tag = text.slice(part.start, part.inner);
    const nameEnd = part.start + 1 + name.length;
    // The inserted prefix turns "t" into "delText".
    if (isFirstDeleted && part.name === 'w:t')
      insertions.push({ at: nameEnd - 1, rank: 0, text: 'delTex' });
    const firstCut = cuts[0] && offsets.get(part)![cuts[0].offset]!;
    // Without it, white space at an edge is not displayed.
    if (firstCut !== undefined && /\s/.test(text[firstCut - 1]!) && !/\bxml:space\s*=/.test(tag))
      insertions.push({ at: nameEnd, rank: 0, text: SPACE });
    if (isLastDeleted && part.name === 'w:t' && part.innerEnd < part.end)
      insertions.push({ at: part.innerEnd + 2 + name.length - 1, rank: 0, text: 'delTex' });
  }
  return insertions;
}

const SPACE = ' xml:space="preserve"';

const wordsName = (name: string, isDeleted: boolean): string =>
  isDeleted ? name.replace(/(^|:)t$/, '$1delText') : name;

const compare = (a: Point, b: Point): number => a.index - b.index || a.offset - b.offset;

function unique(points: readonly Point[]): Point[] {
  const sorted = [...points].sort(compare);
  return sorted.filter((point, i) => i === 0 || compare(sorted[i - 1]!, point) !== 0);
}
