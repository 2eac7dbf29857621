import { createHash, X509Certificate } from 'node:crypto';
import { ConfidentialClientApplication, type Configuration } from '@azure/msal-node';
import { beforeAll, expect, test } from '@jest/globals';
import { createKeyPair, createServerCertificate } from '../../simulator/certificate.ts';
import { asObject, asText, parseJson } from '../../simulator/json.ts';
import { readJwt } from '../../simulator/jwt.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient } from './client.ts';
import { msalNetwork } from './msal-network.ts';

const simulator = useSimulator();
const client = useClient(simulator);
let certificate: string;
let privateKey: string;

beforeAll(async () => {
  ({ certificate, privateKey } = await createServerCertificate(['application.test']));
});

type Credential = Pick<Configuration['auth'], 'clientSecret' | 'clientCertificate' | 'clientAssertion'>;

async function signIn(credential: Credential, authorityHost = simulator.authorityHost): Promise<string> {
  const application = new ConfidentialClientApplication({
    auth: {
      clientId: simulator.clientId,
      authority: `${authorityHost}/${simulator.tenantId}`,
      knownAuthorities: [new URL(authorityHost).host],
      ...credential,
    },
    system: { networkClient: msalNetwork(simulator, client) },
  });
  const scopes = [`${simulator.environmentUrl}/.default`];
  return (await application.acquireTokenByClientCredential({ scopes }))?.accessToken ?? '';
}

const paths = (): string[] => simulator.requests.map(({ method, url }) => `${method} ${url.split('?')[0] ?? ''}`);
const withCertificate = (): Credential => ({
  clientCertificate: {
    thumbprintSha256: createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex'),
    privateKey,
    x5c: certificate,
  },
});

test('MSAL signs in by a secret at an authority host it does not know', async () => {
  expect(readJwt(await signIn({ clientSecret: simulator.clientSecret }))?.claims['aud']).toBe(simulator.environmentUrl);
  expect(paths()).toEqual([
    `GET /${simulator.tenantId}/v2.0/.well-known/openid-configuration`,
    `POST /${simulator.tenantId}/oauth2/v2.0/token`,
  ]);
});

test('MSAL needs one request in a known cloud', async () => {
  await signIn({ clientSecret: simulator.clientSecret }, 'https://login.microsoftonline.com');
  expect(simulator.requests.map(({ host }) => host)).toEqual(['login.microsoftonline.com']);
});

test('MSAL signs in by a registered certificate, whose signature is verified', async () => {
  simulator.scenario.registeredCertificates = [certificate];
  expect(await signIn(withCertificate())).not.toBe('');
});

test('a certificate that is not registered, or another key, is refused', async () => {
  await expect(signIn(withCertificate())).rejects.toThrow('AADSTS700027');
  const other = await createKeyPair();
  simulator.scenario.registeredCertificates = [certificate];
  const clientCertificate = { ...withCertificate().clientCertificate, privateKey: other.privateKey };
  await expect(signIn({ clientCertificate })).rejects.toThrow('AADSTS700027');
});

test("MSAL signs in by the workflow job's ID token", async () => {
  const clientAssertion = async (): Promise<string> => {
    const path = '/oidc-token?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange';
    const response = await client.send(path, { headers: { authorization: 'Bearer request' } });
    return asText(asObject(parseJson(response.text))['value']);
  };
  expect(await signIn({ clientAssertion })).not.toBe('');
});
