import { DOUBLED, KINDS, mentionsOf, targetsOf, type Mention } from '../labelledParts.ts';
import { t } from '../../core/text/l10n.ts';
import { romanToNumber } from '../numberWords.ts';
import { isAmendment } from '../otherTexts.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import type { Hit, Rule } from '../types.ts';

/** Parts that are attached to a text; tables and figures are within it, and their captions may be pictures. */
const ATTACHED: ReadonlySet<string> = new Set([
  'Exhibit',
  'Schedule',
  'Annex',
  'Appendix',
  'Attachment',
]);
/** From this many labelled parts on, with enough of the series present, the series is expected to be complete. */
const MIN_SERIES = 2;
const MIN_FILLED = 0.75;
/** Up to this many labels of a kind that are not here are told one by one; more of them are kept elsewhere. */
const MAX_SINGLE = 2;
/** Labels listed in the finding about those. */
const MAX_NAMED = 12;
/**
 * If no table or figure is labelled here and no earlier one is named, a label at least this far into the series is not
 * a conversion error.
 */
const FAR = 8;
/** Characters of such a text, at least: a short one may refer its reader to a book. */
const LONG = 20_000;
/** A number this large does not belong to attachments that are named by letters. */
const FAR_ATTACHMENT = 20;
/** Larger numbers are house numbers. */
const MAX_NUMBER = 150;
type Targets = ReadonlyMap<string, ReadonlySet<string>>;

export const namedReferences: Rule = {
  id: 'named-reference',
  title: t('Reference to an attachment, table or figure that is not here'),
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'minor',
  confidence: 0.75,
  find(doc) {
    const byKind = Map.groupBy(mentionsOf(doc), ({ kind }) => kind);
    const targets = new Map<string, ReadonlySet<string>>(
      KINDS.map(kind => [kind, targetsOf(kind, doc)]),
    );
    return [...byKind].flatMap(([kind, mentions]) =>
      ATTACHED.has(kind)
        ? missingParts(kind, mentions, targets, doc)
        : missingOf(mentions, targets.get(kind) ?? new Set<string>(), doc),
    );
  },
};

/** Tables and figures: only a gap in a series, or a label that fits no series, is told. */
function missingOf(
  mentions: readonly Mention[],
  targets: ReadonlySet<string>,
  doc: RuleDocument,
): readonly Hit[] {
  // `{: #flow title="Flow"}`: the tool that builds the text numbers what has a title.
  if (/^\{:[^}\n]{0,120}\btitle=/m.test(doc.text)) return [];
  const byLabel = Map.groupBy(mentions, ({ label }) => label);
  const hits: Hit[] = [];
  for (const [label, places] of byLabel) {
    const [first] = places;
    if (!first || isHere(label, targets) || places.some(({ own }) => !own)) continue;
    const why = whyMissing(first.kind, label, targets, byLabel, doc);
    if (why) hits.push(hitAt(places, why.message, why.confidence));
  }
  return hits;
}

/**
 * Exhibits, schedules and other attachments. A few that are not here are told one by one; where most are kept
 * elsewhere, as in filed contracts, they are one note.
 */
function missingParts(
  kind: string,
  mentions: readonly Mention[],
  targets: Targets,
  doc: RuleDocument,
): readonly Hit[] {
  const here = targets.get(kind) ?? new Set<string>();
  // What an amendment names may be attached to the text that it changes, if it does not say that it is attached here.
  const isOurs = isAmendment(doc.flat) ? isAttachedHere(doc.flat) : () => true;
  const lost = [...Map.groupBy(mentions, ({ label }) => label)].filter(
    ([label, places]) =>
      !isHere(label, here) && places.every(({ own }) => own) && places.some(isOurs),
  );
  const [first] = lost;
  if (!first) return [];
  if (lost.length <= Math.max(MAX_SINGLE, here.size)) {
    return lost.map(([label, places]) =>
      hitAt(
        places,
        here.size > 0
          ? t('The text has {0}, but no {1}.', nameSome(kind, here), `${kind} ${label}`)
          : t('The text names {0}, but no part of it is so called.', `${kind} ${label}`),
        here.size > 0 ? 0.8 : 0.6,
      ),
    );
  }
  const labels = lost.map(([label]) => label).sort(byNumber);
  const shown = labels.slice(0, MAX_NAMED).join(', ');
  const more = labels.length > MAX_NAMED ? t(' and {0} more', labels.length - MAX_NAMED) : '';
  return [
    {
      ...hitAt(
        first[1],
        here.size > 0
          ? t(
              '{0} are named, but none of them is in this text, which has {1}.',
              `${pluralOf(kind)} ${shown}${more}`,
              nameSome(kind, here),
            )
          : t(
              '{0} are named, but none of them is in this text.',
              `${pluralOf(kind)} ${shown}${more}`,
            ),
        0.6,
      ),
      title: t('{0} are named that are not here', pluralOf(kind)),
      severity: 'note',
    },
  ];
}

