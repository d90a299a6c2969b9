import type { Range } from '../../domain/range.ts';
import type { Source } from '../../domain/source.ts';
import { type Lines, lineAt, linesOf } from '../../text/lines.ts';
import { codeDefinitions } from '../code/codeDefinitions.ts';
import { meterOf } from '../pack/meter.ts';
import { approximateTokens } from '../tokens/tokens.ts';
import type { Definition } from './definition.ts';
import { termDefinitions } from './termDefinitions.ts';

/** Some definitions may be wrong: the budget keeps their cost low. */
const MAX_TOKENS = 500;

/** Maximum definitions kept per text. */
const MAX_KEPT = 20_000;
/** Maximum terms with the same first word: each use of the word is compared with all of them. */
const MAX_ALIKE = 500;

interface Index {
  readonly definitions: readonly Definition[];
  /** By the first word of the term. */
  readonly byWord: ReadonlyMap<string, readonly Definition[]>;
  readonly lines: Lines;
}

const known = new WeakMap<Source, Index>();

/** Finds the definitions in a source, once. Linear in its length; awaits `pause` about every 20 ms of work. */
export async function indexDefinitions(source: Source, pause?: () => Promise<void>): Promise<void> {
  if (known.has(source)) return;
  const meter = meterOf(pause);
  const lines = linesOf(source.text);
  const found =
    source.kind === 'code'
      ? await codeDefinitions(source.text, source.languageId, lines, meter)
      : await termDefinitions(source.text, meter);
  const definitions = found.slice(0, MAX_KEPT);
  const byWord = new Map<string, Definition[]>();
  for (const definition of definitions)
    for (const word of wordsToFindBy(definition)) {
      const same = byWord.get(word);
      if (same && same.length < MAX_ALIKE) same.push(definition);
      else if (!same) byWord.set(word, [definition]);
    }
  known.set(source, { definitions, byWord, lines });
}

const WORD = /[\p{L}\p{N}_$]+/gu;

/** The first word of a term; every name in an import. */
const wordsToFindBy = ({ term, scope }: Definition): Iterable<string> => {
  const words = term.match(WORD) ?? [];
  return scope === 'import' ? new Set(words) : words.slice(0, 1);
};

/**
 * Definitions of what `range` uses from the rest of the source, one per line with its place: the terms of a contract,
 * the imports and signatures of code. About 500 tokens at most, the most used first; the number left out is stated.
 * Empty for a source that was not indexed.
 */
export function definitionsFor(source: Source, range: Range): string {
  const index = known.get(source);
  if (!index || index.definitions.length === 0) return '';
  const uses = usesIn(source.text.slice(range.start, range.end), index);
  const { start: least, end: most } = source.range ?? { start: 0, end: source.text.length };
  const outside = [...uses].filter(
    ([{ start, end }]) =>
      (end <= range.start || start >= range.end) && start >= least && end <= most,
  );
  outside.sort(([a, used], [b, more]) => more - used || a.start - b.start);
  const kept: Definition[] = [];
  let left = MAX_TOKENS;
  let told = 0;
  for (const [definition] of outside) {
    // One sentence may define several terms.
    if (kept.some(other => overlaps(other, definition) && other.text.includes(definition.term))) {
      told++;
      continue;
    }
    const tokens = approximateTokens(definition.text) + 5;
    if (tokens > left) continue;
    left -= tokens;
    kept.push(definition);
  }
  kept.sort((a, b) => a.start - b.start);
  const shown = kept.map(({ start, text }) => `line ${lineAt(index.lines, start) + 1}: ${text}`);
  const more = outside.length - kept.length - told;
  return [...shown, ...(more > 0 ? [`[... ${more} more definitions left out ...]`] : [])].join(
    '\n',
  );
}

/** Whether `range` uses anything that the rest of its source defines. False for a source that was not indexed. */
export function restsOnOthers(source: Source, range: Range): boolean {
  const index = known.get(source);
  if (!index || index.definitions.length === 0) return false;
  const { start: least, end: most } = source.range ?? { start: 0, end: source.text.length };
  const flat = source.text.slice(range.start, range.end).replace(/\s+/g, ' ');
  for (const match of flat.matchAll(WORD))
    for (const definition of index.byWord.get(match[0]) ?? []) {
      const { start, end } = definition;
      const isOutside = end <= range.start || start >= range.end;
      if (!isOutside || start < least || end > most) continue;
      if (isUse(flat, match.index, match[0].length, definition)) return true;
    }
  return false;
}

const overlaps = (a: Range, b: Range): boolean => a.start < b.end && b.start < a.end;

/** Definitions whose term occurs in the text, with how often. */
function usesIn(text: string, { byWord }: Index): Map<Definition, number> {
  const flat = text.replace(/\s+/g, ' ');
  const uses = new Map<Definition, number>();
  for (const match of flat.matchAll(WORD)) {
    for (const definition of byWord.get(match[0]) ?? []) {
      if (!isUse(flat, match.index, match[0].length, definition)) continue;
      uses.set(definition, (uses.get(definition) ?? 0) + 1);
    }
  }
  return uses;
}

function isUse(flat: string, at: number, length: number, { term, scope }: Definition): boolean {
  const before = flat.slice(Math.max(0, at - 6), at);
  switch (scope) {
    case 'import':
      return !before.endsWith('.');
    case 'member':
      return /(?:this|self|Self)(?:\.|::|->)#?$/.test(before);
    case 'any':
      return (
        (length === term.length ||
          /^(?:s|es)?(?![\p{L}\p{N}])/u.test(flat.slice(at + term.length, at + term.length + 3))) &&
        flat.startsWith(term, at) &&
        !(term.includes(' ') ? false : before.endsWith('.') && !before.endsWith('. '))
      );
  }
}
