import assert from 'node:assert/strict';
import { placeFindings } from '../../../../../src/core/fanin/place/anchor.ts';
import type { Finding } from '../../../../../src/core/domain/results/findings.ts';
import type { Source } from '../../../../../src/core/domain/source.ts';
import { answer, branch, chunk, perspective, raw, source } from '../fixtures.ts';

function place(of: Source, quote: string): Finding {
  const within = chunk(of);
  const [found] = placeFindings(
    { source: of, chunk: within, branch: branch(within), perspective: perspective('accuracy') },
    answer(raw(quote, { suggestion: 'x' })),
  );
  assert.ok(found);
  return found;
}

const CODE = [
  'export function open(path) {',
  '  const own = { ...defaults, path };',
  '',
  '  if (cache.has(path)) return cache.get(path);',
  '  const handle = connect(own);',
  '',
  '  return remember(path, handle);',
  '}',
].join('\n');

describe('what models write around a quote', () => {
  const lines = CODE.split('\n').slice(3, 6);
  const numbered = (write: (n: number) => string): string =>
    lines.map((line, i) => write(4 + i) + line).join('\n');
  const forms: [string, string][] = [
    ['numbers in brackets', numbered(n => `[${n}] `)],
    ['numbers with full stops', numbered(n => `${n}. `)],
    ['numbers and bars', numbered(n => `${n} | `)],
    ['numbers and spaces', numbered(n => `  ${n}  `)],
    ['numbers and arrows', numbered(n => `${n}→`)],
    ['a fence', `\`\`\`js\n${lines.join('\n')}\n\`\`\``],
    ['signs of a quotation', lines.map(line => `> ${line}`).join('\n')],
    ['one sign before the first line', `> ${lines.join('\n')}`],
    ['signs of a change', lines.map(line => `+ ${line}`).join('\n')],
  ];
  for (const [what, quote] of forms)
    it(`is not searched for: ${what}`, () => {
      const found = place(source(CODE, 'code'), quote);
      assert.equal(found.quote.trim(), lines.join('\n').trim());
      assert.equal(found.suggestion, undefined, 'it may have the same signs');
    });

  it('tells equal lines apart by the number in front of them', () => {
    const of = source('retryLater(3);\na();\nb();\nc();\nretryLater(3);\n', 'code');
    assert.deepEqual(place(of, '5: retryLater(3);').range, { start: 30, end: 44 });
  });

  it('is taken off in time where a row of dots can be divided in many ways', () => {
    const rows = ['Fees', 'Term', 'Notices'].map((name, i) => `${name} ${'.'.repeat(60)} ${i + 4}`);
    const found = place(source(rows.join('\n')), `${rows.join('\n').toUpperCase()} AND MORE`);
    assert.equal(found.match, 'none');
  });
});

describe('a quote whose middle is missing without a mark', () => {
  const CLAUSE =
    'A list of the Affiliates, with their registered offices, is set out in Annex B and is updated by the Seller every quarter.';

  it('is found by short ends within one sentence', () => {
    const found = place(
      source(`Preamble.\n\n${CLAUSE}\n\nThe end.`),
      'A list by the Seller every quarter.',
    );
    assert.deepEqual([found.quote, found.match], [CLAUSE, 'gapped']);
  });

  it('may have its gap at a dash or across the empty lines of code', () => {
    const dashed =
      'If it is supplied, the tool is called with --no-reuse and with the -f flag set.';
    assert.equal(place(source(dashed), 'If it is supplied, the -f flag set.').quote, dashed);
    const found = place(
      source(CODE, 'code'),
      'export function open(path) { remember(path, handle); }',
    );
    assert.deepEqual([found.quote, found.match], [CODE, 'gapped']);
  });

  it('may hold dots that are the text’s own', () => {
    const found = place(
      source(CODE, 'code'),
      'const own = { ...defaults, path }; const handle = connect(own);',
    );
    assert.match(found.quote, /^const own[^]*connect\(own\);$/);
  });

  it('has no place where the words left out begin with a negation', () => {
    const of = source(
      'The Licensee may not, in any of the countries named in the Annex, sublicense the Work.',
    );
    assert.equal(place(of, 'The Licensee may sublicense the Work.').match, 'none');
  });

  it('with an added negation is not put together from two paragraphs', () => {
    const of = source(
      [
        'Font packages must not provide the file itself.',
        'Font packages must invoke the tool on each directory into which they install fonts.',
        'They must invoke the tool on each directory into which they install fonts, in this order.',
      ].join('\n\n'),
    );
    const said =
      'Font packages must not invoke the tool on each directory into which they install fonts';
    assert.equal(place(of, said).match, 'none');
  });

  it('names the other passages where its ends are short', () => {
    const of = source(
      'Cuba, Iran and Syria are listed, but this is subject to change.\n\nCuba, Iran and others follow. The list grows and is subject to change.',
    );
    assert.equal(place(of, 'Cuba, Iran is subject to change.').match, 'ambiguous');
  });
});

