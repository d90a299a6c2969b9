/** Language families by VS Code id. */
export const SCRIPT = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'] as const;
/** True for files that contain tests, judged by content: rules do not know the path. */
export const isTestCode = (bare: string): boolean =>
  /#\[(?:\w+::)?test\b|^[ \t]*(?:it|specify|describe|context)[ \t]+["'][^\n]*\bdo\b|(?<![\w.$])(?:describe|it|test)(?:\.\w+)*\s*\(|\bdef test_\w+|\bfunc Test\w+\(|@Test\b|\bvoid test_\w+\s*\(|\bTEST(?:_F|_P|_CASE)?\s*\(|\bRSpec\.describe\b|\bclass \w*Tests?\b/m.test(
    bare,
  );
