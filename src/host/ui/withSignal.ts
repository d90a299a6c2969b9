import * as vscode from 'vscode';
import { t } from '../../core/text/l10n.ts';

/** Runs `work` under a cancellable notification; its cancel button aborts the signal. */
export function withSignal<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (_, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() =>
          abort.abort(new DOMException(t('Cancelled by you.'), 'AbortError')),
        );
        return work(abort.signal);
      },
    ),
  );
}
