import { fanInTitles } from '../domain/review/fanInPerspectives.ts';
import { type Report, type ReportFinding, SCHEMA_VERSION } from './reportFormat.ts';
import { t } from '../text/l10n.ts';

/** Two runs beside each other. Every finding of both is in exactly one list, in report order. */
export interface Comparison {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  /** In the later run only, at a passage that the earlier one had read too. */
  readonly added: readonly ReportFinding[];
  /** In the earlier run only, and what it quoted has changed or a rule sees it no more. */
  readonly fixed: readonly ReportFinding[];
  /** In both; as the later run says it. */
  readonly unchanged: readonly ReportFinding[];
  /** In the earlier run only, though the quoted words are still there: not said again, not fixed. */
  readonly notRepeated: readonly ReportFinding[];
  /** In one run only, and the other did not read that passage from that perspective. */
  readonly notRead: readonly NotRead[];
}

export interface ComparedRun {
  readonly id: string;
  readonly title: string;
  readonly model: string;
  readonly startedAt: string;
  readonly findings: number;
  readonly reviewedFraction: number;
}

export interface NotRead {
  /** The run that did not read it. */
  readonly by: 'before' | 'after';
  readonly reason: string;
  readonly finding: ReportFinding;
}

/** The texts of sources by their paths; a file that was read in parts has all of them. */
export function textsByPath(
  sources: readonly { readonly path: string; readonly text: string }[],
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { path, text } of sources) {
    const known = texts.get(path);
    texts.set(path, known === undefined || known === text ? text : `${known}\n${text}`);
  }
  return texts;
}

/**
 * What has changed from one run to another, by the findings' fingerprints: they stay the same when
 * lines move. `textOf` gives a source's text in the later run by its path, where it is at hand.
 */
export function compareReports(
  before: Report,
  after: Report,
  textOf: (path: string) => string | undefined,
): Comparison {
  const pairs = pairUp(before.findings, after.findings);
  const namesOf = renamed(before, after, pairs);
  const notRead: NotRead[] = [];
  const added: ReportFinding[] = [];
  const fixed: ReportFinding[] = [];
  const notRepeated: ReportFinding[] = [];
  for (const finding of before.findings) {
    if (pairs.known.has(finding)) continue;
    const path = namesOf.later(finding.path);
    const reason = whyNotRead(after, { ...finding, path });
    if (reason !== undefined) notRead.push({ by: 'after', reason, finding });
    else if (isStillThere(finding, textOf(path))) notRepeated.push(finding);
    else fixed.push(finding);
  }
  for (const finding of after.findings) {
    if (pairs.known.has(finding)) continue;
    const reason = whyNotRead(before, { ...finding, path: namesOf.earlier(finding.path) });
    if (reason !== undefined) notRead.push({ by: 'before', reason, finding });
    else added.push(finding);
  }
  return {
    schemaVersion: SCHEMA_VERSION,
    before: runOf(before),
    after: runOf(after),
    added,
    fixed,
    unchanged: pairs.unchanged,
    notRepeated,
    notRead,
  };
}

/** Two runs over one file each that have findings in common are over two versions of it: `nda-v1.docx`, `nda-v2.docx`. */
function renamed(
  before: Report,
  after: Report,
  { unchanged }: Pairs,
): Record<'later' | 'earlier', (path: string) => string> {
  const [was, ...others] = new Set(before.sources.map(({ path }) => path));
  const [is, ...more] = new Set(after.sources.map(({ path }) => path));
  const isOne = others.length + more.length === 0 && unchanged.length > 0;
  const renaming = (from?: string, to?: string) => (path: string) =>
    isOne && to !== undefined && path === from ? to : path;
  return { later: renaming(was, is), earlier: renaming(is, was) };
}

const runOf = ({ run, title, findings, coverage }: Report): ComparedRun => ({
  id: run.id,
  title,
  model: run.model,
  startedAt: run.startedAt,
  findings: findings.length,
  reviewedFraction: coverage.reviewedFraction,
});

interface Pairs {
  /** Findings of either run that are in the other too. */
  readonly known: ReadonlySet<ReportFinding>;
  readonly unchanged: readonly ReportFinding[];
}

/** One to one: first in the same file, then wherever a file was renamed to. */
function pairUp(before: readonly ReportFinding[], after: readonly ReportFinding[]): Pairs {
  const known = new Set<ReportFinding>();
  const keys: ((finding: ReportFinding) => string)[] = [
    f => JSON.stringify([f.path, f.fingerprint]),
    f => f.fingerprint,
  ];
  for (const keyOf of keys) {
    const open = Map.groupBy(
      before.filter(finding => !known.has(finding)),
      keyOf,
    );
    for (const finding of after) {
      const twin = known.has(finding) ? undefined : open.get(keyOf(finding))?.shift();
      if (twin) known.add(twin).add(finding);
    }
  }
  return { known, unchanged: after.filter(finding => known.has(finding)) };
}

/** Why a run says nothing about a finding's passage; undefined when it read it from that perspective. */
function whyNotRead(report: Report, finding: ReportFinding): string | undefined {
  const { path, perspective, chunk, rule } = finding;
  const source = report.sources.find(s => s.path === path);
  if (!source) return t('the file was not part of the run');
  // What fan-in finds itself rests on all that was read.
  const own = Object.hasOwn(fanInTitles, perspective) ? undefined : perspective;
  if ((own !== undefined && rule !== null) !== report.run.rulesOnly)
    return report.run.rulesOnly ? t('rules read it, not a model') : t('a model read it, not rules');
  if (own !== undefined && !report.perspectives.some(p => p.id === own))
    return t('the perspective was not part of the run');
  const branch = report.branches.find(b => b.chunk === chunk && b.perspective === own);
  if (branch) return branch.status === 'succeeded' ? undefined : (branch.reason ?? branch.status);
  // The text has changed: without the same chunk, any gap may be the place.
  const gap = report.coverage.gaps.find(
    g => g.path === path && (own === undefined || g.perspective === own),
  );
  return gap?.reason;
}

/** Whether all words a remark rests on are as they were. A rule that is silent has been satisfied. */
const isStillThere = (finding: ReportFinding, text: string | undefined): boolean =>
  finding.rule === null &&
  (!finding.placed ||
    (text !== undefined &&
      [finding.quote, ...finding.related.map(r => r.quote)].every(q => text.includes(q))));
