/* Finds the messages in the sources: the literals given to `t`, `rich`, `plural` and `count`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A message, and where it is used first. */
export interface Message {
  readonly text: string;
  readonly place: string;
}

export interface Messages {
  readonly found: readonly Message[];
  /** Calls whose message is not a literal, by place: their translations cannot be found. */
  readonly unknown: readonly string[];
}

/** All TypeScript files below these folders. */
export const sourceFiles = (folders: readonly string[]): readonly string[] =>
  folders.flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(file => /(?<!\.d)\.tsx?$/.test(file))
      .map(file => join(folder, file).replaceAll('\\', '/'))
      .sort(),
  );

export const parse = (file: string, source = readFileSync(file, 'utf8')): ts.SourceFile =>
  ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);

export const placeOf = (file: ts.SourceFile, node: ts.Node): string =>
  `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;

/** The name of the function that is called. */
export const calledName = (node: ts.CallExpression): string =>
  ts.isIdentifier(node.expression) ? node.expression.text : '';

/** Files that declare these functions. */
const HOMES = /(?:core\/text\/l10n\.ts|core\/format\/format\.ts|report\/shared\/rich\.tsx)$/;
const NAMES = ['t', 'rich', 'plural', 'count'];

/** Which of these functions a file declares or imports; other functions may have the same names. */
const ownNames = (file: ts.SourceFile): ReadonlySet<string> =>
  new Set(
    HOMES.test(file.fileName)
      ? NAMES
      : file.statements
          .filter(ts.isImportDeclaration)
          .filter(({ moduleSpecifier: from }) =>
            /(?:l10n|format|wording)\.ts'$|rich\.tsx'$/.test(from.getText(file)),
          )
          .flatMap(({ importClause }) => {
            const names = importClause?.namedBindings;
            return names && ts.isNamedImports(names) ? names.elements.map(e => e.name.text) : [];
          }),
  );

export function messagesIn(files: readonly string[]): Messages {
  const found = new Map<string, Message>();
  const unknown: string[] = [];
  for (const name of files) {
    const file = parse(name);
    const own = ownNames(file);
    const literal = (node: ts.Expression | undefined): string | undefined => {
      if (node && ts.isStringLiteralLike(node)) return node.text;
      if (node && !HOMES.test(name)) unknown.push(placeOf(file, node));
      return undefined;
    };
    const add = (text: string | undefined, node: ts.Node): void => {
      if (text !== undefined && !found.has(text))
        found.set(text, { text, place: placeOf(file, node) });
    };
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && own.has(calledName(node))) {
        const [first, second, third] = node.arguments;
        switch (calledName(node)) {
          case 't':
          case 'rich':
            add(literal(first), node);
            break;
          case 'plural':
            add(literal(second), node);
            add(literal(third), node);
            break;
          case 'count': {
            const noun = literal(second);
            const nouns = third ? literal(third) : noun && `${noun}s`;
            if (noun !== undefined && nouns !== undefined)
              for (const form of [noun, nouns]) add(`{0} ${form}`, node);
          }
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return { found: [...found.values()], unknown };
}
