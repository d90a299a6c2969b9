import type { RunEvent } from '../../core/state/events.ts';
import type { LogFields, Logger } from '../../core/ports/ports.ts';
import type { Failure } from '../../core/domain/failure.ts';
import type { RunChange } from './runEntry.ts';

/** Writes what happens in runs to the log: ids, codes, counts and times, never text or addresses. */
export function logRun(log: Logger, { runId, event }: RunChange): void {
  const line = event && lineOf(event);
  if (line) log[line.level](line.message, { run: runId.slice(0, 8), ...line.fields });
}

interface Line {
  readonly level: 'info' | 'warn';
  readonly message: string;
  readonly fields: LogFields;
}

function lineOf(event: RunEvent): Line | undefined {
  const info = (message: string, fields: LogFields): Line => ({ level: 'info', message, fields });
  const warn = (message: string, fields: LogFields): Line => ({ level: 'warn', message, fields });
  switch (event.type) {
    case 'run.started':
      return info('run started', {
        model: event.model.ref,
        sources: event.sources.length,
        skipped: event.skipped.length,
      });
    case 'run.resumed':
      return info('run resumed', {});
    case 'run.planned':
      return info('run planned', {
        branches: event.branches.length,
        calls: event.estimate.calls,
        cached: event.estimate.cached,
        inputTokens: event.estimate.inputTokens,
        expectedUsd: event.estimate.costUsd?.expected,
        partition: event.partition?.by,
      });
    case 'mode.chosen':
      return info('mode chosen', { mode: event.mode });
    case 'batch.submitted':
      return info('batch submitted', {
        batch: event.batchId,
        provider: event.providerId,
        uncertain: event.uncertain,
      });
    case 'batch.cancelling':
      return info('batch is being cancelled', { batch: event.batchId });
    case 'batch.ended':
      return event.failure
        ? warn('batch ended', { batch: event.batchId, how: event.how, ...fieldsOf(event.failure) })
        : info('batch ended', { batch: event.batchId, how: event.how });
    case 'branch.missed':
      return warn('batch has no answer for a branch', {
        branch: event.branchId,
        ...fieldsOf(event.failure),
      });
    case 'run.paused':
      return warn('run paused', { reason: event.reason });
    case 'run.unpaused':
      return info('run goes on', {});
    case 'branch.retrying':
      return warn('branch is tried again', {
        branch: event.branchId,
        attempt: event.attempt,
        ...fieldsOf(event.failure),
      });
    case 'branch.split':
      return info('branch split', { branch: event.branchId, into: event.branches.length });
    case 'branch.ended':
      return event.outcome.status === 'failed'
        ? warn('branch failed', {
            branch: event.branchId,
            attempts: event.outcome.attempts,
            ...fieldsOf(event.outcome.failure),
          })
        : undefined;
    case 'findings.merged':
      return info('findings merged', { findings: event.findings.length });
    case 'synthesis.ended':
      return event.synthesis.failure
        ? warn('summary written by code', fieldsOf(event.synthesis.failure))
        : info('summary written', { by: event.synthesis.by });
    case 'run.ended':
      return info('run ended', {
        status: event.status,
        ...(event.failure ? fieldsOf(event.failure) : {}),
      });
    default:
      return undefined;
  }
}

/** Not the message: a provider may have put anything into it. */
const fieldsOf = ({ code, status, requestId, retryAfterMs }: Failure): LogFields => ({
  code,
  status,
  requestId,
  retryAfterMs,
});
