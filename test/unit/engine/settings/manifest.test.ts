import assert from 'node:assert/strict';
import {
  configuration,
  restrictedConfigurations,
} from '../../../../src/engine/settings/manifest.ts';
import { readManifest } from '../../../support/manifest.ts';
import { SETTINGS } from '../../../../src/engine/settings/table.ts';

interface Manifest {
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: { readonly configuration: readonly object[] };
}

describe('manifest: settings', () => {
  const manifest = readManifest() as Manifest;
  const rewrite = 'the table says otherwise: npm run manifest';

  it('are what the table of settings gives', () => {
    const given: unknown = JSON.parse(JSON.stringify(configuration()));
    assert.deepEqual(manifest.contributes.configuration, given, rewrite);
  });

  it('each is in one group, and the few that matter are in the first', () => {
    const groups = configuration();
    const names = groups.flatMap(({ properties }) => Object.keys(properties));
    assert.deepEqual(
      [...names].sort(),
      Object.keys(SETTINGS)
        .map(name => `fanout.${name}`)
        .sort(),
    );
    assert.ok(Object.keys(groups[0]?.properties ?? {}).includes('fanout.model'));
    for (const { title, properties } of groups)
      assert.ok(Object.keys(properties).length > 2, title);
  });

  it('that decide where text goes or what is read are restricted in untrusted workspaces', () => {
    const { restrictedConfigurations: declared } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual([...declared].sort(), [...restrictedConfigurations()].sort(), rewrite);
  });
});
