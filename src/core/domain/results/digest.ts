import type { Usage } from '../billing.ts';
import type { Failure } from '../failure.ts';

/** A chunk, or a node below. */
export type DigestMember = { readonly chunkId: string } | { readonly nodeId: string };

/** What a node sums up: some of a file or folder, a file, a folder, or everything the run read. */
export type DigestScope = 'part' | 'file' | 'folder' | 'all';

/** One place of the tree in which the chunks' statements are joined: decided before anything is joined. */
export interface DigestNode {
  /** `N1`, `N2` ... members before the nodes they belong to; the last one is the root. */
  readonly id: string;
  readonly scope: DigestScope;
  /** A path, `a path, part 2 of 5`, or what the run is over. */
  readonly title: string;
  /** In reading order. */
  readonly members: readonly DigestMember[];
  /** Joins one after the other up to here: 0 for a node of one chunk, which needs none. */
  readonly rounds: number;
}

export interface JoinedStatement {
  /** `N4.1`, unique in the run. */
  readonly id: string;
  readonly text: string;
  /** Ids of the members' statements it rests on, at least one, in reading order. */
  readonly from: readonly string[];
  /** Statements of one node with the same number contradict each other. */
  readonly conflict?: number;
  /** Figures, names and negations of it that do not occur in the words it rests on; absent: none. */
  readonly beyond?: readonly string[];
  /** It has next to nothing in common with the words it rests on. */
  readonly unrelated?: true;
  /** Of `from`, those it names and is not based on: it names more than it can say. Absent: none. */
  readonly namedOnly?: readonly string[];
  /** It rests on statements that contradict each other below. */
  readonly disputed?: true;
}

/** What became of a node. */
export interface Joined {
  readonly statements: readonly JoinedStatement[];
  /** `members`: at most one of them had something to say, so there was nothing to join. */
  readonly by: 'model' | 'code' | 'members';
  /** Statements of the answer that rested on nothing that is known, or were too many. */
  readonly dropped: number;
  /** Statements of the members that did not fit. */
  readonly leftOut: number;
  /** Hash of what was asked: while it is the same, so is the answer. */
  readonly basis: string;
  readonly usage: Usage;
  readonly costUsd?: number;
  readonly calls: number;
  /** Why code wrote it though a model was asked. */
  readonly failure?: Failure;
  /** ISO 639 codes, where the result is in another language than the one that was asked for. */
  readonly language?: { readonly asked: string; readonly written: string };
}

/** The tree, as far as it is joined. */
export interface DigestState {
  nodes: readonly DigestNode[];
  joined: Record<string, Joined>;
  /** Ids of nodes whose call is under way. */
  joining: readonly string[];
}

export const emptyDigest = (nodes: readonly DigestNode[]): DigestState => ({
  nodes,
  joined: {},
  joining: [],
});

export const rootOf = ({ nodes }: DigestState): DigestNode | undefined => nodes.at(-1);

/** Nodes that take a call, at most. */
export const callsOf = (nodes: readonly DigestNode[]): number =>
  nodes.filter(node => node.members.length > 1).length;

/** By node, every chunk its statements come from: the union of its members', so that none gets lost. */
export function lineageOf({ nodes }: DigestState): ReadonlyMap<string, readonly string[]> {
  const lineage = new Map<string, readonly string[]>();
  for (const { id, members } of nodes)
    lineage.set(
      id,
      members.flatMap(m => ('chunkId' in m ? [m.chunkId] : (lineage.get(m.nodeId) ?? []))),
    );
  return lineage;
}
