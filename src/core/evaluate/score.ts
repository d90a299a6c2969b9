import type { Range } from '../domain/range.ts';
import type { Finding, Match } from '../domain/results/findings.ts';
import { hiddenReason } from '../state/findingStatus.ts';
import { proportion, type Proportion } from './proportion.ts';
import type { KnownPassage, Truth } from './truth.ts';

/** How the findings of a reviewer compare with what is known of the texts. */
export interface Score {
  /** Known errors that a standing finding points at. */
  readonly recall: Proportion;
  readonly recallByKind: Readonly<Record<string, Proportion>>;
  /** Of the findings that could be judged: at a known error, or confirmed by a second look. */
  readonly useful: Proportion;
  /** Neither at a known place nor settled by a second look; not part of `useful`. */
  readonly unjudged: number;
  /** Findings whose quote has one place in the text. */
  readonly placed: Proportion;
  readonly matches: Readonly<Partial<Record<Match, number>>>;
  /** Standing findings that repeat another one about the same error, of all that point at an error. */
  readonly repeated: Proportion;
  /** Passages that a person called no problem and that are reported again. */
  readonly falseAgain: Proportion;
  /** Known errors that were found, and lost because a second look refuted the finding. */
  readonly refutedErrors: number;
  readonly findings: number;
  /** The ids of the errors that were found. */
  readonly found: readonly string[];
}

/** A quote may be this many times as long as the passage it is meant to hit, or `MIN_QUOTE` characters. */
const MAX_LENGTH_RATIO = 3;
const MIN_QUOTE = 400;

export function scoreOf(findings: readonly Finding[], truth: Truth): Score {
  const { errors, dismissed, isComplete } = truth;
  const pointsAt = (finding: Finding, passage: KnownPassage): boolean =>
    isAt(finding, passage) && (!isComplete || names(finding, passage.kind));
  const refuted = findings.filter(f => hiddenReason(f) === 'refuted');
  const standing = findings.filter(f => hiddenReason(f) === undefined);
  const hitsOf = new Map(
    errors.map(error => [error, standing.filter(finding => pointsAt(finding, error))]),
  );
  const found = errors.filter(error => (hitsOf.get(error) ?? []).length > 0);
  const pointing = new Set([...hitsOf.values()].flat());
  const again = new Set(errors.flatMap(error => repeatsIn(hitsOf.get(error) ?? [])));
  const verdicts = findings.map(f =>
    verdictOf(f, pointing.has(f) || errors.some(error => pointsAt(f, error)), truth),
  );
  const count = (verdict: Verdict): number => verdicts.filter(v => v === verdict).length;
  return {
    recall: proportion(found.length, errors.length),
    recallByKind: Object.fromEntries(
      [...Map.groupBy(errors, ({ kind }) => kind)]
        .sort(([a], [b]) => a.localeCompare(b, 'en'))
        .map(([kind, own]) => [
          kind,
          proportion(own.filter(error => found.includes(error)).length, own.length),
        ]),
    ),
    useful: proportion(count('useful'), count('useful') + count('false')),
    unjudged: count('unjudged'),
    placed: proportion(
      findings.filter(f => f.range !== undefined && f.match !== 'ambiguous').length,
      findings.length,
    ),
    matches: Object.fromEntries(
      [...Map.groupBy(findings, ({ match }) => match)].map(([match, own]) => [match, own.length]),
    ),
    repeated: proportion(again.size, pointing.size),
    falseAgain: proportion(
      dismissed.filter(passage => standing.some(f => isAt(f, passage))).length,
      dismissed.length,
    ),
    refutedErrors: errors.filter(
      error => !found.includes(error) && refuted.some(finding => pointsAt(finding, error)),
    ).length,
    findings: findings.length,
    found: found.map(({ id }) => id),
  };
}

/** Those that follow the first about one error, unless the report shows both under one heading. */
const repeatsIn = ([first, ...rest]: readonly Finding[]): Finding[] =>
  rest.filter(({ group }) => group === undefined || group !== first?.group);

type Verdict = 'useful' | 'false' | 'unjudged';

function verdictOf(finding: Finding, isKnown: boolean, { dismissed, isComplete }: Truth): Verdict {
  if (isKnown) return 'useful';
  if (isComplete || dismissed.some(passage => isAt(finding, passage))) return 'false';
  const { verification } = finding;
  if (verification?.verdict === 'confirmed') return 'useful';
  return verification?.verdict === 'refuted' ? 'false' : 'unjudged';
}

/** Whether one of a finding's places overlaps one of the passage's, and is not so long that it would hit anything. */
function isAt(finding: Finding, { sourceId, places }: KnownPassage): boolean {
  const own = [
    ...(finding.range && finding.sourceId === sourceId ? [finding.range] : []),
    ...(finding.sourceId === sourceId ? (finding.otherPlaces ?? []) : []),
    ...(finding.related ?? []).flatMap(r => (r.sourceId === sourceId ? [r.range] : [])),
  ];
  return own.some(range => places.some(place => overlaps(range, place)));
}

function overlaps(range: Range, place: Range): boolean {
  const longest = Math.max(MIN_QUOTE, MAX_LENGTH_RATIO * (place.end - place.start));
  return (
    range.end - range.start <= longest &&
    range.start < Math.max(place.end, place.start + 1) &&
    place.start < Math.max(range.end, range.start + 1)
  );
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');

/** Merged findings keep what every reviewer called it. */
const names = ({ title, wordings = [] }: Finding, kind: string): boolean =>
  [title, ...wordings.map(wording => wording.title)].some(text =>
    ` ${plain(text)} `.includes(` ${plain(kind).trim()} `),
  );
