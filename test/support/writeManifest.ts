// Writes the settings and the tools of the manifest from their tables (src/engine/{settings,tools}/table.ts).
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { configuration, restrictedConfigurations } from '../../src/engine/settings/manifest.ts';
import { languageModelTools } from '../../src/engine/tools/manifest.ts';

const FILE = 'package.json';
const manifest = JSON.parse(readFileSync(FILE, 'utf8')) as {
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: readonly string[] } };
  contributes: { configuration: readonly object[]; languageModelTools: readonly object[] };
};
manifest.capabilities.untrustedWorkspaces.restrictedConfigurations = restrictedConfigurations();
manifest.contributes.configuration = configuration();
manifest.contributes.languageModelTools = languageModelTools();
const options = await resolveConfig(FILE);
writeFileSync(
  FILE,
  await format(JSON.stringify(manifest, null, 2), { ...options, filepath: FILE }),
);
