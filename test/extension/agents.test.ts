import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { TOOL_NAMES, toolSchema } from '../../src/engine/tools/table.ts';
import { ok, startChaos, status } from '../support/chaosServer.ts';
import type { Chaos } from '../support/chaosServer.ts';
import { closeEditors, fanout, openFile, set, until, writeFile } from './support/fanout.ts';

const FLAWED = '# Terms\n\nThe the Buyer pays the fee of [TODO].\n\nSee section 99.\n';

describe('agents in the editor', () => {
  const own = { model: 'offline:rules' };
  before(async () => {
    await fanout();
    await set(own);
  });
  afterEach(closeEditors);
  after(() => set({ model: undefined }));

  const invoke = async (name: string, input: object): Promise<Record<string, unknown>> => {
    const { content } = await vscode.lm.invokeTool(name, {
      input,
      toolInvocationToken: undefined,
    });
    const [part] = content;
    assert.ok(part instanceof vscode.LanguageModelTextPart);
    return JSON.parse(part.value) as Record<string, unknown>;
  };

  it('offers every tool, with the schema that is checked', async () => {
    const offered = await until('the tools', () => {
      const tools = vscode.lm.tools.filter(({ name }) => name.startsWith('fanout_'));
      return tools.length === TOOL_NAMES.length && tools;
    });
    for (const { name, inputSchema } of offered)
      assert.deepEqual(inputSchema, toolSchema(name as (typeof TOOL_NAMES)[number]), name);
  });

  it('reviews a file of the workspace, and gives findings with their places page by page', async () => {
    await writeFile('agents.md', FLAWED);
    const page = await invoke('fanout_review', { paths: ['agents.md'] });
    assert.equal(page['status'], 'succeeded', JSON.stringify(page));
    const [first] = page['items'] as { path: string; line: number; quote: string }[];
    assert.equal(first?.path, 'agents.md');
    assert.ok(FLAWED.split('\n')[first.line - 1]?.includes(first.quote));
    const again = await invoke('fanout_findings', { run: page['run'] });
    assert.deepEqual(again['items'], page['items']);
    const { runs } = await invoke('fanout_findings', {});
    assert.ok((runs as { run: string }[]).some(({ run }) => run === page['run']));
  });

  it('reads nothing outside of the workspace', async () => {
    const { runs } = await fanout();
    const before = runs.list().length;
    for (const paths of [['../outside.md'], ['/etc/passwd']])
      try {
        const answer = await invoke('fanout_review', { paths });
        assert.match(String(answer['error']), /outside|does not exist/);
      } catch (error) {
        // The question that comes first is refused in a window under test.
        assert.ok(error instanceof Error);
      }
    assert.equal(runs.list().length, before);
  });

  /** What `@fanout` wrote, with its anchors and buttons. */
  const chat = async (command: string | undefined, prompt: string, references: unknown[] = []) => {
    const { chat: answer } = await fanout();
    const said: string[] = [];
    const anchors: vscode.Location[] = [];
    const buttons: vscode.Command[] = [];
    const progress: string[] = [];
    const stream = {
      markdown: (text: string) => said.push(text),
      anchor: (value: vscode.Location) => anchors.push(value),
      button: (value: vscode.Command) => buttons.push(value),
      progress: (text: string) => progress.push(text),
    } as unknown as vscode.ChatResponseStream;
    const request = {
      ...(command === undefined ? {} : { command }),
      prompt,
      references: references.map(value => ({ id: 'file', value })),
    } as unknown as vscode.ChatRequest;
    const { token } = new vscode.CancellationTokenSource();
    const result = await answer(request, { history: [] }, stream, token);
    return { said: said.join(''), anchors, buttons, progress, result };
  };

  it('@fanout /review writes findings as anchors, with the coverage and a way to fix them', async () => {
    const uri = await writeFile('attached.md', FLAWED);
    const { said, anchors, buttons, progress } = await chat('review', '', [uri]);
    assert.ok(anchors.length > 0, said);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.ok(anchors.every(({ range }) => document.getText(range).length > 0));
    assert.match(said, /100 %/);
    assert.ok(progress.length > 0);
    assert.deepEqual(
      buttons.map(({ command }) => command),
      ['fanout.openReport', 'fanout.fixWithAgent'],
    );
  });

  it('@fanout reads the selection when nothing is attached', async () => {
    const document = await openFile('selected.md', `${FLAWED}\nThe the end.\n`);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const at = document.getText().indexOf('The the end.');
    editor.selection = new vscode.Selection(
      document.positionAt(at),
      document.positionAt(at + 'The the end.'.length),
    );
    const { anchors, said } = await chat('review', '');
    assert.ok(
      anchors.every(({ range }) => document.offsetAt(range.start) >= at),
      said,
    );
  });

  describe('with a model', () => {
    let chaos: Chaos;
    before(async () => {
      chaos = await startChaos(({ api }) =>
        api === 'other' || api === 'models' ? status(404) : ok(),
      );
      await set({ model: 'compatible:test-model', baseUrl: `${chaos.url}/v1` });
    });
    after(async () => {
      await set({ model: 'offline:rules', baseUrl: undefined });
      await chaos.close();
    });

    it('@fanout /ask without a question says what is missing, and sends nothing', async () => {
      await openFile('asked.md', FLAWED);
      const { said } = await chat('ask', ' ');
      assert.match(said, /question/);
      assert.equal(chaos.requests.filter(({ api }) => api === 'chat').length, 0);
    });
  });
});
