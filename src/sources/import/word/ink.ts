import { BLACK, blends, hexColor, MIN_LETTERS, WHITE, type Rgb } from '../../markup/colors.ts';
import { child, valueOf, type Xml } from './xmlTree.ts';

/** What is behind text; `unknown` for a picture, a pattern or what another part of the file decides. */
export type Behind = Rgb | 'unknown';

/** What decides whether letters are seen, where properties say it. */
export interface Ink {
  /** `auto`: the program takes one that is seen. */
  readonly color?: Rgb | 'auto';
  readonly fill?: Behind;
  /** Height of letters, in points. */
  readonly size?: number;
}

/** Highlights by their names (section 17.18.40 of ISO/IEC 29500-1) that are dark or light enough to hide text. */
const HIGHLIGHTS: Readonly<Record<string, Rgb>> = { black: BLACK, white: WHITE };

/** What a run's properties say of it. */
export function inkOf(properties: Xml | undefined): Ink {
  const color = valueOf(properties, 'w:color');
  const size = Number(valueOf(properties, 'w:sz') ?? NaN) / 2;
  const highlight = valueOf(properties, 'w:highlight');
  const fill =
    highlight === undefined || highlight === 'none'
      ? fillOf(properties)
      : (HIGHLIGHTS[highlight] ?? 'unknown');
  // Letters filled with a gradient or a picture have no one colour.
  const isPlain = child(child(properties, 'w14:textFill'), 'w14:gradFill') === undefined;
  return {
    ...(color === undefined ? {} : { color: (isPlain ? hexColor(color) : undefined) ?? 'auto' }),
    ...(fill === undefined ? {} : { fill }),
    ...(Number.isFinite(size) ? { size } : {}),
  };
}

/** The shading that properties of a run, a paragraph or a cell name. */
export function fillOf(properties: Xml | undefined): Behind | undefined {
  const shading = child(properties, 'w:shd')?.attributes;
  if (!shading) return undefined;
  const {
    'w:val': pattern = 'clear',
    'w:fill': fill = 'auto',
    'w:color': color = 'auto',
  } = shading;
  if (pattern === 'nil') return undefined;
  if (pattern !== 'clear') return (pattern === 'solid' ? hexColor(color) : undefined) ?? 'unknown';
  return fill === 'auto' ? undefined : (hexColor(fill) ?? 'unknown');
}

/** Whether letters of this ink are seen on what is behind them. */
export function isSeenOn({ color = 'auto', fill, size = 12 }: Ink, behind: Behind): boolean {
  const ground = fill ?? behind;
  return (
    size >= MIN_LETTERS && (color === 'auto' || ground === 'unknown' || !blends(color, ground))
  );
}
