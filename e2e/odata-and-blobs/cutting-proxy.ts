import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  port: number;
  /** In the order in which they came: the first line that was sent, and how many bytes came in all. */
  connections: { firstLine: string; bytes: number }[];
  close(): void;
}

/** Carries connections to a port of this machine, and resets the first after so many bytes of its client. */
export async function startCuttingProxy(targetPort: number, cutAfterBytes: number): Promise<CuttingProxy> {
  const connections: CuttingProxy['connections'] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const connection = { firstLine: '', bytes: 0 };
    const isFirst = connections.push(connection) === 1;
    const onward = connect(targetPort, '127.0.0.1');
    for (const socket of [client, onward]) {
      open.add(socket);
      socket.once('error', () => undefined);
      socket.once('close', () => {
        open.delete(socket);
        client.destroy();
        onward.destroy();
      });
    }
    client.on('data', (chunk: Buffer) => {
      connection.firstLine ||= chunk.toString('latin1').split('\r\n', 1)[0] ?? '';
      connection.bytes += chunk.length;
      if (isFirst && connection.bytes >= cutAfterBytes) {
        client.resetAndDestroy();
        onward.resetAndDestroy();
      }
    });
    client.pipe(onward);
    onward.pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
