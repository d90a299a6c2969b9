/** The anchor that GitHub and VS Code give a heading: lower case, marks dropped, blanks to hyphens. */
export const slugOf = (heading: string): string =>
  heading
    .replace(/^[\s#]+|[\s#]+$/g, '')
    .replace(/\s?\{#[^}]*\}$/, '')
    .replace(/!?\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])/g, '$1')
    .replace(/<[^>\n]{1,200}>/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
