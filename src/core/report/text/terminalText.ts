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
    .replace(SHOWN, c =>
      c === '\n' || c === '\t' ? c : `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`,
    );

/**
 * Lines that a CI service would take for its own commands (`::error`, `##[group]`, `##vso[`),
 * written so that it does not.
 */
export const withoutCiCommands = (output: string): string =>
  output.replace(/^([ \t]*)::/gm, '$1\\::').replace(/##(?=\[|vso\[)/g, '# #');
