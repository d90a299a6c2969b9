import type { Case } from './play.ts';
import { all, lines, variant } from './base.ts';
import type { Check } from './base.ts';

/** What offline findings quote or say, by words that have to be there or must not. */
const finds =
  (...words: readonly RegExp[]): Check =>
  ({ report }) => {
    const found = (report.findings ?? []).map(f => `${f.line}: ${f.title} “${f.quote}”`);
    const missing = words.filter(word => !found.some(text => word.test(text)));
    return missing.length === 0
      ? undefined
      : `not found: ${missing.join(', ')}; found ${found.join('; ') || 'nothing'}`;
  };
const findsNothing: Check = ({ report }) => {
  const found = report.findings ?? [];
  return found.length === 0
    ? undefined
    : `found ${found.map(f => `${f.line}: ${f.title} “${f.quote}”`).join('; ')}`;
};
const finding =
  (count: number): Check =>
  ({ report }) =>
    report.findings?.length === count
      ? undefined
      : `${report.findings?.length} findings: ${(report.findings ?? []).map(f => `${f.line}: ${f.title} “${f.quote}”`).join('; ')}`;

const offline = (
  row: number,
  name: string,
  text: string,
  judge: Case['judge'],
  path = 'text.md',
): Case => ({
  row,
  name,
  files: { [path]: text },
  args: ['review', path, '--format', 'json'],
  judge,
});
const TODO = 'TODO: name the person who decides.';
const onLine = (line: number): RegExp => new RegExp(`^${line}: .*TODO`);

