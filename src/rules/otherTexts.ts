/** Words for kinds of documents, in English: they tell whether a section is of this text or of another. */
const DOCUMENTS =
  'agreements?|contracts?|indenture|codes?|acts?|laws?|statutes?|regulations?|rules?|plans?|polic(?:y|ies)|manuals?|handbook|standards?|specifications?|spec|guides?|guidelines?|directives?|treaty|convention|constitution|charter|bylaws|lease|note|mortgage|deed|license|licence|rfc|pep|eip|erc|iso|ietf|posix|ieee|asme|astm|nfpa|ansi|erisa|cfr|book|volume|paper|report|draft|order|resolution|letter|amendment|memorandum|prospectus|title|part|chapter|exhibit|schedule|annex|appendix|addendum';
const OWN_WORD =
  'this|the present|the foregoing|hereof|herein|hereunder|above|below|dieses|dieser|diesem|hiervon|oben|unten|présente?s?|ci-dessus|ci-dessous|este|esta|presente|questo|questa|dit|deze';

const OWN_AFTER = new RegExp(
  `^(?:\\s?\\([a-z0-9]{1,4}\\)){0,4},?\\s{1,3}(?:hereof|herein|above|below|(?:of|in|to|der|des|du|de|de la|del|della|van)\\s(?:${OWN_WORD})\\b(?! (?:chapter|title|part|subpart)))`,
  'iu',
);
const OWN_BEFORE = /\bthis\s{1,3}$/i;
const OTHER_AFTER =
  /^(?:\s?\([a-zA-Z0-9]{1,4}\)){0,5},?\s{0,2}(?:(?:of|to|in|under|from|thereof|therein|thereto)\b(?!\s(?:this|the (?:present|foregoing))\b)|,?\s(?:Township|Block|Lot|Range)\b|et seq|U\.?S\.?C|C\.?F\.?R|(?:Abs\.|Absatz|Satz|Nr\.|Unterabs\.)\s?\d+[^.;\n]{0,30}?\b[A-ZÄÖÜ]{2,}\w*|[A-ZÄÖÜ]{2,}[A-Za-z]*\b|[A-ZÄÖÜ][a-zäöüß]+(?:gesetz|ordnung|buch)(?:e?s)?\b|(?:du|de la|des|del|della|dello|der|van de|van het)\s(?!présent|presente|this|dies)\p{L})/u;
