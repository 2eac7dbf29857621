import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  messagesOf,
  type Run,
  runAction,
  type RunOptions,
  signIn,
  startConnectProxy,
  useFolder,
  useSimulator,
} from '../harness.ts';
import type { Fault } from '../../simulator/faults.ts';
import { encryptedPem, issue, pfxByForge, type Issued } from '../unit/entra/certificates.ts';

const PASSWORD = 'a password / for+keys';
const simulator = useSimulator();
let certificate: Issued;
let pfx: string;

beforeAll(() => {
  certificate = issue({ name: 'deploy.contoso.com', issuer: issue({ name: 'Root CA' }) });
  pfx = pfxByForge([certificate], PASSWORD, 'aes256');
});
beforeEach(() => {
  simulator.scenario.registeredCertificates = [certificate.certificatePem];
});

const identity = (server = simulator) => ({
  'environment-url': server.environmentUrl,
  'authority-host': server.authorityHost,
  'tenant-id': server.tenantId,
  'client-id': server.clientId,
});
/** What the runner tells a job that has `id-token: write`. */
const idTokens = (server = simulator, host = server.environmentUrl) => ({
  ACTIONS_ID_TOKEN_REQUEST_URL: `${host}/oidc-token?api-version=2.0`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'the-request-token-of-the-job',
});
const run = (inputs: Record<string, string>, options: Partial<RunOptions> = {}) =>
  runAction(simulator, { ...options, inputs: { operation: 'token', ...inputs } });
const asked = ({ requests }: Run) => requests.map(({ method, url }) => `${method} ${url.split('?')[0] ?? ''}`);
const forms = ({ requests }: Run) =>
  requests.filter(({ url }) => url.includes('/oauth2/')).map(({ body }) => new URLSearchParams(body));
const post = () => `POST /${simulator.tenantId}/oauth2/v2.0/token`;

