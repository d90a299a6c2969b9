import type { SourceKind } from '../../src/core/domain/source.ts';
import { ruleDocument, type LinkProbe, type RuleDocument } from '../../src/rules/ruleDocument.ts';
import { CODE_PLANS } from './codePlants.ts';
import {
  added,
  capital,
  drawing,
  nameOf,
  places,
  type Draw,
  type Edit,
  type Plan,
} from './plantDraws.ts';

/** A planted error, and where it stands in the text with all of them. */
export interface PlantedError {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly related?: readonly { readonly start: number; readonly end: number }[];
}

const NOUNS =
  'account certificate allowance protocol register notice report schedule reserve'.split(' ');
const ADJECTIVES =
  'interim deferred additional qualifying shared supplemental preliminary adjusted'.split(' ');
const WORDS = new Map([
  [3, 'three'],
  [5, 'five'],
  [10, 'ten'],
  [12, 'twelve'],
  [15, 'fifteen'],
  [20, 'twenty'],
  [30, 'thirty'],
  [45, 'forty-five'],
  [60, 'sixty'],
  [90, 'ninety'],
]);
const NUMBERS = [...WORDS.keys()];
const money = (value: number): string => `$${value.toLocaleString('en')}`;

/** Changes one of the places where the pattern's last group stands. */
function changed(
  { flat }: RuleDocument,
  { pick }: Draw,
  pattern: RegExp,
  change: (shown: string) => string | undefined,
): readonly Edit[] {
  const found = pick([...flat.matchAll(pattern)]);
  const shown = found?.at(-1);
  if (!found || shown === undefined) return [];
  const start = found.index + found[0].lastIndexOf(shown);
  const text = change(shown);
  return text === undefined ? [] : [{ start, end: start + shown.length, text }];
}

/** Two statements of one thing, far apart. */
function pair(doc: RuleDocument, draw: Draw, first: string, second: string): readonly Edit[] {
  const all = places(doc);
  const low = draw.pick(all.slice(0, all.length >> 1));
  const high = draw.pick(all.slice(all.length >> 1));
  return low === undefined || high === undefined || high - low < 2000
    ? []
    : [
        { start: low, end: low, text: ` ${first}` },
        { start: high, end: high, text: ` ${second}` },
      ];
}

const TURNS: Readonly<Record<string, string>> = {
  shall: 'may',
  may: 'shall',
  and: 'or',
  or: 'and',
  all: 'some',
  any: 'no',
  before: 'after',
  after: 'before',
  with: 'without',
  not: 'only',
  must: 'may',
  can: 'cannot',
  more: 'less',
};