/** Characters before a mention in which a quotation may be opened. */
const QUOTE_REACH = 400;
const ATTACHED_BEFORE =
  /\b(?:attached|annexed|appended|enclosed)(?: hereto| herewith| to this [A-Z]\w+)?(?: as)?(?: the)? ["'(]?$/;
const ATTACHED_AFTER =
  /^["')]{0,2},? ?(?:(?:is |are )?(?:attached|annexed|appended) )?(?:hereto|to this (?:[A-Z]\w+ )*(?:Amendment|Addendum|Supplement|Waiver))\b/;

/** True if the words say that the part is attached to this very text, and stand in no quotation from another. */
const isAttachedHere =
  (flat: string) =>
  ({ start, end }: Mention): boolean => {
    const before = flat.slice(Math.max(0, start - QUOTE_REACH), start);
    const line = before.slice(before.lastIndexOf('\n') + 1);
    if ((line.match(/"/g)?.length ?? 0) % 2 === 1) return false;
    return ATTACHED_BEFORE.test(line) || ATTACHED_AFTER.test(flat.slice(end, end + 60));
  };

const hitAt = (places: readonly Mention[], message: string, confidence: number): Hit => {
  const [first] = places;
  return {
    start: first?.start ?? 0,
    end: first?.end ?? 0,
    message:
      places.length > 1
        ? t('{0} It is named in {1} places; this is the first.', message, places.length)
        : message,
    confidence,
  };
};

/** True if the text has the part, the part it belongs to, or parts of it. */
const isHere = (label: string, targets: ReadonlySet<string>): boolean => {
  // Clauses taken from elsewhere count in Roman numerals what the text itself counts in digits.
  const number = /^[IVX]+$/.test(label) ? romanToNumber(label) : undefined;
  if (number !== undefined && targets.has(String(number))) return true;
  const base = /^(?:\d+|[A-Z]+)/.exec(label)?.[0] ?? label;
  return (
    targets.has(label.toUpperCase()) ||
    (base !== label && targets.has(base)) ||
    [...targets].some(
      target =>
        target.startsWith(label) &&
        !/^[A-Z]/.test(target.slice(label.length)) &&
        !/^\d$/.test(target.slice(label.length)),
    )
  );
};

const PICTURE =
  /!\[|<(?:img|svg|picture|figure|object|PAGE)\b|\b(?:image|figure|plantuml|diagram)::|mermaid|\\includegraphics|\[(?:FIGURE|IMAGE|GRAPHIC|CHART)/i;
const TABLE =
  /<t(?:able|r|d|h)\b|^[ \t]*\|.*\|[ \t]*$|^\|={3}|(?:csv-|list-)?table::|\\begin\{tab|^[ \t]*[+=-]{3,}(?:[ +][+=-]{2,})+[ \t]*$|\S(?: {3,}|\t+)\S.*\n.*\S(?: {3,}|\t+)\S/im;

/** True if the text has pictures or tables at all: one without a caption may be the one that is named. */
const mayHold = (kind: string, { text }: RuleDocument): boolean =>
  /^(?:Figure|Abbildung)$/.test(kind) ? PICTURE.test(text) : TABLE.test(text);

function whyMissing(
  kind: string,
  label: string,
  targets: ReadonlySet<string>,
  byLabel: ReadonlyMap<string, readonly Mention[]>,
  doc: RuleDocument,
): { readonly message: string; readonly confidence: number } | undefined {
  const places = byLabel.get(label) ?? [];
  const others = [...byLabel.keys()].filter(other => other !== label);
  const series = seriesOf(label, targets);
  if (series.length >= MIN_SERIES) {
    const last = Math.max(...series.map(placeOf));
    const absent = others.filter(o => !targets.has(o.toUpperCase())).length;
    // Pictures without a caption leave gaps: report a missing one only in an otherwise complete series.
    if (series.length >= last * MIN_FILLED && absent <= series.length * (1 - MIN_FILLED)) {
      return {
        message: t(
          'The text has {0}, but no {1}.',
          nameSome(kind, new Set(series)),
          `${kind} ${label}`,
        ),
        confidence: 0.8,
      };
    }
  }
  const isFar = doc.flat.length > LONG && placeOf(label) >= FAR;
  if (
    targets.size === 0 &&
    byLabel.size <= 2 &&
    placeOf(label) < MAX_NUMBER &&
    (isFar || !mayHold(kind, doc))
  ) {
    return {
      message: t('The text names {0}, but nothing in it is so labelled.', `${kind} ${label}`),
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
  t(
    '{0} does not fit the others that are named here ({1}).',
    `${kind} ${label}`,
    [...others].sort(byNumber).slice(-4).join(', '),
  );

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

function nameSome(kind: string, targets: ReadonlySet<string>): string {
  const sorted = [...targets].sort(byNumber);
  if (sorted.length === 1) return `${kind} ${sorted[0] ?? ''}`;
  return sorted.length <= 6
    ? `${pluralOf(kind)} ${sorted.join(', ')}`
    : `${pluralOf(kind)} ${sorted[0]} to ${sorted.at(-1)}`;
}

const pluralOf = (kind: string): string =>
  kind === 'Appendix' ? 'Appendices' : `${kind}${kind.endsWith('x') ? 'es' : 's'}`;
