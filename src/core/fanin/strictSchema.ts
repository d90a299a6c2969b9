import type { JsonSchema } from '../ports/model.ts';

export const textSchema: JsonSchema = { type: 'string' };

/** Every property required, nothing extra: what all providers enforce alike. */
export const objectSchema = (properties: Readonly<Record<string, unknown>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

export const listSchema = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

export const choiceSchema = (values: readonly string[]): JsonSchema => ({
  type: 'string',
  enum: values,
});
