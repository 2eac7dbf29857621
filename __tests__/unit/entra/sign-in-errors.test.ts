import { describe, expect, test } from '@jest/globals';
import { authorityOf } from '../../../src/entra/authority.ts';
import { describeFederation } from '../../../src/entra/methods/oidc.ts';
import type { Credential, SignInTarget } from '../../../src/entra/method.ts';
import { methods, type MethodName } from '../../../src/entra/methods/index.ts';
import { aadstsCode, describeSignInError, isTransient, type SignInRefusal } from '../../../src/entra/sign-in-errors.ts';
import { readInputs } from '../../../src/inputs.ts';
import { createSecrets } from '../../../src/report/secrets.ts';
import { createShow } from '../../../src/server-text.ts';

const CORRELATION = '0f0e0d0c-1111-2222-3333-444455556666';
const identity = {
  subject: 'repo:contoso/app:ref:refs/heads/Main',
  issuer: 'https://token.actions.githubusercontent.com',
  audience: 'api://AzureADTokenExchange',
};
const target: SignInTarget = {
  authority: authorityOf('https://login.microsoftonline.com', 'contoso.onmicrosoft.com'),
  clientId: 'the-client-id',
  scope: 'https://contoso.operations.dynamics.com/.default',
};
const show = createShow(String);

type Describe = Credential['describe'];
async function describes(method: MethodName, given: Record<string, string>): Promise<Describe> {
  const { inputs } = readInputs(given);
  const secrets = createSecrets(() => undefined);
  const context = { env: {}, wallTime: { epochMs: 0 }, secrets, chosenBy: 'auth' } as const;
  const parsed = await methods[method].parse(inputs, context);
  if (parsed?.kind !== 'credential') throw new Error(`${method} gave no credential`);
  return (of) => parsed.describe(of);
}
const secret = await describes('client-secret', { 'INPUT_CLIENT-SECRET': 'abc8Q~a-secret-value' });
const secretId = await describes('client-secret', { 'INPUT_CLIENT-SECRET': '11111111-2222-3333-4444-555555555555' });
const refresh = await describes('refresh-token', { 'INPUT_REFRESH-TOKEN': 'r' });
const confidential = await describes('refresh-token', {
  'INPUT_REFRESH-TOKEN': 'r',
  'INPUT_CLIENT-SECRET': '11111111-2222-3333-4444-555555555555',
});
const oidc: Describe = (of) => describeFederation(of, identity, 'auth');
const assumed: Describe = (of) => describeFederation(of, identity, 'auto');
const describeRefusal = (response: SignInRefusal, describing: Describe) =>
  Object.values(describeSignInError(response, target, describing(target), show)).join(' ');

/** A response in Microsoft's shape. */
function refusal(code: number, error = 'invalid_client'): SignInRefusal {
  const body = {
    error,
    error_description: `AADSTS${code}: What Entra ID says about it. Trace ID: 77 Correlation ID: ${CORRELATION} Timestamp: 2026-11-20 12:00:00Z`,
    error_codes: [code],
    trace_id: '77',
    correlation_id: CORRELATION,
    timestamp: '2026-11-20 12:00:00Z',
  };
  return { status: 401, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body), body };
}

