import { accessTo } from '../../engine/connections.ts';
import type { ModelSources } from '../../engine/openModel.ts';
import type { Config } from '../settings/config.ts';
import type { Keys } from './keys.ts';

/** The models of this editor: keys from its secret storage, and those that it offers itself. */
export const modelSources = (keys: Keys, config: Pick<Config, 'read'>): ModelSources => ({
  keys: { get: (provider, { origin }) => keys.get(provider, origin) },
  access: (address, isOwn) => accessTo(config.read().connections, address, isOwn, process.env),
  editorModel: async id => (await import('./editorModel.ts')).createEditorModel(id),
});
