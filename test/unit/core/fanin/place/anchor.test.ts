import assert from 'node:assert/strict';
import fc from 'fast-check';
import { placeFindings } from '../../../../../src/core/fanin/place/anchor.ts';
import type { Finding, RawFinding } from '../../../../../src/core/domain/results/findings.ts';
import type { Chunk } from '../../../../../src/core/domain/chunk.ts';
import type { Source } from '../../../../../src/core/domain/source.ts';
import { answer, branch, chunk, perspective, raw, source } from '../fixtures.ts';

function place(of: Source, said: RawFinding, within: Chunk = chunk(of)): Finding {
  const [found] = placeFindings(
    { source: of, chunk: within, branch: branch(within), perspective: perspective('accuracy') },
    answer(said),
  );
  assert.ok(found);
  return found;
}

const rangeOf = (of: Source, words: string) => {
  const start = of.text.indexOf(words);
  return { start, end: start + words.length };
};

const CONTRACT = [
  '# Delay',
  '',
  'The total amount of **Delay Damages** shall not exceed ten per cent (10%) of the Accepted Contract Amount.',
  'The Employer’s Representative — or its delegate — shall certify payment within 28 days.',
  '',
  '> The café on the naïve façade stays open\\.',
  '> It closes at “dusk”.',
].join('\n');

