import { BLACK, blends, cssColor, WHITE, type Rgb } from '../../markup/colors.ts';
import {
  boxOf,
  holds,
  IDENTITY,
  moved,
  placed,
  times,
  type Area,
  type Matrix,
} from './pdfGeometry.ts';

/** What a page draws, as its parser lists it. */
export interface Drawing {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

/** Words that a page draws in one go. */
export interface DrawnRun {
  readonly text: string;
  /** Where it begins, and how far it reaches, in the units of the page. */
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly unseen: boolean;
  /** Drawn in no way at all, as text recognition puts words behind a picture. */
  readonly undrawn: boolean;
}

interface State {
  readonly matrix: Matrix;
  readonly color: Rgb | 'transparent' | undefined;
  readonly mode: number;
  readonly size: number;
  readonly alpha: number;
  readonly opaque: boolean;
  readonly leading: number;
  readonly spacing: readonly [letter: number, word: number];
  readonly stretch: number;
  readonly clipped: boolean;
}

const BEGIN: State = {
  matrix: IDENTITY,
  color: BLACK,
  mode: 0,
  size: 0,
  alpha: 1,
  opaque: true,
  leading: 0,
  spacing: [0, 0],
  stretch: 1,
  clipped: false,
};

interface Painted {
  readonly area: Area;
  /** Undefined: a picture, a pattern or another shape than a rectangle. */
  readonly color: Rgb | undefined;
  /** Number of runs that were drawn before. */
  readonly after: number;
}

/** A page may draw a map of very many shapes: the last ones decide. */
const MAX_PAINTED = 2000;
const RECTANGLE = new Set([12, 13]);

/**
 * The runs of text of a page and which of them are not seen: drawn in no way, in the colour of what is behind, in a
 * layer that is off, or under an opaque rectangle. What is not known counts as seen.
 */
export function drawnRuns(
  { fnArray, argsArray }: Drawing,
  ops: Readonly<Record<string, number>>,
  isLayerOn: (group: unknown) => boolean,
): { readonly runs: readonly DrawnRun[]; readonly hasPicture: boolean } {
  const names = new Map(Object.entries(ops).map(([name, code]) => [code, name]));
  const runs: (DrawnRun & { readonly middle: number })[] = [];
  const painted: Painted[] = [];
  const stack: State[] = [];
  let state = BEGIN;
  let [line, text]: [Matrix, Matrix] = [IDENTITY, IDENTITY];
  const layers: boolean[] = [];
  let [annotations, hasPicture, clips] = [0, false, false];
  /** Something was placed and nothing drawn: so it is with a picture that is not unpacked. */
  let isBare = false;

  const paint = (area: Area, color: Rgb | undefined): void => {
    painted.push({ area, color, after: runs.length });
    if (painted.length > MAX_PAINTED) painted.shift();
  };
  const picture = (): void => {
    hasPicture = true;
    paint(boxOf(state.matrix, [0, 0, 1, 1]), undefined);
  };
  const show = (glyphs: readonly unknown[]): void => {
    const begin = times(state.matrix, text);
    let width = 0;
    let words = '';
    for (const glyph of glyphs) {
      if (typeof glyph === 'number') width -= (glyph / 1000) * state.size;
      else {
        const { unicode = '', width: own = 0, isSpace = false } = glyph as Glyph;
        words += unicode;
        width += (own / 1000) * state.size + state.spacing[0] + (isSpace ? state.spacing[1] : 0);
      }
    }
    width *= state.stretch;
    text = moved(text, width, 0);
    if (annotations > 0 || words.trim() === '') return;
    const [x, y] = placed(begin, 0, 0);
    const [right] = placed(begin, width, 0);
    const [, top] = placed(begin, 0, state.size * 0.3);
    const undrawn = state.mode === 3 || state.mode === 7;
    const ground = painted.findLast(({ area }) => holds(area, x + 0.5, top));
    const behind = ground ? ground.color : WHITE;
    const isFilled = state.mode % 4 === 0;
    const isPale =
      state.color === 'transparent' || (behind && state.color && blends(state.color, behind));
    const unseen =
      undrawn || state.alpha === 0 || layers.includes(false) || (isFilled && isPale === true);
    runs.push({ text: words, x, y, right, middle: top, unseen, undrawn });
  };
  const path = (args: readonly unknown[]): void => {
    isBare = false;
    const [op, data, bounds] = args;
    const isFill = typeof op === 'number' && /fill/i.test(names.get(op) ?? '');
    const own = numbers(bounds);
    if (clips) {
      clips = false;
      state = { ...state, clipped: true };
    }
    if (!isFill || own.length < 4 || annotations > 0) return;
    const isRectangle =
      Array.isArray(data) && RECTANGLE.has((data[0] as { length?: number } | null)?.length ?? 0);
    const color = state.color === 'transparent' ? undefined : state.color;
    if (state.alpha === 0 || state.color === 'transparent') return;
    paint(
      boxOf(state.matrix, own),
      isRectangle && state.opaque && !state.clipped ? color : undefined,
    );
  };

  fnArray.forEach((code, i) => {
    const args = Array.isArray(argsArray[i]) ? (argsArray[i] as readonly unknown[]) : [];
    const number = (at = 0): number => (typeof args[at] === 'number' ? args[at] : 0);
    switch (names.get(code) ?? '') {
      case 'save':
        stack.push(state);
        break;
      case 'restore':
        if (isBare) picture();
        isBare = false;
        state = stack.pop() ?? state;
        break;
      case 'transform':
        state = { ...state, matrix: times(state.matrix, matrixOf(args)) };
        isBare = true;
        break;
      case 'paintFormXObjectBegin':
        stack.push(state);
        if (args[0]) state = { ...state, matrix: times(state.matrix, matrixOf(args[0])) };
        break;
      case 'paintFormXObjectEnd':
        state = stack.pop() ?? state;
        break;
      case 'beginAnnotation':
        annotations += 1;
        stack.push(state);
        break;
      case 'endAnnotation':
        annotations -= 1;
        state = stack.pop() ?? state;
        break;
      case 'beginMarkedContentProps':
        layers.push(args[0] !== 'OC' || isLayerOn(args[1]));
        break;
      case 'beginMarkedContent':
        layers.push(true);
        break;
      case 'endMarkedContent':
        layers.pop();
        break;
      case 'setGState':
        for (const [name, value] of pairs(args[0])) {
          if (name === 'ca' && typeof value === 'number')
            state = { ...state, alpha: value, opaque: value === 1 && state.opaque };
          if (name === 'BM') state = { ...state, opaque: value === 'source-over' && state.opaque };
          if (name === 'SMask') state = { ...state, opaque: value === false && state.opaque };
          if (name === 'Font' && Array.isArray(value)) state = { ...state, size: Number(value[1]) };
        }
        break;
      case 'setFillRGBColor':
        state = { ...state, color: typeof args[0] === 'string' ? cssColor(args[0]) : rgbOf(args) };
        break;
      case 'setFillColorN':
      case 'setFillColor':
        state = { ...state, color: undefined };
        break;
      case 'setFillTransparent':
        state = { ...state, color: 'transparent' };
        break;
      case 'setTextRenderingMode':
        state = { ...state, mode: number() };
        break;
      case 'setFont':
        state = { ...state, size: number(1) };
        break;
      case 'setCharSpacing':
        state = { ...state, spacing: [number(), state.spacing[1]] };
        break;
      case 'setWordSpacing':
        state = { ...state, spacing: [state.spacing[0], number()] };
        break;
      case 'setHScale':
        state = { ...state, stretch: number() / 100 };
        break;
      case 'setLeading':
        state = { ...state, leading: -number() };
        break;
      case 'beginText':
        isBare = false;
        [line, text] = [IDENTITY, IDENTITY];
        break;
      case 'setTextMatrix':
        line = text = matrixOf(args[0]);
        break;
      case 'setLeadingMoveText':
        state = { ...state, leading: number(1) };
        line = text = moved(line, number(), number(1));
        break;
      case 'moveText':
        line = text = moved(line, number(), number(1));
        break;
      case 'nextLine':
        line = text = moved(line, 0, state.leading);
        break;
      case 'showText':
        show(Array.isArray(args[0]) ? args[0] : []);
        break;
      case 'clip':
      case 'eoClip':
        clips = true;
        break;
      case 'constructPath':
        path(args);
        break;
      case 'shadingFill':
      case 'rawFillPath':
        paint([-Infinity, -Infinity, Infinity, Infinity], undefined);
        break;
      case 'paintImageXObject':
      case 'paintInlineImageXObject':
      case 'paintImageMaskXObject':
        picture();
        break;
      case 'paintImageXObjectRepeat':
      case 'paintInlineImageXObjectGroup':
      case 'paintImageMaskXObjectGroup':
      case 'paintImageMaskXObjectRepeat':
        hasPicture = true;
        paint([-Infinity, -Infinity, Infinity, Infinity], undefined);
    }
  });
  return {
    hasPicture,
    runs: runs.map((run, i) =>
      run.unseen || !isCovered(run, i, painted) ? run : { ...run, unseen: true },
    ),
  };
}

/** Under an opaque rectangle that was drawn later, from end to end. */
const isCovered = (
  { x, right, middle }: { readonly x: number; readonly right: number; readonly middle: number },
  index: number,
  painted: readonly Painted[],
): boolean =>
  painted.some(
    ({ area, color, after }) =>
      color !== undefined &&
      after > index &&
      holds(area, x + 0.5, middle) &&
      holds(area, right - 0.5, middle),
  );

interface Glyph {
  readonly unicode?: string;
  readonly width?: number;
  readonly isSpace?: boolean;
}

const numbers = (value: unknown): readonly number[] =>
  Array.isArray(value) || ArrayBuffer.isView(value)
    ? Array.from(value as ArrayLike<unknown>).filter(one => typeof one === 'number')
    : [];

const matrixOf = (value: unknown): Matrix => {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers(value);
  return [a, b, c, d, e, f];
};

const rgbOf = (args: readonly unknown[]): Rgb | undefined => {
  const [red, green, blue] = numbers(args);
  return red === undefined || green === undefined || blue === undefined
    ? undefined
    : [red, green, blue];
};

const pairs = (value: unknown): readonly (readonly [string, unknown])[] =>
  Array.isArray(value)
    ? value.filter(
        (one): one is [string, unknown] => Array.isArray(one) && typeof one[0] === 'string',
      )
    : [];