/** `Section 101(14) Comprehensive Environmental Response ... Act`, `Section 14, Sub Section 3 of Law 25,326`. */
const LAW_AFTER =
  /^(?:\s?\([a-zA-Z0-9]{1,4}\)){0,5},?\s{1,2}(?:(?:\p{Lu}[\p{L}'’-]*,?\s{1,2}(?:(?:and|of|for|on|to|the)\s{1,2}){0,3}){1,10}(?:Act|Code|Law|Regulations?|Directive|Statute|Ordinance|Treaty)\b|(?:[Ss]ub-? ?[Ss]ection|[Pp]aragraph|[Pp]oint|[Ii]ndent|[Ss]entence|[Ll]etter)\s{1,2}\(?\w{1,4}\)?,? of (?!this\b|the present\b))/u;
/** `, 12.3 (see `: what may occur between the name of a text and its section. */
const LABEL = `(?:,? ?(?:[#§]? ?[\\dA-Z][\\d.A-Za-z-]{0,12})?,?)?['"’]?s?\\s{0,2}[(["']{0,2}(?:[Ss]ee |in |at |under )?$`;
const KIND_BEFORE = new RegExp(`(?<!\\bthis )\\b(?:${DOCUMENTS})(?![a-z])(${LABEL})`, 'i');
const ONLY_LABEL = new RegExp(`^${LABEL}`);
/** `Credit Agreement, Section 4`; not `this letter agreement, including Exhibit A` or `as specified in Exhibit A`. */
const isOfKind = (before: string): boolean => {
  const label = KIND_BEFORE.exec(before)?.[1];
  return label !== undefined && ONLY_LABEL.test(label);
};
const NAME_BEFORE = new RegExp(
  `\\b(?:[A-Z]{2,}[\\d.-]*|(?:Code|Rules|Laws?) of (?:[A-Z]\\w+ ?){1,3}|(?:[A-Z]\\.){2,}|(?:Treas|Regs?|Stat|Civ|Bus|Prof|Rev|Fin)\\.)${LABEL}`,
);

/** True if the text says that the section is its own: `Section 4 of this Agreement`, `this Section 4`. */
export const saysOwn = (flat: string, start: number, end: number): boolean =>
  OWN_AFTER.test(unmarked(flat.slice(end, end + 160)).slice(0, 60)) ||
  OWN_BEFORE.test(flat.slice(Math.max(0, start - 8), start));

/** `Article 34(1)(a) above`: named before, and not always a part of this text. */
export const saysAbove = (flat: string, end: number): boolean =>
  /^(?:\s?\([a-z0-9]{1,4}\)){0,4},? (?:above|below)\b/i.test(flat.slice(end, end + 40));

const NAMED_AFTER = new RegExp(
  `^(?:[^.;\\n]|\\.(?=\\d)){0,70}?\\b(?:of|in|under) (?:the|such|said|any|its|that) (?:(?:[A-Z][\\w'-]*,? (?:(?:and|of|for|to|or) )?){1,5}|(?!agreements?\\b|contracts?\\b))(?:${DOCUMENTS})\\b`,
  'i',
);

/** `Section 3 of the Credit Agreement (other than `: the rest of the sentence is about that text, too. */
const OF_OTHER_BEFORE = new RegExp(
  `\\b(?:[\\d.]+|[IVXLC]{1,7})(?:\\([a-z0-9]{1,4}\\)){0,3} (?:of|to|in|under) (?:the|such|said|any|its|that) (?:[A-Z][\\w'-]*,? (?:(?:and|of|for|to|or) )?){1,5}(?:${DOCUMENTS})\\b[^.;]{0,80}$`,
  'i',
);

/** The rest of a list of sections: `, 2.3 and 4.5(a)`, ` and Section 6.7`. What follows it is said of all of them. */
const LIST_AFTER =
  /^(?:(?:\s?\([a-zA-Z0-9]{1,4}\)){0,4}(?:\s?,\s?(?:(?:and|or)\s)?|\s(?:and|or|and\/or|through|to|&)\s)(?:(?:[Ss]ub-?)?(?:[Ss]ections?|[Cc]lauses?|[Aa]rticles?|[Pp]aragraphs?|§{1,2})\s)?(?:\d{1,3}(?:\.\d{1,3}){0,6}(?![\w%])|[IVXLC]{1,7}\b|(?=\()))+/;
/** Characters behind a section that may belong to its list. */
const LIST_REACH = 300;
const OF_OTHER_AFTER_LIST = new RegExp(
  `^(?:\\s?\\([a-zA-Z0-9]{1,4}\\)){0,4},? (?:(?:thereof|thereto|therein)\\b|(?:of|in|under|to) (?:the|such|said|any|its|that|each)(?: [\\w',-]+){0,8}? (?:${DOCUMENTS})\\b)`,
  'i',
);

function listIsOfOther(after: string): boolean {
  const rest = after.replace(/\s+/g, ' ');
  const list = LIST_AFTER.exec(rest)?.[0].length ?? 0;
  return list > 0 && OF_OTHER_AFTER_LIST.test(rest.slice(list));
}

/** `([RFC2616], Section 13.9)`, `[Part1] §2`: a cited text. */
const CITED_BEFORE = /\[[\w.:-]{2,40}\](?:_|\([^()\s]{0,200}\))?,?\s{1,3}\(?(?:see |in |at )?$/;
/** Bold and italic marks, and the title of a section: `Section 3.7 (Taxes)** of the Lease`. */
const EMPHASIS = /\*{1,3}|(?<![\w])_{1,2}|_{1,2}(?![\w])/g;
const SECTION_TITLE = /((?:^|\d|[IVXLC])(?:\s?\([a-z0-9]{1,4}\)){0,4})\s?\(["A-Z][^()\n]{2,90}\)/g;
const unmarked = (text: string): string => text.replace(EMPHASIS, '').replace(SECTION_TITLE, '$1');

/** True if it reads as the section of another text: `Section 4 of the Bankruptcy Code`, `RFC 9110, Section 4`. */
export function readsAsOther(flat: string, start: number, end: number): boolean {
  const after = unmarked(flat.slice(end, end + LIST_REACH));
  const before = unmarked(flat.slice(Math.max(0, start - 250), start));
  return (
    OTHER_AFTER.test(after.slice(0, 90)) ||
    LAW_AFTER.test(after.slice(0, 200).replace(/\s+/g, ' ')) ||
    listIsOfOther(after) ||
    NAMED_AFTER.test(after.slice(0, 140)) ||
    OF_OTHER_BEFORE.test(before.slice(-200)) ||
    isOfKind(before.slice(-60)) ||
    NAME_BEFORE.test(before.slice(-60)) ||
    CITED_BEFORE.test(before)
  );
}

const AMENDS =
  /\b(?:is|are|be) (?:hereby |further |also ){0,3}(?:(?:amended|modified|deleted|replaced|restated|supplemented|revised|substituted|changed)\b[^.\n]{0,80}?(?:as follows|following|replaced|to read|in its entirety|by (?:adding|deleting|replacing|inserting)))|\b(?:is|are) hereby (?:added|inserted|deleted|replaced)\b|\b(?:[Ss]ection|[Cc]lause|[Aa]rticle|[Pp]aragraph)s? [\d.]+(?:\([a-z0-9]{1,4}\)){0,3} (?:of|to|in) the [^.;\n]{2,80}? (?:shall|will|is to|are to) (?:hereby )?(?:be (?:replaced|amended|deleted|modified)|read)\b/gi;
const TITLE =
  /\b(?:amendment|addendum|supplement|change order|waiver)\b|\b(?:changes|modifications?) (?:to|of)\b/i;
/** `SECOND AMENDMENT TO CREDIT AGREEMENT`, `Amendment No. 3 to the Lease`: such a title is enough. */
const AMENDING_TITLE =
  /(?<!\b(?:BY|THE|ANY|AND|OR)\s{1,3})\b(?:AMENDMENTS?|CHANGES|MODIFICATIONS?)(?:,?\s{1,3}(?:NO|NUMBER|NUM)?[.#]?\s?[\dA-Z]{1,6})?\s{1,3}(?:TO|OF)\s{1,3}(?!(?:THE\s)?(?:FORM|SCHEDULE|REGISTRATION|CONTROL)\b)|(?:^|[\n\r])[#*\s]*(?:(?:Exhibit|EXHIBIT) [\d.]+\s{1,3})?(?:[A-Z][a-z]+\s)?Amendment\s(?:(?:No|Number)\.?\s?\w{1,6}\s)?[Tt]o\s(?:[Tt]he\s)?(?!Form\b|Schedule\b|Registration\b)[A-Z]/;
/** Characters at the start of a text that may contain its title. */
const TITLE_REACH = 600;
/** Maximum characters per place that changes the other text. */
const CHARS_AN_AMENDMENT = 15_000;

/** True for a text that amends another: its sections and terms are those of the amended text. */
export function isAmendment(flat: string): boolean {
  const opening = flat.slice(0, TITLE_REACH);
  if (AMENDING_TITLE.test(opening)) return true;
  const changes = flat.match(AMENDS)?.length ?? 0;
  if (changes === 0) return false;
  return TITLE.test(opening) || changes * CHARS_AN_AMENDMENT > flat.length;
}
