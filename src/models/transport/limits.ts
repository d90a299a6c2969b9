import type { Limit, LimitReport } from '../../core/ports/model.ts';

/** What the response headers say of the provider's limits, or undefined. `now` is wall-clock ms. */
export function readLimits(headers: Headers, now: number): LimitReport | undefined {
  const openai = (kind: string): Limit | undefined =>
    limit(
      headers.get(`x-ratelimit-limit-${kind}`),
      headers.get(`x-ratelimit-remaining-${kind}`),
      parseDuration(headers.get(`x-ratelimit-reset-${kind}`)),
    );
  const anthropic = (kind: string): Limit | undefined =>
    limit(
      headers.get(`anthropic-ratelimit-${kind}-limit`),
      headers.get(`anthropic-ratelimit-${kind}-remaining`),
      untilReset(headers.get(`anthropic-ratelimit-${kind}-reset`), headers.get('date'), now),
    );
  const requests = openai('requests') ?? anthropic('requests');
  const tokens = openai('tokens') ?? anthropic('tokens');
  const inputTokens = anthropic('input-tokens');
  const outputTokens = anthropic('output-tokens');
  if (!requests && !tokens && !inputTokens && !outputTokens) return undefined;
  return {
    ...(requests && { requests }),
    ...(tokens && { tokens }),
    ...(inputTokens && { inputTokens }),
    ...(outputTokens && { outputTokens }),
  };
}

/** Ms of a duration such as `6m0s`, `1s`, `12ms`, `1h2m3.5s`; undefined for anything else. */
export function parseDuration(text: string | null): number | undefined {
  const parts =
    /^(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m(?!s))?(?:(\d{1,8}(?:\.\d{1,9})?)s)?(?:(\d{1,9}(?:\.\d{1,9})?)ms)?$/.exec(
      text?.trim() ?? '',
    );
  if (!parts || parts[0] === '') return undefined;
  const [days, hours, minutes, seconds, ms] = [1, 2, 3, 4, 5].map(i => Number(parts[i] ?? 0));
  return Math.round((((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 1000 + ms!);
}

function limit(
  total: string | null,
  remaining: string | null,
  resetMs: number | undefined,
): Limit | undefined {
  const [most, left] = [count(total), count(remaining)];
  if (most === undefined && left === undefined && resetMs === undefined) return undefined;
  return {
    ...(most !== undefined && { limit: most }),
    ...(left !== undefined && { remaining: left }),
    ...(resetMs !== undefined && { resetMs }),
  };
}

const count = (text: string | null): number | undefined =>
  text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function untilReset(text: string | null, date: string | null, now: number): number | undefined {
  if (text === null || !RFC3339.test(text.trim())) return undefined;
  const at = Date.parse(text.trim());
  const served = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(at)) return undefined;
  return Math.max(0, at - (Number.isNaN(served) ? now : served));
}
