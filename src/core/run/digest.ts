import {
  type DigestMember,
  type DigestNode,
  type Joined,
  type JoinedStatement,
  callsOf,
} from '../domain/results/digest.ts';
import { type Words } from '../text/l10n.ts';
import { plannedChunk, statementsByChunk } from '../state/digestView.ts';
import {
  fitLines,
  isFarTooLong,
  joinedByCode,
  joinedByModel,
  linesOf,
  type Room,
  type Said,
  wordsIn,
} from '../fanin/synthesis/joinNode.ts';
import { claimsBeyond } from '../fanin/place/claims.ts';
import { namedOnly, unrelated } from '../fanin/place/commonGround.ts';
import { wrongLanguage } from './digestLanguage.ts';
import { addBills } from '../fanout/bill.ts';
import { planTree } from '../fanin/synthesis/tree.ts';
import type { Checks } from '../fanout/estimate/estimate.ts';
import type { Join } from '../ports/job.ts';
import type { ModelRequest } from '../ports/model.ts';
import { contentHash } from '../text/hash.ts';
import { noUsage } from '../domain/cost.ts';
import type { Statement } from '../domain/results/statements.ts';
import type { Chunk } from '../domain/chunk.ts';
import { type Asked, askAll } from './callModel.ts';
import { type Context, chunksInOrder, promptOptionsOf } from './context.ts';

/** Tokens of statements in one call, where the model's window allows. */
const ROOM = 10_000;
/** A prompt may be so many times as full as planned: its members' answers may be longer than asked for. */
const MAX_OVERFULL = 2;
/** More members than this are joined worse than in two steps, however short they are. */
const MAX_WIDTH = 16;

/** The tree over chunks, as it will be. */
function planNodes(
  { ports, sourceOf, options }: Pick<Context, 'ports' | 'sourceOf' | 'options'>,
  { mostTokens }: Join,
  chunks: readonly Chunk[],
): DigestNode[] {
  const width = Math.floor(roomOf({ ports }) / mostTokens);
  const leaves = chunks.map(({ id, sourceId }) => ({
    chunkId: id,
    sourceId,
    path: sourceOf.get(sourceId)?.path ?? sourceId,
  }));
  return planTree(leaves, Math.max(2, Math.min(MAX_WIDTH, width)), options.name);
}

/** Tokens of statements that one call is planned for. */
const roomOf = ({ ports }: Pick<Context, 'ports'>): number =>
  Math.min(ROOM, (ports.reviewer.model.contextTokens ?? Infinity) / 3);

/** What joining will take, for the estimate. */
export function joinChecks(
  context: Pick<Context, 'ports' | 'sourceOf' | 'options'>,
  join: Join,
  chunks: readonly Chunk[],
): Checks[] {
  const nodes = planNodes(context, join, chunks);
  const calls = callsOf(nodes);
  if (calls === 0) return [];
  const members = nodes.reduce((sum, node) => sum + node.members.length, 0);
  const empty = { title: '', isRoot: true, lines: [], seed: '' };
  const { system, shared, task, schema } = join.request(empty, promptOptionsOf(context.options));
  const prompt = context.ports.count([system, shared, task, JSON.stringify(schema)].join('\n'));
  const { low, expected, high } = join.calls;
  return [
    {
      calls: {
        low: Math.floor(calls * low),
        expected: Math.round(calls * expected),
        high: Math.ceil(calls * high),
      },
      inputTokens: Math.ceil(prompt + (members / calls) * join.typicalTokens),
      outputTokens: join.answerTokens,
    },
  ];
}

/**
 * Joins what the chunks say along the tree. A node is asked as soon as its members are there, also
 * while other chunks are still read; the rest when the returned function is called, after the last
 * branch has ended. It resolves when every node is joined: by the model, or, when that fails or there is
 * nothing to ask, by code from its members. A node that was joined before is asked again only when what
 * it rests on has changed.
 */
