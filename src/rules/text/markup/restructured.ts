import { t } from '../../../core/text/l10n.ts';
import { blank } from '../../maskText.ts';
import type { RuleDocument } from '../../ruleDocument.ts';
import {
  fromAbove,
  relativePath,
  type FileReference,
  type Links,
  type MarkupLinks,
  type Reference,
} from './reference.ts';

export const restructuredLinks = (doc: RuleDocument): MarkupLinks => ({
  links: /^[ \t]*\.\. include::/m.test(doc.text) ? [] : [notesOf(doc), targetsOf(doc)],
  files: filesOf(doc),
});

/** `[1]_` and `[#name]_` without their note; citations may be in other files. */
function notesOf({ text, masked }: RuleDocument): Links {
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
    message: shown => t('There is no note “{0}” in this text.', shown.slice(0, -1)),
  };
}

const nameOf = (name: string): string =>
  name.replace(/\\(.)/gs, '$1').trim().replace(/\s+/g, ' ').toLowerCase();

/** `.. _name:`, `` .. _`a name`: ``, the option `:name:`, an inline `` _`target` ``, and `` `text <address>`_ ``. */
const DEFINED = [
  /^[ \t>*-]{0,60}\.\. _(?!_)(?:`([^`\n]{1,200})`|((?:[^:\n\\]|\\.|:(?!\s|$)){1,200})):(?=\s|$)/gm,
  /^[ \t]{1,60}:name:[ \t]*(\S[^\n]{0,200})$/gm,
  /(?<![\w`:\\])_`([^`]{1,200})`/g,
  /(?<![\w`:\\])`([^`<>]{1,300}?)\s*<[^`<>]{1,1000}>`_(?!_)/g,
];
/** A title, and the line of signs below it. */
const TITLE = /^[ \t]{0,8}(\S[^\n\r]{0,200})\r?\n[ \t]{0,8}([!-/:-@[-`{-~])\2{2,200}[ \t]*$/gm;

/** `name_`, `` `a name`_ `` and `` `text <name_>`_ `` that lead to no target and no title. */
function targetsOf({ text, masked }: RuleDocument): Links {
  const known = new Set<string>();
  for (const pattern of DEFINED)
    for (const found of text.matchAll(pattern)) known.add(nameOf(found[1] ?? found[2] ?? ''));
  for (const [, title = ''] of text.matchAll(TITLE)) {
    known.add(nameOf(title));
    known.add(nameOf(title.replaceAll('`', '')));
  }
  // The title of a list of contents is a target, too.
  for (const [, title = ''] of text.matchAll(/^\.\. contents::[ \t]*(\S[^\n]{0,100})?$/gm))
    known.add(title === '' ? 'contents' : nameOf(title));
  const references: Reference[] = [];
  const add = (wanted: string, start: number, end: number): void => {
    // What stands in code or a listing is blank there.
    if (masked[end - 1] !== '_') return;
    references.push({ wanted: nameOf(wanted), shown: text.slice(start, end), start, end });
  };
  for (const { index, 0: whole, 1: given = '' } of text.matchAll(
    /(?<![\w`:\\_|])`([^`]{2,300})`_(?![\w_`])/g,
  )) {
    const alias = /<([^<>]{1,300})>$/.exec(given)?.[1];
    if (alias === undefined) add(given, index, index + whole.length);
    else if (/^[^:/.@]+[^\\]_$/.test(alias)) add(alias.slice(0, -1), index, index + whole.length);
  }
  // A role may contain such a name: `:ref:`the option <name_--option>``.
  const bare = text.replace(/``(?:[^`]|`(?!`)){1,300}``|`[^`]{1,300}`/g, blank);
  for (const { index, 0: whole, 1: given = '' } of bare.matchAll(
    /(?<=^|[\s([{'":/-])([A-Za-z\d]+(?:[-.+][A-Za-z\d]+)*)_(?=$|[\s)\]}'">:/.,;!?-])/gm,
  )) {
    if (masked.slice(index, index + given.length) === given)
      add(given, index, index + whole.length);
  }
  return {
    references,
    known,
    message: shown => t('No target or title of this text is “{0}”.', shown.replace(/^`|`?_$/g, '')),
  };
}

/** Not `:external+other:doc:`, a page of another book. */
const DOC = /(?<![\w.+-]):doc:`(?:[^`<>\n]{0,200}<)?([^`<>\n]{1,200})>?`/g;
const FILE = /^[ \t]*\.\. (?:image|figure|literalinclude|include):: (\S{1,300})[ \t]*$/gm;

/** Pages that a tool writes when the book is built. */
const GENERATED = /(?:^|\/)_?(?:auto\w*|generated|gallery\w*|apidocs?|build)(?:\/|$)/i;

/** Pages and files that are named from the folder of the text. */
function filesOf({ text, masked, probe }: RuleDocument): MarkupLinks['files'] {
  const found = (pattern: RegExp, ends: readonly string[]): readonly FileReference[] =>
    [...text.matchAll(pattern)].flatMap(({ index, 0: whole, 1: shown = '' }) => {
      const path = relativePath(shown);
      const start = index + whole.lastIndexOf(shown);
      const isRole = whole.startsWith(':doc:');
      if (path === undefined || GENERATED.test(path)) return [];
      if (isRole && masked.slice(index, index + 5) !== ':doc:') return [];
      // Above the first folder of a book there is none: `../page` is `page` there.
      const paths = [path, path.replace(/^(?:\.\.\/)+/, '')].flatMap(one =>
        ends.map(end => one + end),
      );
      return [{ shown, start, end: start + shown.length, paths }];
    });
  const isBook = probe !== undefined && fromAbove('conf.py').some(path => probe(path) === true);
  return [
    { references: found(DOC, ['.rst', '.txt', '.md', '.ipynb', '.rest', '']), isAtHome: isBook },
    { references: found(FILE, ['']), isAtHome: false },
  ];
}
