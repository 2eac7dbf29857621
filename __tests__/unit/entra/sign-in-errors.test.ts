import { describe, expect, test } from '@jest/globals';
import { authorityOf } from '../../../src/entra/authority.ts';
import {
  aadstsCode,
  describeSignInError,
  type SignInAttempt,
  type SignInRefusal,
} from '../../../src/entra/sign-in-errors.ts';

const CORRELATION = '0f0e0d0c-1111-2222-3333-444455556666';
const identity = {
  subject: 'repo:contoso/app:ref:refs/heads/Main',
  issuer: 'https://token.actions.githubusercontent.com',
  audience: 'api://AzureADTokenExchange',
};
const attempt: SignInAttempt = {
  authority: authorityOf('https://login.microsoftonline.com', 'contoso.onmicrosoft.com'),
  clientId: 'the-client-id',
  scope: 'https://contoso.operations.dynamics.com/.default',
  method: { kind: 'client-secret', secretLooksLikeId: false },
  identity: undefined,
};
const oidc: SignInAttempt = { ...attempt, method: { kind: 'oidc', chosenBy: 'auth' }, identity };
const refresh: SignInAttempt = { ...attempt, method: { kind: 'refresh-token', client: 'public' } };

/** An answer in Microsoft's shape. */
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
  test.each<[number, SignInAttempt, RegExp, RegExp]>([
    [
      700016,
      attempt,
      /the application the-client-id is not in the tenant contoso\.onmicrosoft\.com/,
      /Check `client-id`.*`tenant-id`/,
    ],
    [
      7000215,
      attempt,
      /the client secret is wrong/,
      /Give the value of the secret, not its id.*Certificates & secrets/,
    ],
    [
      7000215,
      { ...attempt, method: { kind: 'client-secret', secretLooksLikeId: true } },
      /the client secret is wrong/,
      /is a GUID, so it is the id of the secret, not its value.*make a new one/,
    ],
    [7000222, attempt, /the client secret has expired/, /Make a new one at .*Certificates & secrets/],
    [
      90002,
      attempt,
      /the tenant contoso\.onmicrosoft\.com was not found/,
      /`tenant-id`.*another cloud than https:\/\/login\.microsoftonline\.com \(`authority-host`\)/,
    ],
    [
      500011,
      attempt,
      /https:\/\/contoso\.operations\.dynamics\.com is not known in the tenant/,
      /Check `environment-url`.*`tenant-id`/,
    ],
    [65001, attempt, /nobody has consented/, /grant consent at .*API permissions/],
    [7000218, attempt, /no secret or assertion reached/, /the credential has a value/],
    [
      7000218,
      refresh,
      /no secret or assertion reached/,
      /confidential client: give `client-secret` or `certificate` beside `refresh-token`/,
    ],
    [7000216, attempt, /no secret or assertion reached/, /the credential has a value/],
    [700025, refresh, /a public client, which must not prove itself/, /Remove `client-secret` or `certificate`/],
    [1002012, attempt, /the scope https.* is none that an application can ask for/, /let it end with `\/\.default`/],
    [7000112, attempt, /the application the-client-id is disabled/, /enable it: .*Enterprise applications/],
    [7000229, attempt, /has no service principal in the tenant/, /Add it to the tenant/],
    [53003, attempt, /Conditional Access stops this sign-in/, /sign-in log/],
    [50076, refresh, /multi-factor authentication/, /sign-in log/],
    [50105, attempt, /not assigned to https:\/\/contoso\.operations\.dynamics\.com/, /Assign it/],
    [501051, attempt, /not assigned to https:\/\/contoso\.operations\.dynamics\.com/, /Assign it/],
    [700082, refresh, /the refresh token has expired/, /sign in again.*A rotated one is not kept/],
    [70043, refresh, /the refresh token has expired/, /sign in again/],
    [700027, attempt, /the certificate's signature was refused/, /Upload this very certificate/],
    [700024, attempt, /because of its time/, /clock of the runner/],
    [700024, oidc, /because of its time/, /ID token lives five minutes/],
    [70021, oidc, /no federated credential matches/, /federated credential of the application the-client-id/i],
    [700211, oidc, /the issuer of the ID token/, /Federated credentials/],
    [700212, oidc, /the audience of the ID token/, /Federated credentials/],
    [700213, oidc, /the subject of the ID token/, /immutable subjects with ids \(repo:owner@id\/repo@id:…\)/],
  ])('AADSTS%d', (code, tried, failed, remedy) => {
    const message = describeSignInError(refusal(code), tried, String);
    expect(message).toMatch(/^Signing in at login\.microsoftonline\.com failed: /);
    expect(message).toMatch(failed);
    expect(message).toMatch(remedy);
    expect(message).toContain(
      `It answered 401: "AADSTS${code}: What Entra ID says about it.", correlation id ${CORRELATION}.`,
    );
    expect(message).not.toContain('Trace ID');
    expect(message).not.toMatch(/undefined|\[object|\n/);
  });

  test.each([70021, 700211, 700212, 700213])('AADSTS%d shows what the ID token says, in its own case', (code) => {
    const message = describeSignInError(refusal(code), oidc, String);
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
  test.each<[string, SignInRefusal, SignInAttempt, RegExp]>([
    [
      'an unknown code',
      refusal(1234567, 'strange_error'),
      attempt,
      /the sign-in service refused\. It answered 401: "AADSTS1234567: What .* Look the code up/,
    ],
    [
      'an unknown code of a known error',
      refusal(1234567),
      attempt,
      /the credential of the application the-client-id was refused\..*Check `client-id`/,
    ],
    [
      'AD FS',
      withBody(400, { error: 'invalid_grant', error_description: 'MSIS9605: no.' }),
      refresh,
      /the refresh token was refused\. It answered 400: "MSIS9605: no\."\. Let the user sign in again/,
    ],
    [
      'an error without description',
      withBody(400, { error: 'unauthorized_client' }),
      attempt,
      /may not sign in this way\. It answered 400: "unauthorized_client"/,
    ],
    [
      'a wrong scope',
      withBody(400, { error: 'invalid_scope' }),
      attempt,
      /there is no access to https:.* Check `environment-url` and `scope`/,
    ],
    [
      'a name of Object',
      withBody(400, { error: 'constructor' }),
      attempt,
      /the sign-in service refused\. It answered 400: "constructor"/,
    ],
    [
      'HTML',
      withText(200, '<!DOCTYPE html><title>Portal</title>'),
      attempt,
      /answered 200 with an HTML page in place of a token\. Check `authority-host`.*proxy/,
    ],
    [
      'HTML of a gateway',
      withText(502, '<html>', { 'content-type': 'text/html' }),
      attempt,
      /answered 502 with an HTML page .*run it again later/,
    ],
    ['nothing', withText(404, ''), attempt, /answered 404 with an empty body\. Check `authority-host`/],
    ['no token', withBody(200, { token_type: 'Bearer' }), attempt, /answered 200, but without an access token/],
    ['other JSON', withBody(400, { message: 'no' }), attempt, /answered 400, in a form that is no OAuth error/],
    [
      'a redirect',
      withText(302, '', { location: 'https://portal.example/login?code=secret' }),
      attempt,
      /answered 302, a redirect to portal\.example, which is not followed/,
    ],
    ['throttling', withText(429, ''), attempt, /answered 429 with an empty body\. The sign-in service is throttling/],
  ])('%s', (_, response, tried, expected) => {
    expect(describeSignInError(response, tried, String)).toMatch(expected);
  });

  test('long and hostile words are cut to one bounded line', () => {
    const body = { error: 'x', error_description: `::error::"quoted"\n${'long '.repeat(2_000)}` };
    const message = describeSignInError({ status: 400, headers: {}, text: '', body }, attempt, String);
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(900);
  });

  test('OIDC that nobody asked for says that a credential may be empty', () => {
    const assumed: SignInAttempt = { ...oidc, method: { kind: 'oidc', chosenBy: 'auto' } };
    expect(describeSignInError(refusal(70021), assumed, String)).toMatch(
      /No credential input had a value, so OIDC was tried: .*that value is empty\.$/,
    );
    expect(describeSignInError(refusal(70021), oidc, String)).not.toContain('No credential input');
  });
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
