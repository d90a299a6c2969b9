/**
 * Every form of a key that must not be read anywhere: as it is, base64 (also behind a user name, as in
 * `user:KEY`), hex, URL-encoded, and its first and last 20 characters. Short or placeholder keys (under 8
 * characters) are not secrets.
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
    ...[1, 2].flatMap(before => base64Behind(bytes, before)),
  ];
  if (key.length > 20) forms.push(key.slice(0, 20), key.slice(-20));
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** What base64 makes of a key behind `before` other bytes (1 or 2 more than a multiple of 3), without its mixed ends. */
function base64Behind(key: Buffer, before: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), key]);
  const whole = Math.floor((bytes.length * 8) / 6);
  const forms = (['base64', 'base64url'] as const).map(form =>
    bytes.toString(form).slice(before + 1, whole),
  );
  return forms.filter(form => form.length >= 10);
}

/** What may come between the characters of a key that is spelt out; a quotation mark ends a value of JSON. */
const GAPS = /\\(?:[bfnrt/]|u[0-9a-f]{4})|[^A-Za-z0-9"\\]+/gi;
/** Fewer letters and digits than this turn up in ordinary text. */
const MIN_SPELT = 12;

/** Takes a key out that is written with anything between its characters, in either case. */
function withoutSpelt(text: string, key: string): string {
  const bare = key.replace(/[^A-Za-z0-9]+/g, '').toLowerCase();
  if (bare.length < MIN_SPELT) return text;
  const kept = text.replace(GAPS, '').toLowerCase();
  if (!kept.includes(bare)) return text;
  const starts: number[] = [];
  let from = 0;
  const keep = (end: number): void => {
    for (; from < end; from++) starts.push(from);
  };
  for (const gap of text.matchAll(GAPS)) {
    keep(gap.index);
    from = gap.index + gap[0].length;
  }
  keep(text.length);
  const parts: string[] = [];
  let copied = 0;
  for (let at = kept.indexOf(bare); at >= 0; at = kept.indexOf(bare, at + bare.length)) {
    parts.push(text.slice(copied, starts[at]), '***');
    copied = (starts[at + bare.length - 1] ?? text.length - 1) + 1;
  }
  return parts.join('') + text.slice(copied);
}

/** A key, or all that must not be read anywhere. */
export type Secrets = string | readonly string[];

/** Letters, digits and signs that JSON may also write as `\\u0041`; not the two that it must escape. */
const ESCAPED = /\\\\|\\u00([2-7][0-9a-f])/gi;

/**
 * A text from a server with every form of the key in it replaced by `***`, also one that is spelt out or
 * escaped; JSON stays JSON. Linear.
 */
export function withoutKey(text: string, secrets: Secrets): string {
  if (typeof secrets !== 'string')
    return secrets.reduce((clean, secret) => withoutKey(clean, secret), text);
  const key = secrets;
  const forms = secretForms(key);
  if (forms.length === 0) return text;
  let clean = text.includes('\\u00')
    ? text.replace(ESCAPED, (all, hex: string | undefined) => {
        const char = hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16));
        return char === '' || char === '"' || char === '\\' ? all : char;
      })
    : text;
  for (const form of forms) clean = clean.replaceAll(form, '***');
  return withoutSpelt(clean, key);
}

// What providers echo of a key they refuse: `sk-abc***xyz`, `Incorrect API key provided: sk-...`.
const KEY_LIKE = /\b(?:sk|pk|rk|gsk|xai|hf|AIza)[-_][\w*.\-…]{6,}|\bBearer\s+\S+/g;

/**
 * A provider's own text made fit to show: no form of the key, nothing that looks like one, no
 * mark-up, no control characters, one line, at most 300 characters. Empty for HTML pages.
 */
export function providerText(text: unknown, key: Secrets): string {
  if (typeof text !== 'string') return '';
  let clean = text.slice(0, 8000);
  if (/^\s*<(?:!doctype|html|head|body|\?xml)/i.test(clean) || /<\/(?:html|body)>/i.test(clean)) {
    return '';
  }
  clean = withoutKey(clean, key)
    .replace(KEY_LIKE, '***')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, ' ')
    .trim();
  return clean.length > 300 ? `${clean.slice(0, 299).toWellFormed()}…` : clean;
}

/** The provider's id of the request, for its support; undefined when it is not one, or echoes the key. */
export function requestIdOf(headers: Headers | undefined, key: Secrets): string | undefined {
  const id = headers?.get('x-request-id') ?? headers?.get('request-id');
  if (!id || !/^[\w-]{1,80}$/.test(id)) return undefined;
  return withoutKey(id, key) === id ? id : undefined;
}
