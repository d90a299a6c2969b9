import assert from 'node:assert/strict';
import { meterOf } from '../../../../../src/core/split/pack/meter.ts';
import { proseStructure } from '../../../../../src/core/split/prose/prose.ts';
import { split } from '../../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../../src/core/split/tokens/tokens.ts';

const meter = meterOf(undefined);
const titles = async (text: string): Promise<string[]> =>
  (await proseStructure(text, meter)).headings.map(({ title }) => title);

/** A body in the language, its headings and what their titles are where the line is not one. */
const LANGUAGES: Readonly<Record<string, readonly [body: string, ...heads: string[]]>> = {
  German: [
    'Die Parteien halten sich an diesen Vertrag.',
    'Artikel 5 Haftung',
    '§ 3 Mietzins',
    'Anlage 1',
    'Erster Abschnitt',
    '2. Kapitel',
  ],
  French: [
    'Les parties conviennent de ce qui suit.',
    'Article premier',
    'CHAPITRE III',
    'Annexe A',
  ],
  Spanish: ['Las partes acuerdan lo siguiente.', 'Artículo 1', 'CAPÍTULO II', 'Anexo I'],
  Italian: ['Le parti convengono quanto segue.', 'Articolo 3', 'CAPO II', 'Allegato A'],
  Portuguese: ['As partes acordam o seguinte.', 'Capítulo II', 'Art. 7º', 'Anexo I'],
  Dutch: [
    'Partijen komen het volgende overeen.',
    'Artikel 2 Huurprijs',
    'Hoofdstuk 3',
    'Bijlage 1',
  ],
  Polish: ['Strony postanawiają, co następuje.', '§ 4', 'Rozdział 2', 'Artykuł 5'],
  Czech: ['Strany se dohodly na tomto.', 'Článek II', 'Čl. 3 Cena', 'Hlava první'],
  Russian: ['Стороны договорились о следующем.', 'Статья 5', 'Глава 2', 'Раздел II'],
  Ukrainian: ['Сторони домовилися про таке.', 'Стаття 3', 'Розділ 2', 'Додаток 1'],
  Arabic: ['يلتزم المستأجر بدفع الأجرة.', 'المادة الأولى', 'الفصل الثاني', 'الملحق 1'],
  Hebrew: ['השוכר ישלם את דמי השכירות.', 'סעיף 5', 'פרק א', 'נספח ב'],
  Chinese: ['甲方应当按照本合同付款。', '第一条 合同标的', '第二章 付款', '附件一'],
  Japanese: ['甲は、乙に対して代金を支払う。', '第二章 総則', '第３条 代金', '別紙1'],
  Greek: ['Τα μέρη συμφωνούν τα εξής.', 'Άρθρο 2', 'ΑΡΘΡΟ 3', 'Κεφάλαιο 2'],
  Turkish: ['Taraflar aşağıdaki hususlarda anlaşmıştır.', 'Madde 4', 'Bölüm 2', 'Ek 1'],
  Hungarian: ['A felek a következőkben állapodnak meg.', '1. cikk', 'II. fejezet'],
  Finnish: ['Osapuolet sopivat seuraavasta.', '1. artikla', '2 luku'],
  Swedish: ['Parterna är överens om följande.', 'Kapitel 2', 'Artikel 3', 'Bilaga A'],
  Romanian: ['Părțile convin următoarele.', 'Articolul 2', 'Capitolul II', 'Anexa 1'],
  Korean: ['갑은 을에게 대금을 지급한다.', '제2장 총칙', '제3조 대금', '부칙'],
};

