import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { bodyBytes, type SimulatedResponse } from '../response.ts';
import { decoded, header, onPremises, rootOf, type Exchange } from '../exchange.ts';
import type { World } from '../world.ts';
import { refused } from '../fno/gate.ts';
import { allow, NotKnown, ODataError } from './errors.ts';

interface InnerRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  contentId: string | undefined;
}

export type Serve = (x: Exchange, path: string) => Promise<SimulatedResponse>;

/**
 * `POST /data/$batch`: the requests are carried out in order. Of a changeset all are, or it fails as a whole with the
 * response of its first failure; what comes after a failure is not carried out unless `Prefer` asks for it. In a
 * changeset `$1` stands for the row that the part with this Content-ID has inserted.
 */
export async function batch(world: World, x: Exchange, serve: Serve): Promise<SimulatedResponse> {
  const contentType = header(x, 'content-type');
  const boundary = boundaryOf(contentType);
  allow(x, ['POST']);
  if (/json/i.test(contentType)) throw new NotKnown('a $batch in JSON');
  if (boundary === undefined) {
    throw new ODataError(400, `The content type '${contentType}' is not that of a batch request.`);
  }
  const body = await x.body();
  if (world.scenario.batchRequests === 'echoed') {
    return { status: 200, headers: { 'content-type': contentType, 'odata-version': '4.0' }, body };
  }
  const parts = partsOf(body.toString(), boundary);
  if (parts.length === 0 && !body.includes(`--${boundary}--`)) {
    throw new ODataError(400, `The batch has no part that begins with its boundary '${boundary}'.`);
  }
  const goesOn = /continue-on-error(?!=false)/.test(header(x, 'prefer'));
  const texts: string[] = [];
  for (const part of parts) {
    const { text, failed } = await carryOut(world, x, part, serve);
    texts.push(text);
    if (failed && !goesOn) break;
  }
  const own = `batchresponse_${randomUUID()}`;
  return {
    status: 200,
    headers: { 'content-type': `multipart/mixed; boundary=${own}`, 'odata-version': '4.0' },
    body: joined(texts, own),
  };
}

async function carryOut(
  world: World,
  x: Exchange,
  part: string,
  serve: Serve,
): Promise<{ text: string; failed: boolean }> {
  const { headers, rest } = split(part);
  const inner = boundaryOf(headers['content-type'] ?? '');
  if (inner === undefined) {
    const { text, status } = await one(world, x, requestOf(rest, headers), serve);
    return { text, failed: status >= 400 };
  }
  const restore = stateOf(world);
  const texts: string[] = [];
  const locations = new Map<string, string>();
  for (const change of partsOf(rest, inner)) {
    const { headers: head, rest: request } = split(change);
    const asked = requestOf(request, head);
    if (asked.method === 'GET') throw new ODataError(400, 'A changeset cannot contain a GET request.');
    const url = asked.url.replace(/^\$([^/?]+)/, (whole, id: string) => locations.get(id) ?? whole);
    const { text, status, location } = await one(world, x, { ...asked, url }, serve);
    if (status >= 400) {
      restore();
      return { text, failed: true };
    }
    if (asked.contentId !== undefined && location !== undefined) locations.set(asked.contentId, location);
    texts.push(text);
  }
  const own = `changesetresponse_${randomUUID()}`;
  return { text: `Content-Type: multipart/mixed; boundary=${own}\r\n\r\n${joined(texts, own)}`, failed: false };
}

/** What a failed changeset leaves as it was: the rows that can be written, and batch jobs. @returns what brings them back */
function stateOf(world: World): () => void {
  const tables = structuredClone(world.tables);
  const projects = structuredClone([...world.data.projects]);
  const restoreJobs = world.jobs.snapshot();
  return () => {
    world.tables = tables;
    world.data.projects.clear();
    for (const [name, project] of projects) world.data.projects.set(name, project);
    restoreJobs();
  };
}

