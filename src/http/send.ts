import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream';
import type { HttpClient } from '@actions/http-client';
import { Failure } from '../errors.ts';
import { faultOf, TransportFault } from './fault.ts';
import { openFileBody } from './file-body.ts';
import { acceptEncoding } from './framing.ts';
import type { Body, Request } from './exchange.ts';

/** A request on its way. */
export interface Sending {
  /** The head of the response; rejects with a TransportFault, a Failure of the file, or the reason of `cut`. */
  response: Promise<IncomingMessage>;
  /** Resolves once the whole request was handed to the system. */
  whole: Promise<undefined>;
  /** Whether the server can have seen the request. */
  isSent(): boolean;
  /** Whether the head of the response is there. */
  hasResponse(): boolean;
  /** What has gone wrong until now. */
  trouble: () => Error | undefined;
  /** Ends the request and its response here. */
  cut(reason: Error): void;
  /** Sends no more of a request that has its response. */
  stop(): void;
}

/** @throws TransportFault if it is no request that could be sent */
export function send(request: Request, client: HttpClient): Sending {
  const { url } = request;
  const response = Promise.withResolvers<IncomingMessage>();
  const whole = Promise.withResolvers<undefined>();
  // Each is waited for in turn, if it is.
  for (const { promise } of [response, whole]) promise.catch(() => undefined);
  let sent = false;
  let hasResponse = false;
  let trouble: Error | undefined;
  const judge = (thrown: unknown) => (thrown instanceof Failure ? thrown : faultOf(thrown, url, sent));
  const fail = (thrown: unknown) => {
    trouble ??= judge(thrown);
    response.reject(trouble);
    whole.reject(trouble);
  };

  const outgoing = open(request, client);
  // Else Node leaves out what follows the first thousand headers, such as a length or an encoding.
  outgoing.maxHeadersCount = 0;
  outgoing.once('socket', (socket) => {
    if (outgoing.reusedSocket) sent = true;
    else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (sent = true));
  });
  outgoing.once('response', (message: IncomingMessage) => {
    sent = hasResponse = true;
    response.resolve(message);
  });
  outgoing.once('upgrade', ({ statusCode = 101 }, socket) => {
    socket.destroy();
    fail(
      new TransportFault('unreadable', `${url.host} returned ${statusCode}, which was not requested`, { sent: true }),
    );
  });
  outgoing.once('finish', () => {
    whole.resolve(undefined);
  });
  outgoing.on('error', fail);
  outgoing.once('close', () => {
    // Behind a response that is no trouble: it may be how the body ends.
    const closed = judge(new Error('it was closed'));
    response.reject(closed);
    whole.reject(closed);
  });
  if (request.body?.kind === 'file')
    pipeline(openFileBody(request.body), outgoing, (thrown) => {
      if (thrown instanceof Failure) fail(thrown);
    });
  else outgoing.end(request.body?.kind === 'bytes' ? request.body.bytes : request.body?.text);

  return {
    response: response.promise,
    whole: whole.promise,
    isSent: () => sent,
    hasResponse: () => hasResponse,
    trouble: () => trouble,
    cut(reason) {
      trouble ??= reason;
      response.reject(reason);
      whole.reject(reason);
      outgoing.destroy();
    },
    stop() {
      if (!outgoing.writableFinished) outgoing.destroy();
    },
  };
}

function open(request: Request, client: HttpClient): ClientRequest {
  const { method, url, body } = request;
  const headers: Record<string, string> = {
    'accept-encoding': acceptEncoding(request),
    ...(client.userAgent !== undefined && { 'user-agent': client.userAgent }),
    ...request.headers,
  };
  if (body) headers['content-length'] = String(lengthOf(body));
  try {
    const openOver = url.protocol === 'https:' ? requestHttps : requestHttp;
    return openOver(url, { agent: client.getAgent(url.href), method, headers });
  } catch (thrown) {
    throw faultOf(thrown, url, false);
  }
}

function lengthOf(body: Body): number {
  switch (body.kind) {
    case 'file':
      return body.sizeBytes;
    case 'bytes':
      return body.bytes.length;
    case 'text':
      return Buffer.byteLength(body.text);
  }
}
