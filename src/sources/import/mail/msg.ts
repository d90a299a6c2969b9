import type { FieldsData } from '@kenjiuno/msgreader';
import { decode, isEncoding } from '../../files/decode.ts';
import type { Attachment, Imported, ImportOptions, NotImported } from '../imported.ts';
import { isCompound } from '../opc.ts';
import { encapsulatedHtml } from '../rtf/encapsulated.ts';
import { importRtf } from '../rtf/rtf.ts';
import { codePageEncoding } from '../rtf/tokens.ts';
import { importEml } from './eml.ts';
import { attachmentName, importedLetter, unreadAttachment } from './letter.ts';
import { t } from '../../../core/text/l10n.ts';

const MAX_ATTACHMENTS = 1000;

/** A message of Outlook as its reader sees it, and its attachments, messages among them, as files of their own. */
export async function importMsg(
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<Imported | NotImported> {
  if (!isCompound(bytes)) {
    // Other programs use this extension for plain Internet messages.
    const read = await importEml(bytes, options);
    return 'reason' in read ? { reason: t('not a message of Outlook') } : read;
  }
  const { default: library } = await import('@kenjiuno/msgreader');
  // The default export of this CommonJS package is nested in another under Node, not under the bundler.
  const MsgReader =
    'default' in library ? (library as { default: typeof library }).default : library;
  const { buffer, byteOffset, byteLength } = bytes;
  const reader = new MsgReader(new DataView(buffer as ArrayBuffer, byteOffset, byteLength));
  const mail = reader.getFileData();
  if (mail.error !== undefined) return { reason: t('damaged: {0}', mail.error) };
  if (mail.dataType !== 'msg') return { reason: t('not a message of Outlook') };
  const attachments = (mail.attachments ?? [])
    .slice(0, MAX_ATTACHMENTS)
    .map((one, i): Attachment => {
      const inner = one.innerMsgContent === true;
      const given = one.fileName ?? one.fileNameShort ?? one.name;
      const named = attachmentName(given, one.attachMimeTag ?? '', i + 1);
      const name = inner && !/\.msg$/i.test(named) ? `${named}.msg` : named;
      const reason = unreadAttachment(name, one.attachMimeTag ?? '');
      if (reason !== undefined) return { name, reason };
      try {
        return { name, bytes: Uint8Array.from(reader.getAttachment(one).content) };
      } catch {
        return { name, reason: 'damaged' };
      }
    });
  const text = mail.body ?? '';
  const html = mail.html ? decodeHtml(mail.html, mail.internetCodepage) : (mail.bodyHtml ?? '');
  const rich = html === '' && mail.compressedRtf ? await richText(mail.compressedRtf, options) : {};
  return importedLetter(
    {
      subject: mail.subject ?? '',
      heads: [
        ['From', named(mail.senderName, mail.senderSmtpAddress ?? mail.senderEmail)],
        ['To', recipients(mail, 'to')],
        ['Cc', recipients(mail, 'cc')],
        ['Date', mail.clientSubmitTime ?? mail.messageDeliveryTime ?? ''],
      ],
      text: text === '' ? (rich.text ?? '') : text,
      html: html === '' ? (rich.html ?? '') : html,
      attachments,
    },
    options,
  );
}

/** Bytes in the encoding that the page names, else in that of the message. */
function decodeHtml(bytes: Uint8Array, codePage: number | undefined): string {
  const head = Buffer.from(bytes).toString('latin1', 0, 4096);
  const named = /charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
  if (named === undefined && codePage !== undefined)
    return new TextDecoder(codePageEncoding(codePage)).decode(bytes);
  const decoded = decode(bytes, named !== undefined && isEncoding(named) ? named : undefined);
  return 'text' in decoded ? decoded.text : '';
}

const named = (name = '', address = ''): string =>
  name === '' || name === address ? address : address.includes('@') ? `${name} <${address}>` : name;

const recipients = ({ recipients: all = [] }: FieldsData, kind: string): string =>
  all
    .filter(({ recipType }) => (recipType ?? 'to') === kind)
    .map(one => named(one.name, one.smtpAddress ?? one.email))
    .join(', ');

/** The text of a message that has only a rich text body. */
async function richText(
  packed: Uint8Array,
  options: ImportOptions,
): Promise<{ readonly text?: string; readonly html?: string }> {
  const { decompressRTF } = await import('@kenjiuno/decompressrtf');
  const rtf = Uint8Array.from(decompressRTF([...packed]));
  const html = encapsulatedHtml(rtf);
  if (html !== undefined) return { html };
  const read = importRtf(rtf, options);
  return 'text' in read ? { text: read.text } : {};
}