async function one(
  world: World,
  x: Exchange,
  inner: InnerRequest,
  serve: Serve,
): Promise<{ text: string; status: number; location: string | undefined }> {
  const root = `${rootOf(x)}/data/`;
  if (!URL.canParse(inner.url, root)) throw new ODataError(400, `The URL '${inner.url}' in the batch is not valid.`);
  const url = new URL(inner.url, root);
  if (url.host !== new URL(root).host) throw new NotKnown(`a part of a $batch for ${url.host}`);
  const path = decoded(url.pathname)
    .replace(onPremises, '')
    .replace(/^\/data\//i, '');
  if (path === '$batch') throw new NotKnown('a $batch in a $batch');
  const asked = exchangeFor(x, inner, url);
  const isRefused = world.scenario.roleMissingFor.some((part) => url.pathname.includes(part));
  const response = isRefused ? refused(403, world.scenario.refusalBody) : await serve(asked, path);
  if (asked.record.unknown !== undefined) x.record.unknown = asked.record.unknown;
  const bytes = await bodyBytes(response);
  const head = [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(inner.contentId === undefined ? [] : [`Content-ID: ${inner.contentId}`]),
    '',
    `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ''}`,
    ...Object.entries(response.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    ...(bytes.length > 0 ? [`content-length: ${bytes.length}`] : []),
  ];
  return {
    text: `${head.join('\r\n')}\r\n\r\n${bytes.toString()}`,
    status: response.status,
    location: response.headers?.['location'],
  };
}

/** The request inside as a handler sees one; what goes to the connection is that of the batch. */
const exchangeFor = (x: Exchange, { method, headers, body }: InnerRequest, url: URL): Exchange => ({
  ...x,
  request: Object.assign(Object.create(x.request) as Exchange['request'], { headers }),
  method,
  path: decoded(url.pathname),
  query: url.searchParams,
  record: { ...x.record, method, url: `${url.pathname}${url.search}` },
  body: () => Promise.resolve(Buffer.from(body)),
});

function requestOf(text: string, partHeaders: Record<string, string>): InnerRequest {
  const [line = '', ...more] = text.replace(/^\s+/, '').split(/\r?\n/);
  // A URL may hold blanks, as https://github.com/OData/odata.net reads a request line.
  const [, method, url] = /^([A-Z]+) +(\S.*?) +HTTP\/1\.1$/.exec(line.trim()) ?? [];
  if (method === undefined || url === undefined) {
    throw new ODataError(400, `A part of the batch does not begin with a request line: '${line}'.`);
  }
  const { headers, rest } = split(more.join('\r\n'));
  return { method, url, headers, body: rest.replace(/\r\n$/, ''), contentId: partHeaders['content-id'] };
}

const boundaryOf = (contentType: string): string | undefined =>
  /^multipart\/mixed\s*;.*\bboundary="?([^";]+)"?/i.exec(contentType)?.[1];

/** A boundary stands on a line of its own, perhaps with blanks behind it; what follows the last one counts for nothing. */
function partsOf(body: string, boundary: string): string[] {
  const literal = RegExp.escape(boundary);
  const [whole = ''] = `\n${body}`.split(new RegExp(`\\n--${literal}--`));
  return whole
    .split(new RegExp(`\\r?\\n--${literal}[ \\t]*(?=\\r?\\n|$)`))
    .slice(1)
    .map((part) => part.replace(/^\r?\n/, ''));
}

/** Headers in lower case up to the first empty line, and what follows it. */
function split(text: string): { headers: Record<string, string>; rest: string } {
  const [, head = '', rest = ''] = /^((?:[^\r\n]+\r?\n)*)\r?\n?([^]*)$/.exec(text) ?? [];
  const headers = head.split(/\r?\n/).flatMap((line) => {
    const [, name, value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name.toLowerCase(), value.trim()] as const];
  });
  return { headers: Object.fromEntries(headers), rest };
}

const joined = (parts: string[], boundary: string): string =>
  `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
