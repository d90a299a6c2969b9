// Control characters but tab and line feed, zero-width and bidi controls, fillers without a shape, line
// separators, variation selectors and tags.
const HIDDEN =
  /[\p{Cc}\p{Variation_Selector}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\u034f|\u17b4|\u17b5/gu;

/** A selector that gives the sign before it its shape: emoji or text, or a variant of a Han character. */
const SHAPING =
  /(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}0-9#*](?:\ufe0e|\ufe0f)|\p{Script=Han}\p{Variation_Selector})$/u;

/**
 * A model's text without what a reader cannot see. As many of a character as `original` holds are kept: a
 * suggestion for a Hebrew sentence may need its direction marks. Selectors stay where they shape a sign.
 */
export function cleanText(text: string, original = ''): string {
  const left = new Map<string, number>();
  const isLeft = (sign: string): boolean => {
    const count = left.get(sign) ?? original.split(sign).length - 1;
    left.set(sign, count - 1);
    return count > 0;
  };
  const plain = text.replace(/\r\n?/g, '\n').toWellFormed();
  return plain.replace(HIDDEN, (sign, at: number) => {
    if (sign === '\n' || sign === '\t') return sign;
    if (SHAPING.test(plain.slice(Math.max(0, at - 2), at + sign.length))) return sign;
    return isLeft(sign) ? sign : '';
  });
}

/** As `cleanText`, on one line. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ').trim();

/** At most `max` UTF-16 units, with an ellipsis when something went; never half a character. */
export const cut = (text: string, max: number): string =>
  text.length <= max
    ? text
    : `${text
        .slice(0, max - 1)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`;