describe('placeFindings', () => {
  it('places an exact quote', () => {
    const of = source(CONTRACT);
    const found = place(of, raw('shall certify payment within 28 days'));
    assert.equal(found.match, 'exact');
    assert.deepEqual(found.range, rangeOf(of, 'shall certify payment within 28 days'));
    assert.equal(found.id, 'c0/accuracy#1');
    assert.deepEqual(found.branchIds, ['c0/accuracy']);
  });

  it('a suggestion keeps the direction marks that its quote holds, and brings in no other', () => {
    const of = source('The fee is \u200f100 shekels\u200f per month.');
    const said = raw('\u200f100 shekels\u200f', {
      suggestion: '\u200f200 shekels\u200f\u202e each',
    });
    assert.equal(place(of, said).suggestion, '\u200f200 shekels\u200f each');
  });

  it('places a quote that cites the whole number of its clause at the words, if that is their number', () => {
    const of = source(
      '# 2. Price\n\n2.3 The Supplier shall:\n\n(a) deliver the Goods in ten days; and\n\n(b) insure the Goods in transit.\n\n2.4 The Buyer shall:\n\n(a) pay the price;\n\n(b) insure the Goods in transit.\n',
    );
    const said = (quote: string): Finding => place(of, raw(quote, { suggestion: '(b) insure.' }));
    const second = of.text.lastIndexOf('(b) insure');
    for (const quote of [
      '2.3(b) insure the Goods',
      '2.3 (b) insure the Goods',
      'Clause 2.3(b) insure the Goods',
    ]) {
      const found = said(quote);
      assert.deepEqual(found.range, rangeOf(of, '(b) insure the Goods'), quote);
      assert.deepEqual([found.match, found.suggestion], ['normalized', undefined]);
    }
    assert.equal(said('2.4(b) insure the Goods').range?.start, second);
    assert.equal(said('Section 2.4 The Buyer shall').quote, '2.4 The Buyer shall');
    assert.equal(said('2.5(b) insure the Goods').match, 'none');
    assert.equal(said('2.4(c) insure the Goods').match, 'none');
  });

  const typography: [string, string, string][] = [
    [
      'line breaks and runs of white space',
      'Contract Amount. The Employer’s',
      'Contract Amount.\nThe Employer’s',
    ],
    ['no-break spaces', 'within\u00a028\u202fdays', 'within 28 days'],
    ['straight quotes', "The Employer's Representative", 'The Employer’s Representative'],
    ['hyphens for dashes', 'Representative - or its delegate', 'Representative — or its delegate'],
    [
      'double hyphens without spaces',
      'Representative--or its delegate',
      'Representative — or its delegate',
    ],
    ['decomposed letters', 'cafe\u0301 on the nai\u0308ve', 'café on the naïve'],
    [
      'soft hyphens and zero-width spaces',
      'Accept\u00aded Con\u200btract Amount',
      'Accepted Contract Amount',
    ],
    ['lost emphasis marks', 'Delay Damages shall not exceed', '**Delay Damages** shall not exceed'],
    ['lost escapes and quote marks', 'open. It closes at "dusk"', 'open\\.\n> It closes at “dusk”'],
    [
      'quotation marks around the quote',
      '"shall not exceed ten per cent"',
      'shall not exceed ten per cent',
    ],
  ];
  for (const [what, said, written] of typography)
    it(`F40 finds the exact range in spite of ${what}`, () => {
      const of = source(CONTRACT);
      const found = place(of, raw(said));
      assert.equal(found.match, 'normalized');
      assert.equal(found.quote, written);
      assert.deepEqual(found.range, rangeOf(of, written));
    });

  it('F40 finds composed quotes in decomposed text and the other way round', () => {
    for (const form of ['NFC', 'NFD'] as const) {
      const of = source('Über die Brücke führt ein schmaler Weg.'.normalize(form));
      const found = place(of, raw('Brücke führt'.normalize(form === 'NFC' ? 'NFD' : 'NFC')));
      assert.equal(found.quote.normalize('NFC'), 'Brücke führt');
      assert.equal(found.match, 'normalized');
    }
  });

  it('finds a quote whose characters the text writes as references, and offers no fix that would unmake them', () => {
    const of = source(
      'The tenant is Tom &amp; Jerry&nbsp;Ltd, &#8220;Caf&#xe9;&#8221; of A&B; x &lt; y.',
    );
    for (const [quote, words] of [
      ['Tom & Jerry Ltd', 'Tom &amp; Jerry&nbsp;Ltd'],
      ['"Café" of A&B', '&#8220;Caf&#xe9;&#8221; of A&B'],
      ['B; x < y', 'B; x &lt; y'],
      ['&amp; Jerry', '&amp; Jerry'],
    ] as const) {
      const found = place(of, raw(quote, { suggestion: 'No one' }));
      assert.equal(found.quote, words);
      assert.equal(found.suggestion === undefined, quote !== words);
    }
  });

  it('finds a quote with the numbers of its lines before them', () => {
    const of = source('The rent is due monthly.\nThe landlord may end it\nwithout any notice.\n');
    for (const quote of [
      '2: The landlord may end it',
      'L2: The landlord may end it',
      '2 | The landlord may end it',
      'Line 2: The landlord may end it\n3: without any notice.',
      '    2→The landlord may end it',
    ]) {
      const found = place(of, raw(quote, { suggestion: 'x' }));
      assert.equal(found.match, 'normalized', quote);
      assert.match(found.quote, /^The landlord may end it/);
      assert.equal(found.suggestion, undefined);
    }
    assert.equal(place(of, raw('2: a word that is not there')).match, 'none');
  });

  it('F40 keeps code as it is: only white space and quotes are forgiven', () => {
    const of = source('const a = b * c;\nconst d = b_c;\nif (`x` === y) run();\n', 'code');
    assert.equal(place(of, raw('const a = b c;')).match, 'none');
    assert.equal(place(of, raw('const  a = b * c;')).quote, 'const a = b * c;');
  });

  it('F39 does not place a quote that is not in the text, and keeps it as said', () => {
    const found = place(source(CONTRACT), raw('The supplier warrants fitness for a purpose'));
    assert.equal(found.match, 'none');
    assert.equal(found.range, undefined);
    assert.equal(found.quote, 'The supplier warrants fitness for a purpose');
  });

  it('F39 does not place a quote too short to mean anything', () => {
    for (const quote of ['', ' ', 'a', '10', '**', '…', '[●]'])
      assert.equal(place(source(CONTRACT), raw(quote)).match, 'none', JSON.stringify(quote));
  });

  it('finds a quote with some misspelt words and offers no fix for it', () => {
    const of = source(CONTRACT);
    const found = place(
      of,
      raw('shall not exced ten percent (10%) of the Acepted Contract Amount', { suggestion: 'x' }),
    );
    assert.equal(found.match, 'fuzzy');
    assert.equal(
      found.quote,
      'shall not exceed ten per cent (10%) of the Accepted Contract Amount',
    );
    assert.equal(found.suggestion, undefined);
    assert.match(found.message, /Suggested text: x$/);
  });

  it('prefers the chunk to the same words elsewhere', () => {
    const of = source('The fee is due. '.repeat(2) + 'x '.repeat(6_000) + 'The fee is due.');
    const start = of.text.lastIndexOf('The fee');
    const found = place(of, raw('The fee is due.', { suggestion: 'y' }), chunk(of, start));
    assert.equal(found.range?.start, start);
    assert.equal(found.suggestion, 'y');
  });

  it('F41 takes the place the line hint names when the chunk holds the quote twice', () => {
    const of = source('Fee is due.\n\n\n\n\n\n\n\nFee is due.\n');
    const found = place(of, raw('Fee is due.', { line: 8, suggestion: 'y' }));
    assert.equal(found.range?.start, of.text.lastIndexOf('Fee'));
    assert.equal(found.suggestion, 'y');
  });

  it('F41 offers no fix where the quote occurs twice and nothing tells which is meant', () => {
    const found = place(
      source('Fee is due.\n\nFee is due.\n'),
      raw('Fee is due.', { suggestion: 'y' }),
    );
    assert.equal(found.match, 'ambiguous');
    assert.deepEqual(found.otherPlaces, [{ start: 13, end: 24 }]);
    assert.equal(found.suggestion, undefined);
    assert.match(found.message, /Suggested text: y/);
  });

  it('F41 takes the place that the words before it tell from the others', () => {
    const of = source('## Rent\n\nFee is due.\n\n## *Parking*\n\nFee is due.\n\nFee is due.\n');
    const meant = of.text.indexOf('Fee', of.text.indexOf('Parking'));
    for (const before of ['## *Parking*', 'Parking Fee is due.', 'PARKING']) {
      const found = place(of, raw('Fee is due.', { before, suggestion: 'y' }));
      assert.deepEqual([found.range?.start, found.match], [meant, 'exact'], before);
      assert.equal(found.suggestion, 'y');
    }
    for (const before of ['Storage', '']) {
      const found = place(of, raw('Fee is due.', { before }));
      assert.deepEqual([found.match, found.otherPlaces?.length], ['ambiguous', 2], before);
    }
  });

  describe('a quote with words left out', () => {
    const text =
      'The Contractor shall, save where this Agreement provides otherwise, complete the Works within 28 days of the Commencement Date.\n\nThe Employer shall pay.';
    const whole = text.slice(0, text.indexOf('\n'));
    const gapped: readonly string[] = [
      'The Contractor shall … within 28 days of the Commencement Date.',
      'The Contractor shall, ... , within 28 days of the Commencement Date.',
      'The Contractor shall [...] complete the Works (...) of the Commencement Date.',
      'The Contractor shall, save where [. . .] the Commencement Date.',
      'The Contractor shall within 28 days of the Commencement Date.',
      'THE CONTRACTOR SHALL … COMMENCEMENT DATE.',
      'The Contr...cement Date.',
    ];
    for (const said of gapped)
      it(`is placed from its first to its last words: ${said}`, () => {
        const found = place(source(text), raw(said, { suggestion: 'x' }));
        assert.deepEqual([found.quote, found.match], [whole, 'gapped']);
        assert.equal(found.suggestion, undefined);
      });

    it('has no place when a piece is missing, out of order or far away', () => {
      const far = source(`${whole}\n\n${'Other words stand here. '.repeat(200)}The End is near.`);
      for (const said of [
        'The Contractor shall … pay the Bank … Commencement Date.',
        'of the Commencement Date … The Contractor shall, save',
        'The Contractor shall … The End is near.',
      ])
        assert.equal(place(far, raw(said)).match, 'none', said);
    });

    it('may leave out the end of a sentence, where only one passage has both ends', () => {
      const of = source(
        'Uses the DNS protocol to resolve IPv6 addresses of the host. The second argument that is passed on contains an array of records.',
      );
      const found = place(of, raw('Uses the DNS protocol to resolve an array of records.'));
      assert.deepEqual([found.quote, found.match], [of.text, 'gapped']);
      assert.equal(place(of, raw('Uses of records.')).match, 'none', 'too little of it');
    });

    it('is not cut in the middle of a word that goes on otherwise in the text', () => {
      const of = source(
        'name = first\nnodes = node.children\nif nodes[1].type == EQUAL: stop()',
        'code',
      );
      const found = place(of, raw('name = first nodes = nodes[1].type == EQUAL: stop()'));
      assert.deepEqual([found.quote, found.match], [of.text, 'gapped']);
    });

    it('is not placed at one of its halves', () => {
      for (const [text, said] of [
        [
          'Medica agrees to have the capability to manufacture in either facility, and not to deliver the cartridges within six weeks.',
          'Medica agrees to have the capability to six weeks.',
        ],
        [
          'Values included in the array are not coerced to a string. An error will be thrown if the value cannot be coerced. Returns: tracing.',
          'Values included in the value cannot be coerced. Returns: tracing.',
        ],
      ] as const) {
        const found = place(source(text), raw(said));
        if (found.range) assert.equal(found.quote, text, said);
      }
    });

    it('says so when several passages fit', () => {
      const of = source('The Buyer shall now pay the fee. The Buyer shall then pay the fee.');
      const found = place(of, raw('The Buyer shall … pay the fee.'));
      assert.equal(found.match, 'ambiguous');
      assert.ok((found.otherPlaces ?? []).length >= 1);
    });

    it('is placed by its head where the rest is a brace', () => {
      const of = source('export function total(rows: Row[]) {\n  return 1;\n}\n', 'code');
      const found = place(of, raw('export function total(rows: Row[]) { ... }'));
      assert.deepEqual([found.match, found.range?.start], ['gapped', 0]);
    });
  });

  it('finds a quote in other capitals, small ones and folded ones, and offers no fix', () => {
    const of = source('The Straße of the Buyer ends at the ﬁrst bridge, İstanbul.');
    for (const said of [
      'THE STRASSE OF THE BUYER ENDS',
      'the straße of the buyer ends',
      'ᴛʜᴇ ꜱᴛʀᴀꜱꜱᴇ of the ʙᴜʏᴇʀ ends',
    ]) {
      const found = place(of, raw(said, { suggestion: 'x' }));
      assert.deepEqual([found.quote, found.match], ['The Straße of the Buyer ends', 'normalized']);
      assert.equal(found.suggestion, undefined);
    }
  });

  const turned: readonly (readonly [string, string])[] = [
    [
      'The Supplier shall not be liable for any indirect loss.',
      'The Supplier shall be liable for any indirect loss.',
    ],
    [
      'The Supplier shall be liable for any indirect loss.',
      'The Supplier shall not be liable for any indirect loss.',
    ],
    [
      'The fee of the Licence is due within 28 days of notice.',
      'The fee of the Licence is due within 30 days of notice.',
    ],
    [
      'The fee of the Licence is due within thirty days of it.',
      'The fee of the Licence is due within thirteen days of it.',
    ],
    [
      'Clause 15.2(a) survives the end of this whole Agreement.',
      'Clause 15.2(b) survives the end of this whole Agreement.',
    ],
    [
      'This clause is unenforceable in every state of the Union.',
      'This clause is enforceable in every state of the Union.',
    ],
    [
      'Payment falls due before the delivery of the machine.',
      'Payment falls due after the delivery of the machine.',
    ],
    [
      'Der Lieferant haftet nicht für mittelbare Schäden daraus.',
      'Der Lieferant haftet für mittelbare Schäden daraus.',
    ],
    [
      '供应商不对任何间接损失承担赔偿责任，包括利润损失以及数据丢失。',
      '供应商对任何间接损失承担赔偿责任，包括利润损失以及数据丢失。',
    ],
  ];
  for (const [text, said] of turned)
    it(`is never placed at a sentence that says the opposite: ${said}`, () => {
      for (const quote of [said, `${said.slice(0, -1)} …`, said.toUpperCase()])
        assert.equal(place(source(`First words.\n\n${text}\n\nLast.`), raw(quote)).match, 'none');
    });

  it('does not take a place outside the chunk when there are two', () => {
    const of = source(`The fee is due now.\n${'x '.repeat(9_000)}The fee is due now.\n`);
    const middle = chunk(of, 9_000, 9_100);
    assert.equal(place(of, raw('The fee is due now.'), middle).match, 'none');
  });

  it('uses the range a rule gives when the text there is the quote, else looks for it', () => {
    const of = source('TBD and TBD');
    const range = { start: 8, end: 11 };
    assert.deepEqual(place(of, raw('TBD', { range, rule: 'placeholder' })).range, range);
    assert.equal(place(of, raw('and TBD', { range, rule: 'placeholder' })).range?.start, 4);
  });

  it('F44 gives a fix the line ends of the text around it', () => {
    const of = source('one line\r\ntwo lines\r\n');
    assert.equal(place(of, raw('two lines', { suggestion: 'a\nb' })).suggestion, 'a\r\nb');
  });

  it('leaves out a fix that changes nothing or says nothing', () => {
    const of = source(CONTRACT);
    for (const suggestion of ['within 28 days', '', '  '])
      assert.equal(place(of, raw('within 28 days', { suggestion })).suggestion, undefined);
  });

  it('offers no fix that would tear a link, a table row or a block quote apart', () => {
    const of = source('See [the guide](a.md) now.\n\n| one | two |\n\n> first line\n> second line');
    for (const quote of ['See the guide now', 'one two', 'first line second line']) {
      const found = place(of, raw(quote, { suggestion: 'z' }));
      assert.equal(found.match, 'normalized', quote);
      assert.equal(found.suggestion, undefined, quote);
    }
    assert.equal(place(of, raw('the  guide', { suggestion: 'z' })).suggestion, 'z');
  });

  it('does not take a clause number for a link target', () => {
    const of = source('Under 15.2[a](i) and 15.2[a](ii) the price is fixed.');
    assert.notEqual(place(of, raw('Under 15.2[a](iii)  and')).match, 'normalized');
    assert.equal(place(of, raw('15.2[a](ii)  the')).quote, '15.2[a](ii) the');
  });

  it('answers in time for a text and quotes that repeat one character', () => {
    const of = source(`${'. '.repeat(50)}${'a'.repeat(60_000)}${'](a.'.repeat(20_000)}`);
    const quotes = Array.from({ length: 20 }, (_, i) =>
      raw(`${'a'.repeat(700)}b${i}${'a'.repeat(700)}`),
    );
    const within = chunk(of, 0, 15_000);
    const found = placeFindings(
      { source: of, chunk: within, branch: branch(within), perspective: perspective('tone') },
      answer(...quotes),
    );
    assert.equal(found.length, 20);
  });

  it('offers no fix that would leave half of an emphasis behind', () => {
    const of = source('A **very long bold passage** here.');
    assert.equal(place(of, raw('bold passage** here', { suggestion: 'z' })).match, 'exact');
    const cut = place(of, raw('bold  passage here', { suggestion: 'z' }));
    assert.equal(cut.quote, 'bold passage** here');
    assert.equal(cut.suggestion, undefined);
  });

  it('T28 cuts titles to 120 and messages to 2,000 characters and takes control characters out', () => {
    const found = place(
      source(CONTRACT),
      raw('28 days', { title: 'a\u001b[31m\u202e'.repeat(100), message: 'm\u0007'.repeat(5_000) }),
    );
    assert.ok(found.title.length <= 120 && found.message.length <= 2_000);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(found.title + found.message, /[\u0000-\u0008\u000b-\u001f\u202e]/);
  });

  it('F43 makes every text of a finding well formed', () => {
    const found = place(
      source(CONTRACT),
      raw('no such \ud800 words', { title: '\udc00', message: 'x\ud800y', suggestion: '\ud800' }),
    );
    assert.ok(JSON.stringify(found).isWellFormed());
    assert.doesNotMatch(JSON.stringify(found), /\\ud[89a-f]/);
  });

  it('gives the same remark the same fingerprint at another line', () => {
    const said = raw('within 28 days');
    const a = place(source(CONTRACT), said);
    const b = place(source(`Intro.\n\n${CONTRACT}`), said);
    assert.equal(a.fingerprint, b.fingerprint);
    assert.notEqual(a.fingerprint, place(source(CONTRACT), raw('ten per cent')).fingerprint);
  });
});

