import { readFileSync } from 'node:fs';
import { SEVERITIES } from '../../core/domain/results/findings.ts';
import type { Mode } from '../../core/domain/mode.ts';
import { usageError } from '../../core/errors.ts';
import { formats, isFormat } from '../../core/report/formats.ts';
import { checkFormat, isBinary } from '../../engine/reportFile.ts';
import { readPrices } from '../../engine/providers.ts';
import { ANY_ADDRESS, type Connections } from '../../engine/connections.ts';
import { REMOTE_PROVIDERS } from '../../engine/providers.ts';
import { isRecord } from '../../core/text/json.ts';
import { listOf, oneOf } from './parse.ts';
import { nameOf } from './settingOptions.ts';
import type { Values } from './table.ts';
import type { Kind } from '../../engine/settings/kinds.ts';
import type { SettingOption } from '../../engine/settings/row.ts';
import { SETTINGS } from '../../engine/settings/table.ts';
import type { Given, OutputArgs, RunSettings, SecretsChoice } from './types.ts';

export function settingsOf(values: Values): RunSettings {
  const perspectives = listOf('--perspectives', values.perspectives);
  const routes = pairsOf('--perspective-model', values['perspective-model'] ?? []);
  return {
    ...modelsOf(values, routes),
    ...optional('perspectivesFile', values['perspectives-file']),
    ...optional('perspectives', perspectives),
    given: {
      ...givenSettings(values),
      ...optional('verifyModel', verifierOf(values)),
      ...optional('baseUrls', addressesOf(values).named),
      ...optional('prices', pricesIn(values.prices)),
    },
  };
}

/** The settings that were typed, each in the form its row of the table takes. @throws FanoutError `usage`. */
export function givenSettings(values: Values): Given {
  const plain = Object.entries(values.settings).map(([name, typed]) => {
    const { kind, option } = SETTINGS[name as keyof Values['settings']] as {
      readonly kind: Kind<unknown>;
      readonly option?: SettingOption;
    };
    const flags = option?.flags ?? '';
    const value =
      typed === true ? !flags.startsWith('--no-') : kind.parse?.(`--${nameOf(flags)}`, typed);
    return [name, value] as const;
  });
  return {
    ...(Object.fromEntries(plain) as Given),
    ...failurePolicy(values['on-failure']),
    ...optional('mode', modeOf(values)),
  };
}

/** `--model a --models a,b --perspective-model tone=c --base-url [c=]URL`. */
function modelsOf(
  values: Values,
  routes: readonly (readonly [string, string])[],
): Partial<RunSettings> {
  const several = listOf('--models', values.models);
  const model = values.model?.at(-1) ?? several?.[0];
  const more = several?.filter(ref => ref !== model) ?? [];
  const perspectiveModels: Record<string, string[]> = {};
  for (const [id, ref] of routes) (perspectiveModels[id] ??= []).push(ref);
  return {
    ...optional('model', model),
    ...(more.length > 0 ? { moreModels: more } : {}),
    ...(routes.length > 0 ? { perspectiveModels } : {}),
    ...optional('baseUrl', addressesOf(values).own),
  };
}

/** The address of the run's own model, and those of models or providers that are named. */
function addressesOf(values: Values): {
  readonly own: string | undefined;
  readonly named: Readonly<Record<string, string>> | undefined;
} {
  const addresses = values['base-url'] ?? [];
  const named = addresses.filter(text => NAMED_ADDRESS.test(text));
  const own = addresses.filter(text => !NAMED_ADDRESS.test(text));
  if (own.length > 1)
    throw usageError(
      '--base-url is given twice: name the model of one, as in --base-url compatible:ID=URL.',
    );
  const pairs = Object.fromEntries(pairsOf('--base-url', named));
  return { own: own[0], named: named.length > 0 ? pairs : undefined };
}

