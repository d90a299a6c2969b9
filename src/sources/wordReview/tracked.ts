/** Which suggestions become tracked changes: the accepted ones, all, or none. */
export const TRACKED = ['accepted', 'all', 'none'] as const;
export type Tracked = (typeof TRACKED)[number];
