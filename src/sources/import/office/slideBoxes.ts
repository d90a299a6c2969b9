/** Where a shape is on its slide, in any one unit, from the upper left. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Completely outside a slide of this size. */
export const isOff = (
  { left, top, width, height }: Box,
  slide: { readonly width: number; readonly height: number },
): boolean => left >= slide.width || top >= slide.height || left + width <= 0 || top + height <= 0;

/** Whether two shapes have a place in common. */
export const overlap = (one: Box, other: Box): boolean =>
  one.left < other.left + other.width &&
  other.left < one.left + one.width &&
  one.top < other.top + other.height &&
  other.top < one.top + one.height;
