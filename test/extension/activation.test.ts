import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const ID = 'fanout.fanout-review';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('the extension in its host', () => {
  it('activates without an error', async () => {
    const extension = vscode.extensions.getExtension(ID);
    assert.ok(extension, `${ID} is not loaded`);
    const start = performance.now();
    await extension.activate();
    console.log(`    activation and load: ${(performance.now() - start).toFixed(0)} ms`);
    assert.equal(extension.isActive, true);
  });

  it('registers every command it contributes', async () => {
    const extension = vscode.extensions.getExtension(ID);
    const { contributes } = extension?.packageJSON as Manifest;
    const known = await vscode.commands.getCommands(true);
    const missing = contributes.commands.map(c => c.command).filter(id => !known.includes(id));
    assert.deepEqual(missing, []);
    assert.ok(contributes.commands.length > 0);
  });
});
