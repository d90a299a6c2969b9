import type { Definition } from './definition.ts';
import type { Meter } from '../pack/meter.ts';

/** Characters searched at once. */
const WINDOW = 32_768;
/** How far before a window a definition may begin, and how much of it is sent. */
const REACH = 600;
const MAX_TEXT_LENGTH = 320;

const TERM = String.raw`["“„«「]\s?([\p{Lu}\p{Lo}\p{N}][^"“”„«»「」]{0,60}?)[,.]?\s?["”“»」]`;
const MEANS = String.raw`(?:(?:shall )?(?:means?|have the meaning|has the meaning|refers? to|is defined|be defined|include[sd]?)\b|bezeichnet\b|bedeutet\b|désigne\b|significa\b|是指|指|とは|означает)`;
/** (the "Term"), (collectively, the "Terms"), ("Term"): the definition precedes it. */
const NAMING = new RegExp(
  String.raw`\((?:[^()"“”]{0,60}\s)?[*_]{0,2}${TERM}[*_]{0,2}(?:[^()"“”]{0,30})?\)`,
  'gu',
);
const PATTERNS = [
  // "Term" means ...
  new RegExp(String.raw`${TERM}(?:\s?\([^()]{0,60}\))?[*_]{0,2}\s{0,3}${MEANS}`, 'gu'),
  NAMING,
  // **Term** means ...
  new RegExp(String.raw`\*\*([\p{Lu}\p{Lo}][^*\n]{1,60})\*\*:?\s{1,3}${MEANS}`, 'gu'),
];

/** The terms that a text defines in words, each with its sentence, in text order. */
export async function termDefinitions(text: string, meter: Meter): Promise<Definition[]> {
  const found = new Map<string, Definition>();
  for (let from = 0; from < text.length; from += WINDOW) {
    const window = text.slice(from, from + WINDOW + REACH);
    for (const pattern of PATTERNS)
      for (const match of window.matchAll(pattern)) {
        // A match beyond the window's own part is found whole in the next window.
        if (match.index >= WINDOW) break;
        const term = (match[1] ?? '').replace(/\s+/g, ' ').trim();
        const before = found.get(term);
        const start = from + match.index;
        // The first definition counts, whichever pattern matches it.
        if (term.length < 2 || (before && before.start <= start)) continue;
        found.set(term, {
          term,
          ...sentenceAt(text, start, match[0].length, pattern === NAMING),
          scope: 'any',
        });
      }
    if (meter.add(WINDOW >> 2)) await meter.pause();
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** The sentence around a definition: from its start, up to a readable length. */
function sentenceAt(text: string, at: number, length: number, naming: boolean) {
  const floor = Math.max(0, at - REACH);
  const back = text.slice(floor, at);
  // After an abbreviation ("Inc.") a sentence goes on in small letters or with a comma.
  const ends = [
    ...back.matchAll(/[.;。；](?=\s+(?:[^\s\p{Ll},;(]|$))|\n[ \t]*\n|\r\n[ \t]*\r\n/gu),
  ].at(-1);
  let start = ends ? floor + ends.index + ends[0].length : floor;
  while (start < at && /\s/.test(text[start]!)) start++;
  const whole = at - start <= MAX_TEXT_LENGTH / 2;
  if (!whole) {
    // In a long sentence, the words directly before the term are the definition.
    start = at - MAX_TEXT_LENGTH / 2;
    while (start < at && !/\s/.test(text[start]!)) start++;
  }
  const ahead = text.slice(at + length, at + length + REACH);
  const stop = /[.;。；](?=\s|$)|\n[ \t]*\n|\r\n[ \t]*\r\n/.exec(ahead);
  const end = naming ? at + length : at + length + (stop ? stop.index + 1 : ahead.length);
  const line = text.slice(start, end).replace(/\s+/g, ' ').trim().toWellFormed();
  const shown =
    line.length <= MAX_TEXT_LENGTH ? line : `${line.slice(0, MAX_TEXT_LENGTH - 1).toWellFormed()}…`;
  return { start, end, text: whole ? shown : `… ${shown}` };
}
