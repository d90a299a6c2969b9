import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  rangeFromOriginal,
  rangeInOriginal,
  replaceableInOriginal,
  type Original,
} from '../../../../src/core/domain/original.ts';
import { readHtml } from '../../../../src/sources/markup/html.ts';

const PAGE = `<!DOCTYPE html><html><head><title>Rules &amp; Terms</title>
<style>.no{display:none} @media print {p {display:none}} .tab{display:none} .tab.on{display:block}</style>
<script>var hidden = "scripted";</script></head>
<body><nav>Home About</nav><h2>1. The  <em>Big</em>
 title<a class="headerlink" href="#x">¶</a></h2>
<p>Hello &amp; good&nbsp;bye,
   <b>bold</b> text. &lt;div&gt; is <code>a|b</code>.<br># not heading</p>
<!-- a remark -->
<ul><li>One<ul><li>inner</li></ul></li><li><p>Two</p><p>more</p></li></ul>
<ol start=3><li>x<li>y</ol><ol type="a"><li>first</ol>
<table><tr><th>A<th>B</tr><tr><td>1|2<td></tr></table>
<pre>
code &lt;x&gt;
  line</pre>
<blockquote><p>Quote</p><p>two</p></blockquote>
<p class=no>secret</p><p style="display: none">secret2</p><p hidden>secret3</p>
<p class="tab on">Shown tab.</p>
<img alt="A &quot;cat&quot;" src=x><p>E = mc<sup>2</sup>, H<sub>2</sub>O, <del>old</del> co&shy;operate</p>
<input type="checkbox" checked> Agreed <template><p>never</p></template>
</body></html>`;

const READ = `# Rules & Terms

## 1. The Big title

Hello & good\u00a0bye, bold text. \\<div> is \`a|b\`.
\\# not heading

- One

  - inner

- Two

  more

3. x
4. y

a. first

|A |B |
|---|---|
|1\\|2 ||

\`\`\`
code <x>
  line
\`\`\`

> Quote
>
> two

Shown tab.

[Image: A "cat"]

E = mc^2, H2O, ~~old~~ cooperate

☑ Agreed
`;

const original = (text: string, pieces: readonly number[]): Original => ({
  text,
  languageId: 'html',
  pieces,
});

