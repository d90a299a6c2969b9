import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  configurationProperties,
  restrictedConfigurations,
} from '../../../../src/engine/settings/manifest.ts';

interface Manifest {
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: { readonly configuration: { readonly properties: object } };
}

describe('manifest: settings', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const rewrite = 'the table says otherwise: npm run manifest';

  it('are what the table of settings gives', () => {
    const given: unknown = JSON.parse(JSON.stringify(configurationProperties()));
    assert.deepEqual(manifest.contributes.configuration.properties, given, rewrite);
  });

  it('that decide where text goes or what is read are restricted in untrusted workspaces', () => {
    const { restrictedConfigurations: declared } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual([...declared].sort(), [...restrictedConfigurations()].sort(), rewrite);
  });
});
