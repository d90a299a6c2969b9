import type { RuleDocument } from '../ruleDocument.ts';
import type { Hit, Rule } from '../types.ts';

/** If a larger share of the references of a text leads nowhere, what they lead to is made by another tool. */
const MAX_BROKEN = 0.3;
/** Up to this many are told where hardly any reference resolves. */
const MAX_SINGLE = 2;

export const markupLinks: Rule = {
  id: 'markup-link',
  title: 'Link leads nowhere',
  serves: { prose: 'accuracy' },
  languages: ['asciidoc', 'restructuredtext'],
  severity: 'minor',
  confidence: 0.8,
  find(doc) {
    return judged(doc.languageId === 'asciidoc' ? asciidocLinks(doc) : footnotesOf(doc));
  },
};

interface Reference {
  /** As in the set of what is known. */
  readonly wanted: string;
  readonly shown: string;
  readonly start: number;
}
interface Links {
  readonly references: readonly Reference[];
  readonly known: ReadonlySet<string>;
  readonly message: (shown: string) => string;
}

function judged({ references, known, message }: Links): readonly Hit[] {
  const lost = references.filter(({ wanted }) => !known.has(wanted));
  const isStrange = lost.length > MAX_SINGLE && lost.length > references.length * MAX_BROKEN;
  if (isStrange) return [];
  return lost.map(({ shown, start }) => ({
    start,
    end: start + shown.length,
    message: message(shown),
  }));
}

const NOTHING: Links = { references: [], known: new Set(), message: shown => shown };

/** `<<part>>` and `xref:part[]` of a whole document without includes; those of a chapter may be in other files. */
function asciidocLinks({ text, masked }: RuleDocument): Links {
  if (!/^= \S/m.test(text.slice(0, 3000)) || /^include::/m.test(text)) return NOTHING;
  const known = new Set<string>();
  for (const found of text.matchAll(
    /\[\[{1,2}([^\],[\n]{1,200})(?:,[^\]\n]{0,200})?\]|\[[^\]\n#]{0,80}#([\w:.-]{1,200})[^\]\n]{0,80}\]|\bid="?([\w:.-]{1,200})|anchor:([\w:.-]{1,200})\[/g,
  ))
    known.add(key(found[1] ?? found[2] ?? found[3] ?? found[4] ?? ''));
  for (const [, title = ''] of text.matchAll(/^(?:={1,6}|\.)[ \t]*(\S[^\n\r]{0,200})/gm))
    known.add(key(title));
  // Titles that are underlined.
  for (const [, title = ''] of text.matchAll(/^(\S[^\n\r]{0,200})\r?\n[=~^+-]{3,200}[ \t]*$/gm))
    known.add(key(title));
  const references: Reference[] = [];
  for (const found of masked.matchAll(
    /(?<![\\<+`])<<#?([^<>,\n{}]{1,200})(?:,[^<>]{0,300})?>>|\bxref:#?([\w.-]{1,200})\[/g,
  )) {
    const shown = found[1] ?? found[2] ?? '';
    if (
      /\.adoc|[#:/]/.test(shown) ||
      text.slice(found.index, found.index + 2) !== masked.slice(found.index, found.index + 2)
    )
      continue;
    references.push({ wanted: key(shown), shown, start: found.index + found[0].indexOf(shown) });
  }
  return { references, known, message: shown => `No anchor or title of this text is “${shown}”.` };
}

/** An id that is made from a title, by whatever separators. */
const key = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** `[1]_` and `[#name]_` without their note in reStructuredText; citations may be in other files. */
function footnotesOf({ text, masked }: RuleDocument): Links {
  if (/^\.\. include::/m.test(text)) return NOTHING;
  const known = new Set<string>();
  for (const [, label = ''] of text.matchAll(/^[ \t]{0,40}\.\. \[([\w#*.:+-]{1,80})\]/gm)) {
    known.add(label.toLowerCase());
  }
  const cites = [...known].some(label => /^[a-z]/i.test(label));
  const references: Reference[] = [];
  for (const found of masked.matchAll(
    /(?<![\w`\]])\[(\d{1,4}|#?[A-Za-z][\w.:+-]{0,80})\]_(?!\w)/g,
  )) {
    const label = found[1] ?? '';
    if (/^[A-Za-z]/.test(label) && !cites) continue;
    references.push({ wanted: label.toLowerCase(), shown: found[0], start: found.index });
  }
  return {
    references,
    known,
    message: shown => `There is no note “${shown.slice(0, -1)}” in this text.`,
  };
}
