import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { asObject, asText, parseJson } from '../../simulator/json.ts';
import type { Fault } from '../../simulator/faults.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient, type ClientResponse } from './client.ts';
import { body } from './responses.ts';

const simulator = useSimulator();
const client = useClient(simulator);

describe('faults', () => {
  const inject = (...faults: Fault[]): void => void simulator.scenario.faults.push(...faults);
  const get = (): Promise<ClientResponse> => client.fno('/data/LegalEntities');

  test.each<[Fault, number, string]>([
    [{ respond: 'throttle', retryAfterSeconds: 7 }, 429, '7'],
    [{ respond: 'throttle' }, 429, ''],
    [{ respond: 'signin-redirect' }, 302, ''],
    [{ respond: 'signin-html' }, 200, ''],
    [{ respond: 'empty-401' }, 401, ''],
    [{ respond: '403' }, 403, ''],
    [{ respond: '408' }, 408, ''],
    [{ respond: '500-xpp' }, 500, ''],
    [{ respond: '502-html' }, 502, ''],
    [{ respond: '503-json', retryAfterSeconds: 3 }, 503, '3'],
    [{ respond: 'custom', status: 418, body: 'tea', headers: { 'x-a': 'b' } }, 418, ''],
  ])('%o', async (fault, status, retryAfter) => {
    inject(fault);
    const response = await get();
    expect(response.status).toBe(status);
    expect(response.headers['retry-after'] ?? '').toBe(retryAfter);
  });

  test('Retry-After as a date', async () => {
    inject({ respond: 'throttle', retryAfterSeconds: 60, retryAfterAs: 'date' });
    const at = Date.parse((await get()).headers['retry-after'] ?? '');
    expect(Math.abs(at - simulator.clock.now() - 60_000)).toBeLessThan(5000);
  });

  test.each<Fault['respond']>(['cut', 'cut-chunked', 'reset'])('%s breaks the connection', async (respond) => {
    inject({ respond });
    await expect(get()).rejects.toThrow();
  });

  test('a gzip body that ends early is whole to HTTP', async () => {
    inject({ respond: 'cut-gzip' });
    const response = await get();
    expect(() => gunzipSync(response.bytes)).toThrow('unexpected end of file');
  });

  test('a hang responses nothing', async () => {
    inject({ respond: 'hang' });
    const winner = await Promise.race([
      get().then(
        () => 'custom',
        () => 'end',
      ),
      new Promise((done) => setTimeout(done, 150, 'nothing')),
    ]);
    expect(winner).toBe('nothing');
    expect(simulator.requests.at(-1)?.status).toBe(0);
  });

  test('rules count, match and expire', async () => {
    inject(
      { match: { path: '/data/LegalEntities', nth: 2, times: 2 }, respond: '502-html' },
      { match: { method: 'post', path: '/Echo$/', body: 'bad' }, respond: '408' },
      { match: { fromMs: 60_000, untilMs: 120_000 }, respond: '503-empty' },
    );
    const statuses = async (): Promise<number[]> => [
      (await get()).status,
      (await get()).status,
      (await get()).status,
      (await get()).status,
    ];
    expect(await statuses()).toEqual([200, 502, 502, 200]);
    const echo = async (text: string): Promise<number> =>
      (await client.fno('/api/services/DemoServices/Shapes/Echo', { text })).status;
    expect([await echo('good'), await echo('bad')]).toEqual([200, 408]);
    simulator.clock.advance(61_000);
    expect((await get()).status).toBe(503);
    simulator.clock.advance(60_000);
    expect((await get()).status).toBe(200);
  });

  test('an upload can be reset in the middle, and leaves no blob', async () => {
    const action = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetAzureWriteUrl';
    const response = body(await client.fno(action, { uniqueFileName: 'big.zip' }));
    const url = asText(asObject(parseJson(asText(response['value'])))['BlobUrl']);
    const path = url.slice(simulator.environmentUrl.length);
    inject({ match: { method: 'PUT', times: 1 }, respond: 'reset', afterBytes: 1_000_000 });
    const put = (): Promise<ClientResponse> =>
      client.send(path, {
        method: 'PUT',
        body: Buffer.alloc(8_000_000),
        headers: { 'x-ms-blob-type': 'BlockBlob' },
      });
    await expect(put()).rejects.toThrow();
    expect(simulator.requests.at(-1)?.bodyBytes).toBeGreaterThanOrEqual(1_000_000);
    expect(simulator.requests.at(-1)?.bodyBytes).toBeLessThan(8_000_000);
    expect((await client.send(path)).status).toBe(404);
    expect((await put()).status).toBe(201);
    expect((await client.send(path)).bytes).toHaveLength(8_000_000);
  });

  test('an response can be lost after the request was carried out', async () => {
    const recId = simulator.jobs.add({ plan: [{ status: 'Error' }] });
    inject({ match: { path: 'SetBatchJobToWaiting' }, respond: 'reset', carryOut: true });
    const start = '/data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting';
    await expect(client.fno(start, { batchJobId: Number(recId) })).rejects.toThrow();
    expect(simulator.jobs.get(recId)?.status).toBe('Waiting');
  });
});
