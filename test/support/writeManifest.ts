// Writes the settings and the tools of the manifest from their tables (src/engine/{settings,tools}/table.ts),
// and moves its texts to package.nls.json. A text without a translation fails test/unit/l10n.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { configuration, restrictedConfigurations } from '../../src/engine/settings/manifest.ts';
import { languageModelTools } from '../../src/engine/tools/manifest.ts';
import { externalize } from './l10n/manifestStrings.ts';

const FILE = 'package.json';
const TEXTS = 'package.nls.json';
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const manifest = read(FILE) as {
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: readonly string[] } };
  contributes: { configuration: readonly object[]; languageModelTools: readonly object[] };
};
manifest.capabilities.untrustedWorkspaces.restrictedConfigurations = restrictedConfigurations();
manifest.contributes.configuration = configuration();
manifest.contributes.languageModelTools = languageModelTools();

async function write(file: string, content: unknown): Promise<void> {
  const options = await resolveConfig(file);
  writeFileSync(
    file,
    await format(JSON.stringify(content, null, 2), { ...options, filepath: file }),
  );
}

const external = externalize(manifest, read(TEXTS) as Record<string, string>);
await write(FILE, external.manifest);
await write(TEXTS, external.texts);
