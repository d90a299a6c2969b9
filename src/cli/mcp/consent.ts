import { createHash, randomBytes } from 'node:crypto';
import type { Estimate } from '../../core/domain/billing.ts';
import type { ModelInfo } from '../../core/domain/model.ts';
import type { Playbook } from '../../core/domain/review/playbook.ts';
import type { Source } from '../../core/domain/source.ts';
import { usageError } from '../../core/errors.ts';
import { count, grouped, money, moneySpread } from '../../core/format/format.ts';
import { contentHash } from '../../core/text/hash.ts';
import type { RunState } from '../../core/state/runState.ts';
import type { Agreement, RunHooks } from '../../engine/runHooks.ts';
import type { RunRequest } from '../../engine/request/runRequest.ts';
import {
  type Allowance,
  type Allowed,
  type Grant,
  limitsFrom,
  spentBy,
  wantedOf,
} from '../../engine/tools/allowance.ts';
import type { Given } from '../options/types.ts';

/** Caps of a session whose user named none: US dollars, and tokens for models without a known price. */
export const DEFAULT_CAPS: Allowed = { usd: 5, tokens: 5_000_000 };

/** Plans that wait for an answer; older ones are forgotten. */
const MAX_PLANS = 100;

/** Who made a call, and how to reach them. */
export interface Caller {
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number, message: string) => void;
  /** Asks the user through the client. False: declined. Undefined: the client cannot ask. */
  readonly ask: (question: string) => Promise<boolean | undefined>;
}

/** The consent to one run. */
export interface Asked {
  readonly consent: RunHooks['consent'];
  /** The run has ended, or will not begin. */
  readonly settle: (state: RunState) => void;
  /** What to answer instead of a result; undefined: nothing was refused. */
  readonly refusal: () => Readonly<Record<string, unknown>> | undefined;
}

export interface ConsentOptions {
  readonly allowance: Allowance;
  readonly caps: Allowed;
  /** No cap of the user's own: every run is agreed to before it is sent. */
  readonly asksFirst: boolean;
}

export const capsOf = ({ maxCostUsd = 0, maxTokens = 0 }: Given): Allowed | undefined =>
  maxCostUsd > 0 || maxTokens > 0
    ? { usd: maxCostUsd || Infinity, tokens: maxTokens || Infinity }
    : undefined;

/** Decides what runs of a session may be sent, and how much each may spend. */
export function createConsent({ allowance, caps, asksFirst }: ConsentOptions) {
  /** By token: what was planned. */
  const plans = new Map<string, string>();

  const planned = (key: string): string => {
    const token = randomBytes(9).toString('base64url');
    plans.set(token, key);
    const [oldest] = plans.keys();
    if (plans.size > MAX_PLANS && oldest !== undefined) plans.delete(oldest);
    return token;
  };

  const isConfirmed = (token: string | undefined, key: string): boolean => {
    const isKnown = token !== undefined && plans.get(token) === key;
    // Each agreement is for one run.
    if (isKnown) plans.delete(token);
    return isKnown;
  };

  const take = (estimate: Estimate): Grant => {
    const grant = allowance.take(wantedOf(estimate, caps));
    if (grant) return grant;
    throw usageError(
      'What the user lets agents spend in this session is used up, or held by runs under way. Nothing was sent. The user can restart the server with a higher --max-cost or --max-tokens.',
    );
  };

  /** Hashes of the playbooks that were agreed to in exactly these words. */
  const agreed = new Set<string>();

  const ask = (
    key: string,
    confirm: string | undefined,
    caller: Caller,
    spent: Allowed,
    { held, playbook }: { readonly held?: Grant | undefined; readonly playbook?: Playbook } = {},
  ): Asked => {
    const words = playbook && contentHash(JSON.stringify(playbook));
    let grant = held;
    let refusal: ReturnType<Asked['refusal']>;
    const consent = async (
      estimate: Estimate,
      models: readonly ModelInfo[],
    ): Promise<Agreement> => {
      if (models.every(({ provider }) => provider === 'offline')) return true;
      // A file of the folder that goes to the model as instructions is read by the user first.
      const fresh = words !== undefined && !agreed.has(words) ? playbook : undefined;
      if ((asksFirst || fresh) && estimate.calls > 0 && !isConfirmed(confirm, key)) {
        const stop = stopOf(allowance, wantedOf(estimate, caps), held);
        const answer = await caller.ask(questionOf(estimate, models, stop, fresh));
        if (answer !== true) {
          refusal =
            answer === false
              ? { sent: false, message: 'The user declined. Nothing was sent.' }
              : planOf(estimate, models, stop, {
                  confirm: planned(key),
                  isOutdated: confirm !== undefined,
                  playbook: fresh,
                });
          return false;
        }
      }
      if (words !== undefined) agreed.add(words);
      grant ??= take(estimate);
      return limitsFrom(grant, spent);
    };
    return {
      consent,
      settle: state => {
        const used = spentBy(state);
        grant?.settle({ usd: used.usd - spent.usd, tokens: used.tokens - spent.tokens });
      },
      refusal: () => refusal,
    };
  };

  return {
    forRun(
      request: RunRequest,
      sources: readonly Source[],
      confirm: string | undefined,
      caller: Caller,
    ): Asked {
      const { spec } = request;
      const playbook = spec?.kind === 'ask' ? spec.playbook : undefined;
      const nothing = { usd: 0, tokens: 0 };
      return ask(keyOf(request, sources), confirm, caller, nothing, playbook ? { playbook } : {});
    },

    /** The rest of a stored run, with the limits it continues under. @throws FanoutError `usage`. */
    forRest(
      runId: string,
      before: RunState,
      confirm: string | undefined,
      caller: Caller,
    ): { readonly asked: Asked; readonly limits: Pick<Given, 'maxCostUsd' | 'maxTokens'> } {
      const isOffline = before.model?.provider === 'offline';
      const spent = spentBy(before);
      // Held before the engine asks: it does not ask about what is at the provider already.
      const held = isOffline ? undefined : take(before.estimate ?? NOTHING);
      return {
        asked: ask(`resume ${runId}`, confirm, caller, spent, { held }),
        limits: held ? limitsFrom(held, spent) : {},
      };
    },
  };
}

