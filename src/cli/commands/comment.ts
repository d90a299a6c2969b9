import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { FanoutError, usageError } from '../../core/errors.ts';
import type { Source } from '../../core/domain/source.ts';
import { count } from '../../core/format/format.ts';
import { buildReport } from '../../core/report/report.ts';
import { isRecord } from '../../core/text/json.ts';
import { isRunEnded } from '../../core/state/runState.ts';
import { commentsOf, type PathOf } from '../../pullRequest/comments.ts';
import { createGitHub } from '../../pullRequest/github.ts';
import { publish } from '../../pullRequest/publish.ts';
import { decode, repositoryAt, type Repository } from '../../engine/sources.ts';
import type { LoadedRun, RunStore } from '../../engine/openRuns.ts';
import type { CliArgs } from '../options/types.ts';
import { print, tell } from '../output/output.ts';
import { loadRun } from './history.ts';
import { decidedToday } from './reports.ts';

export type CommentArgs = Extract<CliArgs, { command: 'comment' }>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Says the findings of a reviewed change on its pull request. @returns the exit code: 0, whatever was found. */
export async function comment(
  args: CommentArgs,
  store: RunStore,
  env: Environment = process.env,
): Promise<number> {
  const stored = loadRun(store, args.runId ?? newestOfChange(store));
  const { sources } = stored;
  const state = await decidedToday(stored, args.output);
  if (state.spec.kind !== 'review' || state.spec.change === undefined)
    throw usageError(
      `Run ${stored.id.slice(0, 8)} is not the review of a change. Review one first: fanout review --changes main`,
    );
  if (!isRunEnded(state.status))
    throw usageError(
      `Run ${stored.id.slice(0, 8)} has not ended. Go on with it first: fanout resume ${stored.id.slice(0, 8)}`,
    );
  const event = eventOf(env);
  const repository = await repositoryAt(process.cwd());
  const commit = await commitOf(repository, event.commit);
  const pathOf = pathIn(repository);
  const report = buildReport(state, sources, args.output.least);
  const comments = commentsOf(report, sources, pathOf);
  await assertSameTexts(repository, stored, commit, pathOf);
  if (args.dryRun) {
    const rows = comments.wanted.map(({ path, line, startLine, body }) =>
      [`${path}:${startLine === undefined ? '' : `${startLine}-`}${line}`, body].join('\n\n'),
    );
    await print(`${rows.join('\n\n---\n\n')}\n`);
    tell(`${count(comments.wanted.length, 'comment')} on lines. Nothing was sent.`);
    return 0;
  }
  const token = env['GITHUB_TOKEN'] ?? env['GH_TOKEN'] ?? '';
  if (token === '')
    throw usageError('comment needs a token in GITHUB_TOKEN that may write to the pull request.');
  const number = args.pull ?? event.number;
  const name = args.repo ?? env['GITHUB_REPOSITORY'] ?? '';
  if (number === undefined || !/^[\w.-]+\/[\w.-]+$/.test(name))
    throw usageError(
      'Which pull request? Give --pull NUMBER and --repo OWNER/NAME, or run this in a workflow of a pull request.',
    );
  const github = createGitHub({
    api: apiOf(env, event.api),
    repository: name,
    number,
    token,
  });
  const { created, updated, removed, left } = await publish(github, {
    report,
    comments,
    commit,
    pathOf,
    maxComments: args.maxComments,
    sleep: ms => new Promise(wake => setTimeout(wake, ms)),
  });
  tell(
    `${name}#${number}: ${count(created, 'comment')} posted, ${updated} updated${removed > 0 ? `, ${removed} doubled ones removed` : ''}${left > 0 ? `; ${left} more are in the report only` : ''}.`,
  );
  return 0;
}

function newestOfChange(store: RunStore): string {
  const newest = store.list().find(({ job }) => job === 'review');
  if (!newest)
    throw usageError('There is no stored review. Run one first: fanout review --changes');
  return newest.id;
}

/**
 * Where the token goes. A step of the workflow that runs code of the change could name another server: the event says
 * which one the pull request is on. @throws FanoutError `usage` when they differ.
 */
function apiOf(env: Environment, named: string | undefined): string {
  const api = env['GITHUB_API_URL'] ?? 'https://api.github.com';
  if (named === undefined || api.replace(/\/+$/, '').toLowerCase() === named.toLowerCase())
    return api;
  throw usageError(
    `GITHUB_API_URL is ${api}, and the pull request is on ${named}. Nothing was sent. Unset GITHUB_API_URL, or find the step of the workflow that sets it.`,
  );
}

interface PullEvent {
  readonly number?: number;
  readonly commit?: string;
  /** Address of the server's interface. */
  readonly api?: string;
}

/** What GitHub tells a workflow of a pull request in the file of `GITHUB_EVENT_PATH`. */
function eventOf(env: Environment): PullEvent {
  const file = env['GITHUB_EVENT_PATH'];
  if (file === undefined) return {};
  try {
    const event: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const pull = isRecord(event) ? event['pull_request'] : undefined;
    if (!isRecord(pull)) return {};
    const head = isRecord(pull['head']) ? pull['head']['sha'] : undefined;
    const url = pull['url'];
    const api = typeof url === 'string' ? /^(.+?)\/repos\//.exec(url)?.[1] : undefined;
    return {
      ...(typeof pull['number'] === 'number' ? { number: pull['number'] } : {}),
      ...(typeof head === 'string' ? { commit: head } : {}),
      ...(api === undefined ? {} : { api }),
    };
  } catch {
    return {};
  }
}

/** The commit that is checked out. @throws FanoutError `usage` when the pull request is at another one. */
async function commitOf({ git }: Repository, expected: string | undefined): Promise<string> {
  const head = (await git('rev-parse', 'HEAD')).toString().trim();
  if (expected !== undefined && expected !== head)
    throw usageError(
      `The commit that is checked out (${head.slice(0, 7)}) is not the head of the pull request (${expected.slice(0, 7)}): lines would be wrong. Nothing was posted. Check out github.event.pull_request.head.sha with fetch-depth 0, and review again.`,
    );
  return head;
}

const pathIn =
  ({ root, cwd }: Repository): PathOf =>
  path =>
    relative(root, join(cwd, path)).split(sep).join('/');

/** @throws FanoutError `usage` when the commit has other texts than the run has read: lines would be wrong. */
async function assertSameTexts(
  { git }: Repository,
  { id, sources }: LoadedRun,
  commit: string,
  pathOf: PathOf,
): Promise<void> {
  const differs = async ({ path, text }: Source): Promise<boolean> => {
    try {
      const decoded = decode(await git('cat-file', 'blob', `${commit}:${pathOf(path)}`));
      return !('text' in decoded) || decoded.text !== text;
    } catch {
      return true;
    }
  };
  for (const source of sources)
    if (await differs(source))
      throw new FanoutError(
        'usage',
        `${source.path} in run ${id.slice(0, 8)} is not what commit ${commit.slice(0, 7)} has: lines would be wrong. Nothing was posted. Commit your changes and review the commit: fanout review --changes main`,
      );
}
