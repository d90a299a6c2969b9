import { declaredName } from './codeSymbols.ts';
import type { Definition } from '../context/definition.ts';
import { lineStart, type Lines } from '../../text/lines.ts';
import type { Meter } from '../pack/meter.ts';

const IMPORT =
  /^(?:import\b|from\s+\S+\s+import\b|export\s+(?:\*|\{[^}]*\}?)|#include\b|using\s+[\w.]+\s*;|use\s+[\w:{]|require\s|(?:const|let|var)\s+[^=;]{1,200}=\s*require\()/;
/** For these, the context shows their contents, not only their first line. */
const SHAPE = /\b(?:interface|type|enum|struct|record|trait)\b/;
const MAX_LINE_LENGTH = 400;
const MAX_TEXT_LENGTH = 240;
const MAX_LINES = 12;

/** Imports and declarations with their signatures, in text order. */
export async function codeDefinitions(
  text: string,
  languageId: string,
  lines: Lines,
  meter: Meter,
): Promise<Definition[]> {
  const found: Definition[] = [];
  for (let line = 0; line < lines.starts.length; line++) {
    const start = lineStart(lines, line);
    const end = Math.min(lineStart(lines, line + 1), start + MAX_LINE_LENGTH);
    if (meter.add((end - start) * 2 + 16)) await meter.pause();
    const content = text.slice(start, end);
    const indented = /^\s/.test(content);
    if (!indented && IMPORT.test(content)) {
      const whole = statementAt(text, lines, line, 40);
      found.push({ term: namesOf(whole.text), ...whole, scope: 'import' });
      line = whole.last;
      continue;
    }
    const name = declaredName(content, languageId);
    if (name === undefined || name.length < 2) continue;
    const shown = SHAPE.test(content) && !indented ? MAX_LINES : 4;
    const { last: _, ...whole } = statementAt(text, lines, line, shown, !SHAPE.test(content));
    found.push({ term: name, ...whole, scope: indented ? 'member' : 'any' });
  }
  return found;
}

const KEYWORDS = new Set(
  'import from export const let var require type as use using static include default h hpp crate self super pub'.split(
    ' ',
  ),
);

/** The words of an import that code may use; one of them may be the last part of a path. */
const namesOf = (statement: string): string =>
  (statement.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [])
    .filter(word => !KEYWORDS.has(word))
    .join(' ');

/** The statement that begins at a line, on one line: until its brackets close or its body begins. */
function statementAt(
  text: string,
  lines: Lines,
  line: number,
  most: number,
  withoutBody = false,
): { readonly start: number; readonly end: number; readonly text: string; readonly last: number } {
  const start = lineStart(lines, line);
  let depth = 0;
  let last = line;
  let end = start;
  scan: for (; last < Math.min(lines.starts.length, line + most); last++) {
    const stop = Math.min(lineStart(lines, last + 1), lineStart(lines, last) + MAX_LINE_LENGTH);
    for (let at = lineStart(lines, last); at < stop; at++) {
      const c = text[at]!;
      if (withoutBody && depth === 0 && c === '{') {
        end = at;
        break scan;
      }
      if ('([{'.includes(c)) depth++;
      else if (')]}'.includes(c)) depth--;
    }
    end = stop;
    if (depth <= 0) break;
  }
  const flat = text.slice(start, end).replace(/\s+/g, ' ').trim().toWellFormed();
  return {
    start,
    end: Math.max(end, start + 1),
    text:
      flat.length <= MAX_TEXT_LENGTH
        ? flat
        : `${flat.slice(0, MAX_TEXT_LENGTH - 1).toWellFormed()}…`,
    last: Math.min(last, lines.starts.length - 1),
  };
}
