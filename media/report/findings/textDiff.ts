export interface DiffPart {
  readonly type: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Above this many comparisons the middle is shown as one replacement. */
const MAX_CELLS = 250_000;

/** How `after` differs from `before`, in words: the fewest removed and added ones (longest common subsequence). */
export function textDiff(before: string, after: string): DiffPart[] {
  const a = words(before);
  const b = words(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail += 1;
  const middleA = a.slice(head, a.length - tail);
  const middleB = b.slice(head, b.length - tail);
  const parts: DiffPart[] = [
    { type: 'same', text: a.slice(0, head).join('') },
    ...(middleA.length * middleB.length > MAX_CELLS
      ? replaced(middleA, middleB)
      : common(middleA, middleB)),
    { type: 'same', text: a.slice(a.length - tail).join('') },
  ];
  return tidy(parts);
}

/** Long stretches that stay the same, cut to what stands next to a change. */
export function shortened(parts: readonly DiffPart[], keep = 60): DiffPart[] {
  return parts.map((part, i) => {
    if (part.type !== 'same' || part.text.length <= keep * 2) return part;
    const first = i === 0;
    const last = i === parts.length - 1;
    const start = first ? '' : part.text.slice(0, keep);
    const end = last ? '' : part.text.slice(-keep);
    return { type: 'same', text: `${start}…${end}` };
  });
}

const words = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

const replaced = (a: readonly string[], b: readonly string[]): DiffPart[] => [
  { type: 'removed', text: a.join('') },
  { type: 'added', text: b.join('') },
];

function common(a: readonly string[], b: readonly string[]): DiffPart[] {
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const cell = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
  const parts: DiffPart[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push({ type: 'same', text: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || cell(i + 1, j) >= cell(i, j + 1)))
      parts.push({ type: 'removed', text: a[i++] ?? '' });
    else parts.push({ type: 'added', text: b[j++] ?? '' });
  }
  return parts;
}

const isChange = (part: DiffPart | undefined): boolean =>
  part !== undefined && part.type !== 'same';

/** Joins neighbours; white space alone between two changes joins the changes. */
function tidy(parts: readonly DiffPart[]): DiffPart[] {
  const out: DiffPart[] = [];
  let removed = '';
  let added = '';
  const flush = (): void => {
    if (removed) out.push({ type: 'removed', text: removed });
    if (added) out.push({ type: 'added', text: added });
    removed = '';
    added = '';
  };
  parts.forEach((part, i) => {
    if (part.type === 'removed') removed += part.text;
    else if (part.type === 'added') added += part.text;
    else if (part.text === '') return;
    else if ((removed || added) && /^\s+$/.test(part.text) && isChange(parts[i + 1])) {
      removed += part.text;
      added += part.text;
    } else {
      flush();
      const last = out.at(-1);
      if (last?.type === 'same')
        out[out.length - 1] = { type: 'same', text: last.text + part.text };
      else out.push(part);
    }
  });
  flush();
  return out;
}