describe('headings of contracts and laws', () => {
  for (const [language, [body, ...heads]] of Object.entries(LANGUAGES))
    it(`are known in ${language}`, async () => {
      const text = heads.map(head => `${head}\n\n${body}\n\n${body}\n\n`).join('');
      assert.deepEqual(await titles(text), heads);
      const tight = heads.map(head => `${head}\n${body}\n\n`).join('');
      const { headings } = await proseStructure(tight, meter);
      for (const head of heads)
        assert.ok(
          headings.some(({ start }) => tight.startsWith(head, start)),
          `${head}, text right below`,
        );
    });

  it('parts without a number that open a contract are headings, and keep the text below out of them', async () => {
    for (const head of [
      'Präambel',
      'Préambule',
      'Antecedentes',
      'ПРЕАМБУЛА',
      '序言',
      '前文',
      '전 문',
      'الديباجة',
      'מבוא',
    ]) {
      const text = `${head}\nxxxxx xxxx xxxx xx.\n\nArtikel 1\nxxxx xxx.\n`;
      assert.deepEqual((await titles(text)).slice(0, 1), [head]);
    }
    const sentence =
      'Die Präambel ist Teil des Vertrags.\n\nPräambel und Anlagen gelten.\n\nArtikel 1\nx\n';
    assert.ok(!(await titles(sentence)).includes('Präambel'));
  });

  it('a first part that is numbered in words or signs does not take the name of the text', async () => {
    const text = '业务委托合同\n\n第一条 标的\n甲方应当付款。\n\n第二条 付款\n甲方应当付款。\n';
    assert.deepEqual(await titles(text), ['业务委托合同', '第一条 标的', '第二条 付款']);
  });

  it('names in brackets and behind dashes are part of the title', async () => {
    const body = 'Text follows here, and it ends with a stop.';
    const heads = [
      '第1条（目的）',
      '제1조(목적)',
      'CLÁUSULA PRIMEIRA – DO OBJETO',
      'PRIMERA.- Objeto',
    ];
    assert.deepEqual(await titles(heads.map(head => `${head}\n\n${body}\n\n`).join('')), [
      '第1条 目的',
      '제1조 목적',
      'CLÁUSULA PRIMEIRA DO OBJETO',
      'PRIMERA Objeto',
    ]);
  });

  it('references at the beginning of a sentence are none', async () => {
    for (const reference of [
      'Artikel 5 des Gesetzes gilt entsprechend.',
      'Article 5 du code est applicable.',
      '§ 5 der Satzung bleibt unberührt.',
      'Artículo 5 de la ley se aplica.',
      'Статья 5 настоящего договора применяется.',
      '第5条の規定により、甲は責任を負う。',
      '제5조에 따라 갑은 책임을 진다.',
      'المادة 5 من هذا العقد تطبق.',
    ])
      assert.deepEqual(await titles(`Text.\n\n${reference}\n\nMore text.`), [], reference);
  });

  it('an underline is no part of a numbered title', async () => {
    const text = '8.6.3 The "symbols" system\n--------------------------\n\nWe describe it.\n';
    assert.deepEqual(await titles(text), ['8.6.3 The "symbols" system']);
  });

  it('stand in the middle of lines where a text lost its line ends, in order only', async () => {
    const words =
      'The Supplier delivers the goods in time and pays EUR 3.5 million under Section 9.4. ';
    const flat = `SUPPLY AGREEMENT This Agreement is made today. 1. Definitions. ${words}1.1 Goods. ${words}2. Price and Payment. ${words}2.1 Price. ${words}7.9 Nothing. ARTICLE V TERM ${words}3. TERMINATION. ${words}`;
    const found = await titles(flat);
    assert.deepEqual(found, [
      'SUPPLY AGREEMENT',
      '1 Definitions',
      '1.1 Goods',
      '2 Price and Payment',
      '2.1 Price',
      '3 TERMINATION',
    ]);
  });

  it('long items of a list are none', async () => {
    const item =
      'The reader opens the file and looks at each of its many lines until there are no more of them left to look at. ';
    const list = [1, 2, 3].map(n => `${n}. ${item.repeat(3)}`).join('\n\n');
    assert.deepEqual(await titles(list), []);
  });

  it('what stands before the first heading has the name of the text', async () => {
    const body = 'The parties agree as follows, and they mean what they say in it. '.repeat(5);
    const text = `Exhibit 10.1\n\nMASTER SERVICES AGREEMENT\n\n${body}\n\n1. Definitions\n\n${body}`;
    const { headings } = await proseStructure(text, meter);
    assert.equal(headings[0]?.start, 0);
    assert.equal(headings[0]?.title, 'MASTER SERVICES AGREEMENT');
  });

  it('are never cut off from their text', async () => {
    for (const [body, ...heads] of Object.values(LANGUAGES)) {
      const text = heads
        .map((head, i) => `${head}\n\n${body.repeat(3 + i)}\n\n${body.repeat(7 - i)}\n\n`)
        .join('');
      for (const maxTokens of [60, 90, 120, 200]) {
        const source = {
          id: 's',
          path: 's',
          kind: 'prose',
          languageId: 'plaintext',
          text,
        } as const;
        for (const { start, end } of await split(source, { maxTokens, count: approximateTokens })) {
          const last = text.slice(start, end).trim().split('\n').at(-1)!;
          assert.ok(!heads.includes(last), `${last} ends a part of ${maxTokens}`);
        }
      }
    }
  });

  it('a name below a label belongs to it, in any case of letters', async () => {
    const found = await titles(
      '§ 2\n\nÚčel zákona\n\nTento zákon upravuje podporu.\n\nHoofdstuk 3\n\nVerlof tot begraving of crematie\n\n' +
        'De burgemeester verleent het verlof.\n\nČÁST ČTVRTÁ\n\nÚČINNOST\n\nTento zákon nabývá účinnosti.\n',
    );
    assert.deepEqual(found, [
      '§ 2 Účel zákona',
      'Hoofdstuk 3 Verlof tot begraving of crematie',
      'ČÁST ČTVRTÁ ÚČINNOST',
    ]);
  });

  it('annexes may have no number, or what they belong to after it', async () => {
    const heads = [
      'Bijlage',
      'Anlage (zu § 4 Absatz 1)',
      'Příloha č. 2 k vyhlášce č. 24/2011 Sb.',
      'Annexe relative aux tarifs',
      'SCHEDULE',
    ];
    const text = heads
      .map(head => `${head}\n\nEach of the parties pays what it owes.\n\n`)
      .join('');
    assert.deepEqual(await titles(text), heads);
    const prose =
      'Anlage in Papieren ist möglich.\n\nBijlage 2 geldt niet.\n\nAnlagen sind keine da.\n';
    assert.deepEqual(await titles(prose), []);
  });

  it('names that begin like the parts of a section are names', async () => {
    const text = '§ 7 Abschlussprüfung\n\nText.\n\n§ 8 Satzung\n\nText.\n\n§ 9 Abs. 2 gilt.\n';
    assert.deepEqual(await titles(text), ['§ 7 Abschlussprüfung', '§ 8 Satzung']);
  });

  it('numbers may have letters, and sections with § contain articles', async () => {
    const text = [
      'Hoofdstuk Va',
      '§ 5.1',
      'Artikel 5a.2',
      'Artikel 16aa',
      '§ 5.2',
      'Artikel 17',
      'TRETIA ČASŤ',
    ]
      .map(head => `${head}\n\nPartijen komen het volgende overeen, en houden zich eraan.\n\n`)
      .join('')
      .replace(/(§ 5\.\d\n\n)[^\n]+\n\n/g, '$1');
    const { headings } = await proseStructure(text, meter);
    assert.deepEqual(
      headings.map(({ title }) => title),
      [
        'Hoofdstuk Va',
        '§ 5.1',
        'Artikel 5a.2',
        'Artikel 16aa',
        '§ 5.2',
        'Artikel 17',
        'TRETIA ČASŤ',
      ],
    );
    const [, section, article] = headings;
    assert.ok(section!.level < article!.level && section!.end > article!.start);
  });

  it('a text before its first part is not named after it', async () => {
    const [first] = await titles(
      'Zákon o prevenci havárií\n\nParlament se usnesl na tomto zákoně.\n\nČÁST PRVNÍ\n\nOBECNÁ USTANOVENÍ\n\n§ 1\n\nZákon upravuje prevenci.\n',
    );
    assert.equal(first, 'Zákon o prevenci havárií');
  });

  it('articles of Japan have their names on the line above them, with or without blank lines', async () => {
    const body = '甲及び乙は、本契約に定める義務を誠実に履行するものとする。';
    for (const gap of ['\n', '\n\n']) {
      const text = `第一章\u3000総則${gap}（目的）\n第一条\u3000${body}${gap}２\u3000${body}${gap}（定義）\n第二条の二\u3000${body}${gap}附\u3000則${gap}${body}${gap}別表第一（第三条関係）${gap}${body}\n`;
      assert.deepEqual(await titles(text), [
        '第一章 総則',
        '第一条 目的',
        '第二条の二 定義',
        '附 則',
        '別表第一 第三条関係',
      ]);
    }
  });

  it('numbered names in scripts without capitals are headings, items and sentences are not', async () => {
    const text =
      '1. הגדרות\n\nהצדדים מסכימים כי הוראות הסכם זה יחולו.\n\n2. תקופת ההסכם\n\nטקסט נוסף כאן.\n\n3. הספק יישא באחריות, לכל נזק.\n';
    assert.deepEqual(await titles(text), ['1 הגדרות', '2 תקופת ההסכם']);
  });

  it('clauses and annexes of Arabic may have words or brackets as numbers', async () => {
    const body = 'يلتزم الطرف الأول بتنفيذ جميع الأعمال المتفق عليها.';
    const heads = ['المادة (1)', 'خامساً: السرية', 'ملحق رقم (2)'];
    const text = heads.map(head => `${head}\n\n${body}\n\n`).join('');
    assert.deepEqual(await titles(text), ['المادة (1)', 'خامساً السرية', 'ملحق رقم (2)']);
  });

  it('a party is no part, and a number may have a letter or a word behind it', async () => {
    const heads = ['CLÁUSULA PRIMEIRA', 'PARTE SEGUNDA', 'Artigo 3.º-A', 'Art. 3-bis'];
    const text = heads.map(head => `${head}\n\nTexto da cláusula aqui.\n\n`).join('');
    assert.deepEqual(await titles(`${text}PARTE RECEPTORA: (Nome), com sede aqui.\n`), heads);
  });

  it('the name below a section with § may be in sentence case, or the name of a usual part', async () => {
    const text =
      '§ 1\nPrzedmiot umowy\n\n1. Strony zobowiązują się.\n\nРозділ I\nЗАГАЛЬНІ ПОЛОЖЕННЯ\n\nСторони.\n\n[별표 1] 허가 기준\n\n내용.\n';
    assert.deepEqual(await titles(text), [
      '§ 1 Przedmiot umowy',
      'Розділ I ЗАГАЛЬНІ ПОЛОЖЕННЯ',
      '별표 1 허가 기준',
    ]);
  });
});
