import { money as dollars } from '../../../src/core/format/amounts.ts';
import type { Severity } from '../../../src/core/domain/findings.ts';

export { percent } from '../../../src/core/format/percent.ts';

/** US dollars: `$4.50`, `$0.004`, `$0.00`; `not known` when a price is missing. */
export const money = (usd: number | undefined): string =>
  usd === undefined ? 'not known' : dollars(usd);

/** Milliseconds as a person says them: `1.4 s`, `46 s`, `7 min 53 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  const rest = Math.round((whole % 3600) / 60);
  return rest === 0 ? `${Math.floor(whole / 3600)} h` : `${Math.floor(whole / 3600)} h ${rest} min`;
}

/** Milliseconds as a clock that runs: `2:46`, `1:02:46`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

const grouped = new Intl.NumberFormat('en-US');
/** `998,400` */
export const count = (n: number): string => grouped.format(n);

/** `1 finding`, `2 findings`, `12,000 findings`. */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** `9:14`, in the reader's time zone. */
export const timeOfDay = (at: number): string =>
  new Date(at).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

export const dateAndTime = (at: number): string =>
  new Date(at).toLocaleString(undefined, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

export const SEVERITY_WORD: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  major: 'Major',
  minor: 'Minor',
  note: 'Note',
};

/** Severity is a shape first, a colour second. */
export const SEVERITY_ICON: Readonly<Record<Severity, string>> = {
  critical: 'error',
  major: 'warning',
  minor: 'info',
  note: 'lightbulb',
};

export const SEVERITY_CLASS: Readonly<Record<Severity, string>> = {
  critical: 's-err',
  major: 's-warn',
  minor: 's-info',
  note: 's-hint',
};
