import { numeral } from './numerals.ts';
import { symbolText } from './symbols.ts';
import { child, elements, numberOf, switchOf, valueOf, type Xml } from './xmlTree.ts';

interface Level {
  readonly start: number;
  readonly format: string;
  readonly text: string | undefined;
  readonly style: string | undefined;
  readonly legal: boolean;
  /** The level after which it starts again: 0 never; absent: after any above it. */
  readonly restart: number | undefined;
  readonly suffix: string;
  readonly font: string;
}

interface List {
  /** Lists of the same kind count on together. */
  readonly counter: string;
  readonly levels: readonly Level[];
  readonly restarts: ReadonlyMap<number, number>;
}

/** A paragraph's number as Word shows it. */
export interface Label {
  /** "2.3", "(b)", "Item 3:", "-" for a bullet; without what follows it. */
  readonly text: string;
  readonly bullet: boolean;
  readonly level: number;
  /** The number with those above it, where it does not hold them: "2.3(b)". */
  readonly full: string;
  /** Nothing is shown between the number and the text. */
  readonly tight: boolean;
}

export interface Numbering {
  /** Counts on for a paragraph in a list; undefined where no number is shown. */
  next(numId: string, ilvl: number | undefined, styleId: string): Label | undefined;
}

const MAX_LEVEL = 8;
/** Bullets with a meaning. */
const BOXES = /[☐☑☒✓✗]/u;

/** Counts the lists of a document (section 17.9 of ISO/IEC 29500-1), paragraph by paragraph in order. */
export function readNumbering(
  part: Xml | undefined,
  styleNumId: (style: string) => string | undefined,
): Numbering {
  const all = part ? elements(part) : [];
  const abstracts = new Map(
    all
      .filter(one => one.name === 'w:abstractNum')
      .map(one => [one.attributes['w:abstractNumId'] ?? '', one]),
  );
  const nums = new Map(
    all.filter(one => one.name === 'w:num').map(one => [one.attributes['w:numId'] ?? '', one]),
  );
  const lists = new Map<string, List | undefined>();
  const listOf = (numId: string): List | undefined => {
    if (!lists.has(numId)) lists.set(numId, readList(numId, 0));
    return lists.get(numId);
  };
  const readList = (numId: string, hops: number): List | undefined => {
    const num = nums.get(numId);
    const id = valueOf(num, 'w:abstractNumId') ?? '';
    const abstract = abstracts.get(id);
    if (!num || !abstract) return undefined;
    // A list that is a style's keeps its levels there.
    const link = valueOf(abstract, 'w:numStyleLink');
    const linked = link !== undefined && hops < 5 ? styleNumId(link) : undefined;
    if (linked !== undefined && linked !== numId) return readList(linked, hops + 1);
    const levels: Level[] = [];
    for (const one of elements(abstract)) if (one.name === 'w:lvl') putLevel(levels, one);
    const restarts = new Map<number, number>();
    let own = false;
    for (const one of elements(num)) {
      if (one.name !== 'w:lvlOverride') continue;
      const ilvl = Number(one.attributes['w:ilvl'] ?? NaN);
      const level = child(one, 'w:lvl');
      if (level) {
        putLevel(levels, level, ilvl);
        own ||=
          valueOf(level, 'w:start') !== undefined && numberOf(one, 'w:startOverride') !== undefined;
      }
      const start = numberOf(one, 'w:startOverride');
      if (start !== undefined) restarts.set(ilvl, start);
    }
    return { counter: own ? `${id} ${numId}` : id, levels, restarts };
  };

  const counters = new Map<string, (number | undefined)[]>();
  const labels = new Map<string, string[]>();
  const begun = new Set<string>();
  return {
    next: (numId, given, styleId) => {
      const list = numId === '0' ? undefined : listOf(numId);
      if (!list) return undefined;
      const styled = list.levels.findIndex(level => level?.style === styleId);
      // Converters of old documents write 12 for a paragraph without levels.
      const isLevel = given !== undefined && given >= 0 && given <= MAX_LEVEL;
      const ilvl = isLevel ? given : given === undefined ? Math.max(0, styled) : 0;
      const level = list.levels[ilvl];
      if (!level) return undefined;
      let counts = counters.get(list.counter);
      if (!counts) counters.set(list.counter, (counts = []));
      const restart = list.restarts.get(ilvl);
      const isFirst = !begun.has(`${numId} ${ilvl}`);
      begun.add(`${numId} ${ilvl}`);
      const before = counts[ilvl];
      counts[ilvl] =
        restart !== undefined && isFirst
          ? restart
          : before === undefined
            ? (restart ?? level.start)
            : before + 1;
      // A skipped level counts as begun: 2 and 2.a.i are followed by 2.b.
      for (let upper = 0; upper < ilvl; upper++) counts[upper] ??= list.levels[upper]?.start;
      for (let deeper = ilvl + 1; deeper <= MAX_LEVEL; deeper++) {
        const after = list.levels[deeper]?.restart;
        if (after === undefined || (after > 0 && ilvl < after)) counts[deeper] = undefined;
      }
      return labelOf(list, ilvl, counts, labels);
    },
  };
}

