/** Marks that begin a string, and those that may end it. */
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”“"',
  '”': '”',
  '„': '“”"',
  '‘': "’‘'",
};
const WORD = /[A-Za-z_$][\w$-]*/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const COMMENT = /\/\/[^\n]*|\/\*[^]{0,2000}?\*\//y;
/** Words of Python and JavaScript for what JSON has. */
const CONSTANTS: Readonly<Record<string, string>> = {
  True: 'true',
  False: 'false',
  None: 'null',
  undefined: 'null',
  NaN: 'null',
};

/**
 * An object that is written as people and other languages write it, as JSON: other quotation marks, bare names, quotes
 * inside of strings that were not escaped, constants of Python, comments, commas that are missing. Undefined where the
 * object does not end: half an answer is never read. Linear in the length of the text.
 */
export function looseJson(text: string, start: number): { json: string; end: number } | undefined {
  const out: string[] = [];
  const closers: string[] = [];
  /** Whether a value has ended, so that a comma or a closing bracket must follow. */
  let isAfterValue = false;
  let isAfterColon = false;
  const value = (json: string): void => {
    if (isAfterValue) out.push(',');
    out.push(json);
    isAfterValue = true;
    isAfterColon = false;
  };
  for (let i = start; i < text.length;) {
    const c = text.charAt(i);
    COMMENT.lastIndex = i;
    const comment = c === '/' ? COMMENT.exec(text)?.[0] : undefined;
    if (comment !== undefined) i += comment.length;
    else if (/\s/.test(c)) i += 1;
    else if (c === '{' || c === '[') {
      if (closers.length > 64) return undefined;
      if (isAfterValue) out.push(',');
      out.push(c);
      closers.push(c === '{' ? '}' : ']');
      [isAfterValue, isAfterColon] = [false, false];
      i += 1;
    } else if (c === '}' || c === ']') {
      if (closers.pop() !== c || isAfterColon) return undefined;
      if (out.at(-1) === ',') out.pop();
      out.push(c);
      isAfterValue = true;
      i += 1;
      if (closers.length === 0) return { json: out.join(''), end: i };
    } else if (c === ',') {
      if (!isAfterValue) return undefined;
      out.push(',');
      isAfterValue = false;
      i += 1;
    } else if (c === ':') {
      out.push(':');
      [isAfterValue, isAfterColon] = [false, true];
      i += 1;
    } else if (c in QUOTES) {
      const end = endOfString(text, i, closers.at(-1) === '}' && !isAfterColon);
      if (end === undefined) return undefined;
      value(quoted(text.slice(i + 1, end)));
      i = end + 1;
    } else {
      WORD.lastIndex = NUMBER.lastIndex = i;
      const word = WORD.exec(text)?.[0];
      const number = word === undefined ? NUMBER.exec(text)?.[0] : undefined;
      if (word !== undefined) {
        const isName = closers.at(-1) === '}' && !isAfterColon;
        const known = Object.hasOwn(CONSTANTS, word) ? CONSTANTS[word] : word;
        if (!isName && !/^(?:true|false|null)$/.test(known ?? '')) return undefined;
        value(isName ? JSON.stringify(word) : (known ?? ''));
        i += word.length;
      } else if (number !== undefined) {
        value(String(Number(number)));
        i += number.length;
      } else return undefined;
    }
  }
  return undefined;
}

/** What may follow a string: the end of a name, of an item, or of all; a comma only before something that can follow it. */
const AFTER_NAME = /\s*:/y;
const AFTER_VALUE =
  /\s*(?:[}\]]|,\s*(?:["'“”„‘{[\]}\d-]|[A-Za-z_$][\w$]*\s*:|\/[/*]|true|false|null|None))/y;
/** A comma is missing before the next name. */
const MISSING_COMMA = /\s*["'“”„][A-Za-z_]\w{0,40}["'“”]\s*:/y;

/** The place of the mark that ends the string; marks of the same kind inside of it do not. */
function endOfString(text: string, start: number, isName: boolean): number | undefined {
  const marks = QUOTES[text.charAt(start)] ?? '"';
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\\') i += 1;
    else if (marks.includes(c)) {
      const follows = isName ? [AFTER_NAME] : [AFTER_VALUE, MISSING_COMMA];
      for (const one of follows) one.lastIndex = i + 1;
      if (follows.some(one => one.test(text))) return i;
      if (isName) return undefined;
    }
  }
  return undefined;
}

/** The inside of a string as a string of JSON. */
const quoted = (inside: string): string =>
  `"${inside.replace(/\\(u[0-9a-fA-F]{4}|[^])|["\n\r\t]|\p{Cc}/gu, (found, escaped?: string) => {
    if (escaped === undefined) return JSON.stringify(found).slice(1, -1);
    return /^(?:u....|["\\/bfnrt])$/.test(escaped) ? found : escaped === "'" ? "'" : `\\${found}`;
  })}"`;