export function joinAsTheyCome(context: Context, join: Join): () => Promise<void> {
  const { state, ports, options, stop, record, emit } = context;
  if (!state.digest)
    emit({ type: 'digest.planned', nodes: planNodes(context, join, chunksInOrder(state)) });
  const nodes = state.digest?.nodes ?? [];
  const root = nodes.at(-1);
  const parentOf = new Map<string, DigestNode>();
  for (const node of nodes) for (const member of node.members) parentOf.set(idOf(member), node);
  const leaves = leafBranches(context);
  /** What the state will hold once what was told is folded. */
  const results = new Map(Object.entries(state.digest?.joined ?? {}));
  /** Asked or joined, and joined, in this part of the run. */
  const begun = new Set<string>();
  const ready = new Set<string>();
  /** What code had to write in this part of the run is not asked for a second time. */
  const byCode = new Set<string>();
  const underWay = new Set<Promise<void>>();
  let queue: Ready[] = [];
  let isLast = false;

  const isThere = (member: DigestMember): boolean =>
    'nodeId' in member
      ? ready.has(member.nodeId)
      : isLast || leaves.of(member.chunkId).every(id => state.branches[id]?.status === 'succeeded');

  /** The words that statements rest on in the end, by their ids. */
  const cited = new Map<string, string>();
  const wordsOf = (ids: readonly string[]): string => ids.map(id => cited.get(id) ?? '').join('\n');
  const said = new Map<string, string>();
  const remember = (statements: readonly (Statement | JoinedStatement)[]): void => {
    for (const one of statements) {
      said.set(one.id, one.text);
      cited.set(
        one.id,
        'from' in one ? wordsOf(one.from) : one.citations.map(({ quote }) => quote).join('\n'),
      );
    }
  };

  const finish = (node: DigestNode, written?: Joined): void => {
    const checked = written && withChecks(written, wordsOf, id => said.get(id) ?? '');
    const language = checked && node === root ? wrongLanguage(context, checked) : undefined;
    const joined = checked && (language ? { ...checked, language } : checked);
    if (joined) {
      results.set(node.id, joined);
      emit({ type: 'node.joined', nodeId: node.id, joined });
    }
    if (joined?.by === 'code') byCode.add(node.id);
    ready.add(node.id);
    const parent = parentOf.get(node.id);
    if (parent) consider(parent);
  };

  const consider = (node: DigestNode): void => {
    if (begun.has(node.id) || !node.members.every(isThere)) return;
    begun.add(node.id);
    const all = node.members.map((member, at) => {
      const statements =
        'nodeId' in member
          ? (results.get(member.nodeId)?.statements ?? [])
          : leaves.said(member.chunkId).filter(({ citations }) => citations.length > 0);
      remember(statements);
      return linesOf(statements, at, titleOf(context, member));
    });
    const said = fitLines(all, { mostTokens: roomOf(context) * MAX_OVERFULL, count: ports.count });
    const lines = said.flatMap(one => one.lines);
    const seed = contentHash(JSON.stringify(lines));
    const task = { title: node.title, isRoot: node === root, lines, seed };
    const request = join.request(task, promptOptionsOf(options));
    const mostTokens = node === root ? join.rootTokens : join.mostTokens;
    const basis = contentHash(JSON.stringify(request));
    const own: Ready = { node, said, request, basis, room: { mostTokens, count: ports.count } };
    const before = results.get(node.id);
    if (before?.basis === basis && (before.by !== 'code' || byCode.has(node.id))) finish(node);
    else if (said.filter(one => one.lines.length > 0).length <= 1)
      finish(node, unasked(own, 'members'));
    else if (!ports.model || stop.signal.aborted) finish(node, unasked(own, 'code'));
    else {
      emit({ type: 'node.started', nodeId: node.id });
      queue.push(own);
    }
  };

  const flush = (): void => {
    const asked = new Map(queue.map(own => [own.node.id, own]));
    queue = [];
    const again = (own: Ready, first: Asked): boolean => {
      const shorter = shorterRequest(own, join, first, root);
      if (!shorter) return false;
      queue.push({ ...own, request: shorter, first });
      return true;
    };
    if (asked.size === 0 || !ports.model) return;
    const questions = [...asked.values()].map(({ node: { id }, request, said }) => ({
      id,
      request,
      outputTokens: join.answerTokens.expected,
      check: (text: string): Words | undefined => {
        const read = join.read(text, idsOf(said));
        return typeof read === 'function' ? read : undefined;
      },
    }));
    const work = askAll(context, ports.model, questions, ({ id }, answer) => {
      const own = asked.get(id);
      if (own && !again(own, answer)) finish(own.node, joinedOf(own, join, answer));
      flush();
    }).finally(() => underWay.delete(work));
    underWay.add(work);
  };

  context.listeners.push(event => {
    if (event.type === 'branch.split') leaves.split(event.branchId);
    if (event.type !== 'branch.ended' || isLast) return;
    const node = parentOf.get(plannedChunk(state, event.branchId));
    if (node) consider(node);
    flush();
  });
  // What was answered from the store has ended before anybody listened.
  for (const node of nodes) consider(node);
  flush();

  return async () => {
    isLast = true;
    await settled(underWay);
    // A branch that was run again meanwhile changes what rests on it.
    begun.clear();
    ready.clear();
    if (root && results.get(root.id)?.by !== 'model') emit({ type: 'synthesis.started' });
    for (const node of nodes) consider(node);
    flush();
    await settled(underWay);
    record.flush();
  };
}

/** A node whose members are there. */
interface Ready {
  readonly node: DigestNode;
  readonly said: readonly Said[];
  readonly request: ModelRequest;
  readonly basis: string;
  readonly room: Room;
  /** The answer that was longer than asked for. */
  readonly first?: Asked;
}

