import { usageError } from '../../core/errors.ts';

export function listOf(name: string, text: string | undefined): readonly string[] | undefined {
  const items = text
    ?.split(',')
    .map(item => item.trim())
    .filter(Boolean);
  if (items?.length === 0) throw usageError(`${name} takes a list such as a,b, not an empty one.`);
  return items;
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

export function oneOf<T extends string>(
  name: string,
  allowed: readonly T[],
  text: string | undefined,
): T | undefined {
  const found = allowed.find(value => value === text);
  if (text === undefined || found !== undefined) return found;
  throw usageError(`${name} takes one of ${allowed.join(', ')}, not ${text}.`);
}
