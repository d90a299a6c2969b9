import type { SourceRecord } from '../domain/records.ts';
import type { Range } from '../domain/range.ts';
import type { Source } from '../domain/source.ts';

/** A key of a published form in a text. Its value is nowhere but in the text. */
export interface Secret extends Range {
  /** 1-based. */
  readonly line: number;
  /** What it opens, in words: "GitHub token". */
  readonly kind: string;
}

/**
 * Forms that providers publish for their keys so that scanners find them, each as the kind and a pattern.
 * Every pattern begins with letters that hardly any other text has, and reads forward only.
 */
const KEY_FORMS: readonly (readonly [kind: string, pattern: string])[] = [
  ['AWS access key', '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}'],
  ['GitHub token', 'gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}'],
  ['GitLab token', 'gl(?:pat|dt|rt|cbt|ptt|soat)-[A-Za-z0-9_-]{20,100}'],
  ['Slack token', 'xox[abeprs]-[A-Za-z0-9-]{20,200}|xapp-\\d-[A-Za-z0-9-]{20,200}'],
  [
    'Slack webhook',
    'https://hooks\\.slack\\.com/services/T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/[A-Za-z0-9]{20,30}',
  ],
  ['Anthropic key', 'sk-ant-[a-z]{2,8}\\d{2}-[A-Za-z0-9_-]{40,200}'],
  [
    'OpenAI key',
    'sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40,250}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|sk-[A-Za-z0-9]{48}',
  ],
  ['OpenRouter key', 'sk-or-v1-[a-f0-9]{64}'],
  ['Groq key', 'gsk_[A-Za-z0-9]{52}'],
  ['xAI key', 'xai-[A-Za-z0-9]{70,100}'],
  ['Hugging Face token', 'hf_[A-Za-z0-9]{34,40}'],
  ['Replicate token', 'r8_[A-Za-z0-9]{37}'],
  ['Perplexity key', 'pplx-[A-Za-z0-9]{48}'],
  ['Google API key', 'AIza[0-9A-Za-z_-]{35}'],
  ['Google OAuth secret', 'GOCSPX-[A-Za-z0-9_-]{28}|ya29\\.[A-Za-z0-9_-]{40,300}'],
  ['Stripe key', '(?:sk|rk)_live_[A-Za-z0-9]{20,200}|whsec_[A-Za-z0-9+/]{32,64}'],
  ['npm token', 'npm_[A-Za-z0-9]{36}'],
  ['PyPI token', 'pypi-AgE[A-Za-z0-9_-]{50,300}'],
  ['Docker token', 'dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,40}'],
  ['SendGrid key', 'SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}'],
  ['DigitalOcean token', 'do[opr]_v1_[a-f0-9]{64}'],
  ['Databricks token', 'dapi[a-f0-9]{32}'],
  ['Shopify token', 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}'],
  ['Telegram bot token', '\\d{8,10}:AA[A-Za-z0-9_-]{33}'],
  ['Discord bot token', '[MNO][A-Za-z0-9_-]{23,25}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}'],
  ['Linear key', 'lin_api_[A-Za-z0-9]{40}'],
  ['Notion token', 'ntn_[A-Za-z0-9]{43,50}'],
  ['Doppler token', 'dp\\.(?:pt|st|ct|sa)\\.[A-Za-z0-9_.-]{40,60}'],
  ['HashiCorp Vault token', 'hv[sb]\\.[A-Za-z0-9_-]{90,300}'],
  ['Terraform Cloud token', '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}'],
  ['Postman key', 'PMAK-[a-f0-9]{24}-[a-f0-9]{34}'],
  ['Grafana token', 'gl(?:sa|c)_[A-Za-z0-9+/=_]{32,200}'],
  ['Sentry token', 'sntry[su]_[A-Za-z0-9+/=_-]{60,300}'],
  ['New Relic key', 'NRAK-[A-Z0-9]{27}'],
  ['PlanetScale password', 'pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,64}'],
  ['Supabase token', 'sb[pa]_[a-f0-9]{40}'],
  ['Atlassian token', 'ATATT3[A-Za-z0-9_=-]{150,250}'],
  ['age key', 'AGE-SECRET-KEY-1[0-9A-Z]{58}'],
];

/** A key of any published form, for scanners with their own idea of what may stand around it. */
export const KEY_PATTERN = KEY_FORMS.map(([, pattern]) => pattern).join('|');

