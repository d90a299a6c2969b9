import { grouped } from '../../core/format/format.ts';
import * as vscode from 'vscode';
import { systemClock } from '../../core/clock.ts';
import { FanoutError, messageOf } from '../../core/errors.ts';
import {
  addressOf,
  type BaseUrl,
  isOwnOrigin,
  isRemote,
  signsInItself,
  parseBaseUrl,
  parseRef,
  PROVIDERS,
  REMOTE_PROVIDERS,
  type RemoteProvider,
  withScheme,
} from '../../engine/providers.ts';
import type { Config } from '../settings/config.ts';
import { modelSources } from './modelAccess.ts';
import { editorModelId, listEditorModels } from './editorModel.ts';
import { keyProblem, type Keys } from './keys.ts';
import { tell, warn } from '../ui/messages.ts';
import { type ListedModel, listModels, testModel } from '../../engine/openModel.ts';
import { openCounted } from '../../engine/openCounted.ts';
import { dataFolder } from '../../engine/openRuns.ts';
import { accessTo, type AccessTo } from '../../engine/connections.ts';
import { type ModelChoice } from '../../engine/request/runRequest.ts';
import type { ModelPicker } from './picker.ts';
import { OFFLINE } from '../../engine/settings/settings.ts';
import { withSignal } from '../ui/withSignal.ts';
import { t } from '../../core/text/l10n.ts';

/** A model is tried with a few tokens, also when this month's budget is used up. */
const counted = { folder: dataFolder(process.env), warn, isLimited: false };

export function modelPicker(config: Config, keys: Keys): ModelPicker {
  const save = async (choice: ModelChoice): Promise<ModelChoice> => {
    await config.saveModel(choice.model, choice.baseUrl);
    return choice;
  };

  const chooseRemote = async (provider: RemoteProvider): Promise<ModelChoice | undefined> => {
    const baseUrl = await askBaseUrl(provider, config.read());
    if (baseUrl === undefined) return undefined;
    const access = await askAccess(provider, baseUrl, { keys, config }, false);
    if (!access) return undefined;
    const id = await askModel(access.models);
    if (id === undefined) return undefined;
    const choice = { model: `${provider}:${id}`, baseUrl };
    const sources = {
      ...modelSources(keys, config),
      keys: { get: () => Promise.resolve(access.key) },
    };
    await withSignal(t('Fanout: trying {0} with one short call…', id), async signal =>
      testModel(await openCounted(choice, sources, config.read(), counted), signal),
    );
    if (access.isNew) await storeKey(keys, provider, access.origin, access.key);
    tell(t('Fanout uses {0} at {1} from now on. It answered the test call.', id, access.origin));
    return save(choice);
  };

  const chooseEditorModel = async (): Promise<ModelChoice | undefined> => {
    const models = await listEditorModels();
    const picked = await vscode.window.showQuickPick(
      models.map(model => ({
        label: model.name,
        description: t('{0}, {1} tokens', model.vendor, grouped(model.maxInputTokens)),
        id: editorModelId(model),
      })),
      { title: t('Fanout: Choose Model'), placeHolder: t('A model that VS Code offers') },
    );
    if (!picked) return undefined;
    const choice = { model: `vscode:${picked.id}`, baseUrl: '' };
    await withSignal(t('Fanout: trying {0} with one short call…', picked.label), async signal =>
      testModel(
        await openCounted(choice, modelSources(keys, config), config.read(), counted),
        signal,
      ),
    );
    return save(choice);
  };

  return {
    async choose() {
      const provider = await askProvider();
      if (provider === undefined) return undefined;
      if (provider === 'offline') return save({ model: OFFLINE, baseUrl: '' });
      return provider === 'vscode' ? chooseEditorModel() : chooseRemote(provider);
    },
    async ensureKey(choice) {
      const provider = parseRef(choice.model)?.provider;
      if (!isRemote(provider)) return true;
      const address = addressOf(PROVIDERS[provider], choice.baseUrl);
      if (address.loopback || (await keys.get(provider, address.origin)) !== undefined) return true;
      const { access: set, key } = await connectionOf(provider, address, config);
      if (key || signsInItself(set)) return true;
      const access = await askAccess(provider, choice.baseUrl, { keys, config }, false);
      if (!access) return false;
      if (access.isNew) await storeKey(keys, provider, access.origin, access.key);
      return true;
    },
    async setKey() {
      const { model, baseUrl } = config.read();
      const current = parseRef(model)?.provider;
      const provider = isRemote(current) ? current : await askRemoteProvider();
      if (!provider) return false;
      const address = isRemote(current) ? baseUrl : await askBaseUrl(provider, config.read());
      if (address === undefined) return false;
      const access = await askAccess(provider, address, { keys, config }, true);
      if (!access) return false;
      const kept = await storeKey(keys, provider, access.origin, access.key);
      if (kept) tell(t("The key for {0} is saved in the editor's secret storage.", access.origin));
      return true;
    },
    async removeKey() {
      const saved = await keys.list();
      if (saved.length === 0) return tell(t('There is no saved API key.'));
      const picked = await vscode.window.showQuickPick(
        saved.map(key => ({
          label: PROVIDERS[key.provider].title,
          description: key.origin,
          key,
        })),
        { title: t('Fanout: Remove API Key'), placeHolder: t('The key to remove') },
      );
      if (!picked) return;
      await keys.remove(picked.key.provider, picked.key.origin);
      tell(t('The key for {0} was removed.', picked.key.origin));
    },
    async useOffline() {
      await save({ model: OFFLINE, baseUrl: '' });
      tell(t('Fanout uses the offline rules from now on: rules, not a model. Nothing is sent.'));
    },
  };
}

