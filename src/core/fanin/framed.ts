/** Data between two delimiter lines that it cannot contain, because they are derived from it. */
export function framed(name: string, lines: readonly string[]): string {
  let seed = 7;
  for (const line of lines)
    for (let i = 0; i < line.length; i += 7) seed = (Math.imul(seed, 31) + line.charCodeAt(i)) | 0;
  let mark = `${name}-${(seed >>> 0).toString(36)}`;
  while (lines.some(line => line.includes(mark))) mark += 'x';
  return [`--- ${mark} begins ---`, ...lines, `--- ${mark} ends ---`].join('\n');
}
