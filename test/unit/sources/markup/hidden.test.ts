import assert from 'node:assert/strict';
import { htmlText } from '../../../../src/sources/import/html.ts';

/** The words of a page that are read, and how many are hidden. */
async function read(html: string): Promise<readonly [text: string, hidden: number]> {
  const { text, hidden } = await htmlText(`<p>Seen by every reader of the page.</p>${html}`);
  return [text.replace('Seen by every reader of the page.', '').trim(), hidden];
}

describe('text of a page that its reader cannot see', () => {
  const HIDING = [
    'color:#fff',
    'color: WHITE !important',
    'color:rgb(254, 254, 254)',
    'color:rgba(0,0,0,0)',
    'color:transparent',
    'font-size:0',
    'font-size:1px',
    'font-size:0.1em',
    'font:1px/1 Arial',
    'opacity:0',
    'visibility:hidden',
    'background:#000;color:#000',
    'position:absolute;left:-9999px',
    'text-indent:-999em',
    'position:absolute;clip:rect(0 0 0 0)',
    'position:absolute;clip:rect(1px, 1px, 1px, 1px)',
    'clip-path:inset(50%)',
    'max-height:0;overflow:hidden',
    'width:1px;height:1px;overflow:hidden',
    'transform:scale(0)',
    'transform:translateX(-10000px)',
    'content-visibility:hidden',
  ];

  for (const style of HIDING)
    it(`is left out and counted: ${style}`, async () => {
      assert.deepEqual(await read(`<p style="${style}">Secret words</p>`), ['', 2]);
      assert.deepEqual(
        await read(`<style>p.x, .y {${style}}</style><div class="y"><b>Secret words</b></div>`),
        ['', 2],
      );
    });

  const SHOWING = [
    'background:#005;color:#fff',
    'background:url(sky.jpg);color:#fff',
    'background:linear-gradient(#000,#333);color:#fff',
    'background:var(--dark);color:#fff',
    'position:absolute;color:#fff',
    '-webkit-background-clip:text;color:transparent',
    'color:#ddd',
    'font-size:0.8em',
    'font-size:small',
    'max-height:100px;overflow:hidden',
    'overflow:hidden;width:100%;height:10px',
    'text-indent:-1.5em',
    'left:-9999px',
    'transform:scale(0.9)',
    'opacity:.5',
  ];
  for (const style of SHOWING)
    it(`is read where it is seen: ${style}`, async () => {
      assert.deepEqual(await read(`<div style="${style}"><p>Shown words</p></div>`), [
        'Shown words',
        0,
      ]);
    });

  it('is read where an element inside shows its own: letters, colour, visibility', async () => {
    assert.deepEqual(
      await read(
        '<table style="font-size:0"><tr><td>gap<div style="font-size:13px">Text of a mail</div></td></tr></table>',
      ),
      ['Text of a mail', 1],
    );
    assert.deepEqual(
      await read('<div style="color:#fff">out<p style="color:#000">Black words</p></div>'),
      ['Black words', 1],
    );
    assert.deepEqual(
      await read('<div style="visibility:hidden">out<p style="visibility:visible">Back</p></div>'),
      ['Back', 1],
    );
  });

  it('is told from text on the background of a cell, a page or a style that is not read', async () => {
    assert.deepEqual(
      await read('<table bgcolor="#003"><tr><td><font color="white">Row</font></td></tr></table>'),
      ['Row', 0],
    );
    const { text } = await htmlText(
      '<body bgcolor="black" text="white"><p>All of a dark page.</p></body>',
    );
    assert.equal(text, 'All of a dark page.\n');
    const sheet = '<link rel="stylesheet" href="a.css">';
    assert.deepEqual(await read(`${sheet}<div class="bar"><p style="color:#fff">Bar</p></div>`), [
      'Bar',
      0,
    ]);
    assert.deepEqual(await read(`${sheet}<p style="color:#fff">No bar</p>`), ['', 2]);
  });

  it('is what the heaviest rule says: own style, then ids, classes, tags; important above all', async () => {
    const rules =
      '<style>section{display:none} .a{display:block} #c{color:#fff} .d{display:none!important}</style>';
    assert.deepEqual(
      await read(
        `${rules}<section>One</section><section class="a">Two</section><section class="a" id="c">Three</section><section class="d" style="display:block">Four</section>`,
      ),
      ['Two', 3],
    );
  });

  it('is found by rules for elements inside each other, in the order and for the width that count', async () => {
    const cases: readonly (readonly [css: string, page: string, text: string])[] = [
      ['.bar .x{display:none}', '<div class="bar"><p><b class="x">No</b></p></div>', ''],
      ['.bar > .x{display:none}', '<div class="bar"><p><b class="x">Yes</b></p></div>', 'Yes'],
      ['.bar>p > .x{display:none}', '<div class="bar"><p><b class="x">No</b></p></div>', ''],
      ['div.bar p .x{display:none}', '<p><b class="x">Yes</b></p>', 'Yes'],
      ['.a{display:none} .b{display:inline} .a{color:red}', '<b class="a b">Yes</b>', 'Yes'],
      ['.a{display:none!important} .a.b{display:block}', '<b class="a b">No</b>', ''],
      [
        '.a{display:none} @media (min-width:48em){.a{display:block}}',
        '<b class="a">Yes</b>',
        'Yes',
      ],
      ['@media print, (max-width:600px){.a{display:none}}', '<b class="a">Yes</b>', 'Yes'],
      ['@supports (display:grid){.a{display:none}} @font-face{x:y}', '<b class="a">No</b>', ''],
    ];
    for (const [css, page, text] of cases)
      assert.equal((await read(`<style>${css}</style>${page}`))[0], text, css + page);
  });

  it('white space in such a colour still parts words', async () => {
    const page = '<style>.w{color:#fefefe}</style><p>or<span class="w"> </span>return</p>';
    assert.equal((await read(page))[0], 'or return');
  });

  it('is read and marked if that is asked for', async () => {
    const page =
      '<h2 hidden>Old title</h2><div style="display:none"><p>One</p><p>two</p></div><p>Kept <span style="font-size:0">small</span>, <b>all</b>.</p><table><tr><th>A<th>B<tr style="display:none"><td>1<td>2</table><pre hidden>x = 1</pre><script>never()</script>';
    const { text, marked, hidden } = await htmlText(page, { hidden: true });
    for (const words of [
      '## [hidden: Old title]',
      '[hidden: One two]',
      'Kept [hidden: small], all.',
      '[hidden: x = 1]',
    ])
      assert.ok(text.includes(words), `${words}: ${text}`);
    assert.match(text, /^\|\s*\[hidden: \s*1 \|\s*2 \|\s*\]?/m);
    assert.doesNotMatch(text, /never/);
    assert.deepEqual([marked, hidden], [8, 0]);
  });

  it('is read where it is most of the page, and that is told', async () => {
    const page = '<p>Wait</p><div style="display:none"><p>All that the page says.</p></div>';
    assert.deepEqual(await htmlText(page), {
      text: 'Wait\n\nAll that the page says.\n',
      hidden: 0,
      unhidden: 5,
      marked: 0,
    });
  });
});