/** Markdown that the offline rules read. */
export const markdownCases: readonly Case[] = [
  offline(
    51,
    'a footnote is prose and no link',
    lines(
      '# Guide',
      '',
      'Rents rise each year.[^1] They fall rarely.[^note]',
      '',
      `[^1]: See the the contract. ${TODO}`,
      '[^note]: See the annex.',
    ),
    all(finds(onLine(5)), finding(1)),
  ),
  variant(
    offline(
      51,
      'a footnote of several lines',
      lines(
        '# Guide',
        '',
        'Rents rise.[^a]',
        '',
        '[^a]:',
        '    The first paragraph.',
        '',
        `    The second one. ${TODO}`,
        '',
        'The end of it.',
      ),
      all(finds(onLine(8)), finding(1)),
    ),
  ),
  variant(
    offline(
      51,
      'footnotes in a list and an inline one',
      lines(
        '# Guide',
        '',
        '- Rents rise^[See the contract.] in May.[^2]',
        '',
        '[^2]: `make` does it, see <https://example.com/x>.',
        '',
        TODO,
      ),
      all(finds(onLine(7)), finding(1)),
    ),
  ),
  offline(
    52,
    'a fence on one line',
    lines('# Guide', '', '```npm run all``` runs it.', '', TODO),
    all(finds(onLine(5)), finding(1)),
  ),
  variant(
    offline(
      52,
      'tildes hold backticks',
      lines('# Guide', '', '~~~ `odd`', 'TODO in code', '~~~', '', TODO),
      all(finds(onLine(7)), finding(1)),
    ),
  ),
  variant(
    offline(
      52,
      'a span of two lines',
      lines('# Guide', '', 'Run ```npm', 'run all``` now.', '', TODO),
      all(finds(onLine(6)), finding(1)),
    ),
  ),
  offline(
    53,
    'a rule at the top',
    lines('---', '', '# Guide', '', TODO, '', '---', '', 'The end of it.'),
    all(finds(onLine(5)), finding(1)),
  ),
  variant(
    offline(
      53,
      'a rule at the top, prose after it at once',
      lines('---', `We meet at noon. ${TODO}`, '', '---', '', 'The end of it.'),
      all(finds(onLine(2)), finding(1)),
    ),
  ),
  variant(
    offline(
      53,
      'front matter that ends with dots',
      lines('---', 'title: TODO', '...', '', '# Guide', '', TODO),
      all(finds(onLine(7)), finding(1)),
    ),
  ),
  offline(
    54,
    'an open fence in a quote',
    lines('# Guide', '', '> ```', '> quoted TODO', '', TODO),
    all(finds(onLine(6))),
  ),
  offline(
    54,
    'an open fence in a list item',
    lines('# Guide', '', '- Run it:', '', '  ```sh', '  make TODO', '', TODO),
    all(finds(onLine(8))),
  ),
  variant(
    offline(
      54,
      'an open fence in a quote in a list',
      lines('# Guide', '', '1. Run it:', '   > ```sh', '   > make', '2. Then stop.', '', TODO),
      all(finds(onLine(8))),
    ),
  ),
  variant(
    offline(
      54,
      'a comment in a quote that never ends',
      lines('# Guide', '', '> <!-- hidden', '> still', '', TODO),
      all(finds(onLine(6))),
    ),
  ),
  offline(
    55,
    'an indented fence inside of a fence',
    lines(
      '# Guide',
      '',
      '```md',
      'Example:',
      '    ```',
      '    nested TODO',
      '    ```',
      'still code TODO',
      '```',
      '',
      'Some text.',
    ),
    all(findsNothing),
  ),
  variant(
    offline(
      55,
      'a longer fence around a shorter one',
      lines('# Guide', '', '````md', '```', 'TODO', '```', 'still TODO', '````', '', 'Some text.'),
      all(findsNothing),
    ),
  ),
  variant(
    offline(
      55,
      'a closing fence with words is none',
      lines('# Guide', '', '```md', 'TODO', '``` js', 'still TODO', '```', '', 'Some text.'),
      all(findsNothing),
    ),
  ),
  offline(
    56,
    'a mark before front matter',
    `\uFEFF${lines('---', 'title: Notes on TODO', 'description: TODO TODO', '---', '', '# Guide', '', 'Some text.')}`,
    all(findsNothing),
  ),
  variant(
    offline(
      56,
      'a mark before TOML',
      `\uFEFF${lines('+++', 'title = "TODO"', '+++', '', '# Guide', '', 'Some text.')}`,
      all(findsNothing),
    ),
  ),
  variant(
    offline(
      56,
      'front matter with CRLF',
      lines('---', 'title: TODO', '---', '', '# Guide', '', 'Some text.').replaceAll('\n', '\r\n'),
      all(findsNothing),
    ),
  ),
  offline(
    57,
    'a comment begun inside a line',
    lines(
      '# Guide',
      '',
      '<!-- one --> All can see this. <!-- two',
      'hidden TODO',
      '-->',
      `This is visible. ${TODO}`,
    ),
    all(finds(onLine(6)), finding(1)),
  ),
  variant(
    offline(
      57,
      'a comment begun after words',
      lines('# Guide', '', `We see this <!-- hidden`, 'TODO hidden --> and this.', '', TODO),
      all(finds(onLine(6)), finding(1)),
    ),
  ),
  variant(
    offline(
      57,
      'a comment that is code',
      lines('# Guide', '', 'Write `<!--` first.', '', TODO, '', 'Then `-->`.'),
      all(finds(onLine(5)), finding(1)),
    ),
  ),
  offline(
    58,
    'TOML front matter',
    lines(
      '+++',
      'title = "the plan"',
      'draft = true # TODO',
      '+++',
      '',
      '# Guide',
      '',
      'Some text.',
    ),
    all(findsNothing),
  ),
  offline(
    58,
    'an MDX comment',
    lines(
      'import A from "./a"',
      '',
      '# Guide',
      '',
      '<A data={[{ a: 1 }]} />',
      '',
      '{/* TODO: a comment */}',
      '',
      'Some text.',
    ),
    all(findsNothing),
    'text.mdx',
  ),
  offline(
    58,
    'script and pre',
    lines(
      '# Guide',
      '',
      '<pre>',
      'TODO preformatted',
      '</pre>',
      '',
      '<script>',
      'var todo = 1; // TODO',
      '</script>',
      '',
      'Some text.',
    ),
    all(findsNothing),
  ),
  variant(
    offline(
      58,
      'an MDX comment over lines and an export',
      lines(
        'export const meta = { title: "TODO" }',
        '',
        '# Guide',
        '',
        '{/*',
        '  TODO: a comment',
        '*/}',
        '',
        'Some text.',
      ),
      all(findsNothing),
      'text.mdx',
    ),
  ),
  variant(
    offline(
      58,
      'JSON front matter, style, a comment of a template',
      lines(
        '# Guide',
        '',
        '<style>',
        '/* TODO */',
        '</style>',
        '',
        '<textarea>',
        'TODO',
        '</textarea>',
        '',
        'Some text.',
      ),
      all(findsNothing),
    ),
  ),
  variant(
    offline(
      58,
      'Jekyll comment',
      lines(
        '---',
        'layout: page',
        '---',
        '',
        '# Guide',
        '',
        '{% comment %}',
        'TODO: hidden',
        '{% endcomment %}',
        '',
        'Some text.',
      ),
      all(findsNothing),
    ),
  ),
];
