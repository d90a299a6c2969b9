import assert from 'node:assert/strict';
import type { SourceKind } from '../../../src/core/domain/source.ts';
import { allRules } from '../../../src/rules/allRules.ts';
import { ruleDocument, type LinkProbe } from '../../../src/rules/ruleDocument.ts';
import { runRules } from '../../../src/rules/runRules.ts';
import type { Hit } from '../../../src/rules/types.ts';
import { sampleContract } from '../../support/sampleContract.ts';

/** Enough English around a case that the wording rules read it. */
const ENGLISH = `${'The parties have agreed on the terms that are set out below and on all that is needed for them. '.repeat(3)}\n\n`;

const quotes = (...[id, text, kind, probe]: Parameters<typeof hits>): string[] =>
  hits(id, text, kind, probe).map(hit => text.slice(hit.start, hit.end));

function hits(
  id: string,
  text: string,
  kind: SourceKind = 'markdown',
  probe?: LinkProbe,
): readonly Hit[] {
  const rule = allRules.find(r => r.id === id);
  assert.ok(rule, `no rule ${id}`);
  const doc = ruleDocument(
    {
      text,
      kind,
      languageId: kind === 'markdown' ? 'markdown' : (rule.languages?.at(-1) ?? 'plaintext'),
    },
    probe,
  );
  return rule.find(doc);
}

const clauses = (...bodies: readonly string[]): string =>
  bodies.map((body, index) => `4.${index + 1} ${body}`).join('\n\n');
const FIVE = clauses(
  'Alpha rules.',
  'Beta rules.',
  'Gamma rules.',
  'Delta rules.',
  'Epsilon rules.',
);

interface Case {
  readonly rule: string;
  readonly finds: readonly (readonly [text: string, quote: string])[];
  readonly ignores: readonly string[];
  readonly kind?: SourceKind;
}

/** The same in the brackets behind what they mean. */
const bracketed = (): string =>
  terms().replace(/"([^"]+)" means ([^.]+)\./g, 'There is $2 (the "$1").');

