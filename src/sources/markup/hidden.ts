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
  /(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?(?=\s*(?:[;!}]|$))|font-size\s*:\s*0(?:px|pt|em|rem|%)?(?=\s*(?:[;!}]|$)))/i;
const SHOWS = /(?:^|[;{\s])(?:display|visibility|opacity|font-size)\s*:/i;
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
      rules.push(...rulesOf(textIn(element).slice(0, MAX_STYLES)));
  rules.sort((a, b) => a.weight - b.weight);
  return element => {
    const { name, attributes } = element;
    if (attributes.has('hidden') || (name === 'input' && attributes.get('type') === 'hidden'))
      return true;
    const own = attributes.get('style');
    if (own !== undefined && SHOWS.test(own)) {
      if (HIDES.test(own)) return true;
      if (/display\s*:/i.test(own)) return false;
    }
    if (rules.length === 0) return false;
    const classes = classesOf(element);
    const id = attributes.get('id');
    const last = rules.findLast(
      rule =>
        (rule.tag === undefined || rule.tag === name) &&
        (rule.id === undefined || rule.id === id) &&
        rule.classes.every(wanted => classes.includes(wanted)),
    );
    return last?.hides ?? false;
  };
}

function rulesOf(css: string): StyleRule[] {
  const plain = outermost(css.replace(/\/\*[\s\S]*?\*\//g, ''));
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
