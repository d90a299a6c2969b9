/*
 * How numbers, money, times, shares and lists are written, wherever a person reads them:
 * report, panel, tree, terminal and dialogs: as the display language writes them, days and hours in the reader's
 * time zone.
 */
import { displayLanguage, intlTag, plural, t } from '../text/l10n.ts';
import type { Spread } from '../domain/billing.ts';

/** `998,400`. Whole numbers only. */
export const grouped = (n: number): string =>
  inLanguage(n.toString().replace(/\B(?=(\d{3})+$)/g, ','));

/** `4.8`: one place after the point, always. */
export const tenths = (n: number): string => inLanguage(n.toFixed(1));

/** An English number, as the display language writes it: `1,234.5` is `1.234,5` in German. */
function inLanguage(number: string): string {
  const language = displayLanguage();
  if (!language) return number;
  const [group, decimal] = separators(language.tag);
  return number.replace(/[,.]/g, mark => (mark === ',' ? group : decimal));
}

const known = new Map<string, readonly [group: string, decimal: string]>();

function separators(tag: string): readonly [group: string, decimal: string] {
  const parts = (): Intl.NumberFormatPart[] =>
    new Intl.NumberFormat(tag, { useGrouping: true }).formatToParts(1234567.5);
  const of = (type: string): string => parts().find(part => part.type === type)?.value ?? '';
  const found = known.get(tag) ?? ([of('group'), of('decimal')] as const);
  known.set(tag, found);
  return found;
}

/** `1 finding`, `12,000 findings`. The nouns are literals: each pair is a message, `{0} finding` and `{0} findings`. */
export const count = (n: number, noun: string, nouns = `${noun}s`): string =>
  plural(n, `{0} ${noun}`, `{0} ${nouns}`, grouped(n));

/** `a`, `a and b`, `a, b and c`. */
export const joinList = (names: readonly string[]): string =>
  new Intl.ListFormat(intlTag(), { type: 'conjunction' }).format(names);

/**
 * A share 0..1: `98.4 %`. Rounded down, so that 100 % means all of it; what is more than nothing is
 * never 0 %.
 */
export function percent(share: number): string {
  if (share >= 1) return t('{0} %', 100);
  if (share > 0 && share < 0.001) return t('under {0} %', inLanguage('0.1'));
  // 0.57 * 1000 is a little less than 570.
  const inTenths = Math.min(999, Math.floor(share * 1000 + 1e-9)) / 10;
  return t('{0} %', inLanguage(inTenths.toFixed(1).replace(/\.0$/, '')));
}

/** US dollars: `$4.50`, `$0.015`, `under $0.001`, `price unknown`. What costs something is never `$0.00`. */
export function money(usd: number | null | undefined): string {
  if (usd === undefined || usd === null) return t('price unknown');
  return usd > 0 && usd < 0.001
    ? t('under ${0}', inLanguage('0.001'))
    : t('${0}', inLanguage(withCents(usd)));
}

const withCents = (usd: number): string => {
  // A third digit tells small sums apart; a nought there tells nothing.
  const fixed = usd > 0 && usd < 0.1 ? usd.toFixed(3).replace(/(\.\d\d)0$/, '$1') : usd.toFixed(2);
  const [whole = '', cents = ''] = fixed.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
};

/** `$1.10 (0.90–1.35)`: what is expected, and between what. */
export function moneySpread({ low, expected, high }: Spread): string {
  if (high === 0) return money(0);
  if (high < 0.001) return money(high);
  const digits = expected >= 1 || low >= 0.1 ? 2 : expected >= 0.01 ? 3 : 4;
  const [from = '', usual = '', to = ''] = [low, expected, high].map(usd =>
    inLanguage(usd.toFixed(digits)),
  );
  return t('${0} ({1}–{2})', usual, from, to);
}

/** The same behind `about`, which `under` makes needless. */
export const aboutMoney = (spread: Spread): string =>
  spread.high > 0 && spread.high < 0.001
    ? moneySpread(spread)
    : t('about {0}', moneySpread(spread));

/** `42 (38–51)`; what is certain comes without a range. */
export const countSpread = ({ low, expected, high }: Spread): string =>
  low === high ? grouped(expected) : `${grouped(expected)} (${grouped(low)}–${grouped(high)})`;

/** Seconds: `46 s (40–90)`, `8 min (6–12)`, `3 h (2–5)`: all three in one unit. */
export function timeSpread({ low, expected, high }: Spread): string {
  const unit = expected < 120 ? 1 : expected < 7200 ? 60 : 3600;
  const [from = 0, usual = 0, to = 0] = [low, expected, high].map(s => Math.round(s / unit));
  if (unit === 1) return t('{0} s ({1}–{2})', usual, from, to);
  return unit === 60
    ? t('{0} min ({1}–{2})', usual, from, to)
    : t('{0} h ({1}–{2})', usual, from, to);
}

/** Milliseconds: `1.4 s`, `46 s`, `7 min`, `7 min 53 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return t('{0} s', tenths(seconds));
  const whole = Math.round(seconds);
  if (whole < 60) return t('{0} s', whole);
  // A rest of nothing is left out.
  const parts = (n: number): [number, number] => [Math.floor(n / 60), n % 60];
  const [min, s] = parts(whole);
  if (whole < 3600) return s === 0 ? t('{0} min', min) : t('{0} min {1} s', min, s);
  const [h, rest] = parts(Math.round(whole / 60));
  return rest === 0 ? t('{0} h', h) : t('{0} h {1} min', h, rest);
}

/** Milliseconds as a clock that runs: `0:14`, `2:46`, `1:02:46`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `09:17:18`. */
export const timeOfDay = (at: number): string =>
  new Date(at).toLocaleTimeString(intlTag(), { hour12: false });

/** `09:17` today, else `19 Nov`. */
export function day(at: number, now: number): string {
  const date = new Date(at);
  return date.toDateString() === new Date(now).toDateString()
    ? timeOfDay(at).slice(0, 5)
    : date.toLocaleDateString(intlTag(), { day: 'numeric', month: 'short' });
}

/** `19 Nov 2026, 09:17`. */
export const dateAndTime = (at: number): string =>
  new Date(at).toLocaleString(intlTag(), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

/** Bytes in decimal units: `412 KB`, `1.4 MB`, `24 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte');
  if (bytes < 999_500) return t('{0} KB', Math.round(bytes / 1000));
  const mega = bytes / 1e6;
  return t('{0} MB', mega < 9.95 ? tenths(mega) : grouped(Math.round(mega)));
}
