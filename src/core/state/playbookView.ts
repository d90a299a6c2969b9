import {
  type Playbook,
  PLAYBOOK_VERDICTS,
  type PlaybookVerdict,
} from '../domain/review/playbook.ts';
import type { Citation, ExtractedRow, Statement } from '../domain/results/statements.ts';
import { count, grouped } from '../format/format.ts';
import { coverage } from './coverage.ts';
import { citationsOf, statementsByChunk, statementsOf } from './digestView.ts';
import type { RunState } from './runState.ts';
import { t } from '../text/l10n.ts';

/** A playbook compared with each text of a run. */
export interface PlaybookView {
  readonly title: string;
  readonly texts: readonly PlaybookTextView[];
}

export interface PlaybookTextView {
  readonly sourceId: string;
  readonly path: string;
  /** UTF-16 units. */
  readonly length: number;
  /** Chunks it was read in. */
  readonly parts: number;
  /** Why absence is not proven; empty where all of it was read and every answer could be used. */
  readonly notProven: string;
  readonly rules: readonly PlaybookRuleView[];
}

export interface PlaybookRuleView {
  /** `R1`, `R2` ... in the order of the playbook. */
  readonly id: string;
  readonly title: string;
  readonly verdict: PlaybookVerdict;
  /** What was said of the clauses that decide the verdict. */
  readonly reasons: readonly string[];
  /** Their places, in reading order. */
  readonly places: readonly PlaybookPlace[];
  /** Wording to propose; undefined where the verdict asks for none or the playbook has none. */
  readonly fallback: string | undefined;
}

export interface PlaybookPlace {
  readonly statementId: string;
  /** Its number among the places of the statement. */
  readonly index: number;
  readonly citation: Citation;
}

/**
 * A verdict for every rule and text: the worst that was said of a clause whose quote is in the text. A rule that
 * no clause is about is `missing` only when every part was read and every answer could be used. `holds` says whether
 * a quote is still at its place. Undefined for runs without a playbook, and before their rows are joined.
 */
export function playbookView(
  state: RunState,
  holds: (citation: Citation) => boolean = () => true,
): PlaybookView | undefined {
  const { spec, extraction } = state;
  if (spec.kind !== 'ask' || !spec.playbook || !extraction) return undefined;
  const { playbook } = spec;
  const clauses = clausesOf(state, extraction.rows, holds);
  const { gaps } = coverage(state);
  return {
    title: playbook.title,
    texts: state.sources.map(({ id, path, length }) => {
      const parts = state.chunkIds.filter(chunk => state.chunks[chunk]?.sourceId === id);
      const notProven =
        parts.length === 0 || gaps.some(({ sourceId }) => sourceId === id)
          ? t('not all of the text was read')
          : hasDropped(state, id)
            ? t('part of an answer could not be used')
            : '';
      return {
        sourceId: id,
        path,
        length,
        parts: parts.length,
        notProven,
        rules: rulesOf(playbook, {
          clauses: clauses.filter(({ places }) => places.some(p => p.citation.sourceId === id)),
          sourceId: id,
          isWhole: notProven === '',
          lost: lostIn(state, new Set(parts)),
        }),
      };
    }),
  };
}

interface Clause {
  readonly cells: ExtractedRow['cells'];
  readonly places: readonly PlaybookPlace[];
}

function clausesOf(
  state: RunState,
  rows: readonly ExtractedRow[],
  holds: (citation: Citation) => boolean,
): readonly Clause[] {
  const index = statementsOf(state);
  return rows.map(({ cells, statementIds }) => ({
    cells,
    places: statementIds.flatMap(statementId =>
      citationsOf(index, statementId)
        .map((citation, i) => ({ statementId, index: i, citation }))
        .filter(({ citation }) => holds(citation)),
    ),
  }));
}

const hasDropped = ({ branchIds, branches, chunks }: RunState, sourceId: string): boolean =>
  branchIds.some(id => {
    const { branch, outcome } = branches[id] ?? {};
    return (
      outcome?.status === 'succeeded' &&
      outcome.dropped > 0 &&
      chunks[branch?.chunkId ?? '']?.sourceId === sourceId
    );
  });

/** An answer whose quote was not found may be about a rule all the same. */
const lostIn = (state: RunState, chunks: ReadonlySet<string>): readonly Statement[] =>
  [...statementsByChunk(state)].flatMap(([chunk, statements]) =>
    chunks.has(chunk) ? statements.filter(({ citations }) => citations.length === 0) : [],
  );

