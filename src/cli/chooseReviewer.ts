import { noApiKey, usageError } from '../core/errors.ts';
import type { Clock, Job, Model, PromptOptions, Reviewer } from '../core/ports.ts';
import { modelReviewer } from '../core/branches/modelReviewer.ts';
import { parseBaseUrl } from '../models/baseUrl.ts';
import { createModel, parseRef, type RemoteProvider } from '../models/create.ts';
import { cleanKey } from '../models/keys.ts';
import { createRulesReviewer } from '../rules/rulesReviewer.ts';

/** The only environment variables that are read: a base URL or a model never comes from there. */
const KEY_VARIABLES: Readonly<Record<RemoteProvider, string>> = {
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  compatible: 'FANOUT_API_KEY',
};

export interface Chosen {
  readonly reviewer: Reviewer;
  /** Absent for the rules. */
  readonly model?: Model;
  dispose(): Promise<void>;
}

/**
 * The reviewer that `--model` names; the offline rules when it names none.
 * @throws FanoutError `usage`, `noApiKey`, `badBaseUrl`.
 */
export function chooseReviewer(
  ref: string | undefined,
  baseUrl: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  job: Job,
  prompt: PromptOptions,
  clock: Clock,
  /** A plan sends nothing, so it needs no key. */
  planOnly: boolean,
): Chosen {
  const parsed = parseRef(ref ?? 'offline:rules') ?? (ref === 'offline' ? RULES : undefined);
  if (!parsed || parsed.provider === 'vscode')
    throw usageError(
      `--model takes openai:ID, anthropic:ID, compatible:ID or offline:rules, not ${ref ?? ''}.`,
    );
  if (parsed.provider === 'offline') {
    const reviewer = createRulesReviewer();
    return { reviewer, dispose: () => reviewer.dispose() };
  }
  const { provider } = parsed;
  if (provider === 'compatible' && baseUrl === undefined)
    throw usageError('--model compatible:ID needs --base-url URL.');
  const model = createModel(`${provider}:${parsed.id}`, {
    apiKey: planOnly ? 'none' : keyFor(provider, baseUrl, env),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    clock,
  });
  return {
    reviewer: modelReviewer(model, job, prompt),
    model,
    dispose: () => Promise.resolve(),
  };
}

const RULES = { provider: 'offline', id: 'rules' } as const;

function keyFor(
  provider: RemoteProvider,
  baseUrl: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const key = env[KEY_VARIABLES[provider]];
  if (key?.trim()) return cleanKey(key);
  // Servers on this machine seldom want a key, and the SDKs insist on one.
  if (provider === 'compatible' && baseUrl !== undefined && parseBaseUrl(baseUrl).loopback)
    return 'none';
  throw noApiKey(provider, `the environment (${KEY_VARIABLES[provider]})`);
}
