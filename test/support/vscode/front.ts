import { randomBytes } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface Front {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * What code-server's own front would answer, before the bare VS Code server behind it:
 * half of the key that secrets are encrypted with, and two files of its look.
 */
export async function startFront(target: number, port = 0): Promise<Front> {
  const key = randomBytes(32);
  const sockets = new Set<Socket>();
  const own = (req: IncomingMessage, res: ServerResponse): boolean => {
    const path = (req.url ?? '').split('?')[0] ?? '';
    if (path.endsWith('/mint-key')) {
      res.writeHead(200, { 'content-type': 'application/octet-stream' }).end(key);
    } else if (path.endsWith('/serviceWorker.js') && path.includes('/_static/')) {
      const headers = { 'content-type': 'text/javascript', 'service-worker-allowed': '/' };
      res.writeHead(200, headers).end();
    } else if (path.includes('/_static/src/browser/media/')) {
      const icon = '<svg xmlns="http://www.w3.org/2000/svg"/>';
      res.writeHead(200, { 'content-type': 'image/svg+xml' }).end(icon);
    } else return false;
    return true;
  };
  const server = createServer((req, res) => {
    // Another name for this machine is how a foreign page would try to get in.
    if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(req.headers.host ?? '')) {
      res.writeHead(421).end();
      return;
    }
    if (own(req, res)) return;
    const { method, url, headers } = req;
    const behind = request(
      { host: '127.0.0.1', port: target, method, path: url, headers },
      reply => {
        res.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(res);
      },
    );
    behind.on('error', () => (res.headersSent ? res.destroy() : res.writeHead(502).end()));
    res.on('close', () => behind.destroy());
    req.pipe(behind);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
    const behind = connect(target, '127.0.0.1', () => {
      const lines = [`${req.method} ${req.url} HTTP/1.1`];
      for (let i = 0; i < req.rawHeaders.length; i += 2) {
        lines.push(`${req.rawHeaders[i]}: ${req.rawHeaders[i + 1]}`);
      }
      behind.write(`${lines.join('\r\n')}\r\n\r\n`);
      behind.write(head);
      behind.pipe(socket).pipe(behind);
    });
    behind.on('error', () => socket.destroy());
    socket.on('error', () => behind.destroy());
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(port, '127.0.0.1', listening);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(done => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
}
