import { BRACED } from './codeScan.ts';
import type { Hit, Rule } from '../types.ts';

const LEAVES = /^([ \t]*)(?:return|throw|break|continue|raise)\b[^\n{([]*?(?:;[ \t]*|[ \t]*)$/gm;

export const unreachableCode: Rule = {
  id: 'unreachable-code',
  title: 'Code is never reached',
  serves: { code: 'correctness' },
  severity: 'minor',
  confidence: 0.7,
  languages: [...BRACED, 'python'],
  find({ code: { bare }, text, languageId }) {
    const hits: Hit[] = [];
    for (const found of bare.matchAll(LEAVES)) {
      const line = found[0].trim();
      const ends =
        line.endsWith(';') ||
        languageId === 'python' ||
        languageId === 'go' ||
        /^(?:break|continue)$/.test(line);
      if (!ends || /[=+\-*/&|?:,.]$/.test(line) || /\?|=>/.test(line)) continue;
      const next = /^\n((?:[ \t]*\n)*)([ \t]*)([^\s][^\n]*)/.exec(
        bare.slice(found.index + found[0].length, found.index + found[0].length + 400),
      );
      if (!next) continue;
      const [whole, , indent = '', statement = ''] = next;
      const own = found[1] ?? '';
      if (indent !== own || own === '') continue;
      if (
        /^(?:\}|\)|\]|case\b|default\b|else\b|elif\b|except\b|finally\b|catch\b|#|@|function\b|async function\b|class\b|type\b|interface\b|\?|:|\.|&&|\|\||[+*/%,;-]|\w+:(?!:)|var\b|const enum\b)/.test(
          statement,
        )
      )
        continue;
      // One-line `if (x)` above without braces: the jump belongs to it.
      const before = bare.slice(
        bare.lastIndexOf('\n', found.index - 2) + 1,
        Math.max(0, found.index - 1),
      );
      if (/^\s*(?:if|else|for|while|} else)\b[^{]*$/.test(before) && !/[;{}]\s*$/.test(before))
        continue;
      const start = found.index + found[0].length + whole.length - statement.length;
      hits.push({
        start,
        end: start + text.slice(start, start + statement.length).trimEnd().length,
        message: `Nothing after “${line.slice(0, 40)}” in this block runs.`,
      });
    }
    return hits;
  },
};
