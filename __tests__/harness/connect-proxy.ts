import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Connect {
  /** As it was asked for: `login.microsoftonline.com:443`. */
  authority: string;
  headers: IncomingMessage['headers'];
  /** What the proxy responded. */
  status: number;
}

export interface ConnectProxy {
  /** For `https_proxy`. */
  url: string;
  /** Every CONNECT, in order. */
  connects: Connect[];
  /** The next CONNECTs are refused with these statuses (407, 403, 502 …), one each. */
  refusals: number[];
  close(): Promise<void>;
}

/** Starts a CONNECT proxy that leads every host, whatever its name and port, to one port of this machine. */
export async function startConnectProxy(port: number): Promise<ConnectProxy> {
  const sockets = new Set<Duplex>();
  const track = <S extends Duplex>(socket: S): S => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((_request, response) => {
    response.writeHead(405, { connection: 'close' }).end('This proxy takes CONNECT alone.');
  });
  server.on('connection', (socket: Socket) => track(socket));
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    const status = proxy.refusals.shift() ?? 200;
    proxy.connects.push({ authority: request.url ?? '', headers: request.headers, status });
    if (status !== 200) {
      const challenge = status === 407 ? 'Proxy-Authenticate: Basic realm="proxy"\r\n' : '';
      client.end(`HTTP/1.1 ${status} Refused\r\n${challenge}Content-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    const upstream = track(connect(port, '127.0.0.1'));
    upstream.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.once('close', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));

  const proxy: ConnectProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connects: [],
    refusals: [],
    close: () =>
      new Promise((settle, reject) => {
        server.close((error) => {
          if (error) reject(error);
          else settle();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
  return proxy;
}
