/**
 * 64 bits in hex that stay the same when the quoted text moves to another line or is re-wrapped,
 * and change when its words do. Two rounds of MurmurHash3's finalizer with different seeds.
 */
export function fingerprint(perspectiveId: string, quote: string, rule = ''): string {
  const words = quote.normalize('NFC').replace(/\s+/g, ' ').trim();
  const text = JSON.stringify([perspectiveId, words, rule]);
  return hash32(text, 0x9747b28c) + hash32(text, 0x1b873593);
}

function hash32(text: string, seed: number): string {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0xcc9e2d51);
    hash = (hash << 13) | (hash >>> 19);
  }
  hash ^= text.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, '0');
}
