import { badSetting } from '../../core/errors.ts';
import { builtInPerspectives } from '../../core/jobs/review/perspectives.ts';
import { modelsNamed, routed } from '../../core/jobs/route.ts';
import type { Perspective } from '../../core/domain/review/perspective.ts';
import { isLoopback } from '../../models/transport/baseUrl.ts';
import { isRemote, parseRef, providerOf, refForms } from '../../models/registry.ts';
import type { ModelChoice, PerspectivesByKind, RunRequest } from './runRequest.ts';
import { OFFLINE, type Settings } from '../settings/settings.ts';
import { t } from '../../core/text/l10n.ts';

type Routes = Pick<Settings, 'moreModels' | 'perspectiveModels' | 'customPerspectives'>;

/**
 * The perspectives with the models that are to read from them. Offline nothing is sent, so that none
 * is asked. @throws FanoutError `badSetting` when a setting names a model or a perspective that cannot be.
 */
export function routedByKind(
  perspectives: PerspectivesByKind,
  settings: Routes,
  own: string,
): PerspectivesByKind {
  const { moreModels, perspectiveModels, customPerspectives } = settings;
  const known = [...builtInPerspectives.map(p => p.id), ...customPerspectives.map(p => p.data.id)];
  const unknown = Object.keys(perspectiveModels).find(id => !known.includes(id));
  if (unknown !== undefined)
    throw badSetting(
      'fanout.perspectiveModels',
      t('names {0}, which is not one of {1}', unknown, known.join(', ')),
    );
  for (const ref of moreModels) checkRef('fanout.moreModels', ref);
  for (const ref of Object.values(perspectiveModels).flat())
    checkRef('fanout.perspectiveModels', ref);
  const routes = own === OFFLINE ? { moreModels: [], perspectiveModels: {} } : settings;
  const of = (list: readonly Perspective[]): readonly Perspective[] =>
    routed(list, routes, own).map(({ models, ...perspective }) =>
      models && own !== OFFLINE
        ? { ...perspective, models: models.map(ref => checkRef('fanout.customPerspectives', ref)) }
        : perspective,
    );
  return {
    markdown: of(perspectives.markdown),
    prose: of(perspectives.prose),
    code: of(perspectives.code),
    records: perspectives.records,
  };
}

/** True when text for a model goes to another machine: not for the rules, nor for servers on this one. */
export const leavesMachine = ({ model, baseUrl }: ModelChoice): boolean =>
  model !== OFFLINE && !isLoopback(baseUrl);

/** Every further model of a run, each with its address. */
export function otherChoices(request: RunRequest): readonly ModelChoice[] {
  const { perspectives } = request;
  const read = Object.values(perspectives).flat();
  const refs = [modelsNamed(read), verifierOf(request) ?? []].flat();
  return [...new Set(refs)].filter(ref => ref !== request.model).map(ref => choiceOf(ref, request));
}

/** The model that takes the second look, when it is not the run's own. */
export function verifierOf({
  settings: { verify, verifyModel },
  spec,
}: Pick<RunRequest, 'settings' | 'spec'>): string | undefined {
  const looksTwice =
    verify !== 'off' || (spec?.kind === 'classify' && spec.doubtfulBelow !== undefined);
  return looksTwice && verifyModel ? checkRef('fanout.verifyModel', verifyModel) : undefined;
}

/** @throws FanoutError `badSetting` when a server of its own has no address. */
export function choiceOf(ref: string, { model, baseUrl, settings }: RunRequest): ModelChoice {
  if (ref === model) return { model, baseUrl };
  const baseUrls = settings.baseUrls ?? {};
  const provider = parseRef(ref)?.provider ?? '';
  const own = provider === parseRef(model)?.provider ? baseUrl : '';
  const address = baseUrls[ref] ?? baseUrls[provider] ?? own;
  if (address === '' && isRemote(provider) && providerOf(provider)?.url === undefined)
    throw badSetting(
      'fanout.baseUrls',
      t('has no address for {0}. Add "{1}" with its base URL there', ref, ref),
    );
  return { model: ref, baseUrl: address };
}

function checkRef(setting: string, ref: string): string {
  const provider = parseRef(ref)?.provider;
  if (provider === 'vscode' || isRemote(provider)) return ref;
  throw badSetting(
    setting,
    t('names {0}; a model is written {1}', ref.slice(0, 80), refForms('vscode:ID')),
  );
}
