import { t } from '../../core/text/l10n.ts';

/** Documents whose text is not read, and what the user can do about it. */
const KINDS: readonly (readonly [extensions: string, reason: string])[] = [
  ['wps', t('a document of Works, which is not read: save it as DOCX')],
  ['sxw', t('an old OpenOffice text, which is not read: save it as ODT or DOCX')],
  ['wpd wp pages', t('a word processor’s document, which is not read: save it as DOCX')],
  ['xls xlsb xlt numbers', t('a spreadsheet, which is not read: save it as XLSX')],
  ['ppt pps pot key', t('a presentation, which is not read: save it as PPTX')],
  ['mobi azw azw3 fb2', t('an e-book, which is not read: save it as EPUB, text or PDF')],
  ['pst', t('a mailbox, which is not read: save its messages as EML or MSG')],
  ['ps eps xps oxps djvu djv', t('a printed document, which is not read: save it as PDF')],
  ['vsd vsdx one', t('an Office file, which is not read: save it as PDF')],
];

const REASONS: ReadonlyMap<string, string> = new Map(
  KINDS.flatMap(([extensions, reason]) => extensions.split(' ').map(e => [e, reason] as const)),
);

/** Why the text of a document is not read, and what to do; undefined for a file that is not a document. */
export const unreadDocument = (path: string): string | undefined =>
  REASONS.get(/\.([a-z0-9]{1,5})$/i.exec(path)?.[1]?.toLowerCase() ?? '');
