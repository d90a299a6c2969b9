import { BLACK, blends, cssColor, MIN_LETTERS, WHITE, type Rgb } from './colors.ts';
import { pageStyles, type LinkedSheets } from './styleRules.ts';
import { isText, type Element } from './tree.ts';

/** Which of a page's text its reader does not see. */
export interface Unseen {
  /** The element and all that is in it. */
  element(element: Element): boolean;
  /** The text directly in the element: what is in its children may be seen. */
  textOf(element: Element): boolean;
}

/** What text inherits from the elements around it. */
interface Look {
  readonly visible: boolean;
  /** Height of letters, in points. */
  readonly size: number;
  readonly color: Rgb | 'transparent' | undefined;
  /** Undefined if it is a picture or not known. */
  readonly background: Rgb | undefined;
}

/** Elements examined in one step. */
const STEP = 512;

const PAGE: Look = { visible: true, size: 12, color: BLACK, background: WHITE };

/**
 * Tells which text a page does not display: by the `hidden` attribute, the elements' own styles and the rules of the
 * page that `pageStyles` reads. Hidden is what is not laid out, has no height or lies outside the page, and text in the
 * colour of its background. Where a background is not known, its text counts as seen. Yields every few milliseconds.
 */
export function* hiddenBy(
  root: Element,
  linked: LinkedSheets = new Map(),
): Generator<void, Unseen> {
  const styles = yield* pageStyles(root, linked);
  const gone = new Set<Element>();
  const unseen = new Set<Element>();
  const open: (readonly [Element, Look])[] = [[root, PAGE]];
  let done = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    if (++done % STEP === 0) yield;
    const [element, around] = next;
    const style = styles.of(element);
    if (isGone(element, style)) {
      gone.add(element);
      continue;
    }
    const look = lookOf(element, style, around, styles.hasUnreadBackgrounds);
    if (!isSeen(look)) unseen.add(element);
    for (const child of element.children) if (!isText(child)) open.push([child, look]);
  }
  return { element: element => gone.has(element), textOf: element => unseen.has(element) };
}

const isSeen = ({ visible, size, color, background }: Look): boolean =>
  visible &&
  size >= MIN_LETTERS &&
  color !== 'transparent' &&
  !(color && background && blends(color, background));

type Style = ReadonlyMap<string, string>;

