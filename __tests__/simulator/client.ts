import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll } from '@jest/globals';
import type { Simulator } from '../../simulator/simulator.ts';

export interface ClientResponse {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
}

export interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Host header, as through a proxy. */
  host?: string;
}

export interface Client {
  /** One HTTPS request, as it is. Rejects where the connection breaks or the body is cut. */
  send(path: string, call?: Call): Promise<ClientResponse>;
  /** With a bearer and `Accept: application/json`; an object becomes a JSON body, and the method then is POST. */
  fno(path: string, body?: object | string, call?: Call): Promise<ClientResponse>;
  close(): void;
}

/** What may not stand in a URL is encoded; what is encoded stays. */
const encoded = (path: string): string => path.replace(/[^\x21-\x7e]/gu, encodeURIComponent);

/** A client that trusts the simulator's certificate and sends exactly what it is told. */
export function createClient(simulator: Simulator): Client {
  const agent = new Agent({ keepAlive: true, ca: readFileSync(simulator.caFile) });
  const send: Client['send'] = (path, { method = 'GET', headers = {}, body, host } = {}) =>
    new Promise((resolve, reject) => {
      const all = { ...headers, ...(host !== undefined && { host }) };
      const outgoing = request(
        { agent, host: 'localhost', port: simulator.port, path: encoded(path), method, headers: all },
        (response) => {
          buffer(response).then((bytes) => {
            resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString() });
          }, reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  return {
    send,
    fno(path, body, call = {}) {
      const json = typeof body === 'object' ? JSON.stringify(body) : body;
      return send(path, {
        method: body === undefined ? 'GET' : 'POST',
        ...(json !== undefined && { body: json }),
        ...call,
        headers: { authorization: `Bearer ${simulator.mintToken()}`, accept: 'application/json', ...call.headers },
      });
    },
    close() {
      agent.destroy();
    },
  };
}

/** The client of a simulator that `useSimulator` starts, closed after the last test. */
export function useClient(simulator: Simulator): Client {
  const client = {} as Client;
  beforeAll(() => {
    Object.assign(client, createClient(simulator));
  });
  afterAll(() => {
    client.close();
  });
  return client;
}
