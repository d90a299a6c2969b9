import type { Citation, RawStatement, Statement } from '../../domain/results/statements.ts';
import type { Place } from './anchor.ts';
import { claimsBeyond } from './claims.ts';
import { unrelated } from './commonGround.ts';
import type { ScanBudget } from './fuzzy.ts';
import { locate } from './locate.ts';
import { MAX_QUOTE, plainText } from '../modelText.ts';

/** About 2 ms each: an answer full of invented quotes must not block the editor. */
const SCANS = 60;

/**
 * Gives every statement the places of its quotes in the chunk. Quotes that are not in the chunk are listed separately,
 * and a statement without any place is not used.
 */
export function placeStatements(
  { source, chunk, branch }: Place,
  statements: readonly RawStatement[],
): Statement[] {
  const budget: ScanBudget = { scans: SCANS };
  const placed = statements.map(({ text, quotes, values }, i): Statement => {
    const citations: Citation[] = [];
    const lostQuotes: string[] = [];
    for (const quote of quotes) {
      const located = locate(source, chunk, { quote }, budget);
      const range = located?.range;
      if (!located || !range || range.start < chunk.start || range.end > chunk.end)
        lostQuotes.push(plainText(quote, MAX_QUOTE));
      else if (!citations.some(c => c.range.start === range.start && c.range.end === range.end))
        citations.push({
          sourceId: source.id,
          chunkId: chunk.id,
          range,
          quote: source.text.slice(range.start, range.end),
          match: located.match,
          ...(located.others.length > 0 ? { otherPlaces: located.others } : {}),
        });
    }
    // A row's values are in the requested format, such as 2026-05-01.
    const beyond =
      values || citations.length === 0 ? [] : claimsBeyond(text, citedWords({ citations }));
    return {
      id: `${branch.id}#s${i + 1}`,
      text,
      citations,
      lostQuotes,
      ...(values ? { values } : {}),
      ...(beyond.length > 0 ? { beyond } : {}),
    };
  });
  const compared = placed.filter(({ citations, values }) => citations.length > 0 && !values);
  const flags = unrelated(compared.map(one => ({ text: one.text, words: citedWords(one) })));
  const apart = new Set(compared.filter((_, i) => flags[i]));
  return placed.map(one => (apart.has(one) ? { ...one, unrelated: true } : one));
}

const citedWords = ({ citations }: Pick<Statement, 'citations'>): string =>
  citations.map(({ quote }) => quote).join('\n');
