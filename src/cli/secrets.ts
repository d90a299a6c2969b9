import type { Source } from '../core/domain/source.ts';
import { usageError } from '../core/errors.ts';
import { type SecretsFound, findSecrets, masked, secretsFound } from '../core/text/secrets.ts';
import { parseBaseUrl } from '../models/transport/baseUrl.ts';
import { otherChoices } from '../engine/requestModels.ts';
import type { RunRequest } from '../engine/runRequest.ts';
import { OFFLINE } from '../engine/settings/settings.ts';
import type { SecretsChoice } from './options/types.ts';
import { tell } from './output/output.ts';

/**
 * The sources as they may be sent. What was found is told as place and kind, never as its value.
 * @throws FanoutError `usage` when there are secrets and nobody said what to do with them.
 */
export async function withoutSecrets(
  sources: readonly Source[],
  request: RunRequest,
  choice: SecretsChoice,
  only?: 'plan',
): Promise<readonly Source[]> {
  if (!leavesMachine(request) || choice === 'send') return sources;
  const found: SecretsFound[] = [];
  for (const source of sources) {
    const secrets = await findSecrets(source);
    if (secrets.length > 0) found.push({ source, secrets });
  }
  if (found.length === 0) return sources;
  for (const line of secretsFound(found)) tell(`Secret: ${line}`);
  if (choice === 'mask')
    return sources.map(source => {
      const own = found.find(one => one.source === source);
      return own ? masked(source, own.secrets) : source;
    });
  if (only === 'plan') return sources;
  throw usageError(
    'The text holds secrets. Nothing was sent. Take them out and renew them, or use --secrets mask to send the text without them, or --secrets send to send all of it.',
  );
}

/** False where all that is asked is the rules and servers on this machine. */
const leavesMachine = (request: RunRequest): boolean =>
  request.model !== OFFLINE &&
  [request, ...otherChoices(request)].some(({ baseUrl }) => !isHere(baseUrl));

function isHere(baseUrl: string): boolean {
  try {
    return parseBaseUrl(baseUrl).loopback;
  } catch {
    return false;
  }
}
