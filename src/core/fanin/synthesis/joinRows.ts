import type {
  CellValue,
  Column,
  ExtractedRow,
  Statement,
} from '../../domain/results/statements.ts';

/**
 * Joins rows with equal values in all key columns; different values in the other columns are kept side by side. Rows
 * without a place in the text, or without a key, are not joined. In the order of the statements, whatever order their
 * branches ended in.
 */
export function joinRows(
  columns: readonly Column[],
  statements: readonly Statement[],
): ExtractedRow[] {
  const keys = columns.flatMap((column, i) => (column.key ? [i] : []));
  const placed = statements.filter(({ citations, values }) => citations.length > 0 && values);
  const groups = Map.groupBy(placed, statement => keyOf(statement, keys) ?? statement.id);
  return [...groups.values()].map((group, i) => ({
    id: `R${i + 1}`,
    cells: columns.map((column, at) => cellOf(group, column, at)),
    statementIds: group.map(statement => statement.id),
  }));
}

function keyOf({ values = [] }: Statement, keys: readonly number[]): string | undefined {
  const own = keys.map(i => values[i] ?? null);
  if (own.length === 0 || own.every(value => value === null)) return undefined;
  return JSON.stringify(own.map(value => (value === null ? null : sameText(value))));
}

function cellOf(group: readonly Statement[], column: Column, at: number): CellValue[] {
  const said = new Map<string, { value: string; statementIds: string[] }>();
  for (const { id, values } of group) {
    const value = values?.[at];
    if (value === null || value === undefined) continue;
    const same = column.type === 'number' ? sameNumber(value) : sameText(value);
    const known = said.get(same);
    if (known) known.statementIds.push(id);
    else said.set(same, { value, statementIds: [id] });
  }
  return [...said.values()];
}

/** Compares ignoring case, spacing and surrounding punctuation. */
const sameText = (text: string): string => {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u2010-\u2015-]+/g, ' ');
  return plain.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, '') || plain;
};

/** 1,000 and 1000 are one number; 1.5 and 1,5 are too. */
const sameNumber = (text: string): string =>
  sameText(text.replace(/(\d)[.,' ](?=\d{3}\b)/g, '$1').replace(/(\d),(?=\d)/g, '$1.'));
