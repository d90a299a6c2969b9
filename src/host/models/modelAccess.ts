import type { ModelSources } from '../../engine/openModel.ts';
import type { Keys } from './keys.ts';

/** The models of this editor: keys from its secret storage, and those that it offers itself. */
export const modelSources = (keys: Keys): ModelSources => ({
  keys: { get: (provider, { origin }) => keys.get(provider, origin) },
  editorModel: async id => (await import('./editorModel.ts')).createEditorModel(id),
});
