import { expect, test } from '@jest/globals';
import { runWithToken, useSimulator } from '../harness.ts';

/** The chains check so, before their first request, what they send at their end. */
const simulator = useSimulator();
const check = (inputs: Record<string, string>) =>
  runWithToken(simulator, { operation: 'check-request', 'wait-timeout-minutes': '10', ...inputs });

test('a request that rest would send is accepted, and not sent', async () => {
  const run = await check({ path: '/data/LegalEntities?$top=1', expect: 'length(value) > `0`' });
  expect(run).toMatchObject({ exitCode: 0, requests: [] });
  expect(run.outputs['error']).toBe('');
  expect(run.outputs).not.toHaveProperty('response-file');
});

test.each([
  [{ path: '/data/LegalEntities', expect: "Name = 'x'" }, /which is not JMESPath/],
  [{ path: '/data/LegalEntities', expect: '`true`' }, /`expect`/],
  [{ path: 'https://uat.example/data/X' }, /which is not the environment/],
  [{ path: '/data/X', 'batch-job-recid': '1' }, /`batch-job-recid` is not read by operation `check-request`/],
])('%p is refused as by rest', async (inputs, error) => {
  const run = await check(inputs);
  expect(run).toMatchObject({ exitCode: 1, requests: [] });
  expect(run.outputs['error']).toMatch(error);
});
