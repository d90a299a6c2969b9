type Result = 'match' | 'no' | 'never';

/**
 * Git's pattern matching that respects slashes: `*` and `?` never match `/`; `**` does if it is between slashes or at
 * an end. Works on bytes as Git does: pass strings of one byte per code unit.
 */
export function wildmatch(pattern: string, text: string): boolean {
  // Git compares the literal prefix first and matches the rest as a separate pattern, so "a**/b" is "a" and then
  // "**/b". Without this, the two stars would not be at an end.
  const plain = pattern.search(/[*?[\\]/);
  if (plain < 0) return pattern === text;
  if (!text.startsWith(pattern.slice(0, plain))) return false;
  return match(pattern.slice(plain), 0, text.slice(plain), 0, new Map()) === 'match';
}

/** Cached results of `**` at a position, so that several of them do not repeat all attempts. */
type Known = Map<number, Result>;

/** `never`: no earlier start can match either, so an outer `*` need not try. */
function match(pattern: string, p: number, text: string, t: number, known: Known): Result {
  for (; p < pattern.length; p++, t++) {
    let sign = pattern[p]!;
    if (t >= text.length && sign !== '*') return 'never';
    const char = text[t]!;
    if (sign === '\\') {
      p++;
      if (p >= pattern.length) return 'never';
      sign = pattern[p]!;
      if (char !== sign) return 'no';
    } else if (sign === '?') {
      if (char === '/') return 'no';
    } else if (sign === '*') {
      const place = p * (text.length + 1) + t;
      const before = known.get(place);
      if (before !== undefined) return before;
      const result = star(pattern, p, text, t, known);
      known.set(place, result);
      return result;
    } else if (sign === '[') {
      const end = bracket(pattern, p, char);
      if (end === 'never') return 'never';
      if (!end.matched || char === '/') return 'no';
      p = end.close;
    } else if (char !== sign) {
      return 'no';
    }
  }
  return t >= text.length ? 'match' : 'no';
}

function star(pattern: string, start: number, text: string, t: number, known: Known): Result {
  let p = start + 1;
  let slashes = false;
  if (pattern[p] === '*') {
    while (pattern[p] === '*') p++;
    const opens = start === 0 || pattern[start - 1] === '/';
    const closes =
      p >= pattern.length || pattern[p] === '/' || (pattern[p] === '\\' && pattern[p + 1] === '/');
    if (opens && closes) {
      // "a/**/b" matches "a/b" too.
      if (pattern[p] === '/' && match(pattern, p + 1, text, t, known) === 'match') return 'match';
      slashes = true;
    }
  }
  if (p >= pattern.length) return slashes || !text.includes('/', t) ? 'match' : 'no';
  if (!slashes && pattern[p] === '/') {
    const slash = text.indexOf('/', t);
    if (slash < 0) return 'no';
    return match(pattern, p + 1, text, slash + 1, known);
  }
  for (; t <= text.length; t++) {
    const rest = match(pattern, p, text, t, known);
    if (rest === 'match') return 'match';
    if (rest === 'never') return 'never';
    if (!slashes && text[t] === '/') return 'no';
  }
  return 'never';
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  // eslint-disable-next-line no-control-regex -- the class is about control characters
  cntrl: /[\0-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  xdigit: /[A-Fa-f0-9]/,
};

/** A bracket expression that begins at `open`: whether it matches `char`, and the position of its `]`. */
function bracket(
  pattern: string,
  open: number,
  char: string,
): { matched: boolean; close: number } | 'never' {
  let p = open + 1;
  const negated = pattern[p] === '!' || pattern[p] === '^';
  if (negated) p++;
  let matched = false;
  let previous: string | undefined;
  for (let first = true; first || pattern[p] !== ']'; first = false, p++) {
    let sign = pattern[p];
    if (sign === undefined) return 'never';
    if (sign === '\\') {
      sign = pattern[++p];
      if (sign === undefined) return 'never';
      if (char === sign) matched = true;
      previous = sign;
    } else if (
      sign === '-' &&
      previous !== undefined &&
      pattern[p + 1] !== undefined &&
      pattern[p + 1] !== ']'
    ) {
      let high = pattern[++p]!;
      if (high === '\\') {
        const escaped = pattern[++p];
        if (escaped === undefined) return 'never';
        high = escaped;
      }
      if (char >= previous && char <= high) matched = true;
      previous = undefined;
    } else if (sign === '[' && pattern[p + 1] === ':') {
      const close = pattern.indexOf(']', p + 2);
      if (close < 0) return 'never';
      if (pattern[close - 1] !== ':' || close - 1 < p + 2) {
        // Not a class: an ordinary "[".
        if (char === '[') matched = true;
        previous = '[';
        continue;
      }
      const name = pattern.slice(p + 2, close - 1);
      const known = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
      if (!known) return 'never';
      if (known.test(char)) matched = true;
      p = close;
      previous = undefined;
    } else {
      if (char === sign) matched = true;
      previous = sign;
    }
  }
  return { matched: matched !== negated, close: p };
}
