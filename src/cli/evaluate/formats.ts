import type { Proportion } from '../../core/evaluate/proportion.ts';
import { together } from '../../core/evaluate/evaluation.ts';
import { csvCell } from '../../core/report/data/csvCell.ts';
import { documentHtml } from '../../core/report/html/html.ts';
import { printer } from '../../core/report/html/htmlBlocks.ts';
import { documentMarkdown } from '../../core/report/markdown/markdown.ts';
import { documentText } from '../../core/report/text/text.ts';
import { jsonText } from '../../core/report/text/terminalText.ts';
import type { FormatName } from '../../core/report/formats.ts';
import { evaluationDocument, isJudged } from './document.ts';
import type { Evaluation } from './evaluation.ts';

/** Raised when a field of the JSON form changes its meaning or goes. */
const VERSION = 1;

/** An evaluation in one of `EVALUATION_FORMATS`. */
export function evaluationText(evaluation: Evaluation, format: FormatName): string {
  switch (format) {
    case 'json':
      return `${jsonText(dataOf(evaluation), 2)}\n`;
    case 'csv':
      return csvOf(evaluation);
    case 'markdown':
      return documentMarkdown(evaluationDocument(evaluation));
    case 'html':
      return documentHtml(
        evaluationDocument(evaluation),
        printer(new Set(), () => ''),
        'evaluation',
      );
    default:
      return documentText(evaluationDocument(evaluation));
  }
}

const shareOf = ({ hits, of, low, high }: Proportion) => ({
  hits,
  of,
  share: of === 0 ? null : hits / of,
  low,
  high,
});

function dataOf({ sources, truth, seed, judge, results, notRun }: Evaluation) {
  const pathOf = new Map(sources.map(({ id, path }) => [id, path]));
  const textOf = new Map(sources.map(({ id, text }) => [id, text]));
  return {
    version: VERSION,
    texts: sources.map(({ path, text }) => ({ path, length: text.length })),
    seed: seed ?? null,
    judge: judge ?? null,
    isComplete: truth.isComplete,
    errors: truth.errors.map(({ id, kind, perspectiveId, what, places, sourceId }) => ({
      id,
      file: pathOf.get(sourceId) ?? sourceId,
      kind,
      perspective: perspectiveId ?? null,
      what,
      places: places.map(({ start, end }) => ({
        start,
        end,
        quote: (textOf.get(sourceId) ?? '').slice(start, end),
      })),
      foundBy: results.filter(({ score }) => score.found.includes(id)).map(({ model }) => model),
    })),
    models: results.map(({ score, ...result }) => ({
      model: result.model,
      run: result.runId,
      status: result.status,
      read: result.read,
      recall: shareOf(score.recall),
      recallByKind: Object.fromEntries(
        Object.entries(score.recallByKind).map(([kind, share]) => [kind, shareOf(share)]),
      ),
      useful: isJudged(score) ? shareOf(score.useful) : null,
      unjudged: score.unjudged,
      placed: shareOf(score.placed),
      matches: score.matches,
      repeated: shareOf(score.repeated),
      falseAgain: shareOf(score.falseAgain),
      refutedErrors: score.refutedErrors,
      findings: score.findings,
      costUsd: result.costUsd ?? null,
      calls: result.calls,
      tokens: result.tokens,
      ms: result.ms,
      storedAnswers: result.stored,
    })),
    together: shareOf(together(results, truth)),
    notRun,
  };
}

/** A measure a row, so that a spreadsheet can pivot it: model, measure, kind, hits, of, share, low, high, value. */
function csvOf({ results }: Evaluation): string {
  type Cell = string | number | null;
  const head: Cell[] = ['model', 'measure', 'kind', 'hits', 'of', 'share', 'low', 'high', 'value'];
  const rows = results.flatMap(({ model, score, costUsd, calls, ms, read, tokens }): Cell[][] => {
    const share = (measure: string, kind: string, { hits, of, low, high }: Proportion): Cell[] => [
      model,
      measure,
      kind,
      hits,
      of,
      of === 0 ? null : hits / of,
      low,
      high,
      null,
    ];
    const value = (measure: string, of: number | undefined): Cell[] => [
      model,
      measure,
      '',
      null,
      null,
      null,
      null,
      null,
      of ?? null,
    ];
    return [
      share('recall', '', score.recall),
      ...Object.entries(score.recallByKind).map(([kind, own]) => share('recall', kind, own)),
      ...(isJudged(score) ? [share('useful', '', score.useful)] : []),
      share('placed', '', score.placed),
      share('repeated', '', score.repeated),
      share('falseAgain', '', score.falseAgain),
      value('findings', score.findings),
      value('costUsd', costUsd),
      value('calls', calls),
      value('inputTokens', tokens.input),
      value('outputTokens', tokens.output),
      value('seconds', ms / 1000),
      value('read', read),
    ];
  });
  return [head, ...rows].map(row => `${row.map(csvCell).join(',')}\r\n`).join('');
}
