import assert from 'node:assert/strict';
import { meterOf } from '../../../../../src/core/split/pack/meter.ts';
import { sentenceBlocks } from '../../../../../src/core/split/prose/fine.ts';
import { proseStructure } from '../../../../../src/core/split/prose/prose.ts';
import { isFurniture } from '../../../../../src/core/split/prose/proseHeadings.ts';
import { isContentsLine } from '../../../../../src/core/split/prose/titleLines.ts';
import { split } from '../../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../../src/core/split/tokens/tokens.ts';

const headingsOf = async (text: string) =>
  (await proseStructure(text, meterOf(undefined))).headings.map(({ level, title }) => [
    level,
    title,
  ]);
const titlesOf = async (text: string) => (await headingsOf(text)).map(([, title]) => title);
const chunksOf = (text: string, maxTokens: number) =>
  split(
    { id: 's', path: 'a.txt', kind: 'prose', languageId: 'plaintext', text },
    { maxTokens, count: approximateTokens },
  );

const CONTRACT = `Exhibit 10.1

SUPPLY AGREEMENT

TABLE OF CONTENTS

ARTICLE I    DEFINITIONS .......................... 1
1.1\t\u00a0\u00a0\tCertain Terms\t\u00a0\u00a0\t1
2.3 Payment . . . . . . . . . 12

ARTICLE I

DEFINITIONS

1.1 Certain Terms. As used in this Agreement, the following
terms have the meanings given in Section
2.4 of this Agreement.

1.2\u00a0\u00a0\u00a0“Affiliate” means any person who controls another.

- 12 -

ARTICLE II
PAYMENT

Section 2.1 Price. The price is $1.5
million, as said in
3.2 below.

2.2 Milestone
Payments . The Buyer shall pay

    (a) at the start; and
    (b) at the end.

EXHIBIT A
FORM OF NOTICE

To the Seller:
`;