describe('every credential signs in by one token request', () => {
  test.each<[string, () => Record<string, string>]>([
    ['a certificate as PEM', () => ({ certificate: certificate.keyPem + certificate.certificatePem })],
    [
      'a certificate whose key is encrypted, with its thumbprint',
      () => ({
        certificate: encryptedPem(certificate.key, PASSWORD) + certificate.certificatePem,
        'certificate-password': PASSWORD,
      }),
    ],
    ['a modern PFX', () => ({ certificate: pfx, 'certificate-password': PASSWORD })],
    [
      'a legacy PFX',
      () => ({ certificate: pfxByForge([certificate], PASSWORD, '3des'), 'certificate-password': PASSWORD }),
    ],
    [
      'a refresh token of a confidential client',
      () => ({ 'refresh-token': simulator.refreshToken, 'client-secret': simulator.clientSecret }),
    ],
    [
      'a refresh token of a client with a certificate',
      () => ({ 'refresh-token': simulator.refreshToken, certificate: certificate.keyPem + certificate.certificatePem }),
    ],
  ])('%s', async (_, inputs) => {
    const result = await run({ ...identity(), ...inputs() });
    expect(result.outputs['error']).toBe('');
    expect(asked(result)).toEqual([post()]);
    expect(JSON.parse(result.outputs['claims'] ?? '')).toMatchObject({ aud: simulator.environmentUrl });
  });

  test('a refresh token of a public client', async () => {
    simulator.scenario.publicClient = true;
    const result = await run({ ...identity(), 'refresh-token': simulator.refreshToken });
    expect(result.outputs['error']).toBe('');
    expect(forms(result)[0]?.has('client_secret')).toBe(false);
  });

  test('OIDC, asked for or by itself, with a word in the log about why', async () => {
    for (const auth of ['oidc', 'auto']) {
      const result = await run({ ...identity(), auth }, { env: idTokens() });
      expect(result.outputs['error']).toBe('');
      expect(asked(result)).toEqual(['GET /oidc-token', post()]);
      expect(result.log.join('\n').includes('No credential input has a value, so the action uses OIDC')).toBe(
        auth === 'auto',
      );
    }
  });

  test.each(['jwt', 'opaque'] as const)('AD FS, with its resource and a token that is %s', async (tokenFormat) => {
    simulator.scenario.tokenFormat = tokenFormat;
    const environment = `${simulator.environmentUrl}/namespaces/AXSF`;
    const inputs = {
      ...identity(),
      'tenant-id': 'adfs',
      'environment-url': environment,
      'client-secret': simulator.clientSecret,
    };
    const result = await run({ ...inputs, verify: 'true' });
    expect(result.outputs['error']).toBe('');
    expect(asked(result)[0]).toBe('POST /adfs/oauth2/token');
    expect(asked(result)[1]).toMatch(/^POST \/namespaces\/AXSF\/api\/services\//);
    expect(forms(result)[0]?.get('resource')).toBe(simulator.environmentUrl);
    expect(Date.parse(result.outputs['expires-on'] ?? '')).toBeGreaterThan(Date.now() + 50 * 60_000);
  });

  test('AD FS with a certificate', async () => {
    const result = await run({
      ...identity(),
      'tenant-id': 'adfs',
      certificate: certificate.keyPem + certificate.certificatePem,
    });
    expect(result.outputs['error']).toBe('');
    expect(asked(result)).toEqual(['POST /adfs/oauth2/token']);
  });
});

describe('through a proxy, under their own names', () => {
  test.each([
    ['https://login.microsoftonline.com', 'api://AzureADTokenExchange'],
    ['https://login.microsoftonline.us', 'api://AzureADTokenExchangeUSGov'],
    ['https://login.partner.microsoftonline.cn', 'api://AzureADTokenExchangeChina'],
  ])('%s: one request, and the federated audience %s', async (authorityHost, audience) => {
    const issuer = simulator.scenario.oidcIssuer;
    simulator.scenario.federatedCredentials = [{ issuer, subject: simulator.scenario.oidcSubject, audience }];
    const proxy = await startConnectProxy(simulator.port);
    try {
      const result = await run(
        {
          ...identity(),
          'authority-host': authorityHost,
          'environment-url': 'https://contoso.operations.dynamics.com',
          auth: 'oidc',
        },
        { proxy, env: idTokens(simulator, 'https://vstoken.actions.githubusercontent.com') },
      );
      expect(result.outputs['error']).toBe('');
      expect(result.requests.map(({ host }) => host)).toEqual([
        'vstoken.actions.githubusercontent.com',
        new URL(authorityHost).host,
      ]);
      expect(proxy.connects.map(({ authority }) => authority)).toEqual([
        'vstoken.actions.githubusercontent.com:443',
        `${new URL(authorityHost).host}:443`,
      ]);
    } finally {
      await proxy.close();
    }
  });

  test('a proxy that refuses is named, and nothing is repeated', async () => {
    const proxy = await startConnectProxy(simulator.port);
    proxy.refusals = [407];
    try {
      const inputs = { ...signIn(simulator), 'authority-host': 'https://login.microsoftonline.com' };
      const result = await run(inputs, { proxy });
      expect(result.outputs['error']).toMatch(
        /^Signing in at login\.microsoftonline\.com failed: the proxy returned 407 .*`https_proxy`/,
      );
      expect(proxy.connects).toHaveLength(1);
    } finally {
      await proxy.close();
    }
  });

  test.each([502, 503, 504])('a proxy that is not up yet (%i) is asked again', async (status) => {
    const proxy = await startConnectProxy(simulator.port);
    proxy.refusals = [status];
    try {
      const inputs = { ...signIn(simulator), 'authority-host': 'https://login.microsoftonline.com' };
      const result = await run(inputs, { proxy });
      expect(result.outputs['error']).toBe('');
      expect(proxy.connects.map((connect) => connect.status)).toEqual([status, 200]);
      expect(asked(result)).toEqual([`POST /${simulator.tenantId}/oauth2/v2.0/token`]);
      expect(result.stdout).toContain(`the proxy returned ${status} for login.microsoftonline.com`);
    } finally {
      await proxy.close();
    }
  });
});

/** Its audience is https://x.example. */
const ELSEWHERE = 'e30.eyJhdWQiOiJodHRwczovL3guZXhhbXBsZSJ9.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';

describe('wrong combinations: nothing is sent', () => {
  const env = () => idTokens();
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'two credentials',
      { auth: 'client-secret', 'client-secret': 'one-secret', 'refresh-token': 'another' },
      /`refresh-token` cannot be combined with `auth: client-secret`/,
    ],
    [
      'oidc and a secret',
      { auth: 'oidc', 'client-secret': 'one-secret' },
      /`client-secret` cannot be combined with `auth: oidc`/,
    ],
    [
      'a secret that came empty',
      { auth: 'client-secret' },
      /`auth` is `client-secret`, but `client-secret` has no value.*A secret or variable is empty if/,
    ],
    ['an encoding whose secret came empty', { 'client-secret-encoding': 'base64' }, /`client-secret` has no value/],
    ['none', { auth: 'none' }, /`auth` is `none`, which only operation `rest` allows/],
    [
      'no base64',
      { 'client-secret': 'one secret', 'client-secret-encoding': 'base64' },
      /`client-secret` is not base64/,
    ],
    [
      'a key without its certificate',
      { certificate: '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----' },
      /private key in `certificate` cannot be read/,
    ],
    [
      'a token of elsewhere that is to be verified',
      { token: ELSEWHERE, verify: 'true' },
      /`token` is for "https:\/\/x\.example" .*but the environment is "https:\/\/localhost/,
    ],
    [
      'a token of elsewhere for another operation',
      { token: ELSEWHERE, operation: 'rest', path: '/data/LegalEntities' },
      /`token` is for "https:\/\/x\.example" .*but the environment is "https:\/\/localhost/,
    ],
    ['a tenant that is a path', { 'tenant-id': '../x', 'client-secret': 'one-secret' }, /`tenant-id` is "\.\.\/x"/],
  ])('%s', async (_, inputs, sentence) => {
    const result = await run({ ...identity(), ...inputs }, { env: env() });
    expect(result.exitCode).toBe(1);
    expect(result.requests).toEqual([]);
    expect(result.annotations.map(({ level }) => level)).toEqual(['error']);
    expect(result.outputs['error']).toMatch(/^One problem with the inputs; nothing was sent\./);
    expect(result.outputs['error']).toMatch(sentence);
  });

  test('several at once', async () => {
    const result = await run({
      'environment-url': 'x',
      auth: 'certificate',
      'client-secret': 'one-secret',
      'authority-host': 'http://x',
    });
    expect(result.outputs['error']).toMatch(/^6 problems with the inputs; nothing was sent\./);
    expect(result.requests).toEqual([]);
  });

  test('OIDC without permission names the two lines to add', async () => {
    const result = await run({ ...identity(), auth: 'oidc' });
    expect(result.outputs['error']).toContain('add the two lines `permissions:` and `id-token: write` to the job');
  });

  test('a secret that came empty under auth: auto reads as that, before OIDC and after', async () => {
    const before = await run(identity());
    expect(before.outputs['error']).toMatch(/No credential has a value.*A secret or variable is empty if/);
    simulator.scenario.federatedCredentials = [];
    const after = await run(identity(), { env: idTokens() });
    expect(after.outputs['error']).toMatch(
      /AADSTS70021.*No credential input had a value, so the action used OIDC: .*that value is empty/,
    );
  });
});

