import { t } from '../../core/text/l10n.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import type { Hit } from '../types.ts';

/** A definition, in a list or a quotation too. */
const DEFINITION = /^[ \t>]{0,40}(?:[-*+] {1,4}|\d{1,3}[.)] {1,4})?\[([^\]\n]{1,300})\]:\s*\S/gm;
const REFERENCE = /(?<![\]!\\\w])!?\[((?:[^[\]\n]|\\[[\]]){1,300})\]\[((?:[^[\]\n]){0,300})\]/g;
const PARTS = /\[((?:[^[\]\n]|\\[[\]]){1,300})\]\[([^[\]\n]{0,300})\]$/;
/** `[label]` alone. */
const SHORTCUT = /(?<![\]\\\w!])\[([^[\]\n]{1,80})\](?![[(:{\w])/g;

/** Drafts for kramdown-rfc, whose citations are defined by their number or by the list before the text. */
const CITES = /^(?:normative|informative):\s*$|^--- (?:abstract|middle|back)\s*$|\{\{[?!]?RFC\d/m;
/** Text from elsewhere, which may define labels. */
export const INCLUDES =
  /\{%|\{\{|--8<--|^:::|^!!?(?:include|!\[)|^\s*(?:#include|<!-- ?include)|<\w+ src=["'][^"']+\.md/m;
/** More labels without a definition than this, where none is defined, are defined by a tool. */
const MAX_SINGLE = 2;
/** Labels of one shape from which on the next one of the shape is a link, too. */
const MIN_SHAPED = 3;

export const label = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

/**
 * Labels that are written for links and nothing else: `#12`, a version, `@name`, `ABC-12`, `RFC2119`. Code is none:
 * the tools of some languages find what it names.
 */
const SHAPES: readonly (readonly [string, RegExp])[] = [
  ['issue', /^#\d+$/],
  ['version', /^v?\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?$/],
  ['person', /^@[\w-]+$/],
  ['key', /^[A-Z]{2,10}-\d+$/],
  ['standard', /^(?:RFC|ISO|BIP|EIP|PEP|ERC)[ -]?\d+$/],
];
const shapeOf = (text: string): string | undefined =>
  SHAPES.find(([, pattern]) => pattern.test(text.trim()))?.[0];

const hitAt = (start: number, whole: string, wanted: string): Hit => ({
  start,
  end: start + whole.length,
  title: t('Link has no definition'),
  message: t('“[{0}]” is defined nowhere in this text.', wanted),
});

/** `[text][label]` and `[label]` in Markdown without the line that says where the label leads. */
export function undefinedLabels(doc: RuleDocument): readonly Hit[] {
  const { text, masked, original } = doc;
  // What a page shows in brackets was never Markdown.
  if (original || CITES.test(text.slice(0, 20_000))) return [];
  const names = [...text.matchAll(DEFINITION)].map(found => found[1] ?? '');
  const defined = new Set(names.map(label));
  const hits: Hit[] = [];
  let references = 0;
  for (const found of masked.matchAll(REFERENCE)) {
    references += 1;
    const whole = text.slice(found.index, found.index + found[0].length);
    const [, shown = '', given = ''] = PARTS.exec(whole) ?? [];
    const wanted = label(given || shown);
    // `[ ][a task]` is a box.
    if (given !== '' && /^[ xX]$/.test(shown)) continue;
    if (wanted === '' || defined.has(wanted) || /^[\d\s.,-]*$/.test(wanted)) continue;
    if (defined.size === 0 && !isSurelyLink(shown, given, text)) continue;
    hits.push(hitAt(found.index, whole, given || shown));
  }
  const isMade =
    defined.size === 0
      ? hits.length > MAX_SINGLE || INCLUDES.test(text)
      : // So many are not an oversight: the tool that builds this text gets labels from elsewhere.
        hits.length > 10 && hits.length > references / 20;
  return [...(isMade ? [] : hits), ...undefinedShortcuts(doc, names, defined)];
}

/**
 * In a text that defines no label at all: words in brackets, and a label of words. `[a][b]` is an index, `[-a][file]`
 * a synopsis, `[Name][Title]` a form in a text without any link, and `[it][pkg.Class]` is resolved by the tool that
 * builds the pages.
 */
const isSurelyLink = (shown: string, given: string, text: string): boolean =>
  given === ''
    ? /^\p{Lu}[\p{L}\d'’-]*(?: [\p{L}\d'’-]+){1,8}$/u.test(shown)
    : /\p{L}{3}/u.test(shown) &&
      !/^[-@^$<]|\||\.{3}/.test(shown) &&
      /^[\p{L}\d][\p{L}\d_ -]{2,60}$/u.test(given) &&
      /\p{L}{3}/u.test(given) &&
      (/[\d_-]/.test(given) || text.includes(']('));

/** `[#12]` without its definition where all others of this shape have one. */
function undefinedShortcuts(
  { text, masked, markdown, lineAt }: RuleDocument,
  names: readonly string[],
  defined: ReadonlySet<string>,
): readonly Hit[] {
  const shapes = Map.groupBy(names, shapeOf);
  const hits = [...masked.matchAll(SHORTCUT)].flatMap(({ index, 0: { length } }) => {
    const whole = text.slice(index, index + length);
    const name = whole.slice(1, -1);
    const shape = shapeOf(name);
    if (shape === undefined || (shapes.get(shape)?.length ?? 0) < MIN_SHAPED) return [];
    if (defined.has(label(name)) || markdown?.[lineAt(index) - 1]?.kind === 'definition') return [];
    return [{ shape, hit: hitAt(index, whole, name) }];
  });
  return [...Map.groupBy(hits, ({ shape }) => shape)].flatMap(([shape, lost]) => {
    const labels = new Set(lost.map(({ hit }) => text.slice(hit.start, hit.end)));
    return labels.size > MAX_SINGLE || labels.size * MIN_SHAPED > (shapes.get(shape)?.length ?? 0)
      ? []
      : lost.map(({ hit }) => hit);
  });
}
