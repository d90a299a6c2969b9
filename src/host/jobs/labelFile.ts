import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { messageOf } from '../../core/errors.ts';
import type { RunEvent } from '../../core/state/events.ts';
import { formats } from '../../core/report/formats.ts';
import { buildReport } from '../../core/report/report.ts';
import type { RecordFormatName } from '../../core/report/records/recordStream.ts';
import { applyEvent } from '../../core/state/applyEvent.ts';
import { type RunState, emptyState, isRunEnded } from '../../core/state/runState.ts';
import type { Source } from '../../core/domain/source.ts';
import { labelFile, writeWhole } from '../../engine/labelFile.ts';
import { freeName } from './chooseLabelFile.ts';
import type { Execute } from '../../engine/runHooks.ts';
import { warn } from '../ui/messages.ts';
import { inEnglish, t } from '../../core/text/l10n.ts';

/**
 * A run whose labelled records are written to the file of its request while it goes on; the whole takes its
 * place at the end. A file that is no longer what the run wrote is left alone: another one is started beside it.
 */
export const writingLabels =
  (execute: Execute): Execute =>
  async (request, input, hooks) => {
    if (request.labelFile === undefined) return execute(request, input, hooks);
    const asked = vscode.Uri.parse(request.labelFile);
    const format = formatOf(asked);
    const events = hooks.resume?.events;
    const path =
      !events || isOurs(asked.fsPath, format, events, input.sources)
        ? asked.fsPath
        : freeName(asked.fsPath);
    if (path !== asked.fsPath)
      warn(
        t(
          '{0} has changed since this run wrote it and is not overwritten. The labels go to {1}.',
          nameOf(asked.fsPath),
          nameOf(path),
        ),
      );
    const file = labelFile(path, format, input.sources, why =>
      warn(
        t(
          '{0} could not be written during the run ({1}). Fanout tries again at the end; the labels are kept with the run.',
          nameOf(path),
          why,
        ),
      ),
    );
    try {
      const state = await execute(request, input, {
        ...hooks,
        onEvent(event, state) {
          hooks.onEvent(event, state);
          file.onEvent(event, state);
        },
      });
      file.close();
      // A window that closes leaves a run that goes on another time.
      if (!hooks.leave.aborted && isRunEnded(state.status) && state.branchIds.length > 0)
        writeAll(path, format, state, input.sources);
      return state;
    } finally {
      file.close();
    }
  };

const formatOf = ({ path }: vscode.Uri): RecordFormatName =>
  /\.jsonl$/i.test(path) ? 'jsonl' : 'csv';

const nameOf = (path: string): string => vscode.workspace.asRelativePath(path);

function writeAll(
  path: string,
  format: RecordFormatName,
  state: RunState,
  sources: readonly Source[],
): void {
  try {
    writeWhole(
      path,
      inEnglish(() => formats[format].render(buildReport(state, sources))),
    );
  } catch (error) {
    warn(
      t(
        '{0} could not be written ({1}). The labels are kept with the run: use Export Report.',
        nameOf(path),
        messageOf(error),
      ),
    );
    return;
  }
  void offer(path);
}

async function offer(path: string): Promise<void> {
  const open = t('Open');
  const picked = await vscode.window.showInformationMessage(
    t('The labelled records are in {0}.', nameOf(path)),
    open,
  );
  if (picked === open) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
}

/** Whether a file is the beginning of what the run has written so far, or is not there. */
function isOurs(
  path: string,
  format: RecordFormatName,
  events: readonly RunEvent[],
  sources: readonly Source[],
): boolean {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    // Not there, or not to be read: opening it will say so.
    return true;
  }
  const state = emptyState();
  for (const event of events) applyEvent(state, event);
  // During the run the file holds the models' labels; there are no corrections yet.
  const { corrections: _, ...uncorrected } = state;
  const { secondLabels: _second, ...first } = uncorrected;
  return [state, uncorrected, first].some(as => {
    const text = inEnglish(() => formats[format].render(buildReport(as, sources)));
    return Buffer.from(text).subarray(0, bytes.length).equals(bytes);
  });
}
