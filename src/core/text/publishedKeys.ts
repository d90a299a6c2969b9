import { SAMPLE, SHORT_SAMPLE, wordShare, type FoundSecret } from './assignedSecrets.ts';
import { DISCORD, INNER_FORMS, KEY_FORMS } from './keyForms.ts';
import { isShownValue } from './shownValues.ts';

/** Each form by its first character: few positions of a text are looked at twice. */
function byFirstCharacter(): string {
  const groups = new Map<string, string[]>();
  for (const [, prefix, rest] of KEY_FORMS) {
    const [first = ''] = prefix;
    groups.set(first, [...(groups.get(first) ?? []), escaped(prefix.slice(1)) + rest]);
  }
  return [...groups].map(([first, rests]) => `${escaped(first)}(?:${rests.join('|')})`).join('|');
}

const escaped = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** A key of any published form, for scanners with their own idea of what may stand around it. */
export const KEY_PATTERN = byFirstCharacter();

/** Nothing of a word before it, but for a line end or tab as JSON writes it. */
const BEFORE_KEY = '(?:(?<![A-Za-z0-9_-])|(?<=\\\\[nrt]))';
const KEYS = new RegExp(`${BEFORE_KEY}(?:${KEY_PATTERN}|(?:${DISCORD}))(?![A-Za-z0-9])`, 'g');
const FORMS = [...KEY_FORMS, ['Discord bot token', '', DISCORD] as const].map(
  ([kind, prefix, rest]) => ({
    kind,
    prefix,
    whole: new RegExp(`^${escaped(prefix)}(?:${rest})$`),
  }),
);
const INNER = INNER_FORMS.map(([kind, before, literal, rest]) => ({
  kind,
  literal,
  before: new RegExp(`(?<![A-Za-z0-9_-])${before}$`),
  rest: new RegExp(`^${rest}(?![A-Za-z0-9_-])`),
}));
/** Longest text before and behind the literal of an inner form. */
const AROUND = 160;

/** Drawn from capitals and 2 to 7: one key in 28 has no digit. */
const CAPITALS_ONLY = /^A[KSBC][IC]A/;

/** Keys are drawn at random: many different signs, and never words of one case. */
export const isRandom = (own: string, key: string): boolean => {
  const end = own.slice(-20);
  return (
    new Set(end).size >= 7 &&
    (/\d/.test(end) || (/[a-z]/.test(end) && /[A-Z]/.test(end)) || CAPITALS_ONLY.test(key))
  );
};

const isShown = (own: string): boolean =>
  SAMPLE.test(own) || SHORT_SAMPLE.test(own) || isShownValue(own);

/** Keys of forms that begin with a literal. */
export function publishedKeys(part: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const { 0: key, index } of part.matchAll(KEYS)) {
    const form = FORMS.find(({ prefix, whole }) => key.startsWith(prefix) && whole.test(key));
    if (!form) continue;
    if (isInBlob(part, index, index + key.length)) continue;
    const own = key.slice(form.prefix.length);
    // A member of an object `s`.
    if (form.prefix === 's.' && wordShare(own) > 0.5) continue;
    if (isRandom(own.length < 14 ? key : own, key) && !isShown(own))
      found.push({ start: index, end: index + key.length, kind: form.kind });
  }
  return found;
}

/** Base64 of a file holds any letters somewhere: a key stands by itself. */
function isInBlob(part: string, start: number, end: number): boolean {
  const before = /[A-Za-z0-9+/]*$/.exec(part.slice(Math.max(0, start - 60), start))?.[0] ?? '';
  const behind = /^[A-Za-z0-9+/]*/.exec(part.slice(end, end + 60))?.[0] ?? '';
  return /[+/]/.test(before + behind) && before.length + behind.length >= 60;
}

/** Keys of forms that are known by a part in their middle. */
export function innerKeys(part: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const { kind, literal, before, rest } of INNER)
    for (let at = part.indexOf(literal); at >= 0; at = part.indexOf(literal, at + 1)) {
      const behind = at + literal.length;
      const end = rest.exec(part.slice(behind, behind + AROUND + 60));
      const start = end && before.exec(part.slice(Math.max(0, at - AROUND), at));
      if (!start || !end) continue;
      const key = start[0] + literal + end[0];
      if (!isRandom(key, key) || isShown(key)) continue;
      found.push({ start: at - start[0].length, end: behind + end[0].length, kind });
    }
  return found;
}
