import { badSetting } from '../../core/errors.ts';
import { t } from '../../core/text/l10n.ts';

/** What calls to an address need beside a key of the usual kind. It is never kept with a run. */
export interface Access {
  /** Headers of one's own, `${key}` in a value being the key; an empty value takes a usual header away. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Values among them that must not be read anywhere. */
  readonly secrets?: readonly string[];
  /** Gets a new key in place of one that was refused; the same or undefined: there is none other. */
  readonly renewKey?: (refused: string) => Promise<string | undefined>;
  readonly certificate?: Certificate;
}

/** In PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** Authorities that are believed beside those of the system. */
  readonly ca?: string;
  readonly passphrase?: string;
}

/** Headers that say who calls: with one of them no key is needed. */
const SIGN_IN = ['authorization', 'api-key', 'x-api-key', 'proxy-authorization'];

/** Whether calls sign in without a key. */
export const signsInItself = ({ headers = {}, certificate }: Access): boolean =>
  certificate !== undefined ||
  Object.entries(headers).some(
    ([name, value]) => SIGN_IN.includes(name.toLowerCase()) && !/^$|\$\{key\}/.test(value),
  );

/** Headers of the transport: others would break a request, or send it elsewhere. */
const OWN =
  /^(?:host|connection|content-length|content-type|content-encoding|transfer-encoding|te|trailer|upgrade|expect|keep-alive|accept|proxy-.*|sec-.*)$/;
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/;
const VALUE = /^[\x20-\x7e\t]{0,8192}$/;

/**
 * The headers of a call with a key: the usual ones and those of the address. Throws FanoutError `badSetting` for a
 * header that cannot be sent; its value is not repeated.
 */
export function withOwnHeaders(
  usual: Readonly<Record<string, string>>,
  { headers = {} }: Access,
  key: string,
): Readonly<Record<string, string>> {
  const all = new Map(Object.entries(usual));
  for (const [given, template] of Object.entries(headers)) {
    const name = given.trim().toLowerCase();
    const value = template.replaceAll('${key}', key).trim();
    if (!NAME.test(name) || OWN.test(name))
      throw badSetting(
        'fanout.connections',
        t('names the header {0}, which cannot be set', JSON.stringify(given.slice(0, 60))),
      );
    if (!VALUE.test(value))
      throw badSetting(
        'fanout.connections',
        t('gives the header {0} a value that cannot be sent', name),
      );
    if (value === '') all.delete(name);
    else all.set(name, value);
  }
  return Object.fromEntries(all);
}
