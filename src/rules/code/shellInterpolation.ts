import type { Rule } from '../types.ts';

const CALLS = [
  /(?<![\w$])(?:exec|execSync|spawnSync|spawn)\s*\(\s*(?:`[^`]{0,300}\$\{|["'][^"'\n]{0,300}["']\s*\+)/g,
  /\bos\.(?:system|popen)\s*\(\s*(?:f["']|["'][^"'\n]{0,300}["']\s*(?:\+|%|\.format))/g,
  /\bsubprocess\.\w+\s*\([^)\n]{0,300}shell\s*=\s*True/g,
  /\bexec\.Command\s*\(\s*"(?:sh|bash)",\s*"-c",\s*(?!")/g,
];

export const shellInterpolation: Rule = {
  id: 'shell-interpolation',
  title: 'Shell command built from text',
  serves: { code: 'security' },
  severity: 'critical',
  confidence: 0.75,
  find: ({ code }) =>
    CALLS.flatMap(call => [...code.withStrings.matchAll(call)])
      // `pattern.exec(...)` of a regular expression is another function.
      .filter(
        found =>
          !/[\w$)\]/]\.$/.test(code.withStrings.slice(Math.max(0, found.index - 2), found.index)) ||
          /child_process|cp\.$/.test(
            code.withStrings.slice(Math.max(0, found.index - 14), found.index),
          ),
      )
      .map(found => ({
        start: found.index,
        end: found.index + found[0].length,
        message:
          'A value is written into a shell command; pass arguments as a list, without a shell.',
      })),
};
