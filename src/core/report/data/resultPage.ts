import { SEVERITIES, type Severity } from '../../domain/results/findings.ts';
import { isActive } from '../../state/findingStatus.ts';
import { isBelow } from '../../state/least.ts';
import { rootNode } from '../digest/digestWording.ts';
import type { Report, ReportFinding } from '../reportFormat.ts';
import type { ReportPlaybookText } from '../playbookFormat.ts';
import type { ReportRecord } from '../records/records.ts';
import type { ReportPlace } from '../reportPlace.ts';

/** Most tokens of a page as JSON: agents cut off longer results. */
export const MAX_PAGE_TOKENS = 10_000;
/** Room for what a client wraps around a page. */
const MARGIN = 500;
/** Gaps and files that were not read, listed one by one. */
const MAX_LISTED = 20;
/** UTF-16 units of a text in what heads a page, and of the summary. */
const MAX_LINE = 300;
const MAX_SUMMARY = 4_000;
/** UTF-16 units of each text of an item; less where the item alone would not fit. */
const MAX_FIELD = 4_000;

export interface PageChoice {
  /** Number of the first item. */
  readonly from?: number;
  readonly minSeverity?: Severity;
  /** Only items of this file. */
  readonly path?: string;
}

type Item = Readonly<Record<string, unknown>>;

/** One page of what a run came to, for a program that reads a limited number of tokens at a time. */
export interface ResultPage {
  readonly run: string;
  readonly job: Report['run']['job'];
  readonly status: Report['run']['status'];
  readonly model: string;
  readonly calls: number;
  /** US dollars; null when a price is unknown. */
  readonly costUsd: number | null;
  readonly coverage: Item;
  /** What the items are. */
  readonly kind: 'findings' | 'statements' | 'rows' | 'verdicts' | 'records';
  /** Items there are in all, with this choice. */
  readonly total: number;
  readonly from: number;
  /** `from` of the next page; null: this is the last one. */
  readonly next: number | null;
  readonly items: readonly Item[];
  readonly [more: string]: unknown;
}

/**
 * The page that begins with item `from`, at most `MAX_PAGE_TOKENS` long as JSON. A text that is too long for a page is cut,
 * and its item says so in `cut`; places are never cut. `tokensOf` counts the tokens of a text.
 */
export function resultPage(
  report: Report,
  { from = 0, minSeverity, path }: PageChoice,
  tokensOf: (text: string) => number,
): ResultPage {
  const { kind, items: all } = itemsOf(report, minSeverity);
  const items = path === undefined ? all : all.filter(item => touches(item, path));
  const head = { ...headOf(report), ...(from === 0 ? openingOf(report, minSeverity) : {}) };
  const size = (value: unknown): number => tokensOf(JSON.stringify(value));
  const room = MAX_PAGE_TOKENS - MARGIN - size(head);
  const shown: Item[] = [];
  let used = 0;
  for (const item of items.slice(from)) {
    const fitting = fitted(item, room, size);
    // Joined with a comma; tokens of neighbours may merge, never split.
    used += size(fitting) + 1;
    if (shown.length > 0 && used > room) break;
    shown.push(fitting);
  }
  const end = from + shown.length;
  return {
    ...head,
    kind,
    total: items.length,
    from,
    next: end < items.length ? end : null,
    items: shown,
  };
}

function headOf({ run, coverage }: Report) {
  const { reviewedFraction, unit, branches, gaps } = coverage;
  return {
    run: run.id,
    job: run.job,
    status: run.status,
    model: run.model.slice(0, MAX_LINE),
    calls: run.calls,
    costUsd: run.costUsd,
    coverage: { read: reviewedFraction, of: unit, ...branches, gaps: gaps.length },
  };
}

/** What only the first page tells. */
function openingOf(report: Report, minSeverity: Severity | undefined): Item {
  const { run, coverage, synthesis, findings } = report;
  const skipped = report.skipped.filter(({ note }) => !note);
  const standing = findings.filter(isActive);
  const below = standing.filter(finding => isBelow(finding, leastOf(minSeverity)));
  const root = rootNode(report);
  return {
    name: line(report.title),
    ...(run.failure ? { failure: line(run.failure.message) } : {}),
    ...(coverage.gaps.length > 0
      ? {
          gaps: coverage.gaps.slice(0, MAX_LISTED).map(gap => ({
            path: line(gap.path),
            startLine: gap.startLine,
            endLine: gap.endLine,
            perspective: gap.perspective,
            reason: line(gap.reason),
          })),
        }
      : {}),
    ...(skipped.length > 0
      ? {
          notRead: skipped
            .slice(0, MAX_LISTED)
            .map(({ path, reason }) => ({ path: line(path), reason: line(reason) })),
          notReadInAll: skipped.length,
        }
      : {}),
    ...(synthesis ? { summary: synthesis.markdown.slice(0, MAX_SUMMARY).toWellFormed() } : {}),
    ...(root ? { leftOut: root.leftOut, unread: root.unread } : {}),
    ...(findings.length > 0
      ? {
          severities: Object.fromEntries(
            SEVERITIES.map(s => [s, standing.filter(f => f.severity === s).length]),
          ),
          setAside: findings.length - standing.length,
          belowMinSeverity: below.length,
        }
      : {}),
  };
}

