import type { Source } from '../../core/domain/source.ts';

/** A file or a folder that was moved or renamed; both are addresses. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Where an address is after the moves; the same where none is about it. */
export function addressAfter(moves: readonly Move[], address: string): string {
  return moves.reduce((at, { from, to }) => {
    if (at === from) return to;
    const folder = `${from.replace(/\/+$/, '')}/`;
    return at.startsWith(folder) ? `${to.replace(/\/+$/, '')}/${at.slice(folder.length)}` : at;
  }, address);
}

/** The sources with the addresses they have after the moves; undefined where none of them was moved. */
export function movedSources(
  sources: ReadonlyMap<string, Source>,
  moves: readonly Move[],
): ReadonlyMap<string, Source> | undefined {
  let isMoved = false;
  const moved = new Map(
    [...sources].map(([id, source]): [string, Source] => {
      const uri = source.uri === undefined ? undefined : addressAfter(moves, source.uri);
      if (uri === undefined || uri === source.uri) return [id, source];
      isMoved = true;
      return [id, { ...source, uri }];
    }),
  );
  return isMoved ? moved : undefined;
}
