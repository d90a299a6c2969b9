import assert from 'node:assert/strict';
import { meterOf } from '../../../../../src/core/split/pack/meter.ts';
import { proseStructure } from '../../../../../src/core/split/prose/prose.ts';

/** Each heading of a text as its trail. */
async function trailsOf(text: string): Promise<string[]> {
  const open: { level: number; title: string }[] = [];
  return (await proseStructure(text, meterOf(undefined))).headings.map(({ level, title }) => {
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    open.push({ level, title });
    return open.map(each => each.title).join(' > ');
  });
}

const BODY = 'The parties keep to this agreement, and each of them pays what it owes in time.';
const lines = (...parts: string[]): string => parts.join('\n\n');

describe('headings by their neighbours', () => {
  it('a page header with the number of the filing contains no article', async () => {
    const text = lines(
      'LOAN AGREEMENT',
      'ARTICLE 1',
      BODY,
      '<PAGE>',
      'Exhibit 10.14',
      BODY,
      'ARTICLE 2',
      BODY,
      'Exhibit 10.14',
      'ARTICLE 3',
      BODY,
    );
    assert.deepEqual(await trailsOf(text), [
      'LOAN AGREEMENT',
      'ARTICLE 1',
      'ARTICLE 2',
      'ARTICLE 3',
    ]);
  });

  it('what stands between two numbers that continue one another belongs to the first', async () => {
    const text = lines(
      'ARTICLE 3 SERVICES',
      `3.1 Design. ${BODY}`,
      `3.2 Phases. ${BODY}`,
      '3. CONSTRUCTION DOCUMENTS',
      BODY,
      `3.3 Schedule. ${BODY}`,
    );
    assert.deepEqual((await trailsOf(text)).slice(-2), [
      'ARTICLE 3 SERVICES > 3.2 Phases > 3 CONSTRUCTION DOCUMENTS',
      'ARTICLE 3 SERVICES > 3.3 Schedule',
    ]);
  });

  it('parts of a clause whose heading is not recognized are no parts of the clause before', async () => {
    const clause = (n: string, name: string): string => `${n} ${name}. ${BODY}`;
    const text = lines(
      ...[clause('1.', 'Terms'), clause('1.1', 'Names'), clause('1.2', 'Signs')],
      ...[clause('2.1', 'Price'), clause('2.2', 'Costs'), clause('3.', 'Notices')],
    );
    assert.deepEqual(await trailsOf(text), [
      '1 Terms',
      '1 Terms > 1.1 Names',
      '1 Terms > 1.2 Signs',
      '2.1 Price',
      '2.2 Costs',
      '3 Notices',
    ]);
  });

  it('so it is when no clause has a heading', async () => {
    const text = lines(
      'EQUIPAGE AGREEMENT',
      '10. EQUIPAGE',
      `10.1 The network belongs to all of them. ${BODY}`,
      `11.1 The parties share the costs. ${BODY}`,
      `12.1 The bill is due in May. ${BODY}`,
      `12.2 No bill is due in June. ${BODY}`,
    );
    assert.deepEqual((await trailsOf(text)).slice(-3), [
      '11.1 The parties share the costs',
      '12.1 The bill is due in May',
      '12.2 No bill is due in June',
    ]);
  });

  it('attachments listed in one line contain no clause', async () => {
    const text = lines(
      'PROMOTION AGREEMENT',
      'Exhibit A    Permitted Subcontractors    Exhibit B    Trademarks',
      BODY,
      'ARTICLE 2',
      BODY.repeat(9),
    );
    assert.deepEqual(await trailsOf(text), ['PROMOTION AGREEMENT', 'ARTICLE 2']);
  });

  it('attachments listed in a clause, and attached later, begin nothing there', async () => {
    const text = lines(
      'ARTICLE 1 WORK',
      BODY.repeat(30),
      'ARTICLE 8 ENUMERATION',
      'Exhibit E    Allowances',
      'Exhibit F    Expenses',
      'ARTICLE A.1 GENERAL',
      BODY,
      'EXHIBIT E',
      BODY,
      'EXHIBIT F',
      BODY,
    );
    assert.deepEqual(await trailsOf(text), [
      'ARTICLE 1 WORK',
      'ARTICLE 8 ENUMERATION',
      'ARTICLE A.1 GENERAL',
      'EXHIBIT E',
      'EXHIBIT F',
    ]);
  });

  it('clauses with a name alone fill a gap between two others', async () => {
    const text = lines(
      `1. Terms. ${BODY}`,
      `2. Loan. ${BODY}`,
      '3.    Disbursements.',
      BODY,
      '4.    Defaults and remedies.',
      BODY,
      `5. Notices. ${BODY}`,
    );
    assert.deepEqual(await trailsOf(text), [
      '1 Terms',
      '2 Loan',
      '3 Disbursements',
      '4 Defaults and remedies',
      '5 Notices',
    ]);
  });

  it('contents in one line contain no text, and underlines are no names', async () => {
    const names = ['Terms', 'Loan', 'Costs', 'Default', 'Notices', 'Law'];
    const row = names.map((name, i) => `${i + 1}. ${name} ${i * 3 + 2}`).join('    ');
    const text = lines(
      'TABLE OF CONTENTS',
      `Page    ${row}    ${'Signatures and schedules follow the last page of this agreement. '.repeat(2)}`,
      `1. Terms ----------- ${BODY.repeat(4)}`,
      `2. Loan ----------- ${BODY.repeat(4)}`,
    );
    assert.deepEqual(await trailsOf(text), ['TABLE OF CONTENTS', '1 Terms', '2 Loan']);
  });

  it('chapters and parts may begin between two numbers', async () => {
    const text = lines(
      'PART 1 General',
      'Section 1 Names',
      BODY,
      'PART 2 Money',
      'Section 2 Rent',
      BODY,
    );
    assert.deepEqual((await trailsOf(text)).slice(-1), ['PART 2 Money > Section 2 Rent']);
  });

  it('the first clause ends recitals and preambles', async () => {
    const text = lines(
      'SUPPLY AGREEMENT',
      BODY,
      'RECITALS',
      BODY,
      `1. Definitions. ${BODY}`,
      `2. Price. ${BODY}`,
    );
    assert.deepEqual((await trailsOf(text)).slice(-2), ['1 Definitions', '2 Price']);
  });

  it('a list of contents without page numbers contains no text', async () => {
    const names = ['Definitions', 'Credit', 'Costs', 'Default', 'Notices'];
    const text = lines(
      'CREDIT AGREEMENT',
      'TABLE OF CONTENTS',
      ...names.map((name, i) => `ARTICLE ${i + 1} ${name.toUpperCase()}`),
      ...names.map((name, i) => `ARTICLE ${i + 1}\n${name.toUpperCase()}\n\n${BODY.repeat(9)}`),
    );
    assert.deepEqual(await trailsOf(text), [
      'CREDIT AGREEMENT',
      'TABLE OF CONTENTS',
      ...names.map((name, i) => `ARTICLE ${i + 1} ${name.toUpperCase()}`),
    ]);
  });

  it('page headers that return under page numbers begin nothing', async () => {
    const page = (n: number): string => lines(`${n}\n<PAGE>`, 'AGENCY AGREEMENT (ABC)', BODY);
    const text = lines(
      ...['ARTICLE 1 WORK', BODY, page(2), `1.1 Price. ${BODY}`, BODY, page(3)],
      ...[`(b) More text. ${BODY}`, `1.2 Costs. ${BODY}`, page(4)],
    );
    assert.deepEqual((await trailsOf(text)).slice(-2), [
      'ARTICLE 1 WORK > 1.1 Price',
      'ARTICLE 1 WORK > 1.2 Costs',
    ]);
  });

  it('remarks on the copy, addresses and cells of tables name nothing', async () => {
    const text = lines(
      'EXECUTION COPY',
      'LOAN AGREEMENT',
      'Loan Servicing Department',
      '9300 Flair Drive, 6th Floor',
      `1.1 Rate. ${BODY}`,
      'Applicable Margin',
      'Base Rate\nLoans',
      'Less than 1.00 to 1',
      BODY,
    );
    assert.deepEqual(await trailsOf(text), ['LOAN AGREEMENT', 'LOAN AGREEMENT > 1.1 Rate']);
  });

  it('French laws: book, title, chapter, section and article', async () => {
    const text = lines(
      'Partie législative',
      'Livre Ier : Des personnes',
      'Titre préliminaire : Principes',
      'Chapitre Ier : Du nom',
      'Section 1 : Règles générales',
      "Article L112-5\n\nL'accusé de réception est délivré sans frais.",
      'Section 2 : Exceptions',
      "Article R*112-6\n\nL'accusé n'est pas délivré.",
      'Livre II : Des biens',
      'Section 1 : Terres',
      'Article L200\n\nLes terres sont libres.',
    );
    const trails = await trailsOf(text);
    assert.equal(
      trails[5],
      'Partie législative > Livre Ier Des personnes > Titre préliminaire Principes > Chapitre Ier Du nom > Section 1 Règles générales > Article L112-5',
    );
    assert.match(trails[7]!, /Chapitre Ier Du nom > Section 2 Exceptions > Article R\*112-6$/);
    assert.equal(
      trails.at(-1),
      'Partie législative > Livre II Des biens > Section 1 Terres > Article L200',
    );
  });

  it('Spanish capitals without accents, German paragraphs with letters', async () => {
    assert.deepEqual(
      await trailsOf(
        lines(
          'TITULO I - PERSONAL',
          'CAPITULO II - ASCENSOS',
          'Artículo 3',
          'Los ascensos son anuales.',
        ),
      ),
      [
        'TITULO I PERSONAL',
        'TITULO I PERSONAL > CAPITULO II ASCENSOS',
        'TITULO I PERSONAL > CAPITULO II ASCENSOS > Artículo 3',
      ],
    );
    assert.deepEqual(
      await trailsOf(
        lines(
          '§ 16 Benotung',
          'Die Note ist schriftlich.',
          '§ 16a Fristen',
          'Die Frist beträgt einen Monat.',
          '§ 25 Abs. 1 und § 26 gelten entsprechend.',
        ),
      ),
      ['§ 16 Benotung', '§ 16a Fristen'],
    );
  });

  it('paragraphs with nothing but numbers are the clauses of a text that has no others', async () => {
    const sentences = Array.from({ length: 7 }, (_, i) => `${i + 1}. You agree that ${BODY}`);
    const numbered = await trailsOf(lines('SEVERANCE AGREEMENT', ...sentences));
    assert.equal(numbered.length, 8);
    assert.match(numbered[7]!, /^7 You agree that/);
    const names = ['Interpretation', 'Staff', 'Costs', 'Orders', 'Short title'];
    const act = lines('Police Act 2003', ...names.map((name, i) => `${i + 1} ${name}.\n\n${BODY}`));
    assert.deepEqual(
      (await trailsOf(act)).slice(1),
      names.map((name, i) => `${i + 1} ${name}`),
    );
    const list = lines('NOTICE', BODY.repeat(20), ...sentences.slice(0, 4), BODY);
    assert.equal((await trailsOf(list)).filter(title => /^\d/.test(title)).length, 0);
  });

  it('recitals do not contain clauses that have no headings', async () => {
    const clauses = Array.from({ length: 80 }, (_, i) => `(${i + 1}) ${BODY}`);
    const text = lines('EXHIBIT D FORM OF GUARANTY', BODY, 'W I T N E S S E T H:', ...clauses);
    assert.deepEqual(await trailsOf(text), ['EXHIBIT D FORM OF GUARANTY']);
    const short = lines('LOAN AGREEMENT', 'WITNESSETH:', BODY, 'ARTICLE 1', BODY);
    assert.ok((await trailsOf(short)).some(trail => trail.endsWith('WITNESSETH:')));
  });

  it('the caption of a table ends no clause', async () => {
    const text = lines(
      `3.1 Price. ${BODY}`,
      'PAYMENTS BY YEAR',
      'Year      Rate      Sum\n2001      5 %       100',
      BODY,
    );
    assert.deepEqual(await trailsOf(text), ['3.1 Price', '3.1 Price > PAYMENTS BY YEAR']);
  });

  it('an attachment that is listed once has its text where it is attached', async () => {
    const articles = ['ARTICLE 1', 'ARTICLE 2'].flatMap(title => [
      title,
      ...Array.from({ length: 60 }, () => BODY),
    ]);
    const note = 'EXHIBIT A FORM OF NOTE';
    const text = lines('LOAN AGREEMENT', BODY, note, ...articles, note, BODY, note, BODY);
    assert.deepEqual(
      await trailsOf(text),
      ['LOAN AGREEMENT', 'LOAN AGREEMENT > ARTICLE 1', 'LOAN AGREEMENT > ARTICLE 2', note].map(
        trail => trail.replace(/^LOAN AGREEMENT > /, ''),
      ),
    );
  });

  it('names go on without a space, on the next line, and after their number', async () => {
    const text = lines(
      'ARTICLE III\nTAXES,\nFEES AND YIELD',
      `6.03.Payment. ${BODY}`,
      'Article X: ADMINISTRATION OF THE\nPLAN',
      `9.\nOutstanding Debt. ${BODY}`,
    );
    assert.deepEqual(
      (await trailsOf(text)).map(trail => trail.split(' > ').at(-1)),
      [
        'ARTICLE III TAXES, FEES AND YIELD',
        '6.03 Payment',
        'Article X ADMINISTRATION OF THE PLAN',
        '9 Outstanding Debt',
      ],
    );
    assert.deepEqual(await trailsOf(lines('Sum', '3.5\nNet sales', '12\nPage')), []);
  });

  it('a page header with its page number names nothing', async () => {
    const page = (n: number): string[] => [BODY, `SUPPLY AGREEMENT - ${n}`, BODY];
    const text = lines('ARTICLE 4 WARRANTY', ...page(1), ...page(2), 'ARTICLE 5 TERM', BODY);
    assert.deepEqual(await trailsOf(text), ['ARTICLE 4 WARRANTY', 'ARTICLE 5 TERM']);
  });

  it('laws without blank lines: tabs after numbers, dashes after parts', async () => {
    const text = [
      'Part I — Preliminary\n1.\tShort title\t2\nPart 2\tThe Institute\n5\tFunctions\t3',
      'Part I — Preliminary\n[Heading amended: No. 24.]\n1.\tShort title',
      `\t\tThis Act may be cited as the Institute Act.\nPart 2\tThe Institute`,
      `5A\tFunctions of the Institute\n\t(1)\tThe Institute has these functions:\n\t(a)\tto teach;`,
      'Part 2 of the Code — Penalties — applies.\n1.\tBread\n2.\tMilk\n3.\tA dozen of eggs',
    ].join('\n');
    assert.deepEqual((await trailsOf(text)).slice(-4), [
      'Part I Preliminary',
      'Part I Preliminary > 1 Short title',
      'Part 2 The Institute',
      'Part 2 The Institute > 5A Functions of the Institute',
    ]);
  });

  it('notes after the last section are no part of it; marks around a title are no part of the title', async () => {
    const law = [
      'Part 7\tMiscellaneous',
      '26\tRegulations\n\t(1)\tThe Executive may make regulations for this Act.',
      'Endnotes\n1\tAbout the endnotes\nAmending and modifying laws are annotated in what follows.',
    ].join('\n');
    assert.deepEqual((await trailsOf(law)).slice(-2), [
      'Endnotes',
      'Endnotes > 1 About the endnotes',
    ]);
    const marked = lines(
      '--- Section 1. Short title. ---',
      BODY,
      '--- Section 2. Scope. ---',
      BODY,
    );
    assert.deepEqual(await trailsOf(marked), ['Section 1 Short title', 'Section 2 Scope']);
  });

  it('quoted sections, sections of regulations and notes on amendments contain no clause', async () => {
    const text = lines(
      'SECTION 1. AMENDMENTS',
      `1.1 Fees. ${BODY}`,
      `2.10 Interest Periods. ${BODY}`,
      `1.2 Statements. ${BODY}`,
      `§ 1.409A-2(b)(2)(iii)) applies. ${BODY}`,
      '2. Subs. by Act 14 of 2019, s. 13, for "identity".',
      BODY,
    );
    const trails = await trailsOf(text);
    assert.equal(trails.at(-1), 'SECTION 1 AMENDMENTS > 1.2 Statements');
  });

  it('a remark on the copy is not the name of the text', async () => {
    for (const remark of ['[CONFORMED COPY]', 'Exhibit\n10.1', '(Example Casinos Letterhead)']) {
      const text = lines(
        remark,
        `AMENDMENT NO. 1 (the "AMENDMENT"). ${BODY}`,
        'SECTION 1. FEES',
        BODY,
      );
      assert.equal((await trailsOf(text))[0], 'AMENDMENT NO. 1', remark);
    }
  });

  it('names in sentence case count between paragraphs, and only without numbered headings', async () => {
    const LONG = `${BODY} ${BODY}`;
    const text = (first: string): string =>
      lines(
        first,
        LONG,
        'Information you give us',
        LONG,
        'a line of a list',
        LONG,
        'Dear Sir,',
        LONG,
      );
    assert.deepEqual(await trailsOf(text('Terms of Service')), [
      'Terms of Service',
      'Information you give us',
    ]);
    assert.deepEqual(await trailsOf(text('ARTICLE 1 TERMS')), ['ARTICLE 1 TERMS']);
    const broken = lines('Terms of Service', 'It ends with the end of the', 'Second page', LONG);
    assert.deepEqual(await trailsOf(broken), ['Terms of Service']);
  });

  it('numbered paragraphs inside the sections of a law are no sections', async () => {
    const text = lines(
      '§ 6 Zwischenprüfung',
      BODY,
      '1. Werkstücke Prüfen:',
      BODY,
      '2. Pflege und Reinigung',
      'statt.',
      '§ 7 Abschlussprüfung in der Fachrichtung Zucht',
      BODY,
      '§ 8 Inkrafttreten',
      BODY,
      'Anlage Rahmenplan für die Ausbildung',
      BODY,
    );
    assert.deepEqual(await trailsOf(text), [
      '§ 6 Zwischenprüfung',
      '§ 7 Abschlussprüfung in der Fachrichtung Zucht',
      '§ 8 Inkrafttreten',
      'Anlage Rahmenplan für die Ausbildung',
    ]);
  });

  it('a section of an act has its name above it, and a section it quotes is none of its own', async () => {
    const text = lines(
      'PART 2 Theft',
      '4. Interpretation.',
      '4.—(1) In this Part a word has the meaning that the Act of 1990 gives it.',
      'Interference with meters.',
      '5.— The following is inserted after section 14 of the Act of 1999:',
      '15.— (1) A person shall not interfere with a meter.',
      '16.— (1) An officer may enter the premises.',
      'Fines.',
      '6.—(1) A person who is guilty of an offence is liable to a fine.',
      'FIRST SCHEDULE Repeals',
      BODY,
    );
    assert.deepEqual(await trailsOf(text), [
      'PART 2 Theft',
      'PART 2 Theft > 4 Interpretation',
      'PART 2 Theft > 5 Interference with meters',
      'PART 2 Theft > 6 Fines',
      'FIRST SCHEDULE Repeals',
    ]);
  });

  it('a part of a clause is not inside the item of a list with a higher number', async () => {
    const text = lines(
      'Annex 1',
      'The plan has these points:',
      '3. REACH',
      BODY,
      '4. COSTS',
      BODY,
      '2.1 Scope of the plan',
      BODY,
      '2.2 Time of the plan',
      BODY,
    );
    assert.deepEqual((await trailsOf(text)).slice(-2), [
      'Annex 1 > 2.1 Scope of the plan',
      'Annex 1 > 2.2 Time of the plan',
    ]);
  });

  it('the name above an article begins a group of articles, and ends the one before', async () => {
    const text = lines(
      'Artículo 14',
      'Los contratos se rigen por esta ley y por las normas que la completan.',
      'DE LAS PENALIDADES',
      'Artículo 15',
      'Los infractores pagan una multa.',
      'Artículo 16',
      'La multa se paga en un mes.',
      'De los recursos',
      'Artículo 17',
      'El recurso se presenta en un mes.',
    );
    assert.deepEqual(await trailsOf(text), [
      'Artículo 14',
      'DE LAS PENALIDADES',
      'DE LAS PENALIDADES > Artículo 15',
      'DE LAS PENALIDADES > Artículo 16',
      'De los recursos',
      'De los recursos > Artículo 17',
    ]);
    const contents = lines('Sommario', 'Art. 1', BODY, 'Art. 2', BODY);
    assert.deepEqual((await trailsOf(contents)).slice(-1), ['Art. 2']);
  });

  it('clauses after the last one with a heading go on by their lines', async () => {
    const text = lines(
      '1. Definitions. In this agreement words have their usual meaning.',
      '2. Term. The agreement lasts a year, and another year if nobody ends it.',
      '3. Successors.',
      BODY,
      '4. Notices.',
      BODY,
      'EXHIBIT A',
      BODY,
    );
    assert.deepEqual(
      (await trailsOf(text)).map(title => title.slice(0, 12)),
      ['1 Definition', '2 Term', '3 Successors', '4 Notices', 'EXHIBIT A'],
    );
  });

  it('articles between two lists with the same numbers are no list of contents', async () => {
    const article = (n: number): readonly string[] => [`Статья ${n}`, 'Государство хранит мир.'];
    const text = lines(
      ...article(1),
      '1.1 Scope',
      ...[2, 3, 4, 5, 6, 7].flatMap(article),
      '1.1 Scope of the rest',
      ...article(8),
    );
    const articles = (await trailsOf(text)).filter(trail => trail.startsWith('Статья'));
    assert.ok(
      articles.some(trail => trail.startsWith('Статья 5')),
      articles.join('; '),
    );
  });
});
