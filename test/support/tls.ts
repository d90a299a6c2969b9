import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** A certificate of its own authority for one host, and its key; made anew every time, so that none is kept in a file. */
export function selfSigned(host: string): { readonly cert: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid('2a8648ce3d040302'));
  const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(host)))));
  const day = 24 * 60 * 60 * 1000;
  const time = (at: number): Buffer =>
    der(0x17, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));
  const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), der(0x04, value));
  const content = sequence(
    der(0xa0, integer(2)),
    integer(Math.floor(Math.random() * 2 ** 30) + 1),
    algorithm,
    name,
    sequence(time(Date.now() - day), time(Date.now() + 30 * day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        extension('551d11', sequence(der(0x82, Buffer.from(host)))),
        extension('551d13', sequence(der(0x01, Buffer.of(0xff)))),
      ),
    ),
  );
  const signature = der(0x03, Buffer.concat([Buffer.of(0), sign('sha256', content, privateKey)]));
  const base64 = sequence(content, algorithm, signature).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}(?!$)/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.of(tag, ...size), body]);
}
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const integer = (value: number): Buffer => {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return der(0x02, bytes[0]! >= 128 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
};

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Speaks TLS with the world and plain HTTP with the server on `behind`. */
export async function tlsBefore(
  behind: number,
  certificate: { readonly cert: string; readonly key: string },
): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createTlsServer(certificate, socket => {
    const inner = connect(behind, '127.0.0.1');
    for (const one of [socket, inner]) one.on('error', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
    sockets.add(socket).add(inner);
  });
  server.on('tlsClientError', () => undefined);
  return listening(server, sockets);
}

export interface Proxy extends Listening {
  /** The heads of all requests to it, in the order they came. */
  readonly heads: readonly string[];
  /** All bytes that clients sent through its tunnels. */
  readonly bytes: () => Buffer;
}

/** A proxy that asks for a sign-in and opens tunnels: every host is the server on `to`. */
export async function startProxy(user: string, password: string, to: () => number): Promise<Proxy> {
  const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const heads: string[] = [];
  const sent: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createHttpServer((request, response) => {
    heads.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    response.writeHead(403).end();
  });
  server.on('connect', (request, client: Socket) => {
    heads.push(`CONNECT ${request.url} ${JSON.stringify(request.headers)}`);
    client.on('error', () => client.destroy());
    sockets.add(client);
    if (request.headers['proxy-authorization'] !== wanted) {
      client.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="p"\r\n\r\n',
      );
      return;
    }
    const inner = connect(to(), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.on('data', (bytes: Buffer) => sent.push(bytes));
      client.pipe(inner).pipe(client);
    });
    inner.on('error', () => client.destroy());
    sockets.add(inner);
  });
  return Object.assign(await listening(server, sockets), {
    heads,
    bytes: () => Buffer.concat(sent),
  });
}

function listening(
  server: {
    listen(port: number, host: string, done: () => void): unknown;
    address(): AddressInfo | string | null;
    close(done: () => void): unknown;
  },
  sockets: ReadonlySet<Socket>,
): Promise<Listening> {
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise(done => {
            for (const socket of sockets) socket.destroy();
            server.close(() => {
              done();
            });
          }),
      });
    });
  });
}
