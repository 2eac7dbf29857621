import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Run, runAction, useFolder } from '../../__tests__/harness.ts';
import { type Recorder, startRecorder } from './recorder.ts';

const TOKEN = 'opaque-token-of-the-warehouse';
/** Without it, 19 digits and trailing zeros would be beyond the service itself. */
const EXACT_JSON = 'application/json;IEEE754Compatible=true';
const PAGE_ROWS = 7;
const SEEDED_ROWS = 23;
const FIRST_REC_ID = 5637144576123456000n;
const recIdOf = (index: number) => String(FIRST_REC_ID + BigInt(index));

const configuration = {
  requires: { auth: 'dummy', queue: false, db: { impl: '@cap-js/sqlite', credentials: { url: ':memory:' } } },
};
const workspace = useFolder();
let service: ChildProcess;
let recorder: Recorder;

beforeAll(async () => {
  service = fork(join(import.meta.dirname, 'warehouse.ts'), {
    cwd: import.meta.dirname,
    env: { PATH: process.env['PATH'] ?? '', CDS_CONFIG: JSON.stringify(configuration) },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const port = await new Promise<number>((settle, reject) => {
    service.once('message', settle);
    service.once('exit', (code) => {
      reject(new Error(`The service ended with ${code ?? 'a signal'}: is \`npm ci --prefix e2e\` done?`));
    });
  });
  for (let index = 0; index < SEEDED_ROWS; index += 1) {
    const { status } = await fetch(`http://127.0.0.1:${port}/data/Items`, {
      method: 'POST',
      headers: { 'content-type': EXACT_JSON },
      body: JSON.stringify({ RecId: recIdOf(index), Name: `Größe ${index} 👍`, Quantity: `${index}.500000` }),
    });
    if (status !== 201) throw new Error(`The service took no row: ${status}.`);
  }
  recorder = await startRecorder(`http://127.0.0.1:${port}`);
});
afterAll(async () => {
  recorder.close();
  const ended = once(service, 'exit');
  service.disconnect();
  await ended;
});

const rest = (inputs: Record<string, string>): Promise<Run> =>
  runAction(recorder, {
    workspace,
    inputs: { operation: 'rest', 'environment-url': recorder.origin, token: TOKEN, ...inputs },
  });
const asked = ({ requests }: Run) =>
  requests.map(({ method, url, status }) => `${method} ${decodeURIComponent(url)} ${status}`);
const rowsOf = (text: string) => (JSON.parse(text) as { value: { RecId: string; Quantity: string }[] }).value;
const firstRow = `/data/Items(${recIdOf(0)})`;

describe('an OData v4 service that nobody here wrote', () => {
  test('is read with $filter, $select and $top', async () => {
    const run = await rest({
      path: '/data/Items',
      query: `$filter=RecId ge ${recIdOf(5)} and Name ne 'Größe 6 👍'\n$select=RecId\n$top=2\n$orderby=RecId`,
      headers: `Accept: ${EXACT_JSON}`,
      extract: 'value[].RecId',
      expect: 'length(value) == `2`',
    });
    expect(run.outputs).toMatchObject({ error: '', 'status-code': '200', 'row-count': '2' });
    expect(run.outputs['result']).toBe(JSON.stringify([recIdOf(5), recIdOf(7)]));
    expect(asked(run)).toEqual([
      `GET /data/Items?$filter=RecId ge ${recIdOf(5)} and Name ne 'Größe 6 👍'&$select=RecId&$top=2&$orderby=RecId 200`,
    ]);
    expect(run.requests[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  test('is read without signing in', async () => {
    const run = await rest({
      path: `${recorder.origin}/data/Items/$count`,
      'environment-url': '',
      token: '',
      auth: 'none',
    });
    expect(run.outputs).toMatchObject({ error: '', response: String(SEEDED_ROWS) });
    expect(run.requests[0]?.headers.authorization).toBeUndefined();
  });

  test('hands over all its pages, by its own next links', async () => {
    const run = await rest({
      path: '/data/Items?$orderby=RecId',
      headers: `Accept: ${EXACT_JSON}`,
      'all-pages': 'true',
      'response-file': 'items.json',
    });
    expect(run.outputs).toMatchObject({ error: '', 'row-count': String(SEEDED_ROWS) });
    expect(run.requests).toHaveLength(Math.ceil(SEEDED_ROWS / PAGE_ROWS));
    expect(run.requests.slice(1).every(({ url }) => url.includes('skiptoken'))).toBe(true);
    const rows = rowsOf(readFileSync(join(workspace, 'items.json'), 'utf8'));
    expect(rows.map(({ RecId, Quantity }) => `${RecId} ${Quantity}`)).toEqual(
      Array.from({ length: SEEDED_ROWS }, (_, index) => `${recIdOf(index)} ${index}.500000`),
    );
  });

  test('explains its 404 on a name in the wrong case by its own service document', async () => {
    const run = await rest({ path: '/data/items' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['status-code']).toBe('404');
    expect(run.outputs['error']).toMatch(/returned 404: .*Invalid resource path.*Items/);
    expect(asked(run)).toEqual(['GET /data/items 404', 'GET /data 200']);
  });

  test('has no such record, which is no failure where 404 is accepted', async () => {
    const run = await rest({ path: '/data/Items(1)', 'accept-status': '404', extract: 'error.message' });
    expect(run.outputs).toMatchObject({ error: '', 'status-code': '404', result: 'Not Found' });
  });

  test('refuses a property that it does not have, in its own words', async () => {
    const run = await rest({ path: '/data/Items', query: "$filter=Nam eq 'x'" });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toMatch(/returned 400: .*Property "Nam" does not exist/);
  });
});

describe('writing', () => {
  test('a row is created, read by its key, and deleted', async () => {
    const path = '/data/Items(42)';
    const created = await rest({
      path: '/data/Items',
      payload: '{ "RecId": "42", "Name": "O\'Brien", "Quantity": "120.50" }',
      'content-type': EXACT_JSON,
      extract: '[Name, Quantity]',
      expect: "RecId == '42'",
    });
    expect(created.outputs).toMatchObject({ error: '', 'status-code': '201', result: '["O\'Brien","120.500000"]' });
    expect(asked(created)).toEqual(['POST /data/Items 201']);
    const read = await rest({ path, extract: 'Name' });
    expect(read.outputs).toMatchObject({ error: '', result: "O'Brien" });
    const deleted = await rest({ path, method: 'DELETE', headers: 'If-Match: *' });
    expect(deleted.outputs).toMatchObject({ error: '', 'status-code': '204', response: '' });
    expect((await rest({ path })).outputs['status-code']).toBe('404');
  });

  test('an ETag guards an update: the one that was read is taken once, then it is stale', async () => {
    const read = await rest({ path: firstRow, extract: '"@odata.etag"' });
    const { etag } = JSON.parse(read.outputs['response-headers'] ?? '') as { etag: string };
    expect(read.outputs['result']).toBe(etag);
    const update = () =>
      rest({ path: firstRow, method: 'PATCH', headers: `If-Match: ${etag}`, payload: '{"Name":"updated"}' });
    const first = await update();
    expect(first.outputs).toMatchObject({ error: '', 'status-code': '200' });
    expect(first.requests[0]?.headers['if-match']).toBe(etag);
    const second = await update();
    expect(second.exitCode).toBe(1);
    expect(second.outputs['status-code']).toBe('412');
    expect(second.outputs['error']).toMatch(/returned 412: .*Precondition Failed/);
    expect(asked(second)).toEqual([`PATCH ${firstRow} 412`]);
  });

  test('a $batch of a read and a change set goes out byte for byte, and its answer comes back so', async () => {
    const part = (lines: string[]) => ['Content-Type: application/http', 'Content-Transfer-Encoding: binary', ...lines];
    const batch = [
      '--batch',
      ...part(['', `GET Items(${recIdOf(1)})?$select=Name HTTP/1.1`, 'Accept: application/json', '', '']),
      '--batch',
      'Content-Type: multipart/mixed; boundary=changes',
      '',
      '--changes',
      ...part(['Content-ID: 1', '', 'POST Items HTTP/1.1', 'Content-Type: application/json', '']),
      '{"RecId": 43, "Name": "Ärger 👍", "Quantity": 1.5}',
      '--changes--',
      '--batch--',
      '',
    ].join('\r\n');
    writeFileSync(join(workspace, 'batch.txt'), batch);
    const run = await rest({
      path: '/data/$batch',
      method: 'POST',
      'payload-file': 'batch.txt',
      'content-type': 'multipart/mixed; boundary=batch',
      headers: 'Accept: multipart/mixed',
    });
    expect(run.outputs).toMatchObject({ error: '', 'status-code': '200' });
    expect(run.requests[0]?.body).toBe(batch);
    expect(run.requests[0]?.headers['content-type']).toBe('multipart/mixed; boundary=batch');
    const answer = readFileSync(run.outputs['response-file'] ?? '');
    expect(answer.equals(recorder.answers.at(-1) ?? Buffer.alloc(0))).toBe(true);
    expect(answer.toString('utf8')).toMatch(/HTTP\/1\.1 200 OK\r\n[^]*Größe 1 👍[^]*HTTP\/1\.1 201 Created\r\n/);
    const stored = await rest({ path: '/data/Items(43)', extract: 'Name' });
    expect(stored.outputs['result']).toBe('Ärger 👍');
  });
});