const line = (text: string): string => text.slice(0, MAX_LINE).toWellFormed();

const leastOf = (severity: Severity | undefined) => (severity ? { severity } : {});

function itemsOf(
  report: Report,
  minSeverity: Severity | undefined,
): { readonly kind: ResultPage['kind']; readonly items: readonly Item[] } {
  const { extraction, digest, records, playbook } = report;
  if (playbook) return { kind: 'verdicts', items: playbook.texts.flatMap(verdictItems) };
  if (extraction) {
    const names = extraction.columns.map(({ name }) => name);
    const items = extraction.rows.map(({ id, cells, places }) => ({
      id,
      // Several values of one cell contradict each other.
      cells: Object.fromEntries(names.map((name, i) => [name, cells[i] ?? []])),
      places: places.map(placeItem),
    }));
    return { kind: 'rows', items };
  }
  if (records) return { kind: 'records', items: records.rows.map(recordItem) };
  if (digest) {
    const items = (rootNode(report)?.statements ?? []).map(statement => ({
      id: statement.id,
      text: statement.text,
      ...(statement.conflict === null ? {} : { conflict: statement.conflict }),
      ...(statement.disputed ? { disputed: true } : {}),
      ...(statement.beyond.length > 0 ? { notInTheText: statement.beyond } : {}),
      ...(statement.unrelated ? { unrelatedToItsQuotes: true } : {}),
      places: statement.places.map(placeItem),
    }));
    return { kind: 'statements', items };
  }
  const items = report.findings
    .filter(finding => isActive(finding) && !isBelow(finding, leastOf(minSeverity)))
    .map(findingItem);
  return { kind: 'findings', items };
}

/** Each rule, with the text it is about. */
const verdictItems = ({ path, rules, notProven }: ReportPlaybookText): readonly Item[] =>
  rules.map(({ id, title, verdict, reasons, places, fallback }) => ({
    id,
    path,
    rule: title,
    verdict,
    ...(verdict === 'undetermined' && notProven !== '' ? { because: notProven } : {}),
    ...(reasons.length > 0 ? { reasons } : {}),
    ...(fallback === null ? {} : { fallback }),
    places: places.map(placeItem),
  }));

/** Without what is empty: an agent pays for every word. */
function findingItem(finding: ReportFinding): Item {
  const { line: at, column, endLine, endColumn, page, spot, rule, houseRule } = finding;
  return {
    id: finding.id,
    severity: finding.severity,
    confidence: finding.confidence,
    perspective: finding.perspective,
    path: finding.path,
    ...(finding.placed ? { line: at, column, endLine, endColumn } : { placed: false }),
    ...(page === null ? {} : { page }),
    ...(spot === undefined ? {} : { spot }),
    quote: finding.quote,
    title: finding.title,
    message: finding.message,
    ...(finding.suggestion === null ? {} : { suggestion: finding.suggestion }),
    ...(rule === null ? {} : { rule }),
    ...(houseRule === null ? {} : { houseRule: houseRule.text }),
    ...(finding.otherPlaces.length > 0 ? { otherPlaces: finding.otherPlaces.map(placeItem) } : {}),
    ...(finding.related.length > 0 ? { related: finding.related.map(placeItem) } : {}),
    ...(finding.decision === null ? {} : { decision: finding.decision.kind }),
  };
}

const placeItem = ({ path, line: at, column, quote }: ReportPlace): Item => ({
  path,
  line: at,
  column,
  quote,
});

const recordItem = (record: ReportRecord): Item => ({
  path: record.source,
  id: record.id,
  number: record.number,
  ...(record.line === null ? {} : { line: record.line }),
  status: record.status,
  labels: record.labels,
  ...(record.confidence === null ? {} : { confidence: record.confidence }),
  ...(record.reason === '' ? {} : { reason: record.reason }),
});

const touches = (item: Item, path: string): boolean =>
  item['path'] === path ||
  (Array.isArray(item['places']) && item['places'].some((place: Item) => place['path'] === path));

/** The item with texts, and lists of places, as long as there is room for. */
function fitted(item: Item, room: number, size: (value: unknown) => number): Item {
  for (let [most, count] = [MAX_FIELD, MAX_LISTED]; ; most = most >> 1, count = (count + 1) >> 1) {
    const cut: string[] = [];
    const short = shortened(item, { most, count, cut, name: '' }) as Item;
    const whole = cut.length === 0 ? short : { ...short, cut: [...new Set(cut)] };
    if (most <= 8 || size(whole) <= room) return whole;
  }
}

interface Limits {
  readonly most: number;
  readonly count: number;
  /** Names of the fields that were cut. */
  readonly cut: string[];
  readonly name: string;
}

function shortened(value: unknown, limits: Limits): unknown {
  const { most, count, cut, name } = limits;
  if (typeof value === 'string') {
    if (value.length <= most) return value;
    cut.push(name);
    return `${value.slice(0, most).toWellFormed()}…`;
  }
  if (Array.isArray(value)) {
    if (value.length > count) cut.push(name);
    return value.slice(0, count).map((each: unknown) => shortened(each, limits));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, shortened(each, { ...limits, name: key })]),
  );
}
