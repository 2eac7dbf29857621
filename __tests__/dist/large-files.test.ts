import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/faults.ts';
import { asObject, asText, parseJson } from '../../simulator/json.ts';
import { type Run, runAction, type RunOptions, useFolder, useSimulator } from '../harness.ts';

const MIB = 1024 * 1024;
/** Of an old version of the store's protocol, which takes 64 MiB in one request: files as small as can be go in blocks. */
const OLD_VERSION = 'x-ms-version: 2015-12-11';
const BLOCK = 4 * MIB;
const PACKAGE_BYTES = 65 * MIB;
const BLOCKS = 17;

/** Until the test moves the simulator's clock. */
const HELD_MS = 3_600_000;

const simulator = useSimulator();
const workspace = useFolder();
const inWorkspace = (name: string) => join(workspace, name);
let blobUrl: string;
let packageDigest: string;

const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const inject = (...faults: Fault[]) => void simulator.scenario.faults.push(...faults);

beforeAll(async () => {
  const bytes = Buffer.alloc(PACKAGE_BYTES, randomBytes(MIB + 7));
  writeFileSync(inWorkspace('package.zip'), bytes);
  packageDigest = digestOf(bytes);
  const run = await runAction(simulator, {
    inputs: {
      operation: 'rest',
      'environment-url': simulator.environmentUrl,
      token: simulator.mintToken(),
      path: '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetAzureWriteUrl',
      payload: '{"uniqueFileName":"package.zip"}',
    },
  });
  const { value } = asObject(parseJson(run.outputs['response'] ?? ''));
  blobUrl = asText(asObject(parseJson(asText(value)))['BlobUrl']);
});

const signature = () => new URL(blobUrl).searchParams.get('sig') ?? '';
const rest = (inputs: Record<string, string>, options: Partial<RunOptions> = {}): Promise<Run> =>
  runAction(simulator, {
    workspace,
    clockSpeed: 10,
    secrets: [signature(), encodeURIComponent(signature())],
    ...options,
    inputs: { operation: 'rest', auth: 'none', path: blobUrl, ...inputs },
  });
const put = (inputs: Record<string, string> = {}, options: Partial<RunOptions> = {}) =>
  rest(
    {
      method: 'PUT',
      'payload-file': 'package.zip',
      'content-type': 'application/zip',
      headers: `x-ms-blob-type: BlockBlob\n${OLD_VERSION}`,
      ...inputs,
    },
    options,
  );
/** What each request was, by method and what of the blob it was about: `PUT block 3`, `GET bytes=8388608-`. */
const requestsOf = ({ requests }: Run) =>
  requests.map(({ method, url, headers }) => {
    const query = new URL(url, 'https://x').searchParams;
    const number =
      Buffer.from(query.get('blockid') ?? '', 'base64')
        .toString()
        .split('-')[0] ?? '';
    // What has come and was not yet taken is lost with its connection: to the next MiB.
    const range = headers.range?.replace(/\d+/, (bytes) => String(Math.ceil(Number(bytes) / MIB) * MIB));
    const part = number ? `block ${Number(number)}` : (query.get('comp') ?? range ?? 'the whole');
    return `${method} ${part}`;
  });
const blocks = (...indexes: number[]) => indexes.map((index) => `PUT block ${index}`);
const ALL = Array.from({ length: BLOCKS }, (_, index) => index);
const COMMIT = ['PUT blocklist', 'HEAD the whole'];
const errorOf = ({ outputs }: Run) => outputs['error'] ?? '';

async function storedDigest(): Promise<string> {
  const run = await rest({ 'response-file': 'stored.zip' });
  expect(errorOf(run)).toBe('');
  return digestOf(readFileSync(inWorkspace('stored.zip')));
}
const UNCHANGED = 'so it is unchanged';

