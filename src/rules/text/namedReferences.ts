import { isContentsLine } from '../clauses.ts';
import { readsAsOther, saysOwn } from '../otherTexts.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import type { Hit, Rule } from '../types.ts';

const KINDS = [
  'Exhibit',
  'Schedule',
  'Annex',
  'Appendix',
  'Attachment',
  'Table',
  'Figure',
  'Anlage',
  'Anhang',
  'Tabelle',
  'Abbildung',
  'Annexe',
  'Anexo',
  'Allegato',
  'Bijlage',
] as const;
/** From this many labelled attachments on, with enough of the series present, the series is expected to be complete. */
const MIN_SERIES = 2;
const MIN_FILLED = 0.75;
/** `ZZ`: sorts after all single letters. */
const DOUBLED = /^([A-HJ-UWYZ])\1$/;
/**
 * If no attachment is labelled here and no earlier one is named, a label at least this far into the series is not a
 * conversion error.
 */
const FAR = 8;
/** The same for exhibits and schedules, which are often filed separately. */
const FAR_ATTACHMENT = 20;
/** Larger numbers are house numbers. */
const MAX_NUMBER = 150;
const LABEL =
  '(?:[A-Z]{1,3}-?\\d{1,3}|\\d{1,3}(?:[.-]\\d{1,3}){0,3}[A-Z]?(?:-\\d{1,3})?|[A-Z]{1,2}|[IVX]{1,6})(?![\\w]|\\.\\d)';
const REFERENCE = new RegExp(`\\b(${KINDS.join('|')})s? (${LABEL})`, 'g');
const OTHER_TEXT = /^,?\s{0,2}(?:to|of|in|hereto to) (?:the|any|such|its|that|Form) /;

