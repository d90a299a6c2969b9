/**
 * Every form of a key that must not be read anywhere: as it is, base64, hex, URL-encoded, and its
 * first and last 20 characters. Short or placeholder keys (under 8 characters) are not secrets.
 */
export function secretForms(key: string): readonly string[] {
  if (key.length < 8) return [];
  const bytes = Buffer.from(key, 'utf8');
  const forms = [
    key,
    bytes.toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    encodeURIComponent(key),
    JSON.stringify(key).slice(1, -1),
  ];
  if (key.length > 20) forms.push(key.slice(0, 20), key.slice(-20));
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

// What providers echo of a key they refuse: `sk-abc***xyz`, `Incorrect API key provided: sk-...`.
const KEY_LIKE = /\b(?:sk|pk|rk|gsk|xai|hf|AIza)[-_][\w*.\-…]{6,}|\bBearer\s+\S+/g;

/**
 * A provider's own text made fit to show: no form of the key, nothing that looks like one, no
 * mark-up, no control characters, one line, at most 300 characters. Empty for HTML pages.
 */
export function providerText(text: unknown, key: string): string {
  if (typeof text !== 'string') return '';
  let clean = text.slice(0, 8000);
  if (/^\s*<(?:!doctype|html|head|body|\?xml)/i.test(clean) || /<\/(?:html|body)>/i.test(clean)) {
    return '';
  }
  for (const form of secretForms(key)) clean = clean.replaceAll(form, '***');
  clean = clean
    .replace(KEY_LIKE, '***')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, ' ')
    .trim();
  return clean.length > 300 ? `${clean.slice(0, 299).toWellFormed()}…` : clean;
}

/** The provider's id of the request, for its support; undefined when it is not one, or echoes the key. */
export function requestIdOf(headers: Headers | undefined, key: string): string | undefined {
  const id = headers?.get('x-request-id') ?? headers?.get('request-id');
  if (!id || !/^[\w-]{1,80}$/.test(id)) return undefined;
  return secretForms(key).some(form => id.includes(form)) ? undefined : id;
}
