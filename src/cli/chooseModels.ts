import { noApiKey, usageError } from '../core/errors.ts';
import type { Clock } from '../core/ports/ports.ts';
import type { Job } from '../core/ports/job.ts';
import type { PromptOptions } from '../core/ports/model.ts';
import { modelReviewer } from '../core/branches/modelReviewer.ts';
import { defaultConcurrency } from '../core/fanout/concurrency.ts';
import { createPacer } from '../core/fanout/pacing/pacer.ts';
import type { ModelPorts, ModelsPorts } from '../core/run/models.ts';
import { parseBaseUrl } from '../models/transport/baseUrl.ts';
import { createModel } from '../models/createModel.ts';
import {
  isRemote,
  parseRef,
  PROVIDERS,
  refForms,
  type RemoteProvider,
} from '../models/registry.ts';
import { atOwnPrice, readPrices } from '../models/priceOverrides.ts';
import { cleanKey } from '../models/transport/apiKey.ts';
import { createRulesReviewer } from '../rules/rulesReviewer.ts';
import { addressOf, type Models, otherReaders, verifierOf } from './options/addresses.ts';
import type { Limits } from './options/types.ts';

export interface Chosen extends ModelsPorts {
  readonly dispose: () => Promise<void>;
}

interface Choosing {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly job: Job;
  readonly prompt: PromptOptions;
  readonly clock: Clock;
  readonly limits: Limits;
  /** A plan sends nothing, so it needs no key. */
  readonly planOnly: boolean;
}

/**
 * The models that a run is asked of; the offline rules when `--model` names none. Keys are looked for
 * before anything is sent.
 * @throws FanoutError `usage`, `noApiKey`, `badBaseUrl`.
 */
export function chooseModels(settings: Models, choosing: Choosing): Chosen {
  const own = refOf(settings.model ?? 'offline:rules');
  const readers = otherReaders(settings);
  const verifier = verifierOf(settings);
  if (own === RULES) {
    if (readers.length > 0 || verifier !== undefined)
      throw usageError('The offline rules send nothing. Name a model with --model, too.');
    const reviewer = createRulesReviewer();
    return {
      reviewer,
      pacer: pacerOf(choosing, undefined),
      dispose: () => reviewer.dispose(),
    };
  }
  const known = new Map<string, ModelPorts>();
  const portsOf = (ref: string): ModelPorts => {
    const before = known.get(ref);
    if (before) return before;
    const made = modelPorts(ref, settings, choosing);
    known.set(ref, made);
    return made;
  };
  const ports = portsOf(own);
  const others = new Set(readers.map(refOf).filter(ref => ref !== own));
  return {
    ...ports,
    ...(others.size > 0 ? { others: [...others].map(portsOf) } : {}),
    ...(verifier === undefined ? {} : { verifier: portsOf(refOf(verifier)) }),
    dispose: () => Promise.resolve(),
  };
}

const RULES = 'offline:rules';

function refOf(text: string): string {
  const parsed = parseRef(text) ?? (text === 'offline' ? parseRef(RULES) : undefined);
  if (!parsed || parsed.provider === 'vscode')
    throw usageError(`A model is ${refForms('offline:rules')}, not ${text}.`);
  return parsed.provider === 'offline' ? RULES : `${parsed.provider}:${parsed.id}`;
}

function modelPorts(ref: string, settings: Models, choosing: Choosing): ModelPorts {
  const { env, job, prompt, clock, planOnly } = choosing;
  if (ref === RULES) throw usageError('The offline rules are not a model to ask beside another.');
  const provider = parseRef(ref)?.provider;
  if (!isRemote(provider)) throw usageError(`A model is ${refForms('offline:rules')}, not ${ref}.`);
  const baseUrl = addressOf(ref, settings);
  if (PROVIDERS[provider].url === undefined && baseUrl === undefined)
    throw usageError(`${ref} needs its address: --base-url URL, or --base-url ${ref}=URL.`);
  const listed = createModel(ref, {
    apiKey: planOnly ? 'none' : keyFor(provider, baseUrl, env),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    clock,
  });
  const model = atOwnPrice(listed, readPrices(settings.prices ?? {}));
  const reviewer = modelReviewer(model, job, prompt);
  return { model, reviewer, pacer: pacerOf(choosing, reviewer) };
}

const pacerOf = ({ clock, limits }: Choosing, reviewer: ModelPorts['reviewer'] | undefined) =>
  createPacer({
    clock,
    concurrency: limits.concurrency ?? defaultConcurrency(reviewer?.model ?? {}),
    limits,
    remote: reviewer?.lane !== undefined,
  });

function keyFor(
  provider: RemoteProvider,
  baseUrl: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  // The only environment variables that are read: a base URL or a model never comes from there.
  const { title, keyVariable, url } = PROVIDERS[provider];
  const key = env[keyVariable];
  if (key?.trim()) return cleanKey(key);
  // Servers on this machine seldom want a key, and the SDKs insist on one.
  if (url === undefined && baseUrl !== undefined && parseBaseUrl(baseUrl).loopback)
    return 'none';
  throw noApiKey(title, `the environment (${keyVariable})`);
}
