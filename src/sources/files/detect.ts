import { analyse } from 'chardet';

/** Bytes that are enough to tell languages apart. */
const SAMPLE = 128 * 1024;
/** Minimum confidence out of 100, as reported by the detector; mostly English text scores little more. */
const MIN_CONFIDENCE = 8;
/** Required lead over Western European encodings if the text may be Western. */
const MIN_LEAD = 6;
/** The same for text with few non-ASCII letters, which resembles many encodings. */
const MIN_LEAD_SHORT = 20;
const SHORT = 40;
/** For East Asian encodings, in which nearly any byte pair is a character: the right one scores high. */
const MIN_EAST_ASIAN = 60;
const EAST_ASIAN = /^(?:big5|gb|euc|shift)/i;

const WESTERN = /^(?:ISO-8859-1|windows-1252)$/i;
const UNICODE = /^(?:UTF|ASCII|ISO-2022|mac)/i;

/**
 * The most likely encoding of bytes that are not Unicode, judged by the letters its languages use, with the decoded
 * text; undefined if none is likely enough. `maybeWestern`: the high bytes are distributed as in Western text, which is
 * then `windows-1252`.
 */
export function detectEncoding(
  bytes: Uint8Array,
  maybeWestern: boolean,
): { readonly encoding: string; readonly text: string } | undefined {
  if (maybeWestern && isSouthSlavic(bytes)) return decoded('windows-1250', bytes);
  const latin = maybeWestern && !hasSignsInWords(bytes);
  const found = analyse(bytes.subarray(0, SAMPLE)).filter(({ name }) => !UNICODE.test(name));
  const western = found.find(({ name }) => WESTERN.test(name))?.confidence ?? 0;
  const lead = countHigh(bytes) < SHORT ? MIN_LEAD_SHORT : MIN_LEAD;
  for (const { name, confidence } of found) {
    if (confidence < MIN_CONFIDENCE) return undefined;
    if (EAST_ASIAN.test(name) && confidence < MIN_EAST_ASIAN) continue;
    if (WESTERN.test(name)) {
      if (latin) return decoded('windows-1252', bytes);
      continue;
    }
    if (latin && confidence - western < lead) return decoded('windows-1252', bytes);
    const read = decoded(name, bytes);
    if (read && isMostlyLetters(read.text)) return read;
  }
  return undefined;
}

/**
 * Croatian, Serbian or Slovene: the detector does not know them. Š and ž have the same bytes in windows-1252, where č, ć
 * and đ are è, æ and ð. No Western language writes both: those with š and ž are Finnish and Estonian.
 */
function isSouthSlavic(bytes: Uint8Array): boolean {
  const text = new TextDecoder('windows-1252').decode(bytes.subarray(0, SAMPLE));
  const count = (letters: RegExp): number => text.match(letters)?.length ?? 0;
  const carons = count(/[šžŠŽ]/g);
  const others = count(/[èæðÈÆÐ]/g);
  const rest = count(/[à-öø-ÿ]/g) - count(/[èæð]/g);
  return carons > 2 && others > 2 && carons * 10 > others && rest * 10 < carons + others;
}

function countHigh(bytes: Uint8Array): number {
  let high = 0;
  for (let i = 0; i < bytes.length && high < SHORT; i++) if (bytes[i]! >= 0x80) high++;
  return high;
}

/**
 * True if words contain windows-1252 symbols that never occur inside Western words: they are letters of another
 * encoding.
 */
function hasSignsInWords(bytes: Uint8Array): boolean {
  const text = new TextDecoder('windows-1252').decode(bytes.subarray(0, SAMPLE));
  const inWords = text.match(/\p{L}[¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶¸¹º»¼½¾¿×÷†‡‰‹›‚„…]\p{L}/gu)?.length ?? 0;
  const high = text.match(/[^\0-\x7f]/g)?.length ?? 0;
  return inWords > 0 && inWords * 50 > high;
}

/** In the right encoding most non-ASCII characters are letters. */
function isMostlyLetters(text: string): boolean {
  const high = text.slice(0, SAMPLE).match(/[^\0-\x7f]/g)?.length ?? 0;
  const letters =
    text.slice(0, SAMPLE).match(/(?![\0-\x7f])[\p{L}\p{M}、。「」，：（）・]/gu)?.length ?? 0;
  return letters * 10 >= high * 6;
}

/** The decoded text; undefined if the bytes are invalid in the encoding, or Node does not support it. */
function decoded(
  encoding: string,
  bytes: Uint8Array,
): { readonly encoding: string; readonly text: string } | undefined {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    return { encoding: decoder.encoding, text: decoder.decode(bytes) };
  } catch {
    return undefined;
  }
}
