import { LEFT_OUT_BECAUSE, NO_RULE, NOT_APPLIED } from '../core/domain/review/perspective.ts';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { BranchTask, Reply, Reviewer } from '../core/ports/ports.ts';
import type { CallOptions } from '../core/ports/model.ts';
import type { Usage } from '../core/domain/billing.ts';
import type { RawFinding } from '../core/domain/results/findings.ts';
import type { ModelInfo } from '../core/domain/model.ts';
import type { Source } from '../core/domain/source.ts';
import { bundledWorker, rulesInProcess, rulesWorker, type RulesRunner } from './rulesWorker.ts';
import { indexAt } from './lines.ts';
import { readLong } from './longText.ts';
import type { PlacedHit, RuleSwitches } from './types.ts';
import type { RulesResult } from './runRules.ts';
import { t } from '../core/text/l10n.ts';

export interface RulesReviewerOptions {
  /** The worker's script. Default: `rulesWorker.js` beside the bundle; without one the rules run in-process. */
  readonly workerFile?: string;
  /** Rules that the user has turned on or off. */
  readonly switches?: RuleSwitches;
  /** Longest time for one source, in ms. */
  readonly deadlineMs?: number;
}

export type RulesReviewer = Reviewer & {
  /** Ends the thread. Pending calls reject. */
  dispose(): Promise<void>;
};

/** What is wrong with switches of rules that there are not, each as a sentence for the user. */
export async function unknownRules(switches: RuleSwitches): Promise<readonly string[]> {
  const { allRules } = await import('./allRules.ts');
  const known = allRules.map(({ id }) => id);
  return Object.keys(switches)
    .filter(id => !known.includes(id))
    .map(id =>
      t(
        'fanout.offlineRules: there is no rule “{0}”, and it is ignored. Rules: {1}.',
        id,
        known.join(', '),
      ),
    );
}

const RULES_MODEL: ModelInfo = {
  provider: 'offline',
  ref: 'offline:rules',
  id: 'rules',
  label: 'rules, not a model',
};

const NO_USAGE: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  estimated: false,
};
/** Maximum sources whose hits are cached; the oldest are dropped and read again. */
const KEPT_SOURCES = 2000;

interface Reading {
  readonly result: Promise<RulesResult>;
  readonly stop: AbortController;
  waiting: number;
  settled: boolean;
}

/**
 * The offline reviewer: no key, no network. All rules read a source once, in a worker thread; each branch gets its
 * perspective's hits that begin in its chunk. If the rules fail on a source, only that source's branches fail.
 */
export function createRulesReviewer(options: RulesReviewerOptions = {}): RulesReviewer {
  const workerFile = options.workerFile ?? bundledWorker();
  const runner: RulesRunner =
    workerFile !== undefined && fs.existsSync(workerFile)
      ? rulesWorker(workerFile, options.deadlineMs)
      : rulesInProcess();
  const readings = new Map<string, Reading>();
  const keys = new WeakMap<Source, string>();

  const keyOf = (source: Source): string => {
    const known = keys.get(source);
    if (known !== undefined) return known;
    const key = createHash('sha256')
      .update(JSON.stringify([source.kind, source.languageId, source.uri ?? '']))
      .update(source.text)
      .update(source.original?.text ?? '')
      .digest('base64');
    keys.set(source, key);
    return key;
  };

  const read = (source: Source, attempt: number): Reading => {
    const key = keyOf(source);
    const known = readings.get(key);
    if (known && !(attempt > 1 && known.settled && failed.has(known))) return known;
    const stop = new AbortController();
    const { text, kind, languageId, uri, original } = source;
    const { switches = {} } = options;
    const reading: Reading = {
      stop,
      waiting: 0,
      settled: false,
      result: readLong(
        {
          text,
          kind,
          languageId,
          switches,
          ...(uri === undefined ? {} : { uri }),
          ...(original === undefined ? {} : { original }),
        },
        piece => runner.run(piece, stop.signal),
      ).finally(() => {
        reading.settled = true;
      }),
    };
    reading.result.catch(() => {
      failed.add(reading);
      // An aborted reading has no result: the next branch reads the source again.
      if (stop.signal.aborted && readings.get(key) === reading) readings.delete(key);
    });
    readings.set(key, reading);
    const oldest = readings.keys().next().value;
    if (readings.size > KEPT_SOURCES && oldest !== undefined) readings.delete(oldest);
    return reading;
  };
  const failed = new WeakSet<Reading>();

  return {
    model: RULES_MODEL,
    review: async (task: BranchTask, { signal, attempt }: CallOptions): Promise<Reply> => {
      signal.throwIfAborted();
      const reading = read(task.source, attempt);
      reading.waiting += 1;
      try {
        return replyFor(task, await untilAborted(reading.result, signal));
      } finally {
        reading.waiting -= 1;
        if (reading.waiting === 0 && !reading.settled) {
          readings.delete(keyOf(task.source));
          reading.stop.abort();
        }
      }
    },
    dispose: () => runner.dispose(),
  };
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function replyFor(
  { chunk, perspective, source }: BranchTask,
  { hits, rules, notApplied }: RulesResult,
): Reply {
  // The hits before an offset are those up to `indexAt(offset - 1)`: they are in the order of the text.
  const here = hits
    .slice(indexAt(hits, chunk.start - 1) + 1, indexAt(hits, chunk.end - 1) + 1)
    .filter(hit => hit.perspective === perspective.id);
  const leftOut = (['language', 'length', 'off'] as const)
    .map(because => {
      const titles = notApplied
        .filter(rule => rule.perspective === perspective.id && rule.because === because)
        .map(rule => `“${rule.title}${because === 'off' ? ` (${rule.rule})` : ''}”`);
      return titles.length === 0
        ? ''
        : ` ${NOT_APPLIED}${LEFT_OUT_BECAUSE[because].stored}: ${titles.join(', ')}.`;
    })
    .join('');
  const serving = Object.entries(rules).find(([id]) => id === perspective.id)?.[1] ?? 0;
  const matched = new Set(here.map(hit => hit.rule)).size;
  return {
    answer: {
      findings: here.map(hit => rawFinding(hit, source.text)),
      assessment:
        serving === 0
          ? `${NO_RULE}${leftOut}`
          : `${matched} of ${serving} ${serving === 1 ? 'rule' : 'rules'} matched here.${leftOut}`,
      dropped: 0,
    },
    usage: NO_USAGE,
  };
}

const rawFinding = (hit: PlacedHit, text: string): RawFinding => ({
  quote: text.slice(hit.start, hit.end),
  title: hit.title,
  message: hit.message,
  suggestion: hit.suggestion,
  severity: hit.severity,
  confidence: hit.confidence,
  rule: hit.rule,
  range: { start: hit.start, end: hit.end },
});
