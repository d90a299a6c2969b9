import assert from 'node:assert/strict';
import { inEnglish, plural, setDisplayLanguage, t } from '../../../../src/core/text/l10n.ts';
import {
  aboutMoney,
  count,
  dateAndTime,
  duration,
  grouped,
  joinList,
  money,
  percent,
} from '../../../../src/core/format/format.ts';
import { readTexts } from '../../../support/l10n/bundles.ts';

const german = { tag: 'de', texts: readTexts('l10n/bundle.l10n.de.json') };
const chinese = { tag: 'zh-cn', texts: readTexts('l10n/bundle.l10n.zh-cn.json') };

describe('l10n', () => {
  afterEach(() => setDisplayLanguage(undefined));

  it('a message without a translation is itself, and arguments are put in once', () => {
    assert.equal(t('{0} of {1}', '{1}', 3), '{1} of 3');
    assert.equal(t('Open##verb'), 'Open');
    setDisplayLanguage({
      tag: 'de',
      texts: { '{0} of {1}': '{1} davon {0}', 'Open##verb': 'Öffnen' },
    });
    assert.equal(t('{0} of {1}', '{1}', 3), '3 davon {1}');
    assert.equal(t('Open##verb'), 'Öffnen');
    assert.equal(t('Never seen'), 'Never seen');
  });

  it('a plural has the forms of its language', () => {
    const of = (n: number): string => plural(n, '{0} day', '{0} days', n);
    assert.deepEqual([0, 1, 2].map(of), ['0 days', '1 day', '2 days']);
    setDisplayLanguage({
      tag: 'pl',
      texts: { '{0} day': '{0} dzień', '{0} days': '{0} dni!', '{0} days##few': '{0} dni' },
    });
    assert.deepEqual([1, 2, 5].map(of), ['1 dzień', '2 dni', '5 dni!']);
    setDisplayLanguage({ tag: 'zh-cn', texts: { '{0} days': '{0} 天' } });
    assert.equal(of(1), '1 天');
  });

  it('Chinese keeps figures and Latin letters apart from its characters, and nothing else', () => {
    setDisplayLanguage({
      tag: 'zh-cn',
      texts: { 'Done with {0}': '已完成，有{0}', 'to {0} and {1}': '到{0}和{1}', '{0}!': '“{0}”' },
    });
    assert.equal(t('Done with {0}', '2 处缺口'), '已完成，有 2 处缺口');
    assert.equal(t('to {0} and {1}', 'A1', '其余部分'), '到 A1 和其余部分');
    assert.equal(t('{0}!', 'A1'), '“A1”');
    setDisplayLanguage({ tag: 'ja', texts: { 'to {0} and {1}': '到{0}和{1}' } });
    assert.equal(t('to {0} and {1}', 'A1', 2), '到A1和2');
  });

  it('numbers, money, times and lists are those of the language', () => {
    const at = new Date(2026, 10, 19, 9, 17).getTime();
    const spread = { low: 0.9, expected: 1.1, high: 1.35 };
    const written = (): string[] => [
      ...[grouped(998_400), money(1234.5), money(0.0001), percent(0.984), duration(473_000)],
      ...[joinList(['a', 'b', 'c']), count(12_000, 'finding'), count(1, 'finding')],
      ...[dateAndTime(at), aboutMoney(spread)],
    ];
    assert.deepEqual(written().slice(0, 8), [
      ...['998,400', '$1,234.50', 'under $0.001', '98.4 %', '7 min 53 s'],
      ...['a, b and c', '12,000 findings', '1 finding'],
    ]);
    setDisplayLanguage(german);
    assert.deepEqual(written(), [
      ...['998.400', '1.234,50 $', 'unter 0,001 $', '98,4 %', '7 min 53 s'],
      ...['a, b und c', '12.000 Befunde', '1 Befund'],
      ...['19. Nov. 2026, 09:17', 'etwa 1,10 $ (0,90–1,35)'],
    ]);
    setDisplayLanguage(chinese);
    assert.deepEqual(written().slice(0, 8), [
      ...['998,400', '$1,234.50', '低于 $0.001', '98.4%', '7 分 53 秒'],
      ...['a、b和c', '12,000 项发现', '1 项发现'],
    ]);
    assert.equal(
      inEnglish(() => grouped(1000) + count(2, 'finding')),
      '1,0002 findings',
    );
  });
});