/** A reference within a sentence, not to a section of another text. */
const OWN_REFERENCE =
  /(?<=\b[a-z]{2,} )(?<!this )(?:Section|Article|Clause) (\d{1,2}\.\d{1,2})(?![\d.(]|,? (?:of|to|thereof|and|or)\b| [A-Z])/g;

/** A paragraph again, further on; with `change`, one word of it is another. */
function copied(doc: RuleDocument, draw: Draw, change: boolean): readonly Edit[] {
  const long = doc.paragraphs.filter(({ start, end }) => {
    const body = doc.text.slice(start, end);
    const words = body.split(/\s+/).length;
    return words >= 45 && words <= 220 && /[.]$/.test(body) && !/[|`[\t]| {4}/.test(body);
  });
  const source = draw.pick(long);
  const at = draw.pick(
    places(doc).filter(place => source && Math.abs(place - source.start) > 3000),
  );
  if (!source || at === undefined) return [];
  let body = doc.text.slice(source.start, source.end);
  if (change) {
    const words = [...body.matchAll(/(?<![\w-])[a-z]+(?![\w-])/g)].filter(
      word => TURNS[word[0]] !== undefined,
    );
    const word = draw.pick(words.slice(1));
    if (!word) return [];
    body = `${body.slice(0, word.index)}${TURNS[word[0]] ?? ''}${body.slice(word.index + word[0].length)}`;
  }
  const original = doc.text.slice(source.start, source.end);
  return [
    { start: at, end: at, text: `\n\n${body}\n\n` },
    { start: source.start, end: source.end, text: original },
  ];
}

/** Takes one of three or more numbered clauses in a row away. */
function skipped({ clauses, text }: RuleDocument, { pick }: Draw): readonly Edit[] {
  const middle = clauses.filter((clause, at) => {
    const [before, after] = [clauses[at - 1], clauses[at + 1]];
    const place = (number: string): number => Number(number.split('.').at(-1));
    const parent = (number: string): string => number.split('.').slice(0, -1).join('.');
    return (
      before !== undefined &&
      after !== undefined &&
      clause.number.includes('.') &&
      [before, after].every(other => parent(other.number) === parent(clause.number)) &&
      place(before.number) + 1 === place(clause.number) &&
      place(clause.number) + 1 === place(after.number) &&
      !text.slice(0, clause.start).includes(clause.number) &&
      clause.end - clause.start < 5000
    );
  });
  const lost = pick(middle);
  return lost ? [{ start: lost.start, end: lost.end, text: '' }] : [];
}

const PLACEHOLDERS = [
  'The notice is sent to [insert address].',
  'The fee for it is [TBD].',
  'It ends within XX days of the notice.',
  'The amount is [●] for each of them.',
  'The name of the agent is TBD.',
  '[TODO: confirm this with the other side]',
  'It is described in more detail elsewhere (link to come).',
];

export const PROSE_PLANS: Readonly<Record<string, Plan>> = {
  'changed-reference': (doc, draw) =>
    changed(doc, draw, OWN_REFERENCE, shown => {
      const [top = '1', place = '1'] = shown.split('.');
      return doc.clauses.length < 10 ? undefined : `${top}.${Number(place) + draw.between(30, 60)}`;
    }),
  'unknown-attachment': (doc, draw) => {
    // Where no others are named, no reader can tell that it is unknown.
    const kinds = ['Exhibit', 'Schedule', 'Annex', 'Appendix'].filter(kind => {
      const labels = doc.flat.matchAll(new RegExp(`${kind} ([A-Z]|\\d{1,2})(?![\\w.-])`, 'g'));
      return new Set([...labels].map(([, label]) => label)).size >= 3;
    });
    return kinds.length === 0
      ? []
      : changed(
          doc,
          draw,
          new RegExp(
            `(?<=[a-z] )(?:${kinds.join('|')}) ([A-Z]|\\d{1,2})(?![\\w.-]|\\s{0,40}[-–—:])`,
            'g',
          ),
          shown => (/\d/.test(shown) ? String(Number(shown) + draw.between(60, 80)) : 'ZZ'),
        );
  },
  'undefined-term': (doc, draw) =>
    [...doc.terms.values()].filter(term => term.defining).length < 8
      ? []
      : added(
          doc,
          draw,
          `The ${[draw.pick(ADJECTIVES), draw.pick(NOUNS), draw.pick(NOUNS)].map(word => capital(word ?? '')).join(' ')} is kept until the parties agree otherwise in writing.`,
        ),
  sum: (doc, draw) => {
    const [a, b, c] = [1, 2, 3].map(() => draw.between(11, 99) * 1000);
    const total = (a ?? 0) + (b ?? 0) + (c ?? 0) + draw.between(1, 9) * 1000;
    return added(
      doc,
      draw,
      draw.between(0, 1) === 0
        ? `The price consists of ${money(a ?? 0)} for design, ${money(b ?? 0)} for supply and ${money(c ?? 0)} for assembly, for a total of ${money(total)}.`
        : `Of this, ${money(a ?? 0)} is for training and ${money(b ?? 0)} is for support, together ${money(total)}.`,
    );
  },
  'words-and-digits': (doc, draw) => {
    const days = draw.pick(NUMBERS) ?? 30;
    const other = draw.pick(NUMBERS.filter(number => number !== days)) ?? 31;
    const edits = changed(
      doc,
      draw,
      /\b(?:three|five|ten|fifteen|twenty|thirty|sixty|ninety) \((\d{1,2})\)/g,
      shown => String(Number(shown) + draw.between(1, 9)),
    );
    return edits.length > 0
      ? edits
      : added(doc, draw, `A reply is sent within ${WORDS.get(days) ?? ''} (${other}) days of it.`);
  },
  contradiction: (doc, draw) => {
    const name = nameOf(draw);
    const first = draw.pick(NUMBERS) ?? 30;
    const second = draw.pick(NUMBERS.filter(number => number !== first)) ?? 31;
    const noun = draw.pick(NOUNS) ?? '';
    const [one, two] = draw.pick([
      [
        `The ${name} ${noun} is sent within ${first} days after the end of each quarter.`,
        `As the ${name} ${noun} is not due until ${second} days after the end of each quarter, nothing is owed before.`,
      ],
      [
        `The ${name} panel has ${WORDS.get(first) ?? ''} members, each of whom has one vote.`,
        `For a decision, all ${WORDS.get(second) ?? ''} members of the ${name} panel must agree.`,
      ],
      [
        `The cap on ${name} costs is ${money(first * 1000)} for each year.`,
        `The ${name} cap of ${money(second * 1000)} covers all sites and the costs of each year.`,
      ],
    ]) ?? ['', ''];
    return pair(doc, draw, one ?? '', two ?? '');
  },
  'copied-paragraph': (doc, draw) => copied(doc, draw, false),
  'copied-paragraph-with-a-changed-word': (doc, draw) => copied(doc, draw, true),
  placeholder: (doc, draw) => added(doc, draw, draw.pick(PLACEHOLDERS) ?? ''),
  'numbering-gap': skipped,
  'unclosed-bracket': (doc, draw) =>
    changed(doc, draw, /(?<=[a-z] )\([a-z][^()\n]{20,80}[a-z](\))(?=[ ,.])/g, () => ''),
  units: (doc, draw) => {
    const value = draw.between(10, 90);
    return added(
      doc,
      draw,
      draw.pick([
        `The way is at least ${value} feet (${value} meters) wide.`,
        `It must not be warmer than ${value + 60} °F (${value + 60} °C) inside.`,
        `The term is ${value} days (${value} months) from the first notice.`,
      ]) ?? '',
    );
  },
  'counted-list': (doc, draw) =>
    added(
      doc,
      draw,
      draw.pick([
        'It is subject to the following three conditions: (i) a signed order; and (ii) a paid invoice.',
        'There are four kinds of cost: (a) rent; (b) freight; and (c) storage.',
      ]) ?? '',
    ),
  date: (doc, draw) =>
    added(
      doc,
      draw,
      `It was last reviewed on ${draw.pick(['31 June 2021', 'February 30, 2019', 'September 31, 2022']) ?? ''}.`,
    ),
  'broken-anchor': (doc, draw) =>
    doc.kind === 'markdown'
      ? added(doc, draw, `More is said [further below](#${nameOf(draw)}-${nameOf(draw)}).`)
      : [],
};

/**
 * Plants up to `each` errors of every kind that the text has room for. The same text and seed give the
 * same errors. Errors stand apart from each other.
 */
export function plant(
  source: { readonly text: string; readonly kind: SourceKind; readonly languageId: string },
  seed: number | string,
  each = 2,
  plans: Readonly<Record<string, Plan>> = source.kind === 'code' ? CODE_PLANS : PROSE_PLANS,
  probe?: LinkProbe,
): { readonly text: string; readonly errors: readonly PlantedError[] } {
  const doc = ruleDocument(source, probe);
  const draw = drawing(seed);
  const chosen: { readonly kind: string; readonly edits: readonly Edit[] }[] = [];
  const isFree = ({ start, end }: Edit): boolean =>
    chosen.every(({ edits }) =>
      edits.every(other => end + 200 < other.start || other.end + 200 < start),
    );
  for (const [kind, plan] of Object.entries(plans)) {
    let left = each;
    for (let tries = 0; tries < each * 5 && left > 0; tries += 1) {
      const edits = plan(doc, draw);
      if (edits.length === 0 || !edits.every(isFree)) continue;
      chosen.push({ kind, edits });
      left -= 1;
    }
  }
  return applied(source.text, chosen);
}

function applied(
  text: string,
  chosen: readonly { readonly kind: string; readonly edits: readonly Edit[] }[],
): { readonly text: string; readonly errors: readonly PlantedError[] } {
  const all = chosen
    .flatMap(({ kind, edits }, index) => edits.map(edit => ({ kind, edit, index })))
    .sort((a, b) => a.edit.start - b.edit.start);
  const ranges = new Map<number, { kind: string; places: { start: number; end: number }[] }>();
  let result = '';
  let at = 0;
  for (const { kind, edit, index } of all) {
    result += text.slice(at, edit.start);
    const start = result.length + (edit.text.length - edit.text.trimStart().length);
    result += edit.text;
    at = edit.end;
    // What was taken away is missed by what stands before and after it.
    const place =
      edit.text === '' ? { start: start - 60, end: start + 60 } : { start, end: result.length };
    const known = ranges.get(index);
    if (known) known.places.push(place);
    else ranges.set(index, { kind, places: [place] });
  }
  result += text.slice(at);
  const errors = [...ranges.values()].flatMap(({ kind, places: [first, ...related] }) =>
    first ? [{ kind, ...first, related }] : [],
  );
  return { text: result, errors };
}
