import type { TreeCursor } from '@vscode/tree-sitter-wasm';
import type { CodeSymbol } from '../../core/split/code/code.ts';

/** The grammar for each VS Code language. */
export const GRAMMARS: Readonly<Record<string, string>> = {
  typescript: 'typescript',
  typescriptreact: 'tsx',
  javascript: 'javascript',
  javascriptreact: 'javascript',
  python: 'python',
  go: 'go',
  java: 'java',
  rust: 'rust',
};

/** Nodes that declare something with a `name` (an `impl` by its `type`), in any of the grammars. */
const DECLARATIONS = new Set([
  'function_declaration',
  'generator_function_declaration',
  'class_declaration',
  'abstract_class_declaration',
  'interface_declaration',
  'enum_declaration',
  'type_alias_declaration',
  'method_definition',
  'internal_module',
  'module',
  'function_definition',
  'class_definition',
  'method_declaration',
  'constructor_declaration',
  'record_declaration',
  'annotation_type_declaration',
  'type_spec',
  'function_item',
  'struct_item',
  'enum_item',
  'trait_item',
  'union_item',
  'mod_item',
  'type_item',
  'macro_definition',
  'impl_item',
]);
/** Nodes that count as declarations only if they contain a function or class. */
const HOLDERS = new Set(['variable_declarator', 'public_field_definition', 'field_definition']);
const HELD = new Set(['arrow_function', 'function_expression', 'generator_function', 'class']);
/** Nodes that wrap a declaration and belong to it: `export`, decorators, `type ( ... )`. */
const WRAPPERS = new Set([
  'export_statement',
  'decorated_definition',
  'lexical_declaration',
  'variable_declaration',
  'type_declaration',
]);

/** Deeper nesting is hostile; symbols below it are left out. */
const DEEPEST = 200;

interface OpenSymbol extends CodeSymbol {
  readonly children: OpenSymbol[];
}

/** The functions, classes, methods and types of a parsed text, nested as in the source. */
export function symbolTree(cursor: TreeCursor): readonly CodeSymbol[] {
  const root: OpenSymbol[] = [];
  // For each depth of the cursor: where its symbols are added, and where its wrapper begins.
  const targets: OpenSymbol[][] = [root];
  const wrapped: (number | undefined)[] = [undefined];
  for (;;) {
    const depth = targets.length - 1;
    const from = wrapped[depth];
    const found = symbolAt(cursor, from);
    if (found) targets[depth]!.push(found);
    if (depth < DEEPEST && cursor.gotoFirstChild()) {
      const wraps = !found && WRAPPERS.has(cursor.currentNode.parent?.type ?? '');
      targets.push(found ? found.children : targets[depth]!);
      wrapped.push(wraps ? (from ?? cursor.currentNode.parent?.startIndex) : undefined);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) return root;
      targets.pop();
      wrapped.pop();
    }
  }
}

function symbolAt(cursor: TreeCursor, from: number | undefined): OpenSymbol | undefined {
  const type = cursor.nodeType;
  const holds = HOLDERS.has(type);
  if (!holds && !DECLARATIONS.has(type)) return undefined;
  const node = cursor.currentNode;
  if (holds && !HELD.has(node.childForFieldName('value')?.type ?? '')) return undefined;
  const named =
    node.childForFieldName('name') ??
    node.childForFieldName(type === 'impl_item' ? 'type' : 'property');
  const name = named?.text.split(/[<\s]/)[0];
  if (!name) return undefined;
  return { name, start: from ?? node.startIndex, end: node.endIndex, children: [] };
}
