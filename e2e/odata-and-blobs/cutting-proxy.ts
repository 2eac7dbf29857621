import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Where a connection is reset: after so many bytes of one side. */
export interface Cut {
  of: 'client' | 'server';
  afterBytes: number;
}

export interface CuttingProxy {
  port: number;
  /** In the order in which they came: the heads of the requests, and how many bytes came of each side in all. */
  connections: { heads: string[]; clientBytes: number; serverBytes: number }[];
  close(): void;
}

/** A request begins a piece: its client waits for the response to the one before. */
const HEAD = /^(?:PUT|GET|HEAD) \/[^]*?\r\n\r\n/;
const LONGEST_HEAD = 4_096;

/** Carries connections to a port of this machine, and resets them in their order as `cuts` says; the others live. */
export async function startCuttingProxy(targetPort: number, cuts: readonly Cut[]): Promise<CuttingProxy> {
  const connections: CuttingProxy['connections'] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const connection = { heads: [] as string[], clientBytes: 0, serverBytes: 0 };
    const cut = cuts[connections.push(connection) - 1];
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
    const count = (side: Cut['of'], bytes: number) => {
      if (cut?.of !== side || bytes < cut.afterBytes) return;
      client.resetAndDestroy();
      onward.resetAndDestroy();
    };
    client.on('data', (chunk: Buffer) => {
      const head = HEAD.exec(chunk.toString('latin1', 0, LONGEST_HEAD));
      if (head) connection.heads.push(head[0]);
      count('client', (connection.clientBytes += chunk.length));
    });
    onward.on('data', (chunk: Buffer) => {
      count('server', (connection.serverBytes += chunk.length));
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
