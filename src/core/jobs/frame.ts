export interface FramedText {
  readonly label: string;
  readonly text: string;
}

/** What the marked lines of a prompt begin with, before it is lengthened. */
export const markOf = (seed: string): string => `part-${seed.replace(/[^\w-]/g, '').slice(0, 16)}`;

/** A mark that none of the texts holds. */
export function unforgeable(seed: string, texts: readonly string[]): string {
  let mark = markOf(seed);
  while (texts.some(text => text.includes(mark))) mark += '-x';
  return mark;
}

/**
 * Texts between marked lines that the texts themselves cannot forge: the mark comes from `seed`
 * (the chunk's hash) and is lengthened until none of the texts holds it. The same texts are always
 * framed alike, so that a provider's prompt cache knows them again. Empty texts are left out. If lines inside
 * the texts are marked too, pass the `mark` that was made of them.
 */
export const frame = (
  seed: string,
  texts: readonly FramedText[],
  mark = unforgeable(
    seed,
    texts.map(({ text }) => text),
  ),
): string =>
  texts
    .filter(({ text }) => text !== '')
    .map(({ label, text }) => `<<<${mark} begin: ${label}>>>\n${text}\n<<<${mark} end>>>`)
    .join('\n\n');
