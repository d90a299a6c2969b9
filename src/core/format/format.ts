/*
 * How numbers, money, times, shares and lists are written, wherever a person reads them:
 * report, panel, tree, terminal and dialogs. Numbers are English, days and hours are in the reader's time zone.
 */
import type { Spread } from '../domain/billing.ts';

/** `998,400`. Whole numbers only. */
export const grouped = (n: number): string => n.toString().replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 finding`, `12,000 findings`. */
export const count = (n: number, noun: string, plural = `${noun}s`): string =>
  `${grouped(n)} ${n === 1 ? noun : plural}`;

/** `a`, `a and b`, `a, b and c`. */
export function joinList(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/**
 * A share 0..1: `98.4 %`. Rounded down, so that 100 % means all of it; what is more than nothing is
 * never 0 %.
 */
export function percent(share: number): string {
  if (share >= 1) return '100 %';
  if (share > 0 && share < 0.001) return 'under 0.1 %';
  // 0.57 * 1000 is a little less than 570.
  const tenths = Math.min(999, Math.floor(share * 1000 + 1e-9)) / 10;
  return `${tenths.toFixed(1).replace(/\.0$/, '')} %`;
}

/** US dollars: `$4.50`, `$0.015`, `under $0.001`, `price unknown`. What costs something is never `$0.00`. */
export function money(usd: number | null | undefined): string {
  if (usd === undefined || usd === null) return 'price unknown';
  return usd > 0 && usd < 0.001 ? 'under $0.001' : `$${withCents(usd)}`;
}

const withCents = (usd: number): string => {
  // A third digit tells small sums apart; a nought there tells nothing.
  const fixed = usd > 0 && usd < 0.1 ? usd.toFixed(3).replace(/(\.\d\d)0$/, '$1') : usd.toFixed(2);
  const [whole = '', cents = ''] = fixed.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
};

/** `$1.10 (0.90–1.35)`: what is expected, and between what. */
export function moneySpread({ low, expected, high }: Spread): string {
  if (high === 0) return '$0.00';
  if (high < 0.001) return money(high);
  const digits = expected >= 1 || low >= 0.1 ? 2 : expected >= 0.01 ? 3 : 4;
  const [from, usual, to] = [low, expected, high].map(usd => usd.toFixed(digits));
  return `$${usual} (${from}–${to})`;
}

/** The same behind `about`, which `under` makes needless. */
export const aboutMoney = (spread: Spread): string =>
  moneySpread(spread).replace(/^(?!under)/, 'about ');

/** `42 (38–51)`; what is certain comes without a range. */
export const countSpread = ({ low, expected, high }: Spread): string =>
  low === high ? grouped(expected) : `${grouped(expected)} (${grouped(low)}–${grouped(high)})`;

/** Seconds: `46 s (40–90)`, `8 min (6–12)`, `3 h (2–5)`: all three in one unit. */
export function timeSpread({ low, expected, high }: Spread): string {
  const [unit, word] = expected < 120 ? [1, 's'] : expected < 7200 ? [60, 'min'] : [3600, 'h'];
  const [from, usual, to] = [low, expected, high].map(seconds => Math.round(seconds / unit));
  return `${usual} ${word} (${from}–${to})`;
}

/** Milliseconds: `1.4 s`, `46 s`, `7 min`, `7 min 53 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return inTwo(whole, 'min', 's');
  return inTwo(Math.round(whole / 60), 'h', 'min');
}

/** Sixtieths in two units; a rest of nothing is left out. */
const inTwo = (n: number, unit: string, sixtieth: string): string =>
  n % 60 === 0 ? `${n / 60} ${unit}` : `${Math.floor(n / 60)} ${unit} ${n % 60} ${sixtieth}`;

/** Milliseconds as a clock that runs: `0:14`, `2:46`, `1:02:46`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `09:17:18`. */
export const timeOfDay = (at: number): string =>
  new Date(at).toLocaleTimeString('en-GB', { hour12: false });

/** `09:17` today, else `19 Nov`. */
export function day(at: number, now: number): string {
  const date = new Date(at);
  return date.toDateString() === new Date(now).toDateString()
    ? timeOfDay(at).slice(0, 5)
    : date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

/** `19 Nov 2026, 09:17`. */
export const dateAndTime = (at: number): string =>
  new Date(at).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

/** Bytes in decimal units: `412 KB`, `1.4 MB`, `24 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte');
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} KB`;
  const mega = bytes / 1e6;
  return mega < 9.95 ? `${mega.toFixed(1)} MB` : `${grouped(Math.round(mega))} MB`;
}
