import type { RuleDocument } from '../../src/rules/ruleDocument.ts';
import { added, nameOf, type Draw, type Edit, type Plan } from './plantDraws.ts';

const KINDS = ['Exhibit', 'Schedule', 'Annex', 'Appendix', 'Attachment'];

const ATTACHMENT_TURNS = [
  'What is to be delivered is agreed in {L}.',
  'Both sides keep to the plan in {L}.',
  'A specimen is enclosed ({L}).',
  'The works are those that {L} describes.',
  'Whatever {L} does not name is left out.',
  'The rates of {L} are fixed for the first year.',
  'This is done as {L} demands.',
];
const FIGURE_TURNS = [
  'A summary is in {L}.',
  'Both are compared in {L}.',
  '{L} lists what was measured.',
  'This follows from {L}, too.',
  'The order is that of {L}.',
];
const SECTION_TURNS = [
  'Notice is given in the manner of Section {N}.',
  'Section {N} remains in force.',
  'What is owed under Section {N} is due at once.',
  'It is otherwise only in the case of Section {N}.',
  'This is done in accordance with Section {N}.',
  'The limits in Section {N} are not exceeded by it.',
];
const DEFINITIONS = [
  '"{T}" means a sum that is kept back until the works are finished.',
  '"{T}" shall mean each day on which the banks of both towns are closed.',
  'The first delivery (the "{T}") takes place in spring.',
  'They choose a third person (such person, the "{T}") by lot.',
  '"{T}" has the meaning that is usual in the trade.',
];
const UNDEFINED = [
  'The {T} is chosen by lot.',
  'Nothing is owed before the {T} is known.',
  'It is sent to the {T} within a week.',
  'A {T} may be replaced at any time.',
];
const ABOVE = [
  'The {a} {b} described above is used for it, too.',
  'It is decided by the {a} {b} that was introduced earlier.',
  'This is the {a} {b} which was explained before.',
  'As the {a} {b} already described shows, it is safe.',
  'It is sent to the aforementioned {A} {B}.',
];
const TERMS =
  'Holdback Sum,Bank Holiday,Spring Delivery,Third Valuer,Trade Discount,Spare Berth,Salvage Share,Rest Stock'.split(
    ',',
  );

const isNew = ({ text }: RuleDocument, label: string): boolean =>
  !text.replace(/\s+/g, ' ').toLowerCase().includes(label.toLowerCase());

const placeOf = (label: string): number =>
  /^\d+$/.test(label) ? Number(label) : label.length === 1 ? label.charCodeAt(0) - 64 : 0;
const labelAt = (place: number, like: string): string =>
  /^\d+$/.test(like) ? String(place) : String.fromCharCode(64 + Math.min(26, place));

const said = (
  doc: RuleDocument,
  draw: Draw,
  turns: readonly string[],
  slots: Readonly<Record<string, string>>,
): readonly Edit[] => {
  const turn = draw.pick(turns) ?? '';
  return added(
    doc,
    draw,
    turn.replace(/\{(\w)\}/g, (_, slot: string) => slots[slot] ?? ''),
  );
};

/** The labels of attachments that have a heading of their own, by kind. */
function attached({ text }: RuleDocument): ReadonlyMap<string, readonly string[]> {
  const labels = new Map<string, readonly string[]>();
  for (const kind of KINDS) {
    const title = new RegExp(
      `^[ \\t#*]{0,20}${kind}[ \\t\\u00a0]+["'“]?([A-HJ-UW-Z]|\\d{1,2})\\b(?!\\.\\d)`,
      'gim',
    );
    const own = [
      ...new Set([...text.matchAll(title)].map(found => (found[1] ?? '').toUpperCase())),
    ];
    if (own.length > 0) labels.set(kind, own);
  }
  return labels;
}

const definitionsOf = ({ terms }: RuleDocument): number =>
  [...terms.values()].filter(({ defining }) => defining).length;

function missingSection(doc: RuleDocument, draw: Draw): readonly Edit[] {
  const { clauses, text } = doc;
  if (clauses.length < 6) return [];
  const tops = clauses.map(({ number }) => Number(number.split('.')[0])).filter(top => top < 90);
  const top = Math.max(1, ...tops);
  const dotted = clauses.filter(({ number }) => /^\d+\.\d+$/.test(number));
  const parent = draw.pick(dotted)?.number.split('.')[0];
  const children = dotted
    .filter(({ number }) => number.startsWith(`${parent ?? ''}.`))
    .map(({ number }) => Number(number.split('.')[1]));
  const number =
    dotted.length > 5 && draw.between(0, 2) > 0
      ? `${parent ?? ''}.${Math.max(...children) + draw.between(1, 9)}`
      : dotted.length > 5
        ? `${top + draw.between(1, 4)}.${draw.between(1, 5)}`
        : String(top + draw.between(1, 6));
  const isKnown = new RegExp(`(?<![\\d.])${number.replace('.', '\\.')}(?![\\d.]*\\d)`).test(text);
  return isKnown ? [] : said(doc, draw, SECTION_TURNS, { N: number });
}

function missingAttachment(doc: RuleDocument, draw: Draw): readonly Edit[] {
  const own = attached(doc);
  const kind = draw.pick([...own.keys()]);
  const last = Math.max(0, ...(own.get(kind ?? '') ?? []).map(placeOf));
  const like = own.get(kind ?? '')?.[0] ?? '1';
  const label =
    kind !== undefined && last > 0 && draw.between(0, 3) > 0
      ? `${kind} ${labelAt(last + draw.between(1, 4), like)}`
      : `${draw.pick(KINDS.filter(other => !own.has(other))) ?? ''} ${draw.pick(['A', '1', 'B', '2', '3']) ?? ''}`;
  return isNew(doc, label) ? said(doc, draw, ATTACHMENT_TURNS, { L: label }) : [];
}

export const REFERENCE_PLANS: Readonly<Record<string, Plan>> = {
  'missing-section': missingSection,
  'missing-attachment': missingAttachment,
  'missing-figure-or-table': (doc, draw) => {
    const kind = draw.pick(['Table', 'Figure']) ?? '';
    const captions = doc.text.matchAll(new RegExp(`^[ \\t*#.]{0,20}${kind} (\\d{1,3})\\b`, 'gm'));
    const last = Math.max(0, ...[...captions].map(([, number]) => Number(number)));
    const label = `${kind} ${last + draw.between(1, 5)}`;
    return isNew(doc, label) ? said(doc, draw, FIGURE_TURNS, { L: label }) : [];
  },
  'unused-term': (doc, draw) => {
    const term = draw.pick(TERMS) ?? '';
    return definitionsOf(doc) >= 8 && isNew(doc, term)
      ? said(doc, draw, DEFINITIONS, { T: term })
      : [];
  },
  'undefined-term': (doc, draw) => {
    const term = draw.pick(TERMS) ?? '';
    return definitionsOf(doc) >= 8 && isNew(doc, term)
      ? said(doc, draw, UNDEFINED, { T: term })
      : [];
  },
  'never-said-above': (doc, draw) => {
    const [a, b] = [nameOf(draw), nameOf(draw)];
    const big = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
    return doc.text.length < 8000 ? [] : said(doc, draw, ABOVE, { a, b, A: big(a), B: big(b) });
  },
};