const CASES: readonly Case[] = [
  {
    rule: 'markup-link',
    kind: 'prose',
    finds: [['It is so [7]_ here.\n\n.. [1] A note.\n', '[7]_']],
    ignores: ['It is so [1]_ here.\n\n.. [1] A note.\n'],
  },
  {
    rule: 'placeholder',
    finds: [
      ['The fee is TBD.', 'TBD'],
      ['The fee is [●] pounds.', '[●]'],
      ['Signed by [insert name of signatory] today.', '[insert name of signatory]'],
      ['Within XX days of it.', 'XX'],
      ['It opens at XX:XX sharp.', 'XX:XX'],
      ['See (link to come).', '(link to come)'],

      ['Lorem ipsum dolor.', 'Lorem ipsum dolor'],
    ],
    ignores: [
      'Use `TODO` comments.',
      '- [x] done\n- [ ] open',
      'See [name resolution] for more.\n\n[name resolution]: names.md',
      'By: ____________ Name: ____________',
      '```\nTODO: x\n```',
    ],
  },
  {
    rule: 'cross-reference',
    kind: 'prose',
    finds: [
      [`${FIVE}\n\nAs said in Section 4.9 of this Agreement.`, 'Section 4.9'],
      [`${FIVE}\n\nSubject to Clauses 4.1 through 4.12, it ends.`, 'Clauses 4.1 through 4.12'],
      [
        `${clauses('Alpha has (a) one; (b) two; and (c) three.', 'B.', 'C.', 'D.', 'E.')}\n\nUnder Section 4.1(f) it ends.`,
        'Section 4.1(f)',
      ],
    ],
    ignores: [
      `${FIVE}\n\nAs said in Sections 4.1 through 4.5.`,
      `${FIVE}\n\nSection 9.7 of the Bankruptcy Code applies.`,
      `${FIVE}\n\nThe Code Section 4.77 applies.`,
      'Short text. See Section 4.9.',
      `4.1\tAlpha\t\t12\n4.2\tBeta\t\t13\n\n${FIVE}`,
    ],
  },
  {
    rule: 'named-reference',
    finds: [
      ['# Exhibit A\n\nx\n\n# Exhibit B\n\ny\n\nSee Exhibit F here.', 'Exhibit F'],
      ['This letter agreement, including Attachment J, is final.', 'Attachment J'],
      ['The time is as specified in Appendix H above.', 'Appendix H'],
      ['Appendix C sets out the details.', 'Appendix C'],
      ['The load falls, as Figure 3 shows.', 'Figure 3'],
      ['The limits of Table 2 apply.', 'Table 2'],
      ['# Amendment No. 2 to the Lease\n\nThe plan is attached hereto as Exhibit F.', 'Exhibit F'],
      ['## Schedule 1. Price\n\n## Schedule 2. Time\n\nAs in Schedule 9.', 'Schedule 9'],
    ],
    ignores: [
      '# Exhibit A\n\nx\n\n# Exhibit B\n\ny\n\nSee Exhibit A here.',
      'As [Exhibit C](https://example.org/c) shows, none is here.',
      '# Amendment No. 2 to the Lease\n\nThe plan in Exhibit F is void.',
      'Ads for Schedule 1 and 2 drugs are forbidden.',
      'It was filed as Exhibit 99 to the report.',
      'These fuels stand in Appendix H and Appendix J of the Scope of Work.',
      'See <https://example.org/paper> Figure 5.',
      'The load falls, as Figure 3 shows.\n\n![load](load.png)',
      'Under 40 CFR Part 60, Appendix A.',
    ],
  },
  {
    rule: 'words-and-digits',
    finds: [
      [`${ENGLISH}Paid in thirty (20) days.`, 'thirty (20)'],
      [`${ENGLISH}A rate of 12% (fifteen percent).`, '12% (fifteen percent)'],
      [`${ENGLISH}One hundred and twenty (210) units.`, 'One hundred and twenty (210)'],
    ],
    ignores: [
      `${ENGLISH}Paid in thirty (30) days and forty-five (45) nights.`,
      `${ENGLISH}Damage of $5-Million Dollars ($5,000,000).`,
      `${ENGLISH}Two parts (3) and more.`,
    ],
  },
  {
    rule: 'sum',
    finds: [
      [
        `${ENGLISH}The total of $61,000 consists of $10,000 for design, $20,000 for supply and $30,000 for installation.`,
        '$61,000 consists of $10,000 for design, $20,000 for supply and $30,000',
      ],
      [
        `${ENGLISH}Of the overall cost of $31,000, $10,000 is borne by the buyer and the remaining $20,000 by the seller.`,
        '$31,000, $10,000 is borne by the buyer and the remaining $20,000',
      ],
      [
        `${ENGLISH}We say $10,000 plus $20,000 equals $31,000.`,
        '$10,000 plus $20,000 equals $31,000',
      ],
      [
        `${ENGLISH}It costs $100 for paper, $250 for ink and $50 for glue, for a total of $450.`,
        '$100 for paper, $250 for ink and $50 for glue, for a total of $450',
      ],
      [
        `${ENGLISH}Eight vans at $2,000 each, or $18,000 a month.`,
        'Eight vans at $2,000 each, or $18,000',
      ],
      [
        `${ENGLISH}Shares of 50 percent, 30 percent and 30 percent make together the whole.`,
        '50 percent, 30 percent and 30 percent',
      ],
      [
        `${ENGLISH}Born in 1700, he died in 1750 at the age of 60.`,
        'Born in 1700, he died in 1750 at the age of 60',
      ],
    ],
    ignores: [
      `${ENGLISH}Of the fee of $50,000, $10,000 is paid at signing and $20,000 at delivery.`,
      `${ENGLISH}The purchase price of $50,000 consists of $10,000 in cash and 20,000 shares of stock.`,
      `${ENGLISH}The total cost of $50,000 includes $10,000 for design and $20,000 for supply.`,
      `${ENGLISH}It consists of the inquiry ("270 transaction") and the reply ("271 transaction"), both the 270 transaction and the 271 transaction.`,
      `${ENGLISH}It costs $100 for paper, $250 for ink and $50 for glue, for a total of $400.`,
      `${ENGLISH}The years ended December 31, 1996, December 31, 1997 and December 31, 1998, in all.`,
      `${ENGLISH}Eight vans at $2,000 each, or $16,000 a month.`,
    ],
  },
  {
    rule: 'table-total',
    finds: [['| a | b |\n| --- | --: |\n| x | 10 |\n| y | 20 |\n| Total | 35 |', '35']],
    ignores: ['| a | b |\n| --- | --: |\n| x | 10 |\n| y | 20 |\n| Total | 30 |'],
  },
  {
    rule: 'date',
    finds: [
      ['Due on 31 June 2026.', '31 June 2026'],
      ['Due on February 29, 2025.', 'February 29, 2025'],
      ['Due on Monday, 14 March 2029.', 'Monday, 14 March 2029'],
    ],
    ignores: [
      'Due on 29 February 2028.',
      'Due on Wednesday, 14 March 2029.',
      'In May 2025 it began.',
    ],
  },
  {
    rule: 'unit',
    finds: [
      [`${ENGLISH}A width of 12 feet (12 meters).`, '12 feet (12 meters)'],
      [`${ENGLISH}After 30 days (30 months) it ends.`, '30 days (30 months)'],
      [`${ENGLISH}It lasted two hours, that is, 100 minutes.`, 'two hours, that is, 100 minutes'],
    ],
    ignores: [
      `${ENGLISH}A width of 12 feet (3.66 meters).`,
      `${ENGLISH}It took 5 hours or 3 kg of bait.`,
      `${ENGLISH}At 212 °F (100 °C) it boils.`,
    ],
  },
  {
    rule: 'contradiction',
    finds: [
      [
        `${ENGLISH}The caretaker of the northern observatory keeps 14 telescopes.\n\n${filler()}With only 21 telescopes the northern observatory was poor, said its caretaker.`,
        '21',
      ],
    ],
    ignores: [
      `${ENGLISH}The caretaker of the northern observatory keeps 14 telescopes.\n\n${filler()}With only 14 telescopes the northern observatory was poor, said its caretaker.`,
    ],
  },
  {
    rule: 'repeated-paragraph',
    finds: [
      [
        `${'The supplier keeps a full record of every delivery and shall show it to the buyer on request within a week.'}\n\nBetween them.\n\n${'The supplier keeps a full record of every delivery and may show it to the buyer on request within a week.'}`,
        'The supplier keeps a full record of every delivery and may show it to the buyer on request within a week.',
      ],
    ],
    ignores: [
      'The supplier keeps a full record of every delivery to Paris and shall show it to the buyer on request within 7 days.\n\nThe supplier keeps a full record of every delivery to Paris and shall show it to the buyer on request within 9 days.',
      'Too short to matter.\n\nToo short to matter.',
    ],
  },
  {
    rule: 'numbering-gap',
    finds: [
      [clauses('A.', 'B.', 'C.').replace('4.3', '4.4'), '4.4'],
      ['Each has: (a) one; (b) two; and (d) four.', '(d)'],
    ],
    ignores: [
      clauses('A.', 'B.', 'C.'),
      'Each has: (a) one; (b) two; and (c) three.',
      'See (d) above.',
    ],
  },
  {
    rule: 'counted-list',
    finds: [
      [`${ENGLISH}The following three apply: oil, gas.`, 'following three apply: oil, gas.'],
      [
        `${ENGLISH}There are four kinds: (a) one; (b) two; and (c) three.`,
        'four kinds: (a) one; (b) two; and (c) three.',
      ],
    ],
    ignores: [
      `${ENGLISH}The following three apply: oil, gas and coal.`,
      `${ENGLISH}There are two cases:\n\n- one\n- two\n`,
    ],
  },
  {
    rule: 'title-reference',
    finds: [
      [
        `# A\n\n# B\n\n# C\n\n# D\n\n# E\n\n${ENGLISH}See the chapter "Lost Things" for it.`,
        'Lost Things',
      ],
    ],
    ignores: [
      `# A\n\n# B\n\n# C\n\n# D\n\n# Lost things\n\n${ENGLISH}See the chapter "Lost Things" for it.`,
    ],
  },
  {
    rule: 'footnote',
    kind: 'prose',
    finds: [['One.[1] Two.[2] Three.[9] Four.[3]\n\n[1] a\n[2] b\n[3] c\n', '[9]']],
    ignores: ['One.[1] Two.[2] Four.[3]\n\n[1] a\n[2] b\n[3] c\n', 'An array a[7] of it.'],
  },
  {
    rule: 'link',
    finds: [
      ['# One\n\n[go](#two)', '#two'],
      ['[go][gone]\n\n[here]: https://x.example', '[go][gone]'],
      ['A note.[^lost]', '[^lost]'],
      ['Read [the survey][survey-notes] first.', '[the survey][survey-notes]'],
      ['Read [Upgrading from Zarnow][] first.', '[Upgrading from Zarnow][]'],
      [
        'Mended in [#4].\n\nBefore [#1], [#2] and [#3].\n\n[#1]: https://x.example/1\n[#2]: https://x.example/2\n[#3]: https://x.example/3',
        '[#4]',
      ],
    ],
    ignores: [
      'The value a [i][j] and `[the survey][survey-notes]`, run as [options][file...].',
      'Read [the class][pkg.Class] and [the other][pkg.Other].',
      'Read [the survey][one-lost], [the list][two-lost] and [the rest][three-lost].',
      '{% include links.md %}\n\nRead [the survey][survey-notes] first.',
      'See [#4] and [#5].\n\n[#1]: https://x.example/1\n\nIt is [#1].',
      'See [the list][it].\n\n- One\n\n      [other]: https://x.example\n    [it]: https://x.example',
      '# One thing\n\n[go](#one-thing)',
      '`[go](#two)`',
      '[go][here]\n\n[here]: https://x.example',
    ],
  },
  {
    rule: 'undefined-term',
    kind: 'prose',
    finds: [
      [
        `${terms()}\n\nThe Backup Protocol shall govern the backup. This protocol is kept.`,
        'Backup Protocol',
      ],
      [
        `${terms()}\n\nCosts of each Backup Facility are borne by the other party.`,
        'Backup Facility',
      ],
      [
        `${bracketed()}\n\nIt ends with the Backup Schedule. A schedule and a backup are kept.`,
        'Backup Schedule',
      ],
    ],
    ignores: [
      `${terms()}\n\nUnder the rules of the World Trade Organization, the Health Channel (https://example.com/health) and Patents Controlled by them.`,
      `${terms()}\n\nThe Term One shall govern it.`,
      `${terms()}\n\nThe Clean Air Act applies, and the Bank of England too.`,
      'The Backup Protocol shall govern the backup protocol.',
      `${terms()}\n\nThis is the Backup Protocol, as described in Part 3. This protocol is kept.`,
      `${terms()}\n\nThe Backup Protocol shall govern you, your use and what you do. This protocol is yours.`,
      `${terms()}\n\nIt is covered by the Backup Protocol policy. This protocol is kept.`,
      `${terms()}\n\n${['Alpha', 'Beta', 'Gamma', 'Delta'].map(n => `The Service ${n} Team works. `).join('')}An alpha, beta, gamma, delta team is a service.`,
    ],
  },
  {
    rule: 'unused-term',
    kind: 'prose',
    finds: [[`${terms()}\n\n"Spare Engine" means the engine in the store.`, 'Spare Engine']],
    ignores: [`${terms()}\n\n"Spare Engine" means the engine. The Spare Engine is kept.`],
  },
  {
    rule: 'never-introduced',
    finds: [
      [`${ENGLISH}${ENGLISH}It obeys the Zarnow relation already explained.`, 'Zarnow relation'],
      [`${ENGLISH}${ENGLISH}The Zarnow relation described above holds.`, 'Zarnow relation'],
      [
        `${ENGLISH}${ENGLISH}It obeys the Zarnow relation that was introduced earlier.`,
        'Zarnow relation',
      ],
      [
        `${ENGLISH}${ENGLISH}These Zarnow relations, which have been discussed before, hold.`,
        'Zarnow relations',
      ],
    ],
    ignores: [
      `${ENGLISH}The Zarnow relation holds. ${ENGLISH}It obeys the Zarnow relation already explained.`,
    ],
  },
  {
    rule: 'unclosed-mark',
    finds: [
      ['Text.\n\n```\ncode', '```'],
      [
        'This has been mended in the new release (which also took some of the old errors away.',
        '(which also took some of the old errors away.',
      ],
    ],
    ignores: [
      'When a function takes no arguments, the completion adds () to its name instead of (.',
      'The parser of the old release took every ( that it met for the beginning of a call.',
      'Text.\n\n```\ncode\n```\n',
      'A list of a) one and b) two, which is long enough to be looked at by it.',
    ],
  },
];

