import {
  type Playbook,
  PLAYBOOK_VERDICTS,
  type PlaybookVerdict,
} from '../domain/review/playbook.ts';
import type { ReportExtraction, ReportRow } from './digest/digestFormat.ts';
import type { ReportPlaybook } from './playbookFormat.ts';
import type { Report } from './reportFormat.ts';

/**
 * A verdict for every rule and text: the worst that was said of a clause whose quote is in the text. A rule that
 * no clause is about is `missing` only when every part was read and every answer could be used.
 */
export function playbookData(
  playbook: Playbook,
  extraction: ReportExtraction,
  {
    sources,
    coverage,
    branches,
    chunks,
  }: Pick<Report, 'sources' | 'coverage' | 'branches' | 'chunks'>,
): ReportPlaybook {
  const sourceOfChunk = new Map(chunks.map(chunk => [chunk.id, chunk.source]));
  return {
    title: playbook.title,
    texts: sources.map(({ id, path, length, chunks: parts }) => {
      const gaps = coverage.gaps.filter(({ source }) => source === id).length;
      const dropped = branches.filter(
        branch => branch.dropped > 0 && sourceOfChunk.get(branch.chunk) === id,
      ).length;
      const notProven =
        parts === 0 || gaps > 0
          ? 'not all of the text was read'
          : dropped > 0
            ? 'part of an answer could not be used'
            : '';
      const rows = extraction.rows.filter(row => row.places.some(({ source }) => source === id));
      return {
        source: id,
        path,
        isWhole: notProven === '',
        notProven,
        length,
        parts,
        rules: playbook.rules.map((rule, i) => {
          const name = `R${i + 1}`;
          const found = decisive(rows.filter(row => namesRule(row, i + 1)));
          // An answer whose quote was not found may be about it.
          const lost = extraction.unplaced.some(({ text }) => mayName(text, i + 1));
          const verdict =
            found?.verdict ?? (notProven === '' && !lost ? 'missing' : 'undetermined');
          return {
            id: name,
            title: rule.title,
            verdict,
            reasons: (found?.rows ?? []).flatMap(row => reasonsOf(row, id)),
            places: (found?.rows ?? []).flatMap(({ places }) =>
              places.filter(({ source }) => source === id),
            ),
            fallback: verdict === 'acceptable' ? null : (rule.fallback ?? null),
          };
        }),
      };
    }),
  };
}

/** Of a row that several texts share, none is known to be this text's. */
const reasonsOf = ({ cells, places }: ReportRow, source: string): readonly string[] =>
  places.every(place => place.source === source) ? (cells[2] ?? []) : [];

interface Decided {
  readonly verdict: PlaybookVerdict;
  readonly rows: readonly ReportRow[];
}

/** The worst verdict, and the rows that say it. */
function decisive(rows: readonly ReportRow[]): Decided | undefined {
  const said = rows.map(row => ({ row, verdict: verdictOf(row) }));
  const verdict = PLAYBOOK_VERDICTS.find(each => said.some(one => one.verdict === each));
  return (
    verdict && { verdict, rows: said.filter(one => one.verdict === verdict).map(({ row }) => row) }
  );
}

/** What is neither of the three is for a person to look at. */
function verdictOf({ cells }: ReportRow): PlaybookVerdict {
  const words = (cells[1] ?? []).join(' ').toLowerCase();
  if (/unacceptable|not acceptable/.test(words)) return 'unacceptable';
  return /^\s*acceptable\s*$/.test(words) ? 'acceptable' : 'needs review';
}

const namesRule = ({ cells }: ReportRow, number: number): boolean =>
  numbersIn((cells[0] ?? []).join(' ')).includes(number);

/** Of words that name no rule, any may be meant. */
function mayName(text: string, number: number): boolean {
  const numbers = numbersIn(/rule: ([^;]*)/.exec(text)?.[1] ?? '');
  return numbers.length === 0 || numbers.includes(number);
}

const numbersIn = (text: string): number[] =>
  [...text.matchAll(/\bR\s?0*(\d+)\b/gi)].map(match => Number(match[1]));
