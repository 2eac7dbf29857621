import { createPublicKey, randomUUID, verify, constants, X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Bearer } from '../../../src/entra/bearer.ts';
import { bearerForEnvironment, createBearer } from '../../../src/entra/create-bearer.ts';
import { parseSignIn } from '../../../src/entra/sign-in.ts';
import { createClient } from '../../../src/http/client.ts';
import { createTransport } from '../../../src/http/transport.ts';
import { readInputs } from '../../../src/inputs.ts';
import { createLog } from '../../../src/log.ts';
import { createSecrets } from '../../../src/report/secrets.ts';
import { createShow } from '../../../src/server-text.ts';
import { issue, type Issued } from './certificates.ts';

/** A token service on loopback, which records what it is asked and returns what a test says. */
interface Asked {
  method: string;
  path: string;
  authorization: string | undefined;
  form: URLSearchParams;
}
type TokenResponse = { status: number; body: string; headers?: Record<string, string> };

const MINUTE = 60_000;
const START_MS = Date.parse('2026-11-20T12:00:00Z');
const TENANT = randomUUID();
const CLIENT = randomUUID();
const ORIGIN = 'https://contoso.operations.dynamics.com';
let server: Server;
let base: string;
let asked: Asked[] = [];
let respond: (asked: Asked) => TokenResponse | Promise<TokenResponse>;
let nowMs: number;
/** How far the wall clock has been set, while the monotonic one went on. */
let jumpMs: number;
let certificate: Issued;

const json = (body: object, status = 200): TokenResponse => ({ status, body: JSON.stringify(body) });
const issued = (token: string, more: object = {}) =>
  json({ access_token: token, expires_in: 3600, token_type: 'Bearer', ...more });
const jwt = (claims: object) =>
  ['{}', JSON.stringify(claims), randomUUID()].map((part) => Buffer.from(part).toString('base64url')).join('.');

beforeAll(async () => {
  const validity = { validFromMs: START_MS - MINUTE, validToMs: START_MS + 24 * 60 * MINUTE };
  certificate = issue({ name: 'deploy', issuer: issue({ name: 'Root CA' }), ...validity });
  server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const one: Asked = {
        method: request.method ?? '',
        path: request.url ?? '',
        authorization: request.headers.authorization,
        form: new URLSearchParams(Buffer.concat(chunks).toString()),
      };
      asked.push(one);
      const { status, body, headers } = await respond(one);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  nowMs = START_MS;
  jumpMs = 0;
  let count = 0;
  respond = () => issued(`acquired-token-${(count += 1)}`);
});

async function start(more: Record<string, string>, env: Record<string, string> = {}) {
  const given: Record<string, string> = { 'authority-host': base, 'tenant-id': TENANT, 'client-id': CLIENT, ...more };
  const variables: Record<string, string> = { ...env };
  for (const [name, value] of Object.entries(given)) variables[`INPUT_${name.toUpperCase()}`] = value;
  const masked: string[] = [];
  const lines: string[] = [];
  const secrets = createSecrets((value) => masked.push(value));
  const write = (line: string) => lines.push(line);
  const log = createLog(
    { info: write, notice: write, warning: write, debug: write },
    createShow((text) => secrets.redactMessage(text)),
    () => 'batch-wait',
  );
  const clock = {
    now: () => nowMs + jumpMs,
    moment: () => ({ monotonicMs: nowMs - START_MS }),
    wallTime: () => ({ epochMs: nowMs + jumpMs }),
    sleep: (ms: number) => Promise.resolve((nowMs += ms)).then(() => undefined),
  };
  const { inputs, problems } = readInputs(variables);
  const environment = new URL(ORIGIN);
  const circumstances = { env: variables, environment, operation: 'batch-wait', sendsToken: true, secrets };
  const signIn = await parseSignIn(inputs, { ...circumstances, wallTime: clock.wallTime() });
  if (!signIn) throw new Error(problems.join('\n'));
  const transport = createTransport('test');
  const client = createClient({ transport, clock, log, maxRetries: 2, random: () => 0.5 });
  const { signal } = new AbortController();
  const show = createShow((text) => secrets.redact(text));
  const bearer = createBearer(signIn, { client, clock, log, secrets, show, signal, timeoutMs: 5_000 });
  return { bearer, forEnvironment: bearerForEnvironment(bearer, signIn, show), masked, lines };
}

