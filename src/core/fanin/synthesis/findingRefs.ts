/** A reference to a finding in a text: `[F12]`, `[F1, F2]` or a bare `F12`. */
const BRACKETED = /\[\s*(F\d+(?:\s*[,;]\s*F\d+)*)\s*\]/g;

export interface CheckedRefs {
  /** The text with the valid references, each as `[F12]`. */
  readonly text: string;
  readonly ids: readonly string[];
  readonly unknown: readonly string[];
}

/** Keeps the references to existing findings and removes the others, from the text and from `ids`. */
export function checkRefs(
  text: string,
  ids: readonly string[],
  exists: ReadonlySet<string>,
): CheckedRefs {
  const kept = new Set<string>();
  const unknown = new Set<string>();
  const keep = (id: string): boolean => {
    (exists.has(id) ? kept : unknown).add(id);
    return exists.has(id);
  };
  const checked = text
    .replace(BRACKETED, (_all, list: string) =>
      list
        .split(/[,;]/)
        .map(id => id.trim())
        .filter(keep)
        .map(id => `[${id}]`)
        .join(' '),
    )
    .replace(/ {2,}/g, ' ')
    .replace(/ +([.,;:])/g, '$1')
    .trim();
  const added = ids.map(id => id.replace(/[^F\d]/g, '')).filter(keep);
  const missing = [...new Set(added)].filter(id => !checked.includes(`[${id}]`));
  return {
    text: [checked, ...missing.map(id => `[${id}]`)].filter(Boolean).join(' '),
    ids: [...kept],
    unknown: [...unknown],
  };
}
