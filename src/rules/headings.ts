import type { Range } from '../core/domain/range.ts';
import type { Clause } from './clauses.ts';
import type { MarkdownLine } from './markdownScan.ts';

export interface Heading extends Range {
  /** 1 to 6; numbered clauses by their depth. */
  readonly level: number;
  readonly text: string;
}

/** Headings: those of Markdown; in prose, short lines in capitals and titles of numbered clauses. */
export function headingsOf(
  flat: string,
  lines: readonly Range[],
  markdown: readonly MarkdownLine[] | undefined,
  clauses: readonly Clause[],
): readonly Heading[] {
  if (markdown) {
    return markdown
      .filter(line => line.kind === 'heading')
      .map(({ start, end, level = 1 }) => ({
        start,
        end,
        level,
        text: headingText(flat.slice(start, end)),
      }));
  }
  const headings: Heading[] = [];
  const starts = new Map(clauses.map(clause => [clause.start, clause]));
  for (const { start, end } of lines) {
    if (end - start > 160) continue;
    const text = flat.slice(start, end).trim();
    const clause = starts.get(start + flat.slice(start, end).search(/\S|$/));
    if (clause) {
      headings.push({ start, end, level: clause.number.split('.').length, text });
    } else if (/\p{Lu}{3}/u.test(text) && text === text.toUpperCase() && text.length <= 100) {
      headings.push({ start, end, level: 1, text });
    }
  }
  return headings;
}

const headingText = (line: string): string =>
  line
    .replace(/^[\s#]+|[\s#]+$/g, '')
    .replace(/\{#[^}]*\}$/, '')
    .trim();