describe('a token goes to the environment that it is for', () => {
  const scope = 'https://fabrikam.sandbox.operations.eu.dynamics.com/.default';
  const secret = () => ({ ...identity(), 'client-secret': simulator.clientSecret });

  test.each(['rest', 'batch-wait', 'dmf-init', 'token'])(
    '%s: a scope variable of another environment sends nothing to this one',
    async (operation) => {
      const target = { rest: { path: '/data/LegalEntities' }, 'batch-wait': { 'batch-job-recid': '1' } }[operation];
      const inputs = { ...secret(), operation, ...target, ...(operation === 'token' && { verify: 'true' }) };
      const result = await run(inputs, { env: { D365FO_SCOPE: scope } });
      expect(asked(result)).toEqual([post()]);
      expect(result.exitCode).toBe(1);
      expect(result.outputs['error']).toMatch(
        /is for "https:\/\/fabrikam\.sandbox\.operations\.eu\.dynamics\.com" \(its `aud`\), but the environment is "https:\/\/localhost:\d+"/,
      );
    },
  );

  test('a scope input says what is expected', async () => {
    const result = await run({ ...secret(), operation: 'rest', path: '/data/LegalEntities', scope });
    expect(asked(result)).toEqual([post(), 'GET /data/LegalEntities']);
  });

  test('an operation that sends no token compares nothing', async () => {
    const acquired = await run(secret(), { env: { D365FO_SCOPE: scope } });
    expect(acquired.outputs['error']).toBe('');
    const given = await run({ ...identity(), token: ELSEWHERE });
    expect(given.outputs['error']).toBe('');
    expect(given.requests).toEqual([]);
  });

  test('the bare origin with a slash has a message of its own', async () => {
    const inputs = { ...secret(), scope: `${simulator.environmentUrl}//.default` };
    const result = await run({ ...inputs, operation: 'rest', path: '/data/LegalEntities' });
    expect(result.requests.filter(({ url }) => url.startsWith('/data'))).toEqual([]);
    expect(result.outputs['error']).toMatch(/slash/);
  });
});

