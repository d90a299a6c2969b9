import { isTestCode, SCRIPT } from './codeScan.ts';
import type { Hit, Rule } from '../types.ts';

const NOTES = /\b(?:FIXME|XXX|HACK)\b[^\n]{0,120}|\bTODO\b(?!\s*\(?#\d)[^\n]{0,120}/g;
const DEBUG =
  /(?<![\w.$])(?:debugger\s*;|debugger$|breakpoint\(\)|pdb\.set_trace\(\)|binding\.pry\b|var_dump\(|dbg!\()/gm;
const CONSOLE = /(?<![\w.$])console\.(?:log|debug|trace|dir)\s*\(/g;

export const leftovers: Rule = {
  id: 'leftover',
  title: 'Left over from development',
  serves: { code: 'maintainability' },
  severity: 'minor',
  confidence: 0.7,
  cap: 15,
  find({ code, languageId, text }) {
    const hits: Hit[] = [];
    const add = (start: number, length: number, message: string, more: Partial<Hit> = {}): void => {
      hits.push({
        start,
        end: start + text.slice(start, start + length).trimEnd().length,
        message,
        ...more,
      });
    };
    for (const found of code.comments.matchAll(NOTES)) {
      const severity = found[0].startsWith('TODO') ? 'note' : 'minor';
      add(found.index, found[0].length, 'A note to self was left in a comment.', { severity });
    }
    for (const found of code.bare.matchAll(DEBUG)) {
      add(found.index, found[0].length, 'This stops or prints for a debugger.', {
        severity: 'major',
      });
    }
    const consoles = [...code.bare.matchAll(CONSOLE)];
    const script = SCRIPT.some(id => id === languageId);
    // Many of them are how the program speaks, not something forgotten.
    if (script && consoles.length <= 3 && !isTestCode(code.bare) && !text.startsWith('#!')) {
      for (const found of consoles) {
        add(found.index, found[0].length, 'A print for development was left in.', {
          severity: 'note',
          confidence: 0.5,
        });
      }
    }
    return hits;
  },
};