interface Text {
  readonly clauses: readonly Clause[];
  readonly sourceId: string;
  readonly isWhole: boolean;
  readonly lost: readonly Statement[];
}

const rulesOf = (
  { rules }: Playbook,
  { clauses, sourceId, isWhole, lost }: Text,
): readonly PlaybookRuleView[] =>
  rules.map(({ title, fallback }, i) => {
    const found = decisive(clauses.filter(clause => namesRule(clause, i + 1)));
    const mayBeMissing = isWhole && !lost.some(({ text }) => mayName(text, i + 1));
    const verdict = found?.verdict ?? (mayBeMissing ? 'missing' : 'undetermined');
    return {
      id: `R${i + 1}`,
      title,
      verdict,
      reasons: (found?.clauses ?? []).flatMap(clause => reasonsOf(clause, sourceId)),
      places: (found?.clauses ?? []).flatMap(({ places }) =>
        places.filter(({ citation }) => citation.sourceId === sourceId),
      ),
      fallback: verdict === 'acceptable' ? undefined : fallback,
    };
  });

const wordsOf = ({ cells }: Clause, column: number): readonly string[] =>
  (cells[column] ?? []).map(({ value }) => value);

/** Of a row that several texts share, none is known to be this text's. */
const reasonsOf = (clause: Clause, sourceId: string): readonly string[] =>
  clause.places.every(({ citation }) => citation.sourceId === sourceId) ? wordsOf(clause, 2) : [];

interface Decided {
  readonly verdict: PlaybookVerdict;
  readonly clauses: readonly Clause[];
}

/** The worst verdict, and the clauses it was said of. */
function decisive(clauses: readonly Clause[]): Decided | undefined {
  const said = clauses.map(clause => ({ clause, verdict: verdictOf(clause) }));
  const verdict = PLAYBOOK_VERDICTS.find(each => said.some(one => one.verdict === each));
  return (
    verdict && {
      verdict,
      clauses: said.filter(one => one.verdict === verdict).map(({ clause }) => clause),
    }
  );
}

/** What is neither of the three is for a person to look at. */
function verdictOf(clause: Clause): PlaybookVerdict {
  const words = wordsOf(clause, 1).join(' ').toLowerCase();
  if (/unacceptable|not acceptable/.test(words)) return 'unacceptable';
  return /^\s*acceptable\s*$/.test(words) ? 'acceptable' : 'needs review';
}

const namesRule = (clause: Clause, number: number): boolean =>
  numbersIn(wordsOf(clause, 0).join(' ')).includes(number);

/** Of words that name no rule, any may be meant. */
function mayName(text: string, number: number): boolean {
  const numbers = numbersIn(/rule: ([^;]*)/.exec(text)?.[1] ?? '');
  return numbers.length === 0 || numbers.includes(number);
}

const numbersIn = (text: string): number[] =>
  [...text.matchAll(/\bR\s?0*(\d+)\b/gi)].map(match => Number(match[1]));

const TALLIED: Readonly<Record<PlaybookVerdict, (many: string) => string>> = {
  unacceptable: many => t('{0} unacceptable', many),
  'needs review': many => t('{0} needs review', many),
  acceptable: many => t('{0} acceptable', many),
  missing: many => t('{0} missing', many),
  undetermined: many => t('{0} undetermined', many),
};

/** `1 unacceptable, 3 acceptable, 1 missing`, from the worst. */
export const verdictTally = (rules: readonly { readonly verdict: PlaybookVerdict }[]): string =>
  PLAYBOOK_VERDICTS.flatMap(verdict => {
    const many = rules.filter(rule => rule.verdict === verdict).length;
    return many > 0 ? [TALLIED[verdict](grouped(many))] : [];
  }).join(', ');

/** What absence rests on, in a sentence or two. */
export const proofText = ({
  notProven,
  parts,
  length,
}: Pick<PlaybookTextView, 'notProven' | 'parts' | 'length'>): string =>
  notProven === ''
    ? t(
        'All of it was read: {0}, {1} characters. What is missing was found in none of them.',
        count(parts, 'part'),
        grouped(length),
      )
    : t(
        'Nothing is called missing here: {0}. Undetermined rules may be met in what is left.',
        notProven,
      );
