import { classesOf, elementsIn, textIn, type Element } from './tree.ts';
import { outermost } from './mediaRules.ts';

/** What one declaration says, and which of two for the same property counts: an important one, then the later. */
interface Declared {
  readonly value: string;
  readonly important: boolean;
  readonly nth: number;
}
type Declarations = ReadonlyMap<string, Declared>;

/** A tag, an id and classes without anything between them: `p.note`. */
interface Compound {
  readonly tag: string | undefined;
  readonly id: string | undefined;
  readonly classes: readonly string[];
}

interface StyleRule extends Compound {
  /** What must enclose the element, from the inside out; `isParent`: directly. */
  readonly around: readonly { readonly isParent: boolean; readonly compound: Compound }[];
  /** CSS specificity: classes outweigh tags, ids outweigh classes. */
  readonly weight: number;
  readonly body: Declarations;
}

/** What decides whether text is seen. */
const PROPERTIES = new Set(
  (
    'display visibility opacity font-size font color background background-color background-image background-clip ' +
    '-webkit-background-clip clip clip-path position left right top bottom text-indent margin-left margin-top width ' +
    'height max-width max-height overflow overflow-x overflow-y transform content-visibility'
  ).split(' '),
);
/** One that has no end goes on to the end of the styles. */
const COMMENT = /\/\*[\s\S]*?(?:\*\/|$)/g;
const MAX_STYLES = 200_000;
const MAX_RULES = 20_000;
/** Numbers that the rules of one sheet are given. */
const MAX_IN_SHEET = 1e6;
/** Elements around one that are looked at: pages nest some 40 deep. */
const MAX_AROUND = 200;
/** Heavier than any rule. */
const OWN_STYLE = 1e6;

