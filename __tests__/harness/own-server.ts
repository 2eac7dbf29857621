import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { RecordedRequest } from './server.ts';

export interface OwnServer {
  /** `http://127.0.0.1:PORT`, known when the first test begins. */
  url: string;
  /** The requests of the current test; their bodies are not read. */
  requests: RecordedRequest[];
}

/** A plain HTTP server for the tests of a file that responds as the file says, so that nothing can depend on the simulator. */
export function useServer(respond: RequestListener): OwnServer {
  const own: OwnServer = { url: '', requests: [] };
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    own.requests.push({ method, host: headers.host ?? '', url, headers, body: '', status: 0 });
    request.resume();
    respond(request, response);
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    own.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    own.requests.length = 0;
  });
  afterEach(() => {
    server.closeAllConnections();
  });
  afterAll(() => {
    server.close();
  });
  return own;
}
