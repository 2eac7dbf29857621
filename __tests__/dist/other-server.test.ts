import { expect, test } from '@jest/globals';
import { runAction, useServer } from '../harness.ts';

const token = 'opaque-token-of-another-server';
let looks = 0;

/** Speaks F&O's wire in forty lines of its own, so that nothing in the action can know the simulator. */
const server = useServer(({ url: path = '', headers }, response) => {
  if (headers.authorization !== `Bearer ${token}`) response.writeHead(401).end();
  else if (path.includes('InitializeDataManagement')) response.writeHead(204).end();
  else {
    looks += 1;
    const row = {
      BatchJobRecId: 42,
      JobDescription: 'Elsewhere',
      CompanyAccounts: 'dat',
      Status: looks > 2 ? 'Finished' : 'Executing',
      OrigStartDateTime: '1900-01-01T00:00:00Z',
      StartDateTime: new Date().toISOString(),
      EndDateTime: looks > 2 ? new Date().toISOString() : '1900-01-01T00:00:00Z',
    };
    response.setHeader('content-type', 'application/json; odata.metadata=minimal');
    response.end(JSON.stringify({ value: [row] }));
  }
});
const environmentUrl = () => `${server.url}/namespaces/AXSF/`;

const run = (inputs: Record<string, string>) =>
  runAction(server, { inputs: { 'environment-url': environmentUrl(), token, ...inputs } });

test('rest calls a server that nobody here prepared, below the path of environment-url', async () => {
  const { exitCode, outputs, requests: sent } = await run({ operation: 'rest', path: '/data/BatchJobs' });
  expect(exitCode).toBe(0);
  expect(outputs['row-count']).toBe('1');
  expect(sent.map((request) => request.url)).toEqual(['/namespaces/AXSF/data/BatchJobs']);
});

test('dmf-init does', async () => {
  const { exitCode, outputs } = await run({ operation: 'dmf-init' });
  expect(exitCode).toBe(0);
  expect(outputs['outcome']).toBe('accepted');
});

test('batch-wait does', async () => {
  looks = 0;
  const {
    exitCode,
    outputs,
    requests: sent,
  } = await run({
    operation: 'batch-wait',
    'batch-job-recid': '42',
    'poll-seconds': '0.1',
  });
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({ outcome: 'finished', status: 'Finished' });
  expect(sent).toHaveLength(3);
});

test('a token that it does not take is said', async () => {
  const { exitCode, outputs } = await runAction(server, {
    inputs: { operation: 'dmf-init', 'environment-url': environmentUrl(), token: 'another-opaque-token' },
  });
  expect(exitCode).toBe(1);
  expect(outputs['error']).toContain('returned 401');
});
