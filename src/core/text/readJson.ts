/** What was wrong with a text that should have held one JSON value, in words for the model. */
export class JsonProblem extends Error {
  override readonly name = 'JsonProblem';
}

const MAX_JSON_CHARS = 2 * 1024 * 1024;
const MAX_DEPTH = 64;

/**
 * The one JSON value in a model's answer that `accepts` knows: bare, in code fences, or with text
 * around it. A value that is cut or broken, or two that differ, make the whole answer unusable:
 * half an answer is never read. Linear in the length of the text; never recursive.
 * Throws JsonProblem.
 */
export function readJson<T>(answer: string, accepts: (value: unknown) => value is T): T {
  if (answer.length > MAX_JSON_CHARS) throw new JsonProblem('it was longer than 2 MB');
  const text = withoutThinking(answer);
  const found = new Map<string, T>();
  let at = 0;
  for (;;) {
    const start = nextStart(text, at);
    if (start < 0) break;
    const { end, source } = scanValue(text, start);
    const value = parse(source);
    if (accepts(value)) found.set(JSON.stringify(value), value);
    at = end;
  }
  const [first, second] = found.values();
  if (first === undefined) throw new JsonProblem('it held no JSON object of the form asked for');
  if (second !== undefined) throw new JsonProblem('it held more than one JSON answer');
  return first;
}

/** Some models print their thoughts first; JSON in them is a draft. */
function withoutThinking(answer: string): string {
  const text = answer.replace(/^[\uFEFF\s]+/, '');
  const open = /^<(think|thinking|reasoning)>/i.exec(text);
  if (!open) return text;
  const close = text.toLowerCase().lastIndexOf(`</${open[1]!.toLowerCase()}>`);
  if (close < 0) throw new JsonProblem('it held thoughts but no answer');
  return text.slice(text.indexOf('>', close) + 1);
}

/** Where something begins that can only be a JSON object or array, and not a brace in a sentence. */
function nextStart(text: string, from: number): number {
  const opening = /[{[]/g;
  opening.lastIndex = from;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const next = nextSolid(text, match.index + 1);
    const wanted = match[0] === '{' ? '"}' : '{[]';
    if (next !== '' && wanted.includes(next)) return match.index;
  }
  return -1;
}

/** The next character that is not white space, within reason. */
function nextSolid(text: string, from: number): string {
  for (let i = from; i < Math.min(text.length, from + 200); i++) {
    const c = text[i]!;
    if (c !== ' ' && c !== '\n' && c !== '\r' && c !== '\t') return c;
  }
  return '';
}

interface Scan {
  readonly end: number;
  /** The value with raw control characters in strings escaped and commas before a bracket left out. */
  readonly source: string;
}

/** Finds the end of the value that starts at `start`, blind to brackets inside strings. */
function scanValue(text: string, start: number): Scan {
  const closers: string[] = [];
  const out: string[] = [];
  let copied = start;
  let inString = false;
  let comma = -1;
  for (let i = start; i < text.length; i++) {
    const c = text[i]!;
    if (inString) {
      if (c === '\\') i += 1;
      else if (c === '"') inString = false;
      else if (c < ' ') {
        // Written by models that do not escape line feeds; there is one way to read it.
        out.push(text.slice(copied, i), `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
        copied = i + 1;
      }
      continue;
    }
    if (c === ' ' || c === '\n' || c === '\r' || c === '\t') continue;
    if ((c === '}' || c === ']') && comma >= copied) {
      out.push(text.slice(copied, comma));
      copied = comma + 1;
    }
    comma = c === ',' ? i : -1;
    if (c === '"') inString = true;
    else if (c === '{' || c === '[') {
      closers.push(c === '{' ? '}' : ']');
      if (closers.length > MAX_DEPTH) throw new JsonProblem('it was nested too deeply');
    } else if (c === '}' || c === ']') {
      if (closers.pop() !== c) throw new JsonProblem('its brackets did not match');
      if (closers.length === 0) {
        out.push(text.slice(copied, i + 1));
        return { end: i + 1, source: out.join('') };
      }
    }
  }
  throw new JsonProblem('it ended before the JSON was complete');
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    throw new JsonProblem('it was not valid JSON');
  }
}
