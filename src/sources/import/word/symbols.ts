/** Signs of Wingdings that documents use: boxes, ticks, bullets, arrows. By code without the F0 before it. */
const WINGDINGS: Readonly<Record<string, string>> = {
  '6F': '☐',
  '71': '☐',
  '72': '☐',
  A8: '☐',
  FE: '☑',
  FD: '☒',
  '78': '☒',
  FC: '✓',
  FB: '✗',
  '6C': '•',
  '9F': '•',
  A7: '•',
  '76': '•',
  D8: '→',
  E0: '→',
  DF: '←',
  E8: '→',
  F0: '→',
  '4A': '☺',
  '2A': '✉',
  '28': '☎',
};
const WINGDINGS_2: Readonly<Record<string, string>> = {
  '50': '✓',
  '4F': '✗',
  '51': '☒',
  '52': '☑',
  '53': '☒',
  '54': '☒',
  A3: '☐',
  '2A': '☐',
  '30': '☐',
};
/** The Symbol font: Greek and mathematics at the places of ASCII. */
const SYMBOL: Readonly<Record<string, string>> = Object.fromEntries(
  [
    [0x41, 'ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ'],
    [0x61, 'αβχδεφγηιϕκλμνοπθρστυϖωξψζ'],
    [0xa2, '′≤⁄∞'],
    [0xb0, '°±″≥×∝∂•÷≠≡≈…'],
    [0xe5, '∑'],
    [0xae, '→'],
    [0xd6, '√⋅¬'],
  ].flatMap(([first, signs]) =>
    [...(signs as string)].map((sign, i) => [
      ((first as number) + i).toString(16).toUpperCase(),
      sign,
    ]),
  ),
);

/** What a `w:sym` shows, as Unicode; nothing where that is not known. */
export function symbolText(font: string, code: string): string {
  const value = parseInt(code, 16);
  if (!Number.isInteger(value) || value < 32 || value > 0x10ffff) return '';
  const key = (value & 0xff).toString(16).toUpperCase();
  const name = font.toLowerCase();
  if (name === 'wingdings') return WINGDINGS[key] ?? '';
  if (name === 'wingdings 2') return WINGDINGS_2[key] ?? '';
  if (name === 'symbol') return SYMBOL[key] ?? '';
  // The private area repeats the font's own table, which for text fonts is Latin.
  const sign = value >= 0xf020 && value <= 0xf0ff ? value - 0xf000 : value;
  return value >= 0xd800 && value <= 0xdfff ? '' : String.fromCodePoint(sign);
}
