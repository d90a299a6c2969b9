import { onlyBy, together, type ModelResult } from '../../core/evaluate/evaluation.ts';
import type { Proportion } from '../../core/evaluate/proportion.ts';
import type { KnownPassage } from '../../core/evaluate/truth.ts';
import { count, duration, joinList, money, percent } from '../../core/format/format.ts';
import type { Block, Document, Group, Notice } from '../../core/report/sections/model.ts';
import { positionsOf } from '../../core/text/lineColumns.ts';
import { shortId } from '../commands/history.ts';
import type { Evaluation } from './evaluation.ts';

/** Characters of a bar. */
const BAR = 25;
/** Errors that are listed as missed. */
const MAX_MISSED = 50;
/** Characters of a missed passage. */
const MAX_WORDS = 80;

/** The evaluation as a reader meets it. */
export function evaluationDocument(evaluation: Evaluation): Document {
  const { sources, truth, results, seed, judge } = evaluation;
  const texts = sources.map(({ path }) => path);
  const known = count(truth.errors.length, truth.isComplete ? 'passage' : 'error');
  return {
    title: `Evaluation of ${joinList(results.map(({ model }) => model)) || 'no model'}`,
    runId: results.map(({ runId }) => shortId(runId)).join(', '),
    sources: texts,
    facts: [
      { name: 'Texts', value: texts.length > 3 ? count(texts.length, 'text') : joinList(texts) },
      {
        name: 'To find',
        value: seed === undefined ? `${known}, known` : `${known}, planted with seed ${seed}`,
      },
      ...(truth.dismissed.length > 0
        ? [{ name: 'Known false alarms', value: String(truth.dismissed.length) }]
        : []),
      { name: 'Other findings judged by', value: judgeText(evaluation, judge) },
    ],
    notices: noticesOf(evaluation),
    sections: [
      section('results', 'Results', [resultTable(results), ...chart(results)]),
      section('kinds', truth.isComplete ? 'Found by kind' : 'Found by kind of error', [
        kindTable(results),
      ]),
      section('models', 'Models compared', comparison(evaluation)),
      missed(evaluation),
      section('reading', 'How to read this', reading(evaluation)),
    ],
    closing: results.map(
      ({ model, runId }) => `Findings of ${model}: fanout show ${shortId(runId)}`,
    ),
    coverage: 'Intervals hold the true share in 95 of 100 such measurements (Wilson).',
    read: '',
  };
}

const section = (id: string, title: string, blocks: readonly Block[]): Group => ({
  kind: 'group',
  id,
  title,
  blocks,
});

function judgeText({ truth }: Evaluation, judge: string | undefined): string {
  if (judge !== undefined) return judge;
  return truth.isComplete ? 'the set itself, which lists all there is' : 'no model';
}

function noticesOf({ results, notRun }: Evaluation): Notice[] {
  const partial = results.filter(({ status, read }) => status !== 'succeeded' || read < 1);
  const stored = results.filter(result => result.stored > 0);
  return [
    ...partial.map(({ model, read, status }) => ({
      kind: 'failed' as const,
      lead: 'Incomplete:',
      text: `${model} read ${percent(read)} of the text (${status}); what it did not read counts as not found. The same command again continues it.`,
    })),
    ...notRun.map(({ model, reason }) => ({
      kind: 'failed' as const,
      lead: 'Not measured:',
      text: `${model}: ${reason}. The same command with a higher limit measures it, and does not pay for anything twice.`,
    })),
    ...stored.map(({ model, stored: answers }) => ({
      kind: 'decided' as const,
      lead: '',
      text: `${model}: ${count(answers, 'answer')} came from earlier runs, so a first run costs and takes more than shown. With --no-cache everything is requested again.`,
    })),
  ];
}

/** `73 % (58–84)`; `–` of nothing. */
export const shareText = ({ hits, of, low, high }: Proportion): string =>
  of === 0 ? '–' : `${whole(hits / of)} % (${whole(low)}–${whole(high)})`;

/** Rounded down, so that 100 means all. */
const whole = (share: number): number => Math.floor(share * 100 + 1e-9);

function resultTable(results: readonly ModelResult[]): Block {
  return {
    kind: 'table',
    shape: 'numbers',
    head: ['Model', 'Found', 'Share found', 'Useful', 'Placed', 'Repeated', 'Cost', 'Time'],
    rows: results.map(({ model, score, costUsd, ms }) => ({
      cells: [
        model,
        `${score.recall.hits} of ${score.recall.of}`,
        shareText(score.recall),
        usefulText(score),
        shareText(score.placed),
        shareText(score.repeated),
        money(costUsd),
        duration(ms),
      ],
    })),
  };
}

/** Where no finding was judged but those at known errors, the share would be of those and always 100 %. */
const usefulText = ({ useful, unjudged }: ModelResult['score']): string =>
  isJudged({ useful, unjudged }) ? shareText(useful) : 'not judged';

export const isJudged = ({
  useful,
  unjudged,
}: Pick<ModelResult['score'], 'useful' | 'unjudged'>): boolean =>
  useful.of > 0 && unjudged < useful.of;

