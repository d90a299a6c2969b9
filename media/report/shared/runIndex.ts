import { isDecisive } from '../../../src/core/state/findingStatus.ts';
import type { BranchState, RunState } from '../../../src/core/state/runState.ts';
import type { Since } from '../../../src/views/report/protocol.ts';
import type { Finding } from '../../../src/core/domain/results/findings.ts';
import {
  isNotJudged,
  NOT_JUDGED,
  type Perspective,
} from '../../../src/core/domain/review/perspective.ts';
import type { SourceInfo } from '../../../src/core/domain/source.ts';
import { shortPaths } from '../../../src/core/text/shortPaths.ts';
import { count, grouped } from '../../../src/core/format/format.ts';
import { plainLine } from './plainText.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { perspectiveName } from '../../../src/core/format/words.ts';

/** Look-ups over a run that the sections share; built once for every change of the run. */
export interface RunIndex {
  /** Position in reading order, from 1: what people call chunk 14. */
  readonly chunkNumber: ReadonlyMap<string, number>;
  readonly perspectives: ReadonlyMap<string, Perspective>;
  readonly sources: ReadonlyMap<string, SourceInfo>;
  /** The name of each source's file, with the folders that tell it from others of that name; by its path. */
  readonly fileNames: ReadonlyMap<string, string>;
  /** Ids of the findings that the run it is compared with did not have. */
  readonly added: ReadonlySet<string>;
  /** Ids of those that both have. */
  readonly unchanged: ReadonlySet<string>;
  /** The branch of a chunk and perspective; see `cellKey`. */
  readonly branchAt: ReadonlyMap<string, BranchState>;
  /** The findings that count: placed, not dismissed, not refuted. */
  readonly decisive: readonly Finding[];
}

export const cellKey = (chunkId: string, perspectiveId: string): string =>
  `${chunkId}\n${perspectiveId}`;

/** `4 of 6 branches; 2 not judged: needs a model`: where nothing was found. */
export function branchesWithout(
  state: RunState,
  covered: { readonly succeeded: number; readonly total: number },
): string {
  const unjudged = state.branchIds.filter(id => isNotJudged(state.branches[id]?.outcome)).length;
  const judged = t(
    '{0} of {1}##counted',
    grouped(covered.succeeded - unjudged),
    count(covered.total, 'branch', 'branches'),
  );
  return unjudged === 0 ? judged : `${judged}; ${grouped(unjudged)} ${NOT_JUDGED}`;
}

export function runIndex(state: RunState, since?: Since): RunIndex {
  const branchAt = new Map<string, BranchState>();
  for (const id of state.branchIds) {
    const branch = state.branches[id];
    if (!branch) continue;
    const key = cellKey(branch.branch.chunkId, branch.branch.perspectiveId);
    const before = branchAt.get(key);
    // Of several models that read a chunk from one perspective, one that has not read it is what matters.
    if (!before || before.status === 'succeeded') branchAt.set(key, branch);
  }
  return {
    chunkNumber: new Map(state.chunkIds.map((id, i) => [id, i + 1])),
    perspectives: new Map(state.perspectives.map(p => [p.id, p])),
    sources: new Map(state.sources.map(s => [s.id, s])),
    fileNames: shortPaths(state.sources.map(({ path }) => path)),
    branchAt,
    added: new Set(since?.added),
    unchanged: new Set(since?.unchanged),
    decisive: state.findings.filter(isDecisive),
  };
}

/** `14 A`: chunk 14, accuracy. */
export function branchLabel(state: RunState, index: RunIndex, branchId: string): string {
  const branch = state.branches[branchId]?.branch;
  if (!branch) return '?';
  const letter = index.perspectives.get(branch.perspectiveId)?.letter ?? '?';
  return `${index.chunkNumber.get(branch.chunkId) ?? '?'} ${plainLine(letter, 3)}`;
}

/** `3 branches`, `3 branches of 2 models`. */
export function agreementText(state: RunState, { branchIds }: Pick<Finding, 'branchIds'>): string {
  const models = modelsOf(state, { branchIds }).length;
  const branches = count(branchIds.length, 'branch', 'branches');
  return models > 1 ? t('{0} of {1}##models', branches, count(models, 'model')) : branches;
}

/** The models that said something, each once, as `provider:model`. */
export const modelsOf = (state: RunState, { branchIds }: Pick<Finding, 'branchIds'>): string[] => [
  ...new Set(branchIds.flatMap(id => state.branches[id]?.branch.model ?? [])),
];

export const perspectiveTitle = (index: RunIndex, id: string): string =>
  plainLine(perspectiveName(index.perspectives.get(id)?.title ?? id), 40);

/** Codicon ids only: anything else would be a class name of someone else's choice. */
export function perspectiveIcon(index: RunIndex, id: string): string {
  const icon = index.perspectives.get(id)?.icon ?? '';
  return /^[a-z0-9-]{1,40}$/.test(icon) ? icon : 'eye';
}

/** The section of a finding, in one line; with the file before it when the run has several. */
export function placeOf(state: RunState, index: RunIndex, finding: Finding): string {
  const chunk = state.chunks[finding.chunkId];
  const section = plainLine(chunk?.title ?? chunk?.headings.at(-1) ?? '', 80);
  if (state.sources.length < 2) return section || t('no section');
  const path = index.sources.get(finding.sourceId)?.path ?? '';
  const file = plainLine(index.fileNames.get(path) ?? '', 60);
  // A text without headings is called what its file is.
  return section && section !== plainLine(path.split('/').at(-1) ?? '', 60)
    ? `${file}, ${section}`
    : file;
}

/** The top heading above a chunk, or its file when the run has several. */
export function partOf(state: RunState, index: RunIndex, chunkId: string): string {
  const chunk = state.chunks[chunkId];
  if (!chunk) return '';
  if (state.sources.length > 1) return plainLine(index.sources.get(chunk.sourceId)?.path ?? '', 80);
  // A document with one title above everything has its parts one level down.
  const shared = sharedTitle(state);
  return plainLine(chunk.headings[shared] ?? chunk.headings.at(-1) ?? chunk.title, 80);
}

const titles = new WeakMap<readonly string[], number>();

/** 1 when nearly all chunks are below the same first heading, else 0. */
function sharedTitle(state: RunState): number {
  const known = titles.get(state.chunkIds);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const id of state.chunkIds) {
    const first = state.chunks[id]?.headings[0];
    if (first !== undefined) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  const level = state.chunkIds.length > 1 && most >= state.chunkIds.length - 1 ? 1 : 0;
  titles.set(state.chunkIds, level);
  return level;
}