const failureOf = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (thrown) {
    return thrown instanceof Error ? { name: thrown.name, message: thrown.message } : thrown;
  }
  throw new Error('It did not fail.');
};
const current = async (bearer: Bearer) => (await bearer.current()) ?? '';

describe('one acquisition, however many requests', () => {
  test('a secret: one POST, no discovery, and the token is masked', async () => {
    const { bearer, masked, lines } = await start({ 'client-secret': 'a-client-secret' });
    const tokens = await Promise.all([current(bearer), current(bearer), current(bearer)]);
    expect(new Set([...tokens, await current(bearer)])).toEqual(new Set(['acquired-token-1']));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', path: `/${TENANT}/oauth2/v2.0/token` });
    const { form } = asked[0] as Asked;
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: 'client_credentials',
      client_id: CLIENT,
      client_secret: 'a-client-secret',
      scope: `${ORIGIN}/.default`,
    });
    expect(form.has('resource')).toBe(false);
    expect(masked).toEqual(expect.arrayContaining(['acquired-token-1', 'a-client-secret']));
    expect(bearer.expiresOn('acquired-token-1')).toEqual({ epochMs: nowMs + 60 * MINUTE });
    expect(lines).toEqual([
      expect.stringMatching(/^Signed in at 127\.0\.0\.1:\d+: token for .* valid until 2026-11-20T13:00:00\.000Z\.$/),
    ]);
  });

  test('shortly before its end a token is renewed', async () => {
    const { bearer } = await start({ 'client-secret': 'a-client-secret' });
    await bearer.current();
    nowMs += 54 * MINUTE;
    expect(await bearer.current()).toBe('acquired-token-1');
    nowMs += MINUTE;
    expect(await bearer.current()).toBe('acquired-token-2');
    expect(asked).toHaveLength(2);
  });

  test('a response without expires_in: the token itself tells, and an opaque one is used until it is refused', async () => {
    const token = jwt({ exp: nowMs / 1000 + 600 });
    respond = () => json({ access_token: token, token_type: 'Bearer' });
    const { bearer } = await start({ 'client-secret': 'a-client-secret' });
    expect(bearer.expiresOn(await current(bearer))).toEqual({ epochMs: nowMs + 10 * MINUTE });
    respond = () => json({ access_token: 'opaque', token_type: 'Bearer' });
    nowMs += 10 * MINUTE;
    expect(bearer.expiresOn(await current(bearer))).toBeUndefined();
    nowMs += 600 * MINUTE;
    expect(await bearer.current()).toBe('opaque');
    expect(asked).toHaveLength(2);
  });
});

test.each([
  [{ expires_in: 1e20 }, undefined],
  [{ expires_in: 'PT1H' }, undefined],
  [{ access_token: jwt({ exp: 1e16 }) }, START_MS + 60 * MINUTE],
  [{ access_token: jwt({ exp: -1e16 }) }, START_MS + 60 * MINUTE],
])('a life that is no time is not taken for one: %j', async (more, expiresOnMs) => {
  respond = () => issued('an-opaque-token', more);
  const { bearer } = await start({ 'client-secret': 's-1234567' });
  expect(bearer.expiresOn(await current(bearer))?.epochMs).toBe(expiresOnMs);
});

test.each(['a\r\nX-Evil: 1', 'a b', 'tökén'])('a token that no header carries is none: %j', async (token) => {
  respond = () => issued(token);
  const { bearer } = await start({ 'client-secret': 's-1234567' });
  expect(await failureOf(bearer.current())).toMatchObject({
    message: expect.stringMatching(/without an access token/),
  });
});

