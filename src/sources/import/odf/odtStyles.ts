import { hexColor } from '../../markup/colors.ts';
import type { Behind, Ink } from '../word/ink.ts';
import type { Label } from '../word/numbering.ts';
import { numeral } from '../word/numerals.ts';
import { child, elements, NO_XML, type Xml } from '../word/xmlTree.ts';

export interface OdtLook {
  readonly hidden?: boolean;
  readonly struck?: boolean;
  readonly bold?: boolean;
  readonly ink: Ink;
  /** Behind a whole paragraph or cell. */
  readonly behind?: Behind;
  /** Another style takes its place where a condition is met. */
  readonly mapped?: boolean;
}

export interface OdtStyles {
  /** What a style of a family (`paragraph`, `text`) says, inherited. */
  look(family: string, name: string | undefined): OdtLook;
  /** Level of headings by the style's name or its default outline level. */
  level(name: string | undefined): number | undefined;
  listStyle(name: string | undefined): string | undefined;
  /** The style takes its paragraphs out of every list, the outline of headings among them. */
  isUnlisted(name: string | undefined): boolean;
  /** The levels of a list style, or of the outline when the name is `outline`. */
  list(name: string): readonly ListLevel[];
  readonly masterPages: ReadonlySet<string>;
}

interface ListLevel {
  readonly bullet: boolean;
  readonly format: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly start: number;
  readonly shown: number;
  /** `%1%.%2%)`: how the number is put together, where the file says it. */
  readonly pattern: string | undefined;
}

const DEEPEST = 20;
export const OUTLINE = 'outline';

/** The styles of a text document: those that are named and those that the program made for single places. */
export function readOdtStyles(parts: readonly (Xml | undefined)[]): OdtStyles {
  const byName = new Map<string, Xml>();
  const lists = new Map<string, readonly ListLevel[]>();
  const masterPages = new Set<string>();
  for (const part of parts)
    for (const section of part ? elements(part) : []) {
      if (!/^office:(?:automatic-)?styles$/.test(section.name)) continue;
      for (const one of elements(section)) {
        const name = one.attributes['style:name'] ?? '';
        if (one.name === 'style:style') {
          byName.set(`${one.attributes['style:family'] ?? ''} ${name}`, one);
          const page = one.attributes['style:master-page-name'] ?? '';
          if (page !== '') masterPages.add(page);
        } else if (one.name === 'text:list-style') lists.set(name, levelsOf(one));
        else if (one.name === 'text:outline-style') lists.set(OUTLINE, levelsOf(one));
      }
    }
  const chain = (family: string, name: string | undefined): Xml[] => {
    const found: Xml[] = [];
    for (let next = name; next !== undefined && found.length < DEEPEST;) {
      const style = byName.get(`${family} ${next}`);
      if (!style) break;
      found.push(style);
      next = style.attributes['style:parent-style-name'];
    }
    return found;
  };
  const looks = new Map<string, OdtLook>();
  return {
    masterPages,
    look: (family, name) => {
      const key = `${family} ${name ?? ''}`;
      const known = looks.get(key);
      if (known) return known;
      const look: { -readonly [K in keyof OdtLook]: OdtLook[K] } = { ink: {} };
      for (const style of chain(family, name).toReversed()) {
        const { attributes } = child(style, 'style:text-properties') ?? NO_XML;
        if (child(style, 'style:map')) look.mapped = true;
        look.ink = { ...look.ink, ...inkOf(attributes) };
        for (const kind of ['paragraph', 'table-cell']) {
          const around = child(style, `style:${kind}-properties`)?.attributes;
          const fill = fillOf(around?.['fo:background-color']);
          if (fill !== undefined) look.behind = fill;
        }
        const display = attributes['text:display'];
        if (display !== undefined) look.hidden = display === 'none';
        const line = attributes['style:text-line-through-style'];
        const kind = attributes['style:text-line-through-type'];
        if ((line ?? kind) !== undefined) look.struck = (line ?? kind) !== 'none';
        const weight = attributes['fo:font-weight'];
        if (weight !== undefined) look.bold = weight === 'bold' || Number(weight) >= 600;
      }
      looks.set(key, look);
      return look;
    },
    level: name => {
      for (const { attributes } of chain('paragraph', name)) {
        const named = attributes['style:name'] ?? '';
        if (named === 'Title') return 1;
        if (named === 'Subtitle') return 2;
      }
      return undefined;
    },
    listStyle: name =>
      chain('paragraph', name)
        .map(({ attributes }) => attributes['style:list-style-name'])
        .find(one => one !== undefined && one !== ''),
    isUnlisted: name =>
      chain('paragraph', name).find(
        ({ attributes }) => attributes['style:list-style-name'] !== undefined,
      )?.attributes['style:list-style-name'] === '',
    list: name => lists.get(name) ?? [],
  };
}

