import assert from 'node:assert/strict';
import {
  isTooLong,
  readOutputLimit,
  readWindow,
} from '../../../../../src/models/transport/failures/tooLong.ts';

/** A refusal, the window it names and the length of the prompt. */
const TOO_LONG: readonly (readonly [text: string, window?: number, prompt?: number])[] = [
  [
    "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (1000 in the messages, 8000 in the completion). Please reduce the length of the messages or completion.",
    8192,
    1000,
  ],
  ['prompt is too long: 210000 tokens > 200000 maximum', 200000, 210000],
  [
    'input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length or `max_tokens` and try again',
    200000,
  ],
  ['the request exceeds the available context size (4096 tokens), try increasing it', 4096],
  ['maximum prompt length is 131072 but the request contains 200000 tokens', 131072, 200000],
  [
    'The decoder prompt (length 5000) is longer than the maximum model length of 4096. Make sure that `max_model_len` is no smaller',
    4096,
    5000,
  ],
  ['Input length 5000 exceeds the maximum allowed input length 4096', 4096, 5000],
  [
    'Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.',
    4096,
    5000,
  ],
  ['Range of input length should be [1, 30720]', 30720],
  ['Invalid request: Your request exceeded model token limit: 8192', 8192],
  ['`inputs` must have less than 4096 tokens. Given: 5000', 4096, 5000],
  [
    '`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 100 `max_new_tokens`',
    4096,
    5000,
  ],
  ['Prompt exceeds max length'],
  ['prompt token count of 130000 exceeds the limit of 128000', 128000, 130000],
  ['Input validation error: `inputs` must have less than 1024 tokens', 1024],
  [
    'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    1048576,
    1200000,
  ],
  [
    "Requested token count exceeds the model's maximum context length of 32768 tokens. You requested a total of 40000 tokens: 38000 tokens from the input messages and 2000 tokens for the completion.",
    32768,
  ],
  ["The input (5021 tokens) is longer than the model's context length (4096 tokens).", 4096, 5021],
  ['Input is too long for requested model.'],
  ['Too many tokens in the prompt: 9000, the maximum is 8000', 8000, 9000],
  ['total length of messages is beyond the context window of 4,096', 4096],
  ['输入文本过长，超过模型上下文长度 8192', 8192],
  ['The sequence length of 6000 is too large; max_seq_len is 4096', 4096, 6000],
  ['Please shorten your prompt: model has a context window of 8k', 8000],
  ['Token limit exceeded'],
  [
    'Request too large for gpt-4 in organization org on tokens per min (TPM): Limit 10000, Requested 12000.',
    10000,
    12000,
  ],
  [
    "This endpoint's maximum context length is 131072 tokens. However, you requested about 158201 tokens (157177 of text input, 1024 in the output).",
    131072,
  ],
  [
    'exceed_context_size_error: the request exceeds the available context size. try increasing the context size or enable context shift',
  ],
  ["The number of tokens in the prompt (12000) exceeds the model's limit (8192)", 8192, 12000],
  ['Input prompt (9012 tokens) is too long and exceeds limit of 8192', 8192, 9012],
  ['context_window_exceeded'],
  ['prompt_too_long'],
  ['max_tokens must be at least 1, got -2354.'],
  ['El mensaje es demasiado largo: 6628 tokens superan el máximo de 4096 tokens.', 4096, 6628],
  ['6628 Token sind mehr als die 4096 dieses Modells (token)', 4096, 6628],
  ['Request of 6628 tokens is above engine capacity (4096)', 4096, 6628],
  [
    "'max_tokens' is too large: 16000. This model's maximum context length is 4096 tokens and your request has 3000 input tokens (16000 > 4096 - 3000).",
    4096,
    3000,
  ],
  [
    "'max_tokens' or 'max_completion_tokens' is too large: 796. This model's maximum context length is 4096 tokens and your request has 3700 input tokens (796 > 4096 - 3700).",
    4096,
    3700,
  ],
  ['Conversation too long; the model accepts at most 16384 tokens', 16384],
  ['Validation: body.messages too large: 40123 tokens, maximum allowed 32768', 32768, 40123],
  ['This model supports at most 4096 tokens (prompt + completion), got 5000', 4096, 5000],
];
const OTHER: readonly string[] = [
  'max_tokens is too large: 16000. This model supports at most 4096 completion tokens',
  'unknown field foo',
  'Rate limit reached for tokens per minute. Limit 10000',
  'Input should be less than or equal to 2',
  'temperature must be at most 2',
  'max_tokens: 16000 > 8192, which is the maximum allowed number of output tokens for claude',
  'Invalid response_format',
  'model not found',
  'API key not valid',
  'You exceeded your current quota, please check your plan and billing details',
  'roles must alternate user/assistant',
  'Developer instruction is not enabled for models/gemma',
  'The model is overloaded. Please try again later.',
  'The parameter is incorrect',
  'logprobs must be less than 20',
  "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
  'Invalid value for max_output_tokens: must be at most 2048',
  'Failed to compile grammar',
];

describe('models: texts that say a prompt is too long', () => {
  for (const [text, window, prompt] of TOO_LONG)
    it(`F05 ${text.slice(0, 90)}`, () => {
      assert.ok(isTooLong(text));
      const read = readWindow(text, prompt ?? (window ?? 1000) * 1.1, 7_777);
      assert.equal(read.tokens, window);
      if (prompt !== undefined) assert.equal(read.prompt, prompt);
    });

  for (const text of OTHER)
    it(`F06 is about something else: ${text.slice(0, 90)}`, () => assert.ok(!isTooLong(text)));

  it('the largest answer that a refusal allows', () => {
    const limit = (text: string): number | undefined => readOutputLimit(text, 16_000);
    assert.equal(limit('max_tokens is too large: 16000. At most 4,096 completion tokens'), 4096);
    assert.equal(limit('max_tokens: 16000 > 8192, which is the maximum'), 8192);
    assert.equal(limit('max_tokens must be in [1, 8192]'), 8192);
    assert.equal(limit('max_tokens is too large'), undefined);
  });
});

describe('a prompt that is too long, in further languages', () => {
  for (const text of [
    'Il testo di input è troppo lungo per questo modello',
    'De invoer is te lang voor dit model',
    'Girdi çok uzun: 4337 belirteç, en fazla 4000',
    'ValueError: prompt has 4337 toks > 4000',
    'Die Eingabe ist zu lang.',
    '入力が長すぎます',
  ])
    it(text, () => assert.ok(isTooLong(text)));
});
