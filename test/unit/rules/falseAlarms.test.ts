import assert from 'node:assert/strict';
import type { SourceKind } from '../../../src/core/domain/source.ts';
import { allRules } from '../../../src/rules/allRules.ts';
import { runRules } from '../../../src/rules/runRules.ts';

/** Enough English that rules on English read a text. */
const ENGLISH = `${'The parties have agreed on the terms that are set out below and on all that is needed for them. '.repeat(4)}\n\n`;

/** Rules that are off by default are tried too. */
const ALL_ON = Object.fromEntries(allRules.map(({ id }) => [id, true]));

const FILLER = `${Array.from({ length: 60 }, (_, n) => `Note ${n} is short.`).join('\n\n')}\n\n`;

function found(text: string, kind: SourceKind = 'prose', languageId = 'plaintext'): string[] {
  const { hits, broken } = runRules({ text, kind, languageId, switches: ALL_ON });
  assert.deepEqual(broken, []);
  return hits.map(hit => `${hit.rule}: ${text.slice(hit.start, hit.end)}`);
}
const markdown = (text: string): string[] => found(text, 'markdown', 'markdown');
const clauses = (top: number, bodies: readonly string[]): string =>
  bodies.map((body, at) => `${top}.${at + 1} ${body}`).join('\n\n');
const MANY = [
  clauses(1, ['Alpha rules.', 'Beta rules.', 'Gamma rules.']),
  clauses(2, ['Delta rules.', 'Epsilon rules.', 'Zeta rules.']),
].join('\n\n');