/** A background; undefined for none of its own. */
const fillOf = (value: string | undefined): Behind | undefined =>
  value === undefined || value === 'transparent' ? undefined : (hexColor(value) ?? 'unknown');

function inkOf(attributes: Xml['attributes']): Ink {
  const fill = fillOf(attributes['fo:background-color']);
  const color = attributes['fo:color'];
  const isAuto = attributes['style:use-window-font-color'] === 'true';
  const size = Number(/^([\d.]+)pt$/.exec(attributes['fo:font-size'] ?? '')?.[1] ?? NaN);
  return {
    ...(color === undefined && !isAuto
      ? {}
      : { color: (isAuto ? undefined : hexColor(color)) ?? 'auto' }),
    ...(fill === undefined ? {} : { fill }),
    ...(Number.isFinite(size) ? { size } : {}),
  };
}

function levelsOf(style: Xml): ListLevel[] {
  const levels: ListLevel[] = [];
  for (const { name, attributes } of elements(style)) {
    const level = Number(attributes['text:level'] ?? 0);
    if (!(level >= 1 && level <= 10)) continue;
    levels[level - 1] = {
      bullet: name !== 'text:list-level-style-number' && name !== 'text:outline-level-style',
      // LibreOffice has further formats under a name of its own.
      format: attributes['num-format'] ?? attributes['style:num-format'] ?? '',
      prefix: attributes['style:num-prefix'] ?? '',
      suffix: attributes['style:num-suffix'] ?? '',
      start: Number(attributes['text:start-value'] ?? 1),
      shown: Number(attributes['text:display-levels'] ?? 1),
      pattern: attributes['style:num-list-format'],
    };
  }
  return levels;
}

const FORMATS: Readonly<Record<string, string>> = {
  '1': 'decimal',
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
  '01, 02, 03, ...': 'decimalZero',
};

/** The numbers that a list has reached, by level from 0. */
export type Counts = (number | undefined)[];

/** Counts on and gives the number that is shown; undefined where none is. `start` is what an item says of itself. */
export function nextLabel(
  levels: readonly ListLevel[],
  counts: Counts,
  level: number,
  start?: number,
): Label | undefined {
  const own = levels[level];
  if (!own) return undefined;
  if (own.bullet) return { text: '-', bullet: true, level, full: '', tight: false };
  const before = counts[level];
  counts.length = level + 1;
  counts[level] = start ?? (before === undefined ? own.start : before + 1);
  for (let upper = 0; upper < level; upper++) counts[upper] ??= levels[upper]?.start ?? 1;
  const numberAt = (at: number): string => {
    const { format = '' } = levels[at] ?? {};
    return format === '' ? '' : numeral(counts[at] ?? 1, FORMATS[format] ?? 'decimal');
  };
  const joined = (from: number): string =>
    Array.from({ length: level - from + 1 }, (_, i) => numberAt(from + i))
      .filter(number => number !== '')
      .join('.');
  const text = (
    own.pattern === undefined
      ? own.format === ''
        ? ''
        : own.prefix + joined(Math.max(0, level + 1 - own.shown)) + own.suffix
      : own.pattern.replace(/%(\d{1,2})%/g, (_, at: string) => numberAt(Number(at) - 1))
  ).trim();
  if (!/[\p{L}\p{N}]/u.test(text)) return undefined;
  const bare = text.replace(/[.:]+$/, '');
  const hasOuter = own.pattern === undefined ? own.shown > 1 : /%1%/.test(own.pattern);
  const outer = level > 0 && !hasOuter ? joinedFull(levels, counts, level - 1) : '';
  return { text, bullet: false, level, full: outer + bare, tight: false };
}

/** The numbers above a level as "2.3". */
function joinedFull(levels: readonly ListLevel[], counts: Counts, level: number): string {
  return Array.from({ length: level + 1 }, (_, at) => {
    const { format = '', bullet = false } = levels[at] ?? {};
    return bullet || format === '' ? '' : numeral(counts[at] ?? 1, FORMATS[format] ?? 'decimal');
  })
    .filter(number => number !== '')
    .join('.');
}