describe('a wall clock that is set in mid-run changes nothing', () => {
  const HOUR = 60 * MINUTE;
  test.each([HOUR, -HOUR, 24 * HOUR])('by %d ms: an acquired token is renewed when its life is over', async (jump) => {
    const { bearer } = await start({ 'client-secret': 'a-client-secret' });
    await bearer.current();
    jumpMs = jump;
    nowMs += 54 * MINUTE;
    expect(await bearer.current()).toBe('acquired-token-1');
    nowMs += MINUTE;
    expect(await bearer.current()).toBe('acquired-token-2');
    expect(asked).toHaveLength(2);
  });

  test.each([HOUR, -HOUR])('by %d ms: a given token ends when its life is over', async (jump) => {
    const given = jwt({ aud: ORIGIN, iat: nowMs / 1000, exp: (nowMs + 30 * MINUTE) / 1000 });
    const { bearer } = await start({ token: given });
    jumpMs = jump;
    nowMs += 29 * MINUTE;
    expect(await bearer.current()).toBe(given);
    nowMs += MINUTE;
    expect(await failureOf(bearer.current())).toMatchObject({
      message: expect.stringContaining('2026-11-20T12:30:00'),
    });
  });

  test('by an hour before the run: a new token lives as long as its claims say', async () => {
    const times = { iat: nowMs / 1000, exp: (nowMs + 60 * MINUTE) / 1000 };
    respond = () => json({ access_token: jwt({ aud: ORIGIN, ...times }), token_type: 'Bearer' });
    jumpMs = 2 * HOUR;
    const { bearer } = await start({ 'client-secret': 'a-client-secret' });
    const token = await current(bearer);
    nowMs += 54 * MINUTE;
    expect(await current(bearer)).toBe(token);
    expect(bearer.expiresOn(token)).toEqual({ epochMs: times.exp * 1000 });
    expect(asked).toHaveLength(1);
  });
});

