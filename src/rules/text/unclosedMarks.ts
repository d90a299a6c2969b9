import type { RuleDocument } from '../ruleDocument.ts';
import { t } from '../../core/text/l10n.ts';
import type { Hit, Rule } from '../types.ts';

/** Plain or full-width: texts from East Asia mix them. */
const isOpening = (char: string | undefined): boolean => char === '(' || char === '\uff08';
const isClosing = (char: string | undefined): boolean => char === ')' || char === '\uff09';
/** `; a` before its bracket: the label of an item; `in paragraph 11` before one ends a remark. */
const ITEM_LABEL = /(?:^|[\n;:,.(]|\b(?:and|or))\s*\(?\w{1,3}$/;

export const unclosedMarks: Rule = {
  id: 'unclosed-mark',
  title: t('Bracket or fence is not closed'),
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'note',
  confidence: 0.7,
  find(doc) {
    return [...brackets(doc), ...fences(doc)];
  },
};

/** Characters of a bracket before the end of its paragraph, at least. */
const MIN_INSIDE = 12;
/** How running text ends; a piece with another end may be a title or a cell. */
const ENDS = /(?:[.!?;:,]["')]?|\b(?:and|or))$/;
/** Characters after a paragraph in which a list may close a bracket that the paragraph opened. */
const BELOW = 3000;

/** True if the following text closes more brackets than it opens: a list inside the bracket. */
function closesBelow(flat: string, from: number): boolean {
  let depth = 0;
  for (let at = from; at < Math.min(flat.length, from + BELOW); at += 1) {
    if (isOpening(flat[at])) depth += 1;
    else if (isClosing(flat[at]) && !ITEM_LABEL.test(flat.slice(Math.max(from, at - 12), at))) {
      depth -= 1;
      if (depth < 0) return true;
    } else if (isClosing(flat[at])) depth = Math.max(0, depth - 1);
  }
  return false;
}

/** Round brackets that open in a paragraph of full sentences and do not close in it. */
function brackets({ flat, paragraphs }: RuleDocument): readonly Hit[] {
  const hits: Hit[] = [];
  for (const { start, end } of paragraphs) {
    if (end - start < 60 || end - start > 4000 || !ENDS.test(flat.slice(end - 12, end))) continue;
    const open: number[] = [];
    let broken = false;
    for (let at = start; at < end && !broken; at += 1) {
      const char = flat[at] ?? '';
      if (isOpening(char)) {
        // A bracket without text after it is a mention: `instead of (.`
        if (!/[\s.,;:!?]/.test(flat[at + 1] ?? ' ')) open.push(at);
      }
      // `a)` and `1)` number items; an emoticon closes nothing.
      else if (
        isClosing(char) &&
        open.pop() === undefined &&
        !/[\s(]\w{1,3}$|^\w{1,3}$|[:;]-?$/.test(flat.slice(Math.max(start, at - 4), at))
      )
        broken = true;
    }
    const [first] = open;
    if (
      broken ||
      open.length !== 1 ||
      first === undefined ||
      / {9}/.test(flat.slice(first, end)) ||
      // `(No.` before a break goes on after it.
      end - first < MIN_INSIDE ||
      // `(name, address,` with each line a paragraph of its own.
      /,["']?\s*$/.test(flat.slice(first, end)) ||
      closesBelow(flat, end)
    )
      continue;
    hits.push({
      start: first,
      end: Math.min(end, first + 60),
      message: t('This bracket is opened and not closed in its paragraph.'),
    });
  }
  return hits;
}

/** A fence that swallows the rest of the text. */
function fences({ markdown, text }: RuleDocument): readonly Hit[] {
  const last = markdown?.at(-1);
  if (!markdown || !last || last.kind !== 'code') return [];
  const opener = markdown.findLast(line => line.kind === 'fence');
  if (!opener || !/^\s*[`~]{3}/.test(text.slice(opener.start, opener.end))) return [];
  return [
    {
      start: opener.start,
      end: opener.end,
      severity: 'minor',
      message: t('This code fence is never closed: everything below it is shown as code.'),
    },
  ];
}
