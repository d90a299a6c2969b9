import { HIDDEN_REASONS } from '../../../src/core/state/findingStatus.ts';
import { SEVERITIES } from '../../../src/core/domain/results/findings.ts';
import {
  GROUPINGS,
  SORTINGS,
  STANDINGS,
  noFilters,
  type Filters,
  type Grouping,
  type Sorting,
} from '../findings/findingList.ts';

/** What the reader chose: kept by VS Code over hiding the tab and reloading the window. */
export interface ViewState {
  /** Also how the panel finds its run again after a window reload. */
  readonly runId: string;
  readonly filters: Filters;
  readonly grouping: Grouping;
  readonly sorting: Sorting;
  /** Ids of open findings. */
  readonly open: readonly string[];
  /** Keys of collapsed groups and sections. */
  readonly collapsed: readonly string[];
  /** Sections shown as a table. */
  readonly tables: readonly string[];
  /** Ids of open levels of a summary: nodes and chunks. */
  readonly levels: readonly string[];
  /** Pixels from the top. */
  readonly scroll: number;
}

/** Fields that are new, or a way to get them from what is. */
export type ViewChange = Partial<ViewState> | ((view: ViewState) => Partial<ViewState>);

export const newViewState = (runId: string): ViewState => ({
  runId,
  filters: noFilters,
  grouping: 'severity',
  sorting: 'place',
  open: [],
  collapsed: [],
  tables: [],
  levels: [],
  scroll: 0,
});

const MAX_KEPT = 2000;

/** What was saved for this run, as far as it makes sense; the rest as new. */
export function readViewState(saved: unknown, runId: string): ViewState {
  const fresh = newViewState(runId);
  const record = asRecord(saved);
  if (record['runId'] !== runId) return fresh;
  const filters = asRecord(record['filters']);
  const cell = asRecord(filters['cell']);
  const chunkIds = strings(cell['chunkIds']);
  const perspectiveId = cell['perspectiveId'];
  return {
    runId,
    filters: {
      severities: SEVERITIES.filter(s => strings(filters['severities']).includes(s)),
      perspectives: strings(filters['perspectives']),
      standings: STANDINGS.filter(s => strings(filters['standings']).includes(s)),
      sure: filters['sure'] === true,
      aside: HIDDEN_REASONS.filter(a => strings(filters['aside']).includes(a)),
      query: typeof filters['query'] === 'string' ? filters['query'].slice(0, 500) : '',
      ...(chunkIds.length > 0
        ? { cell: { chunkIds, ...(typeof perspectiveId === 'string' ? { perspectiveId } : {}) } }
        : {}),
    },
    grouping: GROUPINGS.find(g => g === record['grouping']) ?? fresh.grouping,
    sorting: SORTINGS.find(s => s === record['sorting']) ?? fresh.sorting,
    open: strings(record['open']),
    collapsed: strings(record['collapsed']),
    tables: strings(record['tables']),
    levels: strings(record['levels']),
    scroll:
      typeof record['scroll'] === 'number' && record['scroll'] >= 0 && record['scroll'] < 1e8
        ? record['scroll']
        : 0,
  };
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter(v => typeof v === 'string').slice(0, MAX_KEPT) : [];

/** The list with `value` in it if it was not, without it if it was. */
export const toggled = <T>(list: readonly T[], value: T): T[] =>
  list.includes(value) ? list.filter(v => v !== value) : [...list, value];