/** Sentences of many words, so that a rare word is rare. */
function filler(): string {
  const things = ['river', 'bridge', 'garden', 'engine', 'letter', 'window', 'market', 'island'];
  const acts = ['crosses', 'faces', 'follows', 'guards', 'hides', 'joins', 'leaves', 'meets'];
  return `${things.flatMap(a => acts.map(act => `The ${a} ${act} what is near to it.`)).join(' ')}\n\n`;
}

function terms(): string {
  const names = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];
  return `${ENGLISH}${names.map(name => `"Term ${name}" means a thing that is used. The Term ${name} is kept.`).join('\n\n')}`;
}

describe('text rules', () => {
  for (const { rule, finds, ignores, kind } of CASES) {
    describe(rule, () => {
      for (const [text, quote] of finds) {
        it(`finds “${quote.slice(0, 50)}”`, () => {
          const found = quotes(rule, text, kind);
          assert.ok(found.includes(quote), `found ${JSON.stringify(found)}`);
        });
      }
      for (const text of ignores) {
        it(`is silent on “${text.replaceAll(ENGLISH, '').slice(0, 50).replace(/\s+/g, ' ')}”`, () => {
          assert.deepEqual(quotes(rule, text, kind), []);
        });
      }
    });
  }

  it('every rule of text is tried here', () => {
    const tried = new Set(CASES.map(({ rule }) => rule));
    const rules = allRules.filter(rule => rule.serves.markdown ?? rule.serves.prose);
    assert.deepEqual(
      rules.map(rule => rule.id).filter(id => !tried.has(id)),
      [],
    );
  });

  it('a link that misses an anchor by one slip proposes that anchor; one that is merely like others proposes none', () => {
    const text = (anchor: string): string =>
      `# Payment terms\n\nSee [it](#${anchor}) and [that](#payment-terms).\n\n## Section 12 fees\n\n## Delivery date\n\n## Delivery dates\n`;
    const suggested = (anchor: string): readonly (string | undefined)[] => {
      const found = hits('link', text(anchor), 'markdown');
      assert.equal(found.length, 1, anchor);
      return found.map(({ suggestion }) => suggestion);
    };
    for (const slip of ['payment-term', 'paymnet-terms', 'paymentt-terms', 'payment-termz'])
      assert.deepEqual(suggested(slip), ['#payment-terms'], slip);
    // Two are as near, a number differs, or more than a slip does.
    for (const other of ['delivery-datex', 'section-13-fees', 'payment-conditions', 'terms'])
      assert.deepEqual(suggested(other), [undefined], other);
  });

  it('says which relative links lead to no file, and nothing where most do: the file was moved', () => {
    const text = '[a](a.md) [b](b.md) [c](c.md#x) [d](https://d.example) [e](#e)\n\n# e';
    const probe: LinkProbe = file => file !== 'b.md';
    assert.deepEqual(quotes('link', text, 'markdown', probe), ['b.md']);
    const many = Array.from({ length: 9 }, (_, n) => `[x](gone${n}.md)`).join(' ');
    assert.deepEqual(
      quotes('link', many, 'markdown', () => false),
      [],
    );
  });

  it('a text of one clause is read as English, and one of another language is not', async () => {
    const { isEnglish } = await import('../../../src/rules/english.ts');
    for (const text of [
      'The Buyer pays within thirty (20) days.',
      '# Terms\n\nThe Buyer pays within thirty (20) days. See [insert date].',
      'Invoices fall due thirty (20) days after receipt of each delivery.',
      'The Buyer pays within thirty (20) days. See [insert date].\n\nNote. See [insert date].',
    ])
      assert.equal(isEnglish(text), true, text);
    for (const text of [
      'Der Käufer zahlt in dreißig (20) Tagen.',
      'Die Lieferung erfolgt in Hamburg, an den Käufer, und zwar in dreißig (20) Tagen. Das gilt für die Rechnung.',
      'Le client paie dans les trente (20) jours à compter de la facture.',
      'Kupující zaplatí do třiceti (20) dnů.',
      'De koper betaalt in dertig (20) dagen na de factuur van de levering.',
      'El comprador paga en treinta (20) días a partir de la factura.',
    ])
      assert.equal(isEnglish(text), false, text);
  });

  it('notes with few verbs are read as English, and lists of names and terse texts in another language are not', async () => {
    const { isEnglish } = await import('../../../src/rules/english.ts');
    const notes =
      'Permissions: list view, folder view. Zip export for admins. Cache size limits, retry counts (default: 5). Import from archive. Status: done. '.repeat(
        9,
      );
    assert.equal(isEnglish(`${notes}The notes for the reader of this page.`.repeat(5)), true);
    const names = 'Ana Gomez, Piotr Nowak, Emma Stone, Kenji Mori, Olaf Berg, Li Wei. '.repeat(20);
    assert.equal(isEnglish(names), false);
    const german =
      'Status: fertig. Rechte der Liste und der Ordner, Export für Verwalter, Grenzen (Vorgabe: 5). '.repeat(
        12,
      );
    assert.equal(isEnglish(`${german}Read the notes for this page.`), false);
  });

  it('wording rules are silent on text that is not English', async () => {
    const { runRules } = await import('../../../src/rules/runRules.ts');
    const german =
      'Der die das und oder aber nicht ist es the the. Das gonna wird sehr lang sein. '.repeat(20);
    const { hits } = runRules({ text: german, kind: 'prose', languageId: 'plaintext' });
    assert.deepEqual(
      hits.filter(hit => ['words-and-digits', 'counted-list', 'unit'].includes(hit.rule)),
      [],
    );
  });
});

