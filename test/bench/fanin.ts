/**
 * Fan-in against a simulated reviewer of known behaviour: `node test/bench/fanin.ts`.
 * It finds each planted error with p = 0.9, says it again from the overlap and from other
 * perspectives, changes the typography of 20 % of its quotes, misquotes 10 % by up to 8 edits,
 * invents 10 %, always points at the wrong line, and floods one chunk.
 */
import { placeFindings } from '../../src/core/fanin/place/anchor.ts';
import { candidatesOf, readJudgements } from '../../src/core/fanin/merge/judge.ts';
import { finishMerge, mergeFindings, planMerge } from '../../src/core/fanin/merge/merge.ts';
import { wordVectors } from '../../src/core/fanin/merge/wordVectors.ts';
import { groupedPairs } from '../support/groupedPairs.ts';
import { pairsOf } from '../support/quotedReviews/measure.ts';
import { READ_ONCE, TUNED } from '../support/quotedReviews/reviews.ts';
import { REVIEWS } from '../support/reviews.ts';
import { REWORDED_REVIEWS } from '../support/reworded.ts';
import { DIFFERENT, REWORDED } from '../support/rewordings.ts';
import { TERSE_REVIEWS } from '../support/terseReviews.ts';
import type { Finding, RawFinding } from '../../src/core/domain/results/findings.ts';
import type { Branch } from '../../src/core/domain/branch.ts';
import type { Chunk } from '../../src/core/domain/chunk.ts';
import type { Perspective } from '../../src/core/domain/review/perspective.ts';
import type { Source, SourceInfo } from '../../src/core/domain/source.ts';

const PERSPECTIVES = ['accuracy', 'tone', 'completeness'].map((id): Perspective => ({
  id,
  title: id,
  letter: id.charAt(0).toUpperCase(),
  icon: '',
  instructions: '',
  severities: { critical: '', major: '', minor: '', note: '' },
  doNotFlag: [],
}));

/** mulberry32: the same documents and answers on every computer. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const NOUNS =
  'Contractor,Employer,Engineer,programme,certificate,payment,notice,Works,schedule,design,Site,drawing,warranty,insurance,bond,variation,claim,test,defect,material,bridge,pier,abutment,bearing,deck,survey,utility,road,authority,consent'.split(
    ',',
  );
const VERBS =
  'shall submit,may reject,shall certify,must notify,shall complete,may extend,shall pay,must provide,shall maintain,may inspect,shall replace,must verify,shall deliver,may suspend,shall approve'.split(
    ',',
  );
const TAILS =
  'within the period stated in the Contract Data,without delay and at its own cost,before the Commencement Date,after the receipt of the notice,as set out in the Schedules,unless the parties agree otherwise in writing,to the reasonable satisfaction of the Engineer,with the consent of the relevant authority,in accordance with good practice,for the whole of the Defects Period'.split(
    ',',
  );

interface Planted {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

interface Paper {
  readonly source: Source;
  readonly chunks: readonly Chunk[];
  readonly planted: readonly Planted[];
}

/** A contract-like text of about `size` characters, with one planted error in about every 3,000. */
function paper(size: number, random: () => number): Paper {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const sentence = () => {
    const money = random() < 0.2 ? ` an amount of £${Math.floor(random() * 90_000) + 1_000}` : '';
    return `The ${pick(NOUNS)} “${pick(NOUNS)}” ${pick(VERBS)} the ${pick(NOUNS)} – and the ${pick(NOUNS)}’s ${pick(NOUNS)} –${money} ${pick(TAILS)}.`;
  };
  let text = '';
  const cuts = [0];
  const planted: Planted[] = [];
  let clause = 0;
  while (text.length < size) {
    clause += 1;
    text += `## ${clause} ${pick(NOUNS)} and ${pick(NOUNS)}\n\n`;
    for (let p = 0; p < 4; p++) {
      for (let s = 0; s < 4; s++) {
        if (random() < 0.06) {
          const subject = pick(NOUNS);
          const wrong = `The **${subject}** ${pick(VERBS)} ${Math.floor(random() * 80) + 11} days’ notice under clause ${clause}.${p}.${s}.${planted.length} to the ${pick(NOUNS)}.`;
          planted.push({
            start: text.length,
            end: text.length + wrong.length,
            message: `Clause ${clause}.${p}.${s}.${planted.length} does not exist, so notice by the ${subject} rests on nothing`,
          });
          text += `${wrong} `;
        } else text += `${sentence()}${random() < 0.3 ? '\n' : ' '}`;
      }
      text = `${text.trimEnd()}\n\n`;
    }
    if (text.length - (cuts.at(-1) ?? 0) > 15_000) cuts.push(text.length);
  }
  if (cuts.at(-1) !== text.length) cuts.push(text.length);
  const chunks = cuts.slice(1).map((end, index): Chunk => {
    const start = cuts[index] ?? 0;
    return {
      id: `c${index}`,
      hash: `c${index}`,
      sourceId: 's',
      index,
      start,
      end,
      startLine: text.slice(0, start).split('\n').length,
      endLine: text.slice(0, end).split('\n').length,
      headings: [],
      title: '',
      tokens: 0,
    };
  });
  const source: Source = { id: 's', path: 's.md', kind: 'markdown', languageId: 'markdown', text };
  return { source, chunks, planted };
}