/** `40 CFR Part 60, Appendix A`, `ASME PTC 19.2 (Chapter 3`: a division of another, named text. */
const ANOTHER_BEFORE =
  /(?:Part|CFR|C\.F\.R\.|[A-Z]{2,}|[A-Z]{2,} ?[\d.]+|Regulations?|Code|Act|Title) ?[\dA-Z.-]*,? ?\(?$/;

interface Mention {
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

export const namedReferences: Rule = {
  id: 'named-reference',
  title: 'Reference to an attachment, table or figure that is not here',
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'minor',
  confidence: 0.75,
  find(doc) {
    return KINDS.flatMap(kind => missingOf(kind, doc));
  },
};

function missingOf(kind: string, doc: RuleDocument): readonly Hit[] {
  const targets = targetsOf(kind, doc);
  const mentions: Mention[] = [];
  for (const found of doc.flat.matchAll(REFERENCE)) {
    if (found[1] !== kind) continue;
    const label = found[2] ?? '';
    const end = found.index + found[0].length;
    if (/^10\.\d/.test(label)) continue;
    // Split by a line break, or at the start of a line, it may be a title instead of a reference.
    const shown = doc.text.slice(found.index, end);
    const before = doc.flat.slice(Math.max(0, found.index - 40), found.index);
    const opens = /(?:^|\n)[\s>#*_|]*$/.test(before);
    if (opens || (/[\n\r]/.test(shown) && !/\b[a-z]{2,12} {1,3}$/.test(before))) continue;
    // `... - Exhibit 1.4` is a page header.
    if (/[-–—]\s{1,3}$/.test(doc.flat.slice(Math.max(0, found.index - 4), found.index))) continue;
    if (!saysOwn(doc.flat, found.index, end) && readsAsOther(doc.flat, found.index, end)) continue;
    if (ANOTHER_BEFORE.test(doc.flat.slice(Math.max(0, found.index - 30), found.index))) continue;
    if (/^[A-Z]{2}$/.test(label) && !DOUBLED.test(label) && kind !== 'Exhibit') continue;
    if (label === 'A' && /^ [a-z]/.test(doc.flat.slice(end, end + 2)) && kind === 'Table') continue;
    mentions.push({ label, start: found.index, end });
  }
  const byLabel = Map.groupBy(mentions, mention => mention.label);
  const hits: Hit[] = [];
  for (const [label, places] of byLabel) {
    const [first] = places;
    if (!first || targets.has(label.toUpperCase())) continue;
    const why = whyMissing(kind, label, targets, byLabel, doc);
    if (!why) continue;
    if (places.some(({ end }) => OTHER_TEXT.test(doc.flat.slice(end, end + 20)))) continue;
    const more =
      places.length > 1 ? ` It is named in ${places.length} places; this is the first.` : '';
    hits.push({ ...why, start: first.start, end: first.end, message: `${why.message}${more}` });
  }
  return hits;
}

function whyMissing(
  kind: string,
  label: string,
  targets: ReadonlySet<string>,
  byLabel: ReadonlyMap<string, readonly Mention[]>,
  doc: RuleDocument,
): { readonly message: string; readonly confidence: number } | undefined {
  const places = byLabel.get(label) ?? [];
  const base = /^(\d+|[A-Z]+)/.exec(label)?.[0] ?? label;
  if (base !== label && targets.has(base)) return undefined;
  if ([...targets].some(target => target.startsWith(label))) return undefined;
  const others = [...byLabel.keys()].filter(other => other !== label);
  const series = seriesOf(label, targets);
  if (series.length >= MIN_SERIES) {
    const last = Math.max(...series.map(placeOf));
    const absent = others.filter(o => !targets.has(o.toUpperCase())).length;
    // Attachments that are kept elsewhere leave gaps: report a missing one only in an otherwise complete series.
    if (series.length >= last * MIN_FILLED && absent <= series.length * (1 - MIN_FILLED)) {
      return {
        message: `The text has ${nameSome(kind, new Set(series))}, but no ${kind} ${label}.`,
        confidence: 0.8,
      };
    }
  }
  const far = ['Table', 'Figure', 'Appendix'].includes(kind) ? FAR : FAR_ATTACHMENT;
  if (
    targets.size === 0 &&
    byLabel.size <= 2 &&
    doc.flat.length > 20_000 &&
    placeOf(label) >= far &&
    placeOf(label) < MAX_NUMBER
  ) {
    return {
      message: `The text names ${kind} ${label}, but no ${kind.toLowerCase()} in it is so labelled.`,
      confidence: 0.6,
    };
  }
  return isOutlier(kind, label, places.length, others);
}

/** The labels in this text that have the same form as this one, as a series. */
const seriesOf = (label: string, targets: ReadonlySet<string>): readonly string[] =>
  [...targets].filter(target => placeOf(target) > 0 && shapeOf(target) === shapeOf(label));

/** Labels of one series have the same form: letters, Roman numerals, numbers, or dotted numbers. */
function shapeOf(label: string): string {
  if (/^\d+$/.test(label)) return 'number';
  if (/^[IVX]{2,}$|^[IVX]$/.test(label)) return 'roman';
  return label.replace(/\d+/g, '1').replace(/[A-Z]+/gi, 'A');
}

/** Position in a series: 11 for `K`, 76 for `76`. */
const placeOf = (label: string): number =>
  /^\d+$/.test(label) ? Number(label) : /^[A-HJ-UWYZ]$/.test(label) ? label.charCodeAt(0) - 64 : 0;

/** A label mentioned once that does not fit the others: 86 where they end at 24, a letter where they are numbers. */
function isOutlier(
  kind: string,
  label: string,
  times: number,
  others: readonly string[],
): { readonly message: string; readonly confidence: number } | undefined {
  if (others.length === 0) return undefined;
  // `Exhibit ZZ` where the others are A to E fits no series, however often it is named.
  if (DOUBLED.test(label) && others.every(other => !/^[A-Z]{2}/.test(other)))
    return { message: doesNotFit(kind, label, others), confidence: 0.7 };
  if (times > 1) return undefined;
  const number = Number(/^\d+/.exec(label)?.[0] ?? NaN);
  const numbers = others.map(o => Number(/^\d+/.exec(o)?.[0] ?? NaN)).filter(Number.isFinite);
  const largest = Math.max(0, ...numbers);
  const message = doesNotFit(kind, label, others);
  if (numbers.length >= 3 && number > largest * 1.5 + 2) return { message, confidence: 0.7 };
  // `Exhibit 85` where the others are A to F.
  if (numbers.length === 0 && number >= FAR_ATTACHMENT && number < MAX_NUMBER)
    return { message, confidence: 0.7 };
  return undefined;
}

const doesNotFit = (kind: string, label: string, others: readonly string[]): string =>
  `${kind} ${label} does not fit the others that are named here (${[...others].sort(byNumber).slice(-4).join(', ')}).`;

/** Labels that occur in the text itself: titles, captions and entries of a list of exhibits, each on its own line. */
function targetsOf(kind: string, { masked }: RuleDocument): ReadonlySet<string> {
  const title = new RegExp(
    `(?:^|[\\n\\r])([^\\S\\n\\r]{0,60}[#>*_|"(\\[-]{0,8}[ \\t]{0,4}(?:<a [^>]{1,80}>)?(?:[A-Z][a-z]{2,12} [A-Z\\d]{1,4} [-–—:] )?(?:${kind}|${kind.toUpperCase()})[ \\t\\u00a0]{1,4})["“]?(${LABEL})([^\\n\\r]{0,200})`,
    'g',
  );
  const targets = new Set<string>();
  for (const [line, head = '', label = '', tail = ''] of masked.matchAll(title)) {
    // The number under which the text was filed with an authority is not one of its own labels.
    if (/^10\.\d/.test(label) || /^(?:TO|OF|AND|OR|IN)$/.test(label)) continue;
    const rest = tail.replace(/^(?:\([a-z0-9]{1,4}\))+/i, '');
    const heading = /[#*|]/.test(head) || head.includes(kind.toUpperCase());
    const sentence =
      /^[ ,;)]{0,2}[a-z(]/.test(rest) || /^[,;)]/.test(rest) || /^\.[ ]*$/.test(rest);
    if (heading || isContentsLine(line) || !sentence) targets.add(label.toUpperCase());
  }
  for (const found of masked.matchAll(/!\[([^\]\n]{1,80})\]/g)) {
    const label = new RegExp(`^${kind} (${LABEL})`).exec(found[1] ?? '')?.[1];
    if (label !== undefined) targets.add(label.toUpperCase());
  }
  return targets;
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

function nameSome(kind: string, targets: ReadonlySet<string>): string {
  const sorted = [...targets].sort(byNumber);
  const plural = kind === 'Appendix' ? 'Appendices' : `${kind}${kind.endsWith('x') ? 'es' : 's'}`;
  return sorted.length <= 6
    ? `${plural} ${sorted.join(', ')}`
    : `${plural} ${sorted[0]} to ${sorted.at(-1)}`;
}