describe('a quote that marks its gaps', () => {
  it('has no place where a negation is missing from any of them', () => {
    const of = source(
      'The tenant shall not sublet the flat or assign the lease, and shall keep it clean.',
    );
    assert.equal(
      place(of, 'The tenant shall ... sublet the flat ... keep it clean.').match,
      'none',
    );
  });

  it('may mark them with two dots in brackets', () => {
    const text =
      'You can compare the lists of files in two packages with the command of that name.';
    assert.equal(place(source(text), 'You can compare [..] the command of that name.').quote, text);
  });
});

it('a quote that is at two places but for its spaces is not shown as certain', () => {
  const of = source(
    '- must meet all requirements\n\nother words\n\n-  must meet all requirements\n',
  );
  assert.equal(place(of, '- must meet all requirements').match, 'ambiguous');
});

describe('a quote whose lines were joined or rewritten', () => {
  const LIST =
    'We will use:\n\n- **Autocannon**: a benchmarking tool written in the same language.\n- **Branch-comparer**: checks out several branches, runs scripts and logs the results.\n- **Concurrently**: runs commands at the same time.\n\nMore follows.';

  it('is found with the markers of its lines between its words, the middle left out too', () => {
    const found = place(
      source(LIST),
      'a benchmarking tool written - Concurrently: runs commands at the same time.',
    );
    assert.match(found.quote, /^a benchmarking tool[^]*at the same time\.$/);
  });

  it('is found in code where it was escaped for HTML', () => {
    const code = 'if (a < b && name === "x") {\n  return items[0];\n}\n';
    const found = place(
      source(code, 'code'),
      'if (a &lt; b &amp;&amp; name === &quot;x&quot;) {\n  return items[0];',
    );
    assert.equal(found.quote, code.slice(0, code.indexOf(';') + 1));
    assert.equal(found.suggestion, undefined);
  });

  it('is found without the number of a list item, but not without another one', () => {
    const of = source(
      'The parties agree on the following.\n3. Notices are sent by registered post to the address in Section 3 and are deemed received at once.\n',
    );
    const found = place(
      of,
      'The parties agree on the following.\nNotices are sent by registered post to the address in Section 3 and are deemed received at once.',
    );
    assert.match(found.quote, /^The parties[^]*at once\.$/);
    const other =
      'The parties agree on the following.\n7. Notices are sent by registered post to the address in Section 3 and are deemed received at once.';
    assert.equal(place(of, other).match, 'none');
    const without =
      '3. Notices are sent by registered post to the address in Section and are deemed received at once.';
    assert.equal(place(of, without).match, 'none');
  });

  it('is found in code if few words are left out, none of them a number', () => {
    const code = 'pub struct Step<T> {\n  state: T,\n  end: T,\n  count: u64,\n}\n';
    assert.match(
      place(source(code, 'code'), 'pub struct Step<T> { end: T, count: u64').quote,
      /^pub/,
    );
    const timed = 'poll(server, 300, callback);\nclose(server);\n';
    assert.equal(place(source(timed, 'code'), 'poll(server, callback);').match, 'none');
  });
});

describe('a quote that says something else than the text', () => {
  it('has no place where a number in its link target was changed', () => {
    const of = source('We follow [the format](https://example.org/en/1.0.0/) in all files.');
    assert.equal(
      place(of, 'We follow [the format](https://example.org/en/1.4.0/) in all files.').match,
      'none',
    );
    assert.equal(
      place(of, 'We  follow [the format](https://example.org/en/1.0.0/) in all files.').match,
      'normalized',
    );
  });

  it('has no place from its sentence to the words of another that fit a changed operator', () => {
    const code =
      'for (const ip of good) {\n  const found = check(ip);\n  if (found !== null) { fail(ip); }\n}\nfor (const ip of bad) {\n  const found = check(ip);\n  if (found === null) { fail(ip); }\n}\n';
    const said = 'for (const ip of good) {\n  const found = check(ip);\n  if (found === null) {';
    assert.equal(place(source(code, 'code'), said).match, 'none');
  });

  it('has no place before the negation or the number that it leaves out at its end', () => {
    const of = source(
      'This is a general notice, creates no relationship of any kind, and is not a contract.',
    );
    const said = 'This is a general notice, creates no relationship of any kind, and is a';
    assert.equal(place(of, said).match, 'none');
    const limits = source(
      'The limits of liability for insurance are those required in Article 11 of the Code.',
    );
    assert.equal(
      place(limits, 'The limits of liability for insurance are those required in Article of').match,
      'none',
    );
  });

  it('does not take "non-" for "not"', () => {
    const of = source(
      '- supports: `moonlighting`, `second-jobs`\n- cited by: [Non-Competes in Washington](../washington.md), the second of two\n',
    );
    const said =
      'supports: moonlighting, second-jobs not cited by: Competes in Washington, the second of two';
    assert.equal(place(of, said).match, 'none');
  });
});