const KEYS = new RegExp(
  `(?<![A-Za-z0-9_-])(?:${KEY_FORMS.map(([, pattern]) => `(${pattern})`).join('|')})(?![A-Za-z0-9])`,
  'g',
);
const AZURE = /\bAccountKey=([A-Za-z0-9+/]{86}==)/g;
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----((?:[A-Za-z0-9+/=:,. \t\r\n"'`\\]|-(?!-)){80,20000})-----END/g;
/** Addresses with a password in them: of databases, queues and the like. */
const ADDRESS =
  /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|clickhouse):\/\/[\w.~%+-]{1,64}:([^\s:@/"'`<>{}$*]{6,128})@([\w.-]{4,253})/g;

/** What samples and tests write in the place of a key. */
const SAMPLE =
  /example|sample|dummy|placeholder|redacted|change.?me|insert|x{6}|0{8}|1{8}|123456789|abcdef|abc123/i;
/** Short words in one case: in any mixture of cases a long random key holds them now and then. */
const SHORT_SAMPLE = /[Ff]ake|FAKE|[Tt]est|TEST|[Yy]our|YOUR|a1b2|A1B2/;
const SAMPLE_PASSWORD =
  /^(?:pass(?:word|wd)?|pwd|secret|admin|root|user(?:name)?|postgres|mysql|mongo|redis|guest|rabbitmq|default|example|hunter2)[\d!]*$|pass(?:word|wd)|secret|example|your|x{3}|\.{3}/i;
const SAMPLE_HOST =
  /^(?:localhost|127\.|0\.0\.0\.0|host(?:name)?$|db$|database$|server$|postgres$|mysql$|mongo(?:db)?$|redis$|rabbitmq$)|example|\btest\b|\.local$/i;

/** Characters looked at in one go: some 20 ms. */
const WINDOW = 256 * 1024;
/** What a match may begin before its secret, and reach behind it, at most. */
const BEFORE = 200;
const LONGEST = 20_200;

/**
 * Keys and private keys of published forms in a source (in its range, where it has one), in order. Linear
 * in the text's length, some 30 MB/s; `pause` is awaited between stretches. What samples show in a key's
 * place is not taken for one.
 */
export async function findSecrets(
  { text, range }: Pick<Source, 'text' | 'range'>,
  pause?: () => Promise<void>,
): Promise<readonly Secret[]> {
  const end = range?.end ?? text.length;
  const found: Secret[] = [];
  let line = 1;
  let counted = 0;
  for (let from = range?.start ?? 0; from < end; from += WINDOW) {
    const first = Math.max(range?.start ?? 0, from - BEFORE);
    const part = text.slice(first, Math.min(end, from + WINDOW + LONGEST));
    for (const secret of secretsIn(part)) {
      const start = first + secret.start;
      if (start < from || start >= from + WINDOW) continue;
      line += lineEnds(text, counted, start);
      counted = start;
      found.push({ start, end: first + secret.end, line, kind: secret.kind });
    }
    await pause?.();
  }
  return found;
}

function secretsIn(part: string): (Range & { readonly kind: string })[] {
  const found: (Range & { readonly kind: string })[] = [];
  for (const match of part.matchAll(KEYS)) {
    const form = match.slice(1).findIndex(group => group !== undefined);
    const [key] = match;
    if (isRandom(key) && !SAMPLE.test(key) && !SHORT_SAMPLE.test(key))
      found.push({ start: match.index, end: match.index + key.length, kind: KEY_FORMS[form]![0] });
  }
  const inner = (match: RegExpExecArray, kind: string): void => {
    const start = match.index + match[0].indexOf(match[1]!);
    found.push({ start, end: start + match[1]!.length, kind });
  };
  if (part.includes('PRIVATE KEY'))
    for (const match of part.matchAll(PRIVATE_KEY))
      if (/[A-Za-z0-9+/=]{32}/.test(match[1]!)) inner(match, 'private key');
  if (part.includes('AccountKey='))
    for (const match of part.matchAll(AZURE)) inner(match, 'Azure storage key');
  if (part.includes('://'))
    for (const match of part.matchAll(ADDRESS))
      if (!SAMPLE_PASSWORD.test(match[1]!) && !SAMPLE_HOST.test(match[2]!))
        inner(match, 'password in an address');
  return found.sort((a, b) => a.start - b.start);
}

/** Drawn from capitals and 2 to 7: one key in 28 has no digit. */
const CAPITALS_ONLY = /^A[KSBC][IC]A/;

/** Keys are drawn at random: many different signs, and never words of one case. */
const isRandom = (key: string): boolean => {
  const end = key.slice(-20);
  return (
    new Set(end).size >= 7 &&
    (/\d/.test(end) || (/[a-z]/.test(end) && /[A-Z]/.test(end)) || CAPITALS_ONLY.test(key))
  );
};

function lineEnds(text: string, from: number, to: number): number {
  let ends = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1))
    ends++;
  return ends;
}

/** Stands for one code unit of a masked secret. */
export const MASK = '*';

/** The source with its secrets masked sign by sign: no offset, and no line, is another afterwards. */
export function masked<T extends Pick<Source, 'text' | 'records'>>(
  source: T,
  secrets: readonly Secret[],
): T {
  let text = '';
  let from = 0;
  for (const { start, end } of secrets) {
    text += source.text.slice(from, start);
    text += source.text.slice(start, end).replace(/[^\r\n]/g, MASK);
    from = end;
  }
  const { records } = source;
  return {
    ...source,
    text: text + source.text.slice(from),
    ...(records
      ? { records: records.map(record => maskedRecord(source.text, record, secrets)) }
      : {}),
  };
}

/** The cells of a record are shown, not its text; one written with escapes is masked whole. */
function maskedRecord(
  text: string,
  record: SourceRecord,
  secrets: readonly Secret[],
): SourceRecord {
  const own = secrets.filter(({ start, end }) => start < record.end && end > record.start);
  const cells = own.reduce<readonly string[]>((kept, { start, end }) => {
    const secret = text.slice(start, end);
    const mask = (part: string): string => part.replace(/[^\r\n]/g, MASK);
    return kept.some(cell => cell.includes(secret))
      ? kept.map(cell => cell.replaceAll(secret, mask(secret)))
      : kept.map(mask);
  }, record.cells);
  return own.length > 0 ? { ...record, cells } : record;
}

export interface SecretsFound {
  readonly source: Source;
  readonly secrets: readonly Secret[];
}

/** Most places that are named one by one. */
const MOST_NAMED = 20;

/** What was found, one line a place: "src/app.ts:12: GitHub token". Never a value. */
export function secretsFound(found: readonly SecretsFound[]): string[] {
  const lines = found.flatMap(({ source, secrets }) =>
    secrets.map(({ line, kind }) => `${source.path}:${line}: ${kind}`),
  );
  const more = lines.length - MOST_NAMED;
  return more > 0 ? [...lines.slice(0, MOST_NAMED), `and ${more} more`] : lines;
}
