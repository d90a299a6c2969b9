import type { PageMark } from '../../../core/domain/source.ts';
import { t } from '../../../core/text/l10n.ts';
import { cleanLine } from '../../../core/text/cleanText.ts';
import { flatWords, tooMuchText } from '../blocks.ts';
import { hiddenWords, htmlText, paragraphMarks } from '../html.ts';
import {
  MAX_TEXT,
  type Attachment,
  type Imported,
  type ImportOptions,
  type NotImported,
} from '../imported.ts';

export interface Letter {
  readonly subject: string;
  /** `From: …` and so on, as a reader sees them. */
  readonly heads: readonly (readonly [name: string, value: string])[];
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly Attachment[];
  /** Why there is no text. */
  readonly unread?: string;
}

/** Programs show the HTML. If it is much shorter than the plain text, it only refers to that. */
const MIN_SHARE = 0.5;

/** A message as text: its subject, who wrote to whom and when, and what it says. */
export async function importedLetter(
  letter: Letter,
  { hidden }: Pick<ImportOptions, 'hidden'>,
): Promise<Imported | NotImported> {
  const { subject, heads, attachments, unread } = letter;
  const page = letter.html.trim() === '' ? undefined : await htmlText(letter.html, { hidden });
  const plainText = letter.text.replace(/\r\n?/g, '\n').trim().toWellFormed();
  const isHtml = page !== undefined && page.text.length >= MIN_SHARE * plainText.length;
  const body = isHtml ? page.text : plainText === '' ? '' : `${plainText}\n`;
  const title = flatWords(subject);
  const top = [
    ...(title === '' ? [] : [isHtml ? `# ${title}\n` : `Subject: ${title}`]),
    ...heads.flatMap(([name, value]) => {
      const said = flatWords(value);
      return said === '' ? [] : [`${name}: ${said}${isHtml ? '  ' : ''}`];
    }),
  ].join('\n');
  // A subject alone can be the whole message.
  if (body === '' && title === '' && attachments.length === 0 && unread === undefined)
    return { reason: t('not a message') };
  const head = top === '' ? '' : `${top}\n\n`;
  if (head.length + body.length > MAX_TEXT) return { reason: tooMuchText() };
  const pages: PageMark[] = [
    ...(head === '' ? [] : [{ start: 0, spot: 'header' }]),
    ...paragraphMarks(body, head.length, 'message, '),
  ];
  const told = isHtml ? hiddenWords(page) : [];
  return {
    text: head + body,
    kind: isHtml ? 'markdown' : 'prose',
    languageId: isHtml ? 'markdown' : 'plaintext',
    pages,
    ...(told.length > 0 ? { told } : {}),
    ...(unread === undefined ? {} : { textless: { where: t('its text'), reason: unread } }),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
}

/** Why an attachment is not read; undefined if it is worth trying. */
export function unreadAttachment(name: string, type: string): string | undefined {
  if (/\.(?:zip|rar|7z|tar|t?gz|bz2|xz|cab)$/i.test(name))
    return t('an archive, which is not read: unpack it');
  if (/^(?:winmail\.dat|.*\.tnef)$/i.test(name) || type === 'application/ms-tnef')
    return t('attachments in a form of Outlook’s own: save them one by one');
  if (/pkcs7-mime/.test(type) || /\.p7m$/i.test(name))
    return t('encrypted or sealed mail: save it decrypted');
  return undefined;
}

/** A file name that is safe in a path: without folders, and never empty. */
export function attachmentName(name: string | null | undefined, type: string, nth: number): string {
  const last = (name ?? '').split(/[\\/]/).at(-1) ?? '';
  const bare = cleanLine(last.replace(/[:*?"<>|\0]+/g, '_')).replace(/^\.+$/, '');
  if (bare !== '') return bare;
  const extension = TYPES[type.toLowerCase()];
  return `attachment ${nth}${extension === undefined ? '' : `.${extension}`}`;
}

const TYPES: Readonly<Record<string, string>> = {
  'message/rfc822': 'eml',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'text/calendar': 'ics',
  'text/rtf': 'rtf',
  'application/rtf': 'rtf',
  'application/pdf': 'pdf',
  'application/json': 'json',
  'application/msword': 'doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.ms-outlook': 'msg',
  'application/epub+zip': 'epub',
};
