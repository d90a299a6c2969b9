import { readFileSync } from 'node:fs';
import { withTexts } from './l10n/manifestStrings.ts';

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));

/** The manifest in English, as VS Code shows it. */
export const readManifest = (): unknown =>
  withTexts(read('package.json'), read('package.nls.json') as Record<string, string>);
