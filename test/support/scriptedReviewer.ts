import { callFailed } from '../../src/core/errors.ts';
import type { BranchTask, Reply, Reviewer } from '../../src/core/ports/ports.ts';
import type { CallOptions, Model } from '../../src/core/ports/model.ts';
import type { Failure, FailureCode } from '../../src/core/domain/failure.ts';
import type { Answer } from '../../src/core/domain/branch.ts';
import type { ModelInfo } from '../../src/core/domain/model.ts';

export const scriptedModel: ModelInfo = {
  provider: 'compatible',
  ref: 'compatible:scripted',
  id: 'scripted',
  label: 'scripted',
  origin: 'http://localhost:1',
  contextTokens: 100_000,
  price: { input: 1, output: 5 },
};

export type Say = (task: BranchTask, call: CallOptions) => Answer | Promise<Answer>;

export interface ScriptedReviewer extends Reviewer {
  /** Branch ids in the order in which they were asked, retries included. */
  readonly asked: string[];
}

/** Answers branches as the test says; counts what was asked. */
export function scriptedReviewer(say: Say, model = scriptedModel): ScriptedReviewer {
  const asked: string[] = [];
  return {
    asked,
    model,
    lane: model.ref,
    review: async (task, call): Promise<Reply> => {
      asked.push(task.branch.id);
      const answer = await say(task, call);
      return {
        answer,
        usage: {
          inputTokens: 1000,
          outputTokens: 100,
          cachedTokens: 0,
          cacheWriteTokens: 0,
          estimated: false,
        },
      };
    },
  };
}

/** A remark on the first words of the chunk. */
export function remark(task: BranchTask): Answer {
  const text = task.source.text.slice(task.chunk.start, task.chunk.end);
  return {
    findings: [
      {
        quote: /\S[^\n]{0,60}/.exec(text)?.[0] ?? '',
        title: `${task.perspective.title} of ${task.chunk.title}`,
        message: 'Something is wrong here.',
        suggestion: null,
        severity: 'major',
        confidence: 0.9,
      },
    ],
    assessment: 'Read.',
    dropped: 0,
  };
}

export const nothing: Answer = { findings: [], assessment: 'Read.', dropped: 0 };

export const failWith = (code: FailureCode, more: Partial<Failure> = {}): never => {
  throw callFailed({ code, message: `The call failed: ${code}.`, ...more });
};

/** A model whose text the test gives. */
export const scriptedTextModel = (text: () => string | Promise<string>): Model => ({
  info: scriptedModel,
  lane: 'scripted',
  generate: async () => ({
    text: await text(),
    usage: {
      inputTokens: 10,
      outputTokens: 10,
      cachedTokens: 0,
      cacheWriteTokens: 0,
      estimated: false,
    },
  }),
});
