/** Which suggestions become tracked changes: those marked as to do, all, or none. */
export const TRACKED = ['accepted', 'all', 'none'] as const;
export type Tracked = (typeof TRACKED)[number];
