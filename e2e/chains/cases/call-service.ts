import assert from 'node:assert/strict';
import { issue } from '../../../__tests__/unit/entra/certificates.ts';
import { clientSecret, type Case } from '../case.ts';

const service = 'UserSessionService/AifUserSessionService/GetUserSessionInfo';
const call = `POST /api/services/${service}`;
const inputs = () => ({ service, payload: '{}', extract: 'Company', expect: "Company == 'usmf'" });

const certificate = issue({ name: 'pipeline' });

export const callService: Case[] = [
  {
    chain: 'call-service',
    door: 'step',
    what: 'with a client secret',
    inputs,
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 0);
      assert.deepEqual(outputs, { outcome: 'finished', error: '', 'status-code': '200', result: 'usmf' });
      assert.deepEqual(requests, ['token', call]);
    },
  },
  {
    chain: 'call-service',
    door: 'called',
    what: 'with OIDC, as nothing is stored',
    inputs,
    secrets: () => ({}),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 0);
      assert.deepEqual(outputs, { outcome: 'finished', error: '', 'status-code': '200', result: 'usmf' });
      assert.deepEqual(requests, ['id token', 'token', call]);
    },
  },
  {
    chain: 'call-service',
    door: 'called',
    what: 'OIDC by choice beside a stored secret',
    inputs: () => ({ ...inputs(), auth: 'oidc' }),
    expect({ exitCode, requests }) {
      assert.equal(exitCode, 0);
      assert.deepEqual(requests, ['id token', 'token', call]);
    },
  },
  {
    chain: 'call-service',
    door: 'called',
    what: 'a certificate by choice beside a stored secret',
    scenario: { registeredCertificates: [certificate.certificatePem] },
    inputs: () => ({ ...inputs(), auth: 'certificate' }),
    secrets: (simulator) => ({
      ...clientSecret(simulator),
      D365FO_CERTIFICATE: `${certificate.certificatePem}${certificate.keyPem}`,
    }),
    expect({ exitCode, requests, simulator }) {
      assert.equal(exitCode, 0);
      assert.deepEqual(requests, ['token', call]);
      assert.match(simulator.requests[0]?.body ?? '', /client_assertion=/);
    },
  },
  {
    chain: 'call-service',
    door: 'form',
    what: 'OData rows',
    inputs: () => ({ path: '/data/CustomersV3', query: '$top=2', extract: 'length(value)' }),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 0);
      assert.equal(outputs['result'], '2');
      assert.deepEqual(requests, ['token', 'GET /data/CustomersV3']);
    },
  },
  {
    chain: 'call-service',
    door: 'called',
    what: 'an expectation that does not hold fails it',
    inputs: () => ({ ...inputs(), expect: "Company == 'dat'" }),
    expect({ exitCode, outputs }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', /Company == 'dat'/);
    },
  },
  {
    chain: 'call-service',
    door: 'called',
    what: 'a bad input fails before any request',
    inputs: () => ({ service: 'UserSessionService', payload: '{' }),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /nothing was sent/);
      assert.deepEqual(requests, []);
    },
  },
];