describe('what a job says once, in variables', () => {
  const variables = () => ({
    D365FO_ENVIRONMENT_URL: simulator.environmentUrl,
    D365FO_AUTHORITY_HOST: simulator.authorityHost,
    D365FO_TENANT_ID: simulator.tenantId,
    D365FO_CLIENT_ID: simulator.clientId,
  });

  test('a step needs no input of the sign-in, and the log names the variables, never a value', async () => {
    const env = { ...variables(), D365FO_CLIENT_SECRET: simulator.clientSecret };
    const result = await run({}, { env });
    expect(result.outputs['error']).toBe('');
    expect(asked(result)).toEqual([post()]);
    expect(forms(result)[0]?.get('client_secret')).toBe(simulator.clientSecret);
    const log = result.log.join('\n');
    for (const name of Object.keys(env)) expect(log).toContain(name);
    expect(log).toContain(`The sign-in host is ${new URL(simulator.authorityHost).host}.`);
    expect(log).not.toContain(simulator.tenantId);
    expect(result.masks).toContain(simulator.clientSecret);
  });

  test('a secret in base64, and an explicit auth that reads nothing else', async () => {
    const env = {
      ...variables(),
      D365FO_AUTH: 'client-secret',
      D365FO_CLIENT_SECRET: Buffer.from(simulator.clientSecret).toString('base64'),
      D365FO_CLIENT_SECRET_ENCODING: 'base64',
      D365FO_CERTIFICATE: 'an ignored certificate',
    };
    const result = await run({}, { env });
    expect(result.outputs['error']).toBe('');
    expect(forms(result)[0]?.get('client_secret')).toBe(simulator.clientSecret);
    expect(result.masks).toContain('an ignored certificate');
  });

  test("a credential of the step beats all of the job's, which are masked all the same", async () => {
    const env = { ...variables(), D365FO_AUTH: 'oidc', D365FO_REFRESH_TOKEN: 'an-ignored-refresh-token' };
    const inputs = { 'client-secret': simulator.clientSecret, 'authority-host': simulator.authorityHost };
    const result = await run(inputs, { env: { ...env, ...idTokens() } });
    expect(result.outputs['error']).toBe('');
    expect(forms(result)[0]?.get('client_secret')).toBe(simulator.clientSecret);
    expect(result.masks).toContain('an-ignored-refresh-token');
  });

  test("a token of the step is renewed by the job's credential", async () => {
    simulator.scenario.faults = [{ match: { path: '/data/', nth: 1 }, respond: 'empty-401' as const }];
    const env = { ...variables(), D365FO_CLIENT_SECRET: simulator.clientSecret };
    const token = simulator.mintToken();
    const result = await run({ operation: 'rest', path: '/data/LegalEntities', token }, { env });
    expect(result.outputs['error']).toBe('');
    expect(asked(result)).toEqual(['GET /data/LegalEntities', post(), 'GET /data/LegalEntities']);
  });

  test('auth: token leaves it alone', async () => {
    const env = { ...variables(), D365FO_CLIENT_SECRET: simulator.clientSecret };
    simulator.scenario.faults = [{ match: { path: '/data/', nth: 1 }, respond: 'empty-401' as const }];
    const inputs = { operation: 'rest', path: '/data/LegalEntities', auth: 'token', token: simulator.mintToken() };
    const result = await run(inputs, { env });
    expect(result.exitCode).toBe(1);
    expect(asked(result)).toEqual(['GET /data/LegalEntities']);
  });

  test("a sign-in host of the job does not get the step's credential, unless it is Microsoft's", async () => {
    const strange = await run({ 'client-secret': simulator.clientSecret }, { env: variables() });
    expect(strange.requests).toEqual([]);
    expect(strange.outputs['error']).toMatch(
      /`authority-host` \(variable `D365FO_AUTHORITY_HOST`\).*not a Microsoft cloud/,
    );

    const proxy = await startConnectProxy(simulator.port);
    try {
      const env = { ...variables(), D365FO_AUTHORITY_HOST: 'https://login.microsoftonline.us' };
      const known = await run({ 'client-secret': simulator.clientSecret }, { env, proxy });
      expect(known.outputs['error']).toBe('');
      expect(known.requests.map(({ host }) => host)).toEqual(['login.microsoftonline.us']);
      expect(known.log.join('\n')).toContain('The sign-in host is login.microsoftonline.us.');
    } finally {
      await proxy.close();
    }
  });

  test('problems name the variable, and a name that is nearly right warns', async () => {
    const env = { ...variables(), D365FO_TENANT_ID: '../x', D365FO_CLIENTID: 'x', D365FO_TOKEN: 'not-read-at-all' };
    const result = await run({ auth: 'oidc' }, { env: { ...env, ...idTokens() } });
    expect(result.requests).toEqual([]);
    expect(result.outputs['error']).toContain('`tenant-id` (variable `D365FO_TENANT_ID`) is "../x"');
    expect(result.annotations).toContainEqual({
      level: 'warning',
      message: 'The variable `D365FO_CLIENTID` is not read. Did you mean `D365FO_CLIENT_ID`?',
    });
  });
});

