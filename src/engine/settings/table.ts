import { READING } from './reading.ts';
import { RUNNING } from './running.ts';

/**
 * Every setting there is, once: the manifest's configuration, the reader of settings and the options and help of the
 * command line are made from it.
 */
export const SETTINGS = { ...READING, ...RUNNING } as const;
