import { callFailed } from '../../src/core/errors.ts';
import type { Model, ModelRequest } from '../../src/core/ports/model.ts';
import type { ModelInfo } from '../../src/core/domain/model.ts';
import { scriptedModel } from './scriptedReviewer.ts';

export interface Line {
  readonly id: string;
  readonly of?: string;
  readonly text: string;
  readonly conflict?: string;
}

/** The part that a request is about, without its frame. */
export const partOf = ({ shared }: ModelRequest): string =>
  /begin: the part to [^>]*>>>\n([\s\S]*?)\n<<<part-/.exec(shared)?.[1] ?? '';

/** The statements that a request is to join. */
export const linesOf = ({ shared }: ModelRequest): Line[] =>
  shared
    .split('\n')
    .filter(line => line.startsWith('{"id"'))
    .map(line => JSON.parse(line) as Line);

/** The first sentences of a part, each with itself as its quote. */
export function sentencesOf(part: string, most = 3): { text: string; quotes: string[] }[] {
  const sentences = part.match(/[A-Z][^.!?\n]{12,160}[.!?]/g) ?? [];
  return [...new Set(sentences)].slice(0, most).map(text => ({ text, quotes: [text] }));
}

/** Two statements of every four, so that a summary is shorter than what it sums up. */
export const halved = (lines: readonly Line[]) =>
  Array.from({ length: Math.ceil(lines.length / 4) }, (_, i) => {
    const group = lines.slice(i * 4, i * 4 + 4);
    return {
      text: `In short: ${group[0]?.text ?? ''}`,
      ids: group.map(line => line.id),
      conflict: null,
    };
  });

export interface DigestModel extends Model {
  readonly asked: ModelRequest[];
  readonly joins: ModelRequest[];
}

export interface Script {
  readonly part?: (part: string, request: ModelRequest) => unknown;
  readonly join?: (lines: readonly Line[], request: ModelRequest) => unknown;
  readonly info?: Partial<ModelInfo>;
  /** Before each answer. */
  readonly wait?: (request: ModelRequest) => Promise<void>;
}

/** A model that summarizes by rule, or as the script says; it counts what it was asked. */
export function digestModel(script: Script = {}): DigestModel {
  const asked: ModelRequest[] = [];
  const joins: ModelRequest[] = [];
  return {
    asked,
    joins,
    info: { ...scriptedModel, ...script.info },
    lane: 'scripted',
    generate: async (request, { signal }) => {
      const isJoin = request.schemaName === 'joined';
      (isJoin ? joins : asked).push(request);
      await script.wait?.(request);
      signal.throwIfAborted();
      const answer = isJoin
        ? (script.join?.(linesOf(request), request) ?? { statements: halved(linesOf(request)) })
        : (script.part?.(partOf(request), request) ?? { statements: sentencesOf(partOf(request)) });
      if (answer === 'fail')
        throw callFailed({ code: 'serverError', message: 'The call failed: serverError.' });
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
      const { system, shared, task } = request;
      return {
        text,
        usage: {
          inputTokens: Math.ceil((system.length + shared.length + task.length) / 4),
          outputTokens: Math.ceil(text.length / 4),
          cachedTokens: 0,
          cacheWriteTokens: 0,
          estimated: false,
        },
      };
    },
  };
}
