import { systemClock } from '../../core/clock.ts';
import { t } from '../../core/text/l10n.ts';
import { stepwise, yieldToEventLoop } from '../../core/yieldToEventLoop.ts';
import { hiddenBy } from './hidden.ts';
import { htmlTree } from './htmlTree.ts';
import { markdownViewSteps, type MarkdownView, type Role } from './markdownView.ts';
import { isSheetLink, type LinkedSheets } from './styleRules.ts';
import { mathRole } from './mathRole.ts';
import {
  classesOf,
  elementsIn,
  find,
  hasNoText,
  headOf,
  isText,
  textIn,
  type Element,
  type Text,
} from './tree.ts';

const SKIPPED = new Set(
  'head script style template noscript iframe object embed video audio canvas datalist metadata defs desc annotation annotation-xml area map rp'.split(
    ' ',
  ),
);
const BLOCKS = new Set(
  'html body main article section div header footer aside address fieldset form figure figcaption details summary dialog hgroup center search legend caption optgroup option select textarea menuitem tbody thead tfoot frameset noframes'.split(
    ' ',
  ),
);

const INLINE: Role = { kind: 'inline' };
const SKIP: Role = { kind: 'skip' };

/** How a page is read. */
export interface HtmlOptions {
  /** Whether hidden passages are read too, and marked. */
  readonly hidden?: boolean;
  /** Style sheets that the page links to, by their addresses in it. */
  readonly linked?: LinkedSheets;
}

/**
 * The text of an HTML page as its reader sees it, in Markdown (headings, lists, tables, code), with the place of each
 * piece in the file. Scripts, styles, comments and hidden passages are left out, and so are navigation bars.
 * Pauses every few milliseconds; takes about two seconds for ten megabytes.
 */
export async function readHtml(text: string, options: HtmlOptions = {}): Promise<MarkdownView> {
  const [parse5, decode] = await Promise.all([import('parse5'), htmlReferences()]);
  const pause = yieldToEventLoop(systemClock);
  return stepwise(
    htmlView(text, await stepwise(htmlTree(parse5.Parser, text), pause), decode, options),
    pause,
  );
}

/** The same for XHTML, parsed as XML: a self-closing tag has no content. Undefined if it is not well-formed. */
export async function readXhtml(
  text: string,
  options: HtmlOptions = {},
): Promise<MarkdownView | undefined> {
  const { xmlTree } = await import('./xmlTree.ts');
  const tree = xmlTree(text, await htmlReferences(), 'strict');
  if (!tree) return undefined;
  return stepwise(htmlView(text, tree.root, tree.decode, options), yieldToEventLoop(systemClock));
}

/** Decodes a reference such as `&nbsp;`; returns unknown references unchanged. */
export async function htmlReferences(): Promise<(reference: string) => string> {
  const { parseFragment } = await import('parse5');
  const known = new Map<string, string>();
  return reference => {
    let signs = known.get(reference);
    if (signs === undefined) {
      const [child] = parseFragment(reference).childNodes;
      signs = child && 'value' in child ? child.value : reference;
      known.set(reference, signs);
    }
    return signs;
  };
}

function* htmlView(
  text: string,
  root: Element,
  decode: (reference: string) => string,
  { hidden: isHiddenRead = false, linked }: HtmlOptions,
): Generator<void, MarkdownView> {
  const hidden = yield* hiddenBy(root, linked);
  yield;
  const named = isNamedByBody(root);
  const view = (isRead: boolean): Generator<void, MarkdownView> =>
    markdownViewSteps(text, root, {
      decode,
      ...(isHiddenRead ? { aside: { ...hidden, before: '[hidden: ', after: ']' } } : {}),
      unreadIn: element => (!isRead && hidden.textOf(element) ? HIDDEN : undefined),
      roleOf: (element, ancestors) => {
        if (element.name === 'head') return named ? SKIP : { kind: 'block' };
        if (ancestors.at(-1)?.name === 'head')
          return element.name === 'title' ? { kind: 'heading', level: 1 } : SKIP;
        if (!isRead && hidden.element(element)) return { kind: 'skip', said: HIDDEN };
        return roleOf(element, ancestors);
      },
    });
  const seen = yield* view(isHiddenRead);
  const unlinked = unlinkedSheets(root, linked);
  if (isHiddenRead) return { ...seen, unlinked };
  // If most of the page is hidden, a script shows it.
  const shown = seen.text.match(/\S+/g)?.length ?? 0;
  const unseen = seen.leftOut.get(HIDDEN) ?? 0;
  return unseen > shown
    ? { ...(yield* view(true)), unhidden: unseen, unlinked }
    : { ...seen, unlinked };
}

