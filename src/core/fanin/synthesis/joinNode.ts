import type { Joined, JoinedStatement } from '../../domain/digest.ts';
import type { JoinLine, JoinedAnswer } from '../../ports/job.ts';
import type { Statement } from '../../domain/statements.ts';

/** What one member of a node says, as far as there is room for it. */
export interface Said {
  readonly lines: readonly JoinLine[];
  /** Statement ids by line ids. */
  readonly statementIds: ReadonlyMap<string, string>;
  /** Statements for which there was no room. */
  readonly leftOut: number;
}

export interface Room {
  readonly mostTokens: number;
  readonly count: (text: string) => number;
}

/** The lines of the member at `at`, from the first statement on. Ids depend on places alone, so that the same text is the same prompt. */
export function linesOf(
  statements: readonly (Statement | JoinedStatement)[],
  at: number,
  title: string,
  { mostTokens, count }: Room,
): Said {
  const lines: JoinLine[] = [];
  const statementIds = new Map<string, string>();
  let left = mostTokens;
  for (const statement of statements) {
    const id = `${at + 1}.${lines.length + 1}`;
    const conflict = 'conflict' in statement ? statement.conflict : undefined;
    const line: JoinLine = {
      id,
      ...(lines.length === 0 ? { of: title } : {}),
      text: statement.text,
      ...(conflict === undefined ? {} : { conflict: `${at + 1}${letterOf(conflict)}` }),
    };
    left -= count(JSON.stringify(line)) + 1;
    // The first one always has room: a member that says something is never silent.
    if (left < 0 && lines.length > 0) break;
    lines.push(line);
    statementIds.set(id, statement.id);
  }
  return { lines, statementIds, leftOut: statements.length - lines.length };
}

const letterOf = (n: number): string => (n < 26 ? String.fromCharCode(65 + n) : `Z${n}`);

type Written = Pick<Joined, 'statements' | 'dropped' | 'leftOut'>;

/** The model's statements, each on the members' statements it names. */
export function joinedByModel(
  nodeId: string,
  said: readonly Said[],
  answer: JoinedAnswer,
  { mostTokens, count }: Room,
): Written {
  const order = said.flatMap(one => one.lines.map(line => line.id));
  let left = mostTokens;
  const kept = answer.statements.filter(({ text }, i) => {
    left -= count(text);
    return left >= 0 || i === 0;
  });
  const statements = kept.map(({ text, ids, conflict }) => ({
    text,
    lineIds: order.filter(id => ids.includes(id)),
    conflict,
  }));
  return {
    ...finished(nodeId, said, statements),
    dropped: answer.dropped + answer.statements.length - kept.length,
  };
}

/** The members' own statements, from each in turn as long as there is room, in reading order. */
export function joinedByCode(
  nodeId: string,
  said: readonly Said[],
  { mostTokens, count }: Room,
): Written {
  const chosen = new Set<string>();
  const most = Math.max(0, ...said.map(one => one.lines.length));
  let left = mostTokens;
  for (let turn = 0; turn < most && left > 0; turn += 1)
    for (const { lines } of said) {
      const line = lines[turn];
      if (!line) continue;
      left -= count(line.text);
      if (left < 0 && chosen.size > 0) break;
      chosen.add(line.id);
    }
  const lines = said.flatMap(one => one.lines);
  const statements = lines
    .filter(line => chosen.has(line.id))
    .map(({ id, text, conflict }) => ({ text, lineIds: [id], conflict }));
  const written = finished(nodeId, said, statements);
  return { ...written, leftOut: written.leftOut + lines.length - statements.length };
}

function finished(
  nodeId: string,
  said: readonly Said[],
  statements: readonly {
    readonly text: string;
    readonly lineIds: readonly string[];
    readonly conflict: string | undefined;
  }[],
): Written {
  const statementIds = new Map(said.flatMap(one => [...one.statementIds]));
  const below = new Map(said.flatMap(one => one.lines.map(line => [line.id, line.conflict])));
  const labels = statements.map(({ conflict }) => conflict);
  // A side without another one is no conflict.
  const conflicts = [...new Set(labels)].filter(
    label => label !== undefined && labels.filter(other => other === label).length > 1,
  );
  return {
    statements: statements.map(({ text, lineIds, conflict }, i) => {
      const number = conflicts.indexOf(conflict);
      const disputes = lineIds.map(id => below.get(id)).filter(label => label !== undefined);
      return {
        id: `${nodeId}.${i + 1}`,
        text,
        from: lineIds.map(id => statementIds.get(id) ?? id),
        ...(number < 0 ? {} : { conflict: number }),
        ...(new Set(disputes).size < disputes.length ? { disputed: true as const } : {}),
      };
    }),
    dropped: 0,
    leftOut: said.reduce((sum, one) => sum + one.leftOut, 0),
  };
}
