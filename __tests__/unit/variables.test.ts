import { describe, expect, test } from '@jest/globals';
import type { InputName } from '../../src/contract.ts';
import { credentialRules } from '../../src/entra/methods/index.ts';
import { readInputs } from '../../src/inputs.ts';
import { overlayVariables, variableOf } from '../../src/variables.ts';

type Given = Partial<Record<InputName, string>>;
const NAMES: InputName[] = [
  'environment-url',
  'tenant-id',
  'client-id',
  'auth',
  'client-secret',
  'client-secret-encoding',
  'certificate',
  'certificate-password',
  'refresh-token',
  'authority-host',
  'scope',
];
const everyVariable = Object.fromEntries(NAMES.map((name) => [variableOf(name), `variable ${name}`]));
const IDENTITY: InputName[] = ['environment-url', 'tenant-id', 'client-id', 'authority-host', 'scope'];
const SECRET: InputName[] = ['client-secret', 'client-secret-encoding'];
const CERTIFICATE: InputName[] = ['certificate', 'certificate-password'];

function overlay(inputs: Given, variables: Record<string, string | undefined>) {
  const env: Record<string, string | undefined> = { ...variables };
  for (const [name, value] of Object.entries(inputs)) env[`INPUT_${name.toUpperCase()}`] = value;
  const laid = overlayVariables(env, credentialRules);
  return { ...laid, inputs: readInputs(laid.env, laid).inputs };
}

test('the variables are those that a job may say once', () => {
  const { fromVariables } = overlay({}, { ...everyVariable, D365FO_AUTH: 'auto' });
  expect([...fromVariables].sort()).toEqual([...NAMES].sort());
  expect(NAMES.map(variableOf).sort()).toEqual([
    'D365FO_AUTH',
    'D365FO_AUTHORITY_HOST',
    'D365FO_CERTIFICATE',
    'D365FO_CERTIFICATE_PASSWORD',
    'D365FO_CLIENT_ID',
    'D365FO_CLIENT_SECRET',
    'D365FO_CLIENT_SECRET_ENCODING',
    'D365FO_ENVIRONMENT_URL',
    'D365FO_REFRESH_TOKEN',
    'D365FO_SCOPE',
    'D365FO_TENANT_ID',
  ]);
});