describe('kinds of false alarms', () => {
  const SILENT: readonly (readonly [what: string, text: string, languageId?: string])[] = [
    ['marks of cross references', 'See {{handshake}}, <<RFC9110>> and {{ref}} for it.'],
    ['an ellipsis', 'He said [...] and went [...] on […] and on.'],
    ['parts kept secret', 'The price is [***] and the term is [ *** ].'],
    ['blanks of a form', 'By: ______ Name: [NAME] Date: [Date] Address: [ADDRESS]'],
    ['a word for a list of tasks', 'The TODO list of this file, a TODO comment and TODO files.'],
    ['an abbreviation that is explained', 'It is marked as "To Be Determined" (TBD) by them.'],
    ['digits left open', 'A status of 4XX, CVE-2020-XXXX, 0xXX and Title XX of the Act.'],
    [
      'what is still to be done, in minutes of meetings',
      `${ENGLISH}Attendees: Ann, Bob\n\nAgenda:\n\n* TODO: Ann sends the list\n* The date is TBD\n\nAttendees: Ann\n\nAgenda:\n\n* TODO: ask them`,
    ],
    [
      'blanks of a model form for consumers',
      `${ENGLISH}You may use the model cancellation form below:\n\nI hereby give notice.\n\nOrdered on [INSERT DATE]`,
    ],
    [
      'a blank that the reader fills in',
      `${ENGLISH}Send it with the subject Notice [insert your name] by post.`,
    ],
    [
      'a template in quotes over several sentences',
      `${ENGLISH}The notice says: "We offer [XX]% of the price. ${'It is paid in due course. '.repeat(8)}Call [insert number]." It is sent at once.`,
    ],
    [
      'words of a menu',
      `${ENGLISH}Check **Hide what is over the limit ($XXX.00)** at the left.`,
      'markdown',
    ],
    [
      'a ten that is misspelled',
      `${ENGLISH}It is due in fourty five (45) or ninty five (95) days.`,
    ],
    [
      'the numbers of a list behind a number in words',
      `${ENGLISH}It depends on the sooner of two (1) the end of the term and (2) the notice.`,
    ],
    ['a part of a section', `${ENGLISH}As in Section Two (3) and in Article Five (2) of it.`],
    [
      'decimal commas',
      `${ENGLISH}Fees of 8,16 dollars, 3,10 dollars and 2,10 dollars make a total of 13,36 dollars.`,
    ],
    [
      'a scale behind digits',
      `${ENGLISH}It waits 29 million seconds (approximately 11 months) for it.`,
    ],
    [
      'shares lost as time goes by',
      `${ENGLISH}Of the deposits they lose 1% after 2 days, 20% after 8 days, and 50% after 21 days of it.`,
    ],
    [
      'numbers that were taken out on purpose',
      `${MANY}\n\n${clauses(3, ['Eta.', 'Theta.'])}\n\n[Intentionally omitted.]\n\n3.4 Iota.`,
    ],
    [
      'items beside those of another language',
      `${ENGLISH}(a) the first thing a) la chose\n(c) the last thing    c) la fin de la chose\n`,
    ],
    [
      'a full-width bracket that closes a plain one',
      `${ENGLISH}The company may assign the terms (including all of its rights and duties\uff09 to any person.`,
    ],
    [
      'a bracket that a break follows',
      `${ENGLISH}It was changed by the law of the year on the tax of the trade (No.\n\n2) of the year.`,
    ],
    [
      'a number that is read digit by digit',
      `${ENGLISH}It is eight point three three percent (8.33%) of it within sixty (60) days.`,
    ],
    ['a key of the keyboard', `${ENGLISH}The page is not loaded again when [Enter] is pressed.`],
    [
      'the sign that word processors make of an item',
      `${ENGLISH}It needs (a) a seal, (b) a date, \u00a9 a name and\n(d) a place.`,
    ],
    [
      'articles that are quoted from another text',
      [1, 2, 4, 5, 7, 8, 10].map(n => `Article ${n}\nThe states agree on it.`).join('\n\n'),
    ],
    [
      'a clause that an amendment writes anew',
      `${MANY}\n\n3. Section 2.5 of the agreement is amended to read as follows:\n\n2.5 Eta rules.`,
    ],
    [
      'the same for the next code',
      `${ENGLISH}${['301', '302'].map(code => `If the ${code} code is received in answer to a request that is known to be safe then the request may be sent again by the agent without a question to its user, and in all other cases it has to ask.`).join(`\n\n${FILLER}`)}`,
    ],
    [
      'totals beside each other',
      `${ENGLISH}It made sales of a total of 2,100 shares and purchases of a total of 12,800 shares, as well as purchases of a total of 1,300 shares.`,
    ],
    [
      'the numbers of the parts of a sum',
      `${ENGLISH}They pay the sum of (1) what is owed, and (2) an amount equal to six months of it.`,
    ],
    ['a share of a percent', `${ENGLISH}A fee of one-half of one percent (0.5%) is due.`],
    [
      'a section number before an amount',
      `${ENGLISH}If it is so under this Section 11.4, and 11 days have passed, then they agree a total of 10 days.`,
    ],
    [
      'two ends of a range',
      `${ENGLISH}Between 90% and 100% of it, and a bonus equal to 1.5% of pay.`,
    ],
    [
      'sections of a law',
      `${MANY}\n\nSection 9.7 of the Bankruptcy Code, 40 C.F.R. Section 261.3 and RFC 9110, Section 2.9.`,
    ],
    [
      'sections of the text that is amended',
      `AMENDMENT\n\n${MANY}\n\nSection 2.9 is hereby amended to read as follows: as in Section 2.8 hereof.`,
    ],
    [
      'sections of the text to which this one is an amendment by its title',
      `AMENDMENT NO. 3 TO THE SUPPLY AGREEMENT\n\n${MANY}\n\nIt is as in Section 2.8 of this agreement.`,
    ],
    [
      'sections of the text that an addendum changes',
      `ADDENDUM TO THE SUPPLY AGREEMENT\n\nCHANGES TO CLAUSE 2 OF THE SUPPLY AGREEMENT\n\n${MANY}\n\nClause 1.3 of the Supply Agreement shall be replaced by the following: it is as in Clause 2.8.`,
    ],
    [
      'all sections of a list that belongs to another text',
      `${MANY}\n\nThe terms of Sections 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 2.8, 2.9, 2.10, 2.11 and 2.12 of the Syndicated Credit Agreement, and those in Section 1.7, Section 1.8 and Article 1.9(a) of the Loan Agreement, are part of it (as defined in Section 2.6 thereof).`,
    ],
    [
      'a number that is first said to be of another text',
      `${clauses(1, ['A.', 'B.', 'C.', 'D.', 'E.', 'F.'])}\n\nArticle 1.9 of the Uniform Commercial Code applies, and after it the Revised Article 1.9 ("Revised Article 1.9"). See Article 1.9(a) above.`,
    ],
    ['a share in words and in percent', `${ENGLISH}It is said that two in five (39 %) of them do.`],
    [
      'a share of a thing in words and in percent',
      `${ENGLISH}One edit in twelve (8 %) changes more, and two new pumps out of three (67 %) leak.`,
    ],
    [
      'the number of a page within a reference',
      `${MANY}\n\nIt is paid as it is said in Section\n                                  12\n<PAGE>\n2.1(e) of it.`,
    ],
    [
      'a number in words that a page break cuts',
      `${ENGLISH}It ends after ninety (90) or one hundred\n                  11\n<PAGE>\neighty (180) days.`,
    ],
    ['a clause in the middle of a line', `${MANY} 2.4 Eta rules too.\n\nAs in Section 2.4 it is.`],
    [
      'a clause whose text begins in small letters',
      `${MANY}\n\n2.4 subject to it, all is done.\n\nAs in Section 2.4 it is.`,
    ],
    [
      'values of two terms',
      `${ENGLISH}"Base Margin" means two percent (2%) a year.\n\n${FILLER}"Late Margin" means four percent (4%) a year.`,
    ],
    [
      'years of releases',
      `${ENGLISH}Released on May 3, 2008, as Alpha.\n\n${FILLER}Released on June 3, 2015, as Beta.`,
    ],
    [
      'a year in the number of a regulation',
      `${MANY}\n\nSee Treas. Reg. Section 1.956-2(c)(2) and Section 2.956-1 for it.`,
    ],
    [
      'a section of conditions that this text changes',
      `${MANY}\n\nSection 2.9 shall read as follows: it is so.`,
    ],
    [
      'a head whose title begins in small letters',
      `${['Article 1 the loan', 'Article 2 use of it', 'Article 3 other rules', 'Article 4 last words'].join('\n\nText.\n\n')}\n\nAs in Article 4 of this contract and in Article 3 hereof.`,
    ],
    [
      'items that carry the whole number',
      `${MANY}\n\n2.4 Reports.\n\n2.4(a) One, and (b) two.\n\n2.4(c) Three.\n\nAs in Section 2.4(c) it is.`,
    ],
    [
      'a range with a default in brackets',
      `${ENGLISH}It takes 768 MB to 4096 MB (1.2 GB default) of it.`,
    ],
    [
      'a number that a blank tears apart',
      `${ENGLISH}They paid $20, 868 plus interest of $887 for a total of $21,755.`,
    ],
    [
      'items that have their own amounts',
      `${ENGLISH}The price is $100 and of it (a) design equals $30, and (b) supply equals $70.`,
    ],
    ['an hour in words and as a clock shows it', `${ENGLISH}It begins at twelve (1200) o'clock.`],
    [
      'a form that is attached',
      `${ENGLISH}EXHIBIT A\n\nFORM OF ASSIGNMENT\n\nIt is made by [Insert name of Assignor] and ends.`,
    ],
    [
      'a blank in the wording of another text',
      `${ENGLISH}Use the headline "Test Profile at [insert company]" for it.`,
    ],
    [
      'time before what is counted',
      `${ENGLISH}It is due within seven days of the earlier of: (i) the first call, and (ii) the last call.`,
    ],
    [
      'a title that is run in with its text',
      `${['1.1 Alpha.', '1.2 Beta.', '1.3 Gamma.', '1.4 Delta.', '1.5 Eta.'].join('\n\n')}\n\nPROJECT DESCRIPTION. The word means it.\n\nIt is in the section "Project Description" below.`,
    ],
    [
      'the title of a part of another document',
      `${MANY}\n\nThe Prospectus describes it in the section "Use of Proceeds" well.`,
    ],
    ['amounts in a table', `${ENGLISH}0.2 Gear\n\n0.4 Wheel\n\n0.5 Bolt`],
    [
      'a letter typed as a figure',
      `It has (a) one; (b) two; (c) three; (d) four; (e) five; (f) six; (g) seven; (h) eight; (i) nine; (j) ten; (k) eleven; (1) twelve; (m) more.`,
    ],
    [
      'heads that a conversion has glued to their titles, or left without a mark',
      `${MANY}\n\nVIII\u00a0\u00a0 TERM OF IT\n\n2.4Delivery. It is sent.\n\nAs in Section 2.4 hereof and in Article VIII below.`,
    ],
    [
      'items of one form that differ on purpose',
      ['(a) An exclusive', '(b) A nonexclusive']
        .map(
          what =>
            `${what} right is granted to the buyer for the whole term of it and for all that the buyer does with the goods, as long as what is due for them has been paid in full and on time.`,
        )
        .join('\n\n')
        .replace('An exclusive', 'A exclusive'),
    ],
    [
      'what was said of in other words',
      `${ENGLISH}They wait for six months and use a single instance. ${ENGLISH}The six-month period already described holds.`,
    ],
    [
      'a listing of wiki text',
      'It is so[1] and so[2] and so[3].\n\n<source lang="c">\nstatic char state[32] = { 0x89 };\n</source>\n\n[1] One.\n\n[2] Two.\n\n[3] Three.',
    ],
    [
      'measures of two things',
      `${ENGLISH}For loans of the one and of the other kind, the period is one day or one month, respectively.`,
    ],
    [
      'working time, and a choice of two times',
      `${ENGLISH}Leave is four weeks (20 days), a week has 5 days (40 hours), and a term of eighteen months or two years is void.`,
    ],
    [
      'a scale whose number stands before it, and a year in brackets',
      `${ENGLISH}It is three (3) million dollars ($3,000,000), twentyfive thousand dollars ($25,000), seventy–five thousand dollars ($75,000), Six (6,000,000) Million shares, and Year One (1998).`,
    ],
    [
      'a template whose blanks have other words',
      'Dear [Teammate name],\n\ncongratulations on your [promotion or increase]! [Insert kind words]. Yours, [Manager name]',
    ],
    ['a blank in single quotes', "Use 'Read more about [xxx]' for it."],
    [
      'headings that a conversion left in their lines',
      `${ENGLISH}${MANY}\n\nIt is void. Section 2.4 Force Majeure. Any delay counts. Section 2.5 Export. As in Section 2.4 and in Section 2.5 above.`,
    ],
    [
      'sections of the form that a text is made on',
      `${ENGLISH}${clauses(1, ['One.', 'Two.'])}\n\n2. Three.\n\n3. Four.\n\nFor Section 6(e) of the Master Form, and for the purpose of Section 6(e) of this Agreement, it is so.`,
    ],
    [
      'an attachment of another text, of a form, and one that is counted in another way',
      `${ENGLISH}Form 1120, Schedule L, and Schedule 13D are filed. We sit in Annex III of the Act.\n\nAnnex 1\n\nIt is so.\n\nFor the purposes of Annex I it is completed.`,
    ],
    [
      'headers of pages and entries of one form',
      `${ENGLISH}${[2, 3, 4].map(n => `Page ${n} of 60. Certain information in this document has been left out and filed apart with the authority that has asked for it, and what was left out is marked by three stars in brackets in each of the places.\n\nNote ${n} is short.`).join('\n\n')}`,
    ],
    [
      'articles of French and German codes',
      `${MANY}\n\n3. Trois.\n\n4. Quatre.\n\nConformément à l’article L. 216-3 du code, et articles L221-18 et suivants, und nach § 15 Aktiengesetz.`,
    ],
    ['an escape of a language', 'The sequence \\V[xxx] and \\[xxx] and \\*[xxx] are new.'],
    ['a class of characters', 'The pattern is (?:[0][xX]|u) and so on.'],
    ['a date in an example of a wrong one', 'An invalid date such as 31 June 2020 is rejected.'],
    ['a ratio at the end of a line', 'Through March 31  1.75 to 1.00\nApril 1, 2000 it is.'],
    [
      'a listing of reStructuredText',
      'It is so::\n\n   TODO: x\n   [insert name]\n\n.. TODO: later\n\n.. code-block:: c\n\n   FIXME: y\n',
      'restructuredtext',
    ],
    [
      'a comment of LaTeX',
      'Text is here. % TODO: x\n% TODO: y\n\\begin{verbatim}\nTODO: z\n\\end{verbatim}\n',
      'latex',
    ],
    ['a task of Org', '* TODO write it\n#+begin_src c\nTODO: z\n#+end_src\n', 'org'],
  ];
  for (const [what, text, languageId] of SILENT) {
    it(`${what}: nothing is said`, () => {
      assert.deepEqual(found(text, 'prose', languageId), []);
    });
  }

  it('a section without text under a heading is no finding, with or without a title in code', () => {
    assert.deepEqual(markdown('# Guide\n\n### `Alpha`\n\n### `Beta`\n\nBoth are strings.\n'), []);
  });

  it('a note whose text stands in a quote is found there', () => {
    assert.deepEqual(
      markdown('> It prints a note[^gdb].\n>\n> [^gdb]: Only with the script.\n'),
      [],
    );
  });

  it('anchors follow the heading as written, code included', () => {
    assert.deepEqual(
      markdown(
        '[a](#assertokvalue-message) [b](#a_b-c)\n\n# `assert.ok(value[, message])`\n\n# a_b _c_\n',
      ),
      [],
    );
  });

  it('an assertion that marks the branch which is reached is none that cannot fail', () => {
    const test = (body: string): string[] =>
      found(`test('a', t => {\n${body}\n});\n`, 'code', 'javascript');
    assert.deepEqual(test('  try { go(); assert.ok(true); } catch (e) { assert.fail(); }'), []);
    assert.deepEqual(test('  socket.on(1, () => { t.assert.ok(true); });'), []);
    assert.deepEqual(test('  go();\n  assert.ok(true);'), ['hollow-assertion: assert.ok(true)']);
  });

  it('keys that a comment above calls public are a doubt', () => {
    const key = ['Q3xM3', 'Uw867z', 'PQQp4', '3P2Fk'].join('');
    const severities = (comment: string): readonly string[] =>
      runRules({
        text: `package a\n\n${comment}\nvar secretKey = "${key}"\n`,
        kind: 'code',
        languageId: 'go',
      }).hits.map(({ severity }) => severity);
    assert.deepEqual(severities('// The demo server has public keys.'), ['minor']);
    assert.deepEqual(severities('// The server of all sites.'), ['critical']);
    assert.deepEqual(severities('var algolia = 1'), ['note']);
  });

  it('names of tests and keys that open nothing are no secrets', () => {
    const text = "const password = 'change-me-now-1';\nconst key = process.env.KEY;\n";
    assert.deepEqual(found(text, 'code', 'typescript'), []);
  });
});