describe('cross-reference', () => {
  const sections = Array.from({ length: 6 }, (_, i) => `## ${i + 1}. Part ${i + 1}\n\nText of it.`);

  it('where the numbering is whole, all references of the text to what is not in it are found, however many', () => {
    const lost = ['Section 8', 'Section 9', 'Section 11', 'Section 15'];
    const text = [...sections, ...lost.map(s => `It is governed by ${s} of this agreement.`)];
    assert.deepEqual(quotes('cross-reference', text.join('\n\n')), lost);
  });

  it('a whole number beyond the last of a whole numbering is found; one far behind it is a section of a law', () => {
    const refers = (words: string): readonly string[] =>
      quotes('cross-reference', [...sections, words].join('\n\n'));
    assert.deepEqual(refers('The fee is due as described in Section 9.'), ['Section 9']);
    assert.deepEqual(refers('The fee is due as described in paragraph 8(a).'), ['paragraph 8']);
    assert.deepEqual(refers('Nothing in this Section 9 applies.'), ['Section 9']);
    assert.deepEqual(refers('Nothing in this Section 7 applies.'), []);
    assert.deepEqual(refers('An election under Section 83(b) was made.'), []);
    assert.deepEqual(refers('It is a right under Articles 8 and 9.'), []);
    assert.deepEqual(refers('Readings after 30 Sec. 9 Sec. and so on.'), []);
  });

  it('a section of another text is none, with bold marks, a title in brackets or a citation before it', () => {
    for (const words of [
      'It follows **Section 8 (Taxes)** of the Parent Agreement.',
      'It follows **Section 9**(e) of the Parent Agreement.',
      'See the duties of the bank in **Section 8** thereof.',
      'As defined in [Part1], Section 9, it is a token.',
      'Those of **Article VIII (Indemnity)** of the Parent Agreement, including **Section 8**, apply.',
    ])
      assert.deepEqual(quotes('cross-reference', [...sections, words].join('\n\n')), [], words);
  });

  it('a number that has lost its dot is said to have one', () => {
    const parts = Array.from({ length: 8 }, (_, i) => `2.${i + 1} Part ${i + 1}\n\nText of it.`);
    const text = [
      ...sections.slice(0, 2),
      ...parts,
      ...sections.slice(2),
      'It is as in Section 28.',
    ];
    const { hits } = runRules({
      text: text.join('\n\n'),
      kind: 'markdown',
      languageId: 'markdown',
    });
    const [hit] = hits.filter(({ rule }) => rule === 'cross-reference');
    assert.match(hit?.message ?? '', /no Section 28 in this text, but there is a 2\.8/);
  });

  it('where numbers are missing from the numbering, many lost references are one doubt with their number', () => {
    const some = sections.filter((_, i) => i !== 2 && i !== 3);
    const text = [8, 9, 11, 15].map(n => `It is governed by Section ${n} of this agreement.`);
    assert.deepEqual(quotes('cross-reference', [...some, ...text].join('\n\n')), ['Section 8']);
  });

  it('is major only where a contract names itself and the reference names the contract', () => {
    const severities = (of: string, head: string, reference: string): readonly string[] =>
      runRules({
        text: [`This ${of} is made. ${`this ${of} holds. `.repeat(3)}`, ...sections, reference]
          .join('\n\n')
          .replaceAll('## ', head),
        kind: 'markdown',
        languageId: 'markdown',
      }).hits.map(({ severity }) => severity);
    const own = 'It is governed by Section 8 of this Agreement.';
    assert.deepEqual(severities('Agreement', '## ', own), ['major']);
    assert.deepEqual(severities('policy', '## ', own), ['minor']);
    assert.deepEqual(severities('Agreement', '## ', 'It is governed by Section 8.'), ['minor']);
    const article = 'It is governed by Article 8 of this Agreement.';
    assert.deepEqual(severities('Agreement', '## ', article), ['minor']);
    assert.deepEqual(severities('Agreement', '## Article ', article), ['major']);
  });

  it('thirteen wrong references of the sample contract are said, in one finding with their number', () => {
    let changed = 0;
    const text = sampleContract().text.replace(/(?<=[a-z] )Clause (\d+)\.\d+/g, (whole, top) =>
      ++changed > 13 ? whole : `Clause ${top}.${60 + changed}`,
    );
    const { hits } = runRules({ text, kind: 'markdown', languageId: 'markdown' });
    const folded = hits.filter(({ title }) => title.startsWith('Many references'));
    assert.equal(folded.length, 1);
    assert.match(folded[0]?.message ?? '', /^1[3-5] references lead to sections/);
    assert.equal(folded[0]?.severity, 'minor');
  });
});
