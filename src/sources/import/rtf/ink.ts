import { blends, MIN_LETTERS, WHITE, type Rgb } from '../../markup/colors.ts';

/** How letters look. Colours are indexes into the colour table; 0 is the program's default. */
export interface RtfInk {
  readonly color: number;
  readonly fill: number;
  /** Height in points. */
  readonly size: number;
}

/** What is behind letters. */
export interface Ground {
  readonly paragraph: number;
  /** A shading or pattern; its colour is not evaluated. */
  readonly pattern: boolean;
  /** Some cell of the row has a background. */
  readonly row: boolean;
  /** The pages have a background. */
  readonly page: boolean;
}

export const PLAIN_INK: RtfInk = { color: 0, fill: 0, size: 12 };
export const NO_GROUND: Ground = { paragraph: 0, pattern: false, row: false, page: false };

/** The table of colours; undefined for one that the program chooses. */
export function colorsOf(rtf: string): readonly (Rgb | undefined)[] {
  const table = /\{\\colortbl([^{}]*)\}/.exec(rtf)?.[1] ?? '';
  return table.split(';').map(entry => {
    const [red, green, blue] = ['red', 'green', 'blue'].map(name =>
      Number(new RegExp(`\\\\${name}(\\d{1,3})`).exec(entry)?.[1] ?? NaN),
    );
    return Number.isNaN(red) || Number.isNaN(green) || Number.isNaN(blue)
      ? undefined
      : [red!, green!, blue!];
  });
}

/** Whether letters are high enough and of another colour than what they are on. */
export function isSeen(
  { color, fill, size }: RtfInk,
  { paragraph, pattern, row, page }: Ground,
  colors: readonly (Rgb | undefined)[],
): boolean {
  if (size < MIN_LETTERS) return false;
  const own = colors[color];
  if (!own) return true;
  const ground = fill || paragraph;
  if (ground === 0) return pattern || row || page || !blends(own, WHITE);
  const behind = colors[ground];
  return behind === undefined || !blends(own, behind);
}
