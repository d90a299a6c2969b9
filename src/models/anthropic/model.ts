import type { Model } from '../../core/ports/model.ts';
import type { Usage } from '../../core/domain/billing.ts';
import type Anthropic from '@anthropic-ai/sdk';
import type { NamedProvider, Provider } from '../registry.ts';
import { anthropicBatch } from './batch.ts';
import { anthropicClient } from './client.ts';
import { messageBody, refuseUnfinished, sentText, usageOf } from './message.ts';
import { collectAnswer } from '../transport/answerText.ts';
import { destination } from '../transport/egress.ts';
import type { Destination, ModelOptions } from '../transport/egress.ts';
import { type Ask, modelOf } from '../transport/modelOf.ts';
import { reply } from '../transport/reply.ts';
import { ofCall } from '../transport/guarded.ts';

/**
 * The official API takes a bearer token under its present version; servers that imitate it
 * mostly know the older pair of headers.
 */
const anthropicHeaders = (key: string, official: boolean): Record<string, string> =>
  official
    ? { authorization: `Bearer ${key}`, 'anthropic-version': '2026-10-21' }
    : {
        authorization: `Bearer ${key}`,
        'x-api-key': key,
        'anthropic-version': '2023-06-01',
      };

/** The SDK adds `/v1` itself; addresses are often pasted with it. */
export const anthropicDestination = (provider: Provider, options: ModelOptions): Destination => {
  const to = destination(provider, options, anthropicHeaders);
  return { ...to, url: to.url.replace(/\/v1$/, '') };
};

/** A model behind Anthropic's Messages API. Throws FanoutError `badBaseUrl` or `noApiKey`. */
export function createAnthropic(provider: NamedProvider, options: ModelOptions): Model {
  const to = anthropicDestination(provider, options);
  return {
    ...modelOf(provider, to, message),
    ...(provider.batch && { batch: anthropicBatch(to, provider.batch) }),
  };
}

const message: Ask = async (to, request, dialect, call, onFirstToken) => {
  const client = await anthropicClient(to);
  const stream = await client.messages.create(
    { ...messageBody(to.modelId, request, dialect), stream: true },
    ofCall(call),
  );
  const sent = sentText(request, dialect);
  let before: Anthropic.Usage | undefined;
  let after: Anthropic.MessageDeltaUsage | undefined;
  let ended = false;
  let whole: Anthropic.Usage | undefined;
  const paidFor = (received: string): Usage =>
    usageOf(
      {
        input_tokens: after?.input_tokens ?? before?.input_tokens,
        output_tokens: after?.output_tokens ?? whole?.output_tokens,
        cache_read_input_tokens: after?.cache_read_input_tokens ?? before?.cache_read_input_tokens,
        cache_creation_input_tokens:
          after?.cache_creation_input_tokens ?? before?.cache_creation_input_tokens,
      },
      sent,
      received,
    );
  const answer = collectAnswer(call, onFirstToken, paidFor);
  let stop: string | null = null;
  for await (const event of stream as AsyncIterable<
    Anthropic.RawMessageStreamEvent | Anthropic.Message
  >) {
    switch (event.type) {
      // All of it at once, from a server that cannot stream.
      case 'message':
        before = whole = event.usage;
        stop = event.stop_reason;
        ended = true;
        for (const block of event.content) if (block.type === 'text') answer.add(block.text);
        break;
      case 'message_start':
        before = event.message.usage;
        break;
      case 'content_block_start':
        answer.begin();
        if (event.content_block.type === 'text') answer.add(event.content_block.text);
        break;
      case 'content_block_delta':
        if (event.delta.type === 'text_delta') answer.add(event.delta.text);
        break;
      case 'message_delta':
        stop = event.delta.stop_reason ?? stop;
        after = event.usage ?? after;
        break;
      case 'message_stop':
        ended = true;
        break;
      default:
    }
  }
  if (!ended || stop === null) throw call.failed('cutOff');
  const text = answer.text();
  const paid = paidFor(text);
  refuseUnfinished(stop, text, paid, call);
  return reply(call, text, paid, to);
};