describe('AADSTS7002xx', () => {
  test.each([
    ['an issuer', { issuer: 'https://ghes.contoso.com/_services/token' }, 700211],
    ['an audience', { audience: 'api://AzureADTokenExchangeUSGov' }, 700212],
    ['a subject made from names alone', { subject: 'repo:contoso@123/operations@456:ref:refs/heads/main' }, 700213],
    ['a subject in another case', { subject: 'repo:Contoso/operations:ref:refs/heads/main' }, 700213],
  ])('%s that the federated credential lacks is shown with the others', async (_, changed, code) => {
    const sent = {
      issuer: simulator.scenario.oidcIssuer,
      subject: simulator.scenario.oidcSubject,
      audience: 'api://AzureADTokenExchange',
    };
    simulator.scenario.federatedCredentials = [{ ...sent, ...changed }];
    const result = await run({ ...identity(), auth: 'oidc' }, { env: idTokens() });
    expect(result.exitCode).toBe(1);
    expect(result.outputs['error']).toContain(`AADSTS${code}`);
    for (const part of Object.values(sent)) expect(result.outputs['error']).toContain(`"${part}"`);
    expect(result.outputs['error']).toContain('repo:owner@id/repo@id:…');
  });
});

describe('a wait of hours outlives its tokens', () => {
  const SPEED = 1_800;
  const HOUR_MS = 3_600_000;
  const fast = useSimulator({ clock: { speed: SPEED } });

  type Waiter = 'rest' | 'batch-wait';
  const jobInputs: Record<Waiter, (recId: string) => Record<string, string>> = {
    rest: (recId) => ({
      path: '/data/BatchJobs',
      query: `$filter=BatchJobRecId eq ${recId}`,
      expect: "value[0].Status == 'Finished'",
    }),
    'batch-wait': (recId) => ({ 'batch-job-recid': recId }),
  };
  const waitForJob = (inputs: Record<string, string>, env: Record<string, string> = {}, operation: Waiter = 'rest') => {
    fast.reset();
    const forMs = 2.5 * HOUR_MS;
    const recId = fast.jobs.add({ plan: [{ status: 'Executing', forMs }, { status: 'Finished' }] });
    return runAction(fast, {
      clockSpeed: SPEED,
      timeLimitMs: 60_000,
      env,
      inputs: {
        ...identity(fast),
        operation,
        ...jobInputs[operation](recId),
        'wait-timeout-minutes': '300',
        'poll-seconds': '300',
        'request-timeout-seconds': '0',
        ...inputs,
      },
    });
  };

  test.each<Waiter>(['batch-wait', 'rest'])(
    'with OIDC, %s: a new assertion for each token, which is used until shortly before its end',
    async (operation) => {
      const result = await waitForJob({ auth: 'oidc' }, idTokens(fast), operation);
      expect(result.outputs['error']).toBe('');
      const signIns = asked(result).filter((line) => !line.includes('/data/'));
      expect(signIns).toEqual(
        Array.from({ length: signIns.length / 2 }, () => [
          'GET /oidc-token',
          `POST /${fast.tenantId}/oauth2/v2.0/token`,
        ]).flat(),
      );
      expect(signIns.length / 2).toBe(3);
      const assertions = forms(result).map((form) => form.get('client_assertion'));
      expect(new Set(assertions).size).toBe(assertions.length);
      expect(result.requests.filter(({ status }) => status >= 400)).toEqual([]);
      expect(result.requests.filter(({ url }) => url.includes('/data/')).length).toBeGreaterThan(20);
    },
  );

  test('with a token of an earlier step first, then with the secret beside it', async () => {
    const token = fast.mintToken();
    const result = await waitForJob({ token, 'client-secret': fast.clientSecret });
    expect(result.outputs['error']).toBe('');
    expect(result.requests[0]?.headers.authorization).toBe(`Bearer ${token}`);
    expect(asked(result).filter((line) => line.startsWith('POST'))).toHaveLength(2);
  });

  test('a token alone that ends in mid-wait says what to give instead', async () => {
    const result = await waitForJob({ token: fast.mintToken() });
    expect(result.exitCode).toBe(1);
    expect(result.outputs['error']).toMatch(/expired at .*Provide a credential as well/);
    expect(asked(result).every((line) => line === 'GET /data/BatchJobs')).toBe(true);
  });

  test('a refresh token is rotated from one token to the next', async () => {
    fast.scenario.rotatedRefreshToken = 'refused';
    const result = await waitForJob({ 'refresh-token': fast.refreshToken, 'client-secret': fast.clientSecret });
    expect(result.outputs['error']).toBe('');
    const used = forms(result).map((form) => form.get('refresh_token'));
    expect(used).toHaveLength(3);
    expect(new Set(used).size).toBe(3);
  });
});