/** Linked style sheets that are not applied: what they hide is read. */
const unlinkedSheets = (root: Element, linked: LinkedSheets = new Map()): number =>
  [...elementsIn(root)].filter(
    element => isSheetLink(element) && !linked.has(element.attributes.get('href') ?? ''),
  ).length;

const HIDDEN = t('hidden by style');

/** Whether the page has a heading that makes its title redundant. */
function isNamedByBody(root: Element): boolean {
  const title = find(root, ({ name }) => name === 'title');
  const body = find(root, ({ name }) => name === 'body');
  const words = (element: Element | undefined): string =>
    element ? textIn(element).replace(/\s+/g, ' ').trim() : '';
  const first = body && find(body, ({ name }) => /^h[1-6]$/.test(name));
  const top = body && find(body, e => e.name === 'h1' || e.attributes.get('aria-level') === '1');
  return top !== undefined || (first !== undefined && words(first) === words(title));
}

function roleOf(element: Element, ancestors: readonly Element[]): Role {
  const { name, attributes } = element;
  if (SKIPPED.has(name)) return SKIP;
  const role = attributes.get('role');
  if (name === 'nav' || role === 'navigation' || role === 'search')
    return { kind: 'skip', said: t('of navigation') };
  const level =
    role === 'heading'
      ? Number(attributes.get('aria-level') ?? 2)
      : Number(/^h([1-6])$/.exec(name)?.[1]);
  if (level >= 1) return { kind: 'heading', level };
  if (BLOCKS.has(name)) return { kind: 'block' };
  switch (name) {
    case 'p':
    case 'dl':
    case 'dd':
      return { kind: 'paragraph' };
    case 'dt':
      return { kind: 'paragraph' };
    case 'ul':
    case 'ol':
    case 'menu':
    case 'dir':
      return { kind: 'list' };
    case 'li':
      return { kind: 'item', mark: markOf(element, ancestors) };
    case 'blockquote':
      return { kind: 'quote' };
    case 'pre':
    case 'listing':
    case 'xmp':
    case 'plaintext':
      return { kind: 'verbatim', ...languageOf(element) };
    case 'code':
    case 'kbd':
    case 'samp':
    case 'tt':
      return { kind: 'code' };
    case 'br':
    case 'hr':
      return { kind: name === 'br' ? 'break' : 'block' };
    case 'table':
      return { kind: 'table', grid: isGrid(element) };
    case 'tr':
      return { kind: 'row' };
    case 'td':
    case 'th':
      return { kind: 'cell' };
    case 'q':
      return { kind: 'inline', before: '“', after: '”' };
    case 's':
    case 'strike':
    case 'del':
      return { kind: 'inline', before: '~~', after: '~~' };
    case 'sup':
      return /^\w/.test(headOf(element)) ? { kind: 'inline', before: '^' } : INLINE;
    case 'rt':
      return { kind: 'inline', before: '(', after: ')' };
    case 'img':
      return instead(element, 'alt', '[Image: ', ']');
    case 'input':
      return fieldOf(element);
    case 'a':
      return isPermalink(element) ? SKIP : INLINE;
    case 'title':
      // Tooltip of a picture: shown only on hover.
      return SKIP;
    default:
      return mathRole(element, ancestors.at(-1)) ?? INLINE;
  }
}

function instead(element: Element, attribute: string, before: string, after: string): Role {
  const text: Text | undefined = element.valueAt?.(attribute);
  return text ? { kind: 'instead', text, before, after } : SKIP;
}

