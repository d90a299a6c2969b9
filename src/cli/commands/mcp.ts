import manifest from '../../../package.json' with { type: 'json' };
import { withStore } from '../openStore.ts';
import type { McpArgs } from '../options/types.ts';

/** Serves agents over standard input and output. @returns the exit code. */
export const mcp = (args: McpArgs): Promise<number> =>
  withStore(args.output, async store => {
    const { serve } = await import('../mcp/serve.ts');
    await serve(args, store, manifest.version);
    return 0;
  });
