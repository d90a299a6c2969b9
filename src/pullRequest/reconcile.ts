import { line, mark, type Comments, type Wanted } from './comments.ts';

/** A comment of ours that a pull request has. */
export interface Existing {
  readonly id: number;
  readonly key: string;
  readonly body: string;
  readonly path: string;
  readonly hasReplies: boolean;
}

export type Change =
  | { readonly kind: 'create'; readonly wanted: Wanted }
  | { readonly kind: 'update'; readonly id: number; readonly body: string }
  | { readonly kind: 'delete'; readonly id: number };

interface Asked {
  readonly comments: Comments;
  readonly existing: readonly Existing[];
  /** Whether all that changed in a file was read: only then does silence about it mean anything. */
  readonly isRead: (path: string) => boolean;
  /** Most comments to create. */
  readonly most: number;
  /** Short name of the commit that was reviewed. */
  readonly commit: string;
  /** Keys that the host would not take. */
  readonly refused: ReadonlySet<string>;
}

/**
 * What makes the comments of a pull request those that are wanted: each is changed where it is, so that its
 * thread, its replies and whether it is resolved stay. Of two with one key the older stays. What is no longer
 * found is said in its comment and never taken away.
 */
export function reconcile(asked: Asked): { readonly changes: Change[]; readonly left: Wanted[] } {
  const { comments, existing, isRead, most, commit, refused } = asked;
  const changes: Change[] = [];
  const wanted = new Map(comments.wanted.map(one => [one.key, one]));
  const seen = new Set<string>();
  for (const { id, key, body, path, hasReplies } of [...existing].sort((a, b) => a.id - b.id)) {
    if (seen.has(key)) {
      if (!hasReplies) changes.push({ kind: 'delete', id });
      continue;
    }
    seen.add(key);
    const now = wanted.get(key)?.body ?? closed(key, path, asked);
    if (now !== undefined && !isSame(now, body)) changes.push({ kind: 'update', id, body: now });
  }
  const fresh = comments.wanted.filter(({ key }) => !seen.has(key) && !refused.has(key));
  for (const one of fresh.slice(0, most)) changes.push({ kind: 'create', wanted: one });
  const left = comments.wanted.filter(({ key }) => !seen.has(key) && refused.has(key));
  return { changes, left: [...left, ...fresh.slice(most)] };

  function closed(key: string, path: string, { comments }: Asked): string | undefined {
    const why = comments.settled.get(key);
    if (why !== undefined) return `Set aside: ${line(why)}.\n\n${mark(key)}`;
    if (comments.standing.has(key)) return undefined;
    return isRead(path) ? `Not reported any more as of ${commit}.\n\n${mark(key)}` : undefined;
  }
}

/** Hosts change line ends and trim. What is closed stays closed at the commit that it was closed at. */
const isSame = (now: string, before: string): boolean => {
  const plain = (text: string): string => text.replace(/\r\n/g, '\n').trim();
  const closing = /^Not reported any more as of /;
  return plain(now) === plain(before) || (closing.test(now) && closing.test(before));
};

const MARK = /<!-- fanout:([0-9a-z]+) -->\s*$/;

/** The key of a comment of ours; undefined: of somebody else. */
export const keyIn = (body: string): string | undefined => MARK.exec(body)?.[1];
