import { KEY_PATTERN } from '../../core/text/publishedKeys.ts';
import { isTestCode } from './codeScan.ts';
import type { Hit, Rule } from '../types.ts';

/** Keys in quotes, including forms that are too ambiguous to search for outside code. */
const KEYS = new RegExp(
  `["'\`](?:${KEY_PATTERN}|${[
    'sk-[A-Za-z0-9_-]{20,200}',
    'sk_live_[A-Za-z0-9]{16,200}',
    'xox[baprs]-[A-Za-z0-9-]{10,200}',
    'eyJ[A-Za-z0-9_-]{10,1000}\\.eyJ[A-Za-z0-9_-]{10,2000}\\.[A-Za-z0-9_-]{10,1000}',
  ].join('|')})["'\`]|-----BEGIN (?:RSA |EC |OPENSSH |PGP )?PRIVATE KEY-----`,
  'g',
);
const NAMED =
  /\b\w{0,40}(?:password|passwd|secret|api_?key|access_?key|signing_?key|private_?key|auth_?token|access_?token|credentials?)\w{0,20}["']?\s{0,3}(?::(?:\s?string\s?=)?|=|:=|=>)\s{0,3}(["'`])([^"'`\n]{6,200})\1/gi;
/** Values that are clearly not secrets. */
const NO_SECRET =
  /^(?:\$\{|<|\{\{|%|your|my-?|xxx|change|example|placeholder|test|dummy|none|null|undefined|true|false|password$|secret$|[\w.-]+\.(?:json|ya?ml|txt|pem|key|env)$|https?:|process\.|[A-Z_]+$|[a-z]+(?:[-_. ][a-z]+)*$)/i;

export const hardCodedSecrets: Rule = {
  id: 'hard-coded-secret',
  title: 'Secret in the code',
  serves: { code: 'security' },
  severity: 'critical',
  confidence: 0.75,
  find({ code, text }) {
    const hits: Hit[] = [];
    // The value itself is never repeated: a report may be shared.
    const message =
      'The code contains a secret; keep it in the environment or a secret store, and change it.';
    const tests = isTestCode(code.bare);
    for (const found of code.withStrings.matchAll(KEYS)) {
      // Tests of token handling contain tokens that give no access.
      if (tests && found[0].includes('eyJ')) continue;
      hits.push({
        start: found.index,
        end: found.index + found[0].length,
        message,
        confidence: 0.95,
      });
    }
    for (const found of code.withStrings.matchAll(NAMED)) {
      const value = found[2] ?? '';
      const start = found.index;
      const end = start + found[0].length;
      if (tests || NO_SECRET.test(value) || /\s/.test(value) || !/\d/.test(value)) continue;
      if (hits.some(hit => start < hit.end && hit.start < end)) continue;
      if (text.slice(start, end) === found[0]) hits.push({ start, end, message });
    }
    return hits;
  },
};
