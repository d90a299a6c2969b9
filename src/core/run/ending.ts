import { coverage } from '../state/coverage.ts';
import { plural, t } from '../text/l10n.ts';
import { isGap } from '../format/coverageUnit.ts';
import type { FanOutEnd } from '../fanout/fanOut.ts';
import type { RunState } from '../state/runState.ts';
import type { Failure } from '../domain/failure.ts';
import type { Context } from './context.ts';
import { learnFromRun } from './estimate/history.ts';

export function end(context: Context, ending: FanOutEnd): RunState {
  const { ports, state, record, emit, options } = context;
  if (ending.kind === 'done') learnFromRun(context);
  const { status, failure } = verdict(state, ending, record.failure());
  emit({ type: 'run.ended', status, ...(failure ? { failure } : {}) });
  ports.log.info('run ended', { run: options.runId, status, calls: state.calls });
  return state;
}

/** More failures than this share of the branches make the run a failure, whatever the rest found. */
const FAILURE_FLOOR = 0.5;

function verdict(
  state: RunState,
  ending: FanOutEnd,
  storeFailure: Failure | undefined,
): { status: 'succeeded' | 'partial' | 'failed' | 'cancelled'; failure?: Failure } {
  const { total, succeeded, failed, gaps } = coverage(state);
  const failure = storeFailure ?? (ending.kind === 'stopped' ? ending.failure : undefined);
  if (ending.kind === 'cancelled' && !storeFailure) return { status: 'cancelled' };
  if (failure) return { status: succeeded === 0 ? 'failed' : 'partial', failure };
  if (failed > total * FAILURE_FLOOR) {
    const first = state.branchIds.map(id => state.branches[id]?.failure).find(Boolean);
    return { status: 'failed', ...(first ? { failure: first } : {}) };
  }
  const undone = notJoined(state) ?? notLookedAt(state);
  if (undone) return { status: 'partial', failure: undone };
  return {
    // A part that was answered may have a gap of its own: a record that is longer than a call takes.
    status:
      succeeded === total && gaps.length === 0 && !state.skipped.some(isGap)
        ? 'succeeded'
        : 'partial',
  };
}

const LIMIT_REACHED = (): string => t('The limit of this run is reached.');

/** Groups that the model was to join, and code listed instead. */
function notJoined({ digest }: RunState): Failure | undefined {
  const byCode = (digest?.nodes ?? []).flatMap(({ id }) => {
    const joined = digest?.joined[id];
    return joined?.by === 'code' ? [{ id, ...joined }] : [];
  });
  if (!digest || byCode.length === 0) return undefined;
  const why = byCode.find(({ failure }) => failure)?.failure;
  const root = digest.nodes.at(-1)?.id;
  const what =
    byCode.length === 1 && byCode[0]?.id === root
      ? t('The top of the report could not be joined by the model')
      : t('{0} of {1} groups could not be joined by the model', byCode.length, digest.nodes.length);
  return {
    code: why?.code ?? 'budget',
    message: t(
      '{0}: {1} What the parts say is listed instead, and nothing is lost. Resume the run to ask again for these alone.',
      what,
      why?.message ?? LIMIT_REACHED(),
    ),
  };
}

/** Labels in doubt that the second model was to see. */
function notLookedAt({ secondLook }: RunState): Failure | undefined {
  const open = secondLook ? secondLook.records - secondLook.answered : 0;
  if (!secondLook || open <= 0) return undefined;
  const { failure, by } = secondLook;
  return {
    code: failure?.code ?? 'budget',
    message: plural(
      open,
      '{0} label in doubt could not be asked of {1}: {2} It keeps the first label. Resume the run to ask again for it alone.',
      '{0} labels in doubt could not be asked of {1}: {2} Those keep the first label. Resume the run to ask again for these alone.',
      open,
      by,
      failure?.message ?? LIMIT_REACHED(),
    ),
  };
}
