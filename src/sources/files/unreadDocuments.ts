/** Documents whose text is not read, and what a person can do about it. */
const KINDS: readonly (readonly [extensions: string, reason: string])[] = [
  ['doc dot wps', 'an old Word document, which is not read: save it as DOCX'],
  ['odt ott fodt sxw', 'an OpenDocument text, which is not read: save it as DOCX'],
  ['rtf', 'rich text, which is not read: save it as DOCX'],
  ['wpd wp pages', 'a word processor’s document, which is not read: save it as DOCX'],
  [
    'docx docm dotx dotm',
    'a Word document whose text could not be had here: review the file itself',
  ],
  ['pdf', 'a PDF whose text could not be had here: review the file itself'],
  [
    'xls xlsx xlsm xlsb xlt xltx ods ots numbers',
    'a spreadsheet, which is not read: save each sheet as CSV',
  ],
  ['ppt pptx pptm pps ppsx odp otp key', 'a presentation, which is not read: save it as PDF'],
  ['epub mobi azw azw3 fb2', 'an e-book, which is not read: save it as Markdown, text or PDF'],
  ['msg pst', 'an Outlook message, which is not read: save it as text'],
  ['ps eps xps oxps djvu djv', 'a printed document, which is not read: save it as PDF'],
  ['vsd vsdx one', 'an Office file, which is not read: save it as PDF'],
];

const REASONS: ReadonlyMap<string, string> = new Map(
  KINDS.flatMap(([extensions, reason]) => extensions.split(' ').map(e => [e, reason] as const)),
);

/** Why the text of a document is not read, with the way out; undefined for a file that is no document. */
export const unreadDocument = (path: string): string | undefined =>
  REASONS.get(/\.([a-z0-9]{1,5})$/i.exec(path)?.[1]?.toLowerCase() ?? '');
