import { BRACED } from './codeScan.ts';
import type { Hit, Rule } from '../types.ts';

const LENGTH = '(?:\\.length|\\.size\\(\\)|\\.len\\(\\)|\\.Length|\\.Count)';
const DIRECT = new RegExp(
  `\\bfor\\s*\\(?[^;\\n]{0,200}=\\s*0\\b[^;\\n]{0,200};\\s*(\\w+)\\s*<=\\s*([\\w.$]{1,80}?)(${LENGTH})\\s*;`,
  'g',
);
const NAMED = new RegExp(
  `\\bfor\\s*\\([^;\\n]{0,200}?(\\w+)\\s*=\\s*0\\b[^;\\n]{0,200}?(\\w+)\\s*=\\s*[\\w.$]{1,80}?${LENGTH}\\s*;\\s*\\1\\s*<=\\s*\\2\\s*;`,
  'g',
);
const GO = /\bfor\s+(\w+)\s*:=\s*0;\s*\1\s*<=\s*len\(\s*([\w.]+)\s*\)\s*;/g;
const AT_LENGTH = /\b([\w$]+(?:\.[\w$]+){0,3})\[\s*\1\.length\s*\](?!\s*=(?!=))/g;

export const offByOne: Rule = {
  id: 'off-by-one',
  title: 'Loop runs one past the end',
  serves: { code: 'correctness' },
  severity: 'major',
  confidence: 0.8,
  languages: BRACED,
  find({ code: { bare } }) {
    const hits: Hit[] = [];
    for (const pattern of [DIRECT, NAMED, GO]) {
      for (const found of bare.matchAll(pattern)) {
        hits.push({
          start: found.index,
          end: found.index + found[0].length,
          message: 'With <= the last round is past the end: the last index is the length less one.',
        });
      }
    }
    for (const found of bare.matchAll(AT_LENGTH)) {
      hits.push({
        start: found.index,
        end: found.index + found[0].length,
        title: 'Read past the end',
        message: 'The last element is at the length less one.',
      });
    }
    return hits;
  },
};
