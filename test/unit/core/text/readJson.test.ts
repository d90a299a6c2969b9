import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JsonProblem, readJson } from '../../../../src/core/text/readJson.ts';
import { cpuNow } from '../../../support/cpuTime.ts';

interface Answer {
  readonly findings: readonly unknown[];
}
const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' &&
  value !== null &&
  'findings' in value &&
  Array.isArray(value.findings);

const GOOD = '{"findings": [{"quote": "the lease"}], "assessment": "One."}';
const DRAFT = '{"findings": [{"quote": "a draft"}], "assessment": "None."}';

const read = (text: string): unknown => readJson(text, isAnswer);
const whole: unknown = JSON.parse(GOOD);

describe('core/text: the one JSON value of an answer', () => {
  const AROUND: Readonly<Record<string, string>> = {
    'code before it': `Note: prefer {"timeout": t} here.\n${GOOD}`,
    'code after it': `${GOOD}\nNote: prefer {"timeout": t} here.`,
    'a brace that is never closed before it': `Use {"a": then go on.\n${GOOD}`,
    'a brace that is never closed after it': `${GOOD}\nA map begins with {"a": 1,`,
    'a string that is never closed before it': `It says {"a and more.\n${GOOD}`,
    'a dictionary of another language before it': `{"a": None, "b": True}\n${GOOD}`,
    'a template before it': `{"name": {{ user }}, "age": [% n %]}\n${GOOD}`,
    'a function before it': `foo({"a": b, "c": [d, {"e": f}]});\n${GOOD}`,
    'a list of words before it': `[{"x" y}] and [[z]]\n${GOOD}`,
    'JSON lines of another form around it': `{"a": 1}\n{"b": 2}\n${GOOD}\n{"c": 3}`,
    'only the end of thoughts': `Perhaps ${DRAFT}? No.</think>\n${GOOD}`,
    'a word before the thoughts': `Okay. <think>${DRAFT}</think>${GOOD}`,
    'marks with spaces': `< think >${DRAFT}</ think >${GOOD}`,
    'marks in brackets': `[THINK]${DRAFT}[/THINK]${GOOD}`,
    'marks of another name': `<thought>${DRAFT}</thought>${GOOD}`,
    'marks with a name space': `<seed:think>${DRAFT}</seed:think>${GOOD}`,
    'marks in triangles': `◁think▷${DRAFT}◁/think▷${GOOD}`,
    'marks with bars': `<|thinking|>${DRAFT}<|/thinking|>${GOOD}`,
    'an end mark without a slash': `${DRAFT}<|end_of_thought|>${GOOD}`,
    channels: `<|channel|>analysis<|message|>${DRAFT}<|end|><|start|>assistant<|channel|>final<|message|>${GOOD}`,
    'channels with a constraint': `<|channel|>analysis<|message|>${DRAFT}<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>${GOOD}`,
    'channels without marks': `analysisMaybe ${DRAFT}.assistantfinal${GOOD}`,
    'a thought that names its own mark': `<think>I must close with </think> ${DRAFT}</think>${GOOD}`,
    'a thought with half a draft': `<think>{"findings": [{"quote": "a</think>${GOOD}`,
    'two answers after thoughts: the last': `<think>Hm.</think>${DRAFT}\nBetter:\n${GOOD}`,
    'thoughts under titles': `**Thinking:** perhaps ${DRAFT}\n\n---\n\n**Answer:**\n\n${GOOD}`,
    'thoughts behind it': `${GOOD}\n<reflection>Or ${DRAFT}? No.</reflection>`,
    'thoughts on both sides': `<think>${DRAFT}</think>${GOOD}<think>Or ${DRAFT}?</think> Done.`,
    'the arguments of a call': `<tool_call>{"name": "review", "arguments": ${GOOD}}</tool_call>`,
    'the arguments of a call as text': `{"function": {"name": "x", "arguments": ${JSON.stringify(GOOD)}}}`,
    'a list of one': `[${GOOD}]`,
    'an object with a name': `{"review": ${GOOD}}`,
    'an example of another form before it': `Such as {"example": ${DRAFT}}:\n${GOOD}`,
    'a fence': `~~~JSON\n${GOOD}\n~~~`,
  };
  for (const [name, text] of Object.entries(AROUND))
    it(`reads it: ${name}`, () => assert.deepEqual(read(text), whole));

  it('reads a mark of thoughts inside of the answer as text', () => {
    const quoting = '{"findings": [{"quote": "ends with </think> here"}]}';
    assert.deepEqual(read(quoting), JSON.parse(quoting));
    assert.deepEqual(read(`<think>${DRAFT}</think>${quoting}`), JSON.parse(quoting));
  });

  it('doubles a backslash that escapes nothing', () => {
    const text = String.raw`{"findings": ["\s+ \(x\) a\_b \usepackage \d{2} \\s \n \" \u0041"]}`;
    assert.deepEqual(read(text), {
      findings: ['\\s+ \\(x\\) a\\_b \\usepackage \\d{2} \\s \n " A'],
    });
  });

  const REJECTED: Readonly<Record<string, string>> = {
    'an example and then half an answer': `Like ${DRAFT}:\n${GOOD.slice(0, -30)}`,
    'an answer and then a broken one': `${GOOD}\n{"findings": [{"quote": oops}]}`,
    'a broken one and then an answer': `{"findings": [{"quote": oops}]}\n${GOOD}`,
    'two that differ': `${DRAFT}\n${GOOD}`,
    'thoughts and no answer': `<think>${DRAFT}</think>`,
    'thoughts without an end': `<think>${GOOD}`,
    'a channel of thoughts alone': `<|channel|>analysis<|message|>${GOOD}`,
    'parts of a broken value': `{"all": [${GOOD}, {"a": b}]}`,
    'parts of a cut value': `{"all": [${GOOD}, {"a":`,
  };
  for (const [name, text] of Object.entries(REJECTED))
    it(`rejects ${name}`, () => assert.throws(() => read(text), JsonProblem));

  it('any cut of an answer is rejected, whatever stands before it', () => {
    for (const before of ['', 'Note {"a": b}. ', '<think>x</think>', `<think>${DRAFT}</think>`])
      for (let end = 1; end < GOOD.length - 1; end++)
        assert.throws(() => read(before + GOOD.slice(0, end)), JsonProblem, GOOD.slice(0, end));
  });

  it('reads what JSON.parse reads, in any prose without brackets', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        fc.jsonValue(),
        fc.stringMatching(/^[a-z .,;!?'\n]*$/),
        (findings, more, prose) => {
          const json = JSON.stringify({ findings, more }, null, prose.length % 3);
          assert.deepEqual(read(`${prose}${json}${prose}`), JSON.parse(json));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('takes time in proportion to the length of hostile text', () => {
    const once = (text: string): number => {
      const from = cpuNow();
      try {
        read(text);
      } catch (error) {
        assert.ok(error instanceof JsonProblem);
      }
      return cpuNow() - from;
    };
    const time = (text: string): number => Math.min(once(text), once(text));
    const hostile: ((n: number) => string)[] = [
      n => '{"a": "'.repeat(n),
      n => '{"a": x, '.repeat(n),
      n => '{"a":1,"b":['.repeat(n),
      n => `{"a": "${'{"b": "'.repeat(n)}`,
      n => `[${'{"a": [1, 2, "x"]}, '.repeat(n)}`,
      n => '{"":"'.repeat(n),
      n => `{"x": [${'"{\\"",'.repeat(n)}`,
      n => '</think>'.repeat(n),
    ];
    // Eight times the text: quadratic work takes sixty-four times as long.
    // The system counts computing in ticks of a few milliseconds.
    for (const make of hostile)
      assert.ok(time(make(320_000)) < 30 * (time(make(40_000)) + 4), make(2));
  });
});
