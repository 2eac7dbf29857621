import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { createServerCertificate } from '../../simulator/certificate.ts';
import type { RecordedRequest } from './server.ts';

/** One connection, as it is told of it and of the requests that come over it. */
export interface RawConnection {
  /** Counted from 1, over all connections of the server since the last `reset`. */
  number: number;
  /** TCP itself: only it can be reset. */
  tcp: Socket;
}

/** What a test lets happen; each may end the connection, and what is left out lets it go on. */
export interface RawBehaviour {
  /** Before the first byte of TLS. `refuse` leaves the connection without TLS. */
  onConnect?: ((connection: RawConnection) => 'refuse' | undefined) | undefined;
  /** As soon as there is a TLS session. */
  onSecure?: (connection: RawConnection) => void;
  /** With each piece of a request, its first one holding the head. */
  onPiece?: (request: RecordedRequest, connection: RawConnection & { socket: TLSSocket }) => void;
  /** Once a request is whole; `count` counts them over all connections. */
  onRequest?: (socket: TLSSocket, count: number, request: RecordedRequest, connection: RawConnection) => void;
}

/** A TLS server that writes bytes: it knows nothing of HTTP but where a request ends. */
export interface RawServer {
  url: string;
  port: number;
  caFile: string;
  requests: RecordedRequest[];
  connections: number;
  behaviour: RawBehaviour;
  reset(behaviour: RawBehaviour): void;
  close(): void;
}

const NAMES = ['localhost', 'contoso.operations.dynamics.com', '127.0.0.1', '::1'];

/**
 * @param host what it listens on: `::1` for IPv6
 * @param certificateOptions the names in its certificate, and whether that expired yesterday
 */
export async function startRawServer(
  host = '127.0.0.1',
  { names = NAMES, isExpired = false }: { names?: string[]; isExpired?: boolean } = {},
): Promise<RawServer> {
  const folder = mkdtempSync(join(tmpdir(), 'raw-server-'));
  const { caCertificate, certificate, privateKey } = await createServerCertificate(names, isExpired);
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, caCertificate);
  const sockets = new Set<Socket>();
  const tcpOf = new Map<number, RawConnection>();

  const secure = createTlsServer({ cert: certificate, key: privateKey }, (socket) => {
    const connection = tcpOf.get(socket.remotePort ?? 0);
    socket.on('error', () => undefined);
    if (!connection) return;
    server.behaviour.onSecure?.(connection);
    readRequests(server, socket, connection);
  });
  secure.on('tlsClientError', () => undefined);
  const tcp = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('close', () => sockets.delete(socket));
    const connection = { number: (server.connections += 1), tcp: socket };
    tcpOf.set(socket.remotePort ?? 0, connection);
    if (server.behaviour.onConnect?.(connection) !== 'refuse' && !socket.destroyed) secure.emit('connection', socket);
  });
  tcp.listen(0, host);
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const server: RawServer = {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    caFile,
    requests: [],
    connections: 0,
    behaviour: {},
    reset(behaviour) {
      for (const socket of sockets) socket.destroy();
      server.requests.length = 0;
      server.connections = 0;
      server.behaviour = behaviour;
    },
    close() {
      tcp.close();
      for (const socket of sockets) socket.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return server;
}

function readRequests(server: RawServer, socket: TLSSocket, connection: RawConnection): void {
  let pending = '';
  let current: { request: RecordedRequest; length: number } | undefined;
  socket.on('data', (bytes: Buffer) => {
    pending += bytes.toString('latin1');
    if (!current) {
      const end = pending.indexOf('\r\n\r\n');
      if (end < 0) return;
      const request = requestOf(pending.slice(0, end));
      current = { request, length: Number(request.headers['content-length'] ?? 0) };
      pending = pending.slice(end + 4);
      server.requests.push(request);
    }
    const { request, length } = current;
    request.body += pending;
    pending = '';
    server.behaviour.onPiece?.(request, { ...connection, socket });
    if (request.body.length < length) return;
    current = undefined;
    server.behaviour.onRequest?.(socket, server.requests.length, request, connection);
  });
}

function requestOf(head: string): RecordedRequest {
  const [first = '', ...lines] = head.split('\r\n');
  const [method = '', url = ''] = first.split(' ');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { method, host: headers['host'] ?? '', url, headers, body: '', status: 0 };
}
