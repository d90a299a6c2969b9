import { FanoutError } from '../../core/errors.ts';
import { t } from '../../core/text/l10n.ts';

const QUOTES = /^(["'`“”‘’])(.*)(["'`“”‘’])$/su;

/**
 * The key in what was pasted: outer white space, a byte-order mark and one pair of quotes go.
 * Throws FanoutError `noApiKey` when what is left cannot be sent in a header; the message never
 * repeats any of it.
 */
export function cleanKey(pasted: string): string {
  let key = trim(pasted);
  const quoted = QUOTES.exec(key);
  if (quoted?.[2] !== undefined) key = trim(quoted[2]);
  if (key === '') throw unusable(t('it is empty'));
  if (/\s/.test(key)) throw unusable(t('it holds white space'));
  // A header value may hold visible ASCII only; anything else comes from a bad copy.
  if (!/^[\x21-\x7e]+$/.test(key)) throw unusable(t('it holds characters that no key has'));
  if (/^Bearer:?$/i.test(key)) throw unusable(t('it is only the word in front of a key'));
  if (key.length > 4096) throw unusable(t('it is longer than 4096 characters'));
  return key;
}

const trim = (text: string): string => text.replace(/^[\s\uFEFF\u200B]+|[\s\uFEFF\u200B]+$/g, '');

const unusable = (why: string): FanoutError =>
  new FanoutError(
    'noApiKey',
    t(
      "That is not a usable API key: {0}. Nothing was saved or sent. Copy the key again from the provider's page.",
      why,
    ),
  );
