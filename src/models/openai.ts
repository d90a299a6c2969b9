import type { Model, ModelReply, ModelRequest } from '../core/ports/model.ts';
import type OpenAI from 'openai';
import { collectAnswer } from './answerText.ts';
import type { Dialect } from './dialect.ts';
import { bearer, destination } from './egress.ts';
import type { Destination, ModelOptions } from './egress.ts';
import { openaiBatch } from './openaiBatch.ts';
import { openaiClient } from './openaiClient.ts';
import { finalText, guessUsage, readResponse, responseBody, sentText } from './openaiResponse.ts';
import { modelOf } from './modelOf.ts';
import { reply } from './reply.ts';
import { ofCall } from './transport.ts';
import type { Call } from './transport.ts';

export const OPENAI_URL = 'https://api.openai.com/v1';

/** A model behind OpenAI's Responses API. Throws FanoutError `badBaseUrl` or `noApiKey`. */
export function createOpenai(options: ModelOptions): Model {
  const to = destination(options, 'OpenAI', OPENAI_URL, bearer);
  return { ...modelOf('openai', to, respond), batch: openaiBatch(to) };
}

async function respond(
  to: Destination,
  request: ModelRequest,
  dialect: Dialect,
  call: Call,
  onFirstToken: (() => void) | undefined,
): Promise<ModelReply> {
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
    }
  }
  if (!last) throw call.failed('cutOff');
  const received = text.join('').toWellFormed() || finalText(last);
  const paid = readResponse(last, sent, { text: received, refused }, call);
  return reply(call, received, paid, to);
}
