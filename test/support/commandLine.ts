import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** `FANOUT_CLI`: the built one, which starts in half the time; many tests start it. */
const CLI = process.env['FANOUT_CLI'] ?? join(import.meta.dirname, '../../src/cli.ts');
/** Of the sources' stripped and compiled code: without it, starting takes longer than most of what is tested. */
const COMPILED = join(import.meta.dirname, '../../out/compile-cache');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the command line in a folder, with nothing of this process's environment but the path. */
export function startCommandLine(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Started {
  const child = spawn(
    process.execPath,
    ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', CLI, ...args],
    { cwd, env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: COMPILED, ...env } },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (stdout += String(bytes)));
  child.stderr.on('data', (bytes: Buffer) => (stderr += String(bytes)));
  const ended = new Promise<Ended>(resolve =>
    child.once('close', code => resolve({ code, stdout, stderr })),
  );
  return { child, ended };
}