const WORDS =
  'payment notice contractor employer works programme certificate damages section clause agreement delivery schedule party obligation warranty period amount written approval insurance bridge design concrete load pile survey drawing access'.split(
    ' ',
  );
const word = fc.constantFrom(...WORDS);
const sentence = fc
  .array(word, { minLength: 12, maxLength: 22 })
  .map(words => `${words.join(' ')} ${words.length}.`);

describe('placeFindings, for any text', () => {
  it('G5 places a quote of anything only where the text holds it', () => {
    const junk = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...'ab _*`\\[](|>#-–—“"’\'\n\r\u00a0\u00ad\u0301é🙂') }),
    );
    fc.assert(
      fc.property(junk, junk, junk, fc.boolean(), (before, middle, quote, code) => {
        const of = source(before + middle + before, code ? 'code' : 'markdown');
        for (const said of [quote, middle, middle + quote]) {
          const found = place(of, raw(said, { suggestion: quote }));
          if (found.range)
            assert.equal(found.quote, of.text.slice(found.range.start, found.range.end));
          assert.equal(found.range === undefined, found.match === 'none');
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('G5 finds the exact range of any passage whose typography was changed', () => {
    const change = fc.constantFrom<(text: string) => string>(
      t => t.replaceAll(' ', '\n'),
      t => t.replaceAll(' ', '\u00a0 '),
      t => t.replaceAll("'", '’').replaceAll('"', '”'),
      t => t.replaceAll(' - ', ' — '),
      t => t.normalize('NFD'),
      t => [...t].join('\u200b'),
      t => t.replaceAll('e', 'e\u00ad'),
    );
    fc.assert(
      fc.property(
        fc.array(sentence, { minLength: 4, maxLength: 8 }),
        fc.nat(),
        change,
        (all, n, f) => {
          const unique = all.map((s, i) => `Item ${i} - "naïve" ${s}`);
          const of = source(unique.join('\n'));
          const meant = unique[n % unique.length] ?? '';
          const found = place(of, raw(f(meant)));
          assert.deepEqual(found.range, rangeOf(of, meant));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('G5 finds a passage with up to 8 edits at its place, or nowhere', () => {
    const edit = fc.record({
      at: fc.nat(),
      kind: fc.nat(2),
      letter: fc.constantFrom(...'aeiou xz'),
    });
    fc.assert(
      fc.property(
        fc.array(sentence, { minLength: 5, maxLength: 9 }),
        fc.nat(),
        fc.array(edit, { minLength: 1, maxLength: 8 }),
        (all, n, edits) => {
          const of = source(all.join('\n'));
          const meant = all[n % all.length] ?? '';
          if (all.filter(s => s === meant).length > 1) return;
          let said = meant;
          for (const { at, kind, letter } of edits) {
            const i = at % said.length;
            said =
              said.slice(0, i) + (kind === 0 ? '' : letter) + said.slice(kind === 2 ? i : i + 1);
          }
          const found = place(of, raw(said));
          if (!found.range) return;
          const truth = rangeOf(of, meant);
          assert.ok(Math.abs(found.range.start - truth.start) <= 12, `start of ${said}`);
          assert.ok(Math.abs(found.range.end - truth.end) <= 12, `end of ${said}`);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('F41 never claims one place where the chunk holds the quote more than once, and names them all', () => {
    const filler = fc.array(word, { minLength: 1, maxLength: 6 }).map(words => words.join(' '));
    fc.assert(
      fc.property(sentence, fc.array(filler, { minLength: 2, maxLength: 6 }), (meant, between) => {
        const of = source(between.map(words => `${words}: ${meant}`).join('\n\n'));
        const found = place(of, raw(meant));
        assert.equal(found.match, 'ambiguous');
        const all = [found.range, ...(found.otherPlaces ?? [])];
        assert.equal(new Set(all.map(range => range?.start)).size, between.length);
        for (const range of all) assert.equal(of.text.slice(range?.start, range?.end), meant);
      }),
      { numRuns: 200 },
    );
  });

  it('G5 places a passage whose middle was left out from head to tail, or names the passage among others', () => {
    const gap = fc.constantFrom(' … ', '...', ' [...] ', ' (...) ', ' [ … ] ', ' . . . ');
    fc.assert(
      fc.property(
        fc.array(sentence, { minLength: 4, maxLength: 8 }),
        fc.nat(),
        fc.tuple(fc.integer({ min: 3, max: 5 }), fc.integer({ min: 3, max: 5 })),
        gap,
        fc.boolean(),
        (all, n, [head, tail], mark, shout) => {
          const of = source(all.map((s, i) => `Item ${i} names ${s}`).join('\n'));
          const i = n % all.length;
          const meant = `Item ${i} names ${all[i]}`;
          const words = meant.split(' ');
          const said = words.slice(0, head).join(' ') + mark + words.slice(-tail).join(' ');
          const found = place(of, raw(shout ? said.toUpperCase() : said));
          const truth = rangeOf(of, meant);
          const places = [found.range, ...(found.otherPlaces ?? [])];
          assert.ok(
            places.some(p => p?.start === truth.start && p.end === truth.end),
            said,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('G5 never places an invented sentence', () => {
    const invented = fc
      .array(
        fc.constantFrom(
          ...'zebra quantum violin ocean marble galaxy pepper sunset harbor lantern'.split(' '),
        ),
        {
          minLength: 4,
          maxLength: 20,
        },
      )
      .map(words => words.join(' '));
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 5, maxLength: 30 }), invented, (all, said) => {
        assert.equal(place(source(all.join('\n')), raw(said)).match, 'none');
      }),
      { numRuns: 200 },
    );
  });
});
