import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:https';
import type { Socket } from 'node:net';

/** Resets the TCP connection under a request: only the raw socket can, not the TLS socket around it. */
export type Reset = (request: IncomingMessage) => void;

/** Keeps the raw socket of every connection of a server, by the client's port. */
export function trackConnections(server: Server): Reset {
  const sockets = new Map<number, Socket>();
  server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    sockets.set(remotePort, socket);
    socket.once('close', () => void sockets.delete(remotePort));
  });
  return ({ socket }) => {
    sockets.get(socket.remotePort ?? 0)?.resetAndDestroy();
    socket.destroy();
  };
}
