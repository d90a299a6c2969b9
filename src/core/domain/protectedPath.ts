/** Files that change how this or another machine behaves: a model's words are never written there. */
const PROTECTED =
  /(?:^|\/)(?:\.vscode|\.git|\.github|\.devcontainer|\.husky)(?:\/|$)|\.code-workspace$|(?:^|\/)[^/]*\.env[^/]*$|(?:^|\/)(?:\.npmrc|\.claude|\.cursor[^/]*|AGENTS\.md|CLAUDE\.md|GEMINI\.md|\.mcp\.json)(?:\/|$)/i;

export const isProtected = (path: string): boolean => PROTECTED.test(path.replaceAll('\\', '/'));
