import { ok } from '../../support/chaosServer.ts';
import type { Case, Played } from './play.ts';
import { CHAT, REVIEW, all, exits, variant } from './base.ts';
import type { Check } from './base.ts';

const prompts = ({ calls }: Played): string[] =>
  calls.map(({ body }) => JSON.stringify(body?.['messages'] ?? ''));
const everyPrompt =
  (words: RegExp): Check =>
  played => {
    const without = prompts(played).filter(prompt => !words.test(prompt)).length;
    return played.calls.length < 2
      ? 'not cut'
      : without === 0
        ? undefined
        : `${without} of ${played.calls.length} prompts without ${words}`;
  };
const cut = (row: number, name: string, text: string, words: RegExp, path = 'table.md'): Case => ({
  row,
  name,
  files: { [path]: text },
  args: ['review', path, ...CHAT, ...REVIEW],
  server: () => ok({ findings: [], assessment: 'x' }),
  judge: all(exits(0), everyPrompt(words)),
});
const rows = (count: number, of: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => of(i + 1)).join('\n');
/** Tables and blocks of code that are cut. */
export const tablesCases: readonly Case[] = [
  cut(
    67,
    'a Markdown table',
    `# Prices\n\n| Item | Price | Delivery days |\n|---|---:|---|\n${rows(500, i => `| Item ${i} | EUR ${i * 3} | ${i % 7} for part ${i} and its box |`)}\n`,
    /Delivery days/,
  ),
  cut(
    67,
    'an HTML table',
    `<html><body><h1>Prices</h1><table><thead><tr><th>Item</th><th>Delivery days</th></tr></thead><tbody>\n${rows(500, i => `<tr><td>Item ${i} with its box</td><td>${i % 7} or more days</td></tr>`)}\n</tbody></table></body></html>\n`,
    /Delivery days/,
    'table.html',
  ),
  cut(
    68,
    'a long block of code',
    `# Data\n\n\`\`\`json\n[\n${rows(900, i => `  {"item": ${i}, "price": ${i * 3}},`)}\n]\n\`\`\`\n`,
    /```json|code block|block of code|inside of code/i,
  ),
  variant(
    cut(
      67,
      'an HTML table in Markdown',
      `# Prices\n\n<table>\n<tr><th>Item</th><th>Delivery days</th></tr>\n${rows(500, i => `<tr><td>Item ${i} with its box</td><td>${i % 7} or more days</td></tr>`)}\n</table>\n`,
      /Delivery days/,
    ),
  ),
  variant(
    cut(
      67,
      'a table without outer bars',
      `# Prices\n\nItem | Delivery days\n--- | ---\n${rows(600, i => `Item ${i} with its box | ${i % 7} or more days, as told`)}\n`,
      /Delivery days/,
    ),
  ),
  variant(
    cut(
      67,
      'a grid table of reStructuredText',
      `Prices\n======\n\n+----------+---------------+\n| Item     | Delivery days |\n+==========+===============+\n${rows(450, i => `| Item ${i} | ${i % 7} or more days |\n+----------+---------------+`)}\n`,
      /Delivery days/,
      'table.rst',
    ),
  ),
  variant(
    cut(
      67,
      'an AsciiDoc table',
      `= Prices\n\n[options="header"]\n|===\n|Item |Delivery days\n\n${rows(600, i => `|Item ${i} with its box |${i % 7} or more days`)}\n|===\n`,
      /Delivery days/,
      'table.adoc',
    ),
  ),
  variant(
    cut(
      67,
      'a table after other text',
      `# Prices\n\n${'All prices hold until May. '.repeat(80)}\n\n| Item | Delivery days |\n|---|---|\n${rows(500, i => `| Item ${i} and its box | ${i % 7} or more |`)}\n\nThat is all.\n`,
      /Delivery days|That is all|All prices hold/,
    ),
  ),
  variant(
    cut(
      68,
      'a long block in tildes',
      `# Data\n\n~~~ python title="x"\n${rows(900, i => `value_${i} = compute(${i}, ${i * 3})`)}\n~~~\n`,
      /~~~ ?python|code block|block of code/i,
    ),
  ),
];