describe('HTML as its reader sees it', () => {
  it('is Markdown: headings, lists, tables and code, without scripts, styles, remarks and hidden text', async () => {
    const { text, leftOut } = await readHtml(PAGE);
    assert.equal(text, READ);
    assert.deepEqual(
      [...leftOut],
      [
        ['of navigation', 2],
        ['hidden by style', 3],
      ],
    );
  });

  it('leads back to the file: signs one by one, references as a whole, from the first sign to the last', async () => {
    const { text, pieces } = await readHtml(PAGE);
    const file = original(PAGE, pieces);
    const inFile = (quote: string): string => {
      const start = text.indexOf(quote);
      const range = rangeInOriginal(file, { start, end: start + quote.length });
      return PAGE.slice(range.start, range.end);
    };
    assert.equal(inFile('Rules & Terms'), 'Rules &amp; Terms');
    assert.equal(inFile('& good'), '&amp; good');
    assert.equal(inFile('bye, bold text'), 'bye,\n   <b>bold</b> text');
    assert.equal(inFile('inner'), 'inner');
    assert.equal(inFile('- inner'), 'inner');
    assert.equal(inFile('code <x>\n  line'), 'code &lt;x&gt;\n  line');
    assert.equal(inFile('A "cat"'), 'A &quot;cat&quot;');
    assert.equal(inFile('Agreed'), 'Agreed');
  });

  it('says what can be replaced: one text without marks in between', async () => {
    const { text, pieces } = await readHtml(PAGE);
    const file = original(PAGE, pieces);
    const replaceable = (quote: string): string | undefined => {
      const start = text.indexOf(quote);
      const range = replaceableInOriginal(file, text, { start, end: start + quote.length });
      return range && PAGE.slice(range.start, range.end);
    };
    assert.equal(replaceable('Shown tab'), 'Shown tab');
    assert.equal(replaceable('Big'), 'Big');
    assert.equal(replaceable('Big title'), undefined);
    assert.equal(replaceable('Hello & good'), undefined);
    assert.equal(replaceable('- inner'), undefined);
    const end = text.indexOf('Shown tab') + 5;
    const place = replaceableInOriginal(file, text, { start: end, end });
    assert.equal(place && PAGE.slice(place.start), PAGE.slice(PAGE.indexOf('Shown tab') + 5));
  });

  it('finds what a selection in the file shows', async () => {
    const { text, pieces } = await readHtml(PAGE);
    const file = original(PAGE, pieces);
    const start = PAGE.indexOf('bold</b>');
    const found = rangeFromOriginal(file, { start: start - 3, end: start + 13 });
    assert.equal(found && text.slice(found.start, found.end), 'bold text');
    const style = PAGE.indexOf('display:none');
    assert.equal(rangeFromOriginal(file, { start: style, end: style + 5 }), undefined);
  });

  it('reads a page that only a script shows', async () => {
    const { text } = await readHtml('<style>body{display:none}</style><body><p>All of it.</p>');
    assert.equal(text, 'All of it.\n');
  });

  it('reads a page in pieces as it reads it at once', async () => {
    const piece =
      'a &amp; b &notit; <b x="1\r\n2">\u{1F600}</b>\r\n<!-- c --><p>\r<script>1<2</script>';
    for (let shift = 0; shift < piece.length; shift++) {
      const part = 'x'.repeat(shift) + piece;
      const long = `<body><p>${'y'.repeat(32 * 1024 - piece.length - 9)}${part}<p>end`;
      const short = `<body><p>${part}<p>end`;
      const [whole, pieces] = [await readHtml(short), await readHtml(long)];
      assert.equal(pieces.text.replace(/y+/, ''), whole.text);
    }
  });

  it('lets others run while it reads a long page', async () => {
    await readHtml('<p>a');
    const page = '<div class="x"><p>The <b>rent</b> is <i>due</i>.</p></div>\n'.repeat(6000);
    let turns = 0;
    let isDone = false;
    const turn = (): void => {
      turns += 1;
      if (!isDone) setImmediate(turn);
    };
    setImmediate(turn);
    await readHtml(page);
    isDone = true;
    assert.ok(turns > 5, String(turns));
  });

  it('reads deep nesting without overflowing', async () => {
    const { text } = await readHtml(`${'<div>'.repeat(20_000)}deep`);
    assert.equal(text, 'deep\n');
  });

  it('equations in MathML are read on one line, with the signs between their parts', async () => {
    const page =
      '<p>Let <math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac><mo>=</mo><msup><mi>x</mi><mn>2</mn></msup><mo>-</mo><msqrt><mi>y</mi></msqrt><mo>+</mo><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover></math> be.</p>';
    assert.equal((await readHtml(page)).text, 'Let (a+b)/2=x^2-√(y)+∑_(i=1)^n be.\n');
  });

  it('any HTML: pieces lie in order, stay in the file, and hold the same signs', async () => {
    const parts = fc.constantFrom(
      ...'<p> </p> <ul> <li> </ul> <b> </b> <pre> </pre> <table> <tr> <td> </table> <h1> </h1> <code> </code> <br> <!--x--> <blockquote> </blockquote> &amp; &lt; &nosuch; & < > | ` # a b1 \n \r\n é 😀 &nbsp; <script>x</script> <svg> </svg>'
        .split(' ')
        .concat(' '),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(parts, { maxLength: 40 }), async tokens => {
        const html = tokens.join('');
        const { text, pieces } = await readHtml(html);
        let [at, from] = [0, 0];
        for (let i = 0; i < pieces.length; i += 4) {
          const [gap, length, way, size] = pieces.slice(i, i + 4) as [
            number,
            number,
            number,
            number,
          ];
          assert.ok(gap >= 0 && length > 0 && size >= 0);
          at += gap + length;
          from += way + size;
          assert.ok(at <= text.length && from <= html.length && from - size >= 0);
          if (length === size)
            assert.equal(
              text.slice(at - length, at).replace(/\s/g, ' '),
              html.slice(from - size, from).replace(/\s/g, ' '),
            );
        }
      }),
      { numRuns: 300 },
    );
  });
});
