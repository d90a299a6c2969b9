const INVISIBLE =
  /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** Text that every Markdown renderer shows as it is. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(INVISIBLE, c => (c === '\n' ? c : ' '))
    .replace(/[\\`*_{}[\]()#|~!^$=]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    // A renderer makes links of bare addresses: one more place where a text could lead a reader astray.
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/\bwww\./gi, 'www&#46;')
    .replace(/@/g, '&#64;')
    .replace(/^(\s*)([-+])(?=\s|$)/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/gm, '$1\\$2')
    .replace(/^(\s*)(-{3,})/gm, '$1\\$2');
