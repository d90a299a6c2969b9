import type { JsonSchema } from './model.ts';

const described = (schema: JsonSchema, description: string | undefined): JsonSchema =>
  description === undefined ? schema : { ...schema, description };

export const textSchema: JsonSchema = { type: 'string' };

export const textOn = (description: string): JsonSchema => described(textSchema, description);

export const numberOn = (description: string): JsonSchema => ({ type: 'number', description });

export const integerOn = (description: string): JsonSchema => ({ type: 'integer', description });

/** Every property required, nothing extra, no limits inside: what all providers enforce alike. */
export const objectSchema = (properties: Readonly<Record<string, unknown>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

export const listSchema = (items: JsonSchema, description?: string): JsonSchema =>
  described({ type: 'array', items }, description);

export const choiceSchema = (values: readonly string[]): JsonSchema => ({
  type: 'string',
  enum: values,
});

export const orNull = (schema: JsonSchema, description: string): JsonSchema => ({
  anyOf: [schema, { type: 'null' }],
  description,
});
