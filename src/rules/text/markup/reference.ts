import type { LinkProbe } from '../../ruleDocument.ts';
import type { Hit } from '../../types.ts';

/** A reference to a place of the same text. */
export interface Reference {
  /** As in the set of what is known. */
  readonly wanted: string;
  readonly shown: string;
  readonly start: number;
  /** Default: after what is shown. */
  readonly end?: number;
}

/** The references of one kind, and what they can lead to. */
export interface Links {
  readonly references: readonly Reference[];
  readonly known: ReadonlySet<string>;
  readonly message: (shown: string) => string;
}

/** A reference to a file: it is there if one of the paths is, relative to the folder of the text. */
export interface FileReference {
  readonly shown: string;
  readonly start: number;
  readonly end: number;
  readonly paths: readonly string[];
}

/** What the references of a text in one markup language lead to. */
export interface MarkupLinks {
  readonly links: readonly Links[];
  /** Those of a kind that are kept together: pages, pictures. */
  readonly files: readonly FileReferences[];
}

export interface FileReferences {
  readonly references: readonly FileReference[];
  /** The text surely is in the folder it was written for. */
  readonly isAtHome: boolean;
}

/** If a larger share of the references of a text leads nowhere, what they lead to is made by another tool. */
const MAX_BROKEN = 0.3;
/** Up to this many are told where hardly any reference resolves. */
const MAX_SINGLE = 2;
/** Paths that are looked up in one text. */
const MAX_PATHS = 5000;

export function lostReferences({ references, known, message }: Links): readonly Hit[] {
  const lost = references.filter(({ wanted }) => !known.has(wanted));
  const isStrange = lost.length > MAX_SINGLE && lost.length > references.length * MAX_BROKEN;
  if (isStrange) return [];
  return lost.map(({ shown, start, end }) => ({
    start,
    end: end ?? start + shown.length,
    message: message(shown),
  }));
}

/** References to files that are not there; none if most are not: then the text is not in the folder it was written for. */
export function lostFiles(
  { references, isAtHome }: FileReferences,
  probe: LinkProbe,
): readonly FileReference[] {
  const judged = new Map<string, boolean | undefined>();
  for (const { shown, paths } of references.slice(0, MAX_PATHS)) {
    if (judged.has(shown)) continue;
    const found = paths.map(probe);
    judged.set(
      shown,
      found.includes(true) ? true : found.every(is => is === false) ? false : undefined,
    );
  }
  const lost = [...judged.values()].filter(found => found === false).length;
  if (lost >= judged.size / 2 && !(isAtHome && lost <= MAX_SINGLE)) return [];
  return references.filter(({ shown }) => judged.get(shown) === false);
}

/** The path of a relative link; undefined for an address, a path from a root that is not known, and a template. */
export function relativePath(url: string): string | undefined {
  if (/^(?:[a-z][a-z\d+.-]*:|[#/?~]|www\.)|[{}$<>*%|]/i.test(url)) return undefined;
  const file = url.replace(/[?#].*$/s, '').trim();
  return file === '' ? undefined : file;
}

/** The path, and the same from each of the folders above: some tools resolve it from the folder of the whole book. */
export const fromAbove = (file: string): readonly string[] => [
  file,
  `../${file}`,
  `../../${file}`,
  `../../../${file}`,
];
