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

/** Ms of a wait that a text asks for (`Please try again in 1m12.5s`), or undefined. */
export function waitInWords(text: string | undefined): number | undefined {
  const wait = WAIT.exec(text?.slice(0, 2000) ?? '')?.[1];
  if (wait === undefined) return undefined;
  let ms = 0;
  for (const [, amount, unit = ''] of wait.matchAll(PART)) {
    const name = /^(?:ms|milli)/i.test(unit) ? 'ms' : unit.slice(0, 1).toLowerCase();
    ms += Number(amount) * (UNIT_MS[name] ?? 0);
  }
  return Math.round(ms);
}
