import { classesOf, elementsIn, textIn, type Element } from './tree.ts';

/** Properties of CSS by name, in lower case; those that are important are marked in `important`. */
export interface Declarations {
  readonly values: ReadonlyMap<string, string>;
  readonly important: ReadonlySet<string>;
}

interface StyleRule {
  readonly tag: string | undefined;
  readonly id: string | undefined;
  readonly classes: readonly string[];
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
const MAX_RULES = 5000;

export interface PageStyles {
  /** What the page's rules and an element's own style say of it. */
  of(element: Element): ReadonlyMap<string, string>;
  /** Some backgrounds come from a file or a rule that is not read here. */
  readonly hasUnreadBackgrounds: boolean;
}

const NONE: ReadonlyMap<string, string> = new Map();

/**
 * The styles of a page that decide whether text is seen, from `style` attributes and rules that select a tag, an id or
 * classes. Rules with combinators, for other media and in other files are not read.
 */
export function pageStyles(root: Element): PageStyles {
  const rules: StyleRule[] = [];
  let unread = false;
  for (const { name, attributes, children } of elementsIn(root)) {
    if (name === 'link' && /stylesheet/i.test(attributes.get('rel') ?? '')) unread = true;
    if (name !== 'style' || /print/.test(attributes.get('media') ?? '')) continue;
    const css = textIn({ name, attributes, children }).slice(0, MAX_STYLES);
    if (/@import/i.test(css)) unread = true;
    const found = rulesOf(css);
    rules.push(...found.rules);
    unread ||= found.unread;
  }
  const matching = finder(rules.slice(0, MAX_RULES).sort((a, b) => a.weight - b.weight));
  return {
    hasUnreadBackgrounds: unread,
    of: element => {
      const own = element.attributes.get('style');
      const ruled = rules.length === 0 ? [] : matching(element);
      if (own === undefined && ruled.length === 0) return NONE;
      const bodies = own === undefined ? ruled : [...ruled, declarations(own.replace(COMMENT, ''))];
      const all = new Map<string, string>();
      const important = new Set<string>();
      for (const body of bodies)
        for (const [name, value] of body.values) {
          const isImportant = body.important.has(name);
          if (important.has(name) && !isImportant) continue;
          if (isImportant) important.add(name);
          // The last of a shorthand and its part counts.
          all.delete(name);
          all.set(name, value);
        }
      return all;
    },
  };
}

/**
 * Finds the rules that are about an element, the heaviest last. They are looked up by the most special name in each: a
 * page may have very many of either.
 */
function finder(rules: readonly StyleRule[]): (element: Element) => readonly Declarations[] {
  const byName = new Map<string, { readonly rule: StyleRule; readonly nth: number }[]>();
  rules.forEach((rule, nth) => {
    const { tag = '', id, classes } = rule;
    const name = id === undefined ? (classes[0] === undefined ? tag : `.${classes[0]}`) : `#${id}`;
    const same = byName.get(name);
    if (same) same.push({ rule, nth });
    else byName.set(name, [{ rule, nth }]);
  });
  return element => {
    const tag = element.name;
    const id = element.attributes.get('id');
    const own = new Set(classesOf(element));
    const names = [
      '',
      tag,
      ...(id === undefined ? [] : [`#${id}`]),
      ...[...own].map(one => `.${one}`),
    ];
    const found = names.flatMap(
      name =>
        byName
          .get(name)
          ?.filter(
            ({ rule }) =>
              (rule.tag === undefined || rule.tag === tag) &&
              (rule.id === undefined || rule.id === id) &&
              rule.classes.every(wanted => own.has(wanted)),
          ) ?? [],
    );
    return found.sort((a, b) => a.nth - b.nth).map(({ rule }) => rule.body);
  };
}

function declarations(text: string): Declarations {
  const values = new Map<string, string>();
  const important = new Set<string>();
  for (const one of text.split(';')) {
    const colon = one.indexOf(':');
    const name = one.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (!PROPERTIES.has(name)) continue;
    const written = one
      .slice(colon + 1)
      .trim()
      .toLowerCase();
    const value = written.replace(/\s*!\s*important$/, '');
    if (value !== written) important.add(name);
    values.delete(name);
    values.set(name, value);
  }
  return { values, important };
}

/** The rules of a style sheet; and whether one that is not read sets a background. */
function rulesOf(css: string): { readonly rules: StyleRule[]; readonly unread: boolean } {
  const merged = new Map<string, StyleRule>();
  let unread = false;
  for (const part of outermost(css.replace(COMMENT, '')).split('}')) {
    const open = part.lastIndexOf('{');
    if (open < 1) continue;
    const selectors = part.slice(part.lastIndexOf('{', open - 1) + 1, open);
    const text = part.slice(open + 1);
    const body = declarations(text);
    if (body.values.size === 0) continue;
    for (const selector of selectors.split(',')) {
      const key = selector.trim();
      const rule = ruleOf(key, body);
      if (!rule) {
        unread ||= /background/i.test(text);
        continue;
      }
      const before = merged.get(key);
      merged.delete(key);
      merged.set(key, before ? { ...rule, body: joined(before.body, body) } : rule);
    }
  }
  return { rules: [...merged.values()], unread };
}

const joined = (before: Declarations, after: Declarations): Declarations => ({
  values: new Map([...before.values, ...after.values]),
  important: new Set([...before.important, ...after.important]),
});

/** Without nested rules, which are mostly those of other media. */
function outermost(css: string): string {
  let depth = 0;
  let from = 0;
  const kept: string[] = [];
  for (let i = 0; i < css.length; i++) {
    if (css[i] === '{') depth += 1;
    else if (css[i] === '}') {
      depth = Math.max(0, depth - 1);
      if (depth > 0) continue;
      // Statements such as an import stand before the first rule.
      const rule = css.slice(from, i + 1).replace(/^\s*(?:@[^;{}]*;\s*)+/, '');
      if (!/^\s*@/.test(rule)) kept.push(rule);
      from = i + 1;
    }
  }
  return kept.join('');
}

function ruleOf(selector: string, body: Declarations): StyleRule | undefined {
  if (selector === '*') return { tag: undefined, id: undefined, classes: [], weight: 0, body };
  if (!/^(?:[a-z][\w-]*)?(?:[.#][\w-]+)*$/i.test(selector) || selector === '') return undefined;
  const tag = /^[a-z][\w-]*/i.exec(selector)?.[0].toLowerCase();
  const id = /#([\w-]+)/.exec(selector)?.[1];
  const classes = [...selector.matchAll(/\.([\w-]+)/g)].flatMap(([, name]) => name ?? []);
  const weight = (id === undefined ? 0 : 100) + classes.length * 10 + (tag === undefined ? 0 : 1);
  return { tag, id, classes, weight, body };
}
