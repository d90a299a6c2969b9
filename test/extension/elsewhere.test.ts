import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  assertEnded,
  assertSound,
  closeEditors,
  diagnosticsOf,
  end,
  fanout,
  review,
  set,
  until,
} from './support/fanout.ts';

/** The files of another extension, in memory and only to be read. */
class FilesInMemory implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }
  stat(): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.text.length };
  }
  readFile(): Uint8Array {
    return new TextEncoder().encode(this.text);
  }
  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}

describe('findings in texts that are not in the one folder of the window', () => {
  let root: string;
  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'fanout-roots-'));
    await set({ model: 'offline:rules' });
  });
  afterEach(closeEditors);
  after(async () => {
    await set({ model: undefined });
    rmSync(root, { recursive: true, force: true });
  });

  it('files of the same path in two folders of the same name have each its own', async () => {
    const { runs } = await fanout();
    const uris = ['one', 'two'].map((name, i) => {
      mkdirSync(join(root, name, 'app'), { recursive: true });
      const file = join(root, name, 'app', 'offer.md');
      writeFileSync(
        file,
        `# Offer\n\n${'All is agreed.\n\n'.repeat(3 * i)}The price ${name} is TBD.\n`,
      );
      return vscode.Uri.file(file);
    });
    const known = new Set(runs.list().map(run => run.id));
    // A list that is accepted before its rows have arrived counts as cancelled: then the command is given again.
    let isAsking = false;
    const started = await until('the run', async () => {
      if (!isAsking) {
        isAsking = true;
        const over = (): void => void (isAsking = false);
        void vscode.commands.executeCommand('fanout.reviewFiles', uris[0], uris).then(over, over);
      }
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return runs.list().find(run => !known.has(run.id));
    });
    const ended = await end(started.id);
    assertEnded(ended, 'succeeded');
    assertSound(ended);
    assert.equal(ended.state.sources.length, 2);
    for (const uri of uris) {
      const document = await vscode.workspace.openTextDocument(uri);
      await until('its problem', () =>
        diagnosticsOf(uri).some(({ range }) => document.getText(range).includes('TBD')),
      );
    }
  });

  it('a document that was never saved lists them where they are', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'markdown',
      content: '# Offer\n\nThe price is TBD.\n',
    });
    await vscode.window.showTextDocument(document);
    assertEnded(await review(), 'succeeded');
    await until('its problem', () =>
      diagnosticsOf(document.uri).some(({ range }) => document.getText(range).includes('TBD')),
    );
  });

  for (const scheme of ['vscode-vfs', 'memfs-of-another'])
    it(`a ${scheme} document is refused: no run begins, nothing is listed`, async () => {
      const { runs } = await fanout();
      const files = vscode.workspace.registerFileSystemProvider(
        scheme,
        new FilesInMemory('# Offer\n\nThe price is TBD.\n'),
        { isReadonly: true },
      );
      try {
        const uri = vscode.Uri.from({ scheme, path: '/offer.md' });
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
        const before = runs.list().length;
        for (const command of ['fanout.reviewDocument', 'fanout.reviewFiles'])
          void vscode.commands.executeCommand(command, uri);
        await new Promise(done => setTimeout(done, 2000));
        assert.equal(runs.list().length, before);
        assert.deepEqual(diagnosticsOf(uri), []);
      } finally {
        files.dispose();
      }
    });
});
