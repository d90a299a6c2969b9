import assert from 'node:assert/strict';
import { JsonProblem, readJson } from '../../../src/core/text/readJson.ts';
import { isTooLong } from '../../../src/models/transport/failures/tooLong.ts';
import { status } from '../../support/chaosServer.ts';
import type { Behaviour, ChaosRequest } from '../../support/chaosServer.ts';
import { failureFrom, modelAt, request, withChaos } from './support.ts';

const isAnswer = (value: unknown): value is { findings: unknown[] } =>
  typeof value === 'object' && value !== null && 'findings' in value;

/** The text of a stream with one answer. */
const stream = (content: string, finish: string, end = 'data: [DONE]'): Behaviour => ({
  kind: 'raw',
  contentType: 'text/event-stream',
  body: `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n${end}\n\n`,
});

const askedOf = (server: (sent: ChaosRequest) => Behaviour) =>
  withChaos(server, async chaos => {
    const { signal } = new AbortController();
    const { text } = await modelAt('compatible', chaos.url).generate(request, { signal });
    assert.equal(text, '{"findings":[]}');
    return chaos.requests.filter(({ api }) => api === 'chat').length;
  });

describe('models: further words for the same', () => {
  for (const text of [
    'sequence length 6004 > max_seq_len 4000',
    'Payload rejected: input token budget of 4000 exhausted',
    'Prompt has 7150 tokens, which is larger than the maximum of 4000.',
  ])
    it(`F05 too long: ${text}`, () => assert.ok(isTooLong(text)));

  it('F05 a rate in like words is none', () => {
    for (const text of ['Token budget of 4000 per minute exhausted', 'retries >= 3', 'Rate limit'])
      assert.equal(isTooLong(text), false, text);
  });

  for (const text of [
    'This model only accepts messages with role user or model.',
    "Value error, the first message must have role 'user'",
    'system_instruction is not available for this model',
  ])
    it(`no system role: ${text}`, async () => {
      const requests = await askedOf(sent =>
        JSON.stringify(sent.body).includes('"role":"system"')
          ? status(400, { error: { message: text } })
          : stream('{"findings":[]}', 'stop'),
      );
      assert.equal(requests, 2);
    });

  it('no schema: a keyword that a grammar library does not know, with a 500', async () => {
    const requests = await askedOf(sent =>
      JSON.stringify(sent.body).includes('json_schema')
        ? status(500, { error: { message: 'unsupported keyword additionalProperties' } })
        : stream('{"findings":[]}', 'stop'),
    );
    assert.equal(requests, 2);
  });

  it('the end of a stream in lower case', async () =>
    assert.equal(await askedOf(() => stream('{"findings":[]}', '', 'data:[done]')), 1));

  it('F33 a guardrail is a refusal', () =>
    withChaos(
      () => stream('', 'guardrail_intervened'),
      async chaos => {
        const { signal } = new AbortController();
        const failure = await failureFrom(
          modelAt('compatible', chaos.url).generate(request, { signal }),
        );
        assert.equal(failure.code, 'refused');
      },
    ));
});

describe('answers that are JSON but for their form', () => {
  const texts: [string, string][] = [
    ['comments', '{ // the answer\n"findings": [ /* none */ ]}'],
    ['names in single quotation marks', `{'findings': [{"quote": "it's // not a comment"}]}`],
    ['names in typographic ones', '{“findings”: []}'],
  ];
  for (const [what, text] of texts)
    it(`are read: ${what}`, () => assert.ok(isAnswer(readJson(text, isAnswer))));

  it('keep their strings as they are', () => {
    const [found] = readJson(texts[1]?.[1] ?? '', isAnswer).findings as { quote: string }[];
    assert.equal(found?.quote, "it's // not a comment");
  });

  it('are not read where they are cut or broken', () => {
    for (const text of ['{ // a\n"findings": [1, ', "{'findings': [}", '{“findings”: [1,, 2]}'])
      assert.throws(() => readJson(text, isAnswer), JsonProblem, text);
  });
});
