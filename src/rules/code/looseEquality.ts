import { SCRIPT } from './codeScan.ts';
import type { Rule } from '../types.ts';

const LOOSE = /(?<![=!<>])(==|!=)(?!=)[ \t]*([\w$.-]{1,40})?/g;

export const looseEquality: Rule = {
  id: 'loose-equality',
  title: 'Comparison that converts types',
  serves: { code: 'correctness' },
  severity: 'note',
  confidence: 0.6,
  languages: SCRIPT,
  cap: 10,
  find: ({ code }) =>
    [...code.bare.matchAll(LOOSE)]
      .filter(found => {
        const before = code.bare.slice(Math.max(0, found.index - 40), found.index);
        // `== null` asks for null and undefined at once, and typeof always gives a string.
        return (
          !/^(?:null|undefined)$/.test(found[2] ?? '') &&
          !/\b(?:null|undefined)\s*$|\btypeof\s+[\w$.]+\s*$/.test(before)
        );
      })
      .map(found => ({
        start: found.index,
        end: found.index + 2,
        message: `“${found[1] ?? ''}” converts before it compares; use “${found[1] ?? ''}=”.`,
        suggestion: `${found[1] ?? ''}=`,
      })),
};
