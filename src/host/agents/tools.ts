import * as vscode from 'vscode';
import { FanoutError, messageOf } from '../../core/errors.ts';
import { count, moneySpread } from '../../core/format/format.ts';
import type { Logger } from '../../core/ports/ports.ts';
import type { AgentRuns, Planned } from './agentRuns.ts';
import { TOOL_IDS, type ToolId } from './toolIds.ts';
import { t } from '../../core/text/l10n.ts';

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
    if (name === 'fanout_findings') return { invocationMessage: t('Reading a Fanout run') };
    const planned = 'resume' in input ? undefined : await planOf(name, input, load);
    const message = planned ? planText(planned) : UNPLANNED;
    const isFree = planned?.estimate?.calls === 0;
    return {
      invocationMessage: planned ? `Fanout: ${count(planned.files, 'file')}` : 'Fanout',
      ...(isFree ? {} : { confirmationMessages: { title: t('Run Fanout?'), message } }),
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

const UNPLANNED = t(
  'The text is sent to the model that you chose. You are asked again before a run that costs more than usual.',
);

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
    ? t(', compared with the {0} of {1},', count(playbook.rules.length, 'rule'), playbook.title)
    : '';
  const what = `${request.name} (${count(files, 'file')})${against}`;
  if (!estimate || estimate.calls === 0)
    return t('{0} is read by {1}. Nothing is sent, and it costs nothing.', what, request.model);
  const where =
    request.baseUrl === '' ? request.model : t('{0} at {1}', request.model, request.baseUrl);
  const price = estimate.costUsd
    ? t('{0} expected', moneySpread(estimate.costUsd))
    : t('price unknown');
  return t('{0} is sent to {1}: {2}, {3}.', what, where, count(estimate.calls, 'call'), price);
}

const resultOf = (data: Readonly<Record<string, unknown>>): vscode.LanguageModelToolResult =>
  new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(data))]);