describe('what is read from variables', () => {
  test.each<[string, Given, string | undefined, InputName[]]>([
    ['nothing given', {}, undefined, [...IDENTITY, ...SECRET, ...CERTIFICATE, 'refresh-token']],
    ['auto given', { auth: 'auto' }, 'oidc', [...IDENTITY, ...SECRET, ...CERTIFICATE, 'refresh-token']],
    ['a token given', { token: 't' }, undefined, [...IDENTITY, ...SECRET, ...CERTIFICATE, 'refresh-token']],
    ['a secret given', { 'client-secret': 's' }, 'oidc', IDENTITY],
    ['a certificate given', { certificate: 'c' }, 'oidc', IDENTITY],
    ['a refresh token given', { 'refresh-token': 'r' }, 'oidc', IDENTITY],
    ['a secret given as well as a token', { 'client-secret': 's', token: 't' }, undefined, IDENTITY],
    ['auth: token', { auth: 'token', token: 't' }, undefined, IDENTITY],
    ['auth: NONE', { auth: 'NONE' }, undefined, IDENTITY],
    ['auth: oidc', { auth: 'oidc' }, undefined, IDENTITY],
    ['auth: client-secret', { auth: 'client-secret' }, undefined, [...IDENTITY, ...SECRET]],
    ['auth: certificate', { auth: 'certificate' }, undefined, [...IDENTITY, ...CERTIFICATE]],
    [
      'auth: refresh-token, whose client may prove itself',
      { auth: 'refresh-token' },
      undefined,
      [...IDENTITY, 'refresh-token', ...SECRET, ...CERTIFICATE],
    ],
    ['D365FO_AUTH of the job: oidc', {}, 'oidc', [...IDENTITY, 'auth']],
    ['D365FO_AUTH of the job: none', {}, 'none', [...IDENTITY, 'auth']],
    ['D365FO_AUTH of the job beside a token', { token: 't' }, 'certificate', [...IDENTITY, 'auth', ...CERTIFICATE]],
    [
      'identity given',
      { 'tenant-id': 'x', 'client-id': 'y' },
      'oidc',
      ['environment-url', 'authority-host', 'scope', 'auth'],
    ],
    [
      'an encoding given',
      { 'client-secret-encoding': 'plain', auth: 'client-secret' },
      undefined,
      [...IDENTITY, 'client-secret'],
    ],
    [
      'empty inputs',
      { auth: '', 'tenant-id': ' ', 'client-secret': '\n' },
      'client-secret',
      [...IDENTITY, 'auth', ...SECRET],
    ],
  ])('%s', (_, inputs, auth, expected) => {
    const laid = overlay(inputs, { ...everyVariable, D365FO_AUTH: auth });
    expect([...laid.fromVariables].sort()).toEqual([...expected].sort());
    for (const name of NAMES) {
      const fromVariable = name === 'auth' ? auth : `variable ${name}`;
      const value = expected.includes(name) ? fromVariable : inputs[name]?.trim() || undefined;
      expect([name, laid.inputs.text(name)]).toEqual([name, value]);
      expect(laid.inputs.isFromVariable(name)).toBe(expected.includes(name));
    }
    for (const name of expected) expect(laid.note).toContain(variableOf(name));
    expect(laid.note).not.toContain('variable tenant-id');
  });

  test('an empty variable is absent, and no other name is read', () => {
    const laid = overlay(
      {},
      { D365FO_TENANT_ID: '', D365FO_CLIENT_ID: ' ', D365FO_TOKEN: 't', D365FO_CALLBACK_URL: 'u' },
    );
    expect([laid.fromVariables.size, laid.note, laid.warnings]).toEqual([0, '', []]);
    expect(laid.inputs.text('token')).toBeUndefined();
    expect(laid.inputs.text('callback-url')).toBeUndefined();
  });
});

test('a problem names the variable, and only where the value came from it', () => {
  const env = { D365FO_TENANT_ID: 'x', 'INPUT_CLIENT-ID': 'y', D365FO_CLIENT_ID: 'z' };
  const laid = overlayVariables(env, credentialRules);
  const { inputs, problems } = readInputs(laid.env, laid);
  inputs.problem('`tenant-id` is wrong: give `tenant-id`.');
  inputs.problem('`client-id` is wrong.');
  expect(problems).toEqual([
    '`tenant-id` (variable `D365FO_TENANT_ID`) is wrong: give `tenant-id`.',
    '`client-id` is wrong.',
  ]);
});

describe('a variable that is nearly one of the names', () => {
  test.each([
    ['D365FO_CLIENTID', 'D365FO_CLIENT_ID'],
    ['D365FO_CLIENT_SECERT', 'D365FO_CLIENT_SECRET'],
    ['D365FO_TENANT', 'D365FO_TENANT_ID'],
    ['D365FO_TENANTID', 'D365FO_TENANT_ID'],
    ['D365_TENANT_ID', 'D365FO_TENANT_ID'],
    ['d365fo_tenant_id', 'D365FO_TENANT_ID'],
    ['D365FO_SCOPES', 'D365FO_SCOPE'],
    ['D365FO_TOKEN', undefined],
    ['D365FO_CALLBACK_URL', undefined],
    ['D365FO_CERTIFICATE_THUMBPRINT', undefined],
    ['D365FO_DIST', undefined],
    ['CLIENTID', undefined],
  ])('%s: %s', (name, meant) => {
    const { warnings } = overlay({}, { [name]: 'a-value' });
    expect(warnings).toEqual(meant ? [`The variable \`${name}\` is not read. Did you mean \`${meant}\`?`] : []);
  });

  test('is left alone beside the right one: it is the affair of the user', () => {
    expect(overlay({}, { D365FO_CLIENT_ID: 'x', D365FO_CLIENT_ID_2: 'y' }).warnings).toEqual([]);
  });
});
