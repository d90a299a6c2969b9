import type { Perspective } from '../domain/review/perspective.ts';

/** Who reads from what, as the user wrote it. */
export interface Routing {
  /** Perspective id -> every model that reads from it, `provider:id`, instead of the run's own. */
  readonly perspectiveModels: Readonly<Record<string, readonly string[]>>;
  /** Models that read every other perspective in addition to the run's own model. */
  readonly moreModels: readonly string[];
}

/** The perspectives with the models that read from them; a perspective's own choice goes before `moreModels`. */
export function routed(
  perspectives: readonly Perspective[],
  { perspectiveModels, moreModels }: Routing,
  own: string,
): readonly Perspective[] {
  return perspectives.map(perspective => {
    const named = Object.hasOwn(perspectiveModels, perspective.id)
      ? perspectiveModels[perspective.id]
      : perspective.models;
    const models = named ?? (moreModels.length > 0 ? [own, ...moreModels] : []);
    return models.length === 0 ? perspective : { ...perspective, models: [...new Set(models)] };
  });
}

/** Every model that perspectives name, each once. */
export const modelsNamed = (perspectives: readonly Perspective[]): readonly string[] => [
  ...new Set(perspectives.flatMap(({ models }) => models ?? [])),
];
