/** An element of HTML or XML, reduced to what a text view needs. */
export interface Element {
  /** Lower case, without a prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Node[];
  /** The place of an attribute's value in the file; undefined if unknown. */
  readonly valueAt?: (attribute: string) => Text | undefined;
}

/** Decoded text, and its range in the file. */
export interface Text {
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

export type Node = Element | Text;

export const isText = (node: Node): node is Text => 'value' in node;

/** The first element in document order for which `is` is true. */
export function find(root: Element, is: (element: Element) => boolean): Element | undefined {
  for (const element of elementsIn(root)) if (is(element)) return element;
  return undefined;
}

/** An element and all its descendants, in document order. */
export function* elementsIn(root: Element): Generator<Element, void> {
  const open: Element[] = [root];
  for (let element = open.pop(); element; element = open.pop()) {
    yield element;
    for (let i = element.children.length - 1; i >= 0; i--) {
      const child = element.children[i]!;
      if (!isText(child)) open.push(child);
    }
  }
}

/** All text in an element, as in the file. */
export function textIn(root: Element): string {
  const open: Node[] = [root];
  let text = '';
  for (let node = open.pop(); node; node = open.pop()) {
    if (isText(node)) text += node.value;
    else for (let i = node.children.length - 1; i >= 0; i--) open.push(node.children[i]!);
  }
  return text;
}

const blank = new WeakMap<Element, boolean>();

/** Whether there is no text but white space in an element. Each element is examined once, however deep they are nested. */
export function hasNoText(root: Element): boolean {
  const order: Element[] = [];
  const open = blank.has(root) ? [] : [root];
  for (let element = open.pop(); element; element = open.pop()) {
    order.push(element);
    for (const child of element.children) if (!isText(child) && !blank.has(child)) open.push(child);
  }
  for (let i = order.length - 1; i >= 0; i--) {
    const element = order[i]!;
    const isEmpty = element.children.every(child =>
      isText(child) ? child.value.trim() === '' : blank.get(child),
    );
    blank.set(element, isEmpty);
  }
  return blank.get(root) ?? true;
}

/** Nodes and characters that `headOf` takes: what is nested in each other is not read again and again. */
const MAX_HEAD_NODES = 50;
const MAX_HEAD = 1000;

/** The beginning of the text in an element. */
export function headOf(root: Element): string {
  const open: Node[] = [root];
  let text = '';
  for (let done = 0; done < MAX_HEAD_NODES && text.length < MAX_HEAD; done++) {
    const node = open.pop();
    if (!node) break;
    if (isText(node)) text += node.value.slice(0, MAX_HEAD);
    else
      for (let i = Math.min(node.children.length, MAX_HEAD_NODES) - 1; i >= 0; i--)
        open.push(node.children[i]!);
  }
  return text;
}

export const classesOf = ({ attributes }: Element): readonly string[] =>
  attributes.get('class')?.split(/\s+/).filter(Boolean) ?? [];

/** A piece of text; if the lengths are equal, it maps character by character. */
export interface Unit {
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

const REFERENCE = /&(?:#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z][a-z0-9]{0,31})(?:;|(?![a-z0-9=]))/giy;

/**
 * Maps a text to the file: identical stretches, and whole references (`&amp;`, a line end of two characters). `decode`
 * decodes a reference. A text that cannot be matched is one unit.
 */
export function unitsOf(
  source: string,
  { value, from, to }: Text,
  decode: (reference: string) => string,
): Unit[] {
  const units: Unit[] = [];
  let at = from;
  let done = 0;
  let same = from;
  const flush = (): void => {
    if (at > same) units.push({ value: value.slice(done - (at - same), done), from: same, to: at });
  };
  while (done < value.length || at < to) {
    const sign = source[at];
    if (at < to && sign === '&') {
      REFERENCE.lastIndex = at;
      const reference = REFERENCE.exec(source)?.[0];
      const signs = reference === undefined ? '&' : decode(reference);
      if (reference !== undefined && signs !== reference && value.startsWith(signs, done)) {
        flush();
        units.push({ value: signs, from: at, to: at + reference.length });
        at += reference.length;
        done += signs.length;
        same = at;
        continue;
      }
    }
    if (at < to && sign === value[done]) {
      at += 1;
      done += 1;
      continue;
    }
    if (at < to && sign === '\r' && source[at + 1] === '\n' && value[done] === '\n') {
      flush();
      units.push({ value: '\n', from: at, to: at + 2 });
      at += 2;
      done += 1;
      same = at;
      continue;
    }
    // A line end directly after `<pre>` is not part of its text.
    if (at === from && done === 0 && (sign === '\n' || sign === '\r')) {
      at += 1;
      same = at;
      continue;
    }
    // Equal lengths would mean that the characters are identical.
    return [{ value, from, to: value.length === to - from ? from : to }];
  }
  flush();
  return units;
}
