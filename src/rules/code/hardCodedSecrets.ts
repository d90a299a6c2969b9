import { isSample } from '../../core/text/assignedSecrets.ts';
import { t } from '../../core/text/l10n.ts';
import { isRandom } from '../../core/text/publishedKeys.ts';
import { secretsOf } from '../../core/text/secrets.ts';
import type { Range } from '../../core/domain/range.ts';
import { indexAt, lineAround } from '../lines.ts';
import { isTestCode } from './codeScan.ts';
import type { CodeMask } from './maskCode.ts';
import type { Hit, Rule } from '../types.ts';

/** Keys in quotes whose forms are too ambiguous to search for outside code. */
const KEYS = /(["'`])((?:sk-|sk_live_|xox[baprs]-|gh[opsur]_)[A-Za-z0-9_-]{16,200})\1/g;
const NAMED =
  /\b\w{0,40}(?:password|passwd|secret|api_?key|access_?key|signing_?key|private_?key|auth_?token|access_?token|credentials?)(?:_?(?:value|text|string|default|prod(?:uction)?|dev|test|staging|live|admin|root|user|db|\d{1,3})){0,2}["']?\s{0,3}(?::(?:\s?string\s?=)?|=|:=|=>)\s{0,3}(["'`])([^"'`\n]{6,200})\1/gi;
/** Values that are clearly not secrets. */
const NO_SECRET =
  /^(?:\$\{|<|\{\{|%|your|my-?|xxx|change|example|placeholder|test|dummy|none|null|undefined|true|false|password$|secret$|[\w.-]+\.(?:json|ya?ml|txt|pem|key|env)$|https?:|process\.|[A-Z_]+$|[a-z]+(?:[-_. ][a-z]+)*$)/i;
/** Kinds that are recognised only by the text around the value: comments and documentation contain made-up ones. */
const BY_NAME = /^(?:password|key or token|token|JSON web)/;

export const hardCodedSecrets: Rule = {
  id: 'hard-coded-secret',
  title: t('Secret in the code'),
  serves: { code: 'security' },
  severity: 'critical',
  confidence: 0.75,
  find({ code, text }) {
    const isTest = isTestCode(code.bare) || SAYS_TEST.test(text.slice(0, HEAD_REACH));
    const found: Hit[] = secretsOf(text).flatMap(({ start, end, kind }) => {
      const value = text.slice(start, end);
      // Tests of token handling carry tokens that open nothing.
      if (isTest)
        return value.startsWith('eyJ') || isForTests(text, start, value)
          ? []
          : [{ start, end, ...IN_TEST }];
      if (isName(code, value, start)) return [];
      if (isPublished(text, start, end)) return [];
      if (isOfPage(text, start, end)) return [{ start, end, ...PUBLIC, severity: 'note' as const }];
      if (isPublic(text, start)) return [{ start, end, ...PUBLIC }];
      return [{ start, end, ...(BY_NAME.test(kind) && isBeside(code, start) ? BESIDE : IN_CODE) }];
    });
    const keys = [...code.withStrings.matchAll(KEYS)]
      .filter(({ 2: key = '' }) => isRandom(key, key) && !isSample(key))
      .map(({ 0: { length }, index }) => ({ start: index, end: index + length }));
    found.push(...apart(keys, found).map(key => ({ ...key, ...(isTest ? IN_TEST : IN_CODE) })));
    found.sort(byStart);
    // Passwords that a person made up open nothing in a test.
    if (!isTest) found.push(...apart(madeUp(code.withStrings, code, text), found));
    return onceEach(found, text);
  },
};

/** `const TEST_AUTH_KEY = '...'`, and a key of the test mode: what a test names so is made for it. */
const isForTests = (text: string, start: number, value: string): boolean =>
  /^["'`]?[srp]k_test_/.test(value) ||
  /(?:^|[^a-z])(?:test|fake|mock|dummy|sample|example)(?:[A-Z_][\w]{0,40})?["']?\s{0,3}(?::|=|:=|=>)\s{0,3}["'`]?$/i.test(
    text.slice(Math.max(0, start - 80), start),
  );

/** `Keys and certificates for tests`, where a file says what it is. */
const SAYS_TEST =
  /\bfor (?:use in |(?:the |our )?(?:unit |integration )?)tests?\b|\btest (?:keys?|certificates?|fixtures?|vectors?)\b/i;
const HEAD_REACH = 600;

/** Assignments to a name of something secret, in a line of code. */
const madeUp = (strings: string, code: CodeMask, text: string): Hit[] =>
  [...strings.matchAll(NAMED)].flatMap(({ 0: shown, 2: value = '', index: start }) => {
    const end = start + shown.length;
    const isNone =
      NO_SECRET.test(value) || isSample(value) || /\s/.test(value) || !/\d/.test(value);
    const at = end - value.length - 1;
    // `"passwd=".encode(x)."`: the quote closes the text that the name stands in, and code follows.
    if (code.bare.slice(at, at + value.length).trim() === value) return [];
    if (isNone || isPublished(text, at, at + value.length)) return [];
    if (isBeside(code, start) || text.slice(start, end) !== shown) return [];
    return isOfPage(text, at, at + value.length)
      ? [{ start, end, ...PUBLIC, severity: 'note' as const }]
      : [{ start, end, message: MESSAGE }];
  });

/** `Demo server with public access keys`, in a comment of the lines above. */
const SAYS_PUBLIC =
  /(?:\/\/|#|\*|--|\/\*)[^\n]*\b(?:public(?:ly)?|demo|playground|sandbox|examples?|samples?|dummy|fake|well[- ]known|not (?:a )?(?:real|secret)|no secret|made[- ]up)\b/i;
/** Keys that a page shows to every visitor: of its search, and against forged forms. */
const isOfPage = (text: string, start: number, end: number): boolean => {
  const before = text.slice(Math.max(0, start - 200), start);
  const around = before + text.slice(end, end + 200);
  const value = text.slice(start, end);
  if (/admin|private|write/i.test(before.slice(before.lastIndexOf('\n') + 1))) return false;
  return (
    /algolia|docsearch|csrf|xsrf|authenticity_?token/i.test(before) ||
    (/[0-9a-f]{32}/.test(value) && OF_SEARCH.test(around)) ||
    (value.includes('AIza') && OF_FIREBASE.test(around))
  );
};
/** What a page tells its search service and its Firebase project beside the key. */
const OF_SEARCH = /\b(?:app_?id|application_?id|index_?name|index)["']?\s{0,3}[:=]\s{0,3}["'`]/i;
const OF_FIREBASE = /\b(?:authDomain|messagingSenderId|storageBucket)\b/;
/** Keys that are made to be in pages: of Stripe and Mapbox, site keys of captchas, addresses of Sentry. */
const isPublished = (text: string, start: number, end: number): boolean =>
  /^["'`]?(?:pk_(?:live|test)_|pk\.ey)/.test(text.slice(start, end)) ||
  /\bsite_?key["']?\s{0,3}(?::|=|=>)\s{0,3}["'`]?$/i.test(
    text.slice(Math.max(0, start - 40), start),
  ) ||
  /^[^\s"'`]{0,80}@[\w.-]{0,60}\bsentry\b/.test(text.slice(start, start + 200));
const LINES_ABOVE = 6;
const isPublic = (text: string, start: number): boolean => {
  const stop = text.indexOf('\n', start);
  const lines = text.slice(Math.max(0, start - 800), stop < 0 ? text.length : stop).split('\n');
  return SAYS_PUBLIC.test(lines.slice(-LINES_ABOVE).join('\n'));
};

/** Between lines of code: in a comment, or in a text over several lines. */
const isBeside = ({ bare }: CodeMask, start: number): boolean =>
  lineAround(bare, start, start).trim() === '';

/** A name of the code, written in more places than one: `exports.SecretKey2 = SecretKey2`. */
const isName = ({ bare }: CodeMask, value: string, start: number): boolean =>
  /^[A-Za-z_$][\w$]*$/.test(value) &&
  bare.startsWith(value, start) &&
  bare.indexOf(value) !== bare.lastIndexOf(value);

const byStart = (a: Range, b: Range): number => a.start - b.start;

/** Those that meet none of the known, which are in order and do not overlap. */
const apart = <T extends Range>(fresh: readonly T[], known: readonly Range[]): T[] =>
  fresh.filter(({ start, end }) => (known[indexAt(known, end - 1)]?.end ?? 0) <= start);

/** Of hits with the same words the first, with how many there are. */
const onceEach = (hits: readonly Hit[], text: string): Hit[] =>
  [...Map.groupBy(hits, ({ start, end }) => text.slice(start, end)).values()].flatMap(
    ([first, ...more]) =>
      first === undefined
        ? []
        : more.length === 0
          ? [first]
          : [
              {
                ...first,
                message: t(
                  '{0} It stands in {1} places; this is the first.',
                  first.message,
                  more.length + 1,
                ),
              },
            ],
  );

// The value itself is never repeated: a report may be shared.
const MESSAGE = t(
  'The code contains a secret; keep it in the environment or a secret store, and change it.',
);
const IN_CODE = { message: MESSAGE, confidence: 0.9 };
const DOUBT = { severity: 'minor', confidence: 0.5 } as const;
const BESIDE = {
  ...DOUBT,
  title: t('Secret in a comment'),
  message: t(
    'What looks like a real secret stands between the lines of code. If it opens anything, take it out and change it.',
  ),
};
const PUBLIC = {
  ...DOUBT,
  title: t('Secret that is said to be public'),
  message: t(
    'What looks like a real secret stands where the text calls it public or an example, or shows it to every visitor. If it opens anything, take it out and change it.',
  ),
};
const IN_TEST = {
  ...DOUBT,
  title: t('Secret in a test'),
  message: t(
    'The test contains what looks like a real secret. If it opens anything, change it; otherwise say in its value that it is made up.',
  ),
};