type Kind = 'verbatim' | 'typographic' | 'misquoted' | 'invented';

interface Said {
  readonly raw: RawFinding;
  readonly kind: Kind;
  readonly planted?: number;
}

/** One problem in other words, not the same words again. */
const PARAPHRASE: ((m: string) => string)[] = [
  m => m,
  m =>
    m.replace(
      /^Clause (\S+) does not exist.*the (\S+) rests.*$/,
      'There is no $1 in this contract; the duty of the $2 refers to a provision that nobody can find',
    ),
  m =>
    m.replace(
      /^Clause (\S+) does not exist.*the (\S+) rests.*$/,
      'Dangling cross-reference to $1: the numbering ends before it',
    ),
  m =>
    m.replace(
      /^Clause (\S+) does not exist.*the (\S+) rests.*$/,
      'A reader who looks up $1 to see when the $2 has to be told finds nothing',
    ),
];

/** What the simulated reviewer says in each branch. */
function answers(
  { source, chunks, planted }: Paper,
  random: () => number,
  flood: number,
): Map<string, { branch: Branch; chunk: Chunk; perspective: Perspective; said: Said[] }> {
  const result = new Map<
    string,
    { branch: Branch; chunk: Chunk; perspective: Perspective; said: Said[] }
  >();
  for (const chunk of chunks)
    for (const perspective of PERSPECTIVES) {
      const branch: Branch = {
        id: `${chunk.id}/${perspective.id}`,
        chunkId: chunk.id,
        perspectiveId: perspective.id,
        model: 'sim',
        inputTokens: 0,
        outputTokens: 0,
      };
      result.set(branch.id, { branch, chunk, perspective, said: [] });
    }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const say = (
    chunk: Chunk,
    perspective: Perspective,
    quote: string,
    message: string,
    n?: number,
  ) => {
    const draw = random();
    const kind: Kind =
      n === undefined
        ? 'invented'
        : draw < 0.2
          ? 'typographic'
          : draw < 0.3
            ? 'misquoted'
            : 'verbatim';
    const told =
      kind === 'typographic'
        ? retyped(quote, random)
        : kind === 'misquoted'
          ? edited(quote, random)
          : quote;
    result.get(`${chunk.id}/${perspective.id}`)?.said.push({
      kind,
      ...(n === undefined ? {} : { planted: n }),
      raw: {
        quote: told,
        title: message.slice(0, 60),
        message: pick(PARAPHRASE)(message),
        suggestion: null,
        severity: pick(['critical', 'major', 'minor', 'note'] as const),
        confidence: Math.round(random() * 100) / 100,
        line: Math.floor(random() * 5_000) + 1,
      },
    });
  };
  planted.forEach((error, n) => {
    if (random() > 0.9) return;
    const home = chunks.findIndex(c => error.start >= c.start && error.start < c.end);
    const chunk = chunks[home];
    if (!chunk) return;
    const quote = source.text.slice(error.start, error.end);
    const first = pick(PERSPECTIVES);
    say(chunk, first, quote, error.message, n);
    // From another perspective, and from a neighbour that saw it in its context.
    if (random() < 0.4)
      say(chunk, pick(PERSPECTIVES.filter(p => p !== first)), quote, error.message, n);
    const next = chunks[home + 1];
    if (next && chunk.end - error.end < 1_500) say(next, first, quote, error.message, n);
  });
  const real = [...result.values()].reduce((sum, b) => sum + b.said.length, 0);
  for (let i = 0; i < real / 9; i++) {
    const words = Array.from({ length: 14 }, () => pick(NOUNS)).join(' ');
    say(
      pick(chunks),
      pick(PERSPECTIVES),
      `No ${pick(NOUNS)} ever ${words} whatsoever, ${pick(TAILS)}!`,
      `Invented claim ${i}`,
    );
  }
  const flooded = chunks[Math.floor(chunks.length / 2)];
  for (let i = 0; flooded && i < flood; i++) {
    const start = flooded.start + Math.floor(random() * (flooded.end - flooded.start - 120));
    const n = -1 - i;
    say(
      flooded,
      pick(PERSPECTIVES),
      source.text.slice(start, start + 100),
      `Remark ${i} on ${pick(NOUNS)} ${pick(NOUNS)} ${pick(NOUNS)} ${i}`,
      n,
    );
  }
  return result;
}

