import { fork, type ChildProcess } from 'node:child_process';
import { createPublicKey, randomBytes, randomUUID, sign, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServerCertificate } from '../../simulator/certificate.ts';
import { type Run, runAction, useFolder } from '../../__tests__/harness.ts';
import {
  encryptedPem,
  issue,
  newRsaKey,
  pfxByForge,
  pfxByOpenssl,
  type Issued,
} from '../../__tests__/unit/entra/certificates.ts';
import type { ProviderMessage, ProviderRequest, ProviderSettings } from './provider.ts';

const TENANT = randomUUID();
const ENVIRONMENT = 'https://contoso.operations.dynamics.com';
const SECRET = `${randomBytes(24).toString('base64url')}~+/ =`;
const PASSWORD = 'a password / for+keys';
const ids = {
  secret: randomUUID(),
  certificate: randomUUID(),
  federated: randomUUID(),
  confidentialUser: randomUUID(),
  certificateUser: randomUUID(),
  publicUser: randomUUID(),
};

const folder = useFolder();
const server = { requests: [] as ProviderRequest[], caFile: join(folder, 'ca.pem'), minted: [] as string[] };
let provider: ChildProcess;
let ready: Extract<ProviderMessage, { kind: 'ready' }>;
let certificate: Issued;
let stranger: Issued;
let localIssuer: Server;
let issuerKey: KeyObject;