/** Asks for an answer that keeps to its words, once: what the reader gets in the end, and what is far too long. */
function shorterRequest(
  { said, request, room, node, first }: Ready,
  join: Join,
  { text }: Asked,
  root: DigestNode | undefined,
): ModelRequest | undefined {
  if (first || text === undefined) return undefined;
  const answer = join.read(text, idsOf(said));
  if (typeof answer === 'function') return undefined;
  const words = wordsIn(answer);
  const isLong = node === root ? words > join.maxRootWords : isFarTooLong(answer, room);
  if (!isLong) return undefined;
  return {
    ...request,
    task: `${request.task}\n\nAn earlier answer to this had ${words} words, which is more than allowed. Write it again within the words allowed: put what belongs together into one sentence, and leave out no part of the text. Every id that was named before is to be named again.`,
  };
}

/** With what each statement says beyond the words it rests on, and what it only names. */
function withChecks(
  joined: Joined,
  wordsOf: (ids: readonly string[]) => string,
  textOf: (id: string) => string,
): Joined {
  const basisOf = (id: string): string => `${textOf(id)}\n${wordsOf([id])}`;
  const apart = unrelated(
    joined.statements.map(({ text, from }) => ({ text, words: from.map(basisOf).join('\n') })),
  );
  return {
    ...joined,
    statements: joined.statements.map((statement, i) => {
      const beyond = claimsBeyond(statement.text, wordsOf(statement.from));
      const loose = namedOnly(statement.text, statement.from, basisOf);
      return {
        ...statement,
        ...(beyond.length > 0 ? { beyond } : {}),
        ...(apart[i] ? { unrelated: true as const } : {}),
        ...(loose.length > 0 ? { namedOnly: loose } : {}),
      };
    }),
  };
}

const idOf = (member: DigestMember): string =>
  'chunkId' in member ? member.chunkId : member.nodeId;

const idsOf = (said: readonly Said[]): Set<string> =>
  new Set(said.flatMap(one => [...one.statementIds.keys()]));

/** Nothing is asked: a single member with something to say is said by itself. */
function unasked({ node, said, basis, room }: Ready, by: 'members' | 'code'): Joined {
  const all = by === 'members' ? { ...room, mostTokens: Infinity } : room;
  return { ...joinedByCode(node.id, said, all), by, basis, usage: noUsage, costUsd: 0, calls: 0 };
}

/** A node whose call failed, or was not made, is written by code from its members. */
function joinedOf(own: Ready, join: Join, asked: Asked): Joined {
  const { node, said, basis, room, first } = own;
  const { text, failure, ...last } = asked;
  const bill = first ? addBills(first, last) : last;
  const read = [text, first?.text].flatMap(one => {
    const answer = one === undefined ? undefined : join.read(one, idsOf(said));
    return typeof answer === 'object' ? [answer] : [];
  });
  const reaching = read.map(answer => new Set(answer.statements.flatMap(({ ids }) => ids)).size);
  // The shorter one, unless it says of less of the text.
  const answer = (reaching[0] ?? 0) >= (reaching[1] ?? 0) ? read[0] : read[1];
  if (!answer) return { ...unasked(own, 'code'), ...bill, ...(failure ? { failure } : {}) };
  return { ...joinedByModel(node.id, said, answer, room), by: 'model', basis, ...bill };
}

/** What a member is called in the prompt above it. */
function titleOf({ state, sourceOf }: Context, member: DigestMember): string {
  if ('nodeId' in member)
    return state.digest?.nodes.find(node => node.id === member.nodeId)?.title ?? '';
  const chunk = state.chunks[member.chunkId];
  const path = chunk && sourceOf.size > 1 ? `${sourceOf.get(chunk.sourceId)?.path ?? ''}: ` : '';
  return `${path}${chunk?.title ?? ''}`.slice(0, 120);
}

/** The branches of each planned chunk, in reading order, also when one was split since. */
function leafBranches({ state }: Context) {
  const chunkOf = (id: string): string => plannedChunk(state, id);
  const branchIds = Map.groupBy(state.branchIds, chunkOf);
  const of = (chunkId: string): readonly string[] => branchIds.get(chunkId) ?? [];
  return {
    of,
    said: (chunkId: string): readonly Statement[] =>
      statementsByChunk({ ...state, branchIds: [...of(chunkId)] }).get(chunkId) ?? [],
    split: (branchId: string): void => {
      const chunkId = chunkOf(branchId);
      branchIds.set(
        chunkId,
        state.branchIds.filter(id => chunkOf(id) === chunkId),
      );
    },
  };
}

async function settled(underWay: ReadonlySet<Promise<void>>): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay);
}