describe('prose', () => {
  it('recognizes the headings of a contract and nests them', async () => {
    assert.deepEqual(await headingsOf(CONTRACT), [
      [4, 'SUPPLY AGREEMENT'],
      [4, 'TABLE OF CONTENTS'],
      [3, 'ARTICLE I DEFINITIONS'],
      [5, '1.1 Certain Terms'],
      [5, '1.2 “Affiliate”'],
      [3, 'ARTICLE II PAYMENT'],
      [5, 'Section 2.1 Price'],
      [5, '2.2 Milestone Payments'],
      [1, 'EXHIBIT A FORM OF NOTICE'],
    ]);
  });

  it('knows lines of a table of contents', () => {
    for (const line of [
      '1.1 Scope ........ 12',
      'ARTICLE I\t\t3',
      '2.1 Terms . . . . . . 4',
      'Exhibit A      A-1',
      'Preface …… iv',
    ]) {
      assert.ok(isContentsLine(line), line);
    }
    for (const line of ['2.1 The price is 12', 'Section 4', 'It was in 1984.'])
      assert.ok(!isContentsLine(line), line);
  });

  it('knows page numbers and marks', () => {
    for (const line of ['<PAGE>', '- 12 -', '12', ' iv ', 'Page 3 of 17', 'A-2', '<PAGE>   14'])
      assert.ok(isFurniture(line), line);
    for (const line of ['A', '12 months', 'SCHEDULE 1', '1.']) assert.ok(!isFurniture(line), line);
  });

  it('takes no reference, number or wrapped line for a heading', async () => {
    assert.deepEqual(
      await titlesOf(
        [
          'The parties agree, subject to',
          'Section 4.2 of this Agreement, on the following.',
          '',
          'Section 7 of the Act applies.',
          '',
          '3.5 percent of the amount is due.',
          '',
          '1. Bring the form.',
          '2. Bring the fee.',
          '',
          'Hello, he said.',
        ].join('\n'),
      ),
      [],
    );
  });

  it('recognizes capitals, title case and underlined lines that stand alone', async () => {
    assert.deepEqual(
      await titlesOf(
        'THE ORIGIN OF MUSIC\n\nText of it.\n\nA Short History\n\nMore.\n\nSummary\n=======\n\nEnd of it.\n',
      ),
      ['THE ORIGIN OF MUSIC', 'A Short History', 'Summary'],
    );
  });

  it('a page head that repeats the heading opens nothing new', async () => {
    assert.deepEqual(
      await titlesOf('EXHIBIT 6\n\n1.1 Scope. All of it.\n\nEXHIBIT 6\n\nand the rest.\n'),
      ['EXHIBIT 6', '1.1 Scope'],
    );
  });

  it('a word that begins like a label is none; a letter in quotation marks is its number', async () => {
    const text =
      'SCHEDULED DATE means the date below.\n\nEXHIBITS\n\nText here.\n\nAPPENDICES A to M are attached.\n\nPARTY(IES) means one of them.\n\nEXHIBIT “A”\n\nThe land.\n';
    assert.deepEqual(await headingsOf(text), [
      [4, 'EXHIBITS'],
      [1, 'EXHIBIT A'],
    ]);
  });

  it('a label whose number is on the next line is one heading', async () => {
    const text =
      'ARTICLE\nI\n\nCREDIT TERMS\n\nSECTION\n1.1.\u00a0\u00a0  LINE OF CREDIT.\n\nThe line is as\nfollows under\nSection\n2.1 of this text.\n';
    assert.deepEqual(await headingsOf(text), [
      [3, 'ARTICLE I CREDIT TERMS'],
      [5, 'SECTION 1.1 LINE OF CREDIT'],
    ]);
  });

  it('rows of a list of exhibits before the first clause are no parts of the text', async () => {
    const text =
      'CREDIT AGREEMENT\n\nExhibit A - Form of Note\nExhibit B - Form of Request\n\nAppendix I - Subsidiaries\n\nARTICLE I TERMS\n\nThe text is here.\n\nExhibit A - Form of Note\n\nThe note.\n';
    assert.deepEqual(await headingsOf(text), [
      [4, 'CREDIT AGREEMENT'],
      [3, 'ARTICLE I TERMS'],
      [1, 'Exhibit A Form of Note'],
    ]);
  });

  it('attachments that are listed before the first article are no parts of the text', async () => {
    const body = `ARTICLE I TERMS\n\n${'The text is here. '.repeat(40)}\n\n`;
    for (const list of [
      'SCHEDULES\n\nSchedule 5.8 Investments\n\nEXHIBITS\n\nExhibit A Form of Note\n\n',
      'Exhibit A\n\nForm of Note\n\nExhibit B\n\nForm of Request\n\n',
      'Appendix A Other Employers\n\n',
      'Exhibit A Form of Note\nExhibit B-1 -- Form of Request\n\n',
    ])
      assert.deepEqual(
        await titlesOf(`CREDIT AGREEMENT\n\n${list}${body}Appendix A Employers\n\nNone.\n`),
        [
          'CREDIT AGREEMENT',
          ...(list.match(/^(?:SCHEDULES|EXHIBITS)$/gm) ?? []),
          'ARTICLE I TERMS',
          'Appendix A Employers',
        ],
        list,
      );
  });

  it('an attachment whose own articles follow keeps them', async () => {
    const text = `AGREEMENT\n\nThe parties agree.\n\nExhibit A Form of Lease\n\nARTICLE I TERMS\n\n${'The text is here. '.repeat(40)}\n`;
    assert.deepEqual(await titlesOf(text), [
      'AGREEMENT',
      'Exhibit A Form of Lease',
      'ARTICLE I TERMS',
    ]);
  });

  it('the name of a clause ends in a full stop if its first part follows', async () => {
    const text =
      'AGREEMENT\n\nThe parties agree.\n\n7. Negative Covenants.\n\n7.1 Debt. The Borrower shall have none.\n\n8. Bring the form.\n\n9. Sign it.\n';
    assert.deepEqual(await titlesOf(text), ['AGREEMENT', '7 Negative Covenants', '7.1 Debt']);
  });

  it('a label with a colon between two clauses does not contain the second', async () => {
    const text =
      'ARTICLE VIII NOTICES\n\nSection 8.2 Notices. They go to the following.\n\nBANK:\n\n12 Main St.\n\nSection 8.3 Costs. Each party bears its own.\n';
    const { headings } = await proseStructure(text, meterOf(undefined));
    const [, , label, next] = headings;
    assert.equal(label?.title, 'BANK:');
    assert.equal(next?.title, 'Section 8.3 Costs');
    assert.equal(label.end, next.start);
  });

  it('a hard-wrapped paragraph is one block, cut at sentences when it is over budget', async () => {
    const paragraph = Array.from(
      { length: 40 },
      (_, i) => `This is the sentence\nwith the number ${i}, which is wrapped. `,
    ).join('');
    const { blocks } = await proseStructure(paragraph, meterOf(undefined));
    assert.equal(blocks.length, 1);
    const chunks = await chunksOf(paragraph, 60);
    assert.ok(chunks.length > 5);
    for (const { start } of chunks) assert.match(paragraph.slice(start), /^This is/);
  });

  it('cuts sentences of scripts without blanks', async () => {
    const text = '承包商应当按时交付工程。业主应当付款！有问题吗？'.repeat(30);
    for (const { end } of await chunksOf(text, 80)) assert.match(text.slice(0, end), /[。！？]$/);
  });

  it('never cuts inside a word when it can cut elsewhere', async () => {
    const text = 'unpunctuated words go on and on without any stop '.repeat(200);
    for (const { start, end } of await chunksOf(text, 50)) {
      assert.match(text.slice(start, end), /^\S.*\s$/);
    }
  });

  it('F49 one long line without a blank is cut all the same', async () => {
    const text = 'x'.repeat(300_000);
    const chunks = await chunksOf(text, 3000);
    assert.equal(chunks.at(-1)?.end, text.length);
    assert.ok(chunks.every(chunk => chunk.tokens <= 3000));
  });

  it('no line end of Unicode ends a sentence: in hard-wrapped text that is wrong', () => {
    for (const end of ['\n', '\r\n', '\u0085', '\u2028', '\u2029']) {
      const text = `The tenant pays${end}the rent. It is due${end}in advance.`;
      const starts = sentenceBlocks(text, 0, text.length).map(({ start }) => start);
      assert.deepEqual(starts, [0, text.indexOf('It')]);
    }
  });

  it('sections with names may follow each other without a blank line', async () => {
    const { headings } = await proseStructure(
      [
        'ARTICLE 2',
        'THE CREDITS',
        'Section 2.01.  Commitments to Lend.  Each Bank severally',
        'agrees to make loans to the Borrower.',
        'Section 2.02.  Notice of Borrowing.  The Borrower shall',
        'give notice of each loan, as stated in',
        'Section 2.01. The notice is in writing.',
      ].join('\n'),
      meterOf(undefined),
    );
    assert.deepEqual(
      headings.map(({ title }) => title),
      [
        'ARTICLE 2 THE CREDITS',
        'Section 2.01 Commitments to Lend',
        'Section 2.02 Notice of Borrowing',
      ],
    );
  });

  it('never cuts between a section and its first article, whatever the level of the section', async () => {
    const article = (n: number): string => `Article ${n}\n\nLe texte de cet article.\n\n`;
    const { blocks } = await proseStructure(
      `Section 1 : Objet\n\n${article(1)}${article(2)}Section 2 : Durée\n\n${article(3)}`,
      meterOf(undefined),
    );
    const text = `Section 1 : Objet\n\n${article(1)}${article(2)}Section 2 : Durée\n\n${article(3)}`;
    for (const { start, cost } of blocks)
      assert.equal(
        cost >= 20,
        /Objet\n\n$|Durée\n\n$|\d\n\n$/.test(text.slice(0, start)),
        text.slice(start, start + 20),
      );
  });

  it('a name in capitals on several lines is one name', async () => {
    const titled = async (text: string): Promise<string | undefined> =>
      (await proseStructure(text, meterOf(undefined))).headings[0]?.title;
    const body =
      '\n\nThis agreement is made between the two parties.\n\n1. Term. One year.\n\n2. Fees. None.\n';
    assert.equal(
      await titled(
        `AT-WILL EMPLOYMENT,\n\nINVENTION ASSIGNMENT\n\nAND ARBITRATION AGREEMENT${body}`,
      ),
      'AT-WILL EMPLOYMENT, INVENTION ASSIGNMENT AND ARBITRATION AGREEMENT',
    );
    assert.equal(await titled(`EX-10.54\n\nSEVERANCE\nAGREEMENT${body}`), 'SEVERANCE AGREEMENT');
  });

  it('a paragraph that begins with a reference or an item is no heading', async () => {
    const { headings } = await proseStructure(
      'Section 6(a)(ii) (the “First Notice”) and within a year.\n\n2. Abschnitt IV Kapitel II Nummer 8 gilt nicht.\n',
      meterOf(undefined),
    );
    assert.deepEqual(
      headings
        .map(({ title }) => title)
        .filter(title => /^(?:Section 6|2\. Abschnitt)/.test(title)),
      [],
    );
  });

  it('a date names no text; a clause may begin directly under a title, or with (a) under its name', async () => {
    const { headings } = await proseStructure(
      'May 17, 2017\n\nRe: Severance Agreement\n\nThe parties agree to this.\n\nSECTION 1. DEFINITIONS\n1.1. Definitions. The following terms are used in this agreement.\n\nSECTION 2. PAY\n\n2. Compensation.\n(a) The executive receives a salary.\n',
      meterOf(undefined),
    );
    assert.deepEqual(
      headings.map(({ title }) => title),
      [
        'Re: Severance Agreement',
        'SECTION 1 DEFINITIONS',
        '1.1 Definitions',
        'SECTION 2 PAY',
        '2 Compensation',
      ],
    );
  });

  it('a section of one word or without a full stop after its number may follow a line of text', async () => {
    const text = [
      'ARTICLE II. CREDIT FACILITY',
      'Section 2.1 Revolver Advances. The Bank hereby agrees to lend.',
      'It lends until the Termination Date.',
      'Section 2.3. Prepayment. The Borrowers may prepay any Loan as described in',
      'Section 2.1 of this Agreement.',
      'Section 2.4. Fees. (a) Each Bank is paid a fee under',
      'Section 2.9. Nothing else is due.',
    ].join('\n');
    assert.deepEqual(await titlesOf(text), [
      'ARTICLE II CREDIT FACILITY',
      'Section 2.1 Revolver Advances',
      'Section 2.3 Prepayment',
      'Section 2.4 Fees',
    ]);
  });

  it('a clause may begin directly above its first item, and its parts with the mark of a list', async () => {
    const text =
      'TERMS\n\nSome text.\n\n11. General.\na. Notices. All notices are in writing.\n\n• 11.1. Orders: You place an order.\n\n';
    assert.deepEqual(await titlesOf(text), ['TERMS', '11 General', '11.1 Orders']);
  });

  it('a sentence in capitals is no heading, and no name hides inside another word', async () => {
    const body = 'Some text about the service and its users that goes on.';
    const text = `WARRANTY\n\n${body}\n\nTHIS SECTION DOES NOT APPLY TO CONSUMERS.\n\n${body}\n`;
    assert.deepEqual(await titlesOf(text), ['WARRANTY']);
    const titles = await titlesOf(`Website basics\n${body} PLEASE read.\n\n${body}\n`);
    assert.ok(!titles.includes('LEASE'));
  });

  it('a numbered line between blank lines is a name as a whole, in any case of letters', async () => {
    const body = '\n\nThe maintainer keeps these files in order.\n\n';
    const { headings } = await proseStructure(
      [
        '4.4 Debian changelog: debian/changelog',
        '4.9.1. debian/rules and its options',
        '2.5 per cent of it',
        '4.9.2 Fees',
      ]
        .map(line => line + body)
        .join(''),
      meterOf(undefined),
    );
    assert.deepEqual(headings.map(({ title }) => title).slice(-3), [
      '4.4 Debian changelog: debian/changelog',
      '4.9.1 debian/rules and its options',
      '4.9.2 Fees',
    ]);
  });
});