function retyped(quote: string, random: () => number): string {
  const changes: ((q: string) => string)[] = [
    q => q.replace(/[“”]/g, '"').replace(/’/g, "'"),
    q => q.replaceAll('**', ''),
    q => q.replaceAll(' ', '\n'),
    q => q.replace(/–/g, '-'),
    q => q.replaceAll(' ', '\u00a0'),
    q => q.replaceAll('o', 'o\u00ad'),
    q => q.normalize('NFD'),
  ];
  const changed = changes.reduce((q, change) => (random() < 0.5 ? change(q) : q), quote);
  return changed === quote ? quote.replaceAll(' ', '  ') : changed;
}

function edited(quote: string, random: () => number): string {
  let text = quote;
  const edits = 1 + Math.floor(random() * 8);
  for (let e = 0; e < edits; e++) {
    const at = Math.floor(random() * text.length);
    const letter = 'abcdefghijklmnopqrstuvwxyz '.charAt(Math.floor(random() * 27));
    const kind = Math.floor(random() * 3);
    text = text.slice(0, at) + (kind === 0 ? '' : letter) + text.slice(kind === 1 ? at : at + 1);
  }
  return text;
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j] as T, all[i] as T];
  }
  return all;
}

export interface FanInResult {
  readonly raw: number;
  readonly merged: number;
  /** Shares, 0..1. */
  readonly quoteHeld: number;
  readonly plantedExact: number;
  readonly duplicates: number;
  readonly inventedPlaced: number;
  readonly misplaced: number;
  readonly sameInAnyOrder: boolean;
  readonly anchorMs: number;
  readonly mergeMs: number;
}

