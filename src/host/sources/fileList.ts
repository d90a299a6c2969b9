import type { Clock } from '../../core/ports/ports.ts';
import { approximateTokens, type TokenCounter } from '../../core/split/tokens/tokens.ts';
import type { SkippedSource, Source, SourceKind } from '../../core/domain/source.ts';
import type { TickLine } from '../../engine/request/planLines.ts';
import { count, fileSize, money } from '../../core/format/format.ts';
import { t } from '../../core/text/l10n.ts';

/** A file that was read, with its tokens: counted, or guessed from its letters. */
export interface FileSize {
  readonly source: Source;
  readonly tokens: number;
  readonly guessed: boolean;
}

/** The least that tokens of a kind of text cost, in US dollars; undefined: not known. */
export type LeastCost = (kind: SourceKind, tokens: number) => number | undefined;

/** Milliseconds after which the rest is guessed: a list is not waited for. */
const PATIENCE = 1000;
/** Characters counted between two turns: a few milliseconds. */
const SLICE = 16_384;
/** Most left out files that are named. */
const MAX_LISTED = 200;

/** The tokens of files, counted for a second at most, then guessed. */
export async function sizesOf(
  sources: readonly Source[],
  counter: () => Promise<TokenCounter>,
  clock: Clock,
): Promise<FileSize[]> {
  const until = clock.now() + PATIENCE;
  const exact = await counter();
  const sizes: FileSize[] = [];
  for (const source of sources) {
    let tokens = 0;
    let from = 0;
    for (; from < source.text.length && clock.now() < until; from += SLICE) {
      tokens += exact(source.text.slice(from, from + SLICE));
      await clock.sleep(0);
    }
    const guessed = from < source.text.length;
    if (guessed) tokens += approximateTokens(source.text.slice(from));
    sizes.push({ source, tokens, guessed });
  }
  return sizes;
}

/** What would be read, to be ticked off, and what would not, with the reason. */
export const fileLines = (
  sizes: readonly FileSize[],
  leftOut: readonly SkippedSource[],
  costOf: LeastCost = () => undefined,
): TickLine<FileSize>[] => [
  ...sizes.map(size => ({
    label: size.source.path,
    description: [
      `${kindWord(size.source)}, ${bytes(size.source.text)}, ${tokens([size])}${leastCostWords(costOf(size.source.kind, size.tokens))}`,
      ...(size.source.told ?? []),
      ...(size.source.textless
        ? [t('{0} left out: {1}', size.source.textless.where, size.source.textless.reason)]
        : []),
    ].join('; '),
    tick: { value: size, ticked: true },
  })),
  ...leftOutLines(leftOut),
];

/** `markdown`, as editors name it; of a file whose text is taken out of it, what the file is: `DOCX`, `HTML`. */
function kindWord({ path, languageId, pages, original }: Source): string {
  const ending = /\.([a-z\d]{1,5})$/i.exec(path)?.[1];
  return ending !== undefined && (pages ?? original) ? ending.toUpperCase() : languageId;
}

/** Files that are not read, with the reason; none where nothing is left out. */
export const leftOutLines = (leftOut: readonly SkippedSource[]): TickLine<never>[] =>
  leftOut.length === 0
    ? []
    : [
        { label: t('{0} left out', count(leftOut.length, 'file')), heading: true },
        ...leftOut
          .slice(0, MAX_LISTED)
          .map(({ path, reason }) => ({ label: path, description: t('left out: {0}', reason) })),
        ...(leftOut.length > MAX_LISTED
          ? [{ label: t('and {0}', count(leftOut.length - MAX_LISTED, 'more file')) }]
          : []),
      ];

/** `12 files, 84 KB, 21,000 tokens, from $0.42`. */
export function fileSum(sizes: readonly FileSize[], costOf: LeastCost = () => undefined): string {
  const costs = sizes.map(({ source, tokens }) => costOf(source.kind, tokens));
  const cost = costs.reduce<number | undefined>(
    (sum, one) => (sum === undefined || one === undefined ? undefined : sum + one),
    0,
  );
  return `${count(sizes.length, 'file')}, ${bytes(...sizes.map(({ source }) => source.text))}, ${tokens(sizes)}${leastCostWords(cost)}`;
}

/** `, from $0.42`; empty where it is not known, or free. */
const leastCostWords = (usd: number | undefined): string =>
  usd === undefined || usd === 0 ? '' : t(', from {0}', money(usd));

function tokens(sizes: readonly FileSize[]): string {
  const sum = count(
    sizes.reduce((all, size) => all + size.tokens, 0),
    'token',
  );
  return sizes.some(({ guessed }) => guessed) ? t('about {0}', sum) : sum;
}

/** UTF-8 size in words: "840 bytes", "12 KB", "3.4 MB". */
function bytes(...texts: readonly string[]): string {
  const size = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return fileSize(size);
}
