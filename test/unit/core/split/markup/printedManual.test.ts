import assert from 'node:assert/strict';
import type { Source } from '../../../../../src/core/domain/source.ts';
import { headingsAt, split } from '../../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../../src/core/split/tokens/tokens.ts';

const HEADER = 'TOOL(1)                      User Commands                      TOOL(1)';
const PAGE = `${HEADER}

NAME
       tool - does what it is asked to do

OPTIONS
   General options
       -v, --verbose
              Say more. A column:

              SIZE   THE SIZE OF A FILE

       -q     Say less.

   Size of files
       --max SIZE
              At most SIZE bytes.

SEE ALSO
       other(1)

1.2                           November 2026                          TOOL(1)
`;

async function outline(text: string): Promise<string[]> {
  const source: Source = { id: 'a', path: 'a', kind: 'prose', languageId: 'plaintext', text };
  await split(source, { maxTokens: 1000, count: approximateTokens });
  return headingsAt(source).map(({ level, title }) => `${level} ${title}`);
}

describe('printed manual pages', () => {
  const sections = ['1 NAME', '1 OPTIONS', '2 General options', '2 Size of files', '1 SEE ALSO'];

  it('have sections flush left and subsections between them and the text', async () => {
    assert.deepEqual(await outline(PAGE), sections);
  });

  it('are known by their sections, not by their first line or their depth of indent', async () => {
    assert.deepEqual(await outline(PAGE.replace(HEADER, '')), sections);
    const shallow = PAGE.replace(/^ {7}/gm, '     ');
    assert.deepEqual(await outline(shallow), sections);
  });

  it('a form with a line NAME is none', async () => {
    const form = `NAME\n   The name of the tenant.\n\nADDRESS\n\nThe address of the house that the tenant rents.\n\nRENT\n\nThe rent is paid each month in advance, without deductions.\n\nEnd of the form.\n`;
    assert.deepEqual(
      (await outline(form)).filter(title => title.includes('End of the form')),
      [],
    );
  });
});
