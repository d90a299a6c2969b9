import * as vscode from 'vscode';
import type { Logger } from '../../core/ports/ports.ts';
import type { AgentParts, AgentRuns } from './agentRuns.ts';
import { mcpServers } from './mcpServer.ts';
import { registerTools } from './tools.ts';

/** What chat and agents of this editor can reach: tools, the participant, and the server for other clients. */
export function agents(
  parts: AgentParts & { readonly log: Logger },
  { extensionUri, extension }: Pick<vscode.ExtensionContext, 'extensionUri' | 'extension'>,
): vscode.Disposable & { readonly answer: vscode.ChatRequestHandler } {
  let loading: Promise<AgentRuns> | undefined;
  const load = (): Promise<AgentRuns> =>
    (loading ??= import('./agentRuns.ts').then(module => module.agentRuns(parts)));
  const { version } = extension.packageJSON as { readonly version: string };
  const answer: vscode.ChatRequestHandler = async (request, _context, stream, token) => {
    const { answerChat } = await import('./participant.ts');
    return answerChat({ ...parts, agents: await load() }, request, stream, token);
  };
  const chat = (): vscode.Disposable => {
    const participant = vscode.chat.createChatParticipant('fanout.chat', answer);
    participant.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icons', 'icon.png');
    return participant;
  };
  const offers: Readonly<Record<string, () => vscode.Disposable>> = {
    chat,
    tools: () => registerTools(load, parts.log),
    mcp: () => mcpServers(extensionUri, parts.config, parts.keys, version),
  };
  // Editors built on VS Code lack some of these: everything else works without them.
  const offered = vscode.Disposable.from(
    ...Object.entries(offers).flatMap(([offer, register]) => {
      try {
        return [register()];
      } catch {
        parts.log.warn('not offered to agents', { offer });
        return [];
      }
    }),
  );
  return { answer, dispose: () => void offered.dispose() };
}
