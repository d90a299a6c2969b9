export interface FramedText {
  readonly label: string;
  readonly text: string;
}

/**
 * Texts between marked lines that the texts themselves cannot forge: the mark comes from `seed`
 * (the chunk's hash) and is lengthened until none of the texts holds it. The same texts are always
 * framed alike, so that a provider's prompt cache knows them again. Empty texts are left out.
 */
export function frame(seed: string, texts: readonly FramedText[]): string {
  let mark = `part-${seed.replace(/[^\w-]/g, '').slice(0, 16)}`;
  while (texts.some(({ text }) => text.includes(mark))) mark += '-x';
  return texts
    .filter(({ text }) => text !== '')
    .map(({ label, text }) => `<<<${mark} begin: ${label}>>>\n${text}\n<<<${mark} end>>>`)
    .join('\n\n');
}
