/**
 * How a run is sent. `fast`: as many calls at once as suits the provider. `sequential`: one after the other,
 * the perspectives of a chunk in a row, so that the provider's prompt cache is used most. `economy`: through
 * the provider's batch engine, within a day, for about half.
 */
export const MODES = ['fast', 'sequential', 'economy'] as const;
export type Mode = (typeof MODES)[number];
