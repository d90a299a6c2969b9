import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { badAnswer } from '../../../src/core/errors.ts';
import { setDisplayLanguage, t } from '../../../src/core/text/l10n.ts';
import { rulesWorker } from '../../../src/rules/rulesWorker.ts';
import { createImporter } from '../../../src/sources/import/importer.ts';
import { leftOut } from '../../../src/sources/files/skipReasons.ts';
import { readTexts } from '../../support/l10n/bundles.ts';

const TEXT = `The fee is due in thirty (20) days from the day on which the invoice is received. ${'All of this is agreed by the parties. '.repeat(3)}`;

/** Not a document: why it is not read is all that there is to say. */
const BYTES = new TextEncoder().encode('no document');

describe('l10n: words that are stored', () => {
  afterEach(() => setDisplayLanguage(undefined));

  for (const [tag, title, says, notPdf] of [
    ['de', 'Zahl in Worten und in Ziffern stimmen nicht überein', 'in Ziffern', 'kein PDF'],
    ['zh-cn', '文字数字与阿拉伯数字不一致', '用数字写作', '不是 PDF'],
  ] as const)
    it(`of threads are in ${tag}, as the window that starts them`, async () => {
      setDisplayLanguage({ tag, texts: readTexts(`l10n/bundle.l10n.${tag}.json`) });
      const rules = rulesWorker(path.resolve('src/rules/worker.ts'));
      const importer = createImporter({
        workerFile: path.resolve('src/sources/import/importWorker.ts'),
      });
      try {
        const source = { text: TEXT, kind: 'prose', languageId: 'plaintext' } as const;
        const { hits } = await rules.run(source, new AbortController().signal);
        const hit = hits.find(({ rule }) => rule === 'words-and-digits');
        assert.equal(hit?.title, title);
        assert.ok(hit?.message.includes(says), hit?.message);
        assert.deepEqual(await importer.read('pdf', BYTES.slice()), { reason: notPdf });
      } finally {
        await rules.dispose();
        await importer.dispose();
      }
    });

  it('of a built thread too: the module that sets its language is kept by the bundler', () => {
    const { sideEffects } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly sideEffects: readonly string[];
    };
    assert.ok(sideEffects.includes('./src/rules/workerLanguage.ts'));
  });

  it('are compared by what they mean: a binary file that was found is no gap in any language', () => {
    setDisplayLanguage({ tag: 'de', texts: readTexts('l10n/bundle.l10n.de.json') });
    assert.deepEqual(leftOut('a.bin', 'binary', 'found'), {
      path: 'a.bin',
      reason: 'binär',
      gap: false,
    });
  });

  it('a model is told in English what was wrong with its answer, a person in their language', () => {
    const problem = () => t('quote is missing');
    assert.deepEqual(badAnswer(problem).failure, {
      code: 'badAnswer',
      message: 'The answer of the model could not be used: quote is missing.',
    });
    setDisplayLanguage({ tag: 'de', texts: readTexts('l10n/bundle.l10n.de.json') });
    assert.deepEqual(badAnswer(problem).failure, {
      code: 'badAnswer',
      message: 'Die Antwort des Modells ließ sich nicht verwenden: quote fehlt.',
      toModel: 'The answer of the model could not be used: quote is missing.',
    });
  });
});
