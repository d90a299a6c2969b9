import type { Model } from '../../core/ports/model.ts';
import type OpenAI from 'openai';
import { collectAnswer } from '../transport/answerText.ts';
import { destination, type ModelOptions } from '../transport/egress.ts';
import type { NamedProvider } from '../registry.ts';
import { openaiBatch } from './batch.ts';
import { openaiClient } from './client.ts';
import { finalText, guessUsage, readResponse, responseBody, sentText } from './response.ts';
import { type Ask, modelOf } from '../transport/modelOf.ts';
import { reply } from '../transport/reply.ts';
import { ofCall } from '../transport/guarded.ts';

/** A model behind OpenAI's Responses API. Throws FanoutError `badBaseUrl` or `noApiKey`. */
export function createOpenai(provider: NamedProvider, options: ModelOptions): Model {
  const to = destination(provider, options);
  return {
    ...modelOf(provider, to, respond),
    ...(provider.batch && { batch: openaiBatch(to, provider.batch) }),
  };
}

const respond: Ask = async (to, request, dialect, call, onFirstToken) => {
  const client = await openaiClient(to);
  const stream = await client.responses.create(
    { ...responseBody(to.modelId, request, dialect), stream: true },
    ofCall(call),
  );
  const sent = sentText(request, dialect);
  const answer = collectAnswer(call, onFirstToken, cut => guessUsage(sent, cut));
  let refused = false;
  let last: OpenAI.Responses.Response | undefined;
  let outputIndex: number | undefined;
  let text: string[] = [];
  for await (const event of stream) {
    switch (event.type) {
      case 'response.output_text.delta':
        answer.add(event.delta);
        // A model may say something in between; the answer is its last message.
        if (event.output_index !== outputIndex) text = [];
        outputIndex = event.output_index;
        text.push(event.delta);
        break;
      case 'response.refusal.delta':
      case 'response.refusal.done':
        refused = true;
        break;
      case 'response.output_item.added':
        answer.begin();
        break;
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        last = event.response;
        break;
      default:
        // All of it at once, from a server that cannot stream.
        if ('object' in event && (event as { object: unknown }).object === 'response')
          last = event as unknown as OpenAI.Responses.Response;
    }
  }
  if (!last) throw call.failed('cutOff');
  const received = text.join('').toWellFormed() || finalText(last);
  const paid = readResponse(last, sent, { text: received, refused }, call);
  return reply(call, received, paid, to);
};
