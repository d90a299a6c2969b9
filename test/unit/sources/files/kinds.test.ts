import assert from 'node:assert/strict';
import fs from 'node:fs';
import {
  kindOfDocument,
  kindOfFile,
  kindOfLanguage,
  kindOfPath,
} from '../../../../src/sources/files/kinds.ts';
import { languageTable } from '../../../support/writeLanguages.ts';

describe('kinds', () => {
  it('knows kind and language by name', () => {
    const of = (path: string) => Object.values(kindOfPath(path)).join(' ');
    assert.equal(of('docs/README.MD'), 'markdown markdown');
    assert.equal(of('src\\a.tsx'), 'code typescriptreact');
    assert.equal(of('contract.txt'), 'prose plaintext');
    assert.equal(of('LICENSE'), 'prose plaintext');
    assert.equal(of('deploy/Dockerfile'), 'code dockerfile');
    assert.equal(of('data.csv'), 'prose csv');
    assert.equal(of('constructor'), 'prose plaintext');
    assert.equal(of('x.toString'), 'prose plaintext');
    assert.equal(of(''), 'prose plaintext');
  });

  it('a file of ignore rules is no prose', () => {
    for (const name of ['.gitignore', 'a/.eslintignore', '.npmignore', '.dockerignore'])
      assert.equal(kindOfPath(name).kind, 'code', name);
    assert.equal(kindOfPath('what-to-ignore.txt').kind, 'prose');
  });

  it('trusts the language an editor gives, but for plain text', () => {
    const of = (path: string, languageId: string) =>
      kindOfDocument(path, languageId, 'Some text.').kind;
    assert.equal(of('a.md', 'plaintext'), 'markdown');
    assert.equal(of('a.txt', 'typescript'), 'code');
    assert.equal(of('untitled:Untitled-1', 'plaintext'), 'prose');
    assert.equal(kindOfLanguage('some-new-language'), 'code');
  });

  it('knows the languages of Linguist by extension, name and first line', () => {
    const of = (path: string, text = '') => Object.values(kindOfFile(path, text)).join(' ');
    for (const [path, expected] of [
      ['a.gleam', 'code gleam'],
      ['a.bicep', 'code bicep'],
      ['a.h', 'code c'],
      ['a.ts', 'code typescript'],
      ['a.m', 'code objective-c'],
      ['a.typ', 'prose typst'],
      ['a.qmd', 'markdown quarto'],
      ['a.Rmd', 'markdown rmd'],
      ['a.xhtml', 'code html'],
      ['a.dita', 'code xml'],
      ['Vagrantfile', 'code ruby'],
      ['a/Makefile', 'code makefile'],
    ] as const)
      assert.equal(of(path), expected);
    assert.equal(of('run', '#!/usr/bin/env -S python3 -u\n'), 'code python');
    assert.equal(of('run', '#!/bin/sh\n'), 'code shellscript');
    assert.equal(of('run', '#!/opt/odd/thing\nx\n'), 'code plaintext');
  });

  it('judges what no name says by its text', () => {
    const code = 'function a(b) {\n  return b + 1;\n}\nfor (const x of y) {\n  a(x);\n}\n';
    const prose =
      'This Agreement is made between the parties.\nThe tenant (the "Tenant") shall pay rent.\nRent is due on the first day of the month;\nit is paid in advance.\n';
    const of = (path: string, text: string) => Object.values(kindOfFile(path, text)).join(' ');
    assert.equal(of('a.zzz', code), 'code zzz');
    assert.equal(of('noname', code), 'code plaintext');
    assert.equal(of('a.zzz', prose), 'prose plaintext');
    assert.equal(of('lease.v2', prose), 'prose plaintext');
    assert.equal(of('a.txt', code), 'prose plaintext');
  });

  it('knows manual pages by their requests: their extensions are sections', () => {
    const of = (path: string, text: string) => Object.values(kindOfFile(path, text)).join(' ');
    assert.equal(
      of('tar.1', '.\\" A comment\n.de X\nmacro\n..\n.TH TAR 1\n.SH NAME\n'),
      'prose roff',
    );
    assert.equal(of('open.3posix', '\'\\" t\n.Dd May 2\n.Dt OPEN 3\n'), 'prose roff');
    assert.equal(of('notes.1', 'See\n.TH of page 3\n'), 'prose plaintext');
  });

  it('the table of languages is the one that the data of Linguist gives', async () => {
    assert.equal(
      fs.readFileSync(
        new URL('../../../../src/sources/files/languageTable.ts', import.meta.url),
        'utf8',
      ),
      await languageTable(),
    );
  });
});