describe('a file that is too large for one request', () => {
  test('goes up in blocks, each with its digest, and what is said of the blob goes with their list', async () => {
    const headers = `x-ms-blob-type: BlockBlob\n${OLD_VERSION}\nx-ms-meta-from: test\nContent-Language: de\nx-gateway-key: some-gateway-key`;
    const run = await put({ headers });
    expect(run.outputs).toMatchObject({ error: '', 'status-code': '201', response: '' });
    expect(requestsOf(run)).toEqual([...blocks(...ALL), ...COMMIT]);
    for (const { headers: sent, url } of run.requests.slice(0, BLOCKS)) {
      expect(url).toContain(`&comp=block&blockid=`);
      expect(sent).toMatchObject({ 'x-ms-version': '2015-12-11', 'x-gateway-key': 'some-gateway-key' });
      expect(sent['content-md5']).toMatch(/^[\w+/]{22}==$/);
      expect(Object.keys(sent).filter((name) => /^x-ms-(blob|meta)|^content-(type|language)/.test(name))).toEqual([]);
    }
    expect(run.requests.map(({ headers: sent }) => Number(sent['content-length'] ?? 0)).slice(0, BLOCKS)).toEqual([
      ...Array.from({ length: BLOCKS - 1 }, () => BLOCK),
      MIB,
    ]);
    expect(run.requests[BLOCKS]?.headers).toMatchObject({
      'content-type': 'application/xml',
      'x-ms-blob-content-type': 'application/zip',
      'x-ms-blob-content-language': 'de',
      'x-ms-meta-from': 'test',
      'x-ms-version': '2015-12-11',
    });
    expect(run.requests[BLOCKS]?.headers).not.toHaveProperty('x-ms-blob-type');
    expect(await storedDigest()).toBe(packageDigest);
  });

  test.each<[string, Fault]>([
    ['is reset in the middle', { respond: 'reset', afterBytes: 2 * MIB }],
    ['is stored, but whose response is lost', { respond: 'reset', carryOut: true }],
    ['finds the store busy', { respond: 'custom', status: 503, retryAfterSeconds: 2, headers: busy('ServerBusy') }],
    ['times out in the store', { respond: 'custom', status: 500, headers: busy('OperationTimedOut') }],
    ['finds a gateway without a store', { respond: '502-html' }],
  ])('sends only the block again that %s', async (_how, fault) => {
    inject({ ...fault, match: { method: 'PUT', path: 'comp=block&', nth: 6 } });
    const run = await put();
    expect(errorOf(run)).toBe('');
    expect(requestsOf(run)).toEqual([...blocks(...ALL.slice(0, 6)), ...blocks(...ALL.slice(5)), ...COMMIT]);
    expect(run.log.join('\n')).toMatch(/ \(block 6 of 17\): .*; retrying in [\d.]+ s\./);
    expect(await storedDigest()).toBe(packageDigest);
  });

  test('goes on where it stopped in the next poll of a wait', async () => {
    inject({ match: { method: 'PUT', path: 'comp=block&', nth: 6 }, respond: 'reset' });
    // A signature that does not permit to read the result.
    const path = blobUrl.replace('sp=rw', 'sp=w');
    const run = await put({ path, idempotent: 'true', 'wait-timeout-minutes': '5' });
    expect(errorOf(run)).toBe('');
    expect(requestsOf(run)).toEqual([...blocks(...ALL.slice(0, 6)), ...blocks(...ALL.slice(5)), 'PUT blocklist']);
  });

  test.each([
    ['true', ['PUT blocklist', ...COMMIT], ''],
    ['false', ['PUT blocklist'], 'The server may have carried it out, so it was not retried'],
  ])('with `idempotent: %s`, a list whose response is lost is sent: %j', async (idempotent, commit, error) => {
    inject({ match: { path: 'comp=blocklist', nth: 1 }, respond: 'reset', carryOut: true });
    const run = await put({ idempotent });
    expect(errorOf(run)).toContain(error);
    expect(errorOf(run) === '').toBe(error === '');
    expect(requestsOf(run)).toEqual([...blocks(...ALL), ...commit]);
    expect(await storedDigest()).toBe(packageDigest);
  });

  test('ends at a signature that has expired, says so, and leaves the blob as it is', async () => {
    const expiring = blobUrl.replace(/se=[^&]+/, `se=${encodeURIComponent('2026-01-01T10:00:00Z')}`);
    inject({
      match: { path: 'comp=block&', nth: 3 },
      respond: 'custom',
      status: 403,
      headers: busy('AuthenticationFailed'),
    });
    const run = await put({ path: expiring, 'accept-status': 'none' });
    expect(run.outputs).toMatchObject({ 'status-code': '403' });
    expect(errorOf(run)).toMatch(/returned 403.* This was block 3 of 17\. .*so it is unchanged\./);
    expect(errorOf(run)).toContain('The signature of the URL expired at 2026-01-01T10:00:00Z: request a new URL');
    expect(requestsOf(run)).toEqual(blocks(0, 1, 2));
  });

  test.each<[string, Fault, string[], string]>([
    ['a proxy with 200', { match: { path: 'comp=block&', nth: 2 }, respond: 'empty-200' }, blocks(0, 1), UNCHANGED],
    [
      'a server that stores a block in place of the blob',
      { match: { path: 'comp=block&', nth: 1 }, respond: 'custom', status: 201, headers: { etag: '"1"' } },
      blocks(0),
      'If the server is not a blob store, remove `x-ms-blob-type`',
    ],
    [
      'a proxy with 200 to the list',
      { match: { path: 'comp=blocklist' }, respond: 'empty-200' },
      [...blocks(...ALL), 'PUT blocklist'],
      'which is not the response of a blob store',
    ],
    [
      'a store that says 201 and makes no blob',
      {
        match: { path: 'comp=blocklist' },
        respond: 'custom',
        status: 201,
        headers: { etag: '"0x1"', 'x-ms-request-id': '1' },
      },
      [...blocks(...ALL), ...COMMIT],
      'finds another blob or none',
    ],
  ])('is no success with %s', async (_who, fault, requests, error) => {
    inject(fault);
    const run = await put({ idempotent: 'true' });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(error);
    expect(requestsOf(run)).toEqual(requests);
  });

  test('that breaks for good is no success, whatever `accept-status` is', async () => {
    inject({ match: { path: 'comp=block&' }, respond: 'reset' });
    const run = await put({ 'accept-status': 'none', 'max-retries': '2' });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(
      / \(block 1 of 17\) failed: the connection to .* It was retried 2 times\..*so it is unchanged/,
    );
    expect(errorOf(run)).not.toContain('may have carried it out');
    expect(requestsOf(run)).toEqual(blocks(0, 0, 0));
  });

  test.each<[string, (path: string) => void]>([
    [
      'is written to',
      (path) => {
        writeFileSync(path, Buffer.alloc(1), { flag: 'r+' });
      },
    ],
    [
      'grows',
      (path) => {
        writeFileSync(path, 'more', { flag: 'a' });
      },
    ],
    [
      'is cut',
      (path) => {
        truncateSync(path, MIB);
      },
    ],
  ])('is not made a blob if it %s while it is sent', async (_how, change) => {
    const path = inWorkspace('changing.zip');
    writeFileSync(path, Buffer.alloc(PACKAGE_BYTES, 1));
    inject({ match: { path: 'comp=block&', nth: 4 }, respond: 'delay', delayMs: HELD_MS });
    const running = put({ 'payload-file': 'changing.zip' }, { clockSpeed: 1 });
    await until(() => simulator.requests.length >= 4);
    change(path);
    simulator.clock.advance(HELD_MS);
    const run = await running;
    expect(errorOf(run)).toMatch(
      /`payload-file` is "changing\.zip", which could not be sent whole: .*so it is unchanged/,
    );
    expect(requestsOf(run)).not.toContain('PUT blocklist');
  });

  test('is interrupted at once, and leaves no blob', async () => {
    inject({ match: { path: 'comp=block&', nth: 3 }, respond: 'hang' });
    const run = await put({}, { signals: [{ signal: 'SIGTERM', when: ({ requests }) => requests.length >= 3 }] });
    expect(run.exitCode).not.toBe(0);
    expect(errorOf(run)).toContain('interrupted');
    expect(requestsOf(run)).toEqual(blocks(0, 1, 2));
  });

  test.each([
    ['of 64 MiB to the byte', { 'payload-file': 'just.zip' }, ''],
    ['to a version that takes it in one request', { headers: 'x-ms-blob-type: BlockBlob' }, ''],
    ['without `x-ms-blob-type`', { headers: OLD_VERSION }, 'x-ms-blob-type'],
    [
      'with a digest of the whole',
      { headers: `x-ms-blob-type: BlockBlob\n${OLD_VERSION}\ncontent-md5: AAAA` },
      'MD5|^$',
    ],
  ])('goes in one request if it is %s', async (_what, inputs, error) => {
    writeFileSync(inWorkspace('just.zip'), Buffer.alloc(64 * MIB));
    const run = await put(inputs);
    expect(errorOf(run)).toMatch(new RegExp(error));
    expect(requestsOf(run)).toEqual(['PUT the whole']);
  });
});

