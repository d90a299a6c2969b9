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

/** What an address needs beside a key. */
export const CONNECTION = {
  type: 'object',
  additionalProperties: false,
  properties: {
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    keyCommand: { type: 'array', minItems: 1, maxItems: 100, items: { type: 'string' } },
    certificate: {
      type: 'object',
      additionalProperties: false,
      required: ['cert', 'key'],
      properties: {
        cert: { type: 'string', description: 'File of the certificate, in PEM.' },
        key: { type: 'string', description: 'File of its private key, in PEM.' },
        ca: { type: 'string', description: 'File of further authorities, in PEM.' },
        passphrase: {
          type: 'string',
          description: 'Of the private key; `${env:NAME}` is an environment variable.',
        },
      },
    },
  },
} as const;