describe('a renewal that fails while the token is still valid', () => {
  const fast = useSimulator({ clock: { speed: 60 } });
  const entra = (status: number, error: string, code: number): Partial<Fault> => ({
    respond: 'custom',
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error, error_description: `AADSTS${code}: It is so.`, error_codes: [code] }),
  });
  const signInFails = (more: Partial<Fault>, times = 100): Fault[] => [
    { match: { path: '/o', times }, respond: '503-html', ...more },
  ];
  /** A token of an hour that ends in so many seconds. */
  const lateToken = (server: typeof simulator, seconds: number) => {
    const exp = Math.floor(server.clock.now() / 1000) + seconds;
    return server.mintToken({ iat: exp - 3600, nbf: exp - 3600, exp });
  };
  const withLateToken = (inputs: Record<string, string>, options: Partial<RunOptions> = {}) =>
    run(
      {
        ...identity(),
        operation: 'rest',
        path: '/data/BatchJobs',
        'all-pages': 'true',
        token: lateToken(simulator, 200),
        ...inputs,
      },
      options,
    );
  const said = (result: Run) =>
    result.stdout.match(/The current token is valid until \S+Z, so the run continues with it/g);

  test.each<[string, Partial<Fault>]>([
    ['a gateway', {}],
    ['no response', { respond: 'reset' }],
    ['throttling', { respond: 'throttle', retryAfterSeconds: 600 }],
    ['trouble of its own', entra(400, 'invalid_request', 90033)],
  ])('%s is said once, without a retry, and the run goes on', async (_, more) => {
    simulator.scenario.pageSize = 1;
    simulator.scenario.faults = signInFails(more);
    const result = await withLateToken({ 'client-secret': simulator.clientSecret });
    expect(result.outputs['error']).toBe('');
    expect(asked(result)).toEqual([post(), ...Array<string>(3).fill('GET /data/BatchJobs')]);
    expect(said(result)).toHaveLength(1);
    expect(messagesOf(result, 'warning')).toEqual([]);
    expect(result.stdout).not.toContain('Run the job again');
  });

  test('the same where the job gets no ID token', async () => {
    simulator.scenario.faults = signInFails({});
    const result = await withLateToken({ auth: 'oidc' }, { env: idTokens() });
    expect(result.outputs['error']).toBe('');
    expect(asked(result)).toEqual(['GET /oidc-token', 'GET /data/BatchJobs']);
    expect(said(result)).toHaveLength(1);
  });

  test('a refusal warns', async () => {
    simulator.scenario.faults = signInFails(entra(401, 'invalid_client', 7000222));
    const result = await withLateToken({ 'client-secret': simulator.clientSecret });
    expect(result.outputs['error']).toBe('');
    expect(asked(result)).toEqual([post(), 'GET /data/BatchJobs']);
    expect(messagesOf(result, 'warning')).toEqual([expect.stringContaining('the client secret has expired')]);
    expect(said(result)).not.toBeNull();
  });

  test('a token that has expired is not said to be about to', async () => {
    const result = await withLateToken({ token: lateToken(simulator, -60), 'client-secret': simulator.clientSecret });
    expect(result.outputs['error']).toBe('');
    expect(result.stdout).toContain('The token in `token` has expired: the credential takes over.');
  });

  test('a 401 is the end of the old token, so that the failure counts', async () => {
    simulator.scenario.faults = [
      ...signInFails(entra(401, 'invalid_client', 7000222)),
      { match: { path: '/data/' }, respond: 'empty-401' },
    ];
    const result = await withLateToken({ 'client-secret': simulator.clientSecret });
    expect(result.outputs['error']).toContain('the client secret has expired');
    expect(asked(result)).toEqual([post(), 'GET /data/BatchJobs', post()]);
  });

  const wait = (recId: string, tokenSeconds: number) =>
    runAction(fast, {
      clockSpeed: 60,
      inputs: {
        ...identity(fast),
        operation: 'batch-wait',
        'batch-job-recid': recId,
        'client-secret': fast.clientSecret,
        token: lateToken(fast, tokenSeconds),
        'wait-timeout-minutes': '30',
        'poll-seconds': '5',
        'request-timeout-seconds': '0',
      },
    });

  test('in a wait it is tried again', async () => {
    fast.scenario.faults = signInFails({}, 1);
    const result = await wait(
      fast.jobs.add({ plan: [{ status: 'Executing', forMs: 90_000 }, { status: 'Finished' }] }),
      280,
    );
    expect(result.outputs['outcome']).toBe('finished');
    expect(asked(result).filter((line) => line.startsWith('POST'))).toHaveLength(2);
  });

  test('in a wait that outlives the token, a refusal counts once the token has expired', async () => {
    fast.scenario.faults = signInFails(entra(401, 'invalid_client', 7000222));
    const result = await wait(fast.jobs.add({ plan: [{ status: 'Executing' }] }), 120);
    expect(result.outputs['error']).toContain('the client secret has expired');
    expect(result.requests.filter(({ status, url }) => url.startsWith('/data/') && status >= 400)).toEqual([]);
  });
});

