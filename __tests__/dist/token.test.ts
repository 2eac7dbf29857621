import { describe, expect, test } from '@jest/globals';
import { requestLines, type Run, runAction, signIn, startConnectProxy, useSimulator } from '../harness.ts';

const simulator = useSimulator();

const token = (inputs: Record<string, string> = {}) =>
  runAction(simulator, { inputs: { operation: 'token', ...signIn(simulator), ...inputs } });
const tokenPath = () => `POST /${simulator.tenantId}/oauth2/v2.0/token`;
const sessionPath = 'POST /api/services/UserSessionService/AifUserSessionService/GetUserSessionInfo';
const versionPath = 'POST /data/DataManagementEntities/Microsoft.Dynamics.DataEntities.GetApplicationVersion';

describe('token', () => {
  test('signs in by one request and hands on a masked token with its claims', async () => {
    const run = await token();
    expect(run.exitCode).toBe(0);
    expect(requestLines(run)).toEqual([tokenPath()]);
    expect(Object.fromEntries(new URLSearchParams(run.requests[0]?.body))).toMatchObject({
      grant_type: 'client_credentials',
      client_id: simulator.clientId,
      scope: `${simulator.environmentUrl}/.default`,
    });
    expect(run.masks).toContain(run.outputs['token']);
    expect(JSON.parse(run.outputs['claims'] ?? '')).toMatchObject({
      aud: simulator.environmentUrl,
      tid: simulator.tenantId,
    });
    expect(Date.parse(run.outputs['expires-on'] ?? '')).toBeGreaterThan(Date.now() + 55 * 60_000);
    expect(run.outputs['error']).toBe('');
    expect(run.annotations).toEqual([]);
  });

  test('takes a secret in base64', async () => {
    const encoded = Buffer.from(simulator.clientSecret).toString('base64');
    const run = await token({ 'client-secret': encoded, 'client-secret-encoding': 'base64' });
    expect(run.exitCode).toBe(0);
    expect(new URLSearchParams(run.requests[0]?.body).get('client_secret')).toBe(simulator.clientSecret);
  });

  test('says of an opaque token that it tells nothing', async () => {
    simulator.scenario.tokenFormat = 'opaque';
    const run = await token();
    expect(run.exitCode).toBe(0);
    expect(run.outputs['claims']).toBe('{}');
  });

  test.each([
    [7000215, 'AADSTS7000215', 'secret'],
    [7000222, 'AADSTS7000222', 'expired'],
    [700016, 'AADSTS700016', 'tenant'],
    [90002, 'AADSTS90002', 'tenant'],
    [500011, 'AADSTS500011', 'environment-url'],
  ])('explains AADSTS%i', async (code, name, remedy) => {
    simulator.scenario.entraErrorCode = code;
    const run = await token();
    expect(run.exitCode).toBe(1);
    expect(run.annotations).toHaveLength(1);
    expect(run.outputs['error']).toContain(name);
    expect(run.outputs['error']).toContain(remedy);
    expect(run.requests).toHaveLength(1);
  });

  test('goes to login.microsoftonline.com by exactly one request', async () => {
    const proxy = await startConnectProxy(simulator.port);
    try {
      const run = await runAction(simulator, {
        proxy,
        inputs: {
          ...signIn(simulator),
          operation: 'dmf-init',
          'environment-url': 'https://contoso.operations.dynamics.com/',
          'authority-host': 'https://login.microsoftonline.com',
        },
      });
      expect(run.outputs['error']).toBe('');
      expect(run.requests.map(({ method, host, url }) => `${method} ${host} ${url}`)).toEqual([
        `POST login.microsoftonline.com /${simulator.tenantId}/oauth2/v2.0/token`,
        'POST contoso.operations.dynamics.com /data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.InitializeDataManagement',
      ]);
    } finally {
      await proxy.close();
    }
  });
});

/** The claims show why an environment says no. */
function expectToken({ outputs, masks }: Run): void {
  expect(masks).toContain(outputs['token']);
  expect(JSON.parse(outputs['claims'] ?? '')).toMatchObject({ aud: simulator.environmentUrl, tid: simulator.tenantId });
  expect(Date.parse(outputs['expires-on'] ?? '')).toBeGreaterThan(Date.now());
}

