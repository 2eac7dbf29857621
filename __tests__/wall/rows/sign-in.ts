import { at, first, type Row, says, type World } from '../row.ts';

const TOKEN_ONLY = { verify: 'false' };
const TWO = { 'max-retries': '1' };
const OIDC = { auth: 'oidc', 'client-secret': '', verify: 'false' };
const jobWithIdToken = {
  ACTIONS_ID_TOKEN_REQUEST_URL: '<simulator>/oidc-token?api-version=2.0',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token-of-the-job',
};
const oidc = (world: World = {}): World => ({ env: jobWithIdToken, ...world });
const refuses = (code: number, error = 'invalid_request') =>
  says('sign-in', 400, { error, error_description: `AADSTS${code}: In other words. Trace ID: 1`, error_codes: [code] });

/** A token for an environment that is not ours. */
const FABRIKAM = ['{"alg":"none"}', '{"aud":"https://fabrikam.operations.dynamics.com"}', 'signature-of-fabrikam']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');

/** Before the environment is called: the ID token of the job, and the token endpoint. */
// prettier-ignore
export const rows: readonly Row[] = [
  ['token',      'DNS failure',                         {},                                     { 'authority-host': 'https://login.nowhere.invalid' }, '1', ['login.nowhere.invalid could not be resolved', '!`environment-url`'], ''],
  ['batch-wait', 'DNS failure',                         {},                                     { 'authority-host': 'https://login.nowhere.invalid' }, '1 failed', 'could not be resolved', ''],
  ['rest',       'refused',                             {},                                     { 'authority-host': 'https://127.0.0.1:1', ...TWO }, '1', 'ECONNREFUSED', ''],
  ['dmf-init',   'reset before the head, once',         first(1, 'sign-in', 'reset'),           {},                              '0 accepted', [], 'sign-in×2 init'],
  ['dmf-init',   'reset for ever',                      at('sign-in', 'reset'),                 TWO,                             '1 failed', ['broke', '!carried'], 'sign-in×2'],
  ['batch-wait', 'body cut, once',                      first(1, 'sign-in', 'cut'),             {},                              '0 finished', [], 'sign-in×2 poll+'],
  ['token',      'body cut before its last chunk',      at('sign-in', 'cut-chunked'),           { ...TOKEN_ONLY, ...TWO },       '1',        'cut off', 'sign-in×2'],
  ['token',      'body cut in its gzip',                at('sign-in', 'cut-gzip'),              { ...TOKEN_ONLY, ...TWO },       '1',        'cut off', 'sign-in×2'],
  ['rest',       'hang',                                at('sign-in', 'hang'),                  { 'request-timeout-seconds': '60' }, '1',    'within 60 s', 'sign-in'],
  ['dmf-init',   'hang',                                at('sign-in', 'hang'),                  { 'request-timeout-seconds': '60' }, '1 failed', 'within 60 s', 'sign-in'],
  ['batch-wait', 'hang beyond the deadline',            at('sign-in', 'hang'),                  { 'wait-timeout-minutes': '2' }, '1 timeout', 'Signing in at localhost', 'sign-in'],
  ['batch-wait', '503 with a Retry-After beyond the deadline', at('sign-in', '503-empty', { retryAfterSeconds: 300 }), { 'wait-timeout-minutes': '2' }, '1 timeout', ['Signing in at localhost', '503', '!did not send'], 'sign-in'],
  ['rest',       'hang beyond the deadline',            at('sign-in', 'hang'),                  { 'wait-timeout-minutes': '2' }, '1',        'Signing in at localhost', 'sign-in'],
  ['batch-wait', 'hang of an execution beyond the deadline', at('sign-in', 'hang'),             { 'batch-job-recid': '', 'execution-id': 'gh-1', 'wait-timeout-minutes': '2' }, '1 timeout', 'Signing in at localhost', 'sign-in'],
  ['batch-wait', 'OIDC: hang of the ID-token endpoint beyond the deadline', oidc(at('id-token', 'hang')), { auth: 'oidc', 'client-secret': '', 'wait-timeout-minutes': '2' }, '1 timeout', "The request for the job's ID token", 'id-token'],
  ['token',      '408, once',                           first(1, 'sign-in', '408'),             TOKEN_ONLY,                      '0',        [], 'sign-in×2'],
  ['token',      '429 with seconds, once',              first(1, 'sign-in', 'throttle', { retryAfterSeconds: 2 }), TOKEN_ONLY,   '0',        [], 'sign-in×2'],
  ['token',      '429 with 900 s',                      at('sign-in', 'throttle', { retryAfterSeconds: 900 }), TOKEN_ONLY,       '1',        '429', 'sign-in'],
  ['rest',       '503, once',                           first(1, 'sign-in', '503-html'),        {},                              '0',        [], 'sign-in×2 call'],
  ['rest',       '503 for ever',                        at('sign-in', '503-empty', { retryAfterSeconds: 1 }), TWO,               '1',        '503', 'sign-in×2'],
  ['token',      '502 HTML for ever',                   at('sign-in', '502-html', { retryAfterSeconds: 1 }), { ...TOKEN_ONLY, ...TWO }, '1', '502', 'sign-in×2'],
  ['token',      '500',                                 at('sign-in', '500-xpp'),               TOKEN_ONLY,                      '1',        '500', 'sign-in+'],
  ['token',      'redirect elsewhere',                  at('sign-in', 'redirect-elsewhere'),    TOKEN_ONLY,                      '1',        'attacker.example', 'sign-in'],
  ['token',      'page of a hotspot as 200',            at('sign-in', 'signin-html'),           TOKEN_ONLY,                      '1',        'HTML page', 'sign-in'],
  ['token',      'empty 200',                           at('sign-in', 'empty-200'),             TOKEN_ONLY,                      '1',        'empty body', 'sign-in'],
  ['token',      'JSON of another shape',               says('sign-in', 200, { token: 'x' }),   TOKEN_ONLY,                      '1',        'without an access token', 'sign-in'],
  ['token',      'access token that is a number',       says('sign-in', 200, { access_token: 7, expires_in: 60 }), TOKEN_ONLY,   '1',        'without an access token', 'sign-in'],
  ['token',      'JSON that is a list',                 says('sign-in', 200, [1]),              TOKEN_ONLY,                      '1',        [], 'sign-in'],
  ['token',      'JSON unfinished',                     at('sign-in', 'not-json'),              TOKEN_ONLY,                      '1',        [], 'sign-in+'],
  ['token',      'JSON 30,000 deep',                    says('sign-in', 200, `${'['.repeat(30_000)}${']'.repeat(30_000)}`), TOKEN_ONLY, '1', [], 'sign-in'],
  ['token',      'JSON of 3 MB',                        says('sign-in', 200, { x: 'x'.repeat(3_000_000) }), TOKEN_ONLY,          '1',        [], 'sign-in'],
  ['rest',       'scope variable of another',           { ...says('sign-in', 200, { access_token: FABRIKAM, expires_in: 3600 }), env: { D365FO_SCOPE: 'https://fabrikam.operations.dynamics.com/.default' } }, {}, '1', ['https://fabrikam.operations.dynamics.com', '`aud`'], 'sign-in'],
  ['token',      'hostile text',                        at('sign-in', 'hostile-text'),          TOKEN_ONLY,                      '1',        [], 'sign-in'],
  ['token',      'hostile OAuth error',                 says('sign-in', 400, { error: 'invalid_client', error_description: '\u001b[31m::error::forged\n##[error]x' }), TOKEN_ONLY, '1', 'forged', 'sign-in'],
  // Refusals of Entra ID
  ['token',      '7000215: wrong secret',               { entraErrorCode: 7_000_215 },          TOKEN_ONLY,                      '1',        ['AADSTS7000215', 'secret'], 'sign-in'],
  ['rest',       '7000222: expired secret',             { entraErrorCode: 7_000_222 },          {},                              '1',        ['expired', 'Certificates & secrets'], 'sign-in'],
  ['batch-wait', '700016: unknown application',         { entraErrorCode: 700_016 },            {},                              '1 failed', '`client-id`', 'sign-in'],
  ['dmf-init',   '90002: unknown tenant',               { entraErrorCode: 90_002 },             {},                              '1 failed', '`tenant-id`', 'sign-in'],
  ['token',      '500011: unknown resource',            { entraErrorCode: 500_011 },            TOKEN_ONLY,                      '1',        '`environment-url`', 'sign-in'],
  ['token',      '53003: Conditional Access',           { entraErrorCode: 53_003 },             TOKEN_ONLY,                      '1',        'Conditional Access', 'sign-in'],
  ['token',      '90033: temporary',                    refuses(90_033),                        TOKEN_ONLY,                      '1',        ['temporarily unavailable', '!refused'], 'sign-in'],
  ['token',      'a code nobody knows',                 refuses(999_999_999),                   TOKEN_ONLY,                      '1',        'AADSTS999999999', 'sign-in'],
  // OIDC
  ['token',      'OIDC: no id-token: write',            {},                                     OIDC,                            '1 failed', 'id-token: write', ''],
  ['token',      'OIDC: DNS failure',                   { env: { ...jobWithIdToken, ACTIONS_ID_TOKEN_REQUEST_URL: 'https://tokens.nowhere.invalid/x?y=1' } }, OIDC, '1', 'could not be resolved', ''],
  ['token',      'OIDC: 500 of the ID-token endpoint',  oidc({ oidcStatus: 500 }),              OIDC,                            '1',        '500', 'id-token+'],
  ['token',      'OIDC: 403 of the ID-token endpoint',  oidc({ oidcStatus: 403 }),              OIDC,                            '1',        '403', 'id-token'],
  ['token',      'OIDC: reset, once',                   oidc(first(1, 'id-token', 'reset')),    OIDC,                            '0',        [], 'id-token×2 sign-in'],
  ['token',      'OIDC: HTML in place of an ID token',  oidc(at('id-token', 'signin-html')),    OIDC,                            '1',        'ID token', 'id-token'],
  ['token',      'OIDC: ID token that is a number',     oidc(says('id-token', 200, { value: 7 })), OIDC,                         '1',        'ID token', 'id-token'],
  ['token',      'OIDC: hang of the ID-token endpoint', oidc(at('id-token', 'hang')),           { ...OIDC, 'request-timeout-seconds': '60' }, '1', 'within', 'id-token'],
  ['token',      'OIDC: 700213, another subject',       oidc({ oidcSubject: 'repo:contoso/operations:environment:prod' }), OIDC, '1',        ['AADSTS700213', '"repo:contoso/operations:environment:prod"', '"api://AzureADTokenExchange"'], 'id-token sign-in'],
  ['token',      'OIDC: 700211, another issuer',        oidc({ oidcIssuer: 'https://ghes.contoso.com/_services/token' }), OIDC,  '1',        ['AADSTS700211', '"https://ghes.contoso.com/_services/token"'], 'id-token sign-in'],
  ['batch-wait', 'OIDC: subject in other capitals',     oidc({ oidcSubject: 'repo:Contoso/operations:ref:refs/heads/main' }), { auth: 'oidc', 'client-secret': '' }, '1 failed', '"repo:Contoso/operations:ref:refs/heads/main"', 'id-token sign-in'],
  ...[700_025, 7_002_138, 70_025, 501_661].map((code): Row => ['token', `OIDC: ${code} shows the identity`, oidc(refuses(code, 'invalid_client')), OIDC, '1', ['"repo:contoso/operations:ref:refs/heads/main"', '"api://AzureADTokenExchange"', 'az ad app federated-credential create'], 'id-token sign-in']),
  // Other credentials
  ['token',      'refresh token: expired',              refuses(700_082, 'invalid_grant'),      { ...TOKEN_ONLY, 'refresh-token': '<refresh-token>' }, '1', 'refresh token has expired', 'sign-in'],
  ['token',      'AD FS: refusal',                      says('/adfs/', 400, { error: 'invalid_client', error_description: 'MSIS9607: The client is not known.' }), { ...TOKEN_ONLY, 'tenant-id': 'adfs' }, '1', 'MSIS9607', 'sign-in'],
  ['rest',       'a token that has expired, alone',     at('call', 'empty-401'),                { 'tenant-id': '', 'client-id': '', 'client-secret': '', 'authority-host': '', token: '<token>' }, '1', '401', 'call'],
  // Interrupted
  ['token',      'SIGTERM',                             { ...at('sign-in', 'hang'), signals: [{ signal: 'SIGTERM', when: ({ requests }) => requests.length > 0 }] }, TOKEN_ONLY, '1', 'interrupted (SIGTERM)', 'sign-in'],
  ['batch-wait', 'SIGINT',                              { ...at('sign-in', 'hang'), signals: [{ signal: 'SIGINT', when: ({ requests }) => requests.length > 0 }] }, {}, '1 interrupted', 'interrupted', 'sign-in'],
];
