import { cleanText, cut } from '../text/cleanText.ts';

/** Maximum length of a title, message and unplaced quote shown from a model, in characters. */
export const MAX_TITLE = 120;
export const MAX_MESSAGE = 2_000;
export const MAX_QUOTE = 1_000;

/** A model's text without characters that control a terminal, a renderer or the reading direction. */
export const plainText = (text: string, max: number): string => cut(cleanText(text).trim(), max);

/** As `plainText`, on one line. */
export const plainLine = (text: string, max: number): string =>
  plainText(text.replace(/\s+/g, ' '), max);