async function askProvider(): Promise<RemoteProvider | 'vscode' | 'offline' | undefined> {
  const editor = await listEditorModels();
  const picked = await vscode.window.showQuickPick(
    [
      ...remoteItems(),
      ...(editor.length > 0
        ? [
            {
              id: 'vscode' as const,
              label: t('VS Code’s Own Models'),
              description: t('{0} offered by extensions, no key', editor.length),
            },
          ]
        : []),
      {
        id: 'offline' as const,
        label: t('Offline Rules'),
        description: t('rules, not a model: no key, nothing is sent'),
      },
    ],
    {
      title: t('Fanout: Choose Model'),
      placeHolder: t('The model that reads your text'),
      ignoreFocusOut: true,
    },
  );
  return picked?.id;
}

const remoteItems = () =>
  REMOTE_PROVIDERS.map(id => ({
    id,
    label: PROVIDERS[id].title,
    description: PROVIDERS[id].detail,
  }));

async function askRemoteProvider(): Promise<RemoteProvider | undefined> {
  const picked = await vscode.window.showQuickPick(remoteItems(), {
    title: t('Fanout: Set API Key'),
    placeHolder: t('The provider of the key'),
    ignoreFocusOut: true,
  });
  return picked?.id;
}

/** Asked only of servers that have no address of their own; an address that was set for a provider stays its own. */
async function askBaseUrl(
  provider: RemoteProvider,
  current: ModelChoice,
): Promise<string | undefined> {
  const known = parseRef(current.model)?.provider;
  const kept = known === undefined || known === provider ? current.baseUrl : '';
  const { title, url, addressExample } = PROVIDERS[provider];
  if (url !== undefined) return kept;
  const typed = await vscode.window.showInputBox({
    title: t('Fanout: Address of {0}', title),
    prompt: t('The base URL of its OpenAI-compatible API. https, or http on this machine.'),
    ...(addressExample === undefined ? {} : { placeHolder: addressExample }),
    value: kept,
    ignoreFocusOut: true,
    validateInput: text => {
      try {
        parseBaseUrl(withScheme(text));
        return undefined;
      } catch (error) {
        return messageOf(error);
      }
    },
  });
  return typed === undefined ? undefined : withScheme(typed);
}

interface Access {
  readonly key: string;
  readonly isNew: boolean;
  readonly origin: string;
  /** Undefined when the server does not list its models. */
  readonly models: readonly ListedModel[] | undefined;
}

/** The provider was not reached, so nothing is known of the key. */
const UNREACHED: ReadonlySet<string> = new Set([
  'network',
  'dns',
  'tls',
  'proxy',
  'timeout',
  'stalled',
  'overloaded',
  'serverError',
]);

async function askUnreached(problem: string): Promise<'again' | 'save' | undefined> {
  const again = t('Try Again');
  const save = t('Save Anyway');
  const picked = await vscode.window.showErrorMessage(
    t('{0} The key could not be tried.', problem),
    again,
    save,
  );
  return picked === again ? 'again' : picked === save ? 'save' : undefined;
}

