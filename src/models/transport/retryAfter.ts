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
  if (value === undefined) return undefined;
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
