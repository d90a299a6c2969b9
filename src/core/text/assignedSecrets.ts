import type { Range } from '../domain/range.ts';
import { isShownValue } from './shownValues.ts';

export interface FoundSecret extends Range {
  readonly kind: string;
}

/** What samples, documents and tests write in the place of a key. */
export const SAMPLE =
  /example|sample|dummy|placeholder|redacted|change.?me|insert|replace|x{5}|\*{3}|0{8}|1{8}|123456789|0123456|abcdef|abc123|deadbeef|lorem|foo.?bar|hunter2|p[a@]ss?w[o0]rd|s[e3]cr[e3]t|correct.?horse/i;
/** Short words in one case: in any mixture of cases a long random key holds them now and then. */
export const SHORT_SAMPLE = /[Ff]ake|FAKE|[Tt]est|TEST|[Yy]our|YOUR|a1b2|A1B2|[Mm]ock|MOCK|[Dd]emo/;

/** Names of what is secret. What follows in the name must not say that it is something about it. */
const NAME =
  'pass(?:word|wd|phrase|code)|(?<![A-Za-z0-9+/])pwd(?![A-Za-z])|secret|token|api[-_ ]?key|apikey|access[-_]?key|account[-_]?key|auth[-_]?key|encryption[-_]?key|signing[-_]?key|private[-_]?key|master[-_]?key|shared[-_]?access[-_]?key|credentials?|(?<![A-Za-z0-9+/])_auth|connection[-_]?string|client[-_]?key[-_]?data|webhook[-_]?key|license[-_]?key|session[-_]?key';
/** How a value is joined to its name: in code, settings, XML, addresses and commands. */
const JOIN =
  '(?:[A-Za-z0-9_.-]{0,24}["\'`]?\\]?[ \\t]{0,3}(?::[ \\t]?(?:str|string)[ \\t]?=|===?|=>|:=|\\?=|[:=>])[ \\t]{0,3}|[ \\t]{1,2}(?=["\']?\\S{8}))';
const ASSIGNED = new RegExp(
  `(${NAME})(${JOIN})(?:[bru]?(["'\`])([^"'\`\\r\\n]{6,400})\\3|([^\\s"'\`,;<>&|]{6,400}))`,
  'gi',
);
/** In two fields beside each other: `key="DbPassword" value="…"`, `- name: DB_PASSWORD` above `value: …`. */
const PAIRED = new RegExp(
  `(?:name|key)["']?\\s?[:=]\\s?["']?[\\w.:-]{0,40}(${NAME})([\\w.-]{0,20})["']?[\\s,]{1,16}["']?value["']?\\s?[:=]\\s?["']?([^\\s"'<>,]{6,200})`,
  'gi',
);
/** What makes of the name the name of something else. */
const ABOUT =
  /^[A-Za-z0-9_.-]{0,16}(?:hash|_?id\b|ids\b|type|name|url|uri|path|file|dir|length|regex|pattern|endpoint|label|placeholder|policy|expir|count|limit|field|format|hint|prefix|env|version|error|message|title|text|input|color|colour|salt|public|cache|css|class|icon|style|kind|index|size|status|mode|scheme|format|parser|provider|ref\b|arn|region|column|header|mask|test|spec)/i;
