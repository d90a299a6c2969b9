import assert from 'node:assert/strict';
import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSources } from '../../../../src/sources/files/files.ts';
import { importEml } from '../../../../src/sources/import/mail/eml.ts';
import { importMsg } from '../../../../src/sources/import/mail/msg.ts';
import { makeMsg } from '../../../support/documents/msgFile.ts';
import { options, readDocument, spotOf } from '../../../support/documents/readDocument.ts';
import { makeDocx } from '../../../support/documents/wordFile.ts';

const HEAD = `From: =?utf-8?Q?Anna_N=C3=BA=C3=B1ez?= <anna@example.com>
To: legal@example.com
Subject: =?utf-8?B?S2xhdXNlbCA0LjI=?=
Date: Mon, 05 Jan 2026 10:00:00 +0100
MIME-Version: 1.0
`;

const mixed = (...parts: readonly string[]): string =>
  `${HEAD}Content-Type: multipart/mixed; boundary=B\n\n${parts.map(part => `--B\n${part}\n`).join('')}--B--\n`;

const attached = (name: string, data: string | Uint8Array, type = 'application/octet-stream') =>
  `Content-Type: ${type}\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(data).toString('base64')}`;

const eml = (text: string): Buffer => Buffer.from(text.replaceAll('\n', '\r\n'));

describe('messages', () => {
  it('a message reads as its reader sees it: heads decoded, words whole', async () => {
    const body = 'The fee is n=\now 45 days =E2=80=93 not 30.\n\nRegards';
    const mail = `${HEAD}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n${body}`;
    const read = await readDocument(importEml, eml(mail));
    assert.equal(
      read.text,
      'Subject: Klausel 4.2\nFrom: Anna Núñez <anna@example.com>\nTo: legal@example.com\nDate: Mon, 05 Jan 2026 10:00:00 +0100\n\nThe fee is now 45 days – not 30.\n\nRegards\n',
    );
    assert.equal(spotOf(read, 'Klausel'), 'header');
    assert.equal(spotOf(read, '45 days'), 'message, “The fee is now 45 days…”');
  });

  it('a subject alone is a message', async () => {
    assert.match(
      (await readDocument(importEml, eml(`${HEAD}\n`))).text,
      /^Subject: Klausel 4\.2\n/,
    );
  });

  it('UTF-8 under a name of no encoding, or none of its own, is read as UTF-8', async () => {
    for (const charset of ['X-UNKNOWN', 'us-ascii', '"unknown-8bit"']) {
      const mail = `${HEAD}Content-Type: text/plain; charset=${charset}\nContent-Transfer-Encoding: 8bit\n\nEnvoyé à Zürich\n`;
      assert.match((await readDocument(importEml, eml(mail))).text, /Envoyé à Zürich/, charset);
    }
    const latin = Buffer.from(
      `${HEAD}Content-Type: text/plain; charset=X-UNKNOWN\n\nEnvoyé\n`.replaceAll('\n', '\r\n'),
      'latin1',
    );
    assert.match((await readDocument(importEml, latin)).text, /Envoyé/);
  });

  it('a message of another program that is called .msg is read', async () => {
    const mail = eml(`${HEAD}Content-Type: text/plain\n\nThe fee is 45 days.\n`);
    assert.match((await readDocument(importMsg, mail)).text, /The fee is 45 days\./);
  });

  it('of two bodies the one that programs show is read, without what it hides', async () => {
    const page =
      '<html><head><title>x</title><style>.p{color:red}</style></head><body><div style="display:none">Preview text</div><h2>Terms</h2><p>The fee is <b>45</b> days.</p></body></html>';
    const mail = `${HEAD}Content-Type: multipart/alternative; boundary=B\n\n--B\nContent-Type: text/plain\n\nThe fee is 45 days.\n--B\nContent-Type: text/html\n\n${page}\n--B--\n`;
    const read = await readDocument(importEml, eml(mail));
    assert.match(read.text, /^# Klausel 4\.2\n[^]*\n## Terms\n\nThe fee is 45 days\.\n$/);
    assert.deepEqual(read.told, ['2 words that the page hides: left out']);
  });

  it('T54 attachments are read as files of their own, or named', async () => {
    const folder = await fs.mkdtemp(path.join(tmpdir(), 'fanout-mail-'));
    try {
      const inner = `${HEAD}Content-Type: text/plain\n\nAs I wrote.`;
      const mail = mixed(
        'Content-Type: text/plain\n\nSee attached.',
        attached('contract.docx', makeDocx([{ heading: 'Price', level: 1 }])),
        attached('terms.txt', 'Pay in 30 days.'),
        attached('terms.txt', 'Pay in 40 days.'),
        attached('../../.env', 'KEY=1'),
        attached('old.doc', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 1])),
        attached('all.zip', 'PK'),
        attached('logo.png', Buffer.from([0x89, 0x50, 0, 0]), 'image/png'),
        `Content-Type: message/rfc822\n\n${inner}`,
      );
      await fs.writeFile(path.join(folder, 'a.eml'), eml(mail));
      const { sources, skipped } = await readSources(['a.eml'], { cwd: folder, home: folder });
      assert.deepEqual(
        sources.map(one => [one.path, one.uri === undefined]),
        [
          ['a.eml', true],
          ['a.eml/contract.docx', true],
          ['a.eml/terms.txt', true],
          ['a.eml/terms (2).txt', true],
          ['a.eml/attachment 8.eml', true],
        ],
      );
      assert.match(sources.at(-1)!.text, /As I wrote\./);
      assert.deepEqual(skipped, [
        {
          path: 'a.eml/.env',
          reason: 'never sent: may hold secrets (environment file)',
        },
        {
          path: 'a.eml/old.doc',
          reason: 'damaged or cut: open it in Word or LibreOffice and save it as DOCX',
        },
        { path: 'a.eml/all.zip', reason: 'an archive, which is not read: unpack it' },
        { path: 'a.eml/logo.png', reason: 'binary', gap: false },
      ]);
    } finally {
      await fs.rm(folder, { recursive: true, force: true });
    }
  });

  it('a file that is no message is refused', async () => {
    const refused = await importEml(Buffer.from('Just some words.\n'), options());
    assert.deepEqual(refused, { reason: 'not a message: it has no header' });
    assert.deepEqual(await importMsg(Buffer.from('x'), options()), {
      reason: 'not a message of Outlook',
    });
  });

  it('a message of Outlook reads likewise', async () => {
    const data = Buffer.from('Pay in 30 days.');
    const msg = makeMsg({
      subject: 'Clause 4.2',
      body: 'The fee is now 45 days.\r\n\r\nRegards',
      to: 'Legal',
      attachments: [{ name: 'terms.txt', data }],
    });
    const read = await readDocument(importMsg, msg);
    assert.equal(
      read.text,
      'Subject: Clause 4.2\nFrom: Anna <anna@example.com>\nTo: Legal <legal@example.com>\n\nThe fee is now 45 days.\n\nRegards\n',
    );
    assert.equal(read.attachments?.[0]?.name, 'terms.txt');
    assert.deepEqual(Buffer.from(read.attachments[0].bytes!), data);
    const page = makeMsg({ subject: 'S', html: '<p>The fee is <b>45</b> days.</p>' });
    assert.match((await readDocument(importMsg, page)).text, /\n\nThe fee is 45 days\.\n$/);
  });
});
