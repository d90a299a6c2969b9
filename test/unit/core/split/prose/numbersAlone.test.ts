import assert from 'node:assert/strict';
import { meterOf } from '../../../../../src/core/split/pack/meter.ts';
import { proseStructure } from '../../../../../src/core/split/prose/prose.ts';
import { split } from '../../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../../src/core/split/tokens/tokens.ts';

const TEXT =
  'De toezichthouder stelt de onderneming in kennis van het onderzoek ter plaatse. '.repeat(3);
const titlesOf = async (text: string) =>
  (await proseStructure(text, meterOf(undefined))).headings.map(({ title }) => title);

describe('numbers alone on their lines', () => {
  const names = ['Inleiding', 'Toezicht en handhaving', '– Het beoordelen van de claim', 'Slot'];
  const textOf = (number: (at: number) => string) =>
    names.map((name, at) => `${number(at + 1)}\n\n${name}\n\n${TEXT}\n\n`).join('');

  it('are the numbers of the names below them, with or without a full stop', async () => {
    const expected = [
      '1 Inleiding',
      '2 Toezicht en handhaving',
      '3 Het beoordelen van de claim',
      '4 Slot',
    ];
    for (const number of [(at: number) => String(at), (at: number) => `${at}.`]) {
      const text = `Beleidsregel over de controle van munten.\n\n${textOf(number)}`;
      assert.deepEqual((await titlesOf(text)).slice(-4), expected);
    }
  });

  it('stay with their names at a cut', async () => {
    const text = `Beleidsregel over de controle van munten.\n\n${textOf(String)}`;
    const chunks = await split(
      { id: 's', path: 'a.txt', kind: 'prose', languageId: 'plaintext', text },
      { maxTokens: 90, count: approximateTokens },
    );
    for (const { start, end } of chunks) {
      assert.doesNotMatch(text.slice(start, end).trimEnd(), /(?:^|\n)(?:\d|Inleiding|Slot)$/);
    }
  });

  it('are left alone when one in the middle has no name: what follows is no part of the section before', async () => {
    const broken = textOf(String).replace(
      '4\n\nSlot',
      `4\n\nHet toezicht is hiermee geregeld, en wel door de minister.`,
    );
    const text = `Beleidsregel over de controle van munten.\n\n${broken}5\n\nOvergang\n\n${TEXT}\n\n`;
    assert.ok((await titlesOf(text)).every(title => !/^\d/.test(title)));
  });

  it('are page numbers if text goes on below them, or if the same line does', async () => {
    const pages = [1, 2, 3, 4].map(page => `${TEXT}\n\n${page}\n\n`).join('');
    assert.deepEqual(await titlesOf(pages), []);
    const headed = [1, 2, 3, 4].map(page => `${page}\n\nSales of goods\n\n${TEXT}\n\n`).join('');
    assert.ok((await titlesOf(headed)).every(title => !/^\d/.test(title)));
  });
});
