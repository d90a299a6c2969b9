import { isEncoding } from '../../files/decode.ts';
import type { Attachment, Imported, ImportOptions, NotImported } from '../imported.ts';
import { attachmentName, importedLetter, unreadAttachment } from './letter.ts';
import { t } from '../../../core/text/l10n.ts';

/** Header fields that mail programs show above a message. */
const SHOWN = ['From', 'To', 'Cc', 'Date'];

/**
 * A message as its reader sees it, and its attachments, messages among them, as files of their own. Messages in
 * encodings of any kind; nothing is fetched.
 */
export async function importEml(
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<Imported | NotImported> {
  const { default: PostalMime } = await import('postal-mime');
  const mail = await PostalMime.parse(namedAsUtf8(bytes), {
    forceRfc822Attachments: true,
    maxNestingDepth: 50,
  });
  if (!mail.headers.some(({ key }) => /^(?:from|subject|date|received|message-id)$/.test(key)))
    return { reason: t('not a message: it has no header') };
  const attachments = mail.attachments.map((one, i): Attachment => {
    const name = attachmentName(one.filename, one.mimeType, i + 1);
    const reason = unreadAttachment(name, one.mimeType);
    if (reason !== undefined) return { name, reason };
    const { content } = one;
    return {
      name,
      bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
    };
  });
  const names = ({ name, address }: { name?: string; address?: string | undefined }): string =>
    name ? (address ? `${name} <${address}>` : name) : (address ?? '');
  const value = (name: string): string => {
    if (name === 'From') return mail.from ? names(mail.from) : '';
    if (name === 'To') return (mail.to ?? []).map(names).join(', ');
    if (name === 'Cc') return (mail.cc ?? []).map(names).join(', ');
    return mail.headers.find(({ key }) => key === 'date')?.value ?? '';
  };
  return importedLetter(
    {
      subject: mail.subject ?? '',
      heads: SHOWN.map(name => [name, value(name)] as const),
      text: mail.text ?? '',
      html: mail.html ?? '',
      attachments,
    },
    options,
  );
}

/**
 * Renames unknown charsets, and ASCII, to UTF-8 in a message that is valid UTF-8: the parser would decode them as
 * windows-1252.
 */
function namedAsUtf8(bytes: Uint8Array): Uint8Array {
  if (!bytes.some(byte => byte >= 0x80)) return bytes;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes;
  }
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return Buffer.from(
    raw.replace(/(\bcharset\s*=\s*"?)([\w.:-]{1,40})/gi, (whole, before: string, name: string) =>
      /ascii/i.test(name) || !isEncoding(name) ? `${before}utf-8` : whole,
    ),
    'latin1',
  );
}
