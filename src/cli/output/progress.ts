import { makesStatements } from '../../core/state/digestView.ts';
import { terminalLine } from './output.ts';
import type { RunEvent } from '../../core/state/events.ts';
import { batchTally } from '../../core/state/foldBatches.ts';
import { type BranchCounts, countBranches } from '../../core/state/coverage.ts';
import { countLabelled, hasRecords } from '../../core/state/labelRows.ts';
import type { Clock } from '../../core/ports/ports.ts';
import { aboutMoney, count, dateAndTime, grouped } from '../../core/format/format.ts';
import { isOver, spendingOf, spendingText } from '../../core/state/spending.ts';
import type { RunState } from '../../core/state/runState.ts';

/** Redraws of the live line, at most one in this many ms. */
const REDRAW_MS = 80;

interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  onEvent(event: RunEvent, state: RunState): void;
  /** Ends the live line, so that what follows starts on its own. */
  close(): void;
}

/** A live bar on a terminal; elsewhere plain lines: the stages, each tenth of the branches, each failure. */
export function createProgress(out: Output, clock: Pick<Clock, 'now'>): Progress {
  const said = once(overLine);
  const lines = (event: RunEvent, state: RunState): string[] =>
    [stageLine(event, state), said(state)].filter(line => line !== undefined);
  return out.isTTY ? liveBar(out, clock, lines) : plainLines(out, lines);
}

type Lines = (event: RunEvent, state: RunState) => string[];

/** The first thing that is to be said, and nothing after it. */
function once(say: (state: RunState) => string | undefined): typeof say {
  let isSaid = false;
  return state => {
    const line = isSaid ? undefined : say(state);
    if (line !== undefined) isSaid = true;
    return line;
  };
}

function overLine(state: RunState): string | undefined {
  const spending = spendingOf(state);
  return spending && isOver(spending) ? `spent ${spendingText(spending)}` : undefined;
}

function liveBar(out: Output, clock: Pick<Clock, 'now'>, linesOf: Lines): Progress {
  let drawnAt = -Infinity;
  let shown = false;
  const clear = (): void => {
    if (shown) out.write('\r\u001b[K');
    shown = false;
  };
  return {
    onEvent(event, state) {
      for (const line of linesOf(event, state)) {
        clear();
        out.write(`${terminalLine(line)}\n`);
      }
      const due = clock.now() - drawnAt >= REDRAW_MS;
      if (!/^(?:branch|batch)\./.test(event.type) || !due) return;
      drawnAt = clock.now();
      clear();
      out.write(terminalLine(bar(state, out.columns ?? 80)));
      shown = true;
    },
    close: clear,
  };
}

function plainLines(out: Output, linesOf: Lines): Progress {
  let tenths = 0;
  let heard = 0;
  return {
    onEvent(event, state) {
      for (const line of linesOf(event, state)) out.write(`${terminalLine(line)}\n`);
      if (event.type === 'batch.progressed')
        out.write(`batch ${event.batchId}: ${event.done} of ${event.total} done at the provider\n`);
      if (event.type !== 'branch.ended') return;
      heard += 1;
      // Counting at every end would make 10,000 branches 10,000 times as long.
      const total = state.branchIds.length;
      if (heard % Math.ceil(total / 100) !== 0 && heard < total) return;
      const done = countBranches(state);
      const ended = answeredOrLost(done);
      const reached = Math.floor((10 * ended) / Math.max(1, done.total));
      if (reached <= tenths) return;
      tenths = reached;
      const parts = [
        `${grouped(ended)} of ${count(done.total, 'branch', 'branches')}`,
        foundSoFar(state),
        ...spentSoFar(state),
      ];
      out.write(`${parts.join(', ')}\n`);
    },
    close() {
      // Every line ended itself.
    },
  };
}

/** What was cancelled has ended as well, and is no progress. */
const answeredOrLost = ({ total, open, cancelled }: BranchCounts): number =>
  total - open - cancelled;

