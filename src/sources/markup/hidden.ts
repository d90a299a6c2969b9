import { classesOf, elementsIn, textIn, type Element } from './tree.ts';

interface StyleRule {
  readonly tag: string | undefined;
  readonly id: string | undefined;
  readonly classes: readonly string[];
  /** CSS specificity: classes outweigh tags, ids outweigh classes. */
  readonly weight: number;
  readonly hides: boolean;
}

const HIDES =
  /(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:opacity|font-size)\s*:\s*(?:0(?:\.0*)?|\.0+)(?:[a-z]{1,4}|%)?(?=\s*(?:[;!}]|$)))/i;
const SHOWS = /(?:^|[;{\s])(?:display|visibility|opacity|font-size)\s*:/i;
/** One that has no end goes on to the end of the styles. */
const COMMENT = /\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/g;
const MAX_STYLES = 200_000;

/**
 * Tells which elements a page does not display: by the `hidden` attribute, their own style, or a style sheet rule of
 * the page that selects a tag, an id or classes. Rules with combinators, for other media and in other files are
 * ignored.
 */
export function hiddenBy(root: Element): (element: Element) => boolean {
  const rules: StyleRule[] = [];
  for (const element of elementsIn(root))
    if (element.name === 'style' && !/print/.test(element.attributes.get('media') ?? ''))
      for (const rule of rulesOf(textIn(element).slice(0, MAX_STYLES))) rules.push(rule);
  const lastOf = lastRule(rules.sort((a, b) => a.weight - b.weight));
  return element => {
    const { name, attributes } = element;
    if (attributes.has('hidden') || (name === 'input' && attributes.get('type') === 'hidden'))
      return true;
    const own = attributes.get('style')?.replace(COMMENT, '');
    if (own !== undefined && SHOWS.test(own)) {
      if (HIDES.test(own)) return true;
      if (/display\s*:/i.test(own)) return false;
    }
    if (rules.length === 0) return false;
    const classes = classesOf(element);
    const id = attributes.get('id');
    return lastOf(name, id, classes)?.hides ?? false;
  };
}

type FindRule = (
  tag: string,
  id: string | undefined,
  classes: readonly string[],
) => StyleRule | undefined;

/**
 * Finds the last of the rules that are about an element. They are looked up by the most special name in each: a page
 * may have very many of either.
 */
function lastRule(rules: readonly StyleRule[]): FindRule {
  const byName = new Map<string, { readonly rule: StyleRule; readonly nth: number }[]>();
  rules.forEach((rule, nth) => {
    const { tag = '', id, classes } = rule;
    const name = id === undefined ? (classes[0] === undefined ? tag : `.${classes[0]}`) : `#${id}`;
    const same = byName.get(name);
    if (same) same.push({ rule, nth });
    else byName.set(name, [{ rule, nth }]);
  });
  return (tag, id, classes) => {
    const own = new Set(classes);
    const names = [tag, ...(id === undefined ? [] : [`#${id}`]), ...[...own].map(one => `.${one}`)];
    const found = names.flatMap(
      name =>
        byName
          .get(name)
          ?.findLast(
            ({ rule }) =>
              (rule.tag === undefined || rule.tag === tag) &&
              (rule.id === undefined || rule.id === id) &&
              rule.classes.every(wanted => own.has(wanted)),
          ) ?? [],
    );
    return found.sort((a, b) => b.nth - a.nth)[0]?.rule;
  };
}

function rulesOf(css: string): StyleRule[] {
  const plain = outermost(css.replace(COMMENT, ''));
  return [...plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selectors = '', body = '']) => {
    if (!SHOWS.test(body)) return [];
    const hides = HIDES.test(body);
    return selectors.split(',').flatMap(selector => ruleOf(selector.trim(), hides) ?? []);
  });
}

/** Without nested rules, which are mostly those of other media. */
function outermost(css: string): string {
  let depth = 0;
  let from = 0;
  let text = '';
  for (let i = 0; i < css.length; i++) {
    if (css[i] === '{') depth += 1;
    else if (css[i] === '}') {
      depth = Math.max(0, depth - 1);
      if (depth > 0) continue;
      const rule = css.slice(from, i + 1);
      if (!/^\s*@/.test(rule)) text += rule;
      from = i + 1;
    }
  }
  return text;
}

function ruleOf(selector: string, hides: boolean): StyleRule | undefined {
  if (!/^(?:[a-z][\w-]*)?(?:[.#][\w-]+)*$/i.test(selector) || selector === '') return undefined;
  const tag = /^[a-z][\w-]*/i.exec(selector)?.[0].toLowerCase();
  const id = /#([\w-]+)/.exec(selector)?.[1];
  const classes = [...selector.matchAll(/\.([\w-]+)/g)].flatMap(([, name]) => name ?? []);
  const weight = (id === undefined ? 0 : 100) + classes.length * 10 + (tag === undefined ? 0 : 1);
  return { tag, id, classes, weight, hides };
}
