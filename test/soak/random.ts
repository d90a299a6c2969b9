/** Mulberry32, small and the same everywhere: an integer below `n`. */
export type Random = (n: number) => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return n => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * Math.max(1, Math.floor(n)));
  };
}
