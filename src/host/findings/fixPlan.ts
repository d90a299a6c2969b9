import type { Finding } from '../../core/domain/results/findings.ts';
import type { Range } from '../../core/domain/range.ts';
import { t } from '../../core/text/l10n.ts';

/** A finding with a suggestion, and where its quote occurs in the document now. */
export interface FixSubject {
  readonly finding: Finding;
  /** Undefined: the quote is no longer there, or occurs more than once. */
  readonly at: Range | undefined;
  /** The quote and the suggestion as the document holds them, where those are not its own words. */
  readonly words?: { readonly quote: string; readonly suggestion: string };
}

/** One replacement of a quote, for the findings that all say the same of it. */
export interface PlannedFix {
  readonly findingIds: readonly string[];
  readonly title: string;
  /** Of the quote in the document. */
  readonly range: Range;
  readonly before: string;
  readonly after: string;
}

export interface RefusedFix {
  readonly findingId: string;
  /** Reads on after "F3: ". */
  readonly why: string;
}

export interface FixPlan {
  /** By place; no two of them touch the same text. */
  readonly fixes: readonly PlannedFix[];
  readonly refused: readonly RefusedFix[];
}

/**
 * What to replace in a document. A quote is replaced exactly or not at all; where two findings would change the
 * same text, the first in the order given wins. `eol` is what the document ends its lines with.
 */
export function planFixes(text: string, eol: string, subjects: readonly FixSubject[]): FixPlan {
  const fixes: (PlannedFix & { findingIds: string[] })[] = [];
  const refused: RefusedFix[] = [];
  for (const { finding, at, words } of subjects) {
    const { quote, suggestion = '' } = words ?? finding;
    const refuse = (why: string): void => void refused.push({ findingId: finding.id, why });
    const before = at && text.slice(at.start, at.end);
    if (!at || before === undefined || !isQuote(before, quote)) {
      refuse(t('its words are no longer in the text, or occur more than once'));
      continue;
    }
    const after = suggestion.replace(/\r\n?|\n/g, eol);
    const other = fixes.find(fix => touches(fix.range, at));
    if (!other)
      fixes.push({ findingIds: [finding.id], title: finding.title, range: at, before, after });
    else if (other.after === after && other.range.start === at.start && other.range.end === at.end)
      other.findingIds.push(finding.id);
    else refuse(t('it would change the same words as {0}', other.findingIds[0] ?? t('another')));
  }
  fixes.sort((a, b) => a.range.start - b.range.start);
  return { fixes, refused };
}

/** The text after the fixes of a plan. */
export function withFixes(text: string, fixes: readonly PlannedFix[]): string {
  let done = 0;
  const parts: string[] = [];
  for (const { range, after } of fixes) {
    parts.push(text.slice(done, range.start), after);
    done = range.end;
  }
  return [...parts, text.slice(done)].join('');
}

const normal = (text: string): string => text.replace(/\r\n?/g, '\n');
const isQuote = (found: string, quote: string): boolean =>
  quote !== '' && normal(found) === normal(quote);

const touches = (a: Range, b: Range): boolean => a.start < b.end && b.start < a.end;
