import type { Spread } from '../domain/billing.ts';
import type { Branch } from '../domain/branch.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { Perspective } from '../domain/review/perspective.ts';
import type { Source } from '../domain/source.ts';

export interface PlanInput {
  readonly sources: readonly Source[];
  readonly chunks: readonly Chunk[];
  readonly perspectivesOf: (source: Source) => readonly Perspective[];
  /** The run's own model, `provider:id`. */
  readonly model: string;
  /** Input tokens that a perspective's prompt adds to its chunk. */
  readonly promptTokens: (perspective: Perspective, model: string) => number;
  /** Tokens the model bills per token counted. */
  readonly tokenFactor: (model: string) => number;
  /** Tokens of a branch's answer. */
  readonly answerTokens: (branch: Branch) => Spread;
}

/** The models a perspective is asked of, each once. */
export const modelsOf = ({ models }: Perspective, own: string): readonly string[] =>
  models && models.length > 0 ? [...new Set(models)] : [own];

/** One branch per chunk, perspective and model, in reading order. */
export function planBranches(input: PlanInput): Branch[] {
  const sources = new Map(input.sources.map(source => [source.id, source]));
  return input.chunks.flatMap(chunk => {
    const source = sources.get(chunk.sourceId);
    if (!source) return [];
    return input.perspectivesOf(source).flatMap(perspective =>
      modelsOf(perspective, input.model).map((model, _at, all) => {
        const branch = {
          id: `${chunk.id}/${perspective.id}${all.length > 1 ? `@${model}` : ''}`,
          chunkId: chunk.id,
          perspectiveId: perspective.id,
          model,
          inputTokens: Math.ceil(
            (chunk.tokens + input.promptTokens(perspective, model)) * input.tokenFactor(model),
          ),
          outputTokens: 0,
        };
        return { ...branch, outputTokens: Math.ceil(input.answerTokens(branch).expected) };
      }),
    );
  });
}

/** The halves of a branch whose chunk was too long for the model. */
export function splitBranch(branch: Branch, chunks: readonly [Chunk, Chunk]): Branch[] {
  const overhead = Math.max(0, branch.inputTokens - chunks[0].tokens - chunks[1].tokens);
  return chunks.map(chunk => ({
    ...branch,
    id: chunk.id + branch.id.slice(branch.chunkId.length),
    chunkId: chunk.id,
    inputTokens: chunk.tokens + overhead,
    parentId: branch.id,
  }));
}