beforeAll(async () => {
  const root = issue({ name: 'Root CA' });
  certificate = issue({ name: 'deploy', issuer: root });
  stranger = issue({ name: 'stranger', issuer: root });
  issuerKey = newRsaKey();
  const tls = await createServerCertificate(['localhost', '127.0.0.1']);
  writeFileSync(server.caFile, tls.caCertificate);
  const publicKey = jwkOf(certificate.key);
  const settings: ProviderSettings = {
    tls: { key: tls.privateKey, cert: tls.certificate },
    tenant: TENANT,
    environment: ENVIRONMENT,
    accessTokenSeconds: 3600,
    clients: [
      { id: ids.secret, secret: SECRET, refreshes: false },
      { id: ids.certificate, publicKey, signingAlgorithm: 'PS256', refreshes: false },
      { id: ids.federated, publicKey: jwkOf(issuerKey), signingAlgorithm: 'RS256', refreshes: false },
      { id: ids.confidentialUser, secret: SECRET, refreshes: true },
      { id: ids.certificateUser, publicKey, signingAlgorithm: 'PS256', refreshes: true },
      { id: ids.publicUser, refreshes: true },
    ],
  };
  provider = fork(join(import.meta.dirname, 'provider.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  ready = await new Promise((resolve, reject) => {
    provider.once('exit', (code) => {
      reject(new Error(`The provider ended with ${code ?? 'a signal'}: is \`npm ci --prefix e2e\` done?`));
    });
    provider.on('message', (message: ProviderMessage) => {
      if (message.kind === 'ready') resolve(message);
      else server.requests.push(message.request);
    });
    provider.send(settings);
  });
  server.minted.push(...Object.values(ready.refreshTokens));
  localIssuer = createServer((request, response) => {
    const isAllowed = request.headers.authorization === 'Bearer the-request-token';
    response.writeHead(isAllowed ? 200 : 401).end(isAllowed ? JSON.stringify({ value: idToken() }) : '');
  });
  await new Promise<void>((listening) => localIssuer.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  provider.disconnect();
  localIssuer.close();
});

const jwkOf = (key: KeyObject): JsonWebKey => createPublicKey(key).export({ format: 'jwk' });
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** RFC 7523 has issuer and subject be the client itself; in all else it is what a workflow's ID token is. */
function idToken(): string {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const claims = {
    iss: ids.federated,
    sub: ids.federated,
    aud: `${ready.origin}/${TENANT}/v2.0`,
    jti: randomUUID(),
    exp: nowSeconds + 300,
  };
  const signed = `${encode({ alg: 'RS256' })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), issuerKey).toString('base64url')}`;
}

const signIn = (clientId: string, inputs: Record<string, string>, env: Record<string, string> = {}) =>
  runAction(server, {
    env,
    inputs: {
      operation: 'token',
      'environment-url': ENVIRONMENT,
      'authority-host': ready.origin,
      'tenant-id': TENANT,
      'client-id': clientId,
      ...inputs,
    },
  });
const asked = ({ requests }: Run) => requests.map(({ method, url, status }) => `${method} ${url} ${status}`);
const tokenRequest = (status: number) => `POST /${TENANT}/oauth2/v2.0/token ${status}`;

function expectToken(run: Run): void {
  expect(run.outputs['error']).toBe('');
  expect(asked(run)).toEqual([tokenRequest(200)]);
  const [header = '', payload = '', signature = ''] = (run.outputs['token'] ?? '').split('.');
  const key = createPublicKey({ key: ready.keys[0] ?? {}, format: 'jwk' });
  expect(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  expect(JSON.parse(run.outputs['claims'] ?? '')).toMatchObject({ aud: ENVIRONMENT });
}

describe('a certified OpenID provider takes', () => {
  const pem = () => certificate.keyPem + certificate.certificatePem;
  test.each<[string, keyof typeof ids, () => Record<string, string>]>([
    ['a client secret', 'secret', () => ({ 'client-secret': SECRET })],
    [
      'a client secret in base64',
      'secret',
      () => ({ 'client-secret': Buffer.from(SECRET).toString('base64'), 'client-secret-encoding': 'base64' }),
    ],
    ['private_key_jwt from a PEM', 'certificate', () => ({ certificate: pem() })],
    [
      'private_key_jwt from an encrypted PEM',
      'certificate',
      () => ({
        certificate: encryptedPem(certificate.key, PASSWORD) + certificate.certificatePem,
        'certificate-password': PASSWORD,
      }),
    ],
    [
      'private_key_jwt from a PFX by forge, AES',
      'certificate',
      () => ({ certificate: pfxByForge([certificate], PASSWORD, 'aes256'), 'certificate-password': PASSWORD }),
    ],
    [
      'private_key_jwt from a PFX by forge, 3DES',
      'certificate',
      () => ({ certificate: pfxByForge([certificate], PASSWORD, '3des'), 'certificate-password': PASSWORD }),
    ],
    [
      'private_key_jwt from a modern PFX by openssl',
      'certificate',
      () => ({ certificate: pfxByOpenssl([certificate], PASSWORD, []), 'certificate-password': PASSWORD }),
    ],
    [
      'private_key_jwt from a legacy PFX by openssl',
      'certificate',
      () => ({ certificate: pfxByOpenssl([certificate], PASSWORD, ['-legacy']), 'certificate-password': PASSWORD }),
    ],
  ])('%s', async (_, client, inputs) => {
    expectToken(await signIn(ids[client], inputs()));
  });

  test('an assertion from a local issuer', async () => {
    const { port } = localIssuer.address() as AddressInfo;
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?v=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'the-request-token',
    };
    expectToken(await signIn(ids.federated, { auth: 'oidc' }, env));
  });

  test.each<[string, 'confidentialUser' | 'certificateUser' | 'publicUser', () => Record<string, string>]>([
    ['with a secret', 'confidentialUser', () => ({ 'client-secret': SECRET })],
    ['with a certificate', 'certificateUser', () => ({ certificate: pem() })],
    ['of a public client', 'publicUser', () => ({})],
  ])('a refresh token %s, once: it rotates', async (_, client, proof) => {
    const refreshToken = ready.refreshTokens[ids[client]] ?? '';
    expectToken(await signIn(ids[client], { 'refresh-token': refreshToken, ...proof() }));
    const again = await signIn(ids[client], { 'refresh-token': refreshToken, ...proof() });
    expect(again.exitCode).toBe(1);
    expect(again.outputs['error']).toMatch(/the refresh token was rejected\..*Have the user sign in again/);
    expect(asked(again)).toEqual([tokenRequest(400)]);
  });
});

describe('it refuses, and the sentence says so,', () => {
  test.each<[string, keyof typeof ids, () => Record<string, string>]>([
    ['a wrong secret', 'secret', () => ({ 'client-secret': 'not-the-secret' })],
    ['a signature by another key', 'certificate', () => ({ certificate: stranger.keyPem + stranger.certificatePem })],
  ])('%s', async (_, client, inputs) => {
    const run = await signIn(ids[client], inputs());
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toMatch(
      /^Signing in at localhost:\d+ failed: the credential of the application .* was rejected\. It returned 401: ".*"\. Check `client-id`/,
    );
    expect(asked(run)).toEqual([tokenRequest(401)]);
  });
});
