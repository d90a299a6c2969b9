import type { SecretStorage } from 'vscode';
import { messageOf } from '../../core/errors.ts';
import { cleanKey, isRemote, type RemoteProvider } from '../../engine/providers.ts';
import type { Redactor } from './redact.ts';

export interface Keys {
  get(provider: RemoteProvider, origin: string): Promise<string | undefined>;
  /** @returns false when the editor's secret storage refused and the key lives in memory until the window closes. */
  set(provider: RemoteProvider, origin: string, key: string): Promise<boolean>;
  /** @returns false when there was no key. */
  remove(provider: RemoteProvider, origin: string): Promise<boolean>;
  /** Every provider and origin with a saved key. */
  list(): Promise<readonly SavedKey[]>;
}
export interface SavedKey {
  readonly provider: RemoteProvider;
  readonly origin: string;
}

const PREFIX = 'key:';
const nameOf = (provider: RemoteProvider, origin: string): string =>
  `${PREFIX}${provider}:${new URL(origin).origin}`;

/**
 * The only owner of API keys. A key is bound to the origin it was saved for and is never handed
 * out for another one. When the storage fails (a locked or missing keyring), memory serves for
 * this window; a file never does.
 */
export function keys(
  storage: Pick<SecretStorage, 'get' | 'store' | 'delete' | 'keys'>,
  redactor: Redactor,
): Keys {
  const session = new Map<string, string>();
  const read = async (name: string): Promise<string | undefined> => {
    const held = session.get(name);
    if (held !== undefined) return held;
    try {
      return (await storage.get(name)) || undefined;
    } catch {
      return undefined;
    }
  };
  return {
    async get(provider, origin) {
      const key = await read(nameOf(provider, origin));
      if (key) redactor.add(key);
      return key;
    },
    async set(provider, origin, key) {
      const clean = cleanKey(key);
      redactor.add(clean);
      const name = nameOf(provider, origin);
      try {
        await storage.store(name, clean);
        if ((await storage.get(name)) === clean) {
          session.delete(name);
          return true;
        }
      } catch {
        // The session copy below is the fallback.
      }
      session.set(name, clean);
      return false;
    },
    async remove(provider, origin) {
      const name = nameOf(provider, origin);
      const had = (await read(name)) !== undefined;
      session.delete(name);
      try {
        await storage.delete(name);
      } catch {
        // What cannot be read cannot be deleted either; the session copy is gone.
      }
      return had;
    },
    async list() {
      let stored: readonly string[] = [];
      try {
        stored = await storage.keys();
      } catch {
        // Only the session's keys are known then.
      }
      return [...new Set([...stored, ...session.keys()])].flatMap(parseName).sort(byName);
    },
  };
}

const byName = (a: SavedKey, b: SavedKey): number =>
  a.provider.localeCompare(b.provider) || a.origin.localeCompare(b.origin);

function parseName(name: string): SavedKey[] {
  const [, provider, origin] = /^key:([a-z]+):(https?:\/\/.+)$/.exec(name) ?? [];
  return isRemote(provider) && origin ? [{ provider, origin }] : [];
}

/** Why a pasted key cannot be one; undefined when it can. Never repeats the key. */
export function keyProblem(pasted: string): string | undefined {
  try {
    cleanKey(pasted);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