/** Who takes the second look: of a review with --verify, of labels with --second-model. */
function verifierOf(values: Values): string | undefined {
  const { 'verify-model': checking, 'second-model': second } = values;
  if (checking !== undefined && values.settings.verify === undefined)
    throw usageError('--verify-model needs --verify SEVERITY.');
  return second ?? checking;
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

export function outputOf(values: Values): OutputArgs {
  const format = values.format ?? 'text';
  if (!isFormat(format))
    throw usageError(`--format takes one of ${Object.keys(formats).join(', ')}, not ${format}.`);
  checkFormat(format);
  if (isBinary(format) && values.out === undefined)
    throw usageError(
      `--format ${format} is not text: name the file to write with -o FILE. Nothing was read or sent.`,
    );
  return {
    format,
    ...optional('out', values.out),
    ...optional('events', values.events),
    ...optional('failOn', oneOf('--fail-on', SEVERITIES, values['fail-on'])),
    ...leastOf(values),
    ...optional('store', values.store),
    ...optional('decisions', values.decisions),
    ...optional('connections', connectionsOf(values)),
    ...(values['ask-plan'] ? { askPlan: true as const } : {}),
  };
}

/** `--connections FILE --header "Name: value"`; headers go to addresses of one's own. @throws FanoutError `usage`. */
function connectionsOf(values: Values): Connections | undefined {
  const { connections: file, header: typed = [] } = values;
  const own = typed.map(text => {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw usageError('--header takes "Name: value". Nothing was sent.');
    return [name, value] as const;
  });
  const named = file === undefined ? {} : objectIn('--connections', file);
  if (file === undefined && own.length === 0) return undefined;
  return own.length === 0
    ? named
    : { ...named, [ANY_ADDRESS]: { headers: Object.fromEntries(own) } };
}

/** @throws FanoutError `usage` for a file that holds no JSON object. */
function objectIn(name: string, file: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw usageError(
      `${name} takes a JSON file, and ${file} cannot be read as one. Nothing was sent.`,
    );
  }
  if (isRecord(value)) return value;
  throw usageError(
    `${name} takes a JSON object, and ${file} holds something else. Nothing was sent.`,
  );
}

/** What is shown at least; nothing where neither option is given. */
function leastOf(values: Values): Pick<OutputArgs, 'least'> {
  const severity = oneOf('--min-severity', SEVERITIES, values['min-severity']);
  const typed = values['min-confidence'];
  const confidence = typed === undefined ? undefined : Number(typed);
  if (confidence !== undefined && !(typed !== '' && confidence >= 0 && confidence <= 1))
    throw usageError(
      `--min-confidence takes a number from 0 to 1, such as 0.6, not ${typed ?? ''}.`,
    );
  if (severity === undefined && confidence === undefined) return {};
  return { least: { ...optional('severity', severity), ...optional('confidence', confidence) } };
}

export const secretsOf = (values: Values): SecretsChoice =>
  oneOf('--secrets', ['stop', 'mask', 'send'] as const, values.secrets) ?? 'stop';

/** `--batch` is short for `--mode economy`. */
function modeOf({ batch, settings: { mode } }: Values): Mode | undefined {
  if (!batch) return undefined;
  if (mode !== undefined && mode !== 'economy')
    throw usageError(
      `--batch is --mode economy: leave one of --batch and --mode ${String(mode)} out.`,
    );
  return 'economy';
}

function failurePolicy(text: string | undefined): Pick<Given, 'onFailure' | 'quorum'> {
  if (text === undefined) return {};
  if (text === 'partial') return { onFailure: 'continue' };
  if (text === 'fail') return { onFailure: 'stop' };
  const quorum = Number(/^quorum=(\d?\.?\d+)$/.exec(text)?.[1]);
  if (quorum > 0 && quorum <= 1) return { onFailure: 'quorum', quorum };
  throw usageError(`--on-failure takes partial, fail or quorum=0.9, not ${text}.`);
}

/** A property that is there only when it has a value. */
const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