test.each(['rest', 'batch-wait'])(
  'the deadline of a wait (%s) cuts signing in, its pauses included',
  async (operation) => {
    simulator.scenario.faults = [{ match: { path: '/oauth2/' }, respond: 'throttle', retryAfterSeconds: 20 }];
    const target: Record<string, string> =
      operation === 'rest' ? { path: '/data/BatchJobs' } : { 'batch-job-recid': '1' };
    const result = await run({ ...signIn(simulator), operation, 'wait-timeout-minutes': '0.05', ...target });
    expect(result.exitCode).toBe(1);
    expect(asked(result)).toEqual([post()]);
    expect(result.elapsedMs).toBeLessThan(10_000);
  },
);

describe('a 401 in mid-run', () => {
  const revokedOnce = (nth: number) => [{ match: { path: '/data/', nth }, respond: 'empty-401' as const }];
  const twoLooks = (inputs: Record<string, string>) =>
    run({
      ...signIn(simulator),
      operation: 'rest',
      path: '/data/BatchJobs',
      'all-pages': 'true',
      ...inputs,
    });

  test('on a token that was never accepted fails', async () => {
    simulator.scenario.faults = revokedOnce(1);
    const result = await twoLooks({});
    expect(result.exitCode).toBe(1);
    expect(asked(result)).toEqual([post(), 'GET /data/BatchJobs']);
  });

  test('on a token that was given is renewed by the credential beside it', async () => {
    simulator.scenario.faults = revokedOnce(1);
    const result = await twoLooks({ token: simulator.mintToken() });
    expect(result.outputs['error']).toBe('');
    expect(asked(result)).toEqual(['GET /data/BatchJobs', post(), 'GET /data/BatchJobs']);
  });
});

describe('MSAL is loaded where a token must be acquired, and nowhere else', () => {
  const built = resolve(process.env['D365FO_DIST'] ?? 'dist');
  const folder = useFolder();
  const script = join(folder, 'index.js');
  beforeAll(() => {
    cpSync(built, folder, { recursive: true });
    const chunks = readdirSync(folder).filter((name) => name.endsWith('.js') && name !== 'index.js');
    const ofMsal = chunks.filter((name) =>
      readFileSync(join(folder, name), 'utf8').includes('ConfidentialClientApplication'),
    );
    for (const name of ofMsal) rmSync(join(folder, name));
    expect(ofMsal.length).toBeGreaterThan(0);
  });
  const read = (inputs: Record<string, string>) =>
    run({ ...identity(), operation: 'rest', path: '/data/LegalEntities', ...inputs }, { script });

  test('a run with a token does without it', async () => {
    const result = await read({ token: simulator.mintToken() });
    expect(result.outputs['error']).toBe('');
    expect(result.exitCode).toBe(0);
  });

  test('a run with a secret does not', async () => {
    const result = await read({ 'client-secret': simulator.clientSecret });
    expect(result.exitCode).toBe(1);
    expect(result.requests).toEqual([]);
  });
});