function fieldOf(element: Element): Role {
  const type = element.attributes.get('type')?.toLowerCase() ?? 'text';
  if (type === 'checkbox' || type === 'radio')
    return { kind: 'sign', text: element.attributes.has('checked') ? '☑' : '☐' };
  if (['hidden', 'password', 'file', 'color', 'range', 'image'].includes(type)) return SKIP;
  return instead(element, element.attributes.has('value') ? 'value' : 'placeholder', '[', ']');
}

/** The symbol beside a heading that links to it. */
function isPermalink(element: Element): boolean {
  const text = headOf(element).trim();
  if (text === '' && !hasNoText(element)) return false;
  return (
    /^[¶#§🔗]?$/u.test(text) &&
    (text !== '' || /head|anchor|perma/i.test(classesOf(element).join(' '))) &&
    (element.attributes.get('href') ?? '').includes('#')
  );
}

/** Markdown numbers a list from its first item's number. */
function markOf(item: Element, ancestors: readonly Element[]): string {
  const list = ancestors.findLast(({ name }) => ['ol', 'ul', 'menu', 'dir'].includes(name));
  if (
    list?.name !== 'ol' ||
    /list-style(?:-type)?:[^;]*none/i.test(list.attributes.get('style') ?? '')
  )
    return '- ';
  return `${numeral(numbersOf(list).get(item) ?? 1, list.attributes.get('type') ?? '1')}. `;
}

const numbers = new WeakMap<Element, ReadonlyMap<Element, number>>();

function numbersOf(list: Element): ReadonlyMap<Element, number> {
  const known = numbers.get(list);
  if (known) return known;
  const found = new Map<Element, number>();
  let next = numberOf(list, 'start') ?? 1;
  for (const child of list.children) {
    if (isText(child) || child.name !== 'li') continue;
    next = numberOf(child, 'value') ?? next;
    found.set(child, next);
    next += 1;
  }
  numbers.set(list, found);
  return found;
}

const numberOf = ({ attributes }: Element, name: string): number | undefined => {
  const value = attributes.get(name);
  return value !== undefined && /^\s*-?\d{1,8}\s*$/.test(value) ? Number(value) : undefined;
};

function numeral(number: number, type: string): string {
  if (number < 1 || number > 3999 || !/^[aAiI]$/.test(type)) return String(number);
  const small = type.toLowerCase() === 'a' ? letters(number) : roman(number);
  return type === type.toLowerCase() ? small : small.toUpperCase();
}

const letters = (number: number): string =>
  (number > 26 ? letters(Math.floor((number - 1) / 26)) : '') +
  String.fromCharCode(97 + ((number - 1) % 26));

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];
function roman(number: number): string {
  let left = number;
  return ROMAN.reduce((text, [value, sign]) => {
    const times = Math.floor(left / value);
    left -= times * value;
    return text + sign.repeat(times);
  }, '');
}

/** Elements in a listing whose classes may name its language. */
const MAX_EXAMINED = 50;

function languageOf(element: Element): { readonly language?: string } {
  let examined = 0;
  for (const { attributes } of elementsIn(element)) {
    if (++examined > MAX_EXAMINED) break;
    const language = /(?:^|\s)(?:language|lang|brush)[-:]\s*([\w+#-]{1,20})/.exec(
      attributes.get('class') ?? '',
    )?.[1];
    if (language !== undefined) return { language };
  }
  return {};
}

const TALL = /^(?:table|ul|ol|dl|pre|blockquote|h[1-6]|form|figure)$/;

/** Rows of short texts; a table that contains lists, headings or tables is for page layout. */
function isGrid(table: Element): boolean {
  if (/^(?:presentation|none)$/.test(table.attributes.get('role') ?? '')) return false;
  let cells = 0;
  let rows = 0;
  for (const element of elementsIn(table)) {
    if (element === table) continue;
    if (element.name === 'tr') rows += 1;
    if (element.name === 'td' || element.name === 'th') {
      cells += 1;
      const paragraphs = element.children.filter(child => !isText(child) && child.name === 'p');
      if (paragraphs.length > 2) return false;
    }
    if (TALL.test(element.name)) return false;
  }
  return cells > rows;
}
