import {
  base64Text,
  entropy,
  isDrawn,
  isSample,
  SAMPLE,
  type FoundSecret,
} from './assignedSecrets.ts';
import { isRandom } from './publishedKeys.ts';

const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----((?:[A-Za-z0-9+/=:,. \t\r\n"'`\\>#*|]|-(?!-)){80,20000})/g;
const PUTTY = /Private-Lines: \d{1,3}\r?\n((?:[A-Za-z0-9+/=]{4,64}\r?\n){1,60})/g;
const ENCODED_PRIVATE_KEY = /LS0tLS1CRUdJTi[A-Za-z0-9+/=]{200,20000}/g;
const JWK = /"d"\s{0,3}:\s{0,3}"([A-Za-z0-9_-]{40,1500})"/g;
const AWS_PAIR =
  /\bA[KS]IA[A-Z2-7]{16}["']?[\s,;:|=]{1,3}["']?([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/g;
const JWT =
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{20,2000}/g;
/** Addresses with a password in them. */
const ADDRESS =
  /\b([a-z][a-z0-9+.-]{1,20}):\/\/([\w.~%+@-]{0,64}):([^\s:@/"'`<>{}$*]{6,128})@([\w.-]{2,253})/g;
const AUTHORIZATION =
  /\b(?:Authorization["']?\s{0,2}[:=]\s{0,2}["']?|-H\s{0,2}["']|["'`])(Bearer|Basic|token|Bot)\s{1,2}([A-Za-z0-9+/_.~=-]{16,2000})/gi;
const CURL_USER =
  /\bcurl\b[^\n]{0,200}?\s(?:-u|--user)[ =]{0,2}["']?[\w.@+-]{1,64}:([^\s"'@]{6,128})/g;
const NETRC =
  /\bmachine\s{1,4}[\w.-]{3,120}\s{1,8}login\s{1,4}\S{1,80}\s{1,8}password\s{1,4}(\S{6,200})/g;
const NPMRC =
  /^\s{0,4}(?:\/\/[^\s:]{3,120}\/:)?_(?:authToken|auth|password)\s{0,2}=\s{0,2}["']?([A-Za-z0-9+/_.=-]{16,400})/gm;
const DOCKER_AUTH = /"auth"\s{0,3}:\s{0,3}"([A-Za-z0-9+/]{16,400}={0,2})"/g;
const AZURE = /\b(?:Account|SharedAccess)Key=([A-Za-z0-9+/]{43}(?:[A-Za-z0-9+/]{43})?={1,2})/g;
const SIGNED_ADDRESS = /[?&;]sig=([A-Za-z0-9%+/]{40,120}(?:%3D|=){1,2})/gi;

const SAMPLE_PASSWORD =
  /p\S{0,12}ss?w(?:or)?d|^(?:(?:my|the|some|any|bad|good)[-_]?)?(?:pass|pwd|secret|admin|root|user(?:name)?|postgres|mysql|mongo|redis|guest|rabbitmq|default|example|hunter2|token|private|foobar)[\d!]*$|pass(?:word|wd)|secret|example|your|x{3}|\.{3}|^pass[^A-Za-z0-9]|^\[|^%[sd]|^#|^:/i;
const SAMPLE_HOST =
  /^(?:localhost|127\.|0\.0\.0\.0|host(?:name)?$|db$|database$|server$|postgres$|mysql$|mongo(?:db)?$|redis$|rabbitmq$)|example|\btest\b|\.local$|\.(?:invalid|test)$|^[a-z]{1,9}$|^\w$/i;

type Inner = (match: RegExpExecArray, kind: string, group?: number) => FoundSecret;
const inner: Inner = (match, kind, group = 1) => {
  const value = match[group] ?? '';
  const start = match.index + match[0].lastIndexOf(value);
  return { start, end: start + value.length, kind };
};

/** Keys by what stands around them: blocks, and files of tools. */
export function namedPlaces(part: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  const look = (hint: string, form: RegExp, kind: string, is: (value: string) => boolean): void => {
    if (part.includes(hint))
      for (const match of part.matchAll(form))
        if (is(match[1] ?? match[0]))
          found.push(inner(match, kind, match[1] === undefined ? 0 : 1));
  };
  const isOrderless = (value: string): boolean => isRandom(value, value) && !isSample(value);
  look(
    'PRIVATE KEY',
    PRIVATE_KEY,
    'private key',
    body => /[A-Za-z0-9+/=]{32}/.test(body) && !/x{8}|\.\.\./i.test(body),
  );
  look('Private-Lines', PUTTY, 'private key', () => true);
  look('LS0tLS1CRUdJTi', ENCODED_PRIVATE_KEY, 'private key', value =>
    base64Text(value.slice(0, 80)).includes('PRIVATE KEY'),
  );
  if (part.includes('"kty"')) look('"d"', JWK, 'private key', isOrderless);
  look('IA', AWS_PAIR, 'AWS secret key', isOrderless);
  look('machine', NETRC, 'password', value => /\d/.test(value) && isPlain(value));
  look('_', NPMRC, 'npm token', isOrderless);
  look('"auth"', DOCKER_AUTH, 'password of a registry', value => isLogin(base64Text(value)));
  look('Key=', AZURE, 'Azure storage key', isOrderless);
  look('sig=', SIGNED_ADDRESS, 'signed address', isOrderless);
  look(
    'curl',
    CURL_USER,
    'password',
    value => /\d/.test(value) && isPlain(value) && !/[$<{]/.test(value),
  );
  return found;
}

/** No sample, and no hash of `crypt` in the place of a password. */
const isPlain = (value: string): boolean =>
  !SAMPLE_PASSWORD.test(value) &&
  !SAMPLE.test(value) &&
  !/^\$(?:[1256]|2[abxy]|y|gy|7|argon2\w{1,2})\$/.test(value);

/** Passwords in addresses. */
export function addresses(part: string): FoundSecret[] {
  if (!part.includes('://')) return [];
  return [...part.matchAll(ADDRESS)].flatMap(match => {
    const [, scheme = '', user = '', password = '', host = ''] = match;
    const spoken = password.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    );
    if (SAMPLE_PASSWORD.test(password) || SAMPLE_PASSWORD.test(spoken) || SAMPLE_HOST.test(host))
      return [];
    // Addresses of the web are written with words there; of databases seldom.
    const isWeb = /^(?:https?|wss?|git|ssh|ftps?|sftp)/.test(scheme);
    const isMade = /\d/.test(password) && /[a-z]/i.test(password);
    if (isWeb && !(isMade && password.length >= 8 && entropy(password) >= 2.8)) return [];
    if (SAMPLE.test(spoken) || /[()\\,]|&&/.test(password) || /^\d{1,5}$/.test(password)) return [];
    if (user === '' && !/redis/.test(scheme)) return [];
    const start = match.index + match[0].lastIndexOf(`:${password}@`) + 1;
    return [{ start, end: start + password.length, kind: 'password in an address' }];
  });
}

/** Tokens that say of themselves what they are, and those of headers. */
export function tokensOfWeb(part: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  if (part.includes('eyJ'))
    for (const match of part.matchAll(JWT)) {
      const [header = '', claims = ''] = match[0].split('.').map(base64Text);
      if (
        /"(?:alg|typ|enc)"/.test(header) &&
        isOfSomebody(claims) &&
        !SAMPLE.test(match[0].slice(-24))
      )
        found.push(inner(match, 'JSON web token', 0));
    }
  for (const match of part.matchAll(AUTHORIZATION)) {
    const [, scheme = '', value = ''] = match;
    const isBasic = scheme.toLowerCase() === 'basic';
    if (
      isBasic ? !isSample(value) && isLogin(base64Text(value)) : isDrawn(value) && !isSample(value)
    )
      found.push(inner(match, isBasic ? 'password in a header' : 'token in a header', 2));
  }
  return found;
}

/** Claims about a person, an application or what it may do; those of tests have none, or are of samples. */
const isOfSomebody = (claims: string): boolean =>
  !/^\{[\x20-\x7e]*\}$/.test(claims) ||
  (/"(?:sub|aud|azp|cid|client_?id|email|user\w*|uid|oid|tid|sid|jti|scopes?|scp|roles?|ref|org\w*|account\w*|accountId|name|did|a|k|p)":/.test(
    claims,
  ) &&
    !isSampleClaims(claims));

const isSampleClaims = (claims: string): boolean =>
  /John Doe|Jane Doe|1234567890|example|"(?:sub|name|iss|foo|some)":"(?:test|foo|bar|user|admin|payload|joe|me)|\{"(?:foo|hello|some|a)":/i.test(
    claims,
  ) ||
  claims.length < 12 ||
  // A token that is used says from or until when, of which issue it is, or for which number.
  (claims.length < 64 && !/"(?:exp|iat|nbf|jti|sid|iss|ref)":|\d{4}|[0-9a-f]{8}-/.test(claims));

/** `user:password`, and neither is a word of samples. */
const isLogin = (text: string): boolean => {
  const [, user = '', password = ''] =
    /^([\x21-\x7e]{1,80}?):([\x20-\x7e]{6,200})$/.exec(text) ?? [];
  return user !== '' && !SAMPLE_PASSWORD.test(password) && !isSample(text) && /\d/.test(password);
};
