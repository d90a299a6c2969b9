import type { Source } from '../core/domain/source.ts';
import { usageError } from '../core/errors.ts';
import { secretsInSent } from '../core/text/sentSecrets.ts';
import { PROVIDERS, secretForms } from '../engine/providers.ts';
import { leavesMachine, otherChoices } from '../engine/request/requestModels.ts';
import type { RunRequest } from '../engine/request/runRequest.ts';
import { OFFLINE } from '../engine/settings/settings.ts';
import type { SecretsChoice } from './options/types.ts';
import { tell } from './output/output.ts';

export interface Clearable {
  readonly sources: readonly Source[];
  readonly request: RunRequest;
}

/**
 * The sources and the request as they may be sent. Findings are reported as place and kind, never as their
 * value. The keys of the environment are looked for as well, whatever they look like.
 * @throws FanoutError `usage` when there are secrets and it was not said what to do with them.
 */
export async function withoutSecrets(
  { sources, request }: Clearable,
  choice: SecretsChoice,
  only?: 'plan',
  note: (line: string) => void = tell,
): Promise<Clearable> {
  if (!isSent(request) || choice === 'send') return { sources, request };
  const { spec, perspectives } = request;
  const words = { ...(spec ? { spec } : {}), perspectives };
  const found = await secretsInSent({ sources, words }, { own: ownKeys(process.env) });
  for (const place of found.places) note(`Secret: ${place}`);
  const sent = choice === 'mask' ? found.masked : found.kept;
  if (choice === 'mask' || found.places.length === 0 || only === 'plan')
    return { sources: sent.sources, request: { ...request, ...sent.words } };
  throw usageError(
    'The text contains secrets. Nothing was sent. Remove and renew them, or use --secrets mask to send the text without them, or --secrets send to send everything.',
  );
}

/** Every form of the keys that the environment holds for models. */
const ownKeys = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.values(PROVIDERS).flatMap(({ keyVariable }) =>
    secretForms(env[keyVariable]?.trim() ?? ''),
  );

/** False where all that is asked is the rules and servers on this machine. */
export const isSent = (request: RunRequest): boolean =>
  request.model !== OFFLINE && [request, ...otherChoices(request)].some(leavesMachine);
