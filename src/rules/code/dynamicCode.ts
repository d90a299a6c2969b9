import { PYTHON, SCRIPT } from './codeScan.ts';
import type { Rule } from '../types.ts';

const CALL =
  /(?<![\w.$])(?:eval|new Function|execScript)\s*\(|(?<![\w.$])(?:setTimeout|setInterval)\s*\(\s*["'`]/g;
const PYTHON_CALL =
  /(?<![\w.])(?:eval|exec)\s*\((?!\s*["'][^"'\n]*["']\s*\))|\byaml\.load\s*\((?![^)\n]*Loader)|\bpickle\.loads?\s*\(/g;

export const dynamicCode: Rule = {
  id: 'dynamic-code',
  title: 'Text run as code',
  serves: { code: 'security' },
  severity: 'major',
  confidence: 0.7,
  languages: [...SCRIPT, ...PYTHON],
  find: ({ code, languageId }) =>
    [...code.bare.matchAll(languageId === 'python' ? PYTHON_CALL : CALL)].map(found => ({
      start: found.index,
      end: found.index + found[0].length,
      message: 'Whoever can change this text can run code here.',
    })),
};
