import { t } from '../../../core/text/l10n.ts';
import type { RuleDocument } from '../../ruleDocument.ts';
import { relativePath, type FileReference, type Links, type MarkupLinks } from './reference.ts';

export const orgLinks = (doc: RuleDocument): MarkupLinks => ({
  links: /^[ \t]*#\+include:/im.test(doc.text) ? [] : [headingsOf(doc), notesOf(doc)],
  files: [{ references: filesOf(doc), isAtHome: false }],
});

const plain = (title: string): string =>
  title
    .replace(/\[\[[^\][]*\]\[([^\][]*)\]\]/g, '$1')
    .replace(/[ \t]+:[\w@:%#]+:[ \t]*$/, '')
    .replace(/[\s*/_=~+\\]+/g, ' ')
    .trim()
    .toLowerCase();

/** `[[#id]]` without `:CUSTOM_ID: id`, and `[[*Title]]` without the title. */
function headingsOf({ text, masked }: RuleDocument): Links {
  const known = new Set<string>();
  for (const [, id = ''] of text.matchAll(/^[ \t]*:CUSTOM_ID:[ \t]*(\S{1,200})/gim))
    known.add(`#${id.toLowerCase()}`);
  for (const [, title = ''] of text.matchAll(/^\*+[ \t]+(\S[^\n\r]{0,300})/gm)) {
    const bare = title.replace(/^(?:\[#\w\][ \t]+)/, '');
    known.add(`*${plain(bare)}`);
    // The first word may be the state of a task.
    known.add(`*${plain(bare.replace(/^[A-Z]{3,}[ \t]+(?:\[#\w\][ \t]+)?/, ''))}`);
  }
  const references = [...masked.matchAll(/\[\[([#*][^\][\n]{1,200})\](?=[\][])/g)].map(
    ({ index, 1: shown = '' }) => ({
      wanted: shown.startsWith('#') ? shown.toLowerCase() : `*${plain(shown.slice(1))}`,
      shown,
      start: index + 2,
    }),
  );
  return {
    references,
    known,
    message: shown => t('No anchor or title of this text is “{0}”.', shown),
  };
}

/** `[fn:1]` without its note. */
function notesOf({ text, masked }: RuleDocument): Links {
  const known = new Set<string>();
  for (const [, name = ''] of text.matchAll(/^\[fn:([\w-]{1,60})\]/gm)) known.add(name);
  // Defined where it is first used: `[fn:name: the note]`.
  for (const [, name = ''] of text.matchAll(/\[fn:([\w-]{1,60}):/g)) known.add(name);
  const references = [...masked.matchAll(/(?<=[^\n\r])\[fn:([\w-]{1,60})\]/g)].map(
    ({ index, 0: shown, 1: wanted = '' }) => ({ wanted, shown, start: index }),
  );
  return {
    references,
    known,
    message: shown => t('There is no note “{0}” in this text.', shown),
  };
}

/** Addresses are blank in the masked text: only whether it is a listing is read there. */
function filesOf({ text, masked }: RuleDocument): readonly FileReference[] {
  return [...text.matchAll(/\[\[(?:file:|(?=\.{1,2}\/))([^\][\n]{1,300})\](?=[\][])/g)].flatMap(
    ({ index, 0: whole, 1: shown = '' }) => {
      const path = relativePath(shown.replace(/::.*$/s, ''));
      const start = index + whole.lastIndexOf(shown);
      return path === undefined || masked[index] !== '['
        ? []
        : [{ shown, start, end: start + shown.length, paths: [path] }];
    },
  );
}
