import type { Range } from '../../domain/range.ts';
import type { Edit, Kind } from './edits.ts';
import type { Random } from './random.ts';

/** A line of code where an error may be planted. */
export interface CodeSpot {
  readonly text: string;
  /** Without its line end. */
  readonly line: Range;
  readonly random: Random;
}

type CodeKind = Kind<CodeSpot>;

/** A longer body is more than the handling of an error. */
const MAX_BODY = 1200;
const COMMENT = /^\s*(?:\/\/|#(?!\[)|\*|\/\*|--|;|"""|''')/;

/** The line with the last match of `pattern` outside strings and comments replaced. */
function change(
  { text, line }: CodeSpot,
  pattern: RegExp,
  to: (match: string) => string,
  what: string,
): Edit | undefined {
  const own = text.slice(line.start, line.end);
  if (COMMENT.test(own)) return undefined;
  const found = [...own.matchAll(pattern)].find(({ index }) => isCode(own, index));
  if (!found) return undefined;
  const put = own.slice(0, found.index) + to(found[0]) + own.slice(found.index + found[0].length);
  const lead = put.length - put.trimStart().length;
  return { ...line, text: put, focus: { start: lead, end: put.length }, what };
}

/** Whether an offset of a line is neither in a string nor behind a comment mark; looks at this line only. */
function isCode(line: string, offset: number): boolean {
  const before = line.slice(0, offset);
  const quotes = (mark: string): number => before.split(mark).length - 1;
  return !/\/\/|\s#\s/.test(before) && ['"', "'", '`'].every(mark => quotes(mark) % 2 === 0);
}

const COMPARISONS: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
};
const OPERATORS: Readonly<Record<string, string>> = {
  '&&': '||',
  '||': '&&',
  and: 'or',
  or: 'and',
};

/** `catch` and `except` with a body of their own; the body goes. */
function swallowed({ text, line }: CodeSpot): Edit | undefined {
  const own = text.slice(line.start, line.end);
  if (/^\s*except\b.*:\s*$/.test(own)) return passed(text, line);
  if (!/\bcatch\b[^{]*\{\s*$/.test(own)) return undefined;
  const close = closingBrace(text, line.end);
  const body = close === undefined ? '' : text.slice(line.end, close);
  const code = body.replace(/\/\*[^]*?\*\/|\/\/.*/g, '').trim();
  if (close === undefined || code === '' || body.length > MAX_BODY) return undefined;
  const indent = /[^\n]*$/.exec(body)?.[0] ?? '';
  const put = `${own}\n${indent}}`;
  const lead = own.length - own.trimStart().length;
  return {
    start: line.start,
    end: close + 1,
    text: put,
    focus: { start: lead, end: put.length },
    what: 'the error is caught and ignored',
  };
}

/** The indented lines behind an `except` become one `pass`. */
function passed(text: string, line: Range): Edit | undefined {
  const own = text.slice(line.start, line.end);
  const indent = own.length - own.trimStart().length;
  let end = line.end;
  for (const next of text.slice(line.end + 1, line.end + MAX_BODY).split('\n')) {
    const isBody = next.trim() !== '' && next.length - next.trimStart().length > indent;
    if (!isBody) break;
    end += 1 + next.length;
  }
  const body = text.slice(line.end, end).trim();
  if (body === '' || /^(?:pass|raise)\b/.test(body) || end > line.end + MAX_BODY - 200)
    return undefined;
  const put = `${own}\n${' '.repeat(indent + 4)}pass`;
  return {
    start: line.start,
    end,
    text: put,
    focus: { start: indent, end: put.length },
    what: 'the error is caught and ignored',
  };
}

function closingBrace(text: string, from: number): number | undefined {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') open += 1;
    else if (text[at] === '}' && (open -= 1) === 0) return at;
  }
  return undefined;
}

/** A password in a statement of its own, in front of a line that begins one. */
function secret({ text, line, random }: CodeSpot): Edit | undefined {
  const own = text.slice(line.start, line.end);
  const [, keyword] = /^(const|let|def|func|fn)\s/.exec(own) ?? [];
  // A comment or a decorator in front of it belongs to it.
  if (keyword === undefined || !/(?:^|\n)[ \t\r]*\n$/.test(text.slice(0, line.start)))
    return undefined;
  const value = Array.from({ length: 18 }, () =>
    random.pick([...'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789']),
  ).join('');
  const name = `${random.pick(['DATABASE', 'ADMIN', 'MAIL', 'BACKUP', 'LEDGER'])}_PASSWORD`;
  const statement = {
    const: `const ${name} = '${value}';`,
    let: `let ${name} = '${value}';`,
    def: `${name} = "${value}"`,
    func: `const ${name} = "${value}"`,
    fn: `const ${name}: &str = "${value}";`,
  }[keyword];
  if (statement === undefined) return undefined;
  return {
    start: line.start,
    end: line.start,
    text: `${statement}\n`,
    focus: { start: 0, end: statement.length },
    what: 'a password stands in the code',
  };
}

export const CODE: readonly CodeKind[] = [
  {
    id: 'inverted-comparison',
    perspectiveId: 'correctness',
    plant: spot =>
      change(
        spot,
        /(?<=\b(?:if|while|elif|return)\b.*)(?:[=!]==|(?<![=!<>])[=!]=)(?!=)/g,
        match => COMPARISONS[match] ?? match,
        'the comparison says the opposite',
      ),
  },
  {
    id: 'off-by-one',
    perspectiveId: 'correctness',
    plant: spot =>
      change(
        spot,
        /<(?= ?(?:\w+\.(?:length|size)\b(?! *[-+])|len\())|(?<=\brange\()len\([\w.]+\)(?=\))/g,
        match => (match === '<' ? '<=' : `${match} + 1`),
        'the loop or test goes one step too far',
      ),
  },
  {
    id: 'wrong-operator',
    perspectiveId: 'correctness',
    plant: spot =>
      change(
        spot,
        /(?<=\b(?:if|while)\b.*)(?:&&|\|\|)|(?<=^\s*(?:if|while|elif) .*)\b(?:and|or)\b(?=.*[:(\\]$)/g,
        match => OPERATORS[match] ?? match,
        '"and" and "or" are exchanged',
      ),
  },
  {
    id: 'missing-await',
    perspectiveId: 'correctness',
    plant: spot =>
      change(spot, /(?<=(?:^|=)\s*)await (?=[\w.]+\()/g, () => '', 'the promise is not awaited'),
  },
  { id: 'swallowed-error', perspectiveId: 'correctness', plant: swallowed },
  { id: 'password-in-code', perspectiveId: 'security', plant: secret },
  {
    id: 'focused-test',
    perspectiveId: 'tests',
    plant: spot =>
      change(
        spot,
        /(?<=^\s*)(?:it|test|describe)(?=\(['"`])/g,
        match => `${match}.only`,
        'only this test of the file runs',
      ),
  },
];
