import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordedRequest } from '../../harness/server.ts';
import { nameOfRequest } from '../requests.ts';

export interface Response {
  status: number;
  type: string;
  body: string;
}

/** Signs anyone in and knows one job, but responds to the requests of one name in words of its own. */
export interface EchoServer {
  url: string;
  requests: RecordedRequest[];
  reset(target: string, response: Response, jobStatus: string): void;
  close(): void;
}

export async function startEchoServer(): Promise<EchoServer> {
  const requests: RecordedRequest[] = [];
  let [target, words, jobStatus]: [string, Response, string] = ['', { status: 200, type: '', body: '' }, ''];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    request.resume();
    requests.push({ method, host: headers.host ?? '', url, headers, body: '', status: 0 });
    const name = url.includes('page=2') ? 'page' : nameOfRequest({ method, url });
    if (name === target) send(response, words);
    else send(response, { status: 200, type: 'application/json', body: JSON.stringify(healthy(name)) });
  });
  const startedMs = Date.now();
  const minutesAgo = (minutes: number) => new Date(startedMs - minutes * 60_000).toISOString();
  const healthy = (name: string): unknown => {
    const named = { BatchJobRecId: 42, JobDescription: 'Nightly posting', CompanyAccounts: 'dat' };
    const job = { ...named, Status: jobStatus, StartDateTime: minutesAgo(10), EndDateTime: minutesAgo(5) };
    switch (name) {
      case 'sign-in':
        return { access_token: 'opaque-token-of-the-echo', expires_in: 3599 };
      case 'poll':
        return { value: [job] };
      case 'execution':
        return { value: 'Failed' };
      case 'errors':
        return { value: '[]' };
      case 'start':
        return { IsSuccess: true };
      case 'call':
        return { value: [1], '@odata.nextLink': `${url()}/data/CustomerGroups?page=2` };
      default:
        return { value: [] };
    }
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url(),
    requests,
    reset(...next) {
      requests.length = 0;
      [target, words, jobStatus] = next;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function send(response: ServerResponse, { status, type, body }: Response): void {
  response.writeHead(status, { ...(type && { 'content-type': type }) }).end(body);
}
