/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

export const WHITE: Rgb = [255, 255, 255];
export const BLACK: Rgb = [0, 0, 0];

/**
 * Contrast below which letters cannot be told from what is behind them: white on #f5f5f5 has 1.09. The faintest grey
 * that templates use for text (#d9d9d9 on white) has 1.4.
 */
const MIN_CONTRAST = 1.1;
/** Height below which letters are no letters to a reader, in points. */
export const MIN_LETTERS = 2;

/** True if text of one colour cannot be seen on the other. */
export const blends = (text: Rgb, background: Rgb): boolean =>
  contrast(text, background) < MIN_CONTRAST;

/** The contrast ratio of WCAG 2.2, from 1 to 21. */
function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

/** Relative luminance of WCAG 2.2, from 0 to 1. */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map(value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** `ff8000` or `#ff8000`; undefined for anything else. */
export function hexColor(text: string | undefined): Rgb | undefined {
  const digits = /^#?([\da-f]{6})$/i.exec(text ?? '')?.[1];
  if (digits === undefined) return undefined;
  const value = parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Names of colours that are light or dark enough to be used for text that is not to be seen. */
const NAMED: Readonly<Record<string, Rgb>> = {
  white: WHITE,
  snow: [255, 250, 250],
  ivory: [255, 255, 240],
  mintcream: [245, 255, 250],
  azure: [240, 255, 255],
  floralwhite: [255, 250, 240],
  ghostwhite: [248, 248, 255],
  whitesmoke: [245, 245, 245],
  black: BLACK,
};

/** A colour of CSS: `transparent` for one that shows nothing, undefined for one that is not known here. */
export function cssColor(text: string): Rgb | 'transparent' | undefined {
  const value = text.trim().toLowerCase();
  if (value === 'transparent') return 'transparent';
  const named = Object.hasOwn(NAMED, value) ? NAMED[value] : undefined;
  if (named) return named;
  const short = /^#([\da-f])([\da-f])([\da-f])([\da-f])?$/.exec(value);
  if (short) {
    if (short[4] === '0') return 'transparent';
    return hexColor(`${short[1]!}${short[1]!}${short[2]!}${short[2]!}${short[3]!}${short[3]!}`);
  }
  const long = /^#([\da-f]{6})([\da-f]{2})?$/.exec(value);
  if (long) return long[2] === '00' ? 'transparent' : hexColor(long[1]);
  const parts = /^rgba?\(([^()]*)\)$/
    .exec(value)?.[1]
    ?.split(/[\s,/]+/)
    .filter(Boolean);
  if (!parts || parts.length < 3) return undefined;
  const [red = 0, green = 0, blue = 0, alpha = 1] = parts.map((part, i) => {
    const number = Number.parseFloat(part);
    const scale = part.endsWith('%') ? (i < 3 ? 2.55 : 0.01) : 1;
    return number * scale;
  });
  if (alpha === 0) return 'transparent';
  return [red, green, blue].every(Number.isFinite) ? [red, green, blue] : undefined;
}
