import { slugOf } from '../slug.ts';
import { t } from '../../core/text/l10n.ts';
import type { LinkProbe, RuleDocument } from '../ruleDocument.ts';
import { INCLUDES, label, undefinedLabels } from './linkLabels.ts';
import type { Hit, Rule } from '../types.ts';

const INLINE =
  /(!?)\[((?:[^[\]\n]|\[[^[\]\n]{0,200}\]){0,500})\]\(\s*<?([^()\s<>]{0,1000}(?:\([^()\s]{0,200}\)[^()\s<>]{0,500})?)>?(?:\s+["'(][^\n]{0,200}?["')])?\s*\)/g;
const DEFINITION = /^ {0,3}\[([^\]\n]{1,300})\]:\s*<?([^\s<>]{1,1000})>?/gm;
/** A label of letters and digits, and no class of characters in a regular expression: `([^abc]+)`. */
const FOOTNOTE = /(?<!\()\[\^([\p{L}\p{N}_][\p{L}\p{N}_.:*-]{0,59})\](?![:+*?{])/gu;
const FOOTNOTE_BODY = /^[ \t>]{0,40}(?:[-*+] {1,4})?\[\^([^\]\s]{1,60})\]:/gm;

/** If a larger share of the text's own anchors is broken, another tool generates them. */
const MAX_BROKEN = 0.3;

export const links: Rule = {
  id: 'link',
  title: t('Link leads nowhere'),
  serves: { markdown: 'accuracy' },
  severity: 'minor',
  confidence: 0.85,
  find(doc) {
    const targets = targetsOf(doc);
    return [
      ...anchors(doc, targets),
      ...files(doc, targets),
      ...undefinedLabels(doc),
      ...footnotes(doc),
    ];
  },
};

interface Target {
  readonly url: string;
  /** The label of a link definition. */
  readonly label?: string;
  readonly start: number;
  readonly end: number;
}

/** Link targets. Text in code is left out, because code shows links without making them. */
function targetsOf(doc: RuleDocument): readonly Target[] {
  const { text } = doc;
  const targets: Target[] = [];
  for (const pattern of [INLINE, DEFINITION]) {
    for (const found of text.matchAll(pattern)) {
      const url = (pattern === INLINE ? found[3] : found[2]) ?? '';
      const start = found.index + found[0].lastIndexOf(url);
      if (isCode(doc, found.index + found[0].search(/\[/))) continue;
      // `` `Logger` `` is linked by the tool that builds the pages; without words nothing can be clicked.
      if (url.startsWith('^') || url.startsWith('`')) continue;
      if (pattern === INLINE && found[1] === '' && found[2] === '' && url.startsWith('#')) continue;
      targets.push({
        url,
        start,
        end: start + url.length,
        ...(pattern === DEFINITION ? { label: label(found[1] ?? '') } : {}),
      });
    }
  }
  return targets.sort((a, b) => a.start - b.start);
}

/** True inside fences, inline code, comments and front matter. */
function isCode(doc: RuleDocument, offset: number): boolean {
  const line = doc.markdown?.[doc.lineAt(offset) - 1];
  if (line && ['fence', 'code', 'comment', 'frontMatter'].includes(line.kind)) return true;
  if (line?.kind === 'definition') return false;
  return doc.masked[offset] !== doc.text[offset];
}

/** How often each label occurs in brackets; once means only its definition. */
function usesOf({ text }: RuleDocument): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const [, name] of text.matchAll(/\[([^[\]\n]{1,300})\](?!\()/g))
    uses.set(label(name ?? ''), (uses.get(label(name ?? '')) ?? 0) + 1);
  return uses;
}

function anchors(doc: RuleDocument, targets: readonly Target[]): readonly Hit[] {
  const uses = usesOf(doc);
  const own = targets.filter(
    ({ url, label: name }) =>
      /^#[^=/!]+$/.test(url) && (name === undefined || (uses.get(name) ?? 0) > 1),
  );
  if (own.length === 0) return [];
  const known = new Set<string>();
  const counts = new Map<string, number>();
  for (const heading of doc.headings) {
    const slug = slugOf(doc.text.slice(heading.start, heading.end));
    const times = counts.get(slug) ?? 0;
    counts.set(slug, times + 1);
    known.add(times === 0 ? slug : `${slug}-${times}`);
  }
  for (const [, id] of doc.text.matchAll(
    /\b(?:id|name)=["']([^"'\n]{1,200})["']|\{#([^}\s]{1,200})\}/g,
  )) {
    if (id !== undefined) known.add(id.toLowerCase());
  }
  for (const found of doc.text.matchAll(/\{#([^}\s]{1,200})\}/g))
    known.add((found[1] ?? '').toLowerCase());
  const broken = own.filter(target => {
    const wanted = decoded(target.url.slice(1)).toLowerCase();
    return !known.has(wanted) && wanted !== 'top' && !wanted.startsWith('fn');
  });
  const loose = new Set([...known].map(plain));
  // Other tools generate anchors by other rules: if many do not match ours, none can be judged.
  const ways = broken.map(({ url }) => decoded(url.slice(1)).toLowerCase());
  const strange = new Set(ways.filter(way => loose.has(plain(way)))).size;
  // The second of two equal headings, counted with `_1`.
  if (ways.some(way => /_\d$/.test(way) && known.has(way.replace(/_\d$/, '')))) return [];
  if (broken.length > 2 && broken.length > own.length * MAX_BROKEN) return [];
  if (strange > 1) return [];
  // None is found, and they are in a form that no heading here makes: another tool made them, or they are of other files.
  if (broken.length === own.length && ways.every((_, at) => MADE.test(broken[at]?.url ?? '')))
    return [];
  const isPart = isPartOfOther(doc);
  return broken.flatMap(target => {
    const near = nearest(decoded(target.url.slice(1)).toLowerCase(), known);
    // The heading may be in a text that this one includes, or that includes this one.
    if (near === undefined && isPart) return [];
    return {
      start: target.start,
      end: target.end,
      message:
        near === undefined
          ? t('No heading or anchor of this text is “{0}”.', target.url)
          : t('No heading or anchor of this text is “{0}”. There is “#{1}”.', target.url, near),
      ...(near === undefined ? {} : { suggestion: `#${near}` }),
    };
  });
}

/** A component of a page in MDX, read from another text. */
const IMPORTS = /^import\s[^\n]{1,200}\.mdx?["'];?\s*$/m;

/** True for a text that includes others, and for a piece of a page: it has front matter, but no title anywhere. */
function isPartOfOther({ text, markdown, headings }: RuleDocument): boolean {
  if (INCLUDES.test(text) || IMPORTS.test(text)) return true;
  const front = (markdown ?? []).filter(({ kind }) => kind === 'frontMatter');
  const [first, last] = [front[0], front.at(-1)];
  if (!first || !last) return false;
  const isTitled = /^["']?(?:title|name|layout|label)["']?\s*[:=]/im.test(
    text.slice(first.start, last.end),
  );
  return !isTitled && !headings.some(({ level }) => level === 1);
}

/** Anchors as tools make them: capitals (`#sec-Custom-Scalars`), a mark of a word processor, a number or code. */
const MADE = /^#(?!#).*\p{Lu}|^#_|^#(?=\D*\d)[\da-f-]{1,40}$/u;

/** Shorter anchors are near each other by chance. */
const MIN_ANCHOR = 8;

/** The one anchor that a slip of the hand tells from `wanted`: one sign too many, too few, wrong, or two exchanged. */
function nearest(wanted: string, known: ReadonlySet<string>): string | undefined {
  if (wanted.length < MIN_ANCHOR) return undefined;
  const near = [...known].filter(anchor => isOneSlip(wanted, anchor));
  return near.length === 1 ? near[0] : undefined;
}

function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - from && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a, b].map(text => text.slice(from, text.length - end));
  // A number that differs names another place: `section-12` is no slip of `section-13`.
  if (/\p{N}/u.test(`${left}${right}`)) return false;
  if (left === undefined || right === undefined) return false;
  const isExchanged = left.length === 2 && right === `${left[1]}${left[0]}`;
  return isExchanged || (left.length <= 1 && right.length <= 1);
}

/** The anchor without hyphens and punctuation, to match the rules of other tools. */
const plain = (anchor: string): string => anchor.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function files(doc: RuleDocument, targets: readonly Target[]): readonly Hit[] {
  const { probe } = doc;
  if (!probe) return [];
  const rules = RULE_IDS.test(doc.text);
  const labelled = LABELS.test(doc.text);
  const isPage = doc.markdown?.[0]?.kind === 'frontMatter';
  const relative = targets.filter(
    ({ url }) =>
      !(rules && RULE_ID.test(url)) &&
      !(isPage && ROUTE.test(url)) &&
      !(labelled && /^[\w/-]+$/.test(url)) &&
      !/^(?:[a-z][a-z\d+.-]*:|[#/?{$]|www\.)/i.test(url) &&
      url !== '',
  );
  const judged = new Map<string, boolean | undefined>();
  for (const { url } of relative.slice(0, 5000)) {
    const file = decoded(url.replace(/[?#].*$/s, ''));
    if (file !== '' && !judged.has(file)) judged.set(file, probe(file) || isBuilt(file, probe));
  }
  const lost = [...judged.values()].filter(found => found === false).length;
  // If hardly any link resolves, the file is not in the place it was written for.
  if (lost > 0 && lost >= judged.size / 2) return [];
  return relative.flatMap(target => {
    const file = decoded(target.url.replace(/[?#].*$/s, ''));
    return judged.get(file) === false
      ? [{ start: target.start, end: target.end, message: t('There is no file “{0}” here.', file) }]
      : [];
  });
}

/** `strategies.html` beside `strategies.md`: the page that is made from it. */
const SOURCES = ['.md', '.mdx', '.rst', '.adoc', '.qmd', '.ipynb'];
const isBuilt = (file: string, probe: LinkProbe): boolean =>
  /\.html?$/.test(file) && SOURCES.some(source => probe(file.replace(/\.html?$/, source)) === true);

/** A book that numbers its rules with ids, `r[expr.loop.intro]`, and links to them by these. */
const RULE_IDS = /^r\[[\w.-]{1,100}\]\s*$/m;
const RULE_ID = /^[A-Za-z][\w-]*(?:\.[\w-]+)*$(?<!\.(?:md|html?|txt|png|svg))/;

/** MyST names places with `(labels/how-to)=` above them, and links to the names. */
const LABELS = /^\([\w/.-]{1,100}\)=\s*$/m;

/** In a page of a site, `configuration#reporters` and `man/tool.8` are addresses of other pages, whatever its file is called. */
const ROUTE = /^(?:\.{0,2}\/)*[\w/-]*[\w-](?:\.\d[\w.]{0,9})?\/?(?:[?#]|$)/;

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

function footnotes(doc: RuleDocument): readonly Hit[] {
  const bodies = new Set([...doc.text.matchAll(FOOTNOTE_BODY)].map(found => found[1] ?? ''));
  return [...doc.masked.matchAll(FOOTNOTE)]
    .filter(found => !bodies.has(found[1] ?? ''))
    .map(found => ({
      start: found.index,
      end: found.index + found[0].length,
      title: t('Footnote does not exist'),
      message: t('There is no footnote “{0}”.', found[1] ?? ''),
    }));
}
