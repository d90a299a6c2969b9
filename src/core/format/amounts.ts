/** How money, times and counts are written, wherever they are shown. */

import type { Spread } from '../domain/billing.ts';

/** US dollars: `$4.50`, `$0.015`, `under $0.001`. */
export const money = (usd: number): string =>
  usd > 0 && usd < 0.001 ? 'under $0.001' : `$${usd.toFixed(usd > 0 && usd < 0.1 ? 3 : 2)}`;

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

/** Milliseconds: `1.4 s`, `7 min 53 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `998,400`. */
export const grouped = (n: number): string => n.toString().replace(/\B(?=(\d{3})+$)/g, ',');

export const count = (n: number, noun: string, plural = `${noun}s`): string =>
  `${grouped(n)} ${n === 1 ? noun : plural}`;
