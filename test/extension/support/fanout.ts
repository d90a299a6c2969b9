import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { coverage } from '../../../src/core/state/coverage.ts';
import { isRunEnded } from '../../../src/core/state/runState.ts';
import type { RunState } from '../../../src/core/state/runState.ts';
import type { RunEntry } from '../../../src/host/runs/runEntry.ts';
import type { Runs } from '../../../src/host/runs/runs.ts';

/** What the extension hands to its tests, and to nobody else. */
export interface TestApi {
  readonly runs: Runs;
  readonly chat: vscode.ChatRequestHandler;
}

export async function fanout(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi | undefined>('fanout.fanout-review');
  assert.ok(extension, 'the extension is not loaded');
  const api = await extension.activate();
  assert.ok(api, 'the extension hands out nothing to its tests');
  return api;
}

/** Waits until `check` returns something, looking ten times a second. */
export async function until<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 60_000,
): Promise<T> {
  for (const end = Date.now() + ms; ;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited ${ms} ms for ${what}.`);
    await new Promise(done => setTimeout(done, 100));
  }
}

/** Sets user settings; `undefined` takes one back. */
export async function set(settings: Readonly<Record<string, unknown>>): Promise<void> {
  const all = vscode.workspace.getConfiguration('fanout');
  for (const [name, value] of Object.entries(settings)) {
    await all.update(name, value, vscode.ConfigurationTarget.Global);
  }
}

export async function writeFile(name: string, text: string | Uint8Array): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'the test window has no folder');
  const uri = vscode.Uri.joinPath(folder, name);
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  await vscode.workspace.fs.writeFile(uri, bytes);
  return uri;
}

export async function openFile(name: string, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(await writeFile(name, text));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Starts `command` and gives the run that it began, as soon as it is known. */
export async function begin(command: string, ...args: unknown[]): Promise<RunEntry> {
  const { runs } = await fanout();
  const before = new Set(runs.list().map(run => run.id));
  void vscode.commands.executeCommand(command, ...args);
  return until(`a run of ${command}`, () => runs.list().find(run => !before.has(run.id)));
}

export interface Ended {
  readonly id: string;
  readonly state: RunState;
  readonly entry: RunEntry;
}

/** Waits until a run has ended and nothing of it is under way. */
export async function end(runId: string, ms = 60_000): Promise<Ended> {
  const { runs } = await fanout();
  const look = () => {
    const entry = runs.get(runId);
    if (!entry?.state || entry.active || !isRunEnded(entry.state.status)) return undefined;
    return { id: runId, state: entry.state, entry };
  };
  return until('the end of the run', look, ms);
}

/** Reviews the active document and waits for the end. */
export async function review(): Promise<Ended> {
  return end((await begin('fanout.reviewDocument')).id);
}

/** The run ended like this; else what it says of itself. */
export function assertEnded({ state }: Ended, status: RunState['status']): void {
  const failures = state.branchIds.map(id => state.branches[id]?.failure?.message);
  const why = [state.failure?.message, ...new Set(failures)].filter(Boolean).join('; ');
  assert.equal(state.status, status, `the run is ${state.status}: ${why}`);
}

/** Every finding with a place holds its quote, and every branch is accounted for. */
export function assertSound({ state, entry }: Ended): void {
  for (const finding of state.findings) {
    if (!finding.range) continue;
    const text = entry.sources.get(finding.sourceId)?.text ?? '';
    assert.equal(text.slice(finding.range.start, finding.range.end), finding.quote);
  }
  const covered = coverage(state);
  assert.equal(covered.open, 0);
  assert.equal(
    covered.succeeded + covered.failed + covered.skipped + covered.cancelled,
    covered.total,
  );
}

export const diagnosticsOf = (uri: vscode.Uri): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter(d => d.source?.toLowerCase().startsWith('fanout'));

/** Clean windows between tests, without a question about unsaved text. */
export async function closeEditors(): Promise<void> {
  for (const group of vscode.window.tabGroups.all) {
    for (const tab of group.tabs) {
      if (tab.isDirty) {
        const input = tab.input;
        if (input instanceof vscode.TabInputText) {
          await vscode.window.showTextDocument(input.uri);
          await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
        }
      }
    }
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
