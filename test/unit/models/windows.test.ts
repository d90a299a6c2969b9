import assert from 'node:assert/strict';
import { modelReviewer } from '../../../src/core/branches/modelReviewer.ts';
import { reviewJob } from '../../../src/core/jobs/review/review.ts';
import { loadTokenCounter, type TokenCounter } from '../../../src/core/split/tokens/tokens.ts';
import { coverage } from '../../../src/core/state/coverage.ts';
import type { RunState } from '../../../src/core/state/runState.ts';
import { NO_FINDINGS, ok, status } from '../../support/chaosServer.ts';
import type { Behaviour, ChaosRequest } from '../../support/chaosServer.ts';
import { scriptedRun } from '../../support/scriptedRun.ts';
import { modelAt, withChaos } from './support.ts';

/** Sentences that are all different, in sections. */
const documentOf = (sentences: number): string =>
  Array.from({ length: sentences }, (_, i) => {
    const heading = i % 40 === 0 ? `\n\n## Section ${i / 40 + 1}\n\n` : '';
    return `${heading}Clause ${i} obliges the tenant to keep item ${i * 7} in good repair and to tell the landlord of defects.`;
  }).join(' ');

let count: TokenCounter;
before(async () => {
  count = await loadTokenCounter();
});

const sentOf = ({ body }: ChaosRequest): { prompt: number; cap: number; text: string } => {
  const messages = body?.['messages'] as readonly { readonly content: string }[];
  const text = messages.map(({ content }) => content).join('\n');
  return {
    // A tokenizer that makes a tenth more tokens than ours.
    prompt: Math.ceil(1.1 * count(text)) + 12,
    cap: Number(body?.['max_tokens'] ?? body?.['max_completion_tokens'] ?? 0),
    text,
  };
};

/** What a server of a style does with a request at a window: the refusal, or undefined. */
type Style = (window: number, prompt: number, cap: number) => Behaviour | undefined;

const refuse = (text: string, code = 400): Behaviour => status(code, { error: { message: text } });

const STYLES: Readonly<Record<string, Style>> = {
  'counts prompt and answer': (window, prompt, cap) =>
    prompt + cap > window
      ? refuse(
          `This model's maximum context length is ${window} tokens. However, you requested ${prompt + cap} tokens (${prompt} in the messages, ${cap} in the completion). Please reduce the length of the messages or completion.`,
        )
      : undefined,
  'names fields': (window, prompt) =>
    prompt > window
      ? status(400, {
          error: {
            code: 400,
            message: 'the request exceeds the available context size, try increasing it',
            type: 'exceed_context_size_error',
            n_prompt_tokens: prompt,
            n_ctx: window,
          },
        })
      : undefined,
  'counts the prompt alone': (window, prompt) =>
    prompt > window
      ? refuse(
          `The prompt (length ${prompt}) is longer than the maximum model length of ${window}.`,
        )
      : undefined,
  'says no number': (window, prompt, cap) =>
    prompt + Math.min(cap, 300) > window ? refuse('Prompt exceeds max length', 422) : undefined,
  'says no number and counts both': (window, prompt, cap) =>
    prompt + cap > window ? refuse('Token limit exceeded') : undefined,
  'fails with a 500': (window, prompt) =>
    prompt > window
      ? status(500, { error: `input length ${prompt} exceeds the context window of ${window}` })
      : undefined,
  'cuts and says nothing': (window, prompt) =>
    prompt > window ? ok(NO_FINDINGS, { usage: { input: window, output: 20 } }) : undefined,
  'cuts to half and says nothing': (window, prompt) =>
    prompt > window ? ok(NO_FINDINGS, { usage: { input: window / 2 + 2, output: 20 } }) : undefined,
};

interface Outcome {
  readonly state: RunState;
  readonly refused: number;
  readonly sent: number;
  /** Sentences that no accepted request held. */
  readonly unread: number;
}

function reviewAt(style: Style, window: number, sentences = 400): Promise<Outcome> {
  const text = documentOf(sentences);
  const accepted: string[] = [];
  let refused = 0;
  return withChaos(
    request => {
      const { prompt, cap, text: sent } = sentOf(request);
      const refusal = style(window, prompt, cap);
      if (refusal) refused += 1;
      else accepted.push(sent);
      return refusal ?? ok(NO_FINDINGS, { usage: { input: prompt, output: 20 } });
    },
    async chaos => {
      const model = modelAt('compatible', chaos.url);
      const perspective = reviewJob.perspectivesFor('markdown').slice(0, 1);
      const { state } = await scriptedRun({
        sources: [{ id: 's', path: 'lease.md', kind: 'markdown', languageId: 'markdown', text }],
        reviewer: modelReviewer(model, reviewJob, { maxOutputTokens: 16_000 }),
        model,
        options: {
          chunkTokens: 3000,
          maxOutputTokens: 16_000,
          perspectivesOf: () => perspective,
          consistency: false,
        },
      });
      const all = accepted.join('\n');
      const unread = Array.from({ length: sentences }, (_, i) => i).filter(
        i => !all.includes(`Clause ${i} obliges the tenant to keep item ${i * 7} in good repair`),
      );
      return { state, refused, sent: chaos.requests.length, unread: unread.length };
    },
  );
}

describe('models: any window of any server', () => {
  for (const [name, style] of Object.entries(STYLES))
    for (const window of [2048, 4096, 8192])
      it(`F05 a server that ${name}, ${window} tokens: all is read, few calls are refused`, async () => {
        const { state, refused, unread, sent } = await reviewAt(style, window);
        assert.equal(coverage(state).reviewedFraction, 1, state.failure?.message);
        assert.equal(unread, 0);
        assert.ok(refused < 10, `${refused} of ${sent} refused`);
        if (process.env['SHOW']) console.log(`      ${refused} of ${sent} refused`);
      });

  for (const [name, style] of Object.entries(STYLES))
    it(`F05 a server that ${name}, 1,024 tokens: the run stops and says which window is too small`, async () => {
      const { state, sent } = await reviewAt(style, 1024);
      assert.ok(sent < 16, `${sent} requests`);
      assert.match(state.failure?.message ?? '', /too small for this job/);
      assert.match(state.failure?.message ?? '', /1,024 tokens|refuses even a text/);
    });
});
