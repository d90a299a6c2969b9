import { isContentsLine } from './clauses.ts';
import { readsAsOther, saysOwn } from './otherTexts.ts';
import type { RuleDocument } from './ruleDocument.ts';

/** Words for labelled parts of a text, including those of contracts in other languages. */
export const KINDS = [
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
/** `ZZ`: sorts after all single letters. */
export const DOUBLED = /^([A-HJ-UWYZ])\1$/;
/** `Schedule 13D`, `Schedule K-1`, `Exhibit 99.1`: forms and exhibits of filings with an authority. */
const FILED = /^(?:Schedule (?:1[34][A-Z](?:-\d)?|TO|K-\d|[A-E] of Form)|Exhibit (?:\d{1,3}\.\d))/;
const LABEL =
  '(?:[A-Z]{1,3}-?\\d{1,3}|\\d{1,3}(?:[.-]\\d{1,3}){0,3}[A-Z]?(?:-\\d{1,3})?|(?:[A-Z]{1,2}|[IVX]{1,6})(?:-[A-Z](?![\\w]))?)(?![\\w&]|\\.\\d)';
const REFERENCE = new RegExp(
  `\\b(${KINDS.join('|')})(s?|es) ["'(]?(${LABEL})["')]?(?:(?:,? (?:and|or) |, )["']?(${LABEL})["']?)?`,
  'g',
);
const OTHER_TEXT =
  /^["')]?,?\s{0,2}(?:to|of|in|hereto to) (?:the|any|such|its|that|each|an?|Form|Part|[A-Z])/;
const OWN_TEXT =
  /^["')]?,?\s{0,2}(?:to|of|in|hereto to) (?:this|the (?:present|foregoing)|the Agreement\b)/;

/** Characters at the start of a text in which the number of its filing is said. */
const FILING_REACH = 300;
/** `Schedule 1 drugs`: the schedules of a law on drugs. */
const OF_DRUGS = /^[ ,](?:and \w+ )?(?:controlled|drugs?|substances?|narcotics?)\b/i;
/** `Appendix H and Appendix J of the Scope of Work`: what follows a list is said of all of it. */
const LISTED = new RegExp(
  `^(?:["')]?,? (?:and|or) (?:the )?(?:(?:${KINDS.join('|')})(?:s|es)? )?["'(]?${LABEL})+(?=["')]?,? (?:of|to|in) )`,
);
/** `filed as Exhibit 99`, `attached to your Employment Agreement as Exhibit D`, `<<Appendix A>>`: parts of another text or links. */
const ELSEWHERE_BEFORE =
  /\bfiled (?:herewith )?as (?:an? )?$|\battached to (?:the|your|his|her|its|such|that) [A-Z][^.;\n]{0,60} as $|<<$|\bhttps?:\S+ (?:[Ss]ee )?(?:the )?$/;

/** `40 CFR Part 60, Appendix A`, `ASME PTC 19.2 (Chapter 3`: a division of another, named text. */
const ANOTHER_BEFORE =
  /(?:Part|CFR|C\.F\.R\.|[A-Z]{2,}|[A-Z]{2,} ?[\d.]+|Regulations?|Code|Act|Title|Forms?|Rate|Tariff) ?[\dA-Z.-]*,? ?\(?$/;

/** `[Annex 1](https://...)`, `Annex 1 <https://...>`: the link tells the place, which may be in another text. */
const LINKED_AFTER = /^[^\n[\]<>]{0,60}(?:\]\(|<(?:https?:|\.{0,2}\/))/;

/** `Schedule B-2 of the title commitment`: insurers of titles to land name their schedules so, in every policy. */
const OF_TITLE_POLICY = /^Schedules? [AB](?:-?(?:[12]|I{1,2}))?\b/;
const TITLE_POLICY = /\btitle (?:insur|commitment|polic|report|compan|exception)/i;
/** Characters around such a schedule in which the policy is named. */
const POLICY_REACH = 400;

/** `Exhibit A, Exhibit B`: one after the other, and not one of the other. */
const IN_SERIES = new RegExp(`\\b(?:${KINDS.join('|')})s? ${LABEL},? $`);

/** A part of a text that a word and a label name: `Exhibit A`, `Table 3`. */
export interface Mention {
  readonly kind: string;
  readonly label: string;
  readonly start: number;
  readonly end: number;
  /** False where the words behind it say that it is of another text. */
  readonly own: boolean;
}

/** Characters before a mention that may say whose it is. */
const BEFORE_REACH = 90;
const unwrapped = (text: string, at: number): string =>
  text.slice(Math.max(0, at - BEFORE_REACH), at).replace(/\s+/g, ' ');

/** All mentions of labelled parts that may be parts of this text. */
export function mentionsOf(doc: RuleDocument): readonly Mention[] {
  const { flat, text } = doc;
  const mentions: Mention[] = [];
  for (const found of flat.matchAll(REFERENCE)) {
    const [whole, kind = '', plural = '', first = '', second] = found;
    const end = found.index + whole.length;
    // Split by a line break, or at the start of a line, it may be a title instead of a reference.
    const shown = text.slice(found.index, end);
    const before = flat.slice(Math.max(0, found.index - BEFORE_REACH), found.index);
    const opens =
      /(?:^|\n)[\s>#*_|]*$/.test(before) && !/^,?\s[a-z]/.test(flat.slice(end, end + 4));
    if (opens || (/[\n\r]/.test(shown) && !/\b[a-z]{2,12} {1,3}$/.test(before))) continue;
    // `... - Exhibit 1.4` is a page header; `Appendices and Exhibits 28` is a line of the contents.
    if (/[-–—]\s{1,3}$/.test(before) || (plural !== '' && second === undefined)) continue;
    if (FILED.test(whole.replace(/\s+/g, ' '))) continue;
    const rest = flat.slice(end, end + 90);
    const after = rest.slice(LISTED.exec(rest)?.[0].length ?? 0).slice(0, 24);
    const own =
      !/\bthis $/i.test(before) &&
      !ELSEWHERE_BEFORE.test(unwrapped(text, found.index)) &&
      !OF_DRUGS.test(rest) &&
      !(
        OF_TITLE_POLICY.test(whole.replace(/\s+/g, ' ')) &&
        TITLE_POLICY.test(flat.slice(Math.max(0, found.index - POLICY_REACH), end + POLICY_REACH))
      ) &&
      (saysOwn(flat, found.index, end) ||
        IN_SERIES.test(before) ||
        !readsAsOther(flat, found.index, end)) &&
      !ANOTHER_BEFORE.test(before.slice(-30)) &&
      !LINKED_AFTER.test(text.slice(end, end + 80)) &&
      (OWN_TEXT.test(after) || !OTHER_TEXT.test(after));
    for (const label of [first, second]) {
      if (label === undefined || /^10\.\d/.test(label)) continue;
      if (kind === 'Exhibit' && plural !== '' && /^\d{2,3}\.\d/.test(label)) continue;
      if (kind === 'Exhibit' && found.index < FILING_REACH && /^\d+$/.test(label)) continue;
      if (/^[A-Z]{2}$/.test(label) && !DOUBLED.test(label) && kind !== 'Exhibit') continue;
      if (label === 'A' && /^ [a-z]/.test(after) && kind === 'Table') continue;
      const at = found.index + (label === first ? 0 : whole.lastIndexOf(label));
      const from = label === first ? whole.indexOf(label, kind.length + plural.length) : 0;
      mentions.push({ kind, label, start: at, end: at + from + label.length, own });
    }
  }
  return mentions;
}

/** Before a title: the start of a line, the end of a sentence, a page number, a mark, capitals; never a word or a comma. */
const TITLE_BEFORE =
  /(?:^|[\n\r.;:!?)\]*#|>_“”"–—-]|\d|\s{3}|\b[A-Z]{2,})["'“*#([|>_]{0,4}\s{0,12}(?:<a [^>]{1,80}>)?["'“*#([|>_]{0,8}$/;
/** The sentence goes on: it is no title. */
const GOES_ON = /^["'”)]{0,2}(?:,|;|\)|\s{1,3}(?:\(?[a-z]{2,}))/;

/** `... Intellectual Property Schedule 3.1 Trademarks Schedule 3.3`: a list whose lines a conversion joined. */
const LISTED_BEFORE = /\b[A-Z][\w'-]*\s{1,4}$/;
const LISTED_AFTER = /^["'”)]?\s{1,4}[-–—]?\s?[A-Z][a-zA-Z]/;

/** Labels that occur in the text itself: titles, captions and entries of a list of exhibits. */
export function targetsOf(kind: string, { masked }: RuleDocument): ReadonlySet<string> {
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
    if (kind === 'Exhibit' && found.index < FILING_REACH && /^\d+(?:\.\d+)*$/.test(label)) continue;
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
  if (kind === 'Figure') {
    for (const [, label = ''] of masked.matchAll(
      /(?:^|[\n\r])[ \t>#*_|]{0,40}(?:Fig|FIG)\.?\s?(\d{1,3})\b/g,
    ))
      targets.add(label);
  }
  for (const found of masked.matchAll(/!\[([^\]\n]{1,80})\]/g)) {
    const label = new RegExp(`^${kind} (${LABEL})`).exec(found[1] ?? '')?.[1];
    if (label !== undefined) targets.add(label.toUpperCase());
  }
  return targets;
}
