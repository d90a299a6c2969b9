import { readFileSync } from 'node:fs';
import { SEVERITIES } from '../../core/domain/findings.ts';
import { MODES, type Mode } from '../../core/domain/mode.ts';
import { usageError } from '../../core/errors.ts';
import { formats, isFormat } from '../../core/report/formats.ts';
import { readPrices } from '../../models/priceOverrides.ts';
import { REMOTE_PROVIDERS } from '../../models/registry.ts';
import { isRecord } from '../../core/text/json.ts';
import { type Values, amount, integer, listOf, oneOf } from './parse.ts';
import type { Limits, OutputArgs, RunSettings, SecretsChoice } from './types.ts';

export function settingsOf(values: Values): RunSettings {
  const perspectives = values.perspectives
    ?.split(',')
    .map(id => id.trim())
    .filter(Boolean);
  if (perspectives?.length === 0)
    throw usageError('--perspectives takes a list such as accuracy,tone, not an empty one.');
  const routes = pairsOf('--perspective-model', values['perspective-model'] ?? []);
  return {
    ...modelsOf(values, routes),
    ...optional('perspectivesFile', values['perspectives-file']),
    ...optional('prices', pricesIn(values.prices)),
    ...optional('perspectives', perspectives),
    chunkTokens: integer('--chunk-tokens', values['chunk-tokens'], 200, 100_000) ?? 3000,
    ...optional(
      'partition',
      oneOf('--partition', ['static', 'planned'] as const, values.partition),
    ),
    ...optional('language', values.language),
    synthesis: !values['no-synthesis'],
    ...optional('verify', oneOf('--verify', SEVERITIES, values.verify)),
    ...(values['no-consistency'] ? { consistency: false as const } : {}),
    cache: !values['no-cache'],
  };
}

/** `--model a --models a,b --perspective-model tone=c --verify-model d --base-url [c=]URL`. */
function modelsOf(
  values: Values,
  routes: readonly (readonly [string, string])[],
): Partial<RunSettings> {
  const several = listOf('--models', values.models);
  const model = values.model ?? several?.[0];
  const more = several?.filter(ref => ref !== model) ?? [];
  const perspectiveModels: Record<string, string[]> = {};
  for (const [id, ref] of routes) (perspectiveModels[id] ??= []).push(ref);
  const addresses = values['base-url'] ?? [];
  const named = addresses.filter(text => NAMED_ADDRESS.test(text));
  const own = addresses.filter(text => !NAMED_ADDRESS.test(text));
  if (own.length > 1)
    throw usageError(
      '--base-url is given twice: name the model of one, as in --base-url compatible:ID=URL.',
    );
  if (values['verify-model'] !== undefined && values.verify === undefined)
    throw usageError('--verify-model needs --verify SEVERITY.');
  const second = values['second-model'];
  if (second !== undefined && values['verify-model'] !== undefined)
    throw usageError(
      '--second-model is for classify and --verify-model for review: leave one out.',
    );
  return {
    ...optional('model', model),
    ...(more.length > 0 ? { moreModels: more } : {}),
    ...(routes.length > 0 ? { perspectiveModels } : {}),
    ...optional('verifyModel', second ?? values['verify-model']),
    ...optional('baseUrl', own[0]),
    ...(named.length > 0 ? { baseUrls: Object.fromEntries(pairsOf('--base-url', named)) } : {}),
  };
}

function pricesIn(file: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (file === undefined) return undefined;
  let prices: unknown;
  try {
    prices = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw usageError(
      `--prices takes a JSON file, and ${file} cannot be read as one. Nothing was sent.`,
    );
  }
  const [problem] = readPrices(prices).problems;
  if (problem !== undefined)
    throw usageError(`--prices ${file}: ${problem} Nothing was read or sent.`);
  return isRecord(prices) ? prices : undefined;
}

const NAMED_ADDRESS = new RegExp(`^(?:${REMOTE_PROVIDERS.join('|')})(?::[^=]+)?=`);

const pairsOf = (name: string, texts: readonly string[]): (readonly [string, string])[] =>
  texts.map(text => {
    const at = text.indexOf('=');
    if (at < 1 || at === text.length - 1)
      throw usageError(`${name} takes NAME=VALUE, not ${text}.`);
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });

export function limitsOf(values: Values): Limits {
  return {
    ...optional('concurrency', integer('--concurrency', values.concurrency, 1, 1000)),
    requests: integer('--rpm', values.rpm, 1, 1e9) ?? 0,
    inputTokens: integer('--itpm', values.itpm, 1, 1e12) ?? 0,
    outputTokens: integer('--otpm', values.otpm, 1, 1e12) ?? 0,
    ...optional('maxCostUsd', amount('--max-cost', values['max-cost'])),
    ...optional('maxTokens', integer('--max-tokens', values['max-tokens'], 1, 1e12)),
    onFailure: failurePolicy(values['on-failure'] ?? 'partial'),
    hedge: values.hedge ?? false,
    optimize: oneOf('--optimize', ['speed', 'cost'], values.optimize) ?? 'speed',
    ...optional('mode', modeOf(values)),
    ...optional('idleTimeoutSeconds', integer('--idle-timeout', values['idle-timeout'], 5, 1800)),
    ...optional('callTimeoutSeconds', integer('--call-timeout', values['call-timeout'], 10, 7200)),
  };
}

export function outputOf(values: Values): OutputArgs {
  const format = values.format ?? 'text';
  if (!isFormat(format))
    throw usageError(`--format takes one of ${Object.keys(formats).join(', ')}, not ${format}.`);
  return {
    format,
    ...optional('out', values.out),
    ...optional('events', values.events),
    ...optional('failOn', oneOf('--fail-on', SEVERITIES, values['fail-on'])),
    ...optional('store', values.store),
    ...optional('decisions', values.decisions),
    ...(values['ask-plan'] ? { askPlan: true as const } : {}),
  };
}

export const secretsOf = (values: Values): SecretsChoice =>
  oneOf('--secrets', ['stop', 'mask', 'send'] as const, values.secrets) ?? 'stop';

/** `--batch` is short for `--mode economy`. */
function modeOf({ mode, batch }: Values): Mode | undefined {
  const named = oneOf('--mode', MODES, mode);
  if (!batch) return named;
  if (named !== undefined && named !== 'economy')
    throw usageError(`--batch is --mode economy: leave one of --batch and --mode ${named} out.`);
  return 'economy';
}

function failurePolicy(text: string): Limits['onFailure'] {
  if (text === 'partial' || text === 'fail') return text;
  const quorum = Number(/^quorum=(\d?\.?\d+)$/.exec(text)?.[1]);
  if (quorum > 0 && quorum <= 1) return { quorum };
  throw usageError(`--on-failure takes partial, fail or quorum=0.9, not ${text}.`);
}

/** A property that is there only when it has a value. */
const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