describe('a download that breaks', () => {
  const SIZE = 40 * MIB;
  let digest: string;
  beforeAll(async () => {
    const bytes = Buffer.alloc(SIZE, randomBytes(MIB + 7));
    digest = digestOf(bytes);
    await store(bytes);
  });
  const store = async (bytes: Buffer) => {
    writeFileSync(inWorkspace('there.zip'), bytes);
    const run = await put({ 'payload-file': 'there.zip' });
    expect(errorOf(run)).toBe('');
  };
  const get = (inputs: Record<string, string> = {}, options: Partial<RunOptions> = {}) =>
    rest({ 'response-file': 'here.zip', ...inputs }, options);
  const GET = { method: 'GET', path: '/blob/' };
  const leftOver = () => readdirSync(workspace).filter((name) => name.endsWith('.part'));

  test.each<[string, Fault[], string[]]>([
    ['once', [{ match: { ...GET, nth: 1 }, respond: 'cut' }], [`GET bytes=${SIZE / 2}-`]],
    [
      'twice, and finds the store busy in between',
      [
        { match: { ...GET, nth: 1 }, respond: 'cut' },
        {
          match: { ...GET, nth: 1 },
          respond: 'custom',
          status: 503,
          headers: busy('ServerBusy'),
          retryAfterSeconds: 1,
        },
        { match: { ...GET, nth: 1 }, respond: 'cut' },
      ],
      [`GET bytes=${SIZE / 2}-`, `GET bytes=${SIZE / 2}-`, `GET bytes=${(SIZE * 3) / 4}-`],
    ],
  ])('%s is continued where it broke', async (_how, faults, rests) => {
    inject(...faults);
    const run = await get();
    expect(run.outputs).toMatchObject({ error: '', 'status-code': '200' });
    expect(requestsOf(run)).toEqual(['GET the whole', ...rests]);
    const etags = run.requests.map(({ headers }) => headers['if-match']);
    expect(etags[0]).toBeUndefined();
    for (const etag of etags.slice(1)) expect(etag).toMatch(/^"0x/);
    expect(run.log.join('\n')).toContain('; requesting the rest in');
    expect(JSON.parse(run.outputs['response-headers'] ?? '')).toMatchObject({ 'content-length': String(SIZE) });
    expect(digestOf(readFileSync(inWorkspace('here.zip')))).toBe(digest);
    expect(leftOver()).toEqual([]);
  });

  test('has its retries anew after each 8 MiB', async () => {
    for (let cut = 1; cut <= 2; cut += 1) inject({ match: { ...GET, nth: 1 }, respond: 'cut' });
    const run = await get({ 'max-retries': '1' });
    expect(errorOf(run)).toBe('');
    expect(requestsOf(run)).toEqual(['GET the whole', `GET bytes=${SIZE / 2}-`, `GET bytes=${(SIZE * 3) / 4}-`]);
    expect(digestOf(readFileSync(inWorkspace('here.zip')))).toBe(digest);
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'begins elsewhere',
      { 'content-range': `bytes 5-${SIZE - 1}/${SIZE}` },
      'not the rest of the bytes that was requested',
    ],
    [
      'ends early',
      { 'content-range': `bytes ${SIZE / 2}-${SIZE - 2}/${SIZE}` },
      'not the rest of the bytes that was requested',
    ],
    ['has no range', {}, 'not the rest of the bytes that was requested'],
    ['is of another size', { 'content-range': `bytes ${SIZE / 2}-${SIZE}/${SIZE + 1}` }, 'has changed since then'],
  ])('fails if the rest %s', async (_how, headers, error) => {
    inject(
      { match: { ...GET, nth: 1 }, respond: 'cut' },
      { match: { ...GET, nth: 1 }, respond: 'custom', status: 206, headers: { etag: 'ETAG', ...headers } },
    );
    const whole = await rest({ method: 'HEAD' });
    const etag = asText(asObject(parseJson(whole.outputs['response-headers'] ?? ''))['etag']);
    for (const fault of simulator.scenario.faults) if (fault.headers?.['etag']) fault.headers['etag'] = etag;
    const run = await get();
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(error);
    expect(requestsOf(run)).toHaveLength(2);
  });

  test('and whose signature expires in between says so, with the response of the store in the file', async () => {
    inject(
      { match: { ...GET, nth: 1 }, respond: 'cut' },
      { match: { ...GET, nth: 1 }, respond: 'custom', status: 403, body: 'no', headers: busy('AuthenticationFailed') },
    );
    const run = await get({ path: blobUrl.replace(/se=[^&]+/, 'se=2026-01-01') });
    expect(run.outputs).toMatchObject({ 'status-code': '403' });
    expect(errorOf(run)).toContain('The signature of the URL expired at 2026-01-01T00:00:00Z');
    expect(readFileSync(inWorkspace('here.zip'), 'utf8')).toBe('no');
    expect(leftOver()).toEqual([]);
  });

  test('is no mixture with a blob that has changed in between', async () => {
    inject(
      { match: { ...GET, nth: 1 }, respond: 'cut' },
      { match: { ...GET, nth: 1 }, respond: 'delay', delayMs: HELD_MS },
    );
    const running = get({}, { clockSpeed: 1 });
    await until(() => simulator.requests.some(({ headers }) => headers.range !== undefined));
    await store(Buffer.alloc(SIZE, 'x'));
    simulator.clock.advance(HELD_MS);
    const run = await running;
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(
      /broke after \d+ of 41943040 bytes, and the file on the server has changed since then/,
    );
    expect(run.requests.filter(({ method }) => method === 'GET').map(({ status }) => status)).toEqual([200, 412]);
    expect(leftOver()).toEqual([]);
  });

  test('begins anew where less than 8 MiB have come', async () => {
    await store(Buffer.alloc(15 * MIB));
    inject({ match: { ...GET, nth: 1 }, respond: 'cut' });
    const run = await get();
    expect(errorOf(run)).toBe('');
    expect(requestsOf(run)).toEqual(['GET the whole', 'GET the whole']);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((settle) => setTimeout(settle, 5));
}

function busy(code: string): Record<string, string> {
  return { 'x-ms-error-code': code };
}
