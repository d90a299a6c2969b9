import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, startChaos, status } from '../../support/chaosServer.ts';
import type { Behaviour, ChaosRequest } from '../../support/chaosServer.ts';
import { startCommandLine } from '../../support/commandLine.ts';

/** What a server of a style does with a prompt that is longer than its window; undefined: it fits. */
type Style = (window: number, prompt: number, cap: number) => Behaviour | undefined;

const READ = { findings: [], assessment: 'Read.' };
const refuse = (message: string, more: object = {}, code = 400): Behaviour =>
  status(code, { error: { message, type: 'invalid_request_error', ...more } });

export const STYLES: Readonly<Record<string, Style>> = {
  'OpenAI-like error': (window, prompt, cap) =>
    prompt + cap > window
      ? refuse(
          `This model's maximum context length is ${window} tokens. However, you requested ${prompt + cap} tokens (${prompt} in the messages, ${cap} in the completion). Please reduce the length of the messages or completion.`,
          { code: 'context_length_exceeded' },
        )
      : undefined,
  'llama.cpp': (window, prompt) =>
    prompt > window
      ? refuse('the request exceeds the available context size, try increasing it', {
          type: 'exceed_context_size_error',
          n_prompt_tokens: prompt,
          n_ctx: window,
        })
      : undefined,
  'Ollama, silent cut': (window, prompt) =>
    prompt > window ? ok(READ, { usage: { input: window, output: 20 } }) : undefined,
  'Ollama, silent cut to half': (window, prompt) =>
    prompt > window ? ok(READ, { usage: { input: window / 2 + 2, output: 20 } }) : undefined,
  vLLM: (window, prompt, cap) =>
    prompt >= window
      ? refuse(
          `The decoder prompt (length ${prompt}) is longer than the maximum model length of ${window}. Make sure that \`max_model_len\` is no smaller than the number of text tokens.`,
        )
      : prompt + cap > window
        ? refuse(
            `'max_tokens' or 'max_completion_tokens' is too large: ${cap}. This model's maximum context length is ${window} tokens and your request has ${prompt} input tokens (${cap} > ${window} - ${prompt}).`,
          )
        : undefined,
  'LM Studio': (window, prompt) =>
    prompt > window
      ? status(400, {
          error: `Trying to keep the first ${prompt} tokens when context the overflows. However, the model is loaded with context length of only ${window} tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input`,
        })
      : undefined,
};

const SENTENCES = 900;
const text = (): string =>
  Array.from({ length: SENTENCES }, (_, i) => {
    const heading = i % 60 === 0 ? `\n\n## Part ${i / 60 + 1}\n\n` : '';
    return `${heading}Clause ${i} obliges the tenant of flat ${i * 7} to keep its stairs in good repair.`;
  }).join(' ');

const sentOf = ({ body }: ChaosRequest): string =>
  ((body?.['messages'] ?? []) as readonly { readonly content: string }[])
    .map(({ content }) => content)
    .join('\n');

export interface WindowResult {
  readonly style: string;
  readonly window: number;
  readonly calls: number;
  readonly refused: number;
  /** Sentences that stood in a prompt the server read whole, 0 to 1. */
  readonly read: number;
  /** What the report says of it, 0 to 1. */
  readonly told: number | undefined;
  readonly exit: number | null;
}

/** Reviews one text at every style and window through the command line. */
export async function windows(
  perspectives: string,
  tokensPerChar: number,
): Promise<WindowResult[]> {
  const results: WindowResult[] = [];
  for (const [name, style] of Object.entries(STYLES))
    for (const window of [2048, 4096, 8192])
      results.push({
        style: name,
        window,
        ...(await measure(style, window, perspectives, tokensPerChar)),
      });
  return results;
}

async function measure(
  style: Style,
  window: number,
  perspectives: string,
  tokensPerChar: number,
): Promise<Omit<WindowResult, 'style' | 'window'>> {
  const dir = mkdtempSync(join(tmpdir(), 'fanout-windows-'));
  writeFileSync(join(dir, 'lease.md'), text());
  const whole: string[] = [];
  let [calls, refused] = [0, 0];
  const chaos = await startChaos(async request => {
    if (request.api !== 'chat') return status(404);
    calls += 1;
    const sent = sentOf(request);
    const prompt = Math.ceil(sent.length * tokensPerChar);
    const cap = Number(request.body?.['max_tokens'] ?? 0);
    const no = style(window, prompt, cap);
    if (no) refused += 1;
    else whole.push(sent);
    await new Promise(resolve => setTimeout(resolve, 20));
    return no ?? ok(READ, { usage: { input: prompt, output: 20 } });
  });
  const { ended } = startCommandLine(
    [
      'review',
      'lease.md',
      '--model',
      'compatible:m',
      '--base-url',
      `${chaos.url}/v1`,
      '--perspectives',
      perspectives,
      '--no-synthesis',
      '--no-consistency',
      '--format',
      'json',
      '--store',
      join(dir, 'store'),
    ],
    dir,
  );
  const { code, stdout } = await ended;
  await chaos.close();
  rmSync(dir, { recursive: true, force: true });
  const all = whole.join('\n');
  const read = Array.from({ length: SENTENCES }, (_, i) => i).filter(i =>
    all.includes(`Clause ${i} obliges the tenant of flat ${i * 7} to keep`),
  ).length;
  const report = JSON.parse(stdout) as {
    readonly coverage?: { readonly reviewedFraction: number };
  };
  return {
    calls,
    refused,
    read: read / SENTENCES,
    told: report.coverage?.reviewedFraction,
    exit: code,
  };
}

if (process.argv[1] === import.meta.filename)
  console.table(
    await windows(process.argv[2] ?? 'accuracy,tone,completeness', Number(process.argv[3] ?? 0.25)),
  );
