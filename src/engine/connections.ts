import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { badSetting, messageOf } from '../core/errors.ts';
import { isRecord } from '../core/text/json.ts';
import type { Access, Certificate } from '../models/transport/access.ts';
import { parseBaseUrl, type BaseUrl } from '../models/transport/baseUrl.ts';
import { keyFrom } from '../models/transport/keyCommand.ts';
import { t } from '../core/text/l10n.ts';

/** How servers are reached, by their address: as it was set, and checked when it is used. Never kept with a run. */
export type Connections = Readonly<Record<string, unknown>>;

/** Stands for every address of one's own: headers that a command line gives without naming one. */
export const ANY_ADDRESS = '*';

type Environment = Readonly<Record<string, string | undefined>>;

/** What one address needs beside the key that is kept for it. */
export interface AccessTo {
  readonly access: Access;
  /** Gets the key instead of the one that is kept. */
  readonly key?: () => Promise<string>;
}

const FIELDS = ['headers', 'keyCommand', 'certificate'];
const PARTS = ['cert', 'key', 'ca', 'passphrase'];
const MAX_HEADERS = 50;

/**
 * What is set for an address: headers with the values of environment variables, the command that prints its key, the
 * files of its certificate. Nothing is run. `isOwn`: it is not the provider's own address.
 * @throws FanoutError `badSetting` for what cannot be used; no value is repeated.
 */
export async function accessTo(
  connections: Connections,
  { origin }: Pick<BaseUrl, 'origin'>,
  isOwn: boolean,
  env: Environment,
): Promise<AccessTo> {
  const found = Object.entries(connections).filter(([address]) =>
    address === ANY_ADDRESS ? isOwn : originOf(address) === origin,
  );
  let headers: Record<string, string> = {};
  const secrets: string[] = [];
  let command: readonly string[] | undefined;
  let certificate: Certificate | undefined;
  for (const [address, value] of found) {
    if (!isRecord(value)) throw refused(address, t('is not an object'));
    const unknown = Object.keys(value).find(name => !FIELDS.includes(name));
    if (unknown !== undefined)
      throw refused(
        address,
        t('has a field {0}; it takes {1}', unknown.slice(0, 40), FIELDS.join(', ')),
      );
    headers = { ...headers, ...headersIn(address, value['headers'], env, secrets) };
    command = commandIn(address, value['keyCommand']) ?? command;
    certificate = (await certificateIn(address, value['certificate'], env, secrets)) ?? certificate;
  }
  const own = command;
  return {
    access: {
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(secrets.length > 0 && { secrets }),
      ...(own && { renewKey: (stale: string) => keyFrom(own, stale) }),
      ...(certificate && { certificate }),
    },
    ...(own && { key: () => keyFrom(own) }),
  };
}

const refused = (address: string, problem: string): Error =>
  badSetting('fanout.connections', t('for {0} {1}', address.slice(0, 100), problem));

function originOf(address: string): string | undefined {
  try {
    return parseBaseUrl(address).origin;
  } catch {
    return undefined;
  }
}

/** `${env:NAME}` is the value of a variable: so that no secret is in a settings file. */
const VARIABLE = /\$\{env:([A-Za-z_]\w{0,100})\}/g;

function filled(address: string, text: string, env: Environment, secrets: string[]): string {
  return text.replace(VARIABLE, (_, name: string) => {
    const value = env[name]?.trim();
    if (!value)
      throw refused(address, t('names the environment variable {0}, which is not set', name));
    secrets.push(value);
    return value;
  });
}

function headersIn(
  address: string,
  value: unknown,
  env: Environment,
  secrets: string[],
): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value) || Object.keys(value).length > MAX_HEADERS)
    throw refused(address, t('has headers that are not an object of names and values'));
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => {
      if (typeof text !== 'string')
        throw refused(address, t('has no text for the header {0}', name.slice(0, 60)));
      const header = filled(address, text, env, secrets);
      // A value that is typed as it is may be a secret, too.
      if (/key|token|auth|secret|password|cookie/i.test(name) && !header.includes('${key}'))
        secrets.push(header.replace(/^(?:bearer|basic) +/i, ''));
      return [name, header];
    }),
  );
}

function commandIn(address: string, value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const isCommand =
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= 100 &&
    value.every((part): part is string => typeof part === 'string' && !part.includes('\0')) &&
    value[0] !== '';
  if (!isCommand)
    throw refused(
      address,
      t(
        'has a keyCommand that is not a list of a program and its arguments, such as ["az", "account", "get-access-token"]',
      ),
    );
  return value;
}

async function certificateIn(
  address: string,
  value: unknown,
  env: Environment,
  secrets: string[],
): Promise<Certificate | undefined> {
  if (value === undefined) return undefined;
  if (
    !isRecord(value) ||
    Object.entries(value).some(([name, text]) => !PARTS.includes(name) || typeof text !== 'string')
  )
    throw refused(address, t('has a certificate that is not an object of {0}', PARTS.join(', ')));
  const { cert, key, ca, passphrase } = value as Readonly<Record<string, string | undefined>>;
  if (cert === undefined || key === undefined)
    throw refused(address, t('has a certificate without the files "cert" and "key"'));
  const read = async (path: string): Promise<string> => {
    const file = path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw refused(address, t('names a file that cannot be read ({0})', messageOf(error)));
    });
    if (text.trim() === '') throw refused(address, t('names an empty file ({0})', path));
    return text;
  };
  const certificate = {
    cert: await read(cert),
    key: await read(key),
    ...(ca !== undefined && { ca: await read(ca) }),
    ...(passphrase !== undefined && { passphrase: filled(address, passphrase, env, secrets) }),
  };
  const { whyUnusable } = await import('../models/transport/certificateFetch.ts');
  const why = await whyUnusable(certificate);
  if (why === undefined) return certificate;
  throw refused(address, t('has a certificate, key or passphrase that cannot be used ({0})', why));
}