describe('token with verify', () => {
  test('names user, company and version', async () => {
    const run = await token({ verify: 'true' });
    expect(run.exitCode).toBe(0);
    expect(requestLines(run)).toEqual([tokenPath(), sessionPath, versionPath]);
    expect(run.log.join('\n')).toContain('company');
    expect(run.log.join('\n')).toContain('10.0.48');
    expect(run.summary).toContain('10.0.48');
  });

  test.each([401, 403] as const)(
    'says of %i that the application is not registered, or lacks the role',
    async (status) => {
      simulator.scenario.appRegistered = false;
      simulator.scenario.notRegisteredStatus = status;
      const run = await token({ verify: 'true' });
      expect(run.exitCode).toBe(1);
      expect(run.outputs['error']).toContain('System administration > Setup > Microsoft Entra ID applications');
      expect(run.outputs['error']).toContain(simulator.clientId);
      expectToken(run);
    },
  );

  test.each(['signin-redirect', 'signin-html'] as const)('says of %s that it is the sign-in page', async (respond) => {
    simulator.scenario.faults = [{ match: { path: '/api/services' }, respond }];
    const run = await token({ verify: 'true' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toMatch(/sign-in page|redirect/);
    expectToken(run);
    expect(run.outputs['error']).toContain('environment-url');
  });

  test('falls back to an entity where the service is not found', async () => {
    simulator.scenario.faults = [{ match: { path: 'UserSessionService' }, respond: '404-html' }];
    const run = await token({ verify: 'true' });
    expect(run.exitCode).toBe(0);
    expect(requestLines(run)).toEqual([tokenPath(), sessionPath, 'GET /data/BatchJobs?$top=1', versionPath]);
  });

  test.each(['503-html', 'signin-redirect', 'signin-html', 'reset'] as const)(
    'waits while the environment is starting (%s)',
    async (respond) => {
      simulator.scenario.faults = [{ match: { path: '/api/services', times: 3 }, respond }];
      const run = await token({ verify: 'true', 'wait-timeout-minutes': '1', 'poll-seconds': '0.1' });
      expect(run.outputs['error']).toBe('');
      expect(run.exitCode).toBe(0);
      expect(requestLines(run)).toEqual([tokenPath(), ...Array<string>(4).fill(sessionPath), versionPath]);
    },
  );

  test.each([
    ['a token of an earlier step', () => ({ token: simulator.mintToken() })],
    ['an opaque token', () => ({ token: 'an-opaque-token-of-an-earlier-step' })],
  ])('sets what is known of %s that is refused', async (_what, given) => {
    simulator.scenario.faults = [{ match: { path: '/api/services' }, respond: '403-html' }];
    const inputs = { operation: 'token', verify: 'true', 'environment-url': simulator.environmentUrl, ...given() };
    const run = await runAction(simulator, { inputs });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['token']).toBe(inputs.token);
    const isOpaque = inputs.token.startsWith('an-opaque');
    expect(run.outputs['claims'] === '{}').toBe(isOpaque);
    expect(run.outputs['expires-on'] === '').toBe(isOpaque);
  });

  test('sets nothing where there is no token', async () => {
    simulator.scenario.entraErrorCode = 7000215;
    const run = await token({ verify: 'true' });
    expect(Object.keys(run.outputs)).toEqual(['error']);
  });

  test('sets what is known when the step is interrupted', async () => {
    simulator.scenario.faults = [{ match: { path: '/api/services' }, respond: '503-html' }];
    const run = await runAction(simulator, {
      inputs: { operation: 'token', ...signIn(simulator), verify: 'true', 'wait-timeout-minutes': '5' },
      signals: [{ signal: 'SIGTERM', when: ({ requests }) => requests.some(({ url }) => url.startsWith('/api/')) }],
    });
    expect(run.outputs['error']).toContain('interrupted (SIGTERM)');
    expectToken(run);
  });

  test('does not wait while F&O says no', async () => {
    simulator.scenario.appRegistered = false;
    const run = await token({ verify: 'true', 'wait-timeout-minutes': '1' });
    expect(run.exitCode).toBe(1);
    expect(run.elapsedMs).toBeLessThan(15_000);
  });

  test('ends at its deadline, and says what the last look saw', async () => {
    simulator.scenario.faults = [{ match: { path: '/api/services' }, respond: '503-html' }];
    const run = await token({ verify: 'true', 'wait-timeout-minutes': '0.02', 'poll-seconds': '0.5' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toContain('`wait-timeout-minutes`');
    expect(run.outputs['error']).toContain('503');
    expectToken(run);
  });

  test.each([
    ['nothing', ''],
    ['a page of the network', 'Welcome to the hotel wifi'],
    ['a list', '[]x'],
  ])('is not convinced by a 200 with %s', async (_, body) => {
    simulator.scenario.faults = [
      {
        match: { path: 'GetUserSessionInfo' },
        respond: 'custom',
        status: 200,
        headers: { 'content-type': 'text/plain' },
        body,
      },
    ];
    const run = await token({ verify: 'true' });
    expect(run.exitCode).toBe(1);
    expectToken(run);
  });

  const hours = useSimulator({ clock: { speed: 60 } });
  test('a Retry-After longer than the wait leaves room for one last poll', async () => {
    hours.scenario.faults = [
      { match: { path: '/api/services', nth: 1 }, respond: '503-empty', retryAfterSeconds: 3_600 },
    ];
    const inputs = { operation: 'token', verify: 'true', 'wait-timeout-minutes': '0.3', ...signIn(hours) };
    // Slow enough for a response in the second that the last poll has.
    const run = await runAction(hours, { clockSpeed: 4, inputs });
    expect(run.outputs['error']).toBe('');
    expect(run.requests.filter(({ url }) => url.startsWith('/api/services'))).toHaveLength(2);
  });

  test('waits as long as it was told, obeys Retry-After, and cuts the last look at its deadline', async () => {
    hours.scenario.faults = [
      { match: { path: '/api/services', nth: 1 }, respond: '503-empty', retryAfterSeconds: 120 },
      { match: { path: '/api/services' }, respond: 'hang' },
    ];
    const startedMs = hours.clock.now();
    const run = await runAction(hours, {
      clockSpeed: 60,
      inputs: {
        operation: 'token',
        verify: 'true',
        'wait-timeout-minutes': '5',
        'poll-seconds': '1',
        'request-timeout-seconds': '0',
        ...signIn(hours),
      },
    });
    expect(run.exitCode).toBe(1);
    expect(hours.clock.now() - startedMs).toBeGreaterThan(5 * 60_000);
    expect(run.requests.filter(({ url }) => url.startsWith('/api/services'))).toHaveLength(2);
    expect(run.log.filter((line) => line.includes('Still waiting')).length).toBeGreaterThanOrEqual(3);
    expect(run.outputs['error']).toContain('was not ready within 5 min');
  });
});
