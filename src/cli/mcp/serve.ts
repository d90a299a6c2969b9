import { Writable } from 'node:stream';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import { FanoutError, messageOf } from '../../core/errors.ts';
import {
  INSTRUCTIONS,
  TOOL_NAMES,
  type ToolName,
  type ToolRow,
  TOOLS,
} from '../../engine/tools/table.ts';
import type { RunStore } from '../../engine/openRuns.ts';
import type { McpArgs } from '../options/types.ts';
import { tell } from '../output/output.ts';
import type { Caller } from './consent.ts';
import { allowedFolders, foldersOfRoots } from '../../engine/tools/folders.ts';
import { createSession, type Session, type ToolData } from './session.ts';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** How long the user has to answer a question, in ms. */
const ASK_MS = 10 * 60_000;

/**
 * Serves the tools over standard input and output until the client goes away; then every run under way is
 * stopped and kept. Nothing but the protocol is written to standard output.
 */
export async function serve(args: McpArgs, store: RunStore, version: string): Promise<void> {
  const output = protocolOnly();
  const mcp = new McpServer({ name: 'fanout', version }, { instructions: INSTRUCTIONS });
  let session: Promise<Session> | undefined;
  const sessionOf = (): Promise<Session> => {
    session ??= openSession(mcp, args, store);
    // Folders that cannot be used are looked at again: a client may name others.
    session.catch(() => (session = undefined));
    return session;
  };
  for (const name of TOOL_NAMES) register(mcp, name, sessionOf);

  const gone = new Promise<void>(resolve => {
    for (const event of ['end', 'close', 'error'] as const) process.stdin.once(event, resolve);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    output.once('error', () => resolve());
  });
  await mcp.connect(new StdioServerTransport(process.stdin, output));
  await gone;
  await (await session?.catch(() => undefined))?.end();
  await mcp.close();
}

/** The stream of the protocol; what else writes to standard output goes to standard error. */
function protocolOnly(): Writable {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const output = new Writable({
    write: (chunk: Buffer, _, done) => void write(chunk, error => done(error)),
  });
  output.on('error', () => undefined);
  return output;
}

async function openSession(
  { server }: McpServer,
  args: McpArgs,
  store: RunStore,
): Promise<Session> {
  const hasRoots = server.getClientCapabilities()?.roots !== undefined;
  const roots =
    hasRoots && args.folders.length === 0
      ? await server.listRoots().then(
          found => found.roots,
          () => [],
        )
      : [];
  return createSession(
    args,
    allowedFolders(args.folders, foldersOfRoots(roots), process.cwd()),
    store,
  );
}

function register(mcp: McpServer, name: ToolName, sessionOf: () => Promise<Session>): void {
  const { title, description, input, sends }: ToolRow = TOOLS[name];
  mcp.registerTool(
    name,
    {
      title,
      description,
      inputSchema: input,
      // Clients run read-only tools without a question, and a run may cost money.
      annotations: { readOnlyHint: !sends, destructiveHint: false, openWorldHint: sends },
    },
    async (given, extra: Extra) => {
      try {
        const session = await sessionOf();
        return answer(await session.call(name, given, callerOf(mcp, extra)));
      } catch (error) {
        const expected = error instanceof FanoutError;
        if (!expected && error instanceof Error) tell(error.stack ?? error.message);
        const message = expected ? error.message : `Unexpected error: ${messageOf(error)}`;
        return { ...answer({ error: message }), isError: true };
      }
    },
  );
}

const answer = (data: ToolData) => ({
  content: [{ type: 'text' as const, text: JSON.stringify(data) }],
});

function callerOf({ server }: McpServer, { signal, sendNotification, _meta }: Extra): Caller {
  const progressToken = _meta?.progressToken;
  return {
    signal,
    progress: (progress, total, message) => {
      if (progressToken === undefined || signal.aborted) return;
      const params = { progressToken, progress, total, message };
      sendNotification({ method: 'notifications/progress', params }).catch(() => undefined);
    },
    async ask(message) {
      if (!server.getClientCapabilities()?.elicitation) return undefined;
      const requestedSchema = {
        type: 'object' as const,
        properties: { send: { type: 'boolean' as const, title: 'Send', default: true } },
        required: ['send'],
      };
      try {
        const { action, content } = await server.elicitInput(
          { message, requestedSchema },
          { signal, timeout: ASK_MS },
        );
        return action === 'accept' && content?.['send'] === true;
      } catch (error) {
        tell(`The client could not ask the user: ${messageOf(error)}`);
        return undefined;
      }
    },
  };
}
