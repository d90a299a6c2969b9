import { parseArgs } from 'node:util';
import { usageError } from '../../core/errors.ts';

export type Values = ReturnType<typeof parse>['values'];

export function listOf(name: string, text: string | undefined): readonly string[] | undefined {
  const items = text
    ?.split(',')
    .map(item => item.trim())
    .filter(Boolean);
  if (items?.length === 0) throw usageError(`${name} takes a list such as a,b, not an empty one.`);
  return items;
}

/** @throws FanoutError `usage` for an option that does not exist or lacks its value. */
export function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        model: text,
        models: text,
        'perspective-model': { type: 'string', multiple: true },
        'verify-model': text,
        'second-model': text,
        doubtful: text,
        prices: text,
        'base-url': { type: 'string', multiple: true },
        plan: flag,
        changes: flag,
        staged: flag,
        commit: text,
        instructions: { type: 'string', multiple: true },
        perspectives: text,
        'perspectives-file': text,
        'ask-plan': flag,
        'idle-timeout': text,
        'call-timeout': text,
        'chunk-tokens': text,
        partition: text,
        language: text,
        'no-synthesis': flag,
        'no-cache': flag,
        verify: text,
        'no-consistency': flag,
        concurrency: text,
        rpm: text,
        itpm: text,
        otpm: text,
        'max-cost': text,
        'max-tokens': text,
        'on-failure': text,
        hedge: flag,
        optimize: text,
        mode: text,
        batch: flag,
        format: text,
        out: text,
        events: text,
        force: flag,
        secrets: text,
        'fail-on': text,
        store: text,
        decisions: text,
        reason: text,
        column: { type: 'string', multiple: true },
        labels: text,
        multi: flag,
        gold: text,
        id: text,
        about: text,
        'text-is': text,
        'no-header': flag,
        'records-per-call': text,
        length: text,
        audience: text,
        focus: text,
        columns: text,
        schema: text,
        help: { type: 'boolean', short: 'h' },
        version: flag,
      },
    });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws FanoutError `usage` unless it is a share between 0 and 1. */
export function share(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d?\.?\d+$/.test(text) || !(value > 0 && value <= 1))
    throw usageError(`${name} takes a number above 0 and at most 1, such as 0.6, not ${text}.`);
  return value;
}

export function integer(
  name: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw usageError(`${name} takes a whole number from ${least} to ${most}, not ${text}.`);
  return value;
}

export function amount(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d*\.?\d+$/.test(text))
    throw usageError(`${name} takes US dollars such as 2.50, not ${text}.`);
  return Number(text);
}

export function oneOf<T extends string>(
  name: string,
  allowed: readonly T[],
  text: string | undefined,
): T | undefined {
  const found = allowed.find(value => value === text);
  if (text === undefined || found !== undefined) return found;
  throw usageError(`${name} takes one of ${allowed.join(', ')}, not ${text}.`);
}
