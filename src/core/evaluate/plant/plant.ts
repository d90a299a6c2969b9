import type { Source } from '../../domain/source.ts';
import type { Range } from '../../domain/range.ts';
import type { KnownPassage } from '../truth.ts';
import { CODE, type CodeSpot } from './codeKinds.ts';
import { applyEdits, type Edit, type Kind } from './edits.ts';
import { type Random, randomOf } from './random.ts';
import { ANY_LANGUAGE, ENGLISH } from './textKinds.ts';
import { isEnglish, type Paragraph, paragraphsOf } from './textSpots.ts';

export interface PlantOptions {
  /** Errors in all texts together; fewer where the texts have no room. */
  readonly count: number;
  /** The same seed and texts give the same errors. */
  readonly seed: number;
  /** Ids of kinds; absent: all. */
  readonly kinds?: readonly string[];
  /** Built-in perspectives whose kinds are planted; absent: all. */
  readonly perspectiveIds?: readonly string[];
}

export interface Planted {
  /** The same sources with the errors in them; without an address, for the files do not have them. */
  readonly sources: readonly Source[];
  readonly errors: readonly KnownPassage[];
}

/** The kinds there are, by id. */
export const PLANTED_KINDS: readonly string[] = [...ANY_LANGUAGE, ...ENGLISH, ...CODE].map(
  ({ id }) => id,
);

/** Characters of text for each error: denser, and a text is no longer like one that a person wrote. */
const MIN_SPACING = 1200;
/** Characters between the two sentences of a contradiction. */
const MIN_DISTANCE = 1500;
/** Paragraphs that are looked at for the other side of a contradiction, and tried for one error. */
const MAX_DISTANT = 60;
const MAX_TRIES = 200;
/** Longer lines of code are data, or made by a program. */
const MAX_LINE = 400;

/** Plants errors whose places are known, kinds by turns, spread over the texts by their length. Pure. */
export function plantErrors(sources: readonly Source[], options: PlantOptions): Planted {
  const random = randomOf(options.seed);
  const room = sources.reduce((sum, { text }) => sum + text.length, 0);
  const count = Math.min(options.count, Math.floor(room / MIN_SPACING) || 1);
  const errors: KnownPassage[] = [];
  let passed = 0;
  const planted = sources.map(source => {
    passed += source.text.length;
    // What a text had no room for goes to the next ones.
    const share = Math.round((count * passed) / Math.max(1, room)) - errors.length;
    const { kinds, edits } = editsFor(source, share, options, random);
    if (edits.length === 0) return withoutAddress(source, source.text);
    const { text, places } = applyEdits(source.text, edits);
    edits.forEach((edit, i) => {
      const kind = kinds[i];
      const own = places[i];
      if (kind && own)
        errors.push({
          id: `E${errors.length + 1}`,
          sourceId: source.id,
          kind: kind.id,
          perspectiveId: kind.perspectiveId,
          places: own,
          what: edit.what,
        });
    });
    return withoutAddress(source, text);
  });
  return { sources: planted, errors };
}

/** Marks of pages and changed lines are those of the original text. */
function withoutAddress(source: Source, text: string): Source {
  const { id, path, kind, languageId } = source;
  return { id, path, kind, languageId, text };
}

interface Editing {
  readonly kinds: readonly Kind<never>[];
  readonly edits: readonly Edit[];
}

function editsFor(source: Source, count: number, options: PlantOptions, random: Random): Editing {
  const wanted = ({ id, perspectiveId }: Kind<never>): boolean =>
    (options.kinds?.includes(id) ?? true) &&
    (options.perspectiveIds?.includes(perspectiveId) ?? true);
  if (count <= 0 || source.kind === 'records') return { kinds: [], edits: [] };
  return source.kind === 'code'
    ? take(CODE.filter(wanted), count, codeSpots(source.text, random), random)
    : take(
        [...ANY_LANGUAGE, ...(isEnglish(source.text) ? ENGLISH : [])].filter(wanted),
        count,
        textSpots(source, random),
        random,
      );
}

