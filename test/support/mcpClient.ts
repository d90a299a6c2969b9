import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const COMPILED = join(import.meta.dirname, '../../out/compile-cache');

export type Data = Readonly<Record<string, unknown>>;

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: { progress: number; total?: number | undefined }) => void;
}

export interface McpTestClient {
  readonly client: Client;
  /** What a tool answered, parsed. */
  readonly call: (name: string, input: Data, options?: CallOptions) => Promise<Data>;
  readonly pid: () => number | null;
  readonly close: () => Promise<void>;
}

/** A client of the official SDK on `fanout mcp`. `answer`: the user's answer to what the server asks. */
export async function startMcp(
  args: readonly string[],
  cwd: string,
  {
    env = {},
    answer,
  }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly answer?: (question: string) => boolean;
  } = {},
): Promise<McpTestClient> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', CLI, 'mcp', ...args],
    cwd,
    env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: COMPILED, ...env },
    stderr: 'ignore',
  });
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities: answer ? { elicitation: {} } : {} },
  );
  if (answer)
    client.setRequestHandler(ElicitRequestSchema, ({ params }) =>
      answer(params.message)
        ? { action: 'accept', content: { send: true } }
        : { action: 'decline' },
    );
  await client.connect(transport);
  return {
    client,
    async call(name, input, options) {
      const result = await client.callTool({ name, arguments: input }, undefined, options);
      const [content] = result.content as { text: string }[];
      return JSON.parse(content?.text ?? 'null') as Data;
    },
    pid: () => transport.pid,
    close: () => client.close(),
  };
}
