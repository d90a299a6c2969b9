/** Numbers that depend on what they are drawn for and on nothing else, so that every driver meets the same. */

/** 0 <= x < 1, from a hash of the parts (FNV-1a with a final mix). */
export function uniform(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = String(part);
    for (let i = 0; i < text.length; i += 1) {
      hash ^= text.charCodeAt(i);
      hash = Math.imul(hash, 0x01000193);
    }
    hash ^= 0x1f;
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 2 ** 32;
}

/** A lognormal with this median (Box-Muller). */
export function lognormal(
  median: number,
  sigma: number,
  ...parts: readonly (string | number)[]
): number {
  const u = Math.max(uniform('u', ...parts), 1e-9);
  const v = uniform('v', ...parts);
  const normal = Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
  return median * Math.exp(sigma * normal);
}

/** A stream of numbers for a driver's own dice. */
export function randomOf(seed: number | string): () => number {
  let n = 0;
  return () => uniform('stream', seed, n++);
}
