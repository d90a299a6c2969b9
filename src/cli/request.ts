import { basename } from 'node:path';
import { FanoutError, usageError } from '../core/errors.ts';
import { isFor, RULE_PERSPECTIVES, type Perspective } from '../core/domain/review/perspective.ts';
import { REVIEW } from '../core/domain/jobSpec.ts';
import type { Source, SourceKind } from '../core/domain/source.ts';
import { builtInPerspectives, withUniqueLetters } from '../core/jobs/review/perspectives.ts';
import { jobOf } from '../core/jobs/jobOf.ts';
import { routed } from '../core/jobs/route.ts';
import { accessTo, type Connections } from '../engine/connections.ts';
import type { ModelSources } from '../engine/openModel.ts';
import { otherChoices } from '../engine/request/requestModels.ts';
import { byKind, type RunRequest } from '../engine/request/runRequest.ts';
import { defaultSettings, limitsOf, OFFLINE } from '../engine/settings/settings.ts';
import { cleanKey, isRemote, parseRef, PROVIDERS, refForms } from '../engine/providers.ts';
import type { Given, RunSettings } from './options/types.ts';

/** A model as it was typed, in one form. @throws FanoutError `usage`. */
export function modelRef(text: string): string {
  const parsed = parseRef(text === 'offline' ? OFFLINE : text);
  if (!parsed || parsed.provider === 'vscode')
    throw usageError(`A model is ${refForms(OFFLINE)}, not ${text}.`);
  return parsed.provider === 'offline' ? OFFLINE : `${parsed.provider}:${parsed.id}`;
}

/** Of perspectives that were not asked for by name, those that can be judged: offline, those that rules serve. */
const judged = (
  all: readonly Perspective[],
  kind: SourceKind,
  model: string,
): readonly Perspective[] =>
  model === OFFLINE ? all.filter(({ id }) => RULE_PERSPECTIVES[kind].includes(id)) : all;

/**
 * What a command line asks for, in the form that runs are kept and gone on with.
 * @throws FanoutError `usage` for models, perspectives and jobs that do not go together.
 */
export function requestOf(
  settings: RunSettings,
  sources: readonly Source[],
  { own = [], name = nameOf(sources) }: { own?: readonly Perspective[]; name?: string } = {},
): RunRequest {
  const { spec = REVIEW, perspectives: asked, given } = settings;
  const job = jobOf(spec);
  const model = modelRef(settings.model ?? OFFLINE);
  const routes = {
    moreModels: (settings.moreModels ?? []).map(modelRef),
    perspectiveModels: Object.fromEntries(
      Object.entries(settings.perspectiveModels ?? {}).map(([id, refs]) => [
        id,
        refs.map(modelRef),
      ]),
    ),
  };
  const others = [...routes.moreModels, ...Object.values(routes.perspectiveModels).flat()];
  if (asked && !job.perspectivesAreChosen)
    throw usageError(`--perspectives is for reviews; ${job.spec.kind} brings its own.`);
  if (!job.perspectivesAreChosen && others.length > 0)
    throw usageError(`--models and --perspective-model are for reviews.`);
  if (model === OFFLINE && (others.length > 0 || given.verifyModel !== undefined))
    throw usageError('The offline rules send nothing. Also name a model with --model.');
  if (others.includes(OFFLINE))
    throw usageError('The offline rules cannot be combined with a model.');
  if (model === OFFLINE && !job.perspectivesAreChosen)
    throw usageError(
      `${job.spec.kind} needs a model, and the offline rules are not one. Nothing was sent. Give --model PROVIDER:ID.`,
    );
  const known = [...builtInPerspectives, ...own];
  const chosen = asked && withUniqueLetters(known.filter(({ id }) => asked.includes(id)));
  const read = (list: readonly Perspective[]): readonly Perspective[] =>
    routed(list, routes, model).map(({ models, ...perspective }) =>
      models && model !== OFFLINE ? { ...perspective, models } : perspective,
    );
  const request: RunRequest = {
    model,
    baseUrl: settings.baseUrl ?? '',
    spec,
    name,
    perspectives: byKind(kind =>
      read(
        (chosen ?? judged(job.perspectivesFor(kind), kind, model)).filter(perspective =>
          isFor(perspective, kind),
        ),
      ),
    ),
    settings: {
      ...defaultSettings(),
      ...TERMINAL,
      ...given,
      verifyModel: given.verifyModel === undefined ? '' : modelRef(given.verifyModel),
    },
  };
  if (model !== OFFLINE)
    for (const { model: ref, baseUrl } of [request, ...otherChoices(request)])
      if (baseUrl === '' && hasNoAddress(ref))
        throw usageError(`${ref} needs its address: --base-url URL, or --base-url ${ref}=URL.`);
  return request;
}

function hasNoAddress(ref: string): boolean {
  const provider = parseRef(ref)?.provider;
  return isRemote(provider) && PROVIDERS[provider].url === undefined;
}

/** Defaults that differ from the editor's, because a terminal run cannot ask. */
const TERMINAL = { maxCostUsd: 0 } satisfies Given;

/** Pace and cost limits of this command line alone, for a run whose own do not count. */
export const limitSettings = (given: Given): Given => ({
  ...limitsOf({ ...defaultSettings(), ...TERMINAL }),
  ...given,
});

/** Keys come from the environment; a plan sends nothing, so it needs none. */
export const terminalModels = (
  env: Readonly<Record<string, string | undefined>>,
  planOnly = false,
  connections: Connections = {},
): ModelSources => ({
  access: (address, isOwn) =>
    planOnly ? Promise.resolve({ access: {} }) : accessTo(connections, address, isOwn, env),
  keys: {
    get: (provider, { loopback }) => {
      if (planOnly) return Promise.resolve('none');
      // The only environment variables that are read: a base URL or a model never comes from there.
      const { title, keyVariable, url } = PROVIDERS[provider];
      const key = env[keyVariable];
      if (key?.trim()) return Promise.resolve(cleanKey(key));
      // Servers on this machine seldom want a key, and the SDKs insist on one.
      if (url === undefined && loopback) return Promise.resolve('none');
      return Promise.reject(
        new FanoutError(
          'noApiKey',
          `There is no API key for ${title}: the environment variable ${keyVariable} is not set. Nothing was sent. Set it, or use the offline rules.`,
        ),
      );
    },
  },
  editorModel: id =>
    Promise.reject(
      usageError(
        `vscode:${id} is available only in VS Code. Nothing was sent. Resume this run in the editor.`,
      ),
    ),
});

function nameOf(sources: readonly Source[]): string {
  const [first] = sources;
  if (!first) return 'Nothing';
  return sources.length === 1
    ? basename(first.path)
    : `${sources.length} files, ${first.path} first`;
}
