import { FanoutError, messageOf, usageError } from '../core/errors.ts';
import { duration } from '../core/format/format.ts';
import { isRecord } from '../core/text/json.ts';
import { keyIn, type Existing } from './reconcile.ts';
import type { Wanted } from './comments.ts';

/** Where the comments go. */
export interface PullRequest {
  /** `https://api.github.com`, or that of an own server. */
  readonly api: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly token: string;
  /** All requests together end within this many milliseconds; ten minutes when absent. */
  readonly maxMs?: number;
}

/** A request that may succeed when it is made again: after `afterMs`, and after looking what is there. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled';
  readonly afterMs: number;
  constructor(message: string, afterMs: number) {
    super(message);
    this.afterMs = afterMs;
  }
}

/** The host takes no comment on this line: it is not in its diff. */
export class LineRefused extends Error {
  override readonly name = 'LineRefused';
}

export interface GitHub {
  /** Comments of ours on lines, in the order of the host. */
  readonly comments: () => Promise<Existing[]>;
  /** @throws LineRefused */
  readonly create: (wanted: Wanted, commit: string) => Promise<void>;
  readonly update: (id: number, body: string) => Promise<void>;
  readonly remove: (id: number) => Promise<void>;
  /** Writes the one comment on the whole. */
  readonly summarize: (body: string) => Promise<void>;
}

const TIMEOUT_MS = 30_000;
const MAX_MS = 600_000;
/** A page of a hundred comments of the greatest length is half of that. */
const MAX_BYTES = 16 * 1024 * 1024;
const PAGE = 100;
/** 3,000 comments: a pull request with more takes no further ones from GitHub's own page either. */
const MAX_PAGES = 30;
/** A wait that is asked for and longer than this ends the work: a job of CI is paid by the minute. */
const MAX_WAIT_MS = 60_000;
/** Who writes with the token that a workflow is given. */
const WORKFLOW_BOT = 'github-actions[bot]';

interface Comment {
  readonly id: number;
  readonly body?: string;
  readonly path?: string;
  readonly in_reply_to_id?: number;
  readonly user?: { readonly login?: string } | null;
}

/**
 * The REST interface of GitHub, version 2022-11-28, for one pull request. Every method throws `Unsettled` for what
 * may pass, and FanoutError `notWritten` for what does not.
 */
export function createGitHub({
  api,
  repository,
  number,
  token,
  maxMs = MAX_MS,
}: PullRequest): GitHub {
  const root = api.replace(/\/+$/, '');
  if (!URL.canParse(root))
    throw usageError(
      'GITHUB_API_URL is not an address. Nothing was sent. Use https://HOST/api/v3.',
    );
  const base = new URL(`${root}/repos/${repository}/`);
  const isHere = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(base.hostname);
  if (base.protocol !== 'https:' && !isHere)
    throw usageError(`${base.origin} is not encrypted. Nothing was sent. Use an https address.`);
  if (!isHere && process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    throw usageError(
      `NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off, so nothing was sent to ${base.origin}. Unset it, or find the step of the workflow that sets it.`,
    );

  const where = `${base.origin} (${repository})`;
  const until = performance.now() + maxMs;
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    if (performance.now() >= until)
      throw refused(`${base.origin} took longer than ${duration(maxMs)} in all.`);
    let response: Response;
    try {
      response = await globalThis.fetch(new URL(path, base), {
        method,
        headers: {
          accept: 'application/vnd.github+json',
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'user-agent': 'fanout-review',
          'x-github-api-version': '2022-11-28',
        },
        body: body === undefined ? null : JSON.stringify(body),
        // A redirect would take the token elsewhere.
        redirect: 'error',
        signal: AbortSignal.timeout(Math.max(1, Math.min(TIMEOUT_MS, until - performance.now()))),
      });
      const text = await textOf(response);
      if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
      throw refusal(response, wordsOf(text, token), where);
    } catch (error) {
      if (error instanceof FanoutError || error instanceof Unsettled) throw error;
      throw new Unsettled(`${base.origin} did not answer`, 1_000);
    }
  };

  const pages = async (path: string): Promise<Comment[]> => {
    const all: Comment[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const some = await ask<unknown>('GET', `${path}?per_page=${PAGE}&page=${page}`);
      if (!Array.isArray(some))
        throw refused(`${where} answers in another form than GitHub. Check GITHUB_API_URL.`);
      all.push(...(some as Comment[]));
      if (some.length < PAGE) break;
    }
    return all;
  };

  const orNone = (error: unknown): undefined => {
    if (!(error instanceof FanoutError)) throw error;
  };
  /** Tokens of workflows and of apps belong to no user; only the other interface knows who they write as. */
  const loginNow = async (): Promise<string> => {
    const user = loginIn(await ask('GET', `${root}/user`).catch(orNone));
    if (user !== undefined) return user;
    const asked = await ask('POST', graphqlOf(root), { query: '{ viewer { login } }' }).catch(
      orNone,
    );
    const viewer = loginIn(field(field(asked, 'data'), 'viewer'));
    if (viewer === undefined) return WORKFLOW_BOT;
    // No user can have such a name.
    return viewer.endsWith('[bot]') ? viewer : `${viewer}[bot]`;
  };
  let login: string | undefined;
  /** A stranger can write a comment that looks like ours: who wrote it is what counts. */
  const isOurs = async ({ user }: Comment): Promise<boolean> => {
    login ??= await loginNow();
    return user?.login === login;
  };
  const ours = async (path: string): Promise<(Comment & { readonly key: string })[]> => {
    const found: (Comment & { readonly key: string })[] = [];
    for (const comment of await pages(path)) {
      const key = keyIn(comment.body ?? '');
      if (key !== undefined && (await isOurs(comment))) found.push({ ...comment, key });
    }
    return found;
  };

  const lines = `pulls/${number}/comments`;
  const talk = `issues/${number}/comments`;
  return {
    comments: async () => {
      const all = await pages(lines);
      const answered = new Set(all.map(comment => comment.in_reply_to_id));
      const found: Existing[] = [];
      for (const comment of all) {
        const key = keyIn(comment.body ?? '');
        if (key === undefined || !(await isOurs(comment))) continue;
        const { id, body = '', path = '' } = comment;
        found.push({ id, key, body, path, hasReplies: answered.has(id) });
      }
      return found;
    },
    create: async ({ path, line, startLine, body }, commit) => {
      await ask('POST', lines, {
        commit_id: commit,
        path,
        body,
        line,
        side: 'RIGHT',
        ...(startLine === undefined ? {} : { start_line: startLine, start_side: 'RIGHT' }),
      }).catch((error: unknown) => {
        throw statusOf(error) === 422 ? new LineRefused(messageOf(error)) : error;
      });
    },
    update: (id, body) => ask<void>('PATCH', `pulls/comments/${id}`, { body }).catch(again),
    remove: id => ask<void>('DELETE', `pulls/comments/${id}`).catch(again),
    summarize: async body => {
      const [first] = await ours(talk).then(all => all.filter(({ key }) => key === 'summary'));
      if (!first) await ask('POST', talk, { body });
      else if (first.body !== body) await ask('PATCH', `issues/comments/${first.id}`, { body });
    },
  };
}

