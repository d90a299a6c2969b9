const NAME = String.raw`([\p{L}_$][\p{L}\p{N}_$]*)`;
const re = (pattern: string) => new RegExp(pattern, 'u');

/** Keywords that can precede a declaration, in all languages. */
const MODIFIERS = String.raw`(?:(?:export|default|declare|public|private|protected|internal|static|final|abstract|async|override|readonly|sealed|virtual|partial|inline|extern|unsafe|const|pub(?:\([^)]*\))?|open|data|suspend|get|set)\s+)*`;

const SCRIPT = [
  re(`^${MODIFIERS}(?:function\\s*\\*?|class|interface|type|enum|namespace|module)\\s+${NAME}`),
  re(
    `^${MODIFIERS}(?:let|var)?\\s*${NAME}\\s*(?::[^=]+)?=\\s*(?:async\\s*)?(?:function\\b|class\\b|\\(|[\\w$]+\\s*=>)`,
  ),
  re(`^${MODIFIERS}(?:\\*\\s*)?#?${NAME}\\s*(?:<[^>]*>)?\\([^)]*(?:\\)\\s*(?::[^{]+)?\\{\\s*$|$)`),
  re(`^export\\s+(?:const|let|var)\\s+${NAME}`),
];
const PYTHON = [re(`^(?:async\\s+)?(?:def|class)\\s+${NAME}`)];
const GO = [re(`^func\\s+(?:\\([^)]*\\)\\s*)?${NAME}`), re(`^type\\s+${NAME}\\s`)];
const RUST = [
  re(`^${MODIFIERS}(?:fn|struct|enum|trait|union|mod|type|macro_rules!)\\s+${NAME}`),
  re(`^impl(?:<[^>]*>)?\\s+(?:[^{]*\\sfor\\s+)?${NAME}`),
];
const RUBY = [re(`^(?:def\\s+(?:self\\.)?|class\\s+|module\\s+)${NAME}`)];
const BRACES = [
  re(
    `^${MODIFIERS}(?:class|interface|enum|struct|record|namespace|trait|union|object|protocol|extension|func|fun|function)\\s+${NAME}`,
  ),
  re(`^(?:[\\p{L}_][\\p{L}\\p{N}_:<>,*&\\[\\]?\\s]*?[\\s*&])${NAME}\\s*\\([^;]*$`),
];
const LANGUAGES: Readonly<Record<string, readonly RegExp[]>> = {
  javascript: SCRIPT,
  javascriptreact: SCRIPT,
  typescript: SCRIPT,
  typescriptreact: SCRIPT,
  vue: SCRIPT,
  svelte: SCRIPT,
  python: PYTHON,
  go: GO,
  rust: RUST,
  ruby: RUBY,
};

/** Statements that look like the head of a method. */
const STATEMENTS =
  /^(?:if|for|while|switch|catch|return|else|do|new|throw|await|super|typeof|yield|using|lock|when|match|with)\b/;
const NO_NAMES = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'else',
  'do',
  'new',
  'throw',
  'await',
  'super',
  'typeof',
  'using',
  'lock',
  'when',
  'match',
  'with',
]);

/** The name of what a line declares (function, class, method, type ...), or undefined. */
export function declaredName(line: string, languageId: string): string | undefined {
  const text = line.trim();
  for (const pattern of LANGUAGES[languageId] ?? BRACES) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined && !NO_NAMES.has(name) && !STATEMENTS.test(text)) return name;
  }
  return undefined;
}