function putLevel(
  levels: Level[],
  xml: Xml,
  given = Number(xml.attributes['w:ilvl'] ?? NaN),
): void {
  if (!Number.isInteger(given) || given < 0 || given > MAX_LEVEL) return;
  const format =
    child(xml, 'w:numFmt') ??
    child(child(child(xml, 'mc:AlternateContent'), 'mc:Choice'), 'w:numFmt');
  levels[given] = {
    start: numberOf(xml, 'w:start') ?? 0,
    format: format?.attributes['w:val'] ?? 'decimal',
    text: valueOf(xml, 'w:lvlText'),
    style: valueOf(xml, 'w:pStyle'),
    legal: switchOf(xml, 'w:isLgl') ?? false,
    restart: numberOf(xml, 'w:lvlRestart'),
    suffix: valueOf(xml, 'w:suff') ?? 'tab',
    font: child(child(xml, 'w:rPr'), 'w:rFonts')?.attributes['w:ascii'] ?? '',
  };
  if (child(xml, 'w:start') === undefined) levels[given] = { ...levels[given], start: 1 };
}

function labelOf(
  { levels, counter }: List,
  ilvl: number,
  counts: readonly (number | undefined)[],
  labels: Map<string, string[]>,
): Label | undefined {
  const level = levels[ilvl]!;
  if (level.format === 'bullet') {
    if (level.text?.trim() === '') return undefined;
    const sign = symbolText(level.font, (level.text ?? '').charCodeAt(0).toString(16));
    return {
      text: BOXES.test(sign) ? `- ${sign}` : '-',
      bullet: true,
      level: ilvl,
      full: '',
      tight: false,
    };
  }
  const pattern = level.text ?? `%${ilvl + 1}.`;
  let above = false;
  const text = pattern
    .replace(/%([1-9])/g, (_, digit: string) => {
      const at = Number(digit) - 1;
      const part = levels[at];
      if (!part || at > ilvl) return '';
      above ||= at < ilvl;
      const format = level.legal && part.format !== 'none' ? 'decimal' : part.format;
      return format === 'bullet' ? '' : numeral(counts[at] ?? part.start, format);
    })
    .trim();
  if (text === '') return undefined;
  let trail = labels.get(counter);
  if (!trail) labels.set(counter, (trail = []));
  const bare = text.replace(/[.:]$/, '');
  const outer = above ? '' : (trail.slice(0, ilvl).findLast(one => one !== undefined) ?? '');
  const full = outer + (outer === '' || bare.startsWith('(') ? '' : ' ') + bare;
  trail.length = ilvl;
  trail[ilvl] = full;
  return { text, bullet: false, level: ilvl, full, tight: level.suffix === 'nothing' };
}