/** A bar for each model: full up to the low end of the interval, shaded up to the high end. */
function chart(results: readonly ModelResult[]): Block[] {
  const judged = results.filter(({ score }) => isJudged(score));
  return [
    { kind: 'text', line: 'Share found, 0 to 100 %; shaded: the interval', role: 'muted' },
    bars(results.map(({ model, score }) => [model, score.recall])),
    ...(judged.length === 0
      ? []
      : [
          {
            kind: 'text',
            line: 'Share useful of the findings that were judged',
            role: 'muted',
          } as const,
          bars(judged.map(({ model, score }) => [model, score.useful])),
        ]),
  ];
}

const bars = (rows: readonly (readonly [string, Proportion])[]): Block => ({
  kind: 'table',
  shape: 'numbers',
  head: ['Model', '', ''],
  rows: rows.map(([model, share]) => ({
    cells: [model, bar(share), share.of === 0 ? '–' : `${whole(share.hits / share.of)} %`],
  })),
});

export function bar({ of, low, high }: Proportion): string {
  if (of === 0) return '·'.repeat(BAR);
  const full = Math.round(low * BAR);
  const shaded = Math.max(full, Math.round(high * BAR));
  return '█'.repeat(full) + '▒'.repeat(shaded - full) + '·'.repeat(BAR - shaded);
}

function kindTable(results: readonly ModelResult[]): Block {
  const kinds = [...new Set(results.flatMap(({ score }) => Object.keys(score.recallByKind)))];
  return {
    kind: 'table',
    shape: 'numbers',
    head: ['Kind', ...results.map(({ model }) => model)],
    rows: kinds.map(kind => ({
      cells: [
        kind,
        ...results.map(({ score }) => {
          const { hits, of } = score.recallByKind[kind] ?? { hits: 0, of: 0 };
          return `${hits} of ${of}`;
        }),
      ],
    })),
  };
}

function comparison({ results, truth }: Evaluation): Block[] {
  if (results.length < 2) return [];
  return [
    {
      kind: 'table',
      shape: 'numbers',
      head: ['Model', 'Found by it alone', 'Findings', 'Calls', 'Cost per error found'],
      rows: results.map(result => ({
        cells: [
          result.model,
          String(onlyBy(result, results)),
          String(result.score.findings),
          String(result.calls),
          result.score.recall.hits === 0 || result.costUsd === undefined
            ? '–'
            : money(result.costUsd / result.score.recall.hits),
        ],
      })),
    },
    { kind: 'text', line: `All of them together find ${shareText(together(results, truth))}.` },
  ];
}

/** What no model found, with its place in the text. */
function missed({ sources, truth, results }: Evaluation): Group {
  const found = new Set(results.flatMap(({ score }) => score.found));
  const left = results.length === 0 ? [] : truth.errors.filter(({ id }) => !found.has(id));
  const positions = new Map(sources.map(({ id, text }) => [id, positionsOf(text)]));
  const lineOf = (error: KnownPassage): string => {
    const [place] = error.places;
    const source = sources.find(({ id }) => id === error.sourceId);
    if (!place || !source) return error.what;
    const { line } = positions.get(source.id)?.(place.start) ?? { line: 1 };
    const words = source.text.slice(place.start, place.end).replace(/\s+/g, ' ');
    const short = words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS - 1)}…` : words;
    const what = error.what === error.kind ? error.kind : `${error.kind}: ${error.what}`;
    return `${source.path}, line ${line}: ${what}: "${short.toWellFormed()}"`;
  };
  const more = left.length - MAX_MISSED;
  return {
    ...section('missed', results.length > 1 ? 'Found by no model' : 'Not found', [
      {
        kind: 'list',
        items: [
          ...left.slice(0, MAX_MISSED).map(error => ({ line: lineOf(error) })),
          ...(more > 0 ? [{ line: `and ${more} more; --format json lists all` }] : []),
        ],
      },
    ]),
    count: left.length,
  };
}

function reading({ truth, judge, results }: Evaluation): Block[] {
  const refuted = results.filter(({ score }) => score.refutedErrors > 0);
  const lines = [
    truth.isComplete
      ? 'Found: a finding points at the passage and its title names the kind. Useful: the share of all findings that do so.'
      : 'Found: a standing finding points at the words that are wrong, whatever it says about them. Useful: of the findings that could be judged, those at a known error and those that the second look confirmed.',
    ...(judge === undefined || truth.isComplete
      ? []
      : [
          `The second look is a model too (${judge}): it errs, and may favour what it would have said itself. Read some of the findings before you trust the figure.`,
        ]),
    ...refuted.map(
      ({ model, score }) =>
        `${model}: ${count(score.refutedErrors, 'known error')} found and then refuted by the second look, so not counted as found.`,
    ),
    ...results
      .filter(({ score }) => score.falseAgain.of > 0)
      .map(
        ({ model, score }) =>
          `${model} reports ${score.falseAgain.hits} of ${score.falseAgain.of} passages that were dismissed.`,
      ),
    'Placed: the quote has exactly one place in the text. Repeated: findings that say again what another one says, of all that point at an error.',
    'Intervals that overlap mean that this text does not tell the models apart: plant more errors, or use more text.',
  ];
  return [{ kind: 'list', items: lines.map(line => ({ line })) }];
}
