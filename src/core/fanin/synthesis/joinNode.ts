import type { Joined, JoinedStatement } from '../../domain/results/digest.ts';
import type { JoinLine, JoinedAnswer } from '../../ports/job.ts';
import type { Statement } from '../../domain/results/statements.ts';
import { takeTurns } from './takeTurns.ts';

/** What one member of a node says, up to the space available. */
export interface Said {
  readonly lines: readonly JoinLine[];
  /** Statement ids by line ids. */
  readonly statementIds: ReadonlyMap<string, string>;
  /** Number of statements that did not fit. */
  readonly leftOut: number;
}

export interface Room {
  readonly mostTokens: number;
  readonly count: (text: string) => number;
}

/** The lines of the member at `at`. Ids depend only on positions, so that the same text gives the same prompt. */
export function linesOf(
  statements: readonly (Statement | JoinedStatement)[],
  at: number,
  title: string,
): Said {
  const statementIds = new Map<string, string>();
  const lines = statements.map((statement, n): JoinLine => {
    const id = `${at + 1}.${n + 1}`;
    const conflict = 'conflict' in statement ? statement.conflict : undefined;
    statementIds.set(id, statement.id);
    return {
      id,
      ...(n === 0 ? { of: title } : {}),
      text: statement.text,
      ...(conflict === undefined ? {} : { conflict: `${at + 1}${letterOf(conflict)}` }),
    };
  });
  return { lines, statementIds, leftOut: 0 };
}

/**
 * What the members say, up to the size of one prompt: usually everything, otherwise statements of each in turn, from
 * its whole length.
 */
export function fitLines(said: readonly Said[], { mostTokens, count }: Room): Said[] {
  const sized = said.map(({ lines }) =>
    lines.map(line => ({ id: line.id, size: count(JSON.stringify(line)) + 1 })),
  );
  if (sized.flat().reduce((sum, { size }) => sum + size, 0) <= mostTokens) return [...said];
  const chosen = takeTurns(sized, mostTokens);
  return said.map(({ lines, statementIds, leftOut }) => {
    const title = lines[0]?.of;
    const kept = lines
      .filter(({ id }) => chosen.has(id))
      .map((line, n) => (n === 0 && title !== undefined ? { ...line, of: title } : line));
    return { lines: kept, statementIds, leftOut: leftOut + lines.length - kept.length };
  });
}

const letterOf = (n: number): string => (n < 26 ? String.fromCharCode(65 + n) : `Z${n}`);

type Written = Pick<Joined, 'statements' | 'dropped' | 'leftOut'>;

/** An answer up to this many times the requested length is kept whole: a longer summary says more, a cut one less. */
const MAX_OVERSHOOT = 2;

/** Whether an answer is so long that part of it must be left out. */
export const isFarTooLong = (answer: JoinedAnswer, { mostTokens, count }: Room): boolean =>
  sizeOf(answer, count) > mostTokens * MAX_OVERSHOOT;

export const wordsIn = ({ statements }: JoinedAnswer): number =>
  statements.reduce((sum, { text }) => sum + text.trim().split(/\s+/).length, 0);

const sizeOf = ({ statements }: JoinedAnswer, count: Room['count']): number =>
  statements.reduce((sum, { text }) => sum + count(text), 0);

/**
 * The model's statements, each linked to the members' statements it names. An answer longer than requested is kept; a
 * far longer one is shortened by taking turns over the members, never at its end.
 */
export function joinedByModel(
  nodeId: string,
  said: readonly Said[],
  given: JoinedAnswer,
  { mostTokens, count }: Room,
): Written {
  // Before it is measured: what is said twice takes no room from the rest.
  const answer = { ...given, statements: mergedAlike(given.statements) };
  const order = said.flatMap(one => one.lines.map(line => line.id));
  const most = mostTokens * MAX_OVERSHOOT;
  const chosen =
    sizeOf(answer, count) <= most
      ? undefined
      : takeTurns(
          said.map(({ statementIds }) =>
            answer.statements.flatMap(({ text, ids }, i) =>
              ids.some(id => statementIds.has(id)) ? [{ id: `${i}`, size: count(text) }] : [],
            ),
          ),
          most,
        );
  const kept = answer.statements.filter((_, i) => chosen?.has(`${i}`) ?? true);
  const statements = kept.map(({ text, ids, conflict }) => ({
    text,
    ids: order.filter(id => ids.includes(id)),
    conflict,
  }));
  return {
    ...finished(nodeId, said, statements),
    dropped: answer.dropped + answer.statements.length - kept.length,
  };
}

/** The members' own statements, from each in turn while there is room, in reading order. */
export function joinedByCode(
  nodeId: string,
  said: readonly Said[],
  { mostTokens, count }: Room,
): Written {
  const chosen = takeTurns(
    said.map(({ lines }) => lines.map(({ id, text }) => ({ id, size: count(text) }))),
    mostTokens,
  );
  const lines = said.flatMap(one => one.lines);
  const statements = lines
    .filter(line => chosen.has(line.id))
    .map(({ id, text, conflict }) => ({ text, ids: [id], conflict }));
  const written = finished(nodeId, said, statements);
  return { ...written, leftOut: written.leftOut + lines.length - statements.length };
}

interface Sentence {
  readonly text: string;
  readonly ids: readonly string[];
  readonly conflict: string | undefined;
}

/** The same words are said once, for everything they rest on. */
const mergedAlike = (written: readonly Sentence[]): Sentence[] =>
  [
    ...Map.groupBy(written, ({ text, conflict = '' }) =>
      JSON.stringify([text.normalize('NFKC').toLowerCase(), conflict]),
    ).values(),
  ].flatMap(([first, ...others]) =>
    first ? [{ ...first, ids: [...new Set([first, ...others].flatMap(one => one.ids))] }] : [],
  );

function finished(nodeId: string, said: readonly Said[], written: readonly Sentence[]): Written {
  const statementIds = new Map(said.flatMap(one => [...one.statementIds]));
  const statements = mergedAlike(written);
  const below = new Map(said.flatMap(one => one.lines.map(line => [line.id, line.conflict])));
  const labels = statements.map(({ conflict }) => conflict);
  // A side without an opposing one is not a conflict.
  const conflicts = [...new Set(labels)].filter(
    label => label !== undefined && labels.filter(other => other === label).length > 1,
  );
  return {
    statements: statements.map(({ text, ids, conflict }, i) => {
      const number = conflicts.indexOf(conflict);
      const disputes = ids.map(id => below.get(id)).filter(label => label !== undefined);
      return {
        id: `${nodeId}.${i + 1}`,
        text,
        from: ids.map(id => statementIds.get(id) ?? id),
        ...(number < 0 ? {} : { conflict: number }),
        ...(new Set(disputes).size < disputes.length ? { disputed: true as const } : {}),
      };
    }),
    dropped: 0,
    leftOut: said.reduce((sum, one) => sum + one.leftOut, 0),
  };
}