const connectionOf = (
  provider: RemoteProvider,
  address: BaseUrl,
  config: Pick<Config, 'read'>,
): Promise<AccessTo> =>
  accessTo(
    config.read().connections,
    address,
    isOwnOrigin(PROVIDERS[provider], address),
    process.env,
  );

/** A key that the provider accepts, tried with its list of models; asks again while it is refused. */
async function askAccess(
  provider: RemoteProvider,
  baseUrl: string,
  { keys, config }: { readonly keys: Keys; readonly config: Pick<Config, 'read'> },
  replace: boolean,
): Promise<Access | undefined> {
  const address = addressOf(PROVIDERS[provider], baseUrl);
  const { origin, loopback } = address;
  const { access, key: printed } = await connectionOf(provider, address, config);
  const saved = replace
    ? undefined
    : printed
      ? await printed()
      : ((await keys.get(provider, origin)) ?? (signsInItself(access) ? '' : undefined));
  let key = saved ?? (loopback && !replace ? '' : await askKey(provider, origin, loopback));
  for (;;) {
    if (key === undefined) return undefined;
    const apiKey = key;
    try {
      const models = await withSignal(t('Fanout: asking {0} for its models…', origin), signal =>
        listModels(provider, {
          apiKey,
          clock: systemClock,
          signal,
          access,
          ...(baseUrl === '' ? {} : { baseUrl }),
        }),
      );
      const listed = PROVIDERS[provider].listsModels === false ? undefined : models;
      return { key, isNew: key !== '' && key !== saved, origin, models: listed };
    } catch (error) {
      const code = error instanceof FanoutError ? (error.failure?.code ?? error.code) : undefined;
      if (code === 'auth' || code === 'noApiKey')
        key = await askKey(provider, origin, loopback, messageOf(error));
      else if (code === 'notProvider' || code === 'unknownModel' || code === 'badRequest')
        return { key, isNew: key !== '' && key !== saved, origin, models: undefined };
      else if (code === undefined || !UNREACHED.has(code) || key === saved || key === '')
        throw error;
      else {
        // What was typed is not lost because the network is away.
        const next = await askUnreached(messageOf(error));
        if (next === undefined) return undefined;
        if (next === 'save') return { key, isNew: true, origin, models: undefined };
      }
    }
  }
}

/** Never echoed, never pre-filled. */
async function askKey(
  provider: RemoteProvider,
  origin: string,
  optional: boolean,
  refused?: string,
): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title: t('Fanout: API Key for {0}', PROVIDERS[provider].title),
    prompt: t(
      '{0}It is sent only to {1}.{2}',
      refused ? `${refused} ` : '',
      origin,
      optional ? t(' Leave it empty if the server needs none.') : '',
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: text =>
      text === ''
        ? optional
          ? undefined
          : ''
        : optional && text.trim() === ''
          ? undefined
          : keyProblem(text),
  });
  return typed === undefined || (typed.trim() === '' && !optional) ? undefined : typed.trim();
}

async function askModel(models: readonly ListedModel[] | undefined): Promise<string | undefined> {
  const other = t('$(edit) Type a model id…');
  if (models && models.length > 0) {
    const picked = await vscode.window.showQuickPick(
      [
        ...models.map(model => ({
          label: model.id,
          description: [
            model.label,
            model.contextTokens && t('{0} tokens', grouped(model.contextTokens)),
          ]
            .filter(Boolean)
            .join(', '),
        })),
        { label: other, description: t('one that is not in the list') },
      ],
      {
        title: t('Fanout: Choose Model'),
        placeHolder: t("{0} models in the provider's own list", models.length),
        matchOnDescription: true,
        ignoreFocusOut: true,
      },
    );
    if (!picked) return undefined;
    if (picked.label !== other) return picked.label;
  }
  const typed = await vscode.window.showInputBox({
    title: t('Fanout: Model Id'),
    prompt: t('Exactly as the provider writes it.'),
    ignoreFocusOut: true,
    validateInput: text => (/^\S+$/.test(text.trim()) ? undefined : t('A model id has no spaces.')),
  });
  return typed?.trim() || undefined;
}

async function storeKey(
  keys: Keys,
  provider: RemoteProvider,
  origin: string,
  key: string,
): Promise<boolean> {
  const kept = await keys.set(provider, origin, key);
  if (!kept)
    warn(
      t(
        "The editor's secret storage refused the key for {0}. It is kept only in memory, until this window closes.",
        origin,
      ),
    );
  return kept;
}
