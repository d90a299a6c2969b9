import { diffArrays } from 'diff';

export interface DiffPart {
  readonly type: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** With more edited words than this, one replacement reads better than a mosaic, and costs nothing to find. */
const MAX_EDITS = 500;

/** How `after` differs from `before`, in words: the fewest removed and added ones. */
export function textDiff(before: string, after: string): DiffPart[] {
  const parts = diffArrays(words(before), words(after), { maxEditLength: MAX_EDITS });
  if (!parts)
    return tidy([
      { type: 'removed', text: before },
      { type: 'added', text: after },
    ]);
  return tidy(
    parts.map(({ added, removed, value }) => ({
      type: added ? 'added' : removed ? 'removed' : 'same',
      text: value.join(''),
    })),
  );
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
