const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
// RFC 9110 5.6.7, the one form a sender may write.
const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/**
 * How long the provider asks to wait, in ms, or undefined when it does not say or says nonsense
 * (`-5`, `soon`, an ISO date, two joined headers). `now` is wall-clock ms; the response's own Date
 * header is used instead when it has one, so that a wrong clock here costs nothing. Not clamped.
 */
export function parseRetryAfter(headers: Headers | undefined, now: number): number | undefined {
  const ms = headers?.get('retry-after-ms')?.trim();
  if (ms !== undefined && /^\d{1,12}$/.test(ms)) return Number(ms);
  const value = headers?.get('retry-after')?.trim();
  if (value === undefined) return headers && untilReset(headers, now);
  if (/^\d{1,9}(\.\d{1,9})?$/.test(value)) return Math.round(Number(value) * 1000);
  if (DURATION.test(value)) return durationOf(value);
  const until = parseHttpDate(value);
  if (until === undefined) return undefined;
  return Math.max(0, until - (parseHttpDate(headers?.get('date')?.trim() ?? '') ?? now));
}

/** Ms since 1970 of an IMF-fixdate (`Sun, 06 Nov 1994 08:49:37 GMT`), or undefined. */
export function parseHttpDate(text: string): number | undefined {
  const parts = IMF_FIXDATE.exec(text);
  if (!parts) return undefined;
  const month = MONTHS.indexOf(parts[2] ?? '');
  const [day, year, hour, minute, second] = [1, 3, 4, 5, 6].map(i => Number(parts[i]));
  if (month < 0 || !day || day > 31 || hour! > 23 || minute! > 59 || second! > 60) return undefined;
  return Date.UTC(year!, month, day, hour, minute, second);
}

/** Seconds, or the seconds or milliseconds since 1970, when a limit that is used up is full again. */
function untilReset(headers: Headers, now: number): number | undefined {
  const ownResets = ['requests', 'tokens'].flatMap(of => {
    const own = headers.get(`x-ratelimit-reset-${of}`)?.trim() ?? '';
    const isUsedUp = headers.get(`x-ratelimit-remaining-${of}`)?.trim() === '0';
    return isUsedUp && DURATION.test(own) ? [durationOf(own)] : [];
  });
  if (ownResets.length > 0) return Math.max(...ownResets);
  const value = (headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset'))?.trim() ?? '';
  const left = headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining');
  if (!/^\d{1,15}(?:\.\d{1,9})?$/.test(value) || Number(left ?? 0) > 0) return undefined;
  const number = Number(value);
  // A duration in seconds is no date: a thousand million seconds are 31 years.
  if (number < 1e9) return Math.round(number * 1000);
  const at = number < 1e11 ? number * 1000 : number;
  return Math.max(0, at - (parseHttpDate(headers.get('date')?.trim() ?? '') ?? now));
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const WAIT =
  /(?:try again|retry|retried|wait|available)\b[^\d\n]{0,40}?((?:\d{1,6}(?:\.\d{1,9})?\s*(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)[\s,]*(?:and\s)?)+)/i;
const PART =
  /(\d{1,6}(?:\.\d{1,9})?)\s*(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)/gi;

/** `3s`, `1m12.5s`, `250ms`. */
const DURATION = /^(?:\d{1,6}(?:\.\d{1,9})?(?:ms|s|m|h))+$/i;

/** Ms of a length of time in English, in parts. */
function durationOf(text: string): number {
  let ms = 0;
  for (const [, amount, unit = ''] of text.matchAll(PART)) {
    const name = /^(?:ms|milli)/i.test(unit) ? 'ms' : unit.slice(0, 1).toLowerCase();
    ms += Number(amount) * (UNIT_MS[name] ?? 0);
  }
  return Math.round(ms);
}

/** A wait in further languages: the word before it, or the sign behind it. */
const WAIT_ELSEWHERE =
  /(?:\b(?:in|nach|dans|après|en|dentro de|tra|fra|over|após|em)|через)\s+(\d{1,6})\s*(sek|sec|seg|сек|min|мин|minuut|minut)|(\d{1,6})\s*(秒|分|초|분)[^\d\n]{0,12}(?:重试|再试|再|後|后|후|以内|お待ち|retry)/i;

/** Ms of a wait that a text asks for (`Please try again in 1m12.5s`, `请在3秒后重试`), or undefined. */
export function waitInWords(text: string | undefined): number | undefined {
  const said = text?.slice(0, 2000) ?? '';
  const wait = WAIT.exec(said)?.[1];
  if (wait !== undefined) return durationOf(wait);
  const [, before, unitBefore, behind, unitBehind] = WAIT_ELSEWHERE.exec(said) ?? [];
  const amount = before ?? behind;
  if (amount === undefined) return undefined;
  const isMinutes = /^(?:min|мин|分|분)/i.test(unitBefore ?? unitBehind ?? '');
  return Number(amount) * (isMinutes ? 60_000 : 1000);
}

const MAX_DEPTH = 4;

/** Ms that the fields of an error's body ask to wait: `retry_after`, `retryAfter`, `retry_after_ms`, `retryDelay`. */
export function waitInFields(body: unknown, depth = 0): number | undefined {
  if (typeof body !== 'object' || body === null || depth > MAX_DEPTH) return undefined;
  for (const [name, value] of Object.entries(body)) {
    if (/^retry_?-?(?:after|delay|in)/i.test(name)) {
      const text = String(value).trim();
      if (DURATION.test(text)) return durationOf(text);
      if (/^\d{1,9}(?:\.\d{1,9})?$/.test(text))
        return Math.round(Number(text) * (/ms$|milli/i.test(name) ? 1 : 1000));
    }
    const inner = waitInFields(value, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