/** Values that are computed, looked up or described. */
const COMPUTED =
  /\$\{|\{\{|\}\}|^\$|::|^(?:foo|pass)[^A-Za-z0-9]|\\x[0-9a-f]{2}|\/aws4_request|^%|%[sd(]|^<|>$|^\(|\(\)|\)$|^\[|^\{|process\.|env[.[(]|^(?:https?|file|urn|arn|data|s3|ssm|vault|op|secretsmanager|projects):|^[./~]|^@|\.{3}|…|^[A-Za-z]:\\|\.(?:json|ya?ml|txt|pem|key|env|ts|js|md|py|html?|conf|toml|crt|cer|p12|jks)$/i;

/** The name of a source file, as lists of their hashes have it: `"…/tokens.ts": "…"`. */
const SOURCE_FILE =
  /^[A-Za-z0-9_-]{0,16}\.(?:[cm]?[jt]sx?|json|py|rs|go|rb|java|kt|swift|cs|cpp|[ch]|md|html?|css|wasm)["'`]/;

const hasDigit = (value: string): boolean => /\d/.test(value);
const hasLetter = (value: string): boolean => /[A-Za-z]/.test(value);

/** Shannon's entropy of the characters of a text, in bits each. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** How often letters and digits, or capitals and small letters, follow each other: words have few of it. */
const turnsIn = (value: string): number =>
  (value.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])|[A-Z](?=[a-z])/g) ?? []).length;

/** The share of a value that is words, capitalized or small, written together. */
export const wordShare = (value: string): number =>
  (value.match(/[A-Z]?[a-z]{3,}/g) ?? []).join('').length / value.length;

/** The names of code: `StartResultV2`. */
const isName = (value: string): boolean =>
  (/[a-z]/.test(value) && /[A-Z]/.test(value) && wordShare(value) > 0.55) ||
  /^(?:[A-Z][a-z]+){3,}\d{0,3}$/.test(value) ||
  /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(value);

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A comment right above that says what is to be put there. */
const isShown = (part: string, at: number): boolean =>
  /(?:\/\/|#|\*|<!--)[^\n]{0,120}\b(?:your|example|sample|dummy|fake)\b[^\n]{0,120}\n[^\n]{0,60}$/i.test(
    part.slice(Math.max(0, at - 320), at),
  );

/** Numbers of a licence or a device, in groups. */
const SERIAL = /^[A-Z0-9]{1,6}(?:-[A-Z0-9]{1,6}){3,}$/;

const isWordsInBase64 = (value: string): boolean =>
  /^[A-Za-z0-9+/]{11,200}={1,2}$/.test(value) &&
  /^[a-z]+(?:[-_ .][a-z]+)+$/i.test(base64Text(value));

/** True for what samples and tests show, also in base64. */
export const isSample = (value: string): boolean =>
  SAMPLE.test(value) ||
  SHORT_SAMPLE.test(value) ||
  isShownValue(value) ||
  isWordsInBase64(value) ||
  (/^[A-Za-z0-9+/]{12,200}={0,2}$/.test(value) && SAMPLE.test(base64Text(value)));

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 in either alphabet as Latin-1 text; what is none is left out. */
export function base64Text(base64: string): string {
  let [bits, held, text] = [0, 0, ''];
  for (const sign of base64) {
    const value = BASE64.indexOf(sign === '-' ? '+' : sign === '_' ? '/' : sign);
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    text += String.fromCharCode((held >> bits) & 0xff);
  }
  return text;
}

/** Random as a machine draws it: 16 characters and more, letters and digits in no order. */
export const isDrawn = (value: string): boolean =>
  /^[A-Za-z0-9+/_.~=%:-]{16,400}$/.test(value) &&
  hasLetter(value) &&
  !isName(value) &&
  (value.match(/\d/g) ?? []).length >= 2 &&
  entropy(value) >= (value.length >= 24 ? 3.2 : 3) &&
  turnsIn(value) >= Math.min(6, value.length / 6) &&
  !/^[a-z]+(?:[-_.:/][a-z0-9]+)*$/.test(
    value
      .replace(/[A-Za-z0-9]{24,}/g, part => (turnsIn(part) >= part.length / 4 ? '!' : part))
      .toLowerCase()
      .replace(/[a-f0-9]{16,}/g, '!'),
  );

/** Made up by a person: not a word with a number behind it, and no name of a variable. */
const isChosen = (value: string): boolean => {
  if (value.length < 8 || value.length > 128 || !hasLetter(value) || !hasDigit(value)) return false;
  if (/\s/.test(value) || /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(value)) return false;
  if (isName(value)) return false;
  const special = /[!@#$%^&*+?~]/.test(value);
  const mixed = /[a-z]/.test(value) && /[A-Z]/.test(value);
  if (special) return turnsIn(value) >= 1 || mixed;
  return value.length >= 10 && turnsIn(value) >= (mixed ? 3 : 4);
};

/** In front of `token`: where a list goes on, or which request this is. */
const OPENS_NOTHING =
  /(?:public[-_ ]?key|next|previous|continu(?:ation|e)|pag(?:e|ing|ination)|cursor|sync|start(?:ing)?|resume|idempotency|request)[-_ ]?$/i;

/** A token that a page carries against forged requests. */
const isOfPage = (before: string, name: string): boolean =>
  /^token/i.test(name) &&
  /(?:authenticity|csrf|xsrf|anti-?forgery|verification)[-_ ]?$/i.test(before);

/** Algolia's keys that a page shows so that its readers can search. */
const isSearchOnly = (part: string, at: number, name: string): boolean =>
  /^api/i.test(name) &&
  (/app_?id["']?\s?[:=]\s?["'][A-Z0-9]{10}["']/i.test(part.slice(Math.max(0, at - 60), at)) ||
    (/algolia|docsearch/i.test(part.slice(Math.max(0, at - 120), at)) &&
      /indexName/.test(part.slice(at, at + 160))));

/** These say of themselves whether they open anything. */
const JSON_WEB_TOKEN = /^eyJ[\w-]+\.(?:eyJ[\w-]*|e30)?\./;

/** Of an element as libvirt writes it: which secret of a store, not the secret. */
const isReference = (part: string, at: number, name: string): boolean =>
  name === 'secret' && /<\w{1,40}\s{1,4}$/.test(part.slice(Math.max(0, at - 48), at));

/** Of an environment or a file of settings: `SNYK_TOKEN=`. */
const isVariable = (part: string, at: number, join: string): boolean =>
  join === '=' &&
  /(?:^|\s)(?:export )?[A-Z0-9_]+_$/.test(part.slice(Math.max(0, at - 40), at)) &&
  part.startsWith('TOKEN', at);

const PASSWORD = /^(?:pass|pwd|credential|_auth)/i;

/**
 * Values that the text itself calls a password, token or key: `DB_PASSWORD=…`, `"apiKey": "…"`,
 * `<password>…</password>`, `--token …`. Only such as are drawn or made up, and no samples.
 */
export function assignedSecrets(part: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const match of part.matchAll(ASSIGNED)) {
    const [whole, name = '', join = '', quote, inQuotes, bare] = match;
    const value = inQuotes ?? bare ?? '';
    // Without quotes what follows a comparison is code.
    if (join.includes('==') && quote === undefined) continue;
    if (ABOUT.test(join) || COMPUTED.test(value) || isSample(value)) continue;
    const isPassword = PASSWORD.test(name);
    if (SERIAL.test(value)) continue;
    if (UUID.test(value) && /^token/i.test(name) && !isVariable(part, match.index, join)) continue;
    if (isShown(part, match.index)) continue;
    const before = part.slice(Math.max(0, match.index - 24), match.index);
    if (JSON_WEB_TOKEN.test(value)) continue;
    if (UUID.test(value) && isReference(part, match.index, name)) continue;
    if (OPENS_NOTHING.test(before) || isOfPage(before, name)) continue;
    if (SOURCE_FILE.test(join) || isSearchOnly(part, match.index, name)) continue;
    // A word behind a word is prose; an option is written with dashes.
    const isSpaced = /^[ \t]+$/.test(join);
    if (isSpaced && !isOption(part, match.index)) continue;
    const cut = bare === undefined ? value : value.replace(/[).\]}]+$/, '');
    const isSecret =
      isDrawn(cut) || (isPassword && isChosen(cut) && !(quote === undefined && looksLikeCode(cut)));
    if (!isSecret) continue;
    const start = match.index + whole.lastIndexOf(value);
    found.push({ start, end: start + cut.length, kind: isPassword ? 'password' : 'key or token' });
  }
  for (const match of part.matchAll(PAIRED)) {
    const [whole, name = '', rest = '', value = ''] = match;
    if (ABOUT.test(rest) || COMPUTED.test(value) || isSample(value)) continue;
    if (isOfPage(whole.slice(0, whole.indexOf(name)), name)) continue;
    const isPassword = PASSWORD.test(name);
    if (!isDrawn(value) && !(isPassword && isChosen(value))) continue;
    const start = match.index + whole.lastIndexOf(value);
    const kind = isPassword ? 'password' : 'key or token';
    found.push({ start, end: start + value.length, kind });
  }
  return found;
}

const isOption = (part: string, at: number): boolean =>
  /(?:^|\s)--[a-z-]{0,24}$/i.test(part.slice(Math.max(0, at - 28), at));

/** Without quotes a value of code is a name or an expression. */
const looksLikeCode = (value: string): boolean =>
  /^[A-Za-z_$][\w$]*$/.test(value) ? turnsIn(value) < 4 : /[(){}[\]=<>|&]/.test(value);
