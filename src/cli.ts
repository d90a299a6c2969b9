import { readArgs } from './cli/options/args.ts';
import { loadRun, renderRuns } from './cli/commands/history.ts';
import { withStore } from './cli/openStore.ts';
import { evaluate } from './cli/commands/evaluate.ts';
import { labels } from './cli/commands/labels.ts';
import { mcp } from './cli/commands/mcp.ts';
import { print, tell } from './cli/output/output.ts';
import { useProxy } from './cli/proxy.ts';
import { comment } from './cli/commands/comment.ts';
import { compare, mark, show } from './cli/commands/reports.ts';
import { remove } from './cli/commands/remove.ts';
import { cancel, plan, resume, start } from './cli/commands/runs.ts';
import { type ErrorCode, FanoutError, messageOf } from './core/errors.ts';
import manifest from '../package.json' with { type: 'json' };

/** Failures that another command line would not have avoided. */
const NOT_THE_CALLERS: ReadonlySet<ErrorCode> = new Set(['runBusy', 'storeUnusable', 'notWritten']);

/** Commands that may call a model or take something back from its provider. */
const SENDING: ReadonlySet<string> = new Set([
  'run',
  'resume',
  'cancel',
  'delete',
  'labels',
  'mcp',
  'comment',
  'eval',
]);

/** @returns the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv);
  if (SENDING.has(args.command)) useProxy(process.env);
  switch (args.command) {
    case 'help':
      return done(print(args.text));
    case 'version':
      return done(print(`${manifest.version}\n`));
    case 'run':
      return args.only === 'plan' ? plan(args) : start(args);
    case 'resume':
      return withStore(args.output, store => resume(args, store));
    case 'cancel':
      return withStore(args.output, store => cancel(args, store));
    case 'delete':
      return withStore(args.output, store => remove(args, store));
    case 'show':
      return withStore(args.output, store => show(loadRun(store, args.runId), args.output));
    case 'export':
      return withStore(args.output, async store =>
        (await import('./cli/commands/export.ts')).exportDocument(args, store),
      );
    case 'compare':
      return withStore(args.output, store => compare(args, store));
    case 'eval':
      return evaluate(args);
    case 'comment':
      return withStore(args.output, store => comment(args, store));
    case 'labels':
      return labels(args);
    case 'mcp':
      return mcp(args);
    case 'dismiss':
    case 'accept':
    case 'reopen':
      return withStore(args.output, store => mark(args, store));
    case 'runs':
      return withStore(args.output, store =>
        done(print(renderRuns(store.list(), args.output.format))),
      );
  }
}

async function done(work: Promise<void>): Promise<number> {
  await work;
  return 0;
}

// node:sqlite is stable in practice and announces itself as experimental on every start.
const emitWarning = process.emitWarning.bind(process) as (...args: unknown[]) => void;
process.emitWarning = (...args: unknown[]) => {
  if (!String(args[0]).includes('SQLite is an experimental feature')) emitWarning(...args);
};
// Write errors reach the writer's callback; a closed stderr must not abort the run.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const expected = error instanceof FanoutError;
    tell(expected ? error.message : `Unexpected error: ${messageOf(error)}`);
    if (!expected && error instanceof Error) tell(error.stack ?? '');
    process.exitCode = expected && !NOT_THE_CALLERS.has(error.code) ? 2 : 4;
  },
);
