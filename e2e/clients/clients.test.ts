import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { useSimulator } from '../../__tests__/harness.ts';
import type { Given } from './given.ts';

const simulator = useSimulator();

/** Runs a client in a process of its own: only there can it trust the simulator's certificate. */
async function run(name: string): Promise<unknown> {
  const { environmentUrl, tenantId, clientId, clientSecret } = simulator;
  const given: Given = { environmentUrl, tenantId, clientId, clientSecret, token: simulator.mintToken() };
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
    env: { PATH: process.env['PATH'] ?? '', NODE_EXTRA_CA_CERTS: simulator.caFile, GIVEN: JSON.stringify(given) },
    timeout: 60_000,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

test('@azure/identity signs in, and is told why a wrong secret does not', async () => {
  expect(await run('azure-identity')).toEqual({
    status: 200,
    lastsMs: expect.any(Number),
    refusal: expect.stringContaining('7000215'),
  });
});

test('openid-client discovers the issuer, and signs in with the secret in the header and in the body', async () => {
  expect(await run('openid-client')).toEqual({ types: ['bearer', 'bearer'] });
});

test('@azure/storage-blob writes in blocks and reads in ranges', async () => {
  expect(await run('storage-blob')).toEqual({
    same: true,
    length: 300_000,
    modified: true,
    changed: true,
    part: 'mal',
  });
  expect(simulator.requests.filter(({ url }) => url.includes('comp=block&'))).toHaveLength(3);
});

test('@odata/client reads, counts and changes rows, single and in a batch', async () => {
  expect(await run('odata-client')).toEqual({
    created: 'New',
    changed: 'Changed',
    count: 3,
    filtered: 1,
    batch: [1, 4],
    left: 2,
  });
});

test('what odata-query writes is carried out, refused as F&O refuses it, or said to be unknown', async () => {
  expect(await run('odata-query')).toEqual({
    nested: [200, 3],
    date: [200, 3],
    enumeration: [200, 3],
    quote: [200, 0],
    nothing: [200, 3],
    lowerCase: [200, 1],
    counted: [200, 40],
    key: [200, null],
    list: [400, null],
    suffix: [501, null],
    collection: [400, null],
  });
});

test('a CSDL parser finds every type declared, no key nullable, and the bound actions', async () => {
  expect(await run('edmx-parser')).toEqual({
    namespace: 'Microsoft.Dynamics.DataEntities',
    undeclared: [],
    setsWithoutType: [],
    nullableKeys: [],
    statuses: 12,
    start: true,
  });
});
