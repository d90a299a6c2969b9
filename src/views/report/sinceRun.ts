import { FanoutError } from '../../core/errors.ts';
import { isDecisive, tallyFindings } from '../../core/state/findingStatus.ts';
import { isRunEnded } from '../../core/state/runState.ts';
import { compareReports, textsByPath } from '../../core/report/compare.ts';
import { buildReport } from '../../core/report/report.ts';
import type { ReportFinding } from '../../core/report/reportFormat.ts';
import { placeText } from '../../core/report/wording.ts';
import type { RunEntry } from '../../host/runs/runEntry.ts';
import type { Runs } from '../../host/runs/runs.ts';
import type { Since, SinceFinding } from './protocol.ts';
import { t } from '../../core/text/l10n.ts';

/** Earlier runs of the same name that are looked at for one over the same documents. */
const MAX_LOOKED_AT = 5;

/**
 * What has changed in a review since another: the one named, else the last over the same documents. Undefined when
 * there is none, or the run is no review that has ended.
 * @throws FanoutError `storeUnusable` if the named run is no longer stored.
 */
export async function sinceRun(
  runs: Runs,
  runId: string,
  otherId?: string,
): Promise<Since | undefined> {
  const later = await runs.load(runId);
  if (!later || !isEndedReview(later)) return undefined;
  const earlier = otherId === undefined ? await lastBefore(runs, later) : await runs.load(otherId);
  if (otherId !== undefined && !earlier?.state)
    throw new FanoutError('storeUnusable', t('One of the runs is no longer stored.'));
  if (!earlier?.state || !later.state) return undefined;
  const [before, after] = [earlier, later].map(({ state, sources }) =>
    buildReport(state ?? never(), [...sources.values()]),
  );
  if (!before || !after) return undefined;
  const texts = textsByPath([...later.sources.values()]);
  const compared = compareReports(before, after, path => texts.get(path));
  const gone = (finding: ReportFinding): SinceFinding => ({
    id: finding.id,
    severity: finding.severity,
    title: finding.title || finding.message,
    place: placeText(finding),
    quote: finding.quote,
    isPlaced: finding.placed,
  });
  return {
    runId: earlier.id,
    startedAt: earlier.startedAt,
    model: before.run.model,
    findings: tallyFindings(before.findings).decisive,
    ...(earlier.state.costUsd === undefined ? {} : { costUsd: earlier.state.costUsd }),
    added: compared.added.map(({ id }) => id),
    unchanged: compared.unchanged.map(({ id }) => id),
    fixed: compared.fixed.filter(isDecisive).map(gone),
    notRepeated: compared.notRepeated.filter(isDecisive).map(gone),
    notRead: compared.notRead
      .filter(({ by, finding }) => by === 'after' && isDecisive(finding))
      .map(({ finding, reason }) => ({ ...gone(finding), reason })),
    notReadBefore: compared.notRead
      .filter(({ by }) => by === 'before')
      .map(({ finding }) => finding.id),
  };
}

/** A run that is still being put away has ended all the same. */
const isEndedReview = ({ state }: RunEntry): boolean =>
  state?.job === 'review' && isRunEnded(state.status) && state.status !== 'failed';

const documentsOf = ({ sources }: RunEntry): string =>
  [...sources.values()]
    .map(({ uri, path }) => uri ?? path)
    .sort()
    .join('\n');

async function lastBefore(runs: Runs, later: RunEntry): Promise<RunEntry | undefined> {
  await runs.loadHistory();
  const earlier = runs
    .list()
    .filter(run => run.name === later.name && run.startedAt < later.startedAt && !run.active);
  for (const { id } of earlier.slice(0, MAX_LOOKED_AT)) {
    const run = await runs.load(id);
    if (run && isEndedReview(run) && documentsOf(run) === documentsOf(later)) return run;
  }
  return undefined;
}

function never(): never {
  throw new Error('a loaded run has a state');
}