/** `https://api.github.com/graphql`, and of an own server `https://HOST/api/graphql` beside `/api/v3`. */
const graphqlOf = (root: string): string => `${root.replace(/\/v3$/, '')}/graphql`;

const field = (value: unknown, name: string): unknown =>
  isRecord(value) ? value[name] : undefined;

function loginIn(value: unknown): string | undefined {
  const login = field(value, 'login');
  return typeof login === 'string' && login !== '' ? login : undefined;
}

function refusal(response: Response, said: string, where: string): Error {
  const { status, headers } = response;
  const waitMs = waitOf(headers);
  const isLimited =
    status === 429 || (status === 403 && (waitMs !== undefined || /rate limit/i.test(said)));
  if (isLimited && (waitMs ?? 0) <= MAX_WAIT_MS)
    return new Unsettled(`${where} asks to slow down`, waitMs ?? 5_000);
  if (status >= 500 || status === 408 || status === 409)
    return new Unsettled(`${where} had an error of its own (HTTP ${status})`, waitMs ?? 1_000);
  const what = isLimited
    ? `${where} asks to wait longer than a minute.`
    : status === 401
      ? `${where} refused the token (HTTP 401).`
      : status === 403
        ? `${where} does not let this token write comments (HTTP 403). A workflow needs "permissions: pull-requests: write"; for pull requests from forks GitHub gives a token that can only read.`
        : status === 404
          ? `${where} has no such pull request, or the token cannot see it (HTTP 404).`
          : `${where} refused (HTTP ${status}).`;
  return refused(`${what}${said === '' ? '' : ` It says: “${said}”`}`, status);
}

/** A request that the host does not take, however often it is made. */
class Refused extends FanoutError {
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super('notWritten', message);
    this.status = status;
  }
}

const refused = (what: string, status?: number): Refused =>
  new Refused(
    `${what} What was posted before stays; the report is kept. Run fanout comment again to go on.`,
    status,
  );

const statusOf = (error: unknown): number | undefined =>
  error instanceof Refused ? error.status : undefined;

/** Somebody has taken the comment away since it was read. */
function again(error: unknown): never {
  throw statusOf(error) === 404 ? new Unsettled('A comment is no longer there', 1_000) : error;
}

/** Milliseconds that a refusal asks to wait. */
function waitOf(headers: Headers): number | undefined {
  const after = Number(headers.get('retry-after') ?? NaN);
  if (Number.isFinite(after)) return Math.max(0, after * 1_000);
  if (headers.get('x-ratelimit-remaining') !== '0') return undefined;
  const reset = Number(headers.get('x-ratelimit-reset') ?? NaN);
  return Number.isFinite(reset) ? Math.max(0, reset * 1_000 - Date.now()) : undefined;
}

/** @throws Error when it is longer than any answer of the host. */
async function textOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > MAX_BYTES) throw new Error('too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The host's own words, short, of one line, without the token. */
function wordsOf(text: string, token: string): string {
  let said = text;
  try {
    const { message, errors } = JSON.parse(text) as { message?: unknown; errors?: unknown };
    said = [message, errors === undefined ? undefined : JSON.stringify(errors)]
      .filter(part => typeof part === 'string')
      .join(' ');
  } catch {
    if (/^\s*</.test(text)) said = '';
  }
  return said
    .replaceAll(token, '***')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 300);
}
