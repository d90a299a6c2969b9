import { isContentsLine } from '../clauses.ts';
import { t } from '../../core/text/l10n.ts';
import { romanToNumber } from '../numberWords.ts';
import { isAmendment, readsAsOther, saysOwn } from '../otherTexts.ts';
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
/** `ZZ`: sorts after all single letters. */
const DOUBLED = /^([A-HJ-UWYZ])\1$/;
/**
 * If no table or figure is labelled here and no earlier one is named, a label at least this far into the series is not
 * a conversion error.
 */
const FAR = 8;
/** A number this large does not belong to attachments that are named by letters. */
const FAR_ATTACHMENT = 20;
/** `Schedule 13D`, `Schedule K-1`, `Exhibit 99.1`: forms and exhibits of filings with an authority. */
const FILED = /^(?:Schedule (?:1[34][A-Z](?:-\d)?|TO|K-\d|[A-E] of Form)|Exhibit (?:\d{1,3}\.\d))/;
/** Larger numbers are house numbers. */
const MAX_NUMBER = 150;
const LABEL =
  '(?:[A-Z]{1,3}-?\\d{1,3}|\\d{1,3}(?:[.-]\\d{1,3}){0,3}[A-Z]?(?:-\\d{1,3})?|(?:[A-Z]{1,2}|[IVX]{1,6})(?:-[A-Z](?![\\w]))?)(?![\\w]|\\.\\d)';
