// What a terminal acts on instead of showing: escape sequences first, whole, then single characters.
const SEQUENCES =
  // eslint-disable-next-line no-control-regex
  /(?:\u001b\]|\u009d)[^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[ -/]*[0-~]?/g;
const SHOWN =
  /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** Text of a document or a model, fit for a terminal: nothing in it moves, colours or hides anything. */
export const terminalText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(SEQUENCES, '')
    .replace(SHOWN, c => (c === '\n' || c === '\t' ? c : asCode(c)));

/**
 * Lines that a CI service would take for its own commands (`::error`, `##[group]`, `##vso[`),
 * written so that it does not.
 */
export const withoutCiCommands = (output: string): string =>
  output.replace(/^([ \t]*)::/gm, '$1\\::').replace(/##(?=\[|vso\[)/g, '# #');

/** What is no text in a file either: escape sequences and control characters, but for line ends and tabs. */
export const withoutControls = (text: string): string =>
  text
    .replace(SEQUENCES, '')
    .replace(/[\p{Cc}]/gu, c => (c === '\n' || c === '\t' || c === '\r' ? c : asCode(c)));

const asCode = (c: string): string => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`;

/** Characters that a terminal acts on or hides, and the beginnings of commands of CI services. */
const UNSAFE_IN_JSON =
  /[\u007f-\u009f\p{Variation_Selector}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]|#(?=#\[|#vso\[)/gu;

/** A value as JSON that is safe on any terminal: the same value, more of it written as `\uXXXX`. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(UNSAFE_IN_JSON, c =>
    Array.from(
      { length: c.length },
      (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
