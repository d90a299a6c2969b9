import type { Range } from '../../core/domain/range.ts';
import { plural, t } from '../../core/text/l10n.ts';
import { indexAt } from '../lines.ts';
import { CODE_MARK } from '../maskText.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import type { Hit, Rule } from '../types.ts';

/** Markers that only mean that text is still missing. */
const MARKER = /\b(?:TBD|TBC|TBA|TODO|FIXME)\b(?:\s?\([^()\n]{1,60}\))?:?/g;
const BRACKETED: readonly RegExp[] = [
  /\[\s?(?:TBD|TBC|TBA|TODO|FIXME)\b[^[\]\n]{0,120}\]/g,
  /\[\s?(?:[●•]|X{2,6}|x{2,6}|_{2,60}|\?{1,5})\s?\]/g,
  /\[\s?(?:insert|enter(?= )|fill in|to be (?:inserted|completed|confirmed|agreed|supplied|provided|determined))\b[^[\]\n]{0,120}\]/gi,
  /<(?:insert|enter|fill in)\s[^<>\n]{2,80}>/gi,
  // A question in place of a word: `at [city?] in winter`.
  /(?<=[a-z,]\s)\[[a-z][a-z ]{1,30}\?\](?=[\s.,;])/g,
  /[([](?:link|details?|text|figure|table|example|reference|content|source)s? (?:to come|to follow|(?:goes|go) here|missing|pending)[)\]]/gi,
  /\[(?:citation|source|reference|clarification) (?:needed|missing)\]/gi,
];
const COUNTED =
  'days?|weeks?|months?|quarters?|years?|hours?|minutes?|percent|per cent|dollars|euros|pounds|units?|shares?|pages?|business days?|calendar days?';
const FIGURES: readonly RegExp[] = [
  new RegExp(`(?<![\\w.$/-])X{2,5}(?= (?:${COUNTED})\\b|%)`, 'g'),
  /(?<![\w.:/-])XX(?:[:./]XX){1,2}(?:XX)?(?![\w:/.-]\w)/g,
  /(?<=[$€£] ?)X{2,3}(?:,X{3})*(?!\w)/g,
  // In place of a name, at the end of a statement: `was XXXX.`
  /(?<=\b(?:is|was|are|were|by|called|named) )X{3,6}(?=[.,;)]|$)/gm,
  /\blorem ipsum dolor\b/gi,
];

const PART_HEADING = `[ \\t#*]*(?:EXHIBIT|SCHEDULE|ANNEX|APPENDIX|ATTACHMENT|Exhibit|Schedule|Annex|Appendix|Attachment)[ \\t]+["'“]?[A-Z\\d][\\w.-]{0,8}["'”]?[ \\t]*(?=$|[\\n\\r:–—-])`;
/** Headings of parts that are filed or filled in separately. */
const PART = new RegExp(`(?:^|\\n)${PART_HEADING}`, 'gm');
/** The same in the text itself, whose lines are as written: under an empty line. */
const ATTACHED = new RegExp(`(?<=\\n[ \\t\\r\\f]{0,80}\\n)${PART_HEADING}`, 'gm');
/** Characters after the start of the text, or of a part's heading, in which it may say that it is a form. */
const TITLE_REACH = 500;
const FORM_TITLE = /\b(?:FORMS? OF|Forms? of [A-Z]|TEMPLATE|Template\b(?! for))/;
/** `Appendix 1 - Model Withdrawal Form`, in the line of the heading itself. */
const FORM_HEADING =
  /\b(?:[Mm]odel|MODEL|[Ss]ample|SAMPLE|[Ss]pecimen|SPECIMEN)\b|\b(?:Form|FORM)[\s*#]*$/;
/** A text with more empty blanks than this is a form, wherever they are. */
const MAX_EMPTY = 5;
const UNFILLED =
  /\[\s?(?:[●•]|_{2,60}|[Xx]{2,6}|(?:[Ii]nsert|INSERT|[Ee]nter)\b[^\]\n]{0,80})\s?\]|(?<![\w.-])X{2,6}(?![\w.-])/g;
const EMPTY = /\[\s?(?:[●•]|_{2,60}|[Xx]{2,6})\s?\]/g;

