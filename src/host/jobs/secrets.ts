import * as vscode from 'vscode';
import { systemClock } from '../../core/clock.ts';
import { yieldToEventLoop } from '../../core/yieldToEventLoop.ts';
import { secretsInSent, type Sent } from '../../core/text/sentSecrets.ts';
import type { Keys } from '../models/keys.ts';
import { leavesMachine } from '../../engine/request/requestModels.ts';
import { secretForms } from '../../engine/providers.ts';
import type { ModelChoice } from '../../engine/request/runRequest.ts';
import { t } from '../../core/text/l10n.ts';

/**
 * Texts and words as they may be sent: asked about when secrets occur in them and they leave the machine.
 * The question names place and kind, never the value. The user's own keys are looked for as well, whatever
 * they look like. Undefined when the user wants nothing sent.
 */
export async function withoutSecrets<Words>(
  sent: Sent<Words>,
  choices: readonly ModelChoice[],
  keys: Keys,
): Promise<Sent<Words> | undefined> {
  if (!choices.some(leavesMachine)) return sent;
  const pause = yieldToEventLoop(systemClock);
  const { places, masked, kept } = await secretsInSent(sent, { pause, own: await ownKeys(keys) });
  if (places.length === 0) return kept;
  const [mask, send] = [t('Mask Them'), t('Send As It Is')];
  const picked = await vscode.window.showWarningMessage(
    t('The text contains secrets. Send it?'),
    {
      modal: true,
      detail: [
        ...places,
        '',
        t(
          'If masked, they are sent as asterisks and everything else stays the same. Your files are not changed. Nothing has been sent yet.',
        ),
      ].join('\n'),
    },
    mask,
    send,
  );
  if (picked === undefined) return undefined;
  return picked === send ? sent : masked;
}

async function ownKeys(keys: Keys): Promise<readonly string[]> {
  const forms: string[] = [];
  for (const { provider, origin } of await keys.list())
    forms.push(...secretForms((await keys.get(provider, origin)) ?? ''));
  return forms;
}