describe('what is left is found', () => {
  it('behind a fence in a quote, code on one line, a rule and a comment', () => {
    for (const before of ['> ```\n> code\n', '```npm test``` runs.\n', '---\n', '<!-- one -->\n'])
      assert.deepEqual(markdown(`# A\n\n${before}\nThe fee is TBD.\n`), ['placeholder: TBD']);
  });

  it('markers in rows below each other, as one finding with their number', () => {
    const text =
      '# A\n\n| name | value |\n| - | - |\n| a | TBD |\n| b | TBD |\n| c | TBD |\n\nIt is TBD.\n';
    const { hits } = runRules({ text, kind: 'markdown', languageId: 'markdown' });
    assert.deepEqual(
      hits.map(hit => hit.message),
      [
        '“TBD” stands where the text itself is missing. The same stands 2 more times below it (line 6, 7).',
        '“TBD” stands where the text itself is missing.',
      ],
    );
  });

  it('a copy with a word of the same strength is a doubt, one with another duty is not', () => {
    const severities = (first: string, second: string): readonly string[] => {
      const copy = (verb: string): string =>
        `Since the address of the server ${verb} be changed on occasion by those who run it, the client has to go on using the one that it was given first for all of the requests that follow it in time.`;
      const { hits } = runRules({
        text: `${ENGLISH}${copy(first)}\n\n${FILLER}${copy(second)}`,
        kind: 'prose',
        languageId: 'plaintext',
      });
      return hits.map(({ severity }) => severity);
    };
    assert.deepEqual(severities('may', 'might'), ['note']);
    assert.deepEqual(severities('may', 'shall'), ['minor']);
  });

  it('an item that is missing, an open bracket and digits behind words, beside what excuses others', () => {
    assert.deepEqual(
      found(`${ENGLISH}It needs (a) a seal, (b) a date, (d) a name. It lasts sixty (80) days.`),
      ['numbering-gap: (d)', 'words-and-digits: sixty (80)'],
    );
  });

  it('in lines that wrapped text begins with an amount', () => {
    const text = `${ENGLISH}The parties agree on a sum of\n$12,000,000 that is due within\nthirty (60) days, and\n$ 5,000 for ten (12) copies.`;
    assert.deepEqual(found(text), ['words-and-digits: thirty (60)', 'words-and-digits: ten (12)']);
  });

  it('where a converter to Markdown has escaped the numbers of clauses', () => {
    const heads = [1, 2, 3, 4, 5, 6].map(n => `**${n}\\. Rule.** It is so.`).join('\n\n');
    assert.deepEqual(markdown(`${heads}\n\nAs in Section 6 hereof and in Section 9 hereof.`), [
      'cross-reference: Section 9',
    ]);
  });

  it('a paragraph that stands twice with another number, as a doubt', () => {
    const copy = (days: string): string =>
      `Upon receipt of a notice the supplier shall repair or replace what is at fault at its own cost within ${days} days, and shall bear the cost of taking it away and of bringing the new one, wherever it is used.`;
    const { hits } = runRules({
      text: `${ENGLISH}${copy('ten')}\n\n${FILLER}${copy('sixty')}`,
      kind: 'prose',
      languageId: 'plaintext',
    });
    assert.deepEqual(
      hits.map(hit => [hit.rule, hit.severity]),
      [['repeated-paragraph', 'minor']],
    );
  });

  it('attachments that are named as those of the text, and not there', () => {
    const own = `${ENGLISH}It is agreed hereby and herein, as set forth in this Agreement and hereto.\n\n`;
    assert.deepEqual(found(`${own}Prices are those listed in Schedule 7 to this Agreement.`), [
      'named-reference: Schedule 7',
    ]);
    assert.deepEqual(found('A copy is attached as Appendix B-1.'), [
      'named-reference: Appendix B-1',
    ]);
    assert.deepEqual(found(`${own}See Exhibit A, Exhibit B, Exhibit C and Exhibit D for it.`), [
      'named-reference: Exhibit A',
    ]);
  });

  it('a reference beyond the last clause, and one that says it is here', () => {
    assert.deepEqual(found(`${MANY}\n\nAs in Section 2.9 it is.`), [
      'cross-reference: Section 2.9',
    ]);
    assert.deepEqual(found(`${MANY}\n\nAs in Article 78 of this Agreement.`), [
      'cross-reference: Article 78',
    ]);
  });

  it('references, sums and gaps of a German text', () => {
    const text =
      '# Vertrag\n\n## § 1 Begriffe\n\nDie Ware wird geliefert.\n\n## § 2 Preis\n\nDie Summe aus EUR 500,00 und EUR 400,00 ergibt EUR 1.000,00. Siehe § 9 und den Anhang.\n\n## § 4 Haftung\n\nDer Verkäufer haftet nicht.\n';
    assert.deepEqual(markdown(text), [
      'sum: EUR 500,00 und EUR 400,00 ergibt EUR 1.000,00',
      'cross-reference: § 9',
      'numbering-gap: ## § 4',
    ]);
  });

  it('a bracket that a piece of a list leaves open, and none that a list within it closes', () => {
    const open =
      'The costs are borne by the buyer (including those of travel and of the hotel;\n\n(b) the rest.';
    assert.deepEqual(found(`${ENGLISH}${open}`), [
      'unclosed-mark: (including those of travel and of the hotel;',
    ]);
    assert.deepEqual(found(`${ENGLISH}${open.replace('rest.', 'rest) as agreed.')}`), []);
  });

  it('two values of a name that is written in another way, and none of a turn of phrase', () => {
    const values = (first: string, second: string): string[] =>
      found(`${ENGLISH}${first}\n\n${FILLER}${second}`);
    assert.deepEqual(
      values(
        'The zorbel reserve is paid within 5 days after the end of each quarter.',
        'As the zorbel reserve is not due until 30 days after the end of each quarter, it waits.',
      ),
      ['contradiction: 30'],
    );
    assert.deepEqual(
      values(
        'A failure may continue unremedied for a period of five days in the payment of rent.',
        'Other failures may continue unremedied for a period of 30 days after the notice of it.',
      ),
      [],
    );
  });

  it('sections of this text after a list are its own', () => {
    const text = `${MANY}\n\nIt is governed by Section 2.1, Section 2.2 and Section 2.9 of this agreement.`;
    assert.deepEqual(found(text), ['cross-reference: Section 2.9']);
  });

  it('blanks of an attached part are notes, those before it are minor', () => {
    const severities = (text: string): readonly string[] =>
      runRules({ text, kind: 'prose', languageId: 'plaintext' })
        .hits.filter(({ rule }) => rule === 'placeholder')
        .map(({ start, severity }) => `${text.slice(start, start + 8)} ${severity}`);
    const blank = 'It is due on [insert date of it].';
    const note = 'It is owed to [insert name of him].';
    assert.deepEqual(
      severities(`EXHIBIT 10.1\n\n${ENGLISH}${blank}\n\n${ENGLISH}\n\nEXHIBIT A\nNOTE\n\n${note}`),
      ['[insert  minor', '[insert  note'],
    );
    const form = Array.from(
      { length: 9 },
      () => `It is due within XX days.\n\n${'All is well with it. '.repeat(200)}`,
    ).join('\n\n');
    assert.deepEqual(
      new Set(severities(`${ENGLISH}${form}`).map(s => s.slice(-4))),
      new Set(['note']),
    );
    assert.deepEqual(severities(`${ENGLISH}It is due within XX days.`), ['XX days. minor']);
  });

  it('rules on English wording do not judge the other language of a bilingual text', () => {
    const german =
      'Der Preis ist mit dem der Liste gleich und wird nicht von der Steuer und von zehn (20) oder ten (20) der Tage, mit denen die Frist und das Recht enden, zu mindern sein. '.repeat(
        3,
      );
    const english = 'It ends on the day that is ten (20) days from the day of the notice.';
    const text = `${ENGLISH}${german}\n\n${'The buyer shall pay for it on the day that is set out in the order of it. '.repeat(12)}${english}`;
    assert.deepEqual(found(text), ['words-and-digits: ten (20)']);
    assert.ok(text.indexOf('ten (20)') < text.lastIndexOf('ten (20)'));
  });

  it('two values of one named thing, however far apart', () => {
    const text = `${ENGLISH}The panel of technical advisers has four members.\n\n${FILLER}All seven members of the panel of technical advisers must agree to it in writing.`;
    assert.deepEqual(found(text), ['contradiction: seven']);
  });

  it('copied paragraphs are notes, and many of them one that says how many and where', () => {
    const THINGS = ['delivery', 'invoice', 'repair', 'visit', 'order', 'refund', 'meeting'];
    const copy = (thing: string): string =>
      `For the sake of good order a full record is kept of every ${thing} and of every complaint about a ${thing}, and it is shown on request, without delay and without charge, for as long as the ${thing} is of use to one of those who took part in that ${thing} and for a year after it.`;
    const severities = (things: readonly string[]): readonly (readonly string[])[] => {
      const text = [...things, ...things].map(copy).join(`\n\n${'One. '.repeat(400)}\n\n`);
      const { hits } = runRules({ text, kind: 'prose', languageId: 'plaintext' });
      return hits.map(hit => [hit.rule, hit.severity, hit.message.replace(/^.*”\./, '')]);
    };
    assert.deepEqual(severities(THINGS.slice(0, 2)), [
      ['repeated-paragraph', 'note', ''],
      ['repeated-paragraph', 'note', ''],
    ]);
    assert.deepEqual(severities(THINGS), [
      [
        'repeated-paragraph',
        'note',
        ' 6 more paragraphs repeat earlier ones: line 33, 37, 41, 45, 49, 53.',
      ],
    ]);
  });
});
