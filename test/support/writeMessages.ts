// Writes l10n/bundle.l10n.json, all messages of the sources, and brings the translations into the same order:
// translations that nothing uses are dropped, those that are missing are printed.
import { existsSync, writeFileSync } from 'node:fs';
import { LANGUAGES, readTexts, type Texts, WORDED } from './l10n/bundles.ts';
import { messagesIn, sourceFiles } from './l10n/messages.ts';

const messages = messagesIn([...sourceFiles(WORDED), 'src/extension.ts'])
  .found.map(({ text }) => text)
  .sort();
const write = (file: string, texts: Texts): void =>
  writeFileSync(file, `${JSON.stringify(texts, null, 2)}\n`);

write(
  'l10n/bundle.l10n.json',
  Object.fromEntries(messages.map(text => [text, text.replace(/##.*$/s, '')])),
);
for (const language of LANGUAGES) {
  const file = `l10n/bundle.l10n.${language}.json`;
  const known = existsSync(file) ? readTexts(file) : {};
  const forms = (text: string): string[] =>
    Object.keys(known).filter(key => key === text || key.startsWith(`${text}##`));
  const texts = messages.flatMap(forms).map(key => [key, known[key] ?? '']);
  write(file, Object.fromEntries(texts) as Texts);
  const missing = messages.filter(text => known[text] === undefined && forms(text).length === 0);
  if (missing.length > 0)
    console.log(`${language} has no words for:\n${JSON.stringify(missing, null, 2)}`);
}