/** This many blanks of the same kind make a form, which is meant to be filled in. */
const FORM_BLANKS = 3;
/** Characters on each side in which other blanks of a form are searched for. */
const FORM_REACH = 2500;
const BLANK =
  /_{4,}|\bX{2,6}\b|\[\s?(?:[Ii]nsert|INSERT|[Ee]nter|[Ff]ill in|[A-Z][A-Z ]{2,40}|[Ii]dentify|[Ss]elect|[Ss]pecify|[Nn]ame|[Dd]ate|[Aa]ddress|[Tt]itle|[Aa]mount|[Ss]ignature|[●•])[^[\]\n]{0,60}\]|\[[A-Za-z]{1,30}[ /'][A-Za-z/' ]{1,80}\](?![([:])/g;

export const placeholders: Rule = {
  id: 'placeholder',
  title: t('Placeholder left in the text'),
  serves: { markdown: 'completeness', prose: 'completeness' },
  severity: 'minor',
  confidence: 0.9,
  find(doc) {
    const { flat, text } = doc;
    const found: (Hit & { readonly marker: boolean })[] = [];
    const add = (start: number, shown: string, marker: boolean): void => {
      const end = start + shown.trimEnd().length;
      const last = found.at(-1);
      if (last && start < last.end && last.start < end) return;
      found.push({ start, end, marker, message: messageOf(text.slice(start, end)) });
    };
    const places: { readonly at: number; readonly shown: string; readonly marker: boolean }[] = [];
    const listed: number[] = [];
    for (const pattern of [...BRACKETED, ...FIGURES]) {
      for (const match of flat.matchAll(pattern)) {
        const end = match.index + match[0].length;
        // `[x](y)`, `[x][y]`, `[x]: y` are links; `[X]` and `[ ]` before text are boxes.
        if (match[0].startsWith('[') && /^[([:]/.test(text.slice(end, end + 1))) continue;
        if (isBox(flat, match.index, match[0])) continue;
        // `xref:gateway.adoc#proxy[Enter the gateway]`: the words of a link.
        if (match[0].startsWith('[') && /[\w#/:]$/.test(text.slice(0, match.index).slice(-1)))
          continue;
        // `<p>Lorem ipsum`: mark-up that shows what it looks like.
        if (/^lorem/i.test(match[0]) && (isShown(doc, match.index) || isSample(flat, match.index)))
          continue;
        // `\V[xxx]` and `\[xxx]` are escapes of a language.
        if (
          /^\[x/i.test(match[0]) &&
          /\\\S{0,2}$/.test(text.slice(Math.max(0, match.index - 3), match.index))
        )
          continue;
        // `with the subject line Notice [insert your name]`: for the reader to fill in.
        if (/^[[<]\s?\w+ (?:in )?your\b/i.test(match[0])) continue;
        // `### Do we collect [insert event]?` asks about any of them.
        if (doc.markdown?.[doc.lineAt(match.index) - 1]?.kind === 'heading') continue;
        if (isListed(flat, match.index, end)) {
          listed.push(match.index);
          continue;
        }
        places.push({ at: match.index, shown: match[0], marker: false });
      }
    }
    for (const match of flat.matchAll(MARKER)) {
      const isOfList = listed.some(at => at < match.index && at > match.index - 3);
      if (!isOfList && standsIn(doc, match.index, match[0]))
        places.push({ at: match.index, shown: match[0], marker: true });
    }
    places.sort((a, b) => a.at - b.at || b.shown.length - a.shown.length);
    for (const { at, shown, marker } of places) add(at, shown, marker);
    const blanks = [...flat.matchAll(BLANK)].map(blank => blank.index);
    const forms = formsOf(flat);
    const attached = attachedOf(text);
    const isUnfilled = (flat.match(UNFILLED)?.length ?? 0) > MAX_EMPTY;
    // Blanks of an attached part, and of an agreement that is a form all over, are left for its users.
    const blank = (start: number): boolean =>
      !/^\W?\s?(?:TBD|TBC|TBA|TODO|FIXME)/.test(text.slice(start, start + 8)) &&
      (isUnfilled || attached.some(part => start >= part.start && start < part.end));
    const isForm = (flat.match(EMPTY)?.length ?? 0) > MAX_EMPTY;
    const minutes = isMinutes(text);
    const hits = found
      .filter(hit => !(minutes && /^\W?\s?(?:TO|TB|FIX)/.test(text.slice(hit.start, hit.end))))
      .filter(
        hit =>
          hit.marker ||
          (!inForm(hit, blanks, text) &&
            !isQuoted(doc, hit) &&
            !inLabel(flat, hit) &&
            !MODEL_FORM.test(flat.slice(Math.max(0, hit.start - MODEL_REACH), hit.start)) &&
            !(isForm && /^\[\s?(?:[●•]|_|XX|xx)/.test(text.slice(hit.start, hit.end))) &&
            !forms.some(form => hit.start >= form.start && hit.start < form.end)),
      )
      .map(({ start, end, message, marker }) => ({
        start,
        end,
        message,
        // The author knows of a marker, and may know the answer to a question.
        severity:
          marker || /^\W?\s?(?:TB|TO|FIX|citation)|\?\]$/i.test(text.slice(start, end))
            ? ('minor' as const)
            : blank(start)
              ? ('note' as const)
              : ('minor' as const),
      }));
    return toldOnce(doc, hits);
  },
};

const kindOf = (text: string, { start, end }: Range): string =>
  /TB[ACD]|TODO|FIXME|lorem/i.exec(text.slice(start, end))?.[0] ?? '';

/** Markers of one kind on lines right below each other, as in the cells of a table, are one finding with their number. */
function toldOnce({ text, lineAt, markdown }: RuleDocument, hits: readonly Hit[]): readonly Hit[] {
  const groups: Hit[][] = [];
  const inTable = ({ start }: Range): boolean => markdown?.[lineAt(start) - 1]?.kind === 'table';
  for (const hit of hits) {
    const last = groups.at(-1)?.at(-1);
    const follows =
      last !== undefined &&
      kindOf(text, hit) !== '' &&
      kindOf(text, hit) === kindOf(text, last) &&
      (lineAt(hit.start) - lineAt(last.start) === 1 ||
        (lineAt(hit.start) === lineAt(last.start) && inTable(hit)));
    if (follows) groups.at(-1)?.push(hit);
    else groups.push([hit]);
  }
  return groups.flatMap(([first, ...more]) => {
    if (!first || more.length === 0) return first ? [first] : [];
    const lines = [...new Set(more.map(hit => lineAt(hit.start)))];
    const shown = `${lines.slice(0, 10).join(', ')}${lines.length > 10 ? ', …' : ''}`;
    return [
      {
        ...first,
        message: plural(
          more.length,
          '{0} The same stands {1} more time below it (line {2}).',
          '{0} The same stands {1} more times below it (line {2}).',
          first.message,
          more.length,
          shown,
        ),
      },
    ];
  });
}

/** Minutes of meetings: what is still to be done is what they record. */
const MINUTES =
  /^[\s#*>•-]*(?:attend(?:ees|ance|ing)|participants|present|apologies|agenda|action items?|minutes|meeting notes|note[ -]taker|scribe|host)\b[^\n]{0,60}$/gim;
const MIN_MINUTES = 4;
const isMinutes = (text: string): boolean => {
  const found = text.match(MINUTES) ?? [];
  return (
    found.length >= MIN_MINUTES &&
    new Set(found.map(line => /[a-z]+/i.exec(line)?.[0].toLowerCase())).size > 1
  );
};

/** `using the model cancellation form below`: the blanks that follow are for its users. */
const MODEL_FORM =
  /\b(?:model|template|sample|specimen|standard) (?:[a-z]+ ){0,3}(?:form|letter|notice|wording|text|clause)\b/i;
const MODEL_REACH = 700;

/** `**Hide hotels over the limit ($XXX)**`: the words of a menu or button. */
function inLabel(flat: string, { start, end }: Range): boolean {
  const before = flat.slice(Math.max(0, start - 80), start);
  const opened = before.lastIndexOf('**');
  return (
    opened >= 0 &&
    /^(?:\S+\s+){2}/.test(before.slice(opened + 2)) &&
    (before.match(/\*\*/g)?.length ?? 0) % 2 === 1 &&
    /^[^*\n]{0,30}\*\*/.test(flat.slice(end, end + 34))
  );
}

/** Attached parts, each up to the next: headings near the start are the name of the filing and the contents. */
function attachedOf(text: string): readonly Range[] {
  const starts = [...text.matchAll(ATTACHED)].map(part => part.index);
  return starts
    .map((start, at) => ({ start, end: starts[at + 1] ?? text.length }))
    .filter(({ start }) => start > text.length * MIN_BODY);
}
/** Share of a text, at least, before its attached parts. */
const MIN_BODY = 0.2;

/** Parts that are forms to fill in: `EXHIBIT A / FORM OF ASSIGNMENT`. */
function formsOf(flat: string): readonly Range[] {
  const starts = [0, ...[...flat.matchAll(PART)].map(part => part.index)];
  return starts
    .map((start, at) => ({ start, end: starts[at + 1] ?? flat.length }))
    .filter(({ start, end }) => {
      const opening = flat.slice(start, Math.min(end, start + TITLE_REACH));
      const [heading = ''] = opening.trimStart().split('\n', 1);
      return FORM_TITLE.test(opening) || FORM_HEADING.test(heading.trimEnd());
    });
}

/** Longest quotation of a text with blanks, and the part of its paragraph before it. */
const MAX_QUOTED = 1500;

/** `under the headline "Test Profile at [insert name]"`: the wording of another text. */
function isQuoted({ flat, paragraphs }: RuleDocument, { start, end }: Range): boolean {
  const paragraph = paragraphs[indexAt(paragraphs, start)];
  if (paragraph && start < paragraph.end && end - paragraph.start < MAX_QUOTED) {
    const opening = flat.slice(paragraph.start, start);
    const isOpen = (opening.match(/"/g)?.length ?? 0) % 2 === 1;
    if (isOpen && /^[^"]*"(?!\w)/.test(flat.slice(end, Math.min(paragraph.end, end + MAX_QUOTED))))
      return true;
  }
  const before = flat.slice(Math.max(0, start - 120), start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return ['"', "'"].some(mark => {
    const opened = line.lastIndexOf(mark);
    return (
      opened >= 0 &&
      /(?:^|[\s(])$/.test(line.slice(0, opened)) &&
      /^\w.*\w/.test(line.slice(opened + 1)) &&
      new RegExp(`^[^${mark}\\n]{0,120}${mark}(?!\\w)`).test(flat.slice(end, end + 122))
    );
  });
}

const messageOf = (shown: string): string =>
  t('“{0}” stands where the text itself is missing.', shown.replace(/\s+/g, ' ').slice(0, 100));

/** True in mark-up within Markdown, or in code. */
const isShown = ({ kind, text }: RuleDocument, at: number): boolean =>
  kind === 'markdown' && /<\w[^<>\n]{0,120}>\s*$/.test(text.slice(Math.max(0, at - 130), at));

/** Characters before it in which a text may say that the words are an example of something else. */
const SAMPLE_REACH = 800;
/** `Placeholder text such as "Lorem ipsum dolor"`, and headings and texts below `Example:`. */
const isSample = (flat: string, at: number): boolean =>
  /\b(?:dummy|filler|place-?holder|sample|examples?|demo\w*|e\.\s?g\.|for instance|typeset\w*|wireframe|mock-?up|gibberish)\b/i.test(
    flat.slice(Math.max(0, at - SAMPLE_REACH), at),
  );

/** `[x]` at the start of an item or line. */
const isBox = (flat: string, start: number, shown: string): boolean =>
  /^\[\s?[Xx]{0,2}\s?\]$/.test(shown) &&
  /(?:^|\n)[\s\d.)*+-]*$/.test(flat.slice(Math.max(0, start - 20), start));

/** `e.g. [TODO:], [FIXME:]`: marks as examples, or beside other marks in a list of them. */
const isListed = (flat: string, start: number, end: number): boolean =>
  /^\[\s?(?:TB[ACD]|TODO|FIXME|XXX)\W{0,3}$/.test(flat.slice(start, end)) &&
  (/(?:\be\.\s?g\.,?|\bsuch as|\blike|\bas in|\bTB[ACD]\W{1,5}|\b(?:TODO|FIXME|XXX)\W{1,5})[^\S\n]*$/.test(
    flat.slice(Math.max(0, start - 24), start),
  ) ||
    /^(?:, ?|\/| or | and )\[\s?(?:TB[ACD]|TODO|FIXME|XXX)/.test(flat.slice(end, end + 16)));

/** `Total Bank Analysis (TBA)`: an abbreviation of other words than `to be announced`. */
function isExplained(flat: string, mark: string): boolean {
  const [first = '', second = '', third = ''] = mark;
  const words = `${first}(?!o be\\b)[\\w'-]*\\s+${second}[\\w'-]*\\s+(?:[a-z]+\\s+)?${third}[\\w'-]*(?:\\s+\\w+)?`;
  return new RegExp(`\\b${words}\\s*\\(["']?${mark}\\b|\\b${mark}["']?\\s*\\(${words}\\)`).test(
    flat,
  );
}

/** Names of the marker itself: `a TODO comment`, `the TODO list`, `TODO, FIXME and XXX`. */
const NAMES_BEFORE =
  /(?:\b(?:an?|the|any|every|all|each|some|no|these|those|your|our|my|their|its|this|that|of|for|with|on|and|or|many|as|via|in|from|file|tag|tags|word|words|comment|marker|keyword|section)\s+["'(]?|["'`/#@.\w-])$/i;
const NAMES_AFTER =
  /^(?:["'`/\w-]|s\b|\s+(?:comments?|items?|lists?|files?|notes?|tags?|markers?|sections?|entr(?:y|ies)|tasks?|apps?|annotations?|warnings?|and|or|is|are|in|list|s|application|example|keywords?|statements?|blocks?|project)\b|,\s*(?:FIXME|XXX|HACK|NOTE|BUG))/i;

/**
 * True if the marker replaces text: as a predicate (`The fee is TBD`), as a note about remaining work (`TODO: add a
 * picture`), or alone in its cell, line or item.
 */
function standsIn({ flat, markdown, lineAt }: RuleDocument, start: number, shown: string): boolean {
  const end = start + shown.length;
  const before = flat.slice(Math.max(0, start - 60), start);
  const after = flat.slice(end, end + 40);
  const line = markdown?.[lineAt(start) - 1];
  if (line?.kind === 'heading') return false;
  if (before.trimEnd().endsWith(CODE_MARK)) return false;
  // `shown as "TBD"`: the mark is talked about.
  if (/["“'‘]$/.test(before) && /^["”'’]/.test(after)) return false;
  const said = /\b(?:is|are|was|were|be|remains?|still|currently|yet|=)\s+["*_]{0,2}$/i.test(
    before,
  );
  const labelled =
    /[:|=–—]\s*["*_[(]{0,3}$/.test(before) && /^["*_\])]{0,3}\s*(?:[.,;|)\n]|$)/.test(after);
  if (/^(?:TBD|TBC|TBA)/.test(shown)) {
    if (/(?:"|\bto be \w{1,20})\s*\(["']?$/i.test(before) || isExplained(flat, shown.slice(0, 3)))
      return false;
    const alone = /(?:^|[\n|([])[\s>*_-]*$/.test(before) && /^[\s*_]*(?:[.,;|)\]\n]|$)/.test(after);
    return said || labelled || alone || shown.endsWith(':');
  }
  if (said && /^[\s"*_]*(?:[.,;|)\]\n]|$)/.test(after)) return true;
  if (labelled) return true;
  // In a change log, `* TODO:` is the file of that name.
  if (/^\d{4}-\d{2}-\d{2}\s{2}\S/m.test(flat.slice(Math.max(0, start - 1500), start))) return false;
  const opens = /(?:^|[\n|([.;])[\s>*_+-]*$/.test(before);
  if (!opens || NAMES_BEFORE.test(before) || NAMES_AFTER.test(after)) return false;
  // A note says what remains to do; a title or a commit log only names the word.
  return /[:)]$/.test(shown) && /^\s*\S/.test(after) && !/^\s*\n/.test(after);
}

/** Blanks that occur together with others of their kind belong to a form and are intended. */
function inForm(hit: Hit, blanks: readonly number[], text: string): boolean {
  if (/^\[\s?(?:TBD|TBC|TBA|TODO|FIXME)/.test(text.slice(hit.start, hit.end))) return false;
  let low = 0;
  let high = blanks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blanks[middle] ?? 0) < hit.start - FORM_REACH) low = middle + 1;
    else high = middle;
  }
  const last = blanks[low + FORM_BLANKS - 1];
  return last !== undefined && last <= hit.end + FORM_REACH;
}
