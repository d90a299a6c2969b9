import type { Severity } from '../core/domain/results/findings.ts';
import { REVIEW, type JobSpec } from '../core/domain/jobSpec.ts';
import { jobOf } from '../core/jobs/jobOf.ts';
import { builtInPerspectives } from '../core/jobs/review/perspectives.ts';
import { routed } from '../core/jobs/route.ts';
import { isRecord } from '../core/text/json.ts';
import { byKind, type RunRequest } from './runRequest.ts';
import { defaultSettings, OFFLINE } from './settings/settings.ts';

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
      // It had no limit but the ones of its options, and those are given anew.
      maxCostUsd: 0,
    },
  };
}
