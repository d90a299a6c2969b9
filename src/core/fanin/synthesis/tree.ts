import type { DigestMember, DigestNode, DigestScope } from '../../domain/results/digest.ts';

export interface Leaf {
  readonly chunkId: string;
  readonly sourceId: string;
  /** Determines the folders. */
  readonly path: string;
}

/**
 * The tree in which the leaves' statements are joined, at most `width` (at least 2) members per node: a file's chunks,
 * then the files of a folder, then the folders. Balanced, in input order, and fixed before any call. Folders deeper
 * than the rounds allow are joined with the folder above: there are never more than `ceil(log2(leaves))` rounds.
 */
export function planTree(leaves: readonly Leaf[], width: number, title: string): DigestNode[] {
  const most = Math.max(1, Math.ceil(Math.log2(Math.max(1, leaves.length))));
  const files = groupBy(leaves, leaf => leaf.sourceId);
  const deepest = Math.max(0, ...files.map(([first]) => foldersOf(first).length));
  for (let depth = deepest; depth >= 0; depth -= 1) {
    const nodes = build(files, { width, title, depth });
    if ((nodes.at(-1)?.rounds ?? 0) <= most) return nodes;
  }
  return build([leaves], { width, title, depth: 0 });
}

interface Shape {
  readonly width: number;
  readonly title: string;
  /** Maximum depth of folders below the one that all files share. */
  readonly depth: number;
}

interface Item {
  readonly member: DigestMember;
  readonly rounds: number;
}

function build(files: readonly (readonly Leaf[])[], { width, title, depth }: Shape): DigestNode[] {
  const nodes: DigestNode[] = [];
  const add = (items: readonly Item[], scope: DigestScope, name: string): Item => {
    const below = Math.max(0, ...items.map(item => item.rounds));
    const rounds = items.length > 1 ? below + 1 : below;
    const id = `N${nodes.length + 1}`;
    nodes.push({ id, scope, title: name, members: items.map(item => item.member), rounds });
    return { member: { nodeId: id }, rounds };
  };
  const fold = (items: readonly Item[], scope: DigestScope, name: string): Item => {
    let level = items;
    while (level.length > width) {
      const groups = evenGroups(level, width);
      level = groups.map((group, i) =>
        group.length === 1
          ? (group[0] as Item)
          : add(group, 'part', `${name}, part ${i + 1} of ${groups.length}`),
      );
    }
    return add(level, scope, name);
  };
  const ofFile = (leaves: readonly Leaf[], scope: DigestScope, name: string): Item =>
    fold(
      leaves.map(({ chunkId }) => ({ member: { chunkId }, rounds: 0 })),
      scope,
      name,
    );
  const ofFolder = (inside: readonly (readonly Leaf[])[], level: number): Item[] =>
    groupBy(inside, ([first]) => {
      const folders = foldersOf(first);
      return level < Math.min(depth, folders.length)
        ? JSON.stringify(folders[level])
        : `file ${first?.sourceId ?? ''}`;
    }).flatMap(group => {
      const [first] = group[0] ?? [];
      if (group.length === 1 && group[0]) return [ofFile(group[0], 'file', first?.path ?? '')];
      const items = ofFolder(group, level + 1);
      if (items.length === 1) return items;
      const name = foldersOf(first)
        .slice(0, level + 1)
        .join('/');
      return [fold(items, 'folder', name)];
    });
  const [only] = files;
  if (files.length === 1 && only) ofFile(only, 'all', title);
  else {
    const items = ofFolder(files, sharedFolders(files));
    // A single folder that contains everything is the whole.
    const last = items.length === 1 ? nodes.pop() : undefined;
    if (last) nodes.push({ ...last, scope: 'all', title });
    else fold(items, 'all', title);
  }
  return nodes;
}

const foldersOf = (leaf: Leaf | undefined): string[] =>
  (leaf?.path ?? '').split(/[\\/]/).slice(0, -1);

/** Folders shared by all files. */
function sharedFolders(files: readonly (readonly Leaf[])[]): number {
  const [first = [], ...others] = files.map(([leaf]) => foldersOf(leaf));
  let shared = first.length;
  for (const folders of others) {
    let same = 0;
    while (same < shared && folders[same] === first[same]) same += 1;
    shared = same;
  }
  return shared;
}

/** As few groups of at most `most` as possible, of equal size, so that no group is very small. */
export function evenGroups<T>(items: readonly T[], most: number): T[][] {
  const count = Math.ceil(items.length / most);
  return Array.from({ length: count }, (_, i) =>
    items.slice(
      Math.floor((i * items.length) / count),
      Math.floor(((i + 1) * items.length) / count),
    ),
  );
}

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): T[][] => [
  ...Map.groupBy(items, keyOf).values(),
];
