import type { Range } from '../core/domain/range.ts';
import type { NotApplied, RulesResult } from './runRules.ts';
import type { WorkerSource } from './rulesWorker.ts';

export interface LongTextLimits {
  /**
   * Longest text that rules read at once, in UTF-16 code units. Comparing all of a text with itself needs twenty times
   * its size in memory.
   */
  readonly whole: number;
  /** Longer texts are read in pieces of this size, by the rules that need no more than a paragraph. */
  readonly piece: number;
}

/** 5 million are about 2,000 pages. */
const LIMITS: LongTextLimits = { whole: 5_000_000, piece: 250_000 };

/** Reads a source at once, or, if it is very long, piece by piece, so that memory does not grow with its length. */
export async function readLong(
  source: WorkerSource,
  run: (source: WorkerSource) => Promise<RulesResult>,
  { whole, piece }: LongTextLimits = LIMITS,
): Promise<RulesResult> {
  const { text } = source;
  if (text.length <= whole) return run(source);
  const hits: RulesResult['hits'][number][] = [];
  const rules: Record<string, number> = {};
  const broken = new Map<string, RulesResult['broken'][number]>();
  let notApplied: readonly NotApplied[] | undefined;
  let linesBefore = 0;
  for (const { start, end } of piecesOf(text, piece)) {
    const own = text.slice(start, end);
    // Places in the page of a whole text are not those of its pieces.
    const { original: _original, ...rest } = source;
    const result = await run({ ...rest, text: own, linesBefore });
    for (const hit of result.hits)
      hits.push({ ...hit, start: hit.start + start, end: hit.end + start });
    for (const [perspective, count] of Object.entries(result.rules))
      rules[perspective] = Math.max(rules[perspective] ?? 0, count);
    for (const one of result.broken) broken.set(one.rule, one);
    // A rule that read at least one piece was applied.
    notApplied = notApplied
      ? notApplied.filter(({ title }) => result.notApplied.some(one => one.title === title))
      : result.notApplied;
    linesBefore += linesIn(own);
  }
  return { hits, rules, notApplied: notApplied ?? [], broken: [...broken.values()] };
}

/** Pieces that end at the end of a paragraph, otherwise of a line. */
function* piecesOf(text: string, size: number): Generator<Range> {
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + size);
    if (end < text.length) {
      const piece = text.slice(start, end);
      const blank = piece.lastIndexOf('\n\n') + 2;
      const line = piece.lastIndexOf('\n') + 1;
      end = blank > size / 2 ? start + blank : line > 0 ? start + line : end;
    }
    yield { start, end };
    start = end;
  }
}

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
