/* Finds words for people that do not go through `t`, `plural`, `count` or `rich`. */
import ts from 'typescript';
import { calledName, parse, placeOf } from './messages.ts';

export interface Unlocalized {
  readonly place: string;
  readonly text: string;
}

/** Properties and attributes that a person reads, whose value may be a single word. */
const SHOWN =
  /^(?:title|label|detail|placeHolder|placeholder|prompt|tooltip|openLabel|saveLabel|spoken|alt|words?|notice|lead|note|aria-label)$/;
/** Attributes of elements that no person reads. */
const MARKUP =
  /^(?:class|className|id|role|type|key|style|d|viewBox|name|href|kind|scope|value|icon|data-.*|aria-(?!label$|description$|valuetext$).*)$/;
/** Functions whose words are translated, logged, or never shown. */
const THROUGH = /^(?:t|rich|plural|count|RegExp|Error|TypeError)$/;
const NOT_SHOWN = /(?:^|\.)(?:log\??\.\w+|debug|matchMedia|querySelector(?:All)?|closest|matches)$/;

/** Two words beside each other, as in a sentence and not in a class name or an address. */
const SENTENCE = /\p{L}{2,}[,;:.…’)]?\s+[\p{L}{(“]/u;
const WORD = /^\s*\p{Lu}?\p{Ll}{2,}[….:]?\s*$/u;

/** Without the tags of markup; what stands in the place of a value is `{}`. */
const textOf = (node: ts.StringLiteralLike | ts.TemplateExpression): string =>
  (ts.isTemplateExpression(node)
    ? node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')
    : node.text
  ).replace(/<[^>]*>/g, ' ');

/** Where a string is a name, a type or compared, nobody reads it. */
function isName(node: ts.Node, file: ts.SourceFile): boolean {
  const { parent } = node;
  if ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node)
    return true;
  if (ts.isBinaryExpression(parent))
    return /^(?:[!=]==?|in)$/.test(parent.operatorToken.getText(file));
  return ts.isCaseClause(parent) || ts.isElementAccessExpression(parent);
}

/** The property or the attribute that a value is for. */
function fieldOf(node: ts.Node, file: ts.SourceFile): string {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return parent.name.getText(file);
  if (ts.isJsxAttribute(parent)) {
    const name = parent.name.getText(file);
    // An element's value is what is sent; a component shows its own.
    const isShown = name === 'value' && /^[A-Z]/.test(parent.parent.parent.tagName.getText(file));
    return isShown ? '' : name;
  }
  if (ts.isJsxExpression(parent) || ts.isConditionalExpression(parent))
    return fieldOf(parent, file);
  return '';
}

export function unlocalizedIn(name: string, source?: string): readonly Unlocalized[] {
  const file = parse(name, source);
  const found: Unlocalized[] = [];
  const add = (node: ts.Node, text: string): void => {
    found.push({ place: placeOf(file, node), text: text.trim().replace(/\s+/g, ' ') });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const called = node.expression.getText(file);
      if (NOT_SHOWN.test(called) || /^(?:Error|TypeError|RegExp)$/.test(called)) return;
      if (ts.isCallExpression(node) && THROUGH.test(calledName(node))) {
        for (const argument of node.arguments)
          if (!ts.isStringLiteralLike(argument)) visit(argument);
        return;
      }
    }
    if (ts.isJsxText(node)) {
      if (/\p{L}{2,}/u.test(node.text)) add(node, node.text);
      return;
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const field = fieldOf(node, file);
      const text = textOf(node);
      if (
        !isName(node, file) &&
        (!MARKUP.test(field) || (field === 'name' && /^\p{Lu}\p{Ll}/u.test(text))) &&
        (SENTENCE.test(text) ||
          (field === 'name' && WORD.test(text)) ||
          (SHOWN.test(field) && WORD.test(text)))
      )
        add(node, text);
      if (ts.isTemplateExpression(node)) node.templateSpans.forEach(span => visit(span.expression));
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
