import type { LoadedRun } from '../../store/runStore.ts';
import type { RunEvent } from '../../core/state/events.ts';
import { FanoutError } from '../../core/errors.ts';
import type { Severity } from '../../core/domain/results/findings.ts';
import { REVIEW, type JobSpec } from '../../core/domain/jobSpec.ts';
import { jobOf } from '../../core/jobs/jobOf.ts';
import { builtInPerspectives } from '../../core/jobs/review/perspectives.ts';
import { routed } from '../../core/jobs/route.ts';
import { isRecord } from '../../core/text/json.ts';
import { byKind, type RunRequest } from './runRequest.ts';
import { defaultSettings, OFFLINE } from '../settings/settings.ts';
import { plural, t } from '../../core/text/l10n.ts';

/** What the command line of version 0.1 kept with a run. */
interface TerminalSettings {
  readonly spec?: JobSpec;
  readonly model?: string;
  readonly moreModels?: readonly string[];
  readonly perspectiveModels?: Readonly<Record<string, readonly string[]>>;
  readonly verifyModel?: string;
  readonly prices?: unknown;
  readonly baseUrl?: string;
  readonly baseUrls?: Readonly<Record<string, string>>;
  readonly perspectives?: readonly string[];
  readonly chunkTokens: number;
  readonly partition?: 'static' | 'planned';
  readonly language?: string;
  readonly synthesis: boolean;
  readonly verify?: Severity;
  readonly consistency?: false;
  readonly cache: boolean;
}

/**
 * What a stored run was asked, whichever host and version stored it; undefined when that cannot be read.
 * @throws FanoutError `storeUnusable` for a job that this version does not know.
 */
export function storedRequest(settings: unknown, name: string): RunRequest | undefined {
  if (!isRecord(settings)) return undefined;
  const { request } = settings;
  if (isRequest(request))
    // Settings that came later have their defaults in runs of earlier versions.
    return { ...request, settings: { ...defaultSettings(), ...request.settings } };
  return isTerminalSettings(settings) ? fromTerminal(settings, name) : undefined;
}

/**
 * The events to go on from; undefined when the run has to be started again, because it was cut off before it
 * was planned or because what its branches stand on cannot be read. What was paid for is kept either way.
 * @throws FanoutError `storeUnusable` when a text or the settings of the run cannot be read.
 */
export function resumable({ name, sources, events, settings }: LoadedRun): {
  readonly request: RunRequest;
  readonly events: readonly RunEvent[] | undefined;
} {
  const started = events.find(event => event.type === 'run.started');
  const lost = started?.sources.find(({ id: sourceId }) => !sources.some(s => s.id === sourceId));
  const request = storedRequest(settings, name);
  if (lost || sources.length === 0 || !request)
    throw new FanoutError(
      'storeUnusable',
      lost
        ? t(
            'The text of {0} cannot be read from the store, so it cannot be resumed. Nothing was sent. Start a new run; the report of this one shows what it has.',
            lost.path,
          )
        : t(
            'What this run was asked cannot be read from the store, so it cannot be resumed. Nothing was sent. Start a new run; the report of this one shows what it has.',
          ),
    );
  const has = (type: RunEvent['type']): boolean => events.some(event => event.type === type);
  const whole = started && has('run.split') && has('run.planned');
  return { request, events: whole ? events : undefined };
}

/** What a reader of a run has to know when records of it are damaged; to be said where `damaged` is not 0. */
export const leftOut = ({ name, damaged }: Pick<LoadedRun, 'name' | 'damaged'>): string =>
  plural(
    damaged,
    '{0} stored record of the run over {1} is damaged or missing and was left out. What is shown is as it was written. To have the rest asked again, resume the run.',
    '{0} stored records of the run over {1} are damaged or missing and were left out. What is shown is as it was written. To have the rest asked again, resume the run.',
    damaged,
    name,
  );

const isRequest = (value: unknown): value is RunRequest =>
  isRecord(value) &&
  typeof value['model'] === 'string' &&
  isRecord(value['perspectives']) &&
  isRecord(value['settings']);

const isTerminalSettings = (
  value: Record<string, unknown>,
): value is Record<string, unknown> & TerminalSettings =>
  typeof value['chunkTokens'] === 'number' &&
  typeof value['synthesis'] === 'boolean' &&
  typeof value['cache'] === 'boolean';

function fromTerminal(stored: TerminalSettings, name: string): RunRequest {
  const { spec = REVIEW, model = OFFLINE, perspectives: ids } = stored;
  const job = jobOf(spec);
  const asked = ids && builtInPerspectives.filter(({ id }) => ids.includes(id));
  const routes = {
    moreModels: stored.moreModels ?? [],
    perspectiveModels: stored.perspectiveModels ?? {},
  };
  return {
    model: model === 'offline' ? OFFLINE : model,
    baseUrl: stored.baseUrl ?? '',
    spec,
    name,
    perspectives: byKind(kind => routed(asked ?? job.perspectivesFor(kind), routes, model)),
    settings: {
      ...defaultSettings(),
      chunkTokens: stored.chunkTokens,
      partition: stored.partition ?? 'static',
      language: stored.language ?? '',
      synthesis: stored.synthesis,
      verify: stored.verify ?? 'off',
      verifyModel: stored.verifyModel ?? '',
      baseUrls: stored.baseUrls ?? {},
      prices: isRecord(stored.prices) ? stored.prices : {},
      consistency: stored.consistency ?? true,
      reuseAnswers: stored.cache,
      // It had no limit but the ones of its options, and those are given again.
      maxCostUsd: 0,
    },
  };
}
