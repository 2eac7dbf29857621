import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { json, send } from './response.ts';
import type { Reset } from './connections.ts';
import { control } from './control.ts';
import { decoded, markUnknown, type Exchange } from './exchange.ts';
import { faultFor, happen } from './faults.ts';
import { bodyRecorder, type RecordedRequest } from './record.ts';
import { route } from './route.ts';
import type { World } from './world.ts';

/** Handles one request from its first byte to the end of its response. */
export async function serve(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  reset: Reset,
): Promise<void> {
  const x = exchangeOf(world, request, response, reset);
  response.on('error', () => undefined);
  try {
    if (x.path.startsWith('/_simulator/')) {
      await send(x, await control(world, x), { gzip: false });
      return;
    }
    world.requests.push(x.record);
    const { scenario, clock } = world;
    response.setHeader('date', new Date(clock.now() + scenario.clockSkewMs).toUTCString());
    // Uploads pass through; everything else is small and read first, so that it is on record whatever happens next.
    const body = isUpload(x) ? '' : (await x.body()).toString('utf8', 0, 64 * 1024);
    const fault = faultFor(scenario.faults, x, body, clock.now() - world.startedAtMs);
    if (fault?.delayMs !== undefined) await clock.sleep(fault.delayMs);
    const carryOut = async (): ReturnType<typeof route> => route(world, x);
    const simulated =
      fault === undefined
        ? await carryOut()
        : await happen(fault, x, clock.now(), async () => (await carryOut()) ?? { status: 503 });
    if (simulated !== undefined) await send(x, simulated, { gzip: scenario.gzip && !x.path.startsWith('/blob/') });
    else if (fault === undefined) x.reset();
  } catch (error) {
    // A client that went away in the middle of its upload is no fault of the simulator.
    if (!request.destroyed || request.complete) {
      markUnknown(x, 'an error of the simulator');
      const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
      await send(x, json(500, { simulator: problem }), { gzip: false });
    }
  }
}

const isUpload = (x: Exchange): boolean => x.method === 'PUT' && x.path.startsWith('/blob/');

function exchangeOf({ clock }: World, request: IncomingMessage, response: ServerResponse, reset: Reset): Exchange {
  // A client that takes the simulator for a proxy names the host, too: RFC 9112, 3.2.2.
  const url = (request.url ?? '/').replace(/^https?:\/\/[^/?#]+(?=\/)/i, '');
  const host = (request.headers.host ?? 'localhost').toLowerCase();
  const record: RecordedRequest = {
    atMs: clock.now(),
    method: request.method ?? 'GET',
    host,
    url,
    headers: request.headers,
    body: '',
    bodyBytes: 0,
    status: 0,
  };
  const question = url.indexOf('?');
  const path = question < 0 ? url : url.slice(0, question);
  let whole: Promise<Buffer> | undefined;
  async function* stream(): AsyncGenerator<Buffer> {
    const recorder = bodyRecorder(record);
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        recorder.add(chunk);
        yield chunk;
      }
    } finally {
      recorder.end();
    }
  }
  return {
    request,
    response,
    record,
    method: record.method,
    host,
    path: decoded(path),
    query: new URLSearchParams(question < 0 ? '' : url.slice(question + 1)),
    reset: () => {
      reset(request);
    },
    body: () => (whole ??= buffer(stream())),
    stream,
  };
}
