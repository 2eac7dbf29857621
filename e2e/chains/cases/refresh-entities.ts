import assert from 'node:assert/strict';
import type { Case } from '../case.ts';

const session = 'POST /api/services/UserSessionService/AifUserSessionService/GetUserSessionInfo';
const ready = () => ({ 'ready-path': '/data/CustomersV3?$top=1', 'ready-expect': 'length(value) == `1`' });

export const refreshEntities: Case[] = [
  {
    chain: 'refresh-entities',
    door: 'step',
    what: 'without waiting',
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 0);
      assert.deepEqual(outputs, { outcome: 'accepted', error: '' });
      assert.deepEqual(requests, ['token', session, 'GetApplicationVersion', 'InitializeDataManagement']);
    },
  },
  {
    chain: 'refresh-entities',
    door: 'called',
    what: 'with OIDC, until an entity responds',
    inputs: ready,
    secrets: () => ({}),
    expect({ exitCode, outputs, requests, summary }) {
      assert.equal(exitCode, 0);
      assert.deepEqual(outputs, { outcome: 'accepted', error: '' });
      assert.equal(requests.at(-1), 'GET /data/CustomersV3');
      assert.match(summary, /✅ Refresh of the data entities .*: accepted/);
    },
  },
  {
    chain: 'refresh-entities',
    door: 'form',
    what: 'until an entity responds',
    inputs: ready,
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 0);
      assert.equal(outputs['outcome'], 'accepted');
      assert.deepEqual(requests.slice(-2), ['InitializeDataManagement', 'GET /data/CustomersV3']);
    },
  },
  {
    chain: 'refresh-entities',
    door: 'called',
    what: 'an application that F&O does not know fails it',
    scenario: { appRegistered: false },
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', /Microsoft Entra ID applications/);
      assert.ok(!requests.includes('InitializeDataManagement'));
    },
  },
  {
    chain: 'refresh-entities',
    door: 'called',
    what: 'a bad input fails before any request',
    inputs: () => ({ 'environment-url': 'contoso' }),
    expect({ exitCode, log, requests }) {
      assert.equal(exitCode, 1);
      assert.match(log, /::error::`environment-url` is "contoso".*Nothing was sent/);
      assert.deepEqual(requests, []);
    },
  },
];