describe('each row of the table names what failed, what the server said, and what to do', () => {
  test.each<[number, Describe, RegExp, RegExp]>([
    [
      700016,
      secret,
      /the application the-client-id is not in the tenant contoso\.onmicrosoft\.com/,
      /Check `client-id`.*`tenant-id`/,
    ],
    [7000215, secret, /the client secret is wrong/, /Use the value of the secret, not its ID.*Certificates & secrets/],
    [
      7000215,
      secretId,
      /the client secret is wrong/,
      /holds a GUID, so it is the ID of the secret, not its value.*create a new one/,
    ],
    [7000222, secret, /the client secret has expired/, /Create a new one at .*Certificates & secrets/],
    [
      90002,
      secret,
      /the tenant contoso\.onmicrosoft\.com was not found/,
      /`tenant-id`.*another cloud than https:\/\/login\.microsoftonline\.com \(`authority-host`\)/,
    ],
    [
      500011,
      secret,
      /https:\/\/contoso\.operations\.dynamics\.com is not known in the tenant/,
      /Check `environment-url`.*`tenant-id`/,
    ],
    [65001, secret, /have not been consented to/, /grant consent at .*API permissions/],
    [7000218, secret, /no secret or assertion reached/, /the credential has a value/],
    [
      7000218,
      refresh,
      /no secret or assertion reached/,
      /confidential client: provide `client-secret` or `certificate` together with `refresh-token`/,
    ],
    [7000216, secret, /no secret or assertion reached/, /the credential has a value/],
    [
      700025,
      refresh,
      /a public client, which must not send a secret or assertion/,
      /Remove `client-secret` or `certificate`/,
    ],
    [1002012, secret, /an application cannot request the scope https/, /end it with `\/\.default`/],
    [7000112, secret, /the application the-client-id is disabled/, /enable it: .*Enterprise applications/],
    [7000229, secret, /has no service principal in the tenant/, /Add it to the tenant/],
    ...[53000, 53001, 53003, 530003].map((code): [number, Describe, RegExp, RegExp] => [
      code,
      refresh,
      /Conditional Access blocks this sign-in/,
      /sign-in log/,
    ]),
    ...[900023, 900382, 900439].map((code): [number, Describe, RegExp, RegExp] => [
      code,
      secret,
      /the tenant contoso\.onmicrosoft\.com was not found/,
      /another cloud than/,
    ]),
    [500021, secret, /the network of the runner does not allow the tenant contoso/, /administrators of the network/],
    [650052, secret, /https:\/\/contoso\.operations\.dynamics\.com is not known in the tenant/, /`tenant-id`/],
    [1000502, secret, /not valid at this time/, /certificate has not expired/],
    [50076, refresh, /multi-factor authentication/, /sign-in log/],
    [50105, secret, /not assigned to https:\/\/contoso\.operations\.dynamics\.com/, /Assign it/],
    [501051, secret, /not assigned to https:\/\/contoso\.operations\.dynamics\.com/, /Assign it/],
    [700082, refresh, /the refresh token has expired/, /sign in again.*A rotated one is not kept/],
    [70043, refresh, /the refresh token has expired/, /sign in again/],
    [700027, secret, /signature made with the certificate was rejected/, /Upload this certificate/],
    [700024, secret, /not valid at this time/, /clock of the runner/],
    [700024, oidc, /not valid at this time/, /ID token is valid for five minutes/],
    [70021, oidc, /no federated credential matches/, /federated credential of the application the-client-id/i],
    [700211, oidc, /the issuer of the ID token/, /Federated credentials/],
    [700212, oidc, /the audience of the ID token/, /Federated credentials/],
    [700213, oidc, /the subject of the ID token/, /immutable subjects with IDs \(repo:owner@id\/repo@id:…\)/],
  ])('AADSTS%d', (code, tried, failed, remedy) => {
    const message = describeRefusal(refusal(code), tried);
    expect(message).toMatch(/^Signing in at login\.microsoftonline\.com failed: /);
    expect(message).toMatch(failed);
    expect(message).toMatch(remedy);
    expect(message).toContain(
      `It returned 401: "AADSTS${code}: What Entra ID says about it.", correlation ID ${CORRELATION}.`,
    );
    expect(message).not.toContain('Trace ID');
    expect(message).not.toMatch(/undefined|\[object|\n/);
  });

  test('a secret beside a refresh token is explained like one alone', () => {
    expect(describeRefusal(refusal(7000215), confidential)).toMatch(/holds a GUID/);
    expect(describeRefusal(refusal(7000218), confidential)).toMatch(/Check that the credential has a value/);
  });

  test.each([70021, 70025, 700016, 700211, 700212, 700213, 7002138, 501661])(
    'AADSTS%d under OIDC ends with the command that makes the federated credential right',
    (code) => {
      const message = describeRefusal(refusal(code), oidc);
      const [, command = ''] = / (az ad app federated-credential create .*)$/.exec(message) ?? [];
      const [, clientId, json = ''] = /^.* --id (\S+) --parameters '(.*)'$/.exec(command) ?? [];
      expect(clientId).toBe('the-client-id');
      expect(JSON.parse(json)).toEqual({
        name: 'github-actions',
        issuer: identity.issuer,
        subject: identity.subject,
        audiences: [identity.audience],
      });
    },
  );

  test('a quote in a subject does not end the quotes of the command', () => {
    const quoted: Describe = (of) => describeFederation(of, { ...identity, subject: "repo:o'x/app" }, 'auth');
    expect(describeRefusal(refusal(700213), quoted)).toContain(`"subject":"repo:o'\\''x/app"`);
  });

  test.each([70021, 700211, 700212, 700213])('AADSTS%d shows what the ID token says, in its own case', (code) => {
    const message = describeRefusal(refusal(code), oidc);
    for (const part of Object.values(identity)) expect(message).toContain(`"${part}"`);
  });
});

describe('what is not in the table', () => {
  const withBody = (status: number, body: Record<string, unknown>): SignInRefusal => ({
    status,
    headers: {},
    text: JSON.stringify(body),
    body,
  });
  const withText = (status: number, text: string, headers: Record<string, string> = {}): SignInRefusal => ({
    status,
    headers,
    text,
    body: undefined,
  });
  test.each<[string, SignInRefusal, Describe, RegExp]>([
    [
      'an unknown code',
      refusal(1234567, 'strange_error'),
      secret,
      /the sign-in service refused\. It returned 401: "AADSTS1234567: What .* Look up the code/,
    ],
    [
      'an unknown code of a known error',
      refusal(1234567),
      secret,
      /the credential of the application the-client-id was rejected\..*Check `client-id`/,
    ],
    [
      'AD FS',
      withBody(400, { error: 'invalid_grant', error_description: 'MSIS9605: no.' }),
      refresh,
      /the refresh token was rejected\. It returned 400: "MSIS9605: no\."\. Have the user sign in again/,
    ],
    [
      'a user who must interact, whatever the code',
      refusal(50_079, 'interaction_required'),
      refresh,
      /requires a user to interact\..*instead of as a user\.$/,
    ],
    [
      'an error without description',
      withBody(400, { error: 'unauthorized_client' }),
      secret,
      /may not sign in this way\. It returned 400: "unauthorized_client"/,
    ],
    [
      'a wrong scope',
      withBody(400, { error: 'invalid_scope' }),
      secret,
      /there is no access to https:.* Check `environment-url` and `scope`/,
    ],
    [
      'a name of Object',
      withBody(400, { error: 'constructor' }),
      secret,
      /the sign-in service refused\. It returned 400: "constructor"/,
    ],
    [
      'HTML',
      withText(200, '<!DOCTYPE html><title>Portal</title>'),
      secret,
      /returned 200 with an HTML page instead of a token: "Portal"\. Check `authority-host`.*proxy/,
    ],
    [
      'HTML of a gateway',
      withText(502, '<html>', { 'content-type': 'text/html' }),
      secret,
      /returned 502 with an HTML page .*run the job again later/,
    ],
    [
      'a gateway that speaks plain text',
      withText(400, 'upstream "connect" error\nor disconnect'),
      secret,
      /returned 400, in a form that is not an OAuth error: "upstream 'connect' error ⏎ or disconnect"\. Check/,
    ],
    [
      'an error in the shape of another service',
      withBody(400, { error: { code: 'x', message: 'The stamp is full.' } }),
      secret,
      /not an OAuth error: "The stamp is full\."\. Check/,
    ],
    [
      'a page of a proxy that blocks',
      withText(403, '<html><title>Denied</title><body>Category unknown</body></html>', { 'content-type': 'text/html' }),
      secret,
      /with an HTML page instead of a token: "Denied Category unknown"\. Check/,
    ],
    [
      'a pause that is too long',
      { ...withText(429, ''), givenUp: 'The server asks for a pause of 900 s.' },
      secret,
      /with an empty body\. The server asks for a pause of 900 s\. The sign-in service is throttling/,
    ],
    [
      'retries that were in vain',
      { ...refusal(90_033, 'invalid_request'), givenUp: 'It was retried 5 times.' },
      secret,
      /correlation ID \S+\. It was retried 5 times\. Run the job again later\.$/,
    ],
    ['nothing', withText(404, ''), secret, /returned 404 with an empty body\. Check `authority-host`/],
    ['no token', withBody(200, { token_type: 'Bearer' }), secret, /returned 200, but without an access token/],
    ['other JSON', withBody(400, { message: 'no' }), secret, /returned 400, in a form that is not an OAuth error/],
    [
      'a redirect',
      withText(302, '', { location: 'https://portal.example/login?code=secret' }),
      secret,
      /returned 302, a redirect to portal\.example, which is not followed/,
    ],
    ['throttling', withText(429, ''), secret, /returned 429 with an empty body\. The sign-in service is throttling/],
  ])('%s', (_, response, tried, expected) => {
    expect(describeRefusal(response, tried)).toMatch(expected);
  });

  test('a token under another name is not shown', () => {
    const message = describeRefusal(withBody(200, { token: 'a-token-that-nobody-masks' }), secret);
    expect(message).toContain('without an access token.');
    expect(message).not.toContain('nobody-masks');
  });

  test('long and hostile words are cut to one bounded line', () => {
    const body = { error: 'x', error_description: `::error::"quoted"\n${'long '.repeat(2_000)}` };
    const message = describeRefusal({ status: 400, headers: {}, text: '', body }, secret);
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(900);
  });

  test('OIDC that nobody asked for says that a credential may be empty', () => {
    expect(describeRefusal(refusal(70021), assumed)).toMatch(
      /No credential input had a value, so the action used OIDC: .*that value is empty\./,
    );
    expect(describeRefusal(refusal(70021), oidc)).not.toContain('No credential input');
  });
});

test.each<[string, SignInRefusal, boolean]>([
  ['AADSTS90033', refusal(90033, 'invalid_request'), true],
  ['AADSTS90012', refusal(90012, 'invalid_request'), true],
  ['AADSTS900331, which only begins so', refusal(900331, 'invalid_request'), false],
  ['a busy AD FS', { status: 400, headers: {}, text: '', body: { error: 'temporarily_unavailable' } }, true],
  ['a wrong secret', refusal(7000215), false],
])('%s may pass by itself: %s', (_, response, expected) => {
  expect(isTransient(response)).toBe(expected);
  const message = describeRefusal(response, assumed);
  expect(message.includes('temporarily unavailable')).toBe(expected);
  expect(message.includes('federated-credential create')).toBe(!expected);
});

test.each<[Record<string, unknown>, number | undefined]>([
  [{ error_codes: [7000215] }, 7000215],
  [{ error_description: 'AADSTS50076: x' }, 50076],
  [{ error_codes: ['7'], error_description: 'AADSTS700082: x' }, 700082],
  [{ error_description: 'MSIS9605' }, undefined],
  [{}, undefined],
])('the code of %j is %s', (body, code) => {
  expect(aadstsCode(body)).toBe(code);
});
