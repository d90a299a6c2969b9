import { detectEncoding } from './detect.ts';
import { t } from '../../core/text/l10n.ts';

export type Decoded =
  { readonly text: string; readonly encoding: string } | { readonly reason: string };

const NOT_RECOGNIZED = t(
  'encoding not recognized: name it (--encoding, or the setting fanout.encoding), or save it as UTF-8',
);

/** Bytes examined to tell text from binary. */
const SAMPLE = 65_536;

/**
 * Decodes a file: UTF-8, UTF-16 (with a byte order mark or recognized by its zero bytes), otherwise the `named`
 * encoding or the one its letters indicate. A byte order mark stays in the text as U+FEFF. UTF-8 with a few invalid
 * bytes is kept, with those bytes as U+FFFD. Throws for a name that `isEncoding` rejects.
 */
export function decode(bytes: Uint8Array, named?: string): Decoded {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && !(c === 0 && d === 0 && bytes.length >= 4))
    return as('utf-16le', bytes);
  if (a === 0xfe && b === 0xff) return as('utf-16be', bytes);
  const sample = bytes.subarray(0, SAMPLE);
  if (sample.includes(0)) {
    const wide = wideEncoding(sample);
    return wide ? as(wide, bytes) : { reason: 'binary' };
  }
  const strict = tryUtf8(bytes);
  if (strict !== undefined)
    return isControlled(sample) ? { reason: 'binary' } : { text: strict, encoding: 'utf-8' };
  if (isControlled(sample)) return { reason: 'binary' };
  const lossy = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (isMostlyUtf8(lossy)) return { text: lossy, encoding: 'utf-8' };
  if (named !== undefined) return as(named, bytes);
  const detected = detectEncoding(bytes, looksWestern(bytes));
  if (detected) return detected;
  return looksWestern(bytes) ? as('windows-1252', bytes) : { reason: NOT_RECOGNIZED };
}

/** Whether an encoding of this name is supported. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}

function as(encoding: string, bytes: Uint8Array): Decoded {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  return { text, encoding };
}

function tryUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-16 without a byte order mark: in western text nearly every second byte is zero, always on the same side. */
function wideEncoding(sample: Uint8Array): string | undefined {
  const units = sample.length >> 1;
  if (units < 2) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    if (sample[i] === 0) even++;
    if (sample[i + 1] === 0) odd++;
  }
  const encoding =
    odd > units * 0.3 && even < units * 0.02
      ? 'utf-16le'
      : even > units * 0.3 && odd < units * 0.02
        ? 'utf-16be'
        : undefined;
  if (!encoding) return undefined;
  const text = new TextDecoder(encoding).decode(sample.subarray(0, units * 2));
  // eslint-disable-next-line no-control-regex -- control characters are what tells binary from text
  return /[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd-\uffff]/.test(text) ? undefined : encoding;
}

/** More than one control character per hundred bytes: not text, even if it is valid UTF-8. */
function isControlled(sample: Uint8Array): boolean {
  let controls = 0;
  for (const byte of sample) {
    // Tab to carriage return, and escape (terminal logs), occur in text.
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) controls++;
  }
  return controls > sample.length / 100;
}

function isMostlyUtf8(lossy: string): boolean {
  let broken = 0;
  let good = 0;
  for (const char of lossy) {
    if (char === '\ufffd') broken++;
    else if (char > '\x7f') good++;
  }
  return good >= broken * 8;
}

/** Western text has single accented letters among ASCII ones; other 8-bit and multi-byte encodings have runs of high bytes. */
function looksWestern(bytes: Uint8Array): boolean {
  let high = 0;
  let inRuns = 0;
  let run = 0;
  for (let i = 0; i <= bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0x80) {
      if (byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d)
        return false;
      high++;
      run++;
      continue;
    }
    if (run >= 3) inRuns += run;
    run = 0;
  }
  return high <= bytes.length * 0.35 && inRuns <= high * 0.3;
}
