import type { Rule } from '../types.ts';

const OFF =
  /\brejectUnauthorized["']?\s*:\s*false|NODE_TLS_REJECT_UNAUTHORIZED["']?\]?\s*[=:]\s*["']?0|\bverify\s*=\s*False\b|\bInsecureSkipVerify\s*:\s*true|\bssl\._create_unverified_context\b|CURLOPT_SSL_VERIFYPEER\s*,\s*(?:false|0)|\bcheckServerIdentity\s*:\s*\(\s*\)\s*=>/g;

export const disabledTls: Rule = {
  id: 'disabled-tls',
  title: 'Certificate check is switched off',
  serves: { code: 'security' },
  severity: 'critical',
  confidence: 0.85,
  find: ({ code }) =>
    [...code.withStrings.matchAll(OFF)].map(found => ({
      start: found.index,
      end: found.index + found[0].length,
      message: 'Anyone on the way can read and change what is sent over this connection.',
    })),
};