const REFERENCE = new RegExp(
  `\\b(${KINDS.join('|')})(s?|es) ["'(]?(${LABEL})["')]?(?:(?:,? (?:and|or) |, )["']?(${LABEL})["']?)?`,
  'g',
);
const OTHER_TEXT =
  /^["')]?,?\s{0,2}(?:to|of|in|hereto to) (?:the|any|such|its|that|each|an?|Form|Part|[A-Z])/;
const OWN_TEXT =
  /^["')]?,?\s{0,2}(?:to|of|in|hereto to) (?:this|the (?:present|foregoing)|the Agreement\b)/;

/** `40 CFR Part 60, Appendix A`, `ASME PTC 19.2 (Chapter 3`: a division of another, named text. */
const ANOTHER_BEFORE =
  /(?:Part|CFR|C\.F\.R\.|[A-Z]{2,}|[A-Z]{2,} ?[\d.]+|Regulations?|Code|Act|Title|Forms?|Rate|Tariff) ?[\dA-Z.-]*,? ?\(?$/;

/** `Exhibit A, Exhibit B`: one after the other, and not one of the other. */
const IN_SERIES = new RegExp(`\\b(?:${KINDS.join('|')})s? ${LABEL},? $`);

interface Mention {
  readonly kind: string;
  readonly label: string;
  readonly start: number;
  readonly end: number;
  /** False where the words behind it say that it is of another text. */
  readonly own: boolean;
}
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

/** All mentions of labelled parts that may be parts of this text. */
function mentionsOf(doc: RuleDocument): readonly Mention[] {
  const { flat, text } = doc;
  const mentions: Mention[] = [];
  for (const found of flat.matchAll(REFERENCE)) {
    const [whole, kind = '', plural = '', first = '', second] = found;
    const end = found.index + whole.length;
    // Split by a line break, or at the start of a line, it may be a title instead of a reference.
    const shown = text.slice(found.index, end);
    const before = flat.slice(Math.max(0, found.index - 40), found.index);
    const opens =
      /(?:^|\n)[\s>#*_|]*$/.test(before) && !/^,?\s[a-z]/.test(flat.slice(end, end + 4));
    if (opens || (/[\n\r]/.test(shown) && !/\b[a-z]{2,12} {1,3}$/.test(before))) continue;
    // `... - Exhibit 1.4` is a page header; `Appendices and Exhibits 28` is a line of the contents.
    if (/[-–—]\s{1,3}$/.test(before) || (plural !== '' && second === undefined)) continue;
    if (FILED.test(whole.replace(/\s+/g, ' '))) continue;
    const after = flat.slice(end, end + 24);
    const own =
      !/\bthis $/i.test(before) &&
      (saysOwn(flat, found.index, end) ||
        IN_SERIES.test(before) ||
        !readsAsOther(flat, found.index, end)) &&
      !ANOTHER_BEFORE.test(before.slice(-30)) &&
      (OWN_TEXT.test(after) || !OTHER_TEXT.test(after));
    for (const label of [first, second]) {
      if (label === undefined || /^10\.\d/.test(label)) continue;
      if (/^[A-Z]{2}$/.test(label) && !DOUBLED.test(label) && kind !== 'Exhibit') continue;
      if (label === 'A' && /^ [a-z]/.test(after) && kind === 'Table') continue;
      const at = found.index + (label === first ? 0 : whole.lastIndexOf(label));
      const from = label === first ? whole.indexOf(label, kind.length + plural.length) : 0;
      mentions.push({ kind, label, start: at, end: at + from + label.length, own });
    }
  }
  return mentions;
}

/** Tables and figures: only a gap in a series, or a label that fits no series, is told. */
function missingOf(
  mentions: readonly Mention[],
  targets: ReadonlySet<string>,
  doc: RuleDocument,
): readonly Hit[] {
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
  const hasAny = [...ATTACHED].some(name => (targets.get(name)?.size ?? 0) > 0);
  // What an amendment names may be attached to the text that it changes.
  if (isAmendment(doc.flat)) return [];
  const isOurs = hasAny || isAgreement(doc.flat) ? () => true : isPromised(doc.flat);
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

/** A guide or an article names the attachments of others; an agreement names its own. */
const AGREES =
  /\b(?:hereto|hereof|hereunder|herein|hereby|this (?:[A-Z]\w+ ){0,2}(?:Agreement|Contract|Addendum|Lease|Deed|Policy|DPA|License)|these (?:[A-Z]\w+ )?(?:Terms|Conditions))\b/g;
/** Such words of a text, at least, and characters for each of them, at most. */
const MIN_AGREES = 4;
const CHARS_AN_AGREES = 4000;
const isAgreement = (flat: string): boolean => {
  const said = flat.match(AGREES)?.length ?? 0;
  return said >= MIN_AGREES && said * CHARS_AN_AGREES > flat.length;
};
/** The text says that the part is its own, or sends its reader there. */
const CLAIMED = /\b(?:attached|annexed|appended|enclosed|hereto|below|above)\b/i;
const SENDS =
  /\b(?:see(?: also)?|refer to|subject to|in accordance with|(?:set (?:out|forth)|listed|described|given|shown|contained|specified|detailed|provided|found|included|attached|outlined|stated|defined|explained) (?:in|on|as|at|by))(?: the)? ["'(]?$/i;
/** Characters before a mention in which a quotation may be opened. */
const QUOTE_REACH = 400;
const isPromised =
  (flat: string) =>
  ({ start, end }: Mention): boolean => {
    const before = flat.slice(Math.max(0, start - QUOTE_REACH), start);
    const line = before.slice(before.lastIndexOf('\n') + 1);
    // Another text is quoted.
    if ((line.match(/"/g)?.length ?? 0) % 2 === 1) return false;
    return SENDS.test(line) || CLAIMED.test(line.slice(-30) + flat.slice(end, end + 30));
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
  if (
    targets.size === 0 &&
    byLabel.size <= 2 &&
    doc.flat.length > 20_000 &&
    placeOf(label) >= FAR &&
    placeOf(label) < MAX_NUMBER
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

/** Before a title: the start of a line, the end of a sentence, a page number, a mark, capitals; never a word or a comma. */
const TITLE_BEFORE =
  /(?:^|[\n\r.;:!?)\]*#|>_“”"–—-]|\d|\s{3}|\b[A-Z]{2,})["'“*#([|>_]{0,4}\s{0,12}(?:<a [^>]{1,80}>)?["'“*#([|>_]{0,8}$/;
/** The sentence goes on: it is no title. */
const GOES_ON = /^["'”)]{0,2}(?:,|;|\)|\s{1,3}(?:\(?[a-z]{2,}))/;

/** `... Intellectual Property Schedule 3.1 Trademarks Schedule 3.3`: a list whose lines a conversion joined. */
const LISTED_BEFORE = /\b[A-Z][\w'-]*\s{1,4}$/;
const LISTED_AFTER = /^["'”)]?\s{1,4}[-–—]?\s?[A-Z][a-zA-Z]/;
/** Characters at the start of a text in which the number of its filing is said. */
const FILING_REACH = 300;

/** Labels that occur in the text itself: titles, captions and entries of a list of exhibits. */
function targetsOf(kind: string, { masked }: RuleDocument): ReadonlySet<string> {
  const title = new RegExp(
    `(?:${kind}|${kind.toUpperCase()})[ \\t\\u00a0]{1,4}["“'(]?(${LABEL})((?:\\([a-z0-9]{1,4}\\))*)`,
    'g',
  );
  const targets = new Set<string>();
  for (const found of masked.matchAll(title)) {
    const [whole, label = ''] = found;
    const end = found.index + whole.length;
    // The number under which the text was filed with an authority is not one of its own labels.
    if (/^10\.\d/.test(label) || /^(?:TO|OF|AND|OR|IN)$/.test(label)) continue;
    if (kind === 'Exhibit' && found.index < FILING_REACH && /^\d+\.\d/.test(label)) continue;
    const before = masked.slice(Math.max(0, found.index - 110), found.index);
    const line = before.slice(before.search(/[^\n\r]*$/));
    const opens = /^[\s>|]*$/.test(line);
    const marked = /[#*|]\W{0,8}$/.test(line) || (opens && whole.startsWith(kind.toUpperCase()));
    const after = masked.slice(end, end + 200);
    if (marked || isContentsLine(`${line}${whole}${after.split(/[\n\r]/, 1)[0] ?? ''}`)) {
      targets.add(label.toUpperCase());
      continue;
    }
    const ends = /^\.[ ]*(?:[\n\r]|$)/.test(after);
    const listed = LISTED_BEFORE.test(before) && LISTED_AFTER.test(after);
    if (listed || (TITLE_BEFORE.test(before) && !GOES_ON.test(after) && !(opens && ends)))
      targets.add(label.toUpperCase());
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
  if (sorted.length === 1) return `${kind} ${sorted[0] ?? ''}`;
  return sorted.length <= 6
    ? `${pluralOf(kind)} ${sorted.join(', ')}`
    : `${pluralOf(kind)} ${sorted[0]} to ${sorted.at(-1)}`;
}

const pluralOf = (kind: string): string =>
  kind === 'Appendix' ? 'Appendices' : `${kind}${kind.endsWith('x') ? 'es' : 's'}`;
