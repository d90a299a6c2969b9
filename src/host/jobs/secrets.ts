import * as vscode from 'vscode';
import { systemClock } from '../../core/clock.ts';
import { takeTurns } from '../../core/turns.ts';
import { findSecrets, masked, secretsFound, type SecretsFound } from '../../core/text/secrets.ts';
import type { Source } from '../../core/domain/source.ts';
import { parseBaseUrl } from '../../models/transport/baseUrl.ts';
import type { ModelChoice } from '../../engine/runRequest.ts';
import { OFFLINE } from '../../engine/settings/settings.ts';

/**
 * The sources as they may be sent: asked about when keys stand in them and they leave the machine. The
 * question names place and kind, never the value. Undefined when the user wants nothing sent.
 */
export async function withoutSecrets(
  sources: readonly Source[],
  choices: readonly ModelChoice[],
): Promise<readonly Source[] | undefined> {
  if (!choices.some(leavesMachine)) return sources;
  const found: SecretsFound[] = [];
  for (const source of sources) {
    const secrets = await findSecrets(source, takeTurns(systemClock));
    if (secrets.length > 0) found.push({ source, secrets });
  }
  if (found.length === 0) return sources;
  const [mask, send] = ['Mask Them', 'Send As It Is'];
  const picked = await vscode.window.showWarningMessage(
    'The text holds secrets. Send it?',
    {
      modal: true,
      detail: [
        ...secretsFound(found),
        '',
        'Masked, they are sent as asterisks and everything else is as it was. Your files are not changed. Nothing has been sent yet.',
      ].join('\n'),
    },
    mask,
    send,
  );
  if (picked === undefined) return undefined;
  if (picked === send) return sources;
  return sources.map(source => {
    const own = found.find(one => one.source === source);
    return own ? masked(source, own.secrets) : source;
  });
}

/** False for the rules and for servers on this machine. */
function leavesMachine({ model, baseUrl }: ModelChoice): boolean {
  if (model === OFFLINE) return false;
  if (baseUrl === '') return true;
  try {
    return !parseBaseUrl(baseUrl).loopback;
  } catch {
    return true;
  }
}
