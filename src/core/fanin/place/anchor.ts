import type { Finding, Match, RawFinding } from '../../domain/results/findings.ts';
import type { Answer, Branch } from '../../domain/branch.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { Perspective } from '../../domain/review/perspective.ts';
import type { Source } from '../../domain/source.ts';
import type { Range } from '../../domain/range.ts';
import { touchesChange } from '../../domain/changes.ts';
import { cleanText } from '../../text/cleanText.ts';
import { fingerprint } from '../merge/fingerprint.ts';
import type { ScanBudget } from './fuzzy.ts';
import { locate } from './locate.ts';
import { MAX_MESSAGE, MAX_QUOTE, MAX_TITLE, plainLine, plainText } from '../modelText.ts';

/** The branch that answered, with the text it was shown. */
export interface Place {
  readonly source: Source;
  readonly chunk: Chunk;
  readonly branch: Branch;
  readonly perspective: Perspective;
}

/** About 2 ms each: an answer full of invented quotes must not block the editor. */
const SCANS = 60;

/**
 * Gives every finding of an answer the exact range of its quote, or none. A placed finding's `quote` is always
 * `source.text.slice(range.start, range.end)`. A suggestion replaces exactly that text, so it is offered only if the
 * place is certain and the model saw the unmodified text; otherwise it stays readable in the message.
 */
export function placeFindings(place: Place, answer: Answer): Finding[] {
  const budget: ScanBudget = { scans: SCANS };
  return answer.findings.map((raw, i) =>
    placeFinding(place, raw, `${place.branch.id}#${i + 1}`, budget),
  );
}

function placeFinding(place: Place, raw: RawFinding, id: string, budget: ScanBudget): Finding {
  const { source, chunk, branch, perspective } = place;
  const located = locate(source, chunk, raw, budget);
  const range = located?.range;
  const quote = range ? source.text.slice(range.start, range.end) : plainText(raw.quote, MAX_QUOTE);
  const match: Match = located?.match ?? 'none';
  const proposed = proposal(raw, source, range, quote);
  const offered = range !== undefined && located?.fixable === true;
  const message = plainText(raw.message, MAX_MESSAGE);
  return {
    id,
    fingerprint: fingerprint(perspective.id, quote, raw.rule),
    perspectiveId: perspective.id,
    severity: raw.severity,
    confidence: Math.min(1, Math.max(0, Number.isFinite(raw.confidence) ? raw.confidence : 0)),
    sourceId: source.id,
    chunkId: chunk.id,
    quote,
    ...(range ? { range } : {}),
    match,
    ...(located && located.others.length > 0 ? { otherPlaces: located.others } : {}),
    title:
      plainLine(raw.title, MAX_TITLE) || plainLine(raw.message, MAX_TITLE) || 'Untitled remark',
    message:
      proposed === undefined || offered
        ? message
        : plainText(`${message}\n\nSuggested text: ${proposed}`, MAX_MESSAGE),
    ...(proposed !== undefined && offered ? { suggestion: proposed } : {}),
    ...(raw.rule === undefined ? {} : { rule: raw.rule }),
    ...(raw.houseRule ? { houseRule: raw.houseRule } : {}),
    ...(range && !touchesChange(source, range) ? { outsideChange: true } : {}),
    branchIds: [branch.id],
  };
}

/** The replacement for the quote, with the source's line ends; undefined if there is none. */
function proposal(
  raw: RawFinding,
  source: Source,
  range: Range | undefined,
  quote: string,
): string | undefined {
  if (raw.suggestion === null) return undefined;
  // A model without a suggestion writes an empty string; for a rule it means a deletion.
  if (raw.suggestion.trim() === '' && raw.rule === undefined) return undefined;
  const text = cleanText(raw.suggestion, quote);
  const proposed = range && usesCrLf(source, range) ? text.replaceAll('\n', '\r\n') : text;
  return proposed === quote ? undefined : proposed;
}

/** Files mix line ends: the one nearest to the range decides. */
function usesCrLf({ text }: Source, range: Range): boolean {
  const after = text.indexOf('\n', range.start);
  const at = after >= 0 ? after : text.lastIndexOf('\n', range.start);
  return at > 0 && text.charCodeAt(at - 1) === 13;
}
