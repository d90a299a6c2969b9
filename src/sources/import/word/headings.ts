import type { Block, Paragraph } from './body.ts';

const MAX_LENGTH = 120;
const MAX_LEVEL = 6;

/**
 * Levels of the paragraphs that act as headings. What styles or outline levels say counts; where they name
 * no headings (a title apart), bold lines and numbered lines in bold or capitals that stand alone are taken.
 */
export function headingLevels(blocks: readonly Block[]): ReadonlyMap<Block, number> {
  const levels = new Map<Block, number>();
  let deepest = 0;
  for (const block of blocks)
    if (block.kind === 'paragraph' && block.level !== undefined) {
      levels.set(block, Math.min(MAX_LEVEL, block.level));
      deepest = Math.max(deepest, block.level);
    }
  const named = [...levels.keys()].length;
  const acting = blocks.filter(
    (block, i): block is Paragraph =>
      block.kind === 'paragraph' &&
      block.level === undefined &&
      actsAsHeading(block) &&
      blocks[i + 1] !== undefined,
  );
  if (named > 1 && named * 20 >= blocks.length) return levels;
  const isNumbered = acting.some(({ label, text }) => depthOf(label?.text ?? text) > 0);
  for (const block of acting) {
    const depth = block.label ? block.label.level + 1 : depthOf(block.text);
    const below = Math.min(deepest, 1);
    // Bold lines without a number are above numbered ones: parts, schedules, the title.
    const level = depth === 0 ? 1 : (isNumbered ? 1 : 0) + depth;
    levels.set(block, Math.min(MAX_LEVEL, below + level));
  }
  return levels;
}

function actsAsHeading({ text, bold, label }: Paragraph): boolean {
  if (text.length > MAX_LENGTH || text.includes('\n') || text.startsWith('[')) return false;
  if (label?.bullet === true || !/\p{L}{2}/u.test(text)) return false;
  if (/[,;]$/.test(text) || (/[.!?:]$/.test(text) && text.split(/\s+/).length > 8)) return false;
  if (bold) return true;
  const letters = text.match(/\p{L}/gu) ?? [];
  const isCapital =
    letters.length >= 4 && text === text.toUpperCase() && text !== text.toLowerCase();
  return isCapital && (label !== undefined || letters.length >= 8);
}

/** Depth of a number at the beginning: 1 for "1." and "Article IV", 2 for "1.2"; 0 for none. */
function depthOf(text: string): number {
  const number =
    /^(?:(?:article|section|clause|§|artikel|art\.)\s*)?(\d{1,3}(?:\.\d{1,3})*|[IVXL]+(?=[.)\s]))/i.exec(
      text,
    )?.[1];
  return number === undefined ? 0 : number.split('.').length;
}
