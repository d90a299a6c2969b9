/** Width of the window for which pages are laid out here, in pixels: that of a small notebook. */
const WINDOW = 1280;
const PIXELS: Readonly<Record<string, number>> = { px: 1, em: 16, rem: 16 };

/**
 * The rules of a style sheet that apply to a window on a screen, without the groups around them. Rules for other media
 * and all that is no rule (fonts, animations) are left out.
 */
export function outermost(css: string): string {
  const kept: string[] = [];
  let depth = 0;
  let from = 0;
  /** Depth of the groups that are open and apply. */
  let open = 0;
  for (let i = 0; i < css.length; i++) {
    if (css[i] === '{') {
      depth += 1;
      if (depth !== open + 1) continue;
      const prelude = withoutStatements(css.slice(from, i)).trim();
      if (!isGroup(prelude)) continue;
      open += 1;
      from = i + 1;
    } else if (css[i] === '}') {
      depth = Math.max(0, depth - 1);
      if (depth > open) continue;
      if (depth < open) open = depth;
      else {
        const rule = withoutStatements(css.slice(from, i + 1));
        if (!/^\s*@/.test(rule)) kept.push(rule);
      }
      from = i + 1;
    }
  }
  return kept.join('');
}

/** Statements such as an import stand before the first rule. */
const withoutStatements = (text: string): string => text.replace(/^\s*(?:@[^;{}]*;\s*)+/, '');

/** A group whose rules apply: those for a screen as wide as the window, and for what browsers support. */
function isGroup(prelude: string): boolean {
  if (/^@(?:supports|layer)\b/i.test(prelude)) return !/\bnot\b/i.test(prelude);
  const queries = /^@media\b(.*)$/is.exec(prelude)?.[1];
  return queries !== undefined && queries.split(',').some(isMet);
}

const isMet = (query: string): boolean =>
  query
    .trim()
    .toLowerCase()
    .replace(/^only\s+/, '')
    .split(/\s+and\s+|\s*(?=\()/)
    .filter(part => part !== '')
    .every(part => {
      if (part === 'screen' || part === 'all') return true;
      const [, bound, number, unit = ''] =
        /^\((min|max)-width\s*:\s*(\d*\.?\d+)(px|em|rem)\s*\)$/.exec(part) ?? [];
      if (bound === undefined) return false;
      const pixels = Number(number) * PIXELS[unit]!;
      return bound === 'min' ? pixels <= WINDOW : pixels >= WINDOW;
    });