export type Consent = ReturnType<typeof createConsent>;

const NOTHING: Estimate = {
  calls: 0,
  cached: 0,
  inputTokens: 0,
  outputTokens: 0,
  seconds: { low: 0, expected: 0, high: 0 },
};

/** Everything that decides what is sent, and where. */
const keyOf = (request: RunRequest, sources: readonly Source[]): string =>
  createHash('sha256')
    .update(JSON.stringify([request, sources]))
    .digest('hex');

/** Where the run would stop, whatever it comes to. */
function stopOf(allowance: Allowance, wanted: Allowed, held: Grant | undefined): Allowed {
  const left = held ?? allowance.left();
  return { usd: Math.min(left.usd, wanted.usd), tokens: Math.min(left.tokens, wanted.tokens) };
}

const stopText = (estimate: Estimate, { usd, tokens }: Allowed): string =>
  estimate.costUsd ? money(usd) : `${grouped(tokens)} tokens`;

const priceText = ({ costUsd }: Estimate): string =>
  costUsd ? `${moneySpread(costUsd)} expected` : 'price unknown';

const whereTo = (models: readonly ModelInfo[]): string =>
  models.map(({ ref, origin }) => (origin === undefined ? ref : `${ref} at ${origin}`)).join(', ');

const questionOf = (
  estimate: Estimate,
  models: readonly ModelInfo[],
  stop: Allowed,
  playbook: Playbook | undefined,
): string =>
  [
    `Send the text to ${whereTo(models)}? ${count(estimate.calls, 'call')}, ${priceText(estimate)}. The run stops at ${stopText(estimate, stop)}.`,
    ...(playbook
      ? [
          `It is compared with these rules of ${playbook.title}, which are sent as instructions:`,
          ...rulesOf(playbook),
        ]
      : []),
  ].join('\n');

const rulesOf = ({ rules }: Playbook): string[] =>
  rules.map(({ title, text }) => `${title}: ${text}`);

interface PlanChoice {
  readonly confirm: string;
  /** A token was given that is not valid any more. */
  readonly isOutdated: boolean;
  /** To be read by the user: its rules are sent as instructions. */
  readonly playbook: Playbook | undefined;
}

const planOf = (
  estimate: Estimate,
  models: readonly ModelInfo[],
  stop: Allowed,
  { confirm, isOutdated, playbook }: PlanChoice,
): Readonly<Record<string, unknown>> => ({
  sent: false,
  message: `${isOutdated ? 'The confirm token is not valid for what would be sent now. ' : ''}Nothing was sent yet. Ask the user; if they agree, call again with the same arguments and this confirm token.`,
  plan: {
    models: models.map(({ ref }) => ref),
    destination: whereTo(models),
    calls: estimate.calls,
    answeredBefore: estimate.cached,
    inputTokens: estimate.inputTokens,
    outputTokens: estimate.outputTokens,
    costUsd: estimate.costUsd ?? null,
    price: priceText(estimate),
    seconds: Math.round(estimate.seconds.expected),
    stopsAt: stopText(estimate, stop),
    ...(playbook ? { playbook: { title: playbook.title, rules: rulesOf(playbook) } } : {}),
  },
  confirm,
});
