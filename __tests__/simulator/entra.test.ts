import { describe, expect, test } from '@jest/globals';
import { asText } from '../../simulator/json.ts';
import { readJwt, signJwt } from '../../simulator/jwt.ts';
import type { Scenario } from '../../simulator/scenario.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient, type ClientResponse } from './client.ts';
import { body } from './responses.ts';

const simulator = useSimulator({ hosts: ['fno.test'] });
const client = useClient(simulator);

describe('Entra ID', () => {
  const tokenPath = (tenant = simulator.tenantId): string => `/${tenant}/oauth2/v2.0/token`;
  const signIn = (form: Record<string, string> = {}, path = tokenPath(), host?: string): Promise<ClientResponse> =>
    client.send(path, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: simulator.clientId,
        client_secret: simulator.clientSecret,
        scope: `${simulator.environmentUrl}/.default`,
        ...form,
      }).toString(),
      ...(host !== undefined && { host }),
    });

  test('gives a token whose audience is what was asked for, and F&O takes it', async () => {
    const response = body(await signIn());
    const token = asText(response['access_token']);
    expect(readJwt(token)?.claims).toMatchObject({ aud: simulator.environmentUrl, tid: simulator.tenantId });
    expect(response).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    const data = await client.send('/data', { headers: { authorization: `Bearer ${token}` } });
    expect(data.status).toBe(200);
  });

  test.each<[string, number, () => Promise<ClientResponse>]>([
    ['a tenant that is not there', 90002, () => signIn({}, tokenPath('no-such-tenant'))],
    ['another application', 700016, () => signIn({ client_id: 'x' })],
    ['a wrong secret', 7000215, () => signIn({ client_secret: 'x' })],
    ['no secret', 7000216, () => signIn({ client_secret: '' })],
    ['a resource that is not there', 500011, () => signIn({ scope: 'https://else.example/.default' })],
    ['a scope without .default', 1002012, () => signIn({ scope: simulator.environmentUrl })],
    ['no scope', 900144, () => signIn({ scope: '' })],
    ['another grant', 70003, () => signIn({ grant_type: 'password' })],
    ['a refresh token nobody issued', 9002313, () => signIn({ grant_type: 'refresh_token', refresh_token: 'x' })],
    ['an old refresh token', 700082, () => signIn({ grant_type: 'refresh_token', refresh_token: '1.ARoAx' })],
  ])('refuses %s with %i', async (_name, code, send) => {
    const response = await send();
    expect([400, 401]).toContain(response.status);
    expect(body(response)).toMatchObject({
      error_codes: [code],
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(asText(body(response)['error_description'])).toMatch(new RegExp(`^AADSTS${code}: .*Trace ID: `));
  });

  test('refuses by scenario: an expired secret, any code', async () => {
    simulator.scenario.expiredClientSecrets = ['old'];
    expect(body(await signIn({ client_secret: 'old' }))).toMatchObject({ error_codes: [7000222] });
    simulator.scenario.entraErrorCode = 53003;
    expect(body(await signIn())).toMatchObject({ error: 'invalid_grant', error_codes: [53003] });
  });

  test('a trailing slash in the scope ends up in the audience, and F&O refuses it', async () => {
    const response = body(await signIn({ scope: `${simulator.environmentUrl}//.default` }));
    const token = asText(response['access_token']);
    expect(readJwt(token)?.claims['aud']).toBe(`${simulator.environmentUrl}/`);
    expect((await client.send('/data', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });

  test('rotates refresh tokens, with a secret or as a public client', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: simulator.refreshToken };
    const first = body(await signIn(form));
    const next = asText(first['refresh_token']);
    expect(next).not.toBe(simulator.refreshToken);
    expect(readJwt(asText(first['access_token']))?.claims['upn']).toBe('operator@contoso.com');
    expect((await signIn({ ...form, refresh_token: next })).status).toBe(200);
    expect(body(await signIn({ ...form, client_secret: '' }))).toMatchObject({ error_codes: [7000218] });
    simulator.scenario.publicClient = true;
    expect((await signIn({ ...form, client_secret: '' })).status).toBe(200);
    expect(body(await signIn(form))).toMatchObject({ error_codes: [700025] });
  });

  describe('federated assertions', () => {
    const assertion = async (audience = 'api://AzureADTokenExchange'): Promise<string> => {
      const path = `/oidc-token?api-version=2.0&audience=${encodeURIComponent(audience)}`;
      return asText(
        body(
          await client.send(path, {
            headers: { authorization: 'Bearer request-token' },
          }),
        )['value'],
      );
    };
    const withAssertion = (jwt: string): Promise<ClientResponse> =>
      signIn({
        client_secret: '',
        client_assertion: jwt,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      });

    test('a fresh one each time signs in', async () => {
      const [first, second] = [await assertion('a'), await assertion('a')];
      expect(readJwt(first)?.claims['jti']).not.toBe(readJwt(second)?.claims['jti']);
      simulator.scenario.federatedCredentials = [
        { issuer: simulator.scenario.oidcIssuer, subject: simulator.scenario.oidcSubject, audience: 'a' },
      ];
      expect((await withAssertion(first)).status).toBe(200);
    });

    test.each<[number, Partial<Scenario>]>([
      [70021, { federatedCredentials: [] }],
      [700211, { oidcIssuer: 'https://else.example' }],
      [
        700212,
        {
          federatedCredentials: [
            { issuer: 'https://token.actions.githubusercontent.com', subject: 's', audience: 'b' },
          ],
        },
      ],
      [700213, { oidcSubject: 'repo:contoso@1/operations@2:ref:refs/heads/main' }],
      [700024, { oidcLifetimeSeconds: -600 }],
    ])('%i', async (code, changes) => {
      simulator.scenario.federatedCredentials = [
        { issuer: simulator.scenario.oidcIssuer, subject: simulator.scenario.oidcSubject, audience: 'a' },
      ];
      Object.assign(simulator.scenario, changes);
      expect(body(await withAssertion(await assertion('a')))).toMatchObject({ error_codes: [code] });
    });

    test('one that somebody else signed is refused', async () => {
      simulator.scenario.federatedCredentials = [
        { issuer: simulator.scenario.oidcIssuer, subject: simulator.scenario.oidcSubject, audience: 'a' },
      ];
      const claims = readJwt(await assertion('a'))?.claims ?? {};
      const { privateKey } = await (await import('../../simulator/certificate.ts')).createKeyPair();
      expect(body(await withAssertion(signJwt(claims, privateKey)))).toMatchObject({ error_codes: [50013] });
    });

    test('no ID token without the request token', async () => {
      expect((await client.send('/oidc-token?audience=a')).status).toBe(401);
    });
  });

  test('AD FS wants the resource in the body', async () => {
    const adfs = '/adfs/oauth2/token';
    expect(body(await signIn({}, adfs, 'adfs.contoso.com'))).toMatchObject({ error: 'invalid_request' });
    expect(body(await signIn({ resource: 'https://else.example' }, adfs))).toMatchObject({ error: 'invalid_resource' });
    for (const resource of ['https://ax.contoso.com', 'https://ax.contoso.com/namespaces/AXSF']) {
      simulator.scenario.tokenFormat = resource.endsWith('AXSF') ? 'opaque' : 'jwt';
      const token = asText(body(await signIn({ resource }, adfs, 'adfs.contoso.com'))['access_token']);
      expect(token.split('.')).toHaveLength(resource.endsWith('AXSF') ? 1 : 3);
      const headers = { authorization: `Bearer ${token}` };
      const call = { headers, host: 'ax.contoso.com' };
      expect((await client.send('/namespaces/AXSF/data/LegalEntities', call)).status).toBe(200);
    }
  });

  test('a further host name is an environment of its own', async () => {
    const response = body(await signIn({ scope: 'https://fno.test/.default' }));
    const headers = { authorization: `Bearer ${asText(response['access_token'])}` };
    expect((await client.send('/data', { headers, host: 'fno.test' })).status).toBe(200);
    expect((await client.send('/data', { headers })).status).toBe(401);
  });

  test('a host serves only what belongs to it', async () => {
    expect((await signIn({}, tokenPath(), 'login.microsoftonline.com')).status).toBe(200);
    expect((await signIn({}, tokenPath(), 'contoso.operations.dynamics.com')).status).toBe(404);
    expect((await client.send('/data', { host: 'login.microsoftonline.com' })).status).toBe(404);
  });
});
