import { burn } from '@kenjiuno/msgreader/lib/Burner.js';

interface Entry {
  readonly name: string;
  readonly type: 1 | 2 | 5;
  readonly length: number;
  readonly binaryProvider?: () => Uint8Array;
  children?: number[];
}

export interface MsgParts {
  readonly subject: string;
  readonly body?: string;
  readonly html?: string;
  readonly to?: string;
  readonly attachments?: readonly { readonly name: string; readonly data: Uint8Array }[];
}

/** A message of Outlook: a compound file with a stream for each property (MS-OXMSG). */
export function makeMsg({ subject, body, html, to, attachments = [] }: MsgParts): Uint8Array {
  const entries: Entry[] = [{ name: 'Root Entry', type: 5, length: 0, children: [] }];
  const add = (parent: number, name: string, given?: Uint8Array): number => {
    // What writes the file takes the whole buffer.
    const data = given && Uint8Array.from(given);
    const entry: Entry = data
      ? { name, type: 2, length: data.length, binaryProvider: () => data }
      : { name, type: 1, length: 0, children: [] };
    const index = entries.push(entry) - 1;
    (entries[parent]!.children ??= []).push(index);
    return index;
  };
  const text = (parent: number, tag: string, value: string): number =>
    add(parent, `__substg1.0_${tag}001F`, Buffer.from(value, 'utf16le'));
  const properties = (parent: number, header: number): number =>
    add(parent, '__properties_version1.0', Buffer.alloc(header));
  properties(0, 32);
  text(0, '001A', 'IPM.Note');
  text(0, '0037', subject);
  text(0, '0C1A', 'Anna');
  text(0, '5D01', 'anna@example.com');
  if (body !== undefined) text(0, '1000', body);
  if (html !== undefined) add(0, '__substg1.0_10130102', Buffer.from(html));
  if (to !== undefined) {
    const recipient = add(0, '__recip_version1.0_#00000000');
    properties(recipient, 8);
    text(recipient, '3001', to);
    text(recipient, '39FE', `${to.toLowerCase()}@example.com`);
  }
  attachments.forEach(({ name, data }, i) => {
    const folder = add(0, `__attach_version1.0_#${String(i).padStart(8, '0')}`);
    properties(folder, 8);
    text(folder, '3707', name);
    add(folder, '__substg1.0_37010102', data);
  });
  return burn(entries);
}
