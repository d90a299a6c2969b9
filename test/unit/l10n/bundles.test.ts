import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { keptParts, LANGUAGES, readTexts, type Texts, WORDED } from '../../support/l10n/bundles.ts';
import { externalize } from '../../support/l10n/manifestStrings.ts';
import { messagesIn, sourceFiles } from '../../support/l10n/messages.ts';

/** Words that the language shares with English, apart from names and units. */
const SHARED: Readonly<Record<(typeof LANGUAGES)[number], readonly string[]>> = {
  de: [
    'Code',
    'Export',
    'Label',
    'Labels',
    'Name',
    'Playbook',
    'Status',
    'Tests',
    'Text',
    'in',
    'parallel',
  ],
  'zh-cn': ['Playbook'],
};
const NAMES = [
  'Fanout',
  'Markdown',
  'HTML',
  'HTTP',
  'CSV',
  'JSON',
  'PDF',
  'SARIF',
  'KB',
  'MB',
  's',
  'min',
  'h',
];

/** Words of a text that would be others in the language. */
const foreign = (text: string, language: (typeof LANGUAGES)[number]): readonly string[] =>
  (text.replace(/\$\([^)]*\)/g, '').match(/\p{L}+/gu) ?? []).filter(
    word => !NAMES.includes(word) && !SHARED[language].includes(word),
  );

function compare(english: Texts, translated: Texts, language: (typeof LANGUAGES)[number]): void {
  const keys = Object.keys(english);
  const missing = keys.filter(key => !translated[key]?.trim());
  assert.deepEqual(missing, [], `${language}: not translated`);
  const base = (key: string): string =>
    english[key] === undefined ? key.replace(/##\w+$/, '') : key;
  const unused = Object.keys(translated).filter(key => english[base(key)] === undefined);
  assert.deepEqual(unused, [], `${language}: nothing uses these`);
  for (const [key, text] of Object.entries(translated)) {
    const original = english[base(key)] ?? '';
    assert.deepEqual(keptParts(text), keptParts(original), `${language}: ${key}`);
    if (text === original)
      assert.deepEqual(foreign(text, language), [], `${language}: still English: ${text}`);
  }
}

describe('l10n: the manifest', () => {
  const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
  const english = readTexts('package.nls.json');

  it('has every text in package.nls.json, and no other', () => {
    const { manifest: again, texts } = externalize(manifest, english);
    assert.deepEqual(manifest, again, 'a text in package.json: npm run manifest');
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(english).sort());
  });

  for (const language of LANGUAGES)
    it(`is complete in ${language}`, () =>
      compare(english, readTexts(`package.nls.${language}.json`), language));

  it('has its walkthrough in every language', () => {
    for (const step of ['try', 'watch', 'model', 'review'])
      for (const language of LANGUAGES)
        assert.ok(
          existsSync(`media/walkthrough/${step}.nls.${language}.md`),
          `${step} ${language}`,
        );
  });

  it('ships its translations', () => {
    const shipped = readFileSync('.vscodeignore', 'utf8').split('\n');
    for (const files of ['!package.nls*.json', '!l10n/*.json', '!media/walkthrough/*.md'])
      assert.ok(shipped.includes(files), files);
  });
});

describe('l10n: messages', () => {
  const { found, unknown } = messagesIn([...sourceFiles(WORDED), 'src/extension.ts']);
  const english = readTexts('l10n/bundle.l10n.json');

  it('are all in the English bundle, and no others: npm run l10n', () => {
    assert.deepEqual(Object.keys(english).sort(), found.map(({ text }) => text).sort());
  });

  it('are literals', () => {
    assert.deepEqual(unknown, []);
  });

  for (const language of LANGUAGES)
    it(`are complete in ${language}`, () =>
      compare(english, readTexts(`l10n/bundle.l10n.${language}.json`), language));
});
