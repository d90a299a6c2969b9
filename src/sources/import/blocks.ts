import { docxMarkdown } from './docxMarkdown.ts';
import { markedOrLeftOut } from './unseenWords.ts';
import { t } from '../../core/text/l10n.ts';
import { MAX_TEXT, type Imported, type NotImported } from './imported.ts';
import type { Block, Paragraph } from './word/body.ts';

/** What the report says about how a document was read. */
export type Aside = Pick<Imported, 'told' | 'textless' | 'attachments'>;

const noText = (): string => t('no text in it');
export const tooMuchText = (): string => t('too large: more text than is read at once');

/** Headings by the levels that the blocks name, six deep at most. */
export const namedLevels = (blocks: readonly Block[]): ReadonlyMap<Block, number> =>
  new Map(
    blocks.flatMap(block =>
      block.kind === 'paragraph' && block.level !== undefined
        ? [[block, Math.min(6, Math.max(1, block.level))]]
        : [],
    ),
  );

/** A document of blocks as Markdown; `told` may be empty. */
export function importedBlocks(
  blocks: readonly Block[],
  { told = [], ...aside }: Aside = {},
  levels = namedLevels(blocks),
): Imported | NotImported {
  if (blocks.length === 0) {
    const { textless } = aside;
    const unread = [...told, ...(textless ? [`${textless.where}: ${textless.reason}`] : [])];
    return {
      reason: unread.length === 0 ? noText() : t('no text in it is read ({0})', unread.join('; ')),
    };
  }
  const { text, pages } = docxMarkdown(blocks, levels);
  if (text.length > MAX_TEXT) return { reason: tooMuchText() };
  return {
    text,
    kind: 'markdown',
    languageId: 'markdown',
    pages,
    ...aside,
    ...(told.length > 0 ? { told } : {}),
  };
}

export const plain = (text: string, more: Partial<Paragraph> = {}): Paragraph => ({
  kind: 'paragraph',
  text,
  bold: false,
  ...more,
});

export const bullet = (level: number, text = '-'): NonNullable<Paragraph['label']> => ({
  text,
  bullet: text === '-',
  level,
  full: text,
  tight: false,
});

/** Text on one line, without control characters and lone surrogates. */
export const flatWords = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .toWellFormed();

/** Says what readers of the original do not see, and whether it was read; empty if there is nothing. */
export const unseenText = (what: readonly string[], isRead: boolean): string[] =>
  what.length === 0 ? [] : [markedOrLeftOut(what.join(', '), isRead)];
