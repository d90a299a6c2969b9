/** One entry of Git's configuration. */
export interface ConfigEntry {
  /** `system`, `global`, `local`, `worktree`, `command` or `unknown`. */
  readonly scope: string;
  /** Section and name in lower case, the subsection between them unchanged. */
  readonly name: string;
  /** Undefined if only the name is given, which means true. */
  readonly value: string | undefined;
}

/** Parses the output of `git config --list --show-scope -z`. */
export function parseConfig(listed: string): ConfigEntry[] {
  const fields = listed.split('\0');
  const entries: ConfigEntry[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [scope = '', field = ''] = fields.slice(i, i + 2);
    const end = field.indexOf('\n');
    entries.push(
      end < 0
        ? { scope, name: field, value: undefined }
        : { scope, name: field.slice(0, end), value: field.slice(end + 1) },
    );
  }
  return entries;
}

const WORD = /^[\w-]{0,40}$/;

/**
 * Settings that a repository may control: how its files are stored, compared and named. None of them names a program, a
 * remote or a file. All other settings are ignored, known or unknown.
 */
const OF_REPOSITORY: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/^core\.(?:repositoryformatversion|filemode|symlinks|ignorecase|precomposeunicode)$/, WORD],
  [/^core\.(?:autocrlf|eol|sparsecheckout|sparsecheckoutcone|protecthfs|protectntfs)$/, WORD],
  [/^extensions\.(?:objectformat|compatobjectformat|refstorage)$/, WORD],
  // The target of `@{upstream}`.
  [/^branch\..+\.merge$/, /^refs\/[\w./+@-]{1,250}$/],
  [/^branch\..+\.remote$/, /^[\w.-]{1,100}$/],
  [/^remote\.[\w.-]+\.fetch$/, /^\+?refs\/[\w./*+@-]{1,250}:refs\/[\w./*+@-]{1,250}$/],
];

/** Settings read only from the user's own configuration: filters (large files) and global ignore rules. */
const OF_USER =
  /^(?:filter\..+\.(?:clean|smudge|process|required)|core\.(?:excludesfile|attributesfile))$/s;

const isUsers = (scope: string): boolean => /^(?:system|global|command)$/.test(scope);

/** The effective configuration, in Git's file format. */
export function harmlessConfig(entries: readonly ConfigEntry[]): string {
  return entries
    .filter(
      ({ scope, name, value = 'true' }) =>
        OF_REPOSITORY.some(([known, form]) => known.test(name) && form.test(value)) ||
        (isUsers(scope) && OF_USER.test(name)),
    )
    .map(({ name, value = 'true' }) => {
      const [first, last] = [name.indexOf('.'), name.lastIndexOf('.')];
      const section = name.slice(0, first);
      const subsection = first === last ? '' : ` ${quoted(name.slice(first + 1, last))}`;
      return `[${section}${subsection}]\n\t${name.slice(last + 1)} = ${quoted(value)}\n`;
    })
    .join('');
}

const quoted = (text: string): string =>
  `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`;
