import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startChaos } from '../../support/chaosServer.ts';
import type { Behaviour, ChaosRequest } from '../../support/chaosServer.ts';
import { startCommandLine } from '../../support/commandLine.ts';
import type { Ended } from '../../support/commandLine.ts';

/** What a case is judged by: what the command line printed, and what the server saw. */
export interface Played extends Ended {
  /** The calls of models, in order; questions about the server are left out. */
  readonly calls: readonly ChaosRequest[];
  /** The report, where it was asked for as JSON. */
  readonly report: Report;
}

/** What is looked at of a report. */
export interface Report {
  readonly findings?: readonly Finding[];
  readonly [name: string]: unknown;
}

export interface Finding {
  readonly title: string;
  readonly message: string;
  readonly quote: string;
  readonly suggestion?: string | null;
  readonly match?: string;
  readonly line?: number;
}

/** An empty list is a pass. */
export type Judge = (played: Played) => readonly string[];

export interface Case {
  /** Rows of the table of public reports that it plays; its kind. */
  readonly row: number;
  readonly name: string;
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly args: readonly string[];
  /** Answers calls of models. Absent: no server. */
  readonly server?: (request: ChaosRequest, n: number) => Behaviour;
  /** Prepares the folder further. */
  readonly prepare?: (dir: string) => void;
  readonly judge: Judge;
  /** No rule or test was made from it. */
  readonly isVariant?: true;
  /** Ends the command line after this long; what it printed by then is judged. */
  readonly endAfterMs?: number;
}

const MAX_MS = 60_000;

/** Plays a case through the command line in a folder of its own. */
export async function play(one: Case): Promise<Played> {
  const dir = mkdtempSync(join(tmpdir(), 'fanout-reports-'));
  for (const [path, content] of Object.entries(one.files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  one.prepare?.(dir);
  const { server } = one;
  let n = 0;
  const chaos =
    server &&
    (await startChaos(request =>
      ['chat', 'responses', 'messages'].includes(request.api)
        ? server(request, n++)
        : { kind: 'status', status: 404 },
    ));
  const args = one.args.map(arg => arg.replaceAll('URL', chaos?.url ?? ''));
  const { child, ended } = startCommandLine([...args, '--store', join(dir, 'store')], dir, {
    FANOUT_API_KEY: 'key-of-a-test',
    OPENAI_API_KEY: 'key-of-a-test',
    ANTHROPIC_API_KEY: 'key-of-a-test',
    HOME: dir,
  });
  const timer = setTimeout(() => child.kill('SIGTERM'), one.endAfterMs ?? MAX_MS);
  const end = await ended;
  clearTimeout(timer);
  await chaos?.close();
  rmSync(dir, { recursive: true, force: true });
  const calls = (chaos?.requests ?? []).filter(({ api }) =>
    ['chat', 'responses', 'messages'].includes(api),
  );
  let report: Report = {};
  try {
    report = JSON.parse(end.stdout) as Report;
  } catch {
    // A report of another form, or none.
  }
  return { ...end, calls, report };
}
