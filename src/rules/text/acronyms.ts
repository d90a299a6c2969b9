import type { Hit, Rule } from '../types.ts';

const ACRONYM = /(?<![\w.&/$#@[{<(-])([A-Z]{3,5})(?![\w.&/$#@\]}>-])/g;
/** Better known short than long. */
const KNOWN = new Set(
  'USA USD EUR GBP NATO NASA ISBN HTML HTTP HTTPS JSON YAML XML CSV PDF URL URI API CPU GPU RAM ROM SQL CSS DOM SDK CLI GUI IDE FAQ TBD TBC TODO NOTE AND NOT FOR THE ANY ALL UTC GMT ISO IEC IEEE ANSI ASCII UTF DNA RNA CEO CFO CTO LLC INC LTD PLC IBM SSH TLS SSL TCP UDP DNS FTP SMTP GPS USB LED LCD DVD VAT PIN PNG JPEG JPG GIF SVG MIT BSD GNU NPM ESM CJS ABI FFI LLVM ECMA RFC III VII VIII XII XIII XIV XVI XVII XIX'.split(
    ' ',
  ),
);

export const acronyms: Rule = {
  id: 'acronym',
  title: 'Abbreviation is never explained',
  serves: { markdown: 'completeness', prose: 'completeness' },
  severity: 'note',
  confidence: 0.5,
  english: true,
  cap: 2,
  find({ flat, text }) {
    const first = new Map<string, { start: number; count: number }>();
    for (const found of flat.matchAll(ACRONYM)) {
      const name = found[1] ?? '';
      if (KNOWN.has(name) || /^[IVXLC]+$/.test(name)) continue;
      const known = first.get(name);
      if (known) known.count += 1;
      else first.set(name, { start: found.index, count: 1 });
    }
    const hits: Hit[] = [];
    for (const [name, { start, count }] of first) {
      // Used once, in a line of capitals, or quoted anywhere: a name, a heading or a definition.
      const lineStart = flat.lastIndexOf('\n', start) + 1;
      const line = flat.slice(
        lineStart,
        flat.indexOf('\n', start) < 0 ? undefined : flat.indexOf('\n', start),
      );
      if (
        line === line.toUpperCase() ||
        count > 3 ||
        (line.match(/\b[A-Z]{3,}\b/g)?.length ?? 0) > 3
      )
        continue;
      if (
        !/^ [a-z]{2,}/.test(flat.slice(start + name.length, start + name.length + 4)) ||
        !/[Tt]he |[Aa]n? $/.test(flat.slice(Math.max(0, start - 4), start))
      )
        continue;
      if (isExplained(name, flat) || text.includes(`\`${name}`)) continue;
      hits.push({
        start,
        end: start + name.length,
        message: `“${name}” is not explained anywhere in the text.`,
      });
    }
    return hits;
  },
};

/** Spelled out beside it, in brackets or before brackets, or by words whose initials make it. */
function isExplained(name: string, flat: string): boolean {
  if (
    new RegExp(
      `\\(${name}s?\\)|["(]${name}["),;:]|${name}s? \\([A-Za-z]|${name}"? (?:means|stands for|is short for)`,
    ).test(flat)
  )
    return true;
  const initials = [...name]
    .map(letter => `[${letter}${letter.toLowerCase()}][A-Za-z]+`)
    .join('(?:[ -](?:of|and|for|the|to|in))?[ -]');
  return new RegExp(`\\b${initials}\\b`).test(flat);
}
