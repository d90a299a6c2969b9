import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FanoutError } from '../../../../../src/core/errors.ts';
import { MAX_FINDINGS, readAnswer } from '../../../../../src/core/jobs/review/readAnswer.ts';
import type { Answer } from '../../../../../src/core/domain/branch.ts';

const finding = (rest: object = {}): Record<string, unknown> => ({
  quote: 'the quick brown fox',
  title: 'Wrong animal',
  message: 'It is a dog.',
  suggestion: 'the quick brown dog',
  severity: 'minor',
  confidence: 0.7,
  ...rest,
});
const answer = (...findings: unknown[]): string =>
  JSON.stringify({ findings, assessment: 'Fine.' });

const failure = (text: string): string => {
  try {
    readAnswer(text);
  } catch (error) {
    assert.ok(error instanceof FanoutError && error.failure, String(error));
    return error.failure.code;
  }
  return 'none';
};
const only = (rest: object): Answer['findings'][number] => {
  const [first] = readAnswer(answer(finding(rest))).findings;
  assert.ok(first);
  return first;
};

describe('review: reading a model’s answer', () => {
  it('reads a good answer into a fresh object', () => {
    assert.deepEqual(readAnswer(answer(finding({ extra: 'field', line: 12 }))), {
      findings: [
        {
          quote: 'the quick brown fox',
          title: 'Wrong animal',
          message: 'It is a dog.',
          suggestion: 'the quick brown dog',
          severity: 'minor',
          confidence: 0.7,
          line: 12,
        },
      ],
      assessment: 'Fine.',
      dropped: 0,
    });
  });

  it('nothing to report is a good answer', () => {
    assert.deepEqual(readAnswer(answer()), { findings: [], assessment: 'Fine.', dropped: 0 });
    assert.deepEqual(readAnswer('{"findings": []}').findings, []);
  });

  const whole = answer(finding());
  for (const [name, text] of [
    ['prose around it', `Here is my review:\n${whole}\nI hope this helps {really} [1].`],
    ['a byte-order mark', `\uFEFF${whole}`],
    ['a code fence', '```json\n' + whole + '\n```'],
    [
      'a fence inside a string',
      answer(finding({ message: 'Use ```json\n{"findings": []}\n```.' })),
    ],
    ['thoughts first', `<think>Maybe {"findings": []}? No.</think>\n${whole}`],
    ['the same answer twice', `${whole}\n\n${whole}`],
    ['raw line feeds in strings', whole.replace('It is', 'It\n\tis')],
    ['a comma too many', whole.replace('0.7}', '0.7,}').replace('}]', '},\n]')],
    ['another JSON value before it', `{"note": 1}\n${whole}`],
    ['names in single quotes', whole.replaceAll(/"(\w+)":/g, "'$1':")],
  ] as const) {
    it(`F35 F36 ${name}`, () => assert.equal(readAnswer(text).findings.length, 1));
  }

  for (const [name, text] of [
    ['cut in the middle', whole.slice(0, -20)],
    ['cut inside a string', whole.slice(0, 40)],
    ['cut after a whole item', `{"findings": [${JSON.stringify(finding())}, {"quote"`],
    ['a cut wrapper around a whole answer', `{"result": ${whole}, "more": [`],
    [
      'two fences with half of the answer each',
      `${answer(finding())}\n${answer(finding({ quote: 'x y' }))}`,
    ],
    ['a broken fence before a good one', '{"findings": [{"quote": oops}]}\n' + whole],
    ['strings in single quotes', "{'findings': [{'quote': 'It is'}]}"],
    ['text only', 'I found no problems.'],
    ['a list', `[${JSON.stringify(finding())}]`],
    ['null', 'null'],
    ['findings that are no list', '{"findings": {}, "assessment": ""}'],
    ['brackets that do not match', '{"findings": [}'],
    ['thoughts without an end', `<think>${whole}`],
    ['F38 1,000 levels', '{"findings":' + '['.repeat(1000) + ']'.repeat(1000) + '}'],
    ['F38 a million brackets', '{"a":'.repeat(300_000)],
    ['F42 more than 2 MB', `${whole}${' '.repeat(2 * 1024 * 1024)}`],
  ] as const) {
    it(`F35 F36 rejected: ${name}`, () => assert.equal(failure(text), 'badAnswer'));
  }

  for (const text of ['', ' \n']) {
    it(`F34 empty: ${JSON.stringify(text)}`, () => assert.equal(failure(text), 'emptyAnswer'));
  }

  it('F37 bad items are dropped and counted, good ones kept', () => {
    const bad = [
      null,
      'text',
      [],
      finding({ severity: 'blocker' }),
      finding({ severity: undefined }),
      finding({ confidence: 'high' }),
      finding({ confidence: undefined }),
      finding({ quote: '' }),
      finding({ quote: '  \n' }),
      finding({ quote: null }),
      finding({ title: '', message: '' }),
    ];
    const read = readAnswer(answer(...bad, finding(), ...bad));
    assert.equal(read.findings.length, 1);
    assert.equal(read.dropped, bad.length * 2);
  });

  it('F37 when no item is good the model is told why', () => {
    assert.throws(
      () => readAnswer(answer(finding({ severity: 'high' }))),
      /could not be used: none of its 1 findings could be used: severity is not one of critical/,
    );
  });

  it('F37 numbers in strings are read, confidence is held within 0..1', () => {
    assert.equal(only({ confidence: '0.25' }).confidence, 0.25);
    assert.equal(only({ confidence: 85 }).confidence, 1);
    assert.equal(only({ confidence: -3 }).confidence, 0);
    assert.equal(only({ line: '7' }).line, 7);
    assert.equal(only({ line: -1 }).line, undefined);
    assert.equal(only({ severity: ' Critical ' }).severity, 'critical');
  });

  it('F38 a number that is too large is no confidence', () => {
    const text = answer(finding(), finding()).replace('0.7', '1e400');
    const read = readAnswer(text);
    assert.deepEqual([read.findings.length, read.dropped], [1, 1]);
  });

  it('F38 T40 duplicate keys and __proto__ pollute nothing', () => {
    const text =
      '{"__proto__": {"polluted": 1}, "findings": [{"__proto__": {"severity": "note", "polluted": 1}, ' +
      `"constructor": {"prototype": {"polluted": 1}}, ${JSON.stringify(finding()).slice(1)}], ` +
      '"assessment": "a", "assessment": "b"}';
    const read = readAnswer(text);
    assert.equal(read.assessment, 'b');
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.deepEqual(Object.keys(read.findings[0] ?? {}).sort(), [
      'confidence',
      'message',
      'quote',
      'severity',
      'suggestion',
      'title',
    ]);
    assert.equal(failure('{"findings": [{"__proto__": {"quote": "q"}}]}'), 'badAnswer');
  });

  it('F42 at most 200 findings are taken, the rest is counted', () => {
    const read = readAnswer(answer(...Array.from({ length: 450 }, () => finding())));
    assert.deepEqual([read.findings.length, read.dropped], [MAX_FINDINGS, 250]);
  });

  it('T28 titles and messages are short and hold nothing hidden', () => {
    const read = only({
      title: `\u202eEvil\u0007 title\n${'x'.repeat(500)}`,
      message: `a\r\nb\u0000\u200b\u{e0041}${'😀'.repeat(2000)}`,
    });
    assert.match(read.title, /^Evil title x+…$/);
    assert.equal(read.title.length, 120);
    assert.ok(read.message.startsWith('a\nb😀'));
    assert.ok(read.message.length <= 2000 && read.message.isWellFormed());
  });

  it('one of title and message is enough', () => {
    assert.equal(only({ title: '' }).title, 'It is a dog.');
    assert.equal(only({ message: undefined }).message, 'Wrong animal');
  });

  it('a suggestion that is empty, unchanged or hides something is not one', () => {
    assert.equal(only({ suggestion: '' }).suggestion, null);
    assert.equal(only({ suggestion: 'the quick brown fox' }).suggestion, null);
    assert.equal(only({ suggestion: 7 }).suggestion, null);
    assert.equal(only({ suggestion: undefined }).suggestion, null);
    assert.equal(only({ suggestion: 'a\u202eb\u{e0041}' }).suggestion, 'ab');
    assert.equal(only({ quote: 'a\u200fb', suggestion: 'c\u200fd' }).suggestion, 'c\u200fd');
    assert.equal(
      only({ suggestion: '  indented,\n\twith a tab' }).suggestion,
      '  indented,\n\twith a tab',
    );
  });

  it('a quote that must be cut loses its suggestion', () => {
    const read = only({ quote: 'q'.repeat(3000) });
    assert.deepEqual([read.quote.length, read.suggestion], [2000, null]);
  });

  it('G5 any answer is read or rejected, and never half', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('a "b" {c} [d]', '```json', '\\', '\u2028', '\ud800', '{"findings": []}'),
    );
    const item = fc.record(
      {
        quote: fc.oneof(text, fc.constant(null)),
        title: text,
        message: text,
        suggestion: fc.oneof(text, fc.constant(null)),
        severity: fc.constantFrom('critical', 'major', 'minor', 'note', 'bad', 3),
        confidence: fc.oneof(fc.double(), fc.constantFrom('0.5', 'x', null, 2)),
        __proto__: fc.constant({ polluted: true }),
      },
      { requiredKeys: [] },
    );
    const value = fc.record(
      {
        findings: fc.array(fc.oneof({ weight: 5, arbitrary: item }, fc.jsonValue())),
        assessment: text,
      },
      { requiredKeys: ['findings'] },
    );
    const around = fc.constantFrom(
      '',
      '```json\n',
      '\n```',
      'Here: ',
      '{',
      '}',
      '[{',
      '"',
      ' {x} ',
    );
    const written = fc
      .tuple(around, value, around, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(9))
      .map(([before, v, after, at, how]) => {
        const json = JSON.stringify(v);
        const cut = how === 0 ? json.slice(0, Math.floor(at * json.length)) : json;
        return { v, text: before + cut + after, cut: how === 0 };
      });
    let read = 0;
    fc.assert(
      fc.property(written, ({ v, text: sent, cut }) => {
        let found: Answer | undefined;
        try {
          found = readAnswer(sent);
        } catch (error) {
          if (!(error instanceof FanoutError)) throw error;
        }
        if (!found) return;
        read++;
        if (!cut) assert.equal(found.findings.length + found.dropped, v.findings.length);
        for (const each of found.findings) {
          assert.ok(each.quote.trim() !== '' && each.title !== '' && each.message !== '');
          assert.ok(each.confidence >= 0 && each.confidence <= 1);
          assert.ok(each.title.length <= 120 && each.message.length <= 2000);
          assert.ok(each.title.isWellFormed() && each.quote.isWellFormed());
        }
      }),
      { numRuns: 8000 },
    );
    assert.ok(read > 2000, `${read} were read`);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  it('G5 reading takes time in proportion to the length', () => {
    const hostile = [
      '{"'.repeat(500_000),
      '[{'.repeat(500_000),
      '{"a": "'.repeat(200_000),
      '[]'.repeat(500_000),
      '{ '.repeat(500_000),
      ','.repeat(1_000_000),
      '<think>'.repeat(200_000),
      `{"findings": ["${'\\'.repeat(1_000_000)}`,
    ];
    for (const text of hostile) {
      // Anything worse than linear would not come back before the test's own time limit.
      assert.equal(failure(text), 'badAnswer');
    }
  });

  it('reads facts where there are any: those of the right form, at most 40', () => {
    const fact = { kind: 'amount', key: ' Cap\n', value: '5 %', quote: 'capped at 5 %' };
    const read = (facts: unknown): Answer =>
      readAnswer(JSON.stringify({ facts, findings: [], assessment: '' }));
    assert.deepEqual(read([fact]).facts, [{ ...fact, key: 'Cap' }]);
    const broken = [
      { ...fact, kind: 'rumour' },
      { ...fact, quote: ' ' },
      { ...fact, key: 7 },
      null,
    ];
    assert.deepEqual(read([...broken, fact]).facts?.length, 1);
    assert.equal(read(Array.from({ length: 90 }, () => fact)).facts?.length, 40);
    assert.equal(read('none').facts, undefined);
    assert.equal('facts' in readAnswer('{"findings":[],"assessment":""}'), false);
  });
});
