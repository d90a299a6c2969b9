import assert from 'node:assert/strict';
import { secretsInSent } from '../../../../src/core/text/sentSecrets.ts';
import type { Source } from '../../../../src/core/domain/source.ts';

// Put together here, so that no key stands in this file.
const key = `ghp_${'Zk7Qw2Rt9Xc4Vb6N'.repeat(3).slice(0, 36)}`;
const sourceOf = (path: string, text: string, range?: Source['range']): Source => ({
  id: path,
  path,
  kind: 'prose',
  languageId: 'plaintext',
  text,
  ...(range ? { range } : {}),
});
const sentOf = (sources: readonly Source[], words: unknown = {}) =>
  secretsInSent({ sources, words });

describe('secrets in all that is sent', () => {
  it('T16 the name of a file is searched, and told and sent without them', async () => {
    const { places, masked } = await sentOf([sourceOf(`dumps/${key}.txt`, 'text')]);
    assert.deepEqual(places, [`dumps/${'*'.repeat(key.length)}.txt: GitHub token in its name`]);
    assert.equal(masked.sources[0]?.path, `dumps/${'*'.repeat(key.length)}.txt`);
    assert.equal(masked.sources[0]?.id, `dumps/${key}.txt`, 'what it is known by stays');
  });

  it('T16 questions, audiences, labels, columns and perspectives are searched', async () => {
    const words = {
      spec: {
        kind: 'ask',
        question: `Is ${key} valid?`,
        audience: `owner of ${key}`,
        focus: key,
        about: key,
        labels: [{ name: 'x', description: `like ${key}` }],
        columns: [{ name: key, description: '' }],
      },
      perspectives: { prose: [{ id: 'own', instructions: `Look for ${key}.`, letter: 'O' }] },
    };
    const { places, masked, kept } = await sentOf([], words);
    assert.deepEqual(
      places.map(place => place.replace(': GitHub token', '')),
      [
        ...['the question', 'the audience', 'the focus', 'what the labels are about'],
        ...['the labels', 'the columns', 'the perspectives'],
      ],
    );
    assert.ok(!JSON.stringify(masked.words).includes(key.slice(0, 12)));
    assert.deepEqual(Object.keys(masked.words as object), ['spec', 'perspectives']);
    assert.deepEqual(kept.words, words);
  });

  it('T16 outside of a selection secrets are masked without a question: headings are sent along', async () => {
    const text = `# Host ${key}\n\nplain words\n`;
    const source = sourceOf('a.md', text, { start: text.indexOf('plain'), end: text.length });
    const { places, kept } = await sentOf([source]);
    assert.deepEqual(places, []);
    assert.equal(kept.sources[0]?.text, text.replace(key, '*'.repeat(key.length)));
    assert.deepEqual(kept.sources[0]?.range, source.range);
  });

  it('nothing found, everything is the very same', async () => {
    const source = sourceOf('a.md', 'words\n');
    const { places, masked, kept } = await sentOf([source], { spec: { question: 'Why?' } });
    assert.deepEqual(places, []);
    assert.equal(masked.sources[0], source);
    assert.equal(kept.sources[0], source);
    assert.deepEqual(masked.words, { spec: { question: 'Why?' } });
  });

  it('names twenty places at most', async () => {
    const { places } = await sentOf([sourceOf('a.txt', `${key}\n`.repeat(30))]);
    assert.deepEqual([places.length, places.at(-1)], [21, 'and 10 more']);
  });
});