function bar(state: RunState, columns: number): string {
  const batch = batchTally(state);
  const done = countBranches(state);
  const ended = batch ? batch.done : answeredOrLost(done);
  const total = batch ? batch.total : done.total;
  const width = Math.max(10, Math.min(40, columns - 60));
  const filled = Math.round((width * ended) / Math.max(1, total));
  const waiting = Object.values(state.branches).filter(b => b.status === 'waiting').length;
  const parts = [
    `${grouped(ended)} of ${batch ? `${grouped(total)} done at the provider` : count(total, 'branch', 'branches')}`,
    foundSoFar(state),
    ...(done.failed ? [`${done.failed} failed`] : []),
    ...(waiting && !batch ? [`${waiting} waiting`] : []),
    ...spentSoFar(state),
  ];
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${parts.join(', ')}`.slice(
    0,
    columns - 1,
  );
}

/** Money beside the estimate; nothing where there is nothing to say. */
function spentSoFar(state: RunState): string[] {
  const spending = spendingOf(state);
  const text = spending && spendingText(spending);
  return text === undefined ? [] : [text];
}

function foundSoFar(state: RunState): string {
  const { digest, findings } = state;
  if (hasRecords(state)) return `${count(countLabelled(state), 'record')} labelled`;
  if (digest)
    return `${grouped(Object.keys(digest.joined).length)} of ${count(digest.nodes.length, 'group')} joined`;
  return makesStatements(state) ? 'reading' : count(findings.length, 'finding');
}

/** What is worth a line of its own on any output. */
function stageLine(event: RunEvent, state: RunState): string | undefined {
  switch (event.type) {
    case 'run.planned': {
      const { calls, cached, costUsd } = event.estimate;
      const price = costUsd ? `, ${aboutMoney(costUsd)}` : ', price unknown';
      const { partition } = event;
      const plan = partition
        ? ` (${partition.by}${partition.note ? `: ${partition.note}` : ''})`
        : '';
      const what = `${count(state.chunkIds.length, 'chunk')}, ${count(event.branches.length, 'branch', 'branches')}${plan}`;
      if (state.model?.provider === 'offline') return `${what}, offline: nothing is sent`;
      return `${what}, ${count(calls, 'call')}${cached ? `, ${cached} answered from the store` : ''}${price}`;
    }
    case 'batch.submitted': {
      const batch = state.batches.find(({ id }) => id === event.batchId);
      return `batch ${event.batchId} with ${count(batch?.branchIds.length ?? 0, 'request')} is at the provider: usually answered within an hour, at most in 24 h; answers and requests are kept there for up to 30 days or until they are collected. Ctrl+C stops waiting and leaves it there`;
    }
    case 'batch.cancelling':
      return `batch ${event.batchId} is being cancelled; what it answered is kept. This takes up to ten minutes`;
    case 'batch.ended':
      return event.how === 'collected'
        ? `batch ${event.batchId} is collected`
        : `batch ${event.batchId} gave no answers${event.failure ? `: ${event.failure.message}` : ''}`;
    case 'run.paused':
      return `paused${event.until === undefined ? '' : ` until ${dateAndTime(event.until)}`}: ${event.reason}`;
    case 'run.unpaused':
      return 'going on';
    case 'branch.ended':
      return event.outcome.status === 'failed'
        ? `failed: ${branchName(state, event.branchId)}: ${event.outcome.failure.message}`
        : undefined;
    case 'run.ended':
      return event.status === 'cancelled' ? cancelledLine(state) : undefined;
    case 'labels.doubted':
      return `second look: ${count(event.records, 'label')} in doubt, checked by ${event.by}`;
    case 'node.joined':
      return event.joined.failure
        ? `failed: ${state.digest?.nodes.find(n => n.id === event.nodeId)?.title ?? event.nodeId}: ${event.joined.failure.message}`
        : undefined;
    case 'synthesis.started':
      return state.digest ? `joining: ${foundSoFar(state)}` : 'writing the summary';
    default:
      return undefined;
  }
}

function cancelledLine(state: RunState): string {
  const { succeeded, total } = countBranches(state);
  return `cancelled: ${grouped(succeeded)} of ${count(total, 'branch', 'branches')} answered`;
}

function branchName(state: RunState, branchId: string): string {
  const branch = state.branches[branchId]?.branch;
  const chunk = branch && state.chunks[branch.chunkId];
  return chunk ? `${chunk.title} (${branch.perspectiveId})` : branchId;
}
