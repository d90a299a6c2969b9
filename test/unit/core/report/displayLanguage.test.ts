import assert from 'node:assert/strict';
import { formats, type FormatName, isForPeople } from '../../../../src/core/report/formats.ts';
import { setDisplayLanguage } from '../../../../src/core/text/l10n.ts';
import { readTexts } from '../../../support/l10n/bundles.ts';
import { failed, report } from './fixtures.ts';

const render = (name: FormatName): string => {
  const made: string | readonly { readonly text: string }[] = formats[name].render(
    report({ outcomes: { 'c0/tone': failed } }),
  );
  return typeof made === 'string' ? made : made.map(({ text }) => text).join('\n');
};

const SAYS = {
  de: /3\/4 Zweige beantwortet, 65,4 % des Textes gelesen; 1 Lücke/,
  'zh-cn': /4 个分支中的 3 个已回答，已读文本的 65\.4%；1 处缺口/,
};

describe('reports in the display language', () => {
  afterEach(() => setDisplayLanguage(undefined));

  for (const name of Object.keys(formats) as FormatName[])
    it(`${name} is ${isForPeople(name) ? 'in the language of the reader' : 'the same in every language'}`, () => {
      // What changes from one report to the next is made before.
      const english = render(name);
      for (const tag of ['de', 'zh-cn'] as const) {
        setDisplayLanguage({ tag, texts: readTexts(`l10n/bundle.l10n.${tag}.json`) });
        if (isForPeople(name)) assert.match(render(name), SAYS[tag]);
        else {
          const inEnglish = formats[name].render;
          setDisplayLanguage(undefined);
          const data = report({ outcomes: { 'c0/tone': failed } });
          setDisplayLanguage({ tag, texts: readTexts(`l10n/bundle.l10n.${tag}.json`) });
          assert.equal(inEnglish(data), english);
        }
      }
    });
});
