import type { Role } from './markdownView.ts';
import { headOf, isText, type Element } from './tree.ts';

/** What is written between the parts of an element of MathML: of a fraction, a power, limits. */
const BETWEEN: Readonly<Record<string, readonly string[]>> = {
  mfrac: ['', '/'],
  msup: ['', '^'],
  mover: ['', '^'],
  msub: ['', '_'],
  munder: ['', '_'],
  msubsup: ['', '_', '^'],
  munderover: ['', '_', '^'],
  mroot: ['√', '_'],
};

/**
 * How a part of an equation in MathML is read: on one line, `(a+b)/2`, `x^2`, `√(x)`. Undefined for one that needs no
 * signs of its own, and for all other elements.
 */
export function mathRole(element: Element, parent: Element | undefined): Role | undefined {
  if (element.name === 'msqrt') return { kind: 'inline', before: '√(', after: ')' };
  if (element.name === 'mtr') return { kind: 'inline', before: '[', after: ']' };
  if (element.name === 'mtd') return { kind: 'inline', after: ' ' };
  const signs = parent && Object.hasOwn(BETWEEN, parent.name) ? BETWEEN[parent.name] : undefined;
  if (!parent || !signs) return undefined;
  const parts: Element[] = [];
  for (const one of parent.children) {
    if (isText(one)) continue;
    if (parts.push(one) === signs.length) break;
  }
  const sign = signs[parts.indexOf(element)];
  if (sign === undefined) return undefined;
  const isWhole = /^\s*(?:[\p{L}\d.,]+|[^\s])\s*$/u.test(headOf(element));
  return isWhole
    ? { kind: 'inline', before: sign }
    : { kind: 'inline', before: `${sign}(`, after: ')' };
}
