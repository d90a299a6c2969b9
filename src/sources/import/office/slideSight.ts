import { blends, hexColor, MIN_LETTERS, WHITE, type Rgb } from '../../markup/colors.ts';
import { child, descendants, elements, type Xml } from '../word/xmlTree.ts';
import { isOff, overlap, type Box } from './slideBoxes.ts';

/** What of a slide its audience does not see. */
export interface SlideSight {
  /** The shape lies outside the slide. */
  isOff(shape: Xml): boolean;
  /** The letters of a run are too small, or in the colour of what is behind its shape. */
  isUnseen(run: Xml, shape: Xml): boolean;
}

/** Lengths are in EMU, of which 914,400 are an inch. */
export function slideSight(
  slide: Xml,
  behind: readonly (Xml | undefined)[],
  size: Xml | undefined,
): SlideSight {
  const [width, height] = ['cx', 'cy'].map(name => Number(size?.attributes[name] ?? NaN));
  const layers = [slide, ...behind.filter(part => part !== undefined)];
  const isWhite = layers.every(hasNoBackground);
  let painted: (readonly [Xml, Box])[] | undefined;
  const isOverPainted = (shape: Xml, box: Box): boolean => {
    painted ??= layers.flatMap(layer =>
      ['p:sp', 'p:pic', 'p:graphicFrame', 'p:cxnSp'].flatMap(name =>
        descendants(layer, name).flatMap(one => {
          const place = boxOf(one);
          return place && isPainted(one) ? [[one, place] as const] : [];
        }),
      ),
    );
    return painted.some(([one, place]) => one !== shape && overlap(place, box));
  };
  return {
    isOff: shape => {
      const box = boxOf(shape);
      return (
        box !== undefined &&
        width! > 0 &&
        height! > 0 &&
        isOff(box, { width: width!, height: height! })
      );
    },
    isUnseen: (run, shape) => {
      const look = child(run, 'a:rPr');
      // In hundredths of a point.
      if (Number(look?.attributes['sz'] ?? 1800) / 100 < MIN_LETTERS) return true;
      const color = solid(look);
      if (!color) return false;
      const own = child(shape, 'p:spPr');
      const fill = solid(own);
      if (fill) return blends(color, fill);
      const box = boxOf(shape);
      // Such a shape is placed by its layout, whose look is not evaluated.
      if (!isWhite || !box || isPainted(shape) || isInGroup(slide, shape)) return false;
      return blends(color, WHITE) && !isOverPainted(shape, box);
    },
  };
}

const solid = (of: Xml | undefined): Rgb | undefined => {
  const fill = child(of, 'a:solidFill');
  const named = child(fill, 'a:srgbClr');
  if (named && elements(named).length === 0) return hexColor(named.attributes['val']);
  // The first background of a theme is the paper.
  const scheme = child(fill, 'a:schemeClr');
  const isPaper = /^(?:bg1|lt1)$/.test(scheme?.attributes['val'] ?? '');
  return scheme && isPaper && elements(scheme).length === 0 ? WHITE : undefined;
};

/** Whether the slide has a background other than the paper. */
function hasNoBackground(part: Xml): boolean {
  const background = child(child(part, 'p:cSld'), 'p:bg');
  if (!background) return true;
  const given = child(background, 'p:bgPr');
  if (given) {
    const color = solid(given);
    return color !== undefined && blends(color, WHITE);
  }
  const named = child(background, 'p:bgRef');
  const isPlain = /^(?:0|1000|1001)$/.test(named?.attributes['idx'] ?? '');
  return isPlain && /^(?:bg1|lt1)$/.test(child(named, 'a:schemeClr')?.attributes['val'] ?? '');
}

/** Has a fill or a picture, by its own look or by its style. */
function isPainted(shape: Xml): boolean {
  if (shape.name === 'p:pic' || shape.name === 'p:graphicFrame') return true;
  const own = child(shape, 'p:spPr');
  if (child(own, 'a:noFill')) return false;
  const fills = ['a:solidFill', 'a:gradFill', 'a:blipFill', 'a:pattFill', 'a:grpFill'];
  if (fills.some(name => child(own, name))) return true;
  const styled = child(child(shape, 'p:style'), 'a:fillRef');
  return styled !== undefined && styled.attributes['idx'] !== '0';
}

/** Shapes in groups are placed in coordinates of the group. */
const isInGroup = (slide: Xml, shape: Xml): boolean =>
  descendants(slide, 'p:grpSp').some(group => descendants(group, 'p:sp').includes(shape));

function boxOf(shape: Xml): Box | undefined {
  const place =
    child(child(shape, 'p:spPr') ?? child(shape, 'p:grpSpPr'), 'a:xfrm') ?? child(shape, 'p:xfrm');
  const [from, extent] = [child(place, 'a:off')?.attributes, child(place, 'a:ext')?.attributes];
  if (!from || !extent) return undefined;
  return {
    left: Number(from['x'] ?? 0),
    top: Number(from['y'] ?? 0),
    width: Number(extent['cx'] ?? 0),
    height: Number(extent['cy'] ?? 0),
  };
}