describe('a token that was acquired goes to the environment that it is for', () => {
  const acquire = async (aud: unknown, more: Record<string, string> = {}) => {
    respond = () => issued(jwt({ aud }));
    const { bearer, forEnvironment } = await start({ 'client-secret': 'a-client-secret', ...more });
    expect(await current(bearer)).toContain('.');
    return failureOf(forEnvironment.current());
  };
  const passes = { message: 'It did not fail.' };

  test.each<[string, unknown, Record<string, string>?]>([
    ['its origin', ORIGIN],
    ['a path below it', `${ORIGIN}/namespaces/AXSF`],
    ['a path with a slash', `${ORIGIN}/namespaces/AXSF/`],
    ['the default port', `${ORIGIN}:443`],
    ['capitals', 'https://Contoso.Operations.Dynamics.com'],
    ['an application', '00000015-0000-0000-c000-000000000000'],
    ['an application by URI', 'api://my-application'],
    ['several, one of them ours', ['https://fabrikam.operations.dynamics.com', ORIGIN]],
    ['several, one of them without a slash', [`${ORIGIN}/`, ORIGIN]],
    ['none at all', undefined],
    ['what the scope input names', 'https://ax.contoso.com', { scope: 'https://ax.contoso.com/.default' }],
    ['anything, of AD FS', 'https://elsewhere.example/', { 'tenant-id': 'adfs' }],
  ])('for %s it is sent', async (_, aud, more = {}) => {
    await expect(acquire(aud, more)).rejects.toMatchObject(passes);
  });

  test.each<[string, unknown, RegExp, Record<string, string>?]>([
    [
      'another environment',
      'https://fabrikam.operations.dynamics.com',
      /fabrikam.*the environment is "https:\/\/contoso/,
    ],
    ['a host that begins like ours', `${ORIGIN}.evil.example`, /evil\.example.*the environment is/],
    ['another port', `${ORIGIN}:8443`, /:8443".*the environment is/],
    ['another scheme', ORIGIN.replace('https', 'http'), /"http:.*the environment is/],
    ['our name as a user', `${ORIGIN}@evil.example`, /the environment is/],
    ['backslashes', 'https:\\\\evil.example', /the environment is/],
    ['several, none of them ours', ['https://a.example', 'https://b.example'], /a\.example.*b\.example/],
    ['its origin with a slash', `${ORIGIN}/`, /with a trailing slash, which F&O rejects/],
    ['its origin with two', `${ORIGIN}//`, /with a trailing slash, which F&O rejects/],
  ])('for %s it is not', async (_, aud, message, more = {}) => {
    expect(await acquire(aud, more)).toEqual({ name: 'Failure', message: expect.stringMatching(message) });
  });
});

describe('a 401 of the environment', () => {
  test('renews a token that was taken before, once, however many requests were refused', async () => {
    const { bearer } = await start({ 'client-secret': 'a-client-secret' });
    const first = await current(bearer);
    bearer.accepted(first);
    expect(await Promise.all([bearer.refused(first), bearer.refused(first)])).toEqual([true, true]);
    expect(await bearer.refused(first)).toBe(true);
    const second = await current(bearer);
    expect(second).toBe('acquired-token-2');
    expect(await bearer.refused(second)).toBe(false);
    expect(asked).toHaveLength(2);
  });

  test('to a token that was never taken fails', async () => {
    const { bearer } = await start({ 'client-secret': 'a-client-secret' });
    expect(await bearer.refused(await current(bearer))).toBe(false);
    expect(asked).toHaveLength(1);
  });

  test('is not repeated with the same token', async () => {
    respond = () => issued('always-the-same');
    const { bearer } = await start({ 'client-secret': 'a-client-secret' });
    bearer.accepted(await current(bearer));
    expect(await bearer.refused('always-the-same')).toBe(false);
  });
});

describe('a token of an earlier step', () => {
  const token = (minutes: number) => jwt({ aud: ORIGIN, iat: nowMs / 1000 - 60, exp: nowMs / 1000 + minutes * 60 });

  test('beside a credential is used first, until shortly before its end', async () => {
    const given = token(60);
    const { bearer, lines } = await start({ token: given, 'client-secret': 'a-client-secret' });
    expect(await bearer.current()).toBe(given);
    expect(asked).toEqual([]);
    nowMs += 56 * MINUTE;
    expect(await bearer.current()).toBe('acquired-token-1');
    expect(lines[0]).toContain('the credential takes over');
  });

  test('beside a credential, and refused, is renewed at once', async () => {
    const given = token(60);
    const { bearer } = await start({ token: given, 'client-secret': 'a-client-secret' });
    expect(await bearer.refused(await current(bearer))).toBe(true);
    expect(await bearer.current()).toBe('acquired-token-1');
  });

  test('alone, and refused, is not renewed', async () => {
    const { bearer } = await start({ token: token(60) });
    expect(await bearer.refused(await current(bearer))).toBe(false);
    expect(asked).toEqual([]);
  });

  test.each(['current', 'refused'] as const)(
    'alone, and expired in mid-run, says what to give instead: %s',
    async (way) => {
      const given = token(10);
      const { bearer } = await start({ token: given });
      expect(await bearer.current()).toBe(given);
      nowMs += 10 * MINUTE;
      const failure = await failureOf(way === 'current' ? bearer.current() : bearer.refused(given));
      expect(failure).toEqual({
        name: 'Failure',
        message: expect.stringMatching(
          /expired at 2026-11-20T12:10:00\.000Z.*Provide a credential as well .*`auth: oidc`.*takes over/,
        ),
      });
    },
  );

  test('opaque and alone is used as it is', async () => {
    const { bearer } = await start({ token: 'an-opaque-token' });
    nowMs += 1e10;
    expect(await bearer.current()).toBe('an-opaque-token');
    expect(bearer.expiresOn('an-opaque-token')).toBeUndefined();
  });

  test('none at all', async () => {
    const { inputs } = readInputs({ INPUT_AUTH: 'none' });
    const secrets = createSecrets(() => undefined);
    const circumstances = { env: {}, environment: undefined, operation: 'rest', sendsToken: true, secrets };
    const signIn = await parseSignIn(inputs, { ...circumstances, wallTime: { epochMs: nowMs } });
    expect(signIn).toEqual({ kind: 'none' });
  });
});

describe('OIDC', () => {
  const env = () => ({
    ACTIONS_ID_TOKEN_REQUEST_URL: `${base}/id-token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'the-request-token',
  });
  const serve = (idToken: () => string, tokenResponse: (asked: Asked) => TokenResponse) => {
    respond = (one) => (one.path.startsWith('/id-token') ? json({ value: idToken() }) : tokenResponse(one));
  };

  test('each acquisition has an assertion of its own, and all of it is masked', async () => {
    const assertions: string[] = [];
    let count = 0;
    serve(
      () => {
        assertions.push(jwt({ sub: 'repo:contoso/app:ref:refs/heads/main' }));
        return assertions.at(-1) ?? '';
      },
      () => issued(`by-oidc-${(count += 1)}`),
    );
    const { bearer, masked } = await start({ auth: 'oidc' }, env());
    for (let hour = 0; hour < 3; hour += 1) {
      expect(await bearer.current()).toBe(`by-oidc-${hour + 1}`);
      nowMs += 60 * MINUTE;
    }
    expect(asked.map(({ method, path }) => `${method} ${path.split('?')[0] ?? ''}`)).toEqual(
      Array.from({ length: 3 }, () => ['GET /id-token', `POST /${TENANT}/oauth2/v2.0/token`]).flat(),
    );
    expect(asked[0]).toMatchObject({
      path: '/id-token?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange',
      authorization: 'Bearer the-request-token',
    });
    const sent = asked.map(({ form }) => form.get('client_assertion')).filter((assertion) => assertion !== null);
    expect(sent).toEqual(assertions);
    expect(asked[1]?.form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    expect(masked).toEqual(expect.arrayContaining(['the-request-token', ...assertions]));
  });

  describe('an assertion that was too old when it arrived', () => {
    const tooOld = () =>
      json({ error: 'invalid_client', error_description: 'AADSTS700024: too old.', error_codes: [700024] }, 401);
    const throttledFirst = (pauseSeconds: number) => {
      let count = 0;
      return () => {
        count += 1;
        if (count === 1) return { status: 429, body: '', headers: { 'retry-after': String(pauseSeconds) } };
        return count === 2 ? tooOld() : issued('by-oidc');
      };
    };
    const paths = () => asked.map(({ path }) => (path.startsWith('/id-token') ? 'assertion' : 'token'));

    test('behind a long pause is replaced by a new one', async () => {
      let count = 0;
      serve(() => jwt({ sub: `assertion-${(count += 1)}` }), throttledFirst(310));
      const { bearer } = await start({ auth: 'oidc' }, env());
      expect(await bearer.current()).toBe('by-oidc');
      expect(paths()).toEqual(['assertion', 'token', 'token', 'assertion', 'token']);
      expect(new Set(asked.map(({ form }) => form.get('client_assertion'))).size).toBe(3);
    });

    test('without one is a matter of the clock, and is not tried again', async () => {
      serve(() => jwt({ sub: 'x' }), throttledFirst(2));
      const { bearer } = await start({ auth: 'oidc' }, env());
      const { message } = (await failureOf(bearer.current())) as Error;
      expect(message).toMatch(/the ID token of this job is not valid at this time\..*five minutes only\.$/);
      expect(paths()).toEqual(['assertion', 'token', 'token']);
    });
  });

  test.each([
    [403, '{"message":"The \\"job\\" may not."}', {}, /returned 403 \("The 'job' may not\."\) without an ID token/],
    [429, '', { 'retry-after': '900' }, /returned 429\. The server asks for a pause of 900 s.*Run the job again later/],
    [200, '{"value":"a\\nb"}', {}, /returned 200 without an ID token/],
    [200, '{"token":"a-token-under-another-name"}', {}, /returned 200 without an ID token/],
  ])('a service of ID tokens that returns %d %s is quoted', async (status, body, headers, expected) => {
    respond = () => ({ status, body, headers });
    const { bearer } = await start({ auth: 'oidc' }, env());
    const { message } = (await failureOf(bearer.current())) as Error;
    expect(message).toMatch(expected);
    expect(message).not.toContain('another-name');
  });

  test('a federated credential that does not match: the sentence shows what was sent', async () => {
    serve(
      () =>
        jwt({ sub: 'repo:Contoso/app:ref:refs/heads/main', iss: 'https://issuer', aud: 'api://AzureADTokenExchange' }),
      () => json({ error: 'invalid_client', error_description: 'AADSTS700213: no match.', error_codes: [700213] }, 401),
    );
    const { bearer } = await start({}, env());
    expect(await failureOf(bearer.current())).toEqual({
      name: 'Failure',
      message: expect.stringMatching(
        /No credential input had a value.*subject "repo:Contoso\/app:ref:refs\/heads\/main", issuer "https:\/\/issuer".*az ad app/,
      ),
    });
  });

  test.each<[string, TokenResponse]>([
    ['no permission', { status: 401, body: '' }],
    ['HTML', { status: 200, body: '<html>' }],
    ['no value', json({})],
  ])('no ID token: %s', async (_, response) => {
    respond = () => response;
    const { bearer } = await start({ auth: 'oidc' }, env());
    expect(await failureOf(bearer.current())).toMatchObject({
      name: 'Failure',
      message: expect.stringMatching(/ID token at 127\.0\.0\.1:\d+ failed: it returned \d+.*`id-token: write`/),
    });
    expect(asked).toHaveLength(1);
  });

  test.each([408, 429, 500, 503])('a service of ID tokens that returns %d may recover later', async (status) => {
    respond = () => ({ status, body: '', headers: { 'retry-after': '1200' } });
    const { bearer } = await start({ auth: 'oidc' }, env());
    await expect(bearer.current()).rejects.toMatchObject({
      name: 'SignInOutage',
      message: expect.stringMatching(new RegExp(`ID token at 127.0.0.1:\\d+ failed: it returned ${status}\\.`)),
      retryAfterMs: 1_200_000,
    });
  });
});

describe('a certificate signs an assertion that its public key verifies', () => {
  const parts = (assertion: string) => {
    const [header = '', payload = '', signature = ''] = assertion.split('.');
    const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
    return {
      header: decode(header),
      payload: decode(payload),
      signed: `${header}.${payload}`,
      signature: Buffer.from(signature, 'base64url'),
    };
  };
  test.each([
    ['Entra ID: PS256, x5t#S256', TENANT, 'PS256', constants.RSA_PKCS1_PSS_PADDING],
    ['AD FS: RS256, x5t', 'adfs', 'RS256', constants.RSA_PKCS1_PADDING],
  ])('%s', async (_, tenant, algorithm, padding) => {
    const { bearer, masked } = await start({
      'tenant-id': tenant,
      certificate: certificate.keyPem + certificate.certificatePem,
    });
    await bearer.current();
    const assertion = asked[0]?.form.get('client_assertion') ?? '';
    const { header, payload, signed, signature } = parts(assertion);
    const x509 = new X509Certificate(certificate.certificatePem);
    const thumbprint = (fingerprint: string) =>
      Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
    expect(header).toMatchObject({
      alg: algorithm,
      x5c: [x509.raw.toString('base64')],
      ...(tenant === 'adfs' ? { x5t: thumbprint(x509.fingerprint) } : { 'x5t#S256': thumbprint(x509.fingerprint256) }),
    });
    const endpoint = `${base}/${tenant === 'adfs' ? 'adfs/oauth2' : `${TENANT}/oauth2/v2.0`}/token`;
    expect(payload).toMatchObject({ iss: CLIENT, sub: CLIENT, aud: endpoint });
    const key = { key: createPublicKey(certificate.certificatePem), padding };
    expect(verify('sha256', Buffer.from(signed), key, signature)).toBe(true);
    expect(masked).toContain(assertion);
  });
});

describe('a refresh token', () => {
  test('is rotated within the run, masked, and never printed', async () => {
    let count = 0;
    respond = () => issued(`user-token-${(count += 1)}`, { refresh_token: `rotated-refresh-token-${count}` });
    const { bearer, masked, lines } = await start({
      'refresh-token': 'first-refresh-token',
      'client-secret': 'a-client-secret',
    });
    await bearer.current();
    nowMs += 60 * MINUTE;
    await bearer.current();
    expect(
      asked.map(({ form }) => [form.get('grant_type'), form.get('refresh_token'), form.get('client_secret')]),
    ).toEqual([
      ['refresh_token', 'first-refresh-token', 'a-client-secret'],
      ['refresh_token', 'rotated-refresh-token-1', 'a-client-secret'],
    ]);
    expect(asked[0]?.form.get('scope')).toContain(`${ORIGIN}/.default`);
    expect(masked).toEqual(
      expect.arrayContaining(['first-refresh-token', 'rotated-refresh-token-1', 'rotated-refresh-token-2']),
    );
    expect(lines.join()).not.toMatch(/refresh-token-/);
  });

  test('of a public client goes without proof; one that stays the same is used again', async () => {
    const { bearer } = await start({ 'refresh-token': 'first-refresh-token' });
    await bearer.current();
    nowMs += 60 * MINUTE;
    await bearer.current();
    expect(
      asked.map(({ form }) => [form.get('refresh_token'), form.has('client_secret'), form.has('client_assertion')]),
    ).toEqual([
      ['first-refresh-token', false, false],
      ['first-refresh-token', false, false],
    ]);
  });
});

describe('AD FS', () => {
  test('the scope is sent as resource, and an opaque token is taken', async () => {
    respond = () => issued('opaque-of-adfs');
    const scope = 'https://ax.contoso.com/namespaces/AXSF';
    const { bearer } = await start({ 'tenant-id': 'adfs', scope, 'client-secret': 'a-client-secret' });
    expect(await bearer.current()).toBe('opaque-of-adfs');
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /adfs/oauth2/token']);
    expect(asked[0]?.form.get('resource')).toBe(scope);
    expect(bearer.expiresOn('opaque-of-adfs')).toEqual({ epochMs: nowMs + 60 * MINUTE });
  });
});

describe('when the sign-in service does not respond as it should', () => {
  test('a token request is repeated like a read', async () => {
    respond = () =>
      asked.length === 1 ? { status: 503, body: '', headers: { 'retry-after': '7' } } : issued('at-last');
    const { bearer } = await start({ 'client-secret': 'a-client-secret' });
    const before = nowMs;
    expect(await bearer.current()).toBe('at-last');
    expect(nowMs - before).toBe(7_000);
  });

  test.each<[string, TokenResponse, string, RegExp]>([
    ['503 for good', { status: 503, body: '<html>' }, 'SignInOutage', /returned 503 with an HTML page/],
    [
      '429 with a pause too long',
      { status: 429, body: '', headers: { 'retry-after': '3600' } },
      'SignInOutage',
      /returned 429 with an empty body/,
    ],
    [
      'a refusal',
      json({ error: 'invalid_client', error_description: 'AADSTS7000222: expired.' }, 401),
      'Failure',
      /the client secret has expired/,
    ],
    [
      'a portal',
      { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } },
      'Failure',
      /HTML page instead of a token/,
    ],
    [
      'a redirect',
      { status: 302, body: '', headers: { location: 'https://portal.example/x' } },
      'Failure',
      /a redirect to portal\.example/,
    ],
  ])('%s', async (_, response, name, message) => {
    respond = () => response;
    const { bearer } = await start({ 'client-secret': 'a-client-secret' });
    expect(await failureOf(bearer.current())).toEqual({ name, message: expect.stringMatching(message) });
  });

  test('a signal cuts a renewal, and whoever still has time renews anew', async () => {
    const { promise: delayed, resolve: response } = Promise.withResolvers<TokenResponse>();
    respond = () => (asked.length === 1 ? delayed : issued('in-time'));
    const { bearer } = await start({ 'client-secret': 'a-client-secret' });
    const cut = new AbortController();
    const first = failureOf(bearer.current(cut.signal));
    while (asked.length === 0) await new Promise(setImmediate);
    cut.abort(new Error('The wait is over.'));
    expect(await bearer.current(new AbortController().signal)).toBe('in-time');
    expect(await first).toMatchObject({ message: 'The wait is over.' });
    response(issued('too-late'));
    expect(await bearer.current()).toBe('in-time');
  });

  test('what failed can be tried again, and succeed', async () => {
    respond = () => ({ status: 503, body: '' });
    const { bearer } = await start({ 'client-secret': 'a-client-secret' });
    await failureOf(bearer.current());
    respond = () => issued('recovered');
    expect(await bearer.current()).toBe('recovered');
  });

  test('a host that is not there is named, with its cause', async () => {
    const { bearer } = await start({ 'client-secret': 'a-client-secret', 'authority-host': 'http://127.0.0.1:1' });
    expect(await failureOf(bearer.current())).toEqual({
      name: 'SignInOutage',
      message: expect.stringMatching(/^Signing in at 127\.0\.0\.1:1 failed: .*ECONNREFUSED.*It was retried 2 times/),
    });
  });
});