it('a quote of code that fits equal lines on both sides of an empty line is not shown as certain', () => {
  const code =
    'const moshi = build(a);\ntry {\n  moshi.adapter(Item);\n  fail();\n}\nrest();\n\nconst moshi = build(b).with(c);\n\ntry {\n  moshi.adapter(Item);\n  fail();\n}\n';
  const found = place(source(code, 'code'), 'const moshi = moshi.adapter(Item); fail();');
  assert.equal(found.match, 'ambiguous');
});

describe('a quote from which words are missing', () => {
  const NOTICE =
    'Notice is given in writing. It is sent to the registered office of the party. Deemed receipt is the second day after posting.';

  it('is found by ends too short to be sure of, if both occur only once', () => {
    const found = place(source(`Preamble.\n\n${NOTICE}\n\nThe end.`), 'Notice is posting.');
    assert.deepEqual([found.quote, found.match], [NOTICE, 'gapped']);
    const twice = `Notice is not needed.\n\n${NOTICE} Notice is free.\n\nPay after posting.`;
    assert.equal(place(source(twice), 'Notice is posting.').match, 'none');
  });

  it('is found in three pieces, and not where one gap holds a negation', () => {
    const quote = 'Notice is given in writing. the registered office second day after posting.';
    assert.equal(place(source(NOTICE), quote).quote, NOTICE);
    const denied = NOTICE.replace('second day', 'day, not the second day');
    const of = denied.replace('is the day, not the', 'is never the');
    assert.equal(
      place(
        source(of),
        'Notice is given in writing. the registered office of the party. Deemed receipt is the second day after posting.',
      ).match,
      'none',
    );
  });

  it('is found in code in capitals and with a row of stars', () => {
    for (const quote of [
      'EXPORT FUNCTION OPEN(PATH) { ... REMEMBER(PATH, HANDLE);',
      'export function open(path) { *** remember(path, handle);',
    ])
      assert.deepEqual(place(source(CODE, 'code'), quote).range, {
        start: 0,
        end: CODE.length - 2,
      });
  });
});

describe('a quote with a marked gap', () => {
  it('has no place without its short pieces that negate or count', () => {
    const text =
      'The tenant pays the deposit of 5 months within a week of the signing of the lease.';
    for (const [piece, match] of [
      ['5', 'gapped'],
      ['6', 'none'],
      ['no', 'none'],
    ] as const)
      assert.equal(
        place(source(text), `The tenant pays the deposit ... ${piece} ... of the lease.`).match,
        match,
        piece,
      );
    assert.equal(place(source(text), 'The tenant pays the deposit [...] no ...').match, 'none');
  });

  it('that fits two listings is ambiguous, whether or not one has an empty line', () => {
    const code = (middle: string): string =>
      [
        '```js',
        'const handler = define(async () => {',
        middle,
        '  return finish(handler);',
        '```',
      ].join('\n');
    const of = source(`Text.\n\n${code('  first();\n')}\n\nMore.\n\n${code('  second();')}\n`);
    const found = place(of, 'const handler = define(async ... return finish(handler);');
    assert.equal(found.match, 'ambiguous');
    assert.equal(found.otherPlaces?.length, 1);
  });
});

describe('a misquote', () => {
  it('that fits several places equally well names them all', () => {
    const line = 'The supplier maintains the registered equipment.';
    const found = place(
      source(`${line}\n\nOther words.\n\n${line}\n`),
      'The supplier maintians the registered equipment.',
    );
    assert.equal(found.match, 'ambiguous');
    assert.deepEqual([found.range?.start, ...(found.otherPlaces ?? []).map(p => p.start)], [0, 64]);
  });

  it('is not the place of a sentence whose negation it cuts in half', () => {
    const text =
      "// never block log producers and drop events if the writer can't keep up with\n// the flow of data.";
    assert.equal(place(source(text, 'code'), text.replace('never ', '')).match, 'none');
  });
});

describe('a quote in capitals', () => {
  it('is found with its link targets and character references', () => {
    const text =
      'See [Overview](../cli/with.md) for the keys, and `&lt;args&gt;` for the rest of them.';
    assert.equal(place(source(text), text.toUpperCase()).quote, text);
  });
});
