/**
 * What the paths of each root begin with where several are read together, such as `app/`: as many of its last folders
 * as tell the roots apart, since two files of the same path would be taken for one. Empty for a single root.
 */
export function rootPrefixes(roots: readonly string[]): ReadonlyMap<string, string> {
  const unique = [...new Set(roots)];
  if (unique.length < 2) return new Map(unique.map(root => [root, '']));
  const parts = unique.map(root => root.split(/[\\/]/).filter(Boolean));
  const tailsOf = (n: number): string[] => parts.map(names => `${names.slice(-n).join('/')}/`);
  const longest = Math.max(...parts.map(names => names.length));
  let n = 1;
  while (n < longest && new Set(tailsOf(n)).size < unique.length) n += 1;
  const tails = tailsOf(n);
  return new Map(unique.map((root, i) => [root, tails[i] ?? '']));
}

/** What to write beside the name of each root: for those of one name their last folders, `one/docs`; else nothing. */
export function rootHints(
  roots: readonly { readonly name: string; readonly path: string }[],
): readonly string[] {
  const byName = Map.groupBy(roots, ({ name }) => name);
  return roots.map(({ name, path }) => {
    const alike = byName.get(name) ?? [];
    return (
      rootPrefixes(alike.map(root => root.path))
        .get(path)
        ?.replace(/\/$/, '') ?? ''
    );
  });
}
