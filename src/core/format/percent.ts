/**
 * A share 0..1 as everything here writes it: `98.4 %`. Rounded down, so that 100 % means all of it;
 * what is more than nothing is never 0 %.
 */
export function percent(share: number): string {
  if (share >= 1) return '100 %';
  if (share > 0 && share < 0.001) return 'under 0.1 %';
  // 0.57 * 1000 is a little less than 570.
  const tenths = Math.min(999, Math.floor(share * 1000 + 1e-9)) / 10;
  return `${tenths.toFixed(1).replace(/\.0$/, '')} %`;
}
