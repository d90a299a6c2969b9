import assert from 'node:assert/strict';
import { split } from '../../../../src/core/split/split.ts';
import { loadTokenCounter, type TokenCounter } from '../../../../src/core/split/tokens/tokens.ts';
import type { SourceKind } from '../../../../src/core/domain/source.ts';
import { cpuNow } from '../../../support/cpuTime.ts';

const LENGTH = 24_000;
/** Times as long as prose of the same length: a sentence at every sign takes 150, unbounded work took 10,000. */
const MAX_TIMES_PROSE = 500;

const fill = (part: string): string => part.repeat(LENGTH / part.length + 1).slice(0, LENGTH);

const HOSTILE: Readonly<Record<string, string>> = {
  'combining marks': fill('\u0301'),
  'marks outside the basic plane': fill('\u{1d165}'),
  joiners: fill('\u200d'),
  'joined emoji': fill('👩\u200d'),
  'variation selectors': fill('\ufe0f'),
  'regional indicators': fill('🇩'),
  'Hangul leads': fill('\u1100'),
  viramas: fill('\u0915\u094d'),
  tags: fill('\u{e0061}'),
  prepended: fill('\u0600'),
  dots: fill('.'),
  'spaced dots': fill('. '),
  ellipses: fill('…'),
  'dashes of several kinds': fill('-–—'),
  'blanks of two kinds': fill(' \u00a0'),
  'line separators': fill('\u2028'),
  'carriage returns': fill('\r'),
  'one letter': fill('a'),
  'letters with and without accent': fill('aé'),
  'bidi marks': fill('\u202e\u2066'),
  'lone surrogates': fill('\ud800'),
};

describe('hostile text', function () {
  this.timeout(60_000);
  let count: TokenCounter;
  before(async () => {
    count = await loadTokenCounter();
  });

  const timeOf = async (text: string, kind: SourceKind, name = 'prose'): Promise<number> => {
    const began = cpuNow();
    const languageId = kind === 'code' ? 'typescript' : 'plaintext';
    const source = { id: 's', path: 's.txt', kind, languageId, text };
    const chunks = await split(source, { maxTokens: 400, count });
    assert.equal(chunks.map(({ start, end }) => text.slice(start, end)).join(''), text);
    for (const { start, end, tokens } of chunks)
      assert.ok(tokens <= 400, `${name}: ${tokens} tokens in ${start}-${end}`);
    return cpuNow() - began;
  };

  for (const kind of ['prose', 'markdown', 'code'] as const) {
    it(`T19 takes at most ${MAX_TIMES_PROSE} times as long as ${kind} and leaves no gap`, async () => {
      const plain = 'The tenant pays the rent on the first day of a month, in advance. ';
      await timeOf(fill(plain), kind);
      const usual = Math.max(await timeOf(fill(`${plain} `), kind), 4);
      for (const [name, text] of Object.entries(HOSTILE)) {
        const taken = await timeOf(text, kind, name);
        assert.ok(taken < MAX_TIMES_PROSE * usual, `${name}: ${taken / usual} times`);
      }
    });
  }
});
