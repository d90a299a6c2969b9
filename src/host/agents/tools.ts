import * as vscode from 'vscode';
import { FanoutError, messageOf } from '../../core/errors.ts';
import { count, moneySpread } from '../../core/format/format.ts';
import type { Logger } from '../../core/ports/ports.ts';
import type { AgentRuns, Planned } from './agentRuns.ts';
import { TOOL_IDS, type ToolId } from './toolIds.ts';

/** Gives the tools to the agents of this editor; what they do is loaded with the first call. */
export const registerTools = (load: () => Promise<AgentRuns>, log: Logger): vscode.Disposable =>
  vscode.Disposable.from(
    ...TOOL_IDS.map(name => vscode.lm.registerTool(name, toolOf(name, load, log))),
  );

const toolOf = (
  name: ToolId,
  load: () => Promise<AgentRuns>,
  log: Logger,
): vscode.LanguageModelTool<object> => ({
  async prepareInvocation({ input }) {
    if (name === 'fanout_findings') return { invocationMessage: 'Reading a Fanout run' };
    const planned = 'resume' in input ? undefined : await planOf(name, input, load);
    const message = planned ? planText(planned) : UNPLANNED;
    const isFree = planned?.estimate?.calls === 0;
    return {
      invocationMessage: planned ? `Fanout: ${count(planned.files, 'file')}` : 'Fanout',
      ...(isFree ? {} : { confirmationMessages: { title: 'Run Fanout?', message } }),
    };
  },
  async invoke({ input }, token) {
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => abort.abort());
    try {
      return resultOf(await (await load()).call(name, input, abort.signal));
    } catch (error) {
      if (error instanceof FanoutError) return resultOf({ error: error.message });
      log.error('tool failed', { tool: name });
      return resultOf({ error: `Unexpected error: ${messageOf(error)}` });
    } finally {
      listening.dispose();
    }
  },
});

const UNPLANNED =
  'The text is sent to the model that you chose. You are asked again before a run that costs more than usual.';

/** Undefined where there is nothing to plan: the call itself says why. */
async function planOf(
  name: Exclude<ToolId, 'fanout_findings'>,
  input: object,
  load: () => Promise<AgentRuns>,
): Promise<Planned | undefined> {
  try {
    return await (await load()).plan(name, input);
  } catch {
    return undefined;
  }
}

/** What is read, by which model, in how many calls, for how much. */
export function planText({ request, estimate, files }: Planned): string {
  const { spec } = request;
  const playbook = spec?.kind === 'ask' ? spec.playbook : undefined;
  const against = playbook
    ? `, compared with the ${count(playbook.rules.length, 'rule')} of ${playbook.title},`
    : '';
  const what = `${request.name} (${count(files, 'file')})${against}`;
  if (!estimate || estimate.calls === 0)
    return `${what} is read by ${request.model}. Nothing is sent, and it costs nothing.`;
  const where = request.baseUrl === '' ? request.model : `${request.model} at ${request.baseUrl}`;
  const price = estimate.costUsd ? `${moneySpread(estimate.costUsd)} expected` : 'price unknown';
  return `${what} is sent to ${where}: ${count(estimate.calls, 'call')}, ${price}.`;
}

const resultOf = (data: Readonly<Record<string, unknown>>): vscode.LanguageModelToolResult =>
  new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(data))]);
