import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordedRequest, RecordingServer } from '../../__tests__/harness.ts';

export interface Recorder extends RecordingServer {
  origin: string;
  /** The bodies of the answers, in the order of the requests. */
  answers: Buffer[];
  close(): void;
}

/** Stands in front of a server that keeps no record: passes requests and answers on as they are, and records the requests. */
export async function startRecorder(target: string): Promise<Recorder> {
  const requests: RecordedRequest[] = [];
  const answers: Buffer[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    void incoming.toArray().then((chunks: Buffer[]) => {
      const body = Buffer.concat(chunks);
      const onward = request(new URL(url, target), { method, headers }, (answer) => {
        const status = answer.statusCode ?? 0;
        void answer.toArray().then((parts: Buffer[]) => {
          const answered = Buffer.concat(parts);
          requests.push({ method, host: headers.host ?? '', url, headers, body: body.toString('utf8'), status });
          answers.push(answered);
          outgoing.writeHead(status, answer.rawHeaders).end(answered);
        });
      });
      onward.once('error', () => outgoing.destroy());
      onward.end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    requests,
    answers,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
