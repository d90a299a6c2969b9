import type { LoadedRun } from '../store/readRun.ts';

/** What a reader of a run has to know when records of it are damaged; to be said where `damaged` is not 0. */
export const leftOut = ({ name, damaged }: Pick<LoadedRun, 'name' | 'damaged'>): string =>
  `${damaged === 1 ? '1 stored record' : `${damaged} stored records`} of the run over ${name} ${damaged === 1 ? 'is' : 'are'} damaged or missing and ${damaged === 1 ? 'was' : 'were'} left out. What is shown is as it was written. To have the rest asked again, resume the run.`;
