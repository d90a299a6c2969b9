import type { ModelRequest } from '../../core/ports/model.ts';
import type { Usage } from '../../core/domain/billing.ts';
import type Anthropic from '@anthropic-ai/sdk';
import { systemOf } from '../transport/dialect.ts';
import type { Dialect } from '../transport/dialect.ts';
import type { Call } from '../transport/guarded.ts';
import { addCounts, normalUsage } from '../transport/usage.ts';

/** The tokenizer of the current models makes about 30 % more tokens than o200k of the same prose. */
const CHARS_PER_TOKEN = 3.1;

/** What is asked, in the same words whether it is streamed or part of a batch. */
export const messageBody = (
  model: string,
  request: ModelRequest,
  dialect: Pick<Dialect, 'format' | 'outputCap' | 'effort'> & Partial<Pick<Dialect, 'promptCache'>>,
): Anthropic.MessageCreateParamsNonStreaming => ({
  model,
  max_tokens: dialect.outputCap,
  system: [{ type: 'text', text: systemOf(request, dialect) }],
  messages: [
    {
      role: 'user',
      content: [
        {
          type: 'text',
          text: request.shared,
          // Writing to the cache costs a quarter more than reading without: it takes two to pay.
          ...(dialect.promptCache !== false &&
            (request.sharedBy ?? 1) > 1 && { cache_control: { type: 'ephemeral' } }),
        },
        { type: 'text', text: request.task },
      ],
    },
  ],
  ...outputConfig(request, dialect),
});

function outputConfig(
  { schema }: ModelRequest,
  { format, effort }: Pick<Dialect, 'format' | 'effort'>,
): Pick<Anthropic.MessageCreateParams, 'output_config'> {
  if (format !== 'json_schema' && !effort) return {};
  return {
    output_config: {
      ...(format === 'json_schema' && { format: { type: 'json_schema', schema: { ...schema } } }),
      ...(effort && { effort }),
    },
  };
}

/** The text of a prompt. */
export const sentText = (request: ModelRequest, dialect: Pick<Dialect, 'format'>): string =>
  systemOf(request, dialect) + request.shared + request.task;

type Counts = Readonly<
  Record<
    'input_tokens' | 'output_tokens' | 'cache_read_input_tokens' | 'cache_creation_input_tokens',
    number | null | undefined
  >
>;

/** Anthropic counts as input what was neither read from nor written to the cache. */
export const usageOf = (counts: Counts, sent: string, received: string): Usage => {
  const cached = counts.cache_read_input_tokens;
  const cacheWrite = counts.cache_creation_input_tokens;
  return normalUsage(
    {
      input: addCounts(counts.input_tokens, cached, cacheWrite),
      output: counts.output_tokens,
      cached,
      cacheWrite,
    },
    sent,
    received,
    CHARS_PER_TOKEN,
  );
};

/** Throws when a message did not end as an answer does. */
export function refuseUnfinished(
  stop: string | null,
  text: string,
  paid: Usage,
  { failed }: Pick<Call, 'failed'>,
): void {
  switch (stop) {
    case 'end_turn':
    case 'stop_sequence':
      if (text.trim() === '') throw failed('emptyAnswer', paid);
      return;
    case 'max_tokens':
      throw failed('truncated', paid);
    case 'refusal':
      throw failed('refused', paid);
    case 'model_context_window_exceeded':
      throw failed('contextTooLong', paid);
    case 'pause_turn':
      throw failed('cutOff', paid);
    default:
      throw failed('badAnswer', paid);
  }
}
