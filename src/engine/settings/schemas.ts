import { MODEL_REF } from '../../models/registry.ts';
import { MAX_PERSPECTIVES } from './lists.ts';

export const MODEL = { type: 'string', pattern: MODEL_REF } as const;
export const IDS = {
  type: 'array',
  uniqueItems: true,
  maxItems: MAX_PERSPECTIVES,
  items: { type: 'string' },
} as const;
export const USD = { type: 'number', minimum: 0, maximum: 10_000 } as const;
export const TIER = { input: USD, output: USD, cachedInput: USD, cacheWrite: USD } as const;
export const PRICE = {
  type: 'object',
  required: ['input', 'output'],
  additionalProperties: false,
  properties: {
    ...TIER,
    threshold: {
      type: 'integer',
      minimum: 1,
      description: 'Requests with more input tokens than this are billed at the prices in `above`.',
    },
    above: {
      type: 'object',
      required: ['input', 'output'],
      additionalProperties: false,
      properties: TIER,
    },
  },
} as const;