export interface PageStyles {
  /** What the page's rules and an element's own style say of it. */
  of(element: Element): ReadonlyMap<string, string>;
  /** Some backgrounds come from a file or a rule that is not read here. */
  readonly hasUnreadBackgrounds: boolean;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Text of a linked style sheet by its address in the page. */
export type LinkedSheets = ReadonlyMap<string, string>;

/** Whether an element links to a style sheet that is in use. */
export const isSheetLink = ({ name, attributes }: Element): boolean =>
  name === 'link' &&
  /\bstylesheet\b/i.test(attributes.get('rel') ?? '') &&
  !/\balternate\b/i.test(attributes.get('rel') ?? '') &&
  !attributes.has('disabled') &&
  !isForPrint(attributes);

const isForPrint = (attributes: Element['attributes']): boolean =>
  /^\s*(?:print|speech)\s*$/i.test(attributes.get('media') ?? '');

/**
 * The styles of a page that decide whether text is seen, from `style` attributes and rules that select tags, ids and
 * classes, inside each other or not. Rules for other media, with other selectors, and in files that are not among
 * `linked` are not read.
 */
export function* pageStyles(root: Element, linked: LinkedSheets): Generator<void, PageStyles> {
  const rules: StyleRule[] = [];
  let unread = false;
  let sheets = 0;
  for (const element of elementsIn(root)) {
    const isLink = isSheetLink(element);
    if (!isLink && (element.name !== 'style' || isForPrint(element.attributes))) continue;
    const css = isLink
      ? linked.get(element.attributes.get('href') ?? '')
      : textIn(element).slice(0, MAX_STYLES);
    if (css === undefined) {
      unread = true;
      continue;
    }
    if (/@import/i.test(css)) unread = true;
    const found = rulesOf(css, sheets * MAX_IN_SHEET);
    sheets += 1;
    rules.push(...found.rules.slice(0, MAX_RULES - rules.length));
    unread ||= found.unread;
    yield;
  }
  const matching = finder(rules, root);
  return {
    hasUnreadBackgrounds: unread,
    of: element => {
      const own = element.attributes.get('style');
      const ruled = rules.length === 0 ? [] : matching(element);
      if (own === undefined && ruled.length === 0) return NONE;
      const all = ruled.flatMap(({ weight, body }) => ranked(weight, body));
      if (own !== undefined)
        all.push(...ranked(OWN_STYLE, declarations(own.replace(COMMENT, ''), 0)));
      all.sort((a, b) => a.weight - b.weight || a.nth - b.nth);
      const values = new Map<string, string>();
      for (const { name, value } of all) {
        // The last of a shorthand and its part counts.
        values.delete(name);
        values.set(name, value);
      }
      return values;
    },
  };
}

interface Ranked extends Declared {
  readonly name: string;
  readonly weight: number;
}

const ranked = (weight: number, body: Declarations): Ranked[] =>
  [...body].map(([name, one]) => ({
    ...one,
    name,
    weight: weight + (one.important ? 2 * OWN_STYLE : 0),
  }));

/**
 * Finds the rules that are about an element. They are looked up by the most special name in each: a page may have very
 * many of either.
 */
function finder(
  rules: readonly StyleRule[],
  root: Element,
): (element: Element) => readonly StyleRule[] {
  const byName = new Map<string, StyleRule[]>();
  for (const rule of rules) {
    const { tag = '', id, classes } = rule;
    const name = id === undefined ? (classes[0] === undefined ? tag : `.${classes[0]}`) : `#${id}`;
    const same = byName.get(name);
    if (same) same.push(rule);
    else byName.set(name, [rule]);
  }
  const parents = new Map<Element, Element>();
  if (rules.some(({ around }) => around.length > 0))
    for (const element of elementsIn(root))
      for (const child of element.children) if (!('value' in child)) parents.set(child, element);
  return element => {
    const id = element.attributes.get('id');
    const names = [
      '',
      element.name,
      ...(id === undefined ? [] : [`#${id}`]),
      ...new Set(classesOf(element).map(one => `.${one}`)),
    ];
    return names.flatMap(
      name =>
        byName.get(name)?.filter(rule => isOf(element, rule) && isInside(element, rule, parents)) ??
        [],
    );
  };
}

const isOf = (element: Element, { tag, id, classes }: Compound): boolean =>
  (tag === undefined || tag === element.name) &&
  (id === undefined || id === element.attributes.get('id')) &&
  (classes.length === 0 || classes.every(wanted => classesOf(element).includes(wanted)));

/**
 * Whether the elements around one are those that a rule asks for. The nearest that fits leaves most for what is further
 * out, so it is never taken back; what must be directly inside each other is looked for together.
 */
function isInside(
  element: Element,
  { around }: StyleRule,
  parents: ReadonlyMap<Element, Element>,
): boolean {
  let [at, next, left] = [parents.get(element), 0, MAX_AROUND];
  while (next < around.length) {
    const isFree = !around[next]!.isParent;
    let end = next + 1;
    while (end < around.length && around[end]!.isParent) end += 1;
    for (;;) {
      if (!at || left-- === 0) return false;
      let outer: Element | undefined = at;
      let fits = next;
      while (fits < end && outer && isOf(outer, around[fits]!.compound)) {
        outer = parents.get(outer);
        fits += 1;
      }
      if (fits === end) {
        at = outer;
        break;
      }
      if (!isFree) return false;
      at = parents.get(at);
    }
    next = end;
  }
  return true;
}

function declarations(text: string, nth: number): Declarations {
  const values = new Map<string, Declared>();
  for (const one of text.split(';')) {
    const colon = one.indexOf(':');
    const name = one.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (!PROPERTIES.has(name)) continue;
    const written = one
      .slice(colon + 1)
      .trim()
      .toLowerCase();
    const value = written.replace(/\s*!\s*important$/, '');
    const important = value !== written;
    if (values.get(name)?.important && !important) continue;
    values.delete(name);
    values.set(name, { value, important, nth });
  }
  return values;
}

/** The rules of a style sheet; and whether one that is not read sets a background. Those of one selector are joined. */
function rulesOf(
  css: string,
  before: number,
): { readonly rules: StyleRule[]; readonly unread: boolean } {
  const merged = new Map<string, StyleRule>();
  let unread = false;
  let nth = before;
  for (const part of outermost(css.replace(COMMENT, '')).split('}')) {
    const open = part.lastIndexOf('{');
    if (open < 1) continue;
    const selectors = part.slice(part.lastIndexOf('{', open - 1) + 1, open);
    const text = part.slice(open + 1);
    const body = declarations(text, nth++);
    if (body.size === 0) continue;
    for (const selector of selectors.split(',')) {
      const key = selector.trim();
      const known = merged.get(key);
      const rule = known ? { ...known, body: joined(known.body, body) } : ruleOf(key, body);
      if (rule) merged.set(key, rule);
      else unread ||= /background/i.test(text);
    }
  }
  return { rules: [...merged.values()], unread };
}

function joined(before: Declarations, after: Declarations): Declarations {
  const all = new Map(before);
  for (const [name, one] of after) {
    if (all.get(name)?.important && !one.important) continue;
    all.delete(name);
    all.set(name, one);
  }
  return all;
}

function ruleOf(selector: string, body: Declarations): StyleRule | undefined {
  const parts = selector.replace(/\s*>\s*/g, ' >').split(/\s+/);
  const compounds = parts.map(part => compoundOf(part.replace(/^>/, '')));
  const known = compounds.filter(one => one !== undefined);
  const subject = known.at(-1);
  if (!subject || known.length < parts.length) return undefined;
  const around = known.slice(0, -1).map((compound, i) => ({
    compound,
    isParent: parts[i + 1]!.startsWith('>'),
  }));
  const weight = known.reduce(
    (sum, { tag, id, classes }) =>
      sum + (id === undefined ? 0 : 10_000) + classes.length * 100 + (tag === undefined ? 0 : 1),
    0,
  );
  return { ...subject, around: around.reverse(), weight, body };
}

function compoundOf(text: string): Compound | undefined {
  if (text === '*') return { tag: undefined, id: undefined, classes: [] };
  if (!/^(?:[a-z][\w-]*)?(?:[.#][\w-]+)*$/i.test(text) || text === '') return undefined;
  return {
    tag: /^[a-z][\w-]*/i.exec(text)?.[0].toLowerCase(),
    id: /#([\w-]+)/.exec(text)?.[1],
    classes: [...text.matchAll(/\.([\w-]+)/g)].flatMap(([, name]) => name ?? []),
  };
}
