/** How numbers, times and money are written in rows, messages and tooltips. */

export { percent } from '../../core/format/percent.ts';

/** `3 findings`, `1 finding`, `7,420 tokens`. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** Milliseconds as `0:14` or `1:02:03`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Local time of day, `09:17:18`. */
export const clockTime = (at: number): string =>
  new Date(at).toLocaleTimeString('en-GB', { hour12: false });

/** `09:17` today, else `19 Nov`. */
export function day(at: number, now: number): string {
  const date = new Date(at);
  return date.toDateString() === new Date(now).toDateString()
    ? clockTime(at).slice(0, 5)
    : date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

/** US dollars: `$1.81`, and never `$0.00` for something that costs. */
export const money = (usd: number): string =>
  usd > 0 && usd < 0.01 ? 'under $0.01' : `$${usd.toFixed(2)}`;
