import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostedComment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
  readonly path?: string;
  readonly line?: number;
  readonly commit_id?: string;
  readonly in_reply_to_id?: number;
  /** Set by people, never by a program. */
  isResolved?: boolean;
}

/** What happens to a request: `before` and `after` say whether it was carried out when the answer fails. */
export type HostFault =
  'before' | 'after' | 'reset' | 'silent' | 'endless' | 'limit' | 'invalid' | 'other' | undefined;

/** The part of GitHub's REST interface that has to do with the comments of one pull request. */
export interface HostServer {
  readonly url: string;
  readonly token: string;
  readonly lines: HostedComment[];
  readonly talk: HostedComment[];
  readonly requests: string[];
  /** `path:line` that can be commented on. */
  diff: ReadonlySet<string>;
  fault: (request: string) => HostFault;
  /** Whether `/user` tells who the token is of. */
  knowsUser: boolean;
  /** Who writes, as the comments name it. */
  login: string;
  /** What the other interface calls it; undefined: it is not there. */
  viewer: string | undefined;
  readonly close: () => Promise<void>;
}

export const BOT = 'github-actions[bot]';

export async function startGitHub(): Promise<HostServer> {
  let ids = 100;
  const state: Omit<HostServer, 'url' | 'close'> = {
    token: 'ghs_' + 'tokenOfTheWorkflow'.repeat(2),
    lines: [],
    talk: [],
    requests: [],
    diff: new Set(),
    fault: () => undefined,
    knowsUser: false,
    login: BOT,
    viewer: undefined,
  };
  const answer = (
    response: ServerResponse,
    status: number,
    body?: unknown,
    headers: Record<string, string> = {},
  ): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === undefined ? '' : JSON.stringify(body));
  };

  const carryOut = (method: string, path: string, query: URLSearchParams, body: string) => {
    path = path.replace(/^\/api\/v3(?=\/)/, '');
    if (/^\/(?:api\/)?graphql$/.test(path))
      return state.viewer === undefined
        ? { status: 404, body: { message: 'Not Found' } }
        : { status: 200, body: { data: { viewer: { login: state.viewer } } } };
    if (path === '/user')
      return state.knowsUser
        ? { status: 200, body: { login: state.login } }
        : { status: 403, body: { message: 'Resource not accessible by integration' } };
    const [, where, id] =
      /^\/repos\/o\/r\/(pulls\/7\/comments|issues\/7\/comments|(?:pulls|issues)\/comments\/(\d+))$/.exec(
        path,
      ) ?? [];
    if (where === undefined) return { status: 404, body: { message: 'Not Found' } };
    const list = where.startsWith('pulls') ? state.lines : state.talk;
    const asked = (body === '' ? {} : JSON.parse(body)) as Partial<HostedComment> & {
      readonly start_line?: number;
    };
    if (id !== undefined) {
      const at = list.findIndex(one => one.id === Number(id));
      const one = list[at];
      if (!one) return { status: 404, body: { message: 'Not Found' } };
      if (method === 'DELETE') {
        list.splice(at, 1);
        return { status: 204, body: undefined };
      }
      one.body = asked.body ?? one.body;
      return { status: 200, body: one };
    }
    if (method === 'GET') {
      const [size, page] = [Number(query.get('per_page')), Number(query.get('page'))];
      return { status: 200, body: list.slice((page - 1) * size, page * size) };
    }
    if (list === state.lines)
      for (const line of [asked.line, asked.start_line ?? asked.line])
        if (!state.diff.has(`${asked.path}:${line}`))
          return {
            status: 422,
            body: {
              message: 'Validation Failed',
              errors: ['pull_request_review_thread.line must be part of the diff'],
            },
          };
    const one: HostedComment = {
      id: (ids += 1),
      body: asked.body ?? '',
      user: { login: state.login },
      ...(asked.path === undefined ? {} : { path: asked.path }),
      ...(asked.line === undefined ? {} : { line: asked.line }),
    };
    list.push(one);
    return { status: 201, body: one };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const bytes of request) body += String(bytes);
    const url = new URL(request.url ?? '/', 'http://host');
    const name = `${request.method} ${url.pathname}`;
    state.requests.push(name.endsWith('/graphql') ? `${name} ${body}` : name);
    if (request.headers.authorization !== `Bearer ${state.token}`)
      return answer(response, 401, { message: `Bad credentials: ${state.token}` });
    const fault = state.fault(name);
    if (fault === 'silent') return;
    if (fault === 'endless') {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (!response.destroyed && response.write('['.repeat(1 << 20)));
        if (!response.destroyed) response.once('drain', more);
      };
      return more();
    }
    if (fault === 'invalid') return answer(response, 422, { message: 'Validation Failed' });
    if (fault === 'other') return answer(response, 200, { ok: true });
    if (fault === 'before') return answer(response, 502, { message: 'Server Error' });
    if (fault === 'limit')
      return answer(
        response,
        403,
        { message: 'You have exceeded a secondary rate limit' },
        { 'retry-after': '0' },
      );
    const done = carryOut(request.method ?? '', url.pathname, url.searchParams, body);
    if (fault === 'after') return answer(response, 500, { message: 'Server Error' });
    if (fault === 'reset') return void response.destroy();
    answer(response, done.status, done.body);
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready));
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>(closed => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  });
}