/** Nothing inside such an element is displayed, whatever its own style. */
function isGone({ name, attributes }: Element, style: Style): boolean {
  if (name === 'input' && attributes.get('type') === 'hidden') return true;
  const display = style.get('display');
  if (display === 'none') return true;
  if (attributes.has('hidden') && display === undefined) return true;
  if (Number.parseFloat(style.get('opacity') ?? '1') === 0) return true;
  if (style.get('content-visibility') === 'hidden') return true;
  if (/\b(?:inset\(\s*(?:50|100)%|circle\(\s*0)/.test(style.get('clip-path') ?? '')) return true;
  const isPlaced = /^(?:absolute|fixed)$/.test(style.get('position') ?? '');
  const clip = style.get('clip') ?? '';
  if (isPlaced && /^rect\((?:\s*[01](?:px)?[\s,]*){4}\)$/.test(clip)) return true;
  const far = ['text-indent', 'margin-left', 'margin-top', ...(isPlaced ? OFFSETS : [])];
  if (far.some(property => isFar(style.get(property)))) return true;
  if (isPlaced && ['left', 'top'].some(property => isFar(style.get(property), 1))) return true;
  const transform = style.get('transform') ?? '';
  if (/\bscale(?:[xy]|3d)?\(\s*0\s*[,)]/.test(transform)) return true;
  if (isFar(/\btranslate(?:[xy]|3d)?\(\s*([^,)]+)/.exec(transform)?.[1])) return true;
  const cuts = ['overflow', 'overflow-x', 'overflow-y'].some(property =>
    /hidden|clip/.test(style.get(property) ?? ''),
  );
  return cuts && BOXES.some(property => isTiny(style.get(property)));
}

const OFFSETS = ['left', 'right', 'top', 'bottom'];
const BOXES = ['width', 'height', 'max-width', 'max-height'];
/** Pages are some thousand pixels wide: what lies so far to the left or above is on none. */
const FAR = 900;

/** A distance out of the page; with `sign` 1 to the right or below, without to the left or above. */
function isFar(value: string | undefined, sign: 1 | -1 = -1): boolean {
  const [, number, unit] = /^(-?\d*\.?\d+)(px|pt|em|rem|vw|vh|%)$/.exec(value ?? '') ?? [];
  if (number === undefined) return false;
  const pixels = Number(number) * (unit === 'px' || unit === 'pt' ? 1 : unit === '%' ? 9 : 10);
  // A page can be longer than it is wide, so what is far below may be reached.
  return sign < 0 ? pixels <= -FAR : pixels >= 10 * FAR;
}

const isTiny = (value: string | undefined): boolean =>
  /^(?:0(?:\.\d+)?|1)(?:[a-z]{2,3}|%)?$/.test(value ?? '') && !/^1(?!px)/.test(value ?? '');

/** Elements that browsers give a background of their own. */
const PAINTED = new Set(['mark', 'button', 'select', 'textarea', 'svg']);

function lookOf(
  { name, attributes }: Element,
  style: Style,
  around: Look,
  hasUnreadBackgrounds: boolean,
): Look {
  const visibility = style.get('visibility');
  return {
    visible:
      visibility === undefined || visibility === 'inherit'
        ? around.visible
        : !/^(?:hidden|collapse)$/.test(visibility),
    size: sizeOf(style, around.size),
    color: colorOf(name, attributes, style, around.color),
    background: backgroundOf(name, attributes, style, around.background, hasUnreadBackgrounds),
  };
}

/** Points of a unit; those of relative ones are taken from the element around it. */
const UNITS: Readonly<Record<string, number>> = { px: 0.75, pt: 1, rem: 12, vw: 10, vh: 8, pc: 12 };

function sizeOf(style: Style, around: number): number {
  const font = style.get('font');
  const named =
    style.get('font-size') ?? (font && /(?:^|\s)(\d*\.?\d+(?:[a-z]+|%)?)(?=[\s/])/.exec(font)?.[1]);
  const [, number, unit = ''] = /^(\d*\.?\d+)([a-z]+|%)?$/.exec(named ?? '') ?? [];
  if (number === undefined)
    // A word such as `small` or `inherit`.
    return named === undefined || named === 'inherit' ? around : 12;
  const value = Number(number);
  if (value === 0) return 0;
  if (unit === 'em' || unit === 'ex' || unit === 'ch') return value * around;
  if (unit === '%') return (value / 100) * around;
  return value * (UNITS[unit] ?? 12);
}

function colorOf(
  name: string,
  attributes: Element['attributes'],
  style: Style,
  around: Look['color'],
): Look['color'] {
  // The background is painted through the letters.
  const clip = style.get('background-clip') ?? style.get('-webkit-background-clip');
  if (clip === 'text' || /\btext\b/.test(style.get('background') ?? '')) return undefined;
  const given =
    style.get('color') ??
    (name === 'font'
      ? attributes.get('color')
      : name === 'body'
        ? attributes.get('text')
        : undefined);
  if (given !== undefined) return given === 'inherit' ? around : cssColor(given);
  // Browsers give links a colour of their own.
  return name === 'a' && attributes.has('href') ? undefined : around;
}

function backgroundOf(
  name: string,
  attributes: Element['attributes'],
  style: Style,
  around: Look['background'],
  hasUnreadBackgrounds: boolean,
): Look['background'] {
  const given = [...style].findLast(([property]) =>
    /^background(?:-color|-image)?$/.test(property),
  );
  const isMixed =
    /url\(|gradient|var\(/.test(
      `${style.get('background') ?? ''} ${style.get('background-image') ?? ''}`,
    ) || attributes.has('background');
  if (isMixed) return undefined;
  const written = given?.[1] ?? attributes.get('bgcolor');
  if (written !== undefined && !/^(?:none|inherit|initial|unset|0(?: 0)?)$/.test(written)) {
    const color =
      cssColor(written) ??
      written
        .split(/\s+(?![^(]*\))/)
        .map(cssColor)
        .find(Boolean);
    return color === 'transparent' ? around : color;
  }
  // What is laid over something else may have it behind.
  if (/^(?:absolute|fixed|sticky)$/.test(style.get('position') ?? '')) return undefined;
  if (PAINTED.has(name)) return undefined;
  return hasUnreadBackgrounds && (attributes.has('class') || attributes.has('id'))
    ? undefined
    : around;
}
