import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { existsSync } from 'node:fs';
import type { Simulator } from '../../../simulator/simulator.ts';
import type { Case, Seen } from '../case.ts';

const authtoken = 'commvault-key-0123456789';
const scenario = { commvaultToken: authtoken };
const secrets = ({ clientSecret }: Simulator) => ({
  D365FO_CLIENT_SECRET: clientSecret,
  COMMVAULT_AUTHTOKEN: authtoken,
});
const apiUrl = ({ environmentUrl }: Simulator) => `${environmentUrl}/commandcenter/api`;
const variables = (simulator: Simulator) => ({ COMMVAULT_API_URL: apiUrl(simulator) });
const inputs = () => ({
  'client-name': 'Contoso UAT',
  'plan-id': '17',
  'plan-name': 'Gold',
});

/** act empties its folder of temporary files at the end of a run, so it is the step's own word that counts. */
function removed(log: string): void {
  const file = /payload-file=(\S+)/.exec(log)?.[1] ?? '';
  assert.ok(file !== '' && !existsSync(file), 'the payload is still there');
  assert.match(log, /Success - Main Remove the payload/);
}

function registered({ exitCode, outputs, requests, simulator, log }: Seen): void {
  assert.equal(exitCode, 0);
  assert.deepEqual(requests, ['POST /commandcenter/api/v4/dynamics365']);
  const secret = Buffer.from(simulator.clientSecret).toString('base64');
  assert.deepEqual(JSON.parse(simulator.requests[0]?.body ?? ''), {
    name: 'Contoso UAT',
    serverPlan: { id: 17, name: 'Gold' },
    azureApp: { applicationId: simulator.clientId, applicationSecret: secret, azureDirectoryId: simulator.tenantId },
  });
  assert.equal(simulator.requests[0]?.headers['authorization'], undefined);
  assert.ok(!log.includes(secret), 'the secret in base64 stands in the log');
  removed(log);
  assert.equal(outputs['outcome'], 'finished');
  assert.equal(outputs['error'], '');
  assert.deepEqual(JSON.parse(outputs['result'] ?? ''), { id: 4217, name: 'Contoso UAT' });
}

const chain = 'register-backup-client';
export const registerBackupClient: Case[] = [
  {
    chain,
    door: 'step',
    what: 'sends the secret in base64, masked',
    scenario,
    secrets,
    inputs: (simulator) => ({ ...inputs(), 'api-url': apiUrl(simulator) }),
    expect: registered,
  },
  {
    chain,
    door: 'called',
    what: 'sends the secret in base64, masked',
    scenario,
    secrets,
    variables,
    inputs,
    expect: registered,
  },
  {
    chain,
    door: 'form',
    what: 'sends the secret in base64, masked',
    scenario,
    secrets,
    variables,
    inputs,
    expect: registered,
  },
  {
    chain,
    door: 'called',
    what: 'a key that the server refuses fails it',
    scenario: { commvaultToken: 'another' },
    secrets,
    variables,
    inputs,
    expect({ exitCode, outputs, log }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', /401/);
      removed(log);
    },
  },
  {
    chain,
    door: 'called',
    what: 'a run that is cancelled leaves no payload behind',
    scenario: { ...scenario, faults: [{ match: { path: '/v4/dynamics365' }, respond: 'hang' }] },
    secrets,
    variables,
    inputs,
    cancelWhen: ({ requests }) => requests.length > 0,
    expect({ exitCode, log }) {
      assert.equal(exitCode, 1);
      // act runs no later step of a composite action once it is cancelled, but the post script of the first.
      assert.doesNotMatch(log, /Main Remove the payload/);
      assert.match(log, /Success - Post Write the payload/);
    },
  },
  {
    chain,
    door: 'called',
    what: 'a bad input fails before any request',
    scenario,
    secrets: () => ({ COMMVAULT_AUTHTOKEN: authtoken }),
    variables,
    inputs: () => ({ ...inputs(), 'plan-id': 'gold' }),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /`client-secret` is missing.*|`plan-id` is not a whole number/);
      assert.deepEqual(requests, []);
    },
  },
  {
    chain,
    door: 'called',
    what: 'its address is for the variables to say',
    scenario,
    secrets,
    inputs: (simulator) => ({ ...inputs(), 'api-url': apiUrl(simulator) }),
    expect({ exitCode, requests }) {
      assert.notEqual(exitCode, 0);
      assert.deepEqual(requests, []);
    },
  },
];
