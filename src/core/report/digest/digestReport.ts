import {
  type Reach,
  reachOf,
  type StatementIndex,
  citationsOf,
  statementsByChunk,
  statementsOf,
} from '../../state/digestView.ts';
import { lineageOf, rootOf } from '../../domain/results/digest.ts';
import { askedText } from '../../domain/jobs.ts';
import type { RunState } from '../../state/runState.ts';
import type { Citation, Statement } from '../../domain/results/statements.ts';
import type {
  ReportCitation,
  ReportDigest,
  ReportExtraction,
  ReportNode,
  ReportStatement,
  UnplacedStatement,
} from './digestFormat.ts';

/** Undefined where the source is at hand and does not hold the quote. */
type PlaceOf = (citation: Citation) => ReportCitation | undefined;

export function digestData(state: RunState, placeOf: PlaceOf): ReportDigest | null {
  const { digest, spec } = state;
  if (!digest) return null;
  const index = statementsOf(state);
  const lineage = lineageOf(digest);
  const read = readChunks(state);
  const reach = reachOf(state);
  const { share } = reach();
  const places = placesIn(index, placeOf);
  return {
    asked: askedText(spec),
    root: rootOf(digest)?.id ?? null,
    nodes: digest.nodes.map(({ id, scope, title, rounds, members }) => {
      const joined = digest.joined[id];
      const chunks = lineage.get(id) ?? [];
      return {
        id,
        scope,
        title,
        rounds,
        members: members.map(member =>
          'chunkId' in member
            ? { kind: 'chunk' as const, id: member.chunkId }
            : { kind: 'node' as const, id: member.nodeId },
        ),
        chunks,
        unread: chunks.filter(chunk => !read.has(chunk)).length,
        by: joined?.by ?? null,
        failure: joined?.failure ?? null,
        dropped: joined?.dropped ?? 0,
        leftOut: joined?.leftOut ?? 0,
        ...(joined?.language ? { language: joined.language } : {}),
        reach: reachData(reach(id), chunks),
        statements: (joined?.statements ?? []).map(statement => ({
          id: statement.id,
          text: statement.text,
          from: statement.from,
          conflict: statement.conflict ?? null,
          disputed: statement.disputed ?? false,
          beyond: statement.beyond ?? [],
          ...(statement.unrelated ? { unrelated: true } : {}),
          ...(statement.namedOnly ? { namedOnly: statement.namedOnly.length } : {}),
          places: places(statement.id),
        })),
      };
    }),
    parts: [...statementsByChunk(state)].map(([chunk, statements]) => ({
      chunk,
      share: share.get(chunk) ?? 0,
      statements: statements
        .filter(isPlaced)
        .map(({ id, text, beyond = [], unrelated }): ReportStatement => ({
          id,
          text,
          from: [],
          conflict: null,
          disputed: false,
          beyond,
          ...(unrelated ? { unrelated } : {}),
          places: places(id),
        })),
      unplaced: unplaced(statements),
    })),
  };
}

function reachData({ said, share }: Reach, chunks: readonly string[]): ReportNode['reach'] {
  const own = new Set(chunks);
  const below = said.filter(id => own.has(id));
  return { said: below.length, reached: below.filter(id => (share.get(id) ?? 0) > 0).length };
}

export function extractionData(state: RunState, placeOf: PlaceOf): ReportExtraction | null {
  const { extraction, spec } = state;
  if (!extraction) return null;
  const places = placesIn(statementsOf(state), placeOf);
  return {
    asked: askedText(spec),
    columns: extraction.columns,
    rows: extraction.rows.map(({ id, cells, statementIds }) => ({
      id,
      cells: cells.map(cell => cell.map(({ value }) => value)),
      places: statementIds.flatMap(places),
    })),
    unplaced: unplaced([...statementsByChunk(state).values()].flat()),
  };
}

const isPlaced = ({ citations }: Statement): boolean => citations.length > 0;

const unplaced = (statements: readonly Statement[]): UnplacedStatement[] =>
  statements
    .filter(statement => !isPlaced(statement))
    .map(({ id, text, lostQuotes }) => ({ id, text, quotes: lostQuotes }));

function placesIn(
  index: StatementIndex,
  placeOf: PlaceOf,
): (statementId: string) => ReportCitation[] {
  const known = new Map<Citation, ReportCitation | undefined>();
  const once = (citation: Citation): ReportCitation | undefined => {
    if (!known.has(citation)) known.set(citation, placeOf(citation));
    return known.get(citation);
  };
  return id => citationsOf(index, id).flatMap(citation => once(citation) ?? []);
}

/** Planned chunks all of whose branches have answered. */
function readChunks(state: RunState): ReadonlySet<string> {
  const read = new Set<string>();
  const missed = new Set<string>();
  for (const id of state.branchIds) {
    const branch = state.branches[id];
    if (!branch) continue;
    let planned = branch.branch;
    while (planned.parentId !== undefined) {
      const parent = state.branches[planned.parentId];
      if (!parent) break;
      planned = parent.branch;
    }
    (branch.status === 'succeeded' ? read : missed).add(planned.chunkId);
  }
  return new Set([...read].filter(id => !missed.has(id)));
}
