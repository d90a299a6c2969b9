import { closeOf, SCRIPT } from './codeScan.ts';
import type { Rule } from '../types.ts';

const EACH = /\.forEach\s*\(\s*async\b/g;

export const asyncForEach: Rule = {
  id: 'async-for-each',
  title: 'forEach does not wait',
  serves: { code: 'correctness' },
  severity: 'major',
  confidence: 0.8,
  languages: SCRIPT,
  find: ({ code }) =>
    [...code.bare.matchAll(EACH)].map(found => ({
      start: found.index + 1,
      end: found.index + found[0].length,
      message:
        'Nobody waits for these promises, and their errors are lost; use for...of or Promise.all.',
    })),
};

const LOOP = /\b(?:for|while)\s*\(/g;

export const awaitInLoop: Rule = {
  id: 'await-in-loop',
  title: 'Awaits one after another',
  serves: { code: 'performance' },
  severity: 'note',
  confidence: 0.4,
  languages: SCRIPT,
  cap: 4,
  find: ({ code: { bare } }) =>
    [...bare.matchAll(LOOP)].flatMap(found => {
      if (/\bfor\s+await\s*$/.test(bare.slice(Math.max(0, found.index - 10), found.index + 3)))
        return [];
      const head = closeOf(bare, found.index + found[0].length - 1, 2000);
      const open = head < 0 ? -1 : bare.indexOf('{', head);
      if (open < 0 || bare.slice(head, open).trim() !== '') return [];
      const body = bare.slice(open, closeOf(bare, open, 3000));
      const call =
        /\bawait\s+(?:fetch|axios|[\w$.]*\.(?:get|post|query|find\w*|load\w*|read\w*|request))\s*\(/.exec(
          body,
        );
      // Order matters where the loop stops early, retries or reads a stream.
      if (!call || /\b(?:break|return|throw|retry|sleep|setTimeout|reader\.read)\b/.test(body))
        return [];
      return [
        {
          start: open + call.index,
          end: open + call.index + call[0].length,
          message:
            'Each round waits for the one before; if they do not depend on each other, start them together.',
        },
      ];
    }),
};
