/**
 * The anchor that GitHub and VS Code generate for a heading: no markup, lower case, no punctuation, blanks to hyphens.
 * Code is text, even if it looks like a link.
 */
export const slugOf = (heading: string): string =>
  heading
    .replace(/^[\s#>]{1,40}|[\s#]{1,40}$/g, '')
    .replace(/\s?\{#[^}\n]{0,200}\}$/, '')
    .split(/(`[^`\n]{1,500}`)/)
    .map(part => (part.startsWith('`') ? part : withoutMarkup(part)))
    .join('')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

const withoutMarkup = (text: string): string =>
  text
    .replace(/!?\[([^\]\n]{0,300})\](?:\([^)\n]{0,500}\)|\[[^\]\n]{0,300}\])/g, '$1')
    .replace(/<[^>\n]{1,200}>/g, '')
    .replace(/(?<![\w\\])_{1,2}([^_\n]{1,200})_{1,2}(?!\w)/g, '$1');
