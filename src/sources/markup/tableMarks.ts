/**
 * The bars of a table in Markdown, with as few tokens as keep cells apart: a space before a number, or between the bars
 * of an empty cell, would be a token of its own, while the one after a word is part of the bar's and keeps words apart.
 */

/** What follows the content of a cell. */
export const cellEnd = (hasText: boolean): string => (hasText ? ' |' : '|');

/** The line below the first row. */
export const headerRule = (cells: number): string => `|${'---|'.repeat(Math.max(1, cells))}`;