function bench(size: number, flood: number, seed: number): FanInResult {
  const random = randomFrom(seed);
  const work = paper(size, random);
  const { source, planted } = work;
  const info: SourceInfo = { ...source, length: source.text.length };
  const order = { sources: [info], perspectives: PERSPECTIVES };
  const said = answers(work, random, flood);

  const began = process.cpuUsage().user / 1_000;
  const placed: { finding: Finding; said: Said }[] = [];
  for (const { branch, chunk, perspective, said: all } of said.values()) {
    const found = placeFindings(
      { source, chunk, branch, perspective },
      { findings: all.map(s => s.raw), assessment: '', dropped: 0 },
    );
    found.forEach((finding, i) => placed.push({ finding, said: all[i] as Said }));
  }
  const anchored = process.cpuUsage().user / 1_000;
  const merged = mergeFindings(
    placed.map(p => p.finding),
    order,
  );
  const ended = process.cpuUsage().user / 1_000;

  const again = JSON.stringify(
    mergeFindings(
      shuffle(
        placed.map(p => p.finding),
        random,
      ),
      order,
    ),
  );
  const holds = (f: Finding) =>
    !f.range || source.text.slice(f.range.start, f.range.end) === f.quote;
  const own = placed.filter(p => (p.said.planted ?? -1) >= 0);
  const hit = ({ finding, said: { planted: n = -1 } }: { finding: Finding; said: Said }) =>
    finding.range?.start === planted[n]?.start && finding.range?.end === planted[n]?.end;
  const share = (part: number, whole: number) =>
    `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
  const of = (kind: Kind) => own.filter(p => p.said.kind === kind);
  const found = new Set(own.filter(hit).map(p => p.said.planted));
  const returned = new Set(own.map(p => p.said.planted));
  const invented = placed.filter(p => p.said.kind === 'invented');
  const misplaced = own.filter(p => {
    const truth = planted[p.said.planted ?? -1];
    const { range } = p.finding;
    return truth && range && (range.end <= truth.start || range.start >= truth.end);
  });
  // A duplicate: one planted error in more than one finding with a place, under more than one heading.
  const perPlace = new Map<number, Set<string>>();
  for (const f of merged) {
    const n = planted.findIndex(p => f.range && f.range.start < p.end && f.range.end > p.start);
    if (n >= 0 && !f.title.startsWith('Remark'))
      perPlace.set(n, (perPlace.get(n) ?? new Set()).add(f.group ?? f.id));
  }
  const extra = [...perPlace.values()].reduce((sum, { size: headings }) => sum + headings - 1, 0);
  console.log(
    [
      `${(source.text.length / 1_000).toFixed(0)} KB, ${work.chunks.length} chunks, ${planted.length} planted, ${placed.length} raw -> ${merged.length} merged`,
      `  quote is the text at its range    ${share([...placed.map(p => p.finding), ...merged].filter(holds).length, placed.length + merged.length)}`,
      `  returned planted errors, exact    ${share(found.size, returned.size)}  (verbatim ${share(of('verbatim').filter(hit).length, of('verbatim').length)}, typographic ${share(of('typographic').filter(hit).length, of('typographic').length)}, misquoted ${share(of('misquoted').filter(hit).length, of('misquoted').length)})`,
      `  remarks on them, exact            ${share(own.filter(hit).length, own.length)}; at a wrong place ${misplaced.length}`,
      `  invented shown as placed          ${invented.filter(p => p.finding.range).length} of ${invented.length}`,
      `  duplicates left                   ${share(extra, perPlace.size)}`,
      `  same bytes in another order       ${again === JSON.stringify(merged)}`,
      `  CPU: anchor ${(anchored - began).toFixed(0)} ms, merge ${(ended - anchored).toFixed(0)} ms`,
    ].join('\n'),
  );
  const all = [...placed.map(p => p.finding), ...merged];
  return {
    raw: placed.length,
    merged: merged.length,
    quoteHeld: all.filter(holds).length / all.length,
    plantedExact: found.size / Math.max(1, returned.size),
    duplicates: extra / Math.max(1, perPlace.size),
    inventedPlaced: invented.filter(p => p.finding.range).length,
    misplaced: misplaced.length,
    sameInAnyOrder: again === JSON.stringify(merged),
    anchorMs: anchored - began,
    mergeMs: ended - anchored,
  };
}

/** What is put together of problems in other words and of different ones, without a model and with one. */
function rewordings(): void {
  const findings = (pairs: typeof REWORDED): Finding[] =>
    pairs.flatMap(({ quote, said }, i) =>
      said.map((message, n): Finding => ({
        id: `b${n}#${i}`,
        fingerprint: `${i}.${n}`,
        perspectiveId: n === 0 ? 'accuracy' : 'completeness',
        severity: 'major',
        confidence: 0.8,
        sourceId: 's',
        chunkId: 'c',
        quote,
        range: { start: i * 100, end: i * 100 + 60 },
        match: 'exact',
        title: message.split(/[:.]/)[0] ?? '',
        message,
        branchIds: [`b${n}`],
      })),
    );
  const order = { sources: [], perspectives: PERSPECTIVES };
  const vectors = wordVectors();
  /** Answers as a model that is always right: the pairs are known. */
  const judged = (pairs: typeof REWORDED, isSame: boolean): Finding[] => {
    const plan = planMerge(findings(pairs), order);
    const candidates = candidatesOf(plan);
    const sets = candidates.map(({ id }) => ({
      set: id,
      same: isSame ? [[1, 2]] : [],
      related: [],
    }));
    return finishMerge(plan, order, readJudgements(JSON.stringify({ sets }), candidates));
  };
  const inOneGroup = (found: readonly Finding[]): number =>
    found.length - new Set(found.map(f => f.group ?? f.id)).size;
  const messages = (found: readonly Finding[]): number =>
    new Set(found.flatMap(f => [f.message, ...(f.wordings ?? []).map(w => w.message)])).size;
  const said = 2 * (REWORDED.length + DIFFERENT.length);
  const byCode = [
    mergeFindings(findings(REWORDED), order),
    mergeFindings(findings(DIFFERENT), order),
  ] as const;
  const byModel = [judged(REWORDED, true), judged(DIFFERENT, false)] as const;
  console.log(
    [
      `\n${REWORDED.length} problems in two wordings each, ${DIFFERENT.length} pairs of different ones`,
      `  without a model: under one heading ${inOneGroup(byCode[0])}, different ones fused ${2 * DIFFERENT.length - byCode[1].length}`,
      `  with a model that is right: one finding ${2 * REWORDED.length - byModel[0].length}, different ones fused ${2 * DIFFERENT.length - byModel[1].length}`,
      `  messages kept: ${messages(byCode.flat())} and ${messages(byModel.flat())} of ${said}`,
      'whole reviews without a model, all remarks on the same words: pairs of one problem grouped, of different ones',
      ...(
        [
          ['full sentences', REVIEWS],
          ['terse', REWORDED_REVIEWS],
          ['fewest words', TERSE_REVIEWS],
        ] as const
      ).map(([what, reviews]) => {
        const { same, different } = groupedPairs(reviews, order, vectors);
        return `  ${what}: ${(100 * same).toFixed(1)} %, ${(100 * different).toFixed(1)} %`;
      }),
      'reviews with quotes, as a run has them: pairs of one problem grouped, of different ones, of different ones on overlapping words',
      ...(
        [
          ['tuned', TUNED],
          ['read once', READ_ONCE],
        ] as const
      ).map(([what, reviews]) => {
        const of = pairsOf(reviews, vectors);
        const shares = [of.joined / of.same, of.wrong / of.different, of.wrong / of.near];
        const shown = shares.map(share => `${(100 * share).toFixed(1)} %`).join(', ');
        return `  ${what}: ${shown}; fused ${of.fused}; messages ${of.kept} of ${of.messages}`;
      }),
    ].join('\n'),
  );
}

/** Prints the table of three documents, of rewordings and of growth; returns its numbers. */
export function fanin(): FanInResult[] {
  rewordings();
  const results = [1, 2, 3].map(seed => bench(650_000, 200, seed));
  console.log('\nGrowth: 10,000, 20,000 and 40,000 raw findings');
  return [...results, ...[10_000, 20_000, 40_000].map(raw => bench(650_000, raw, 4))];
}
