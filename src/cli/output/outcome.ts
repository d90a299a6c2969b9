import { buildReport } from '../../core/report/report.ts';
import type { ReportFinding } from '../../core/report/reportFormat.ts';
import { isDecisive } from '../../core/state/findingStatus.ts';
import { languageText, rootNode } from '../../core/report/digest/digestWording.ts';
import { silencedText } from '../../core/report/silenced.ts';
import { isBelow } from '../../core/state/least.ts';
import {
  doubtfulStatements,
  isUnsummarized,
  unsupportedCount,
} from '../../core/state/digestView.ts';
import { type RunState, isRunEnded } from '../../core/state/runState.ts';
import { unfinished } from '../../core/state/unfinished.ts';
import { type Finding, SEVERITIES } from '../../core/domain/results/findings.ts';
import { count } from '../../core/format/format.ts';
import type { Source } from '../../core/domain/source.ts';
import { reportFile } from '../../engine/reportFile.ts';
import type { OutputArgs } from '../options/types.ts';
import { deliver, tell } from './output.ts';
import { topFindings } from './topFindings.ts';

/** Writes the report of a run. @returns the exit code. */
export async function report(
  state: RunState,
  sources: readonly Source[],
  output: OutputArgs,
): Promise<number> {
  const built = buildReport(state, sources, output.least);
  await deliver(await reportFile(output.format, built), output.out);
  if (output.out !== undefined) tell(topFindings(built));
  const root = rootNode(built);
  if (root?.language) tell(languageText(root));
  const code = exitCode(state, output);
  tellResume(state);
  return code;
}

/** How to have the rest asked: the id is in no other line of a terminal. */
function tellResume(state: RunState): void {
  if (state.status === 'succeeded' || (unfinished(state).length === 0 && !state.failure)) return;
  const more =
    state.failure?.code === 'budget'
      ? ' and a higher limit (--max-cost, --max-tokens or --monthly-budget)'
      : '';
  tell(`Resume with: fanout resume ${state.runId.slice(0, 8)}${more}`);
}

/** What was left at the provider has no report yet; what was cut off has one, with its gaps. */
export const ended = (
  state: RunState,
  sources: readonly Source[],
  output: OutputArgs,
): number | Promise<number> =>
  isRunEnded(state.status) ? report(state, sources, output) : tellLeft(state);

/** The run continues elsewhere. */
function tellLeft({ runId, batches }: RunState): number {
  const id = runId.slice(0, 8);
  const sent = batches.some(batch => batch.providerId !== undefined);
  tell(
    `${sent ? 'The batch continues at the provider; nothing is sent twice.' : 'The batch is looked up at the provider before it is sent again.'} Resume with: fanout resume ${id}  Cancel it with: fanout cancel ${id}`,
  );
  return 130;
}

function exitCode(state: RunState, output: OutputArgs): number {
  if (state.status === 'cancelled') return 130;
  if (state.status === 'failed') {
    if (state.failure) tell(`Failed: ${state.failure.message}`);
    return 4;
  }
  if (hasAtLeast(state.findings, output)) return 1;
  tellSilenced(state.findings, output);
  if (state.failure) tell(`Partial: ${state.failure.message}`);
  if (unsupportedCount(state) > 0) {
    tell('Unsupported: the model answered, but its quotes could not be found in the text.');
    return 3;
  }
  if (isUnsummarized(state)) {
    tell('Empty: the model made no statement about the text, so there is no summary.');
    return 3;
  }
  const doubtful = doubtfulStatements(state).length;
  if (doubtful > 0) {
    tell(
      `Check: ${count(doubtful, 'statement')} of the result ${doubtful === 1 ? 'has' : 'have'} figures or negations that are not in the words cited, or nothing in common with them; the report marks ${doubtful === 1 ? 'it' : 'them'}.`,
    );
    return 3;
  }
  return state.status === 'succeeded' ? 0 : 3;
}

/** What `--fail-on` would have counted without decisions. */
function tellSilenced(findings: readonly Finding[], output: OutputArgs): void {
  const silenced = findings.filter(({ decision, ...undecided }) => {
    const isDismissed = decision?.kind === 'dismissed';
    return isDismissed && hasAtLeast([undecided], output);
  });
  if (silenced.length > 0)
    tell(`--fail-on ${output.failOn ?? ''} is met only for decisions: ${silencedText(silenced)}.`);
}

/** Whether a finding that decides is at or above `--fail-on`: one that stands and has its place. */
export function hasAtLeast(
  findings: readonly (Finding | ReportFinding)[],
  { failOn, least = {} }: OutputArgs,
): boolean {
  const grave = failOn ? SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1) : [];
  return findings.some(f => isDecisive(f) && !isBelow(f, least) && grave.includes(f.severity));
}
