import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { requestLines, runAction, runWithToken, signIn, useServer, useSimulator } from '../harness.ts';

/** Promises of docs/SECURITY.md that no other test is about. */
const simulator = useSimulator();
const elsewhere = useServer((_request, response) => {
  response.end('{}');
});

const plain = 'http://contoso.operations.dynamics.com';
test.each<[string, Record<string, string>]>([
  ['environment-url', { operation: 'token', 'environment-url': plain }],
  ['authority-host', { operation: 'token', 'authority-host': 'http://login.contoso.com' }],
  ['path', { operation: 'rest', path: `${plain}/data/X`, auth: 'none', token: '' }],
  ['callback-url', { operation: 'batch-wait', 'batch-job-recid': '1', 'callback-url': 'http://hooks.contoso.com/x' }],
])('%s without TLS is a bad input, and nothing is sent', async (name, inputs) => {
  const run = await runWithToken(simulator, inputs);
  expect(run.outputs['error']).toMatch(new RegExp(`\`${name}\`.*https`));
  expect(run.requests).toEqual([]);
});

test.each([301, 302, 303, 307, 308])('a %i to another host is not followed', async (status) => {
  simulator.scenario.faults = [
    {
      match: { path: '/data/LegalEntities' },
      respond: 'custom',
      status,
      headers: { location: `${elsewhere.url}/data/LegalEntities` },
    },
  ];
  const run = await runWithToken(simulator, { operation: 'rest', path: '/data/LegalEntities', 'max-retries': '0' });
  expect(run.exitCode).toBe(1);
  expect(requestLines(run)).toEqual(['GET /data/LegalEntities']);
  expect(elsewhere.requests).toEqual([]);
});

test('a run keeps nothing: no state, no variable for later steps, no file but the response', async () => {
  simulator.scenario.faults = [];
  const inputs = { ...signIn(simulator), operation: 'rest', path: '/data/LegalEntities' };
  const run = await runAction(simulator, { inputs });
  expect(run.outputs['error']).toBe('');
  expect(run.fileCommands).toMatchObject({ state: '', env: '' });
  expect(readdirSync(run.workspace)).toEqual([]);
  expect(readdirSync(run.temp)).toHaveLength(1);
  expect(run.outputs['response-file']).toContain(readdirSync(run.temp)[0]);
  // All that was sent: one token request to the sign-in host, and the call.
  expect(requestLines(run)).toEqual([expect.stringMatching(/^POST .*\/oauth2\//), 'GET /data/LegalEntities']);
});