describe('no secret of any credential is seen', () => {
  const SETS = 200;
  /** A generator with a seed, so that a failure can be had again. */
  function generator(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }
  const ALPHABETS = [
    'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
    '~.-_!$&\'()*+,;=:@/?"\\<>[]{}|^`# %',
    'äöüßéñ€漢字🔑',
  ];

  function credentialSet(seed: number): {
    inputs: Record<string, string>;
    secrets: string[];
    env: Record<string, string>;
  } {
    const random = generator(seed);
    const word = (length: number, alphabets = 1 + random(3)) =>
      Array.from({ length }, () => {
        const letters = Array.from(ALPHABETS[random(alphabets)] ?? '');
        return letters[random(letters.length)] ?? 'x';
      }).join('');
    // Short ones stay longer than what innocent text holds by chance.
    const secret = () => `${word(6, 1)}${word(random(60))}`;
    const opaque = () => `${word(20, 1)}.${word(20, 1)}`;
    const password = secret();
    const kinds: (() => { inputs: Record<string, string>; secrets?: string[]; env?: Record<string, string> })[] = [
      () => ({ inputs: { 'client-secret': secret() } }),
      () => ({ inputs: { 'client-secret': ` ${secret()}\n` } }),
      () => {
        const decoded = secret();
        return {
          inputs: { 'client-secret': Buffer.from(decoded).toString('base64'), 'client-secret-encoding': 'base64' },
          secrets: [decoded],
        };
      },
      () => ({ inputs: { 'client-secret': secret(), 'client-secret-encoding': 'base64' } }),
      () => ({ inputs: { 'client-secret': secret(), token: opaque() } }),
      () => ({ inputs: { token: opaque() } }),
      () => ({ inputs: { token: opaque(), auth: 'none' } }),
      () => ({ inputs: { 'refresh-token': opaque(), 'client-secret': simulator.clientSecret } }),
      () => ({ inputs: { 'refresh-token': secret() } }),
      () => ({ inputs: { 'client-secret': secret(), 'refresh-token': secret(), certificate: secret() } }),
      () => ({ inputs: { certificate: certificate.keyPem + certificate.certificatePem } }),
      () => ({
        inputs: {
          certificate: certificate.certificatePem + encryptedPem(certificate.key, password),
          'certificate-password': password,
        },
      }),
      () => ({
        inputs: {
          certificate: certificate.certificatePem + encryptedPem(certificate.key, password),
          'certificate-password': secret(),
        },
      }),
      () => ({ inputs: { certificate: pfx, 'certificate-password': secret() } }),
      () => ({ inputs: { certificate: pfx, 'certificate-password': PASSWORD } }),
      () => ({ inputs: { certificate: secret(), 'certificate-password': password } }),
      () => ({ inputs: {}, env: { ...idTokens(), ACTIONS_ID_TOKEN_REQUEST_TOKEN: opaque() } }),
    ];
    const { inputs, secrets = [], env = {} } = kinds[random(kinds.length)]?.() ?? { inputs: {} };
    const requestToken = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
    return { inputs, secrets: requestToken === undefined ? secrets : [...secrets, requestToken], env };
  }

  test(`of ${SETS} generated sets`, async () => {
    const seeds = Array.from({ length: SETS }, (_, index) => index + 1);
    let signedIn = 0;
    let refused = 0;
    const work = async () => {
      for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) {
        const { inputs, secrets, env } = credentialSet(seed);
        const debug = { ...env, RUNNER_DEBUG: '1' };
        // runAction throws where a secret can be seen; the seed says which set it was.
        const result = await run({ ...identity(), ...inputs }, { env: debug, secrets }).catch((thrown: unknown) => {
          throw new Error(`Set ${seed}`, { cause: thrown });
        });
        if (result.exitCode === 0) signedIn += 1;
        else refused += 1;
      }
    };
    await Promise.all([work(), work(), work()]);
    expect(signedIn + refused).toBe(SETS);
    expect(Math.min(signedIn, refused)).toBeGreaterThan(SETS / 8);
  }, 180_000);
});
