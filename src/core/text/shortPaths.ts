/**
 * By path: the name of its file, and before it as many of its folders as tell it from the others of that name, such as
 * `app/docs/a.md`. Paths are parted by `/`.
 */
export function shortPaths(paths: readonly string[]): ReadonlyMap<string, string> {
  const short = new Map<string, string>();
  const tail = (path: string, parts: number): string => path.split('/').slice(-parts).join('/');
  const shorten = (alike: readonly string[], parts: number): void => {
    for (const [end, group] of Map.groupBy(alike, path => tail(path, parts))) {
      const [only = ''] = group;
      if (group.length === 1) short.set(only, end);
      else shorten(group, parts + 1);
    }
  };
  shorten([...new Set(paths)], 1);
  return short;
}

/** At most `max` UTF-16 units of a line, with an ellipsis in its middle; never half a character. */
export function shortInMiddle(line: string, max: number): string {
  if (line.length <= max) return line;
  const head = Math.ceil((max - 1) * 0.7);
  const isLow = (at: number): boolean => /[\udc00-\udfff]/.test(line.charAt(at));
  const from = line.length - (max - 1 - head);
  const start = line.slice(0, isLow(head) ? head - 1 : head).trimEnd();
  return `${start}…${line.slice(isLow(from) ? from + 1 : from).trimStart()}`;
}