interface Spots<Spot> {
  readonly at: readonly Range[];
  /** Places that are tried for one error before its kind is given up. */
  readonly tries: number;
  /** The spot at one of them, as long as only `free` stretches of the text may be used. */
  readonly spotAt: (range: Range, free: (range: Range) => boolean) => Spot;
}

/** Kinds by turns, each at the first free spot that allows it. */
function take<Spot>(
  kinds: readonly Kind<Spot>[],
  count: number,
  { at, spotAt, tries }: Spots<Spot>,
  random: Random,
): Editing {
  const edits: Edit[] = [];
  const used: Kind<Spot>[] = [];
  const touched: Range[] = [];
  const free = ({ start, end }: Range): boolean =>
    !touched.some(range => start <= range.end && range.start <= end);
  const spots = random.shuffled(at);
  // A spot that did not allow a kind never will: each kind goes on where it stopped.
  const next = new Map<Kind<Spot>, number>();
  let turn = random.shuffled(kinds);
  while (edits.length < count && turn.length > 0) {
    const [kind] = turn;
    if (!kind) break;
    let tried = next.get(kind) ?? 0;
    let found: readonly [Range, Edit] | undefined;
    for (const last = tried + tries; !found && tried < Math.min(last, spots.length); tried++) {
      const range = spots[tried];
      const edit = range && free(range) ? kind.plant(spotAt(range, free)) : undefined;
      if (range && edit && [edit, ...(edit.also ?? [])].every(free)) found = [range, edit];
    }
    next.set(kind, tried);
    if (!found) {
      turn = turn.slice(1);
      continue;
    }
    const [range, edit] = found;
    edits.push(edit);
    used.push(kind);
    touched.push(range, { start: edit.start, end: edit.end }, ...(edit.also ?? []));
    turn = [...turn.slice(1), kind];
  }
  return { kinds: used, edits };
}

function textSpots(
  source: Source,
  random: Random,
): Spots<Parameters<(typeof ENGLISH)[0]['plant']>[0]> {
  const { text } = source;
  const paragraphs = paragraphsOf(text, source.kind === 'markdown').filter(p =>
    isIn(p, source.range),
  );
  const byStart = new Map<number, Paragraph>(paragraphs.map(p => [p.start, p]));
  return {
    at: paragraphs,
    tries: MAX_TRIES,
    spotAt: (range, free) => {
      const paragraph = byStart.get(range.start);
      if (!paragraph) throw new Error('a spot is one of the paragraphs');
      return {
        text,
        isMarkdown: source.kind === 'markdown',
        paragraph,
        distant: distantFrom(paragraph, paragraphs, random)
          .filter(free)
          .flatMap(({ sentences }) => sentences),
        random,
      };
    },
  };
}

/** Some of the paragraphs that are far enough away for two statements not to be seen side by side. */
function distantFrom(
  { start }: Paragraph,
  paragraphs: readonly Paragraph[],
  random: Random,
): Paragraph[] {
  const drawn =
    paragraphs.length <= MAX_DISTANT
      ? paragraphs
      : Array.from({ length: MAX_DISTANT }, () => random.pick(paragraphs));
  return [...new Set(drawn)].filter(p => Math.abs(p.start - start) >= MIN_DISTANCE);
}

function codeSpots(text: string, random: Random): Spots<CodeSpot> {
  const lines: Range[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const own = line.replace(/\r$/, '');
    if (own.trim().length > 3 && own.length <= MAX_LINE)
      lines.push({ start: at, end: at + own.length });
    at += line.length + 1;
  }
  return { at: lines, tries: lines.length, spotAt: line => ({ text, line, random }) };
}

const isIn = ({ start, end }: Range, within: Range | undefined): boolean =>
  !within || (start >= within.start && end <= within.end);
