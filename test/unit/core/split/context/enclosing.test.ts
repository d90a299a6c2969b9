import assert from 'node:assert/strict';
import type { Source } from '../../../../../src/core/domain/source.ts';
import { enclosingAt, indexEnclosures } from '../../../../../src/core/split/context/enclosing.ts';
import { cpuNow } from '../../../../support/cpuTime.ts';

const of = (text: string, path = 'a.md', kind: Source['kind'] = 'markdown'): Source => ({
  id: path,
  path,
  kind,
  languageId: 'markdown',
  text,
});
const at = (text: string, words: string, path?: string): string =>
  enclosingAt(of(text, path), text.indexOf(words));
const rows = (row: (i: number) => string): string =>
  Array.from({ length: 60 }, (_, i) => row(i + 1)).join('\n');

describe('split: what a part from the middle of a table or a block of code is told', () => {
  const TABLES: Readonly<Record<string, string>> = {
    Markdown: `# A\n\n| Item | Days |\n|---|--:|\n${rows(i => `| r${i}. | ${i} |`)}\n\nEnd.\n`,
    'Markdown without outer bars': `Item | Days\n--- | ---\n${rows(i => `r${i}. | ${i}`)}\n\nEnd.\n`,
    'Markdown in a quote': `> | Item | Days |\n> |---|---|\n${rows(i => `> | r${i}. | ${i} |`)}\n\nEnd.\n`,
    Org: `* A\n| Item | Days |\n|------+------|\n${rows(i => `| r${i}. | ${i} |`)}\n\nEnd.\n`,
    HTML: `<table>\n<thead>\n<tr><th>Item</th>\n<th>Days</th></tr></thead>\n${rows(i => `<tr><td>r${i}.</td><td>${i}</td></tr>`)}\n</table>\nEnd.\n`,
    'HTML without a head': `<table><tr><th>Item</th><th>Days</th></tr>\n${rows(i => `<tr><td>r${i}.</td></tr>`)}\n</table>\nEnd.\n`,
    'a grid': `+---+---+\n| Item | Days |\n+===+===+\n${rows(i => `| r${i}. | ${i} |\n+---+---+`)}\n\nEnd.\n`,
    'a ruled one': `====  ====\nItem  Days\n====  ====\n${rows(i => `r${i}.  ${i}`)}\n====  ====\n\nEnd.\n`,
    AsciiDoc: `|===\n|Item |Days\n\n${rows(i => `|r${i}. |${i}`)}\n|===\n\nEnd.\n`,
    LaTeX: `\\begin{longtable}{ll}\n\\toprule\nItem & Days \\\\\n${rows(i => `r${i}. & ${i} \\\\`)}\n\\end{longtable}\nEnd.\n`,
  };
  for (const [name, text] of Object.entries(TABLES))
    it(`a table: ${name}`, () => {
      assert.match(at(text, 'r30.'), /inside a table.*Days/s);
      assert.match(at(text, 'r60.'), /Item/);
      assert.doesNotMatch(at(text, 'r30.'), /r\d+\./);
      assert.equal(at(text, 'End.'), '');
      assert.equal(at(text, 'Item'), '');
    });

  it('rows of a file: the first line', () => {
    assert.match(at('id,text\n1,a\n2,b\n', '2,b', 'x.csv'), /line 1\):\nid,text$/);
    assert.equal(at('id,text\n1,a\n', 'id', 'x.csv'), '');
  });

  const CODE: Readonly<Record<string, readonly [text: string, opening: RegExp]>> = {
    'a fence': [`# A\n\n\`\`\`json\n${rows(i => `{"r": "r${i}."}`)}\n\`\`\`\n\nEnd.\n`, /```json/],
    tildes: [`~~~ python\n${rows(i => `r${i}.`)}\n~~~\nEnd.\n`, /~~~ python/],
    'in a list item': [`- Run:\n\n  \`\`\`sh\n  r30.\n  r60.\n\nEnd.\n`, /```sh/],
    'in a quote': [`> \`\`\`sh\n> r30.\n> r60.\n\nEnd.\n`, /```sh/],
    'a listing': [
      `\\begin{lstlisting}[language=C]\n${rows(i => `r${i}.`)}\n\\end{lstlisting}\nEnd.`,
      /language=C/,
    ],
    AsciiDoc: [`[source,json]\n----\n${rows(i => `r${i}.`)}\n----\nEnd.\n`, /source,json/],
    HTML: [`<pre class="x">\n${rows(i => `r${i}.`)}\n</pre>\nEnd.\n`, /<pre class/],
  };
  for (const [name, [text, opening]] of Object.entries(CODE))
    it(`a block of code: ${name}`, () => {
      assert.match(at(text, 'r30.'), /inside a block of code/);
      assert.match(at(text, 'r60.'), opening);
      if (name !== 'in a list item') assert.equal(at(text, 'End.'), '');
    });

  it('what only looks like it is neither', () => {
    const text = 'Use ```npm``` or a | b.\n\n---\n\nThe words after it.\n\n> quoted\n\nMore.\n';
    for (const words of ['after', 'quoted', 'More']) assert.equal(at(text, words), '');
  });

  it('a long header is cut, and long texts take time in proportion', () => {
    const wide = `| ${'column | '.repeat(400)}\n|${'---|'.repeat(400)}\n| r30. |\n`;
    assert.ok(at(wide, 'r30.').length < 1200);
    const piece =
      '| a | b |\n|---|---|\n| 1 | 2 |\n\n<table>x\n</table>\n+--+\n\n==  ==\na\n\n```\nx\n```\n';
    const time = (n: number): number => {
      const text = piece.repeat(n);
      const from = cpuNow();
      enclosingAt(of(text), text.length - 1);
      return cpuNow() - from;
    };
    time(100);
    assert.ok(time(8000) < 40 * (time(1000) + 4));
  });

  it('found ahead it is the same, and others get a turn at least every 512 lines, inside a block too', async () => {
    const text = `~~~js\n${'let a;\n'.repeat(20_000)}`;
    const ahead = of(text);
    let turns = 0;
    await indexEnclosures(ahead, () => {
      turns += 1;
      return Promise.resolve();
    });
    assert.ok(turns >= 39, `${turns} turns`);
    assert.equal(enclosingAt(ahead, 5000), enclosingAt(of(text), 5000));
    assert.match(enclosingAt(ahead, 5000), /~~~js/);
  });
});
