/** Language families by VS Code id. */
export const SCRIPT = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'] as const;
export const PYTHON = ['python'] as const;
/** Blocks in braces, and keywords alike enough for the same patterns. */
export const BRACED = [
  ...SCRIPT,
  'java',
  'csharp',
  'c',
  'cpp',
  'go',
  'rust',
  'php',
  'swift',
  'kotlin',
  'scala',
  'dart',
] as const;

/** Index after the bracket that closes the one at `open`, in text without strings; -1 when it is not closed. */
export function closeOf(bare: string, open: number, limit = 200_000): number {
  const opener = bare[open];
  const closer = opener === '{' ? '}' : opener === '(' ? ')' : opener === '[' ? ']' : undefined;
  if (closer === undefined) return -1;
  let depth = 0;
  for (let at = open; at < Math.min(bare.length, open + limit); at += 1) {
    const char = bare[at];
    if (char === opener) depth += 1;
    else if (char === closer && (depth -= 1) === 0) return at + 1;
  }
  return -1;
}

/** True for files that hold tests, judged by what they contain: rules do not know the path. */
export const isTestCode = (bare: string): boolean =>
  /(?<![\w.$])(?:describe|it|test)(?:\.\w+)*\s*\(|\bdef test_\w+|\bfunc Test\w+\(|@Test\b/.test(
    bare,
  );
