import type { RawBehaviour } from '../harness/raw-server.ts';

/** How a server that writes bytes ends its connection. */
type End = 'keep' | 'end' | 'end-of-tcp' | 'reset';

/** Writes these bytes to every request, then ends the connection so. */
export const writes = (bytes: readonly (string | Buffer)[], end: End = 'keep'): { raw: RawBehaviour } => ({
  raw: {
    onRequest(socket, _count, _request, { tcp }) {
      socket.write(Buffer.concat(bytes.map((part) => Buffer.from(part))), () => {
        // What was written must have left before a reset drops it.
        if (end === 'reset') setTimeout(() => tcp.resetAndDestroy(), 50);
        if (end === 'end') socket.end();
        if (end === 'end-of-tcp') tcp.end();
      });
    },
  },
});

/** A head of HTTP/1.1 with a JSON type. */
export const head = (lines = '', status = '200 OK') =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n${lines}\r\n`;
export const length = (bytes: number) => `Content-Length: ${bytes}\r\n`;

/** Ends every connection in one way, before the request is read or behind it. */
export const resets: Record<'before-tls' | 'behind-tls' | 'behind-request', { raw: RawBehaviour }> = {
  'before-tls': {
    raw: {
      onConnect: ({ tcp }) => {
        tcp.resetAndDestroy();
        return undefined;
      },
    },
  },
  'behind-tls': { raw: { onSecure: ({ tcp }) => tcp.resetAndDestroy() } },
  'behind-request': { raw: { onRequest: (_socket, _count, _request, { tcp }) => tcp.resetAndDestroy() } },
};

/** Speaks no TLS: words in plain HTTP on a port where TLS is due. */
export const noTls: { raw: RawBehaviour } = {
  raw: {
    onConnect({ tcp }) {
      tcp.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      return 'refuse';
    },
  },
};

/** A handshake that never ends. */
export const silentTls: { raw: RawBehaviour } = { raw: { onConnect: () => 'refuse' } };

/** Begins so, then sends a blank now and then, for ever. */
export const drips = (bytes: string): { raw: RawBehaviour } => ({
  raw: {
    onRequest(socket) {
      socket.write(bytes);
      const timer = setInterval(() => socket.write(' '), 20);
      socket.once('close', () => {
        clearInterval(timer);
      });
    },
  },
});
