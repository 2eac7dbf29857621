import { beforeAll, describe, expect, test } from '@jest/globals';
import { authChoices, chooseMethod } from '../../../src/entra/choose-method.ts';
import { credentialInputs, credentialRules, secretInputs } from '../../../src/entra/methods/index.ts';
import type { SignInParts } from '../../../src/entra/method.ts';
import { parseSignIn, signInInputs, type SignIn } from '../../../src/entra/sign-in.ts';
import { readInputs } from '../../../src/inputs.ts';
import { overlayVariables } from '../../../src/variables.ts';
import { createSecrets } from '../../../src/report/secrets.ts';
import { issue } from './certificates.ts';

const TENANT = '11111111-2222-3333-4444-555555555555';
const CLIENT = '99999999-8888-7777-6666-555555555555';
const ORIGIN = 'https://contoso.operations.dynamics.com';
const SECRET = 'abc8Q~a-secret-value';
const identity = { 'tenant-id': TENANT, 'client-id': CLIENT };
const idTokens = {
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://vstoken.actions.githubusercontent.com/token?api-version=2.0',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token-of-the-runner',
};
const nowMs = Date.parse('2026-11-20T12:00:00Z');
let pem: string;
beforeAll(() => {
  const { keyPem, certificatePem } = issue({ name: 'x', validFromMs: nowMs - 1000, validToMs: nowMs + 86_400_000 });
  pem = keyPem + certificatePem;
});

const jwt = (claims: object) =>
  ['{"alg":"none"}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
const token = (aud: unknown, expiresInMs = 3_600_000) => jwt({ aud, exp: (nowMs + expiresInMs) / 1000 });

interface Given {
  inputs: Record<string, string>;
  env?: Record<string, string>;
  operation?: string;
  environment?: URL | undefined;
  sendsToken?: boolean;
}

async function parse({ inputs: given, env: more = {}, ...circumstances }: Given) {
  const env = { ...more };
  for (const [name, value] of Object.entries(given)) env[`INPUT_${name.toUpperCase()}`] = value;
  const masked: string[] = [];
  const secrets = createSecrets((value) => masked.push(value));
  const variables = overlayVariables(env, credentialRules);
  const { inputs, problems } = readInputs(variables.env, variables);
  const environment = 'environment' in circumstances ? circumstances.environment : new URL(ORIGIN);
  const { operation = 'batch-wait', sendsToken = true } = circumstances;
  const wallTime = { epochMs: nowMs };
  const signIn = await parseSignIn(inputs, { env, environment, operation, sendsToken, wallTime, secrets });
  return { signIn, problems, masked };
}

describe('which credential is used, over every value of `auth` and every set of credentials', () => {
  const sets = Array.from({ length: 16 }, (_, bits) =>
    credentialInputs.filter((_name, bit) => (bits & (1 << bit)) !== 0),
  );
  /** Written down a second time: what may be given with each method. */
  const allowed: Record<string, string[]> = {
    'client-secret': ['client-secret', 'client-secret,token'],
    certificate: ['certificate', 'certificate,token'],
    oidc: ['', 'token'],
    'refresh-token': [
      'refresh-token',
      'refresh-token,token',
      'client-secret,refresh-token',
      'client-secret,refresh-token,token',
      'certificate,refresh-token',
      'certificate,refresh-token,token',
    ],
    token: ['token'],
    none: [''],
  };
  const automatic: Record<string, string> = {
    '': 'oidc',
    token: 'token',
    'client-secret': 'client-secret',
    'client-secret,token': 'client-secret',
    certificate: 'certificate',
    'certificate,token': 'certificate',
    ...Object.fromEntries((allowed['refresh-token'] ?? []).map((set) => [set, 'refresh-token'])),
  };
  const cases = authChoices.flatMap((auth) => sets.map((given) => ({ auth, given, key: given.join() })));

  test.each(cases)('auth $auth with [$key]', ({ auth, given, key }) => {
    const choose = (idTokens: 'available' | 'unavailable') => {
      const problems: string[] = [];
      const circumstances = { auth, given: new Set(given), idTokens, operation: 'rest' };
      const method = chooseMethod(circumstances, (problem) => problems.push(problem));
      return { method, problems };
    };
    const { method, problems } = choose('available');
    // That a refresh token goes with one proof alone is the affair of its own module, which reads both.
    const both = key.startsWith('client-secret,certificate,refresh-token');
    const mayTakeBoth = both && (auth === 'auto' || auth === 'refresh-token');
    if (mayTakeBoth) {
      expect([method, problems]).toEqual(['refresh-token', []]);
      return;
    }
    const expected = auth === 'auto' ? automatic[key] : allowed[auth]?.includes(key) ? auth : undefined;
    expect(problems.length === 0 ? method : undefined).toBe(expected);
    if (expected === undefined) {
      // Each sentence names the inputs it is about, and says what to do.
      for (const problem of problems) expect(problem).toMatch(/^`[a-z-]+`.*(remove|provide)/);
      const named = problems.join(' ');
      const culprits = given.filter((name) => auth !== 'auto' && name !== auth && !named.includes(`\`${name}\``));
      expect(culprits.filter((name) => !allowed[auth]?.some((set) => set.includes(name)))).toEqual([]);
    }
    if (expected === 'oidc') expect(choose('unavailable').problems.join()).toContain('`id-token: write`');
    expect(choose('unavailable').problems.length > 0).toBe(expected === undefined || expected === 'oidc');
  });
});

describe('every wrong combination is one sentence, and all come at once', () => {
  test.each<[string, Given, RegExp[]]>([
    [
      'no credential',
      { inputs: identity },
      [/^No credential has a value: provide `client-secret`.*`permissions:` and `id-token: write`.*Dependabot\)\.$/],
    ],
    [
      'no credential for rest',
      { inputs: identity, operation: 'rest' },
      [/To call without signing in, set `auth` to `none`\.$/],
    ],
    [
      'two credentials, and no identifiers',
      { inputs: { 'client-secret': SECRET, certificate: 'PEM' } },
      [
        /^`client-secret` and `certificate` are both given: remove one/,
        /^`certificate` is neither PEM/,
        /^`tenant-id` has no value.*Overview/,
        /^`client-id` has no value.*Overview/,
      ],
    ],
    [
      'a secret that is empty',
      { inputs: { ...identity, auth: 'client-secret' } },
      [
        /^`auth` is `client-secret`, but `client-secret` has no value: provide one\. A secret or variable is empty if the job does not name/,
      ],
    ],
    [
      'an encoding without its secret',
      { inputs: { ...identity, 'client-secret-encoding': 'base64' }, env: idTokens },
      [/^`client-secret-encoding` is set, but `client-secret` has no value/],
    ],
    [
      'a password without its certificate',
      { inputs: { ...identity, 'certificate-password': 'p' }, env: idTokens },
      [/^`certificate-password` is set, but `certificate` has no value/],
    ],
    [
      'a thumbprint without its certificate',
      { inputs: { ...identity, 'certificate-thumbprint': 'p', 'client-secret': SECRET } },
      [/^`certificate-thumbprint` is set, but `certificate` has no value/],
    ],
    [
      'oidc without permission',
      { inputs: { ...identity, auth: 'oidc' } },
      [
        /^`auth` is `oidc`, but this job may not request an ID token: add the two lines `permissions:` and `id-token: write`/,
      ],
    ],
    [
      'oidc and a secret',
      { inputs: { ...identity, auth: 'oidc', 'client-secret': SECRET }, env: idTokens },
      [/^`client-secret` cannot be combined with `auth: oidc`: remove it/],
    ],
    [
      'token and a secret',
      { inputs: { auth: 'token', token: 'opaque', 'client-secret': SECRET } },
      [/^`client-secret` cannot be combined with `auth: token`: remove it/],
    ],
    [
      'none and a token',
      { inputs: { auth: 'none', token: 'opaque' }, operation: 'rest' },
      [/^`token` cannot be combined with `auth: none`: remove it/],
    ],
    [
      'none for another operation',
      { inputs: { auth: 'none' } },
      [/^`auth` is `none`, which only operation `rest` allows: provide a credential for `batch-wait`/],
    ],
    [
      'a refresh token with two proofs',
      { inputs: { ...identity, 'refresh-token': 'r', 'client-secret': SECRET, certificate: 'x y' } },
      [/both given together with `refresh-token`: remove one/, /^`certificate` is neither PEM/],
    ],
    [
      'no identifiers',
      { inputs: { 'client-secret': SECRET } },
      [/^`tenant-id` has no value.*Overview/, /^`client-id` has no value.*Overview/],
    ],
    ['auth misspelt', { inputs: { ...identity, auth: 'oicd' }, env: idTokens }, [/^`auth` is "oicd": give one of/]],
    [
      'secret that is not base64',
      { inputs: { ...identity, 'client-secret': SECRET, 'client-secret-encoding': 'base64' } },
      [/^`client-secret` is not base64-encoded text.*`plain`\.$/],
    ],
    [
      'base64 of bytes',
      { inputs: { ...identity, 'client-secret': '/////w==', 'client-secret-encoding': 'base64' } },
      [/^`client-secret` is not base64-encoded text/],
    ],
    [
      'encoding misspelt',
      { inputs: { ...identity, 'client-secret': SECRET, 'client-secret-encoding': 'b64' } },
      [/^`client-secret-encoding` is "b64": give one of/],
    ],
    [
      'a tenant that would change the path',
      { inputs: { ...identity, 'tenant-id': '../evil', 'client-secret': SECRET } },
      [/^`tenant-id` is "\.\.\/evil": use the tenant's GUID or domain/],
    ],
    [
      'a tenant of nobody',
      { inputs: { ...identity, 'tenant-id': 'common', 'client-secret': SECRET } },
      [/^`tenant-id` is "common": use/],
    ],
    [
      'a tenant with a query',
      { inputs: { ...identity, 'tenant-id': 'contoso.com?x=/', 'client-secret': SECRET } },
      [/^`tenant-id` is/],
    ],
    [
      'a client id that is a name',
      { inputs: { ...identity, 'client-id': 'deploy-app', 'client-secret': SECRET } },
      [/^`client-id` is "deploy-app", which is not a GUID: use the application \(client\) ID/],
    ],
    [
      'a client id that is cut',
      { inputs: { ...identity, 'client-id': CLIENT.slice(1), 'client-secret': SECRET } },
      [/^`client-id` is .*, which is not a GUID/],
    ],
    [
      'identifiers that are empty, because no environment is named',
      { inputs: { 'client-secret': SECRET, 'client-id': CLIENT } },
      [/^`tenant-id` has no value.*does not name the GitHub environment.*Dependabot/],
    ],
    [
      'a scope with two slashes',
      { inputs: { ...identity, 'client-secret': SECRET, scope: `${ORIGIN}//.default` } },
      [/^`scope` is ".*": use one slash before `\.default`/],
    ],
    [
      'a scope with two slashes and capitals',
      { inputs: { ...identity, 'client-secret': SECRET, scope: `${ORIGIN}//.DEFAULT` } },
      [/use one slash before `\.default`/],
    ],
    ...['"', "'", '`'].map((quote): [string, Given, RegExp[]] => [
      `a scope in ${quote}`,
      { inputs: { ...identity, 'client-secret': SECRET, scope: `${quote}${ORIGIN}/.default${quote}` } },
      [/^`scope` is .*: write it without quotes\.$/],
    ]),
    [
      'a secret in quotes',
      { inputs: { ...identity, 'client-secret': `"${SECRET}"` } },
      [/^`client-secret` is in quotes/],
    ],
    [
      'a secret whose base64 is of UTF-16',
      {
        inputs: {
          ...identity,
          'client-secret': Buffer.from(SECRET, 'utf16le').toString('base64'),
          'client-secret-encoding': 'base64',
        },
      },
      [/^`client-secret` is base64 of UTF-16 text/],
    ],
    [
      'a secret whose base64 is of a variable',
      {
        inputs: {
          ...identity,
          'client-secret': Buffer.from('$SECRET\n').toString('base64'),
          'client-secret-encoding': 'base64',
        },
      },
      [/^`client-secret` is the name of a variable/],
    ],
    [
      'a refresh token that is stars',
      { inputs: { ...identity, 'refresh-token': '***' } },
      [/^`refresh-token` consists/],
    ],
    [
      'a token that is the JSON of az',
      { inputs: { token: JSON.stringify({ accessToken: token(ORIGIN) }) } },
      [/^`token` is a whole JSON object.*`accessToken`/],
    ],
    ['a token in quotes', { inputs: { token: `"${token(ORIGIN)}"` } }, [/^`token` is in quotes/]],
    ['a token that is a name', { inputs: { token: '$TOKEN' } }, [/^`token` is the name of a variable/]],
    [
      'an authority over http',
      { inputs: { ...identity, 'authority-host': 'http://login.contoso.com', 'client-secret': SECRET } },
      [/^`authority-host` begins with http:\/\/.*https/],
    ],
    [
      'an authority with a tenant',
      {
        inputs: {
          ...identity,
          'authority-host': 'https://login.microsoftonline.com/contoso.com',
          'client-secret': SECRET,
        },
      },
      [/^`authority-host` is ".*": use the host alone/],
    ],
    [
      'an authority with a password',
      { inputs: { ...identity, 'authority-host': 'https://u:p@login.contoso.com', 'client-secret': SECRET } },
      [/^`authority-host` holds a user name/],
    ],
    [
      'a runner with a bad address',
      {
        inputs: { ...identity, auth: 'oidc' },
        env: { ...idTokens, ACTIONS_ID_TOKEN_REQUEST_URL: 'ftp://x' },
      },
      [/^ACTIONS_ID_TOKEN_REQUEST_URL, which the runner sets,/],
    ],
    [
      'a token of another environment',
      { inputs: { token: token('https://fabrikam.operations.dynamics.com') } },
      [
        /^`token` is for "https:\/\/fabrikam\.operations\.dynamics\.com" .*but the environment is "https:\/\/contoso\.operations\.dynamics\.com": acquire it with the scope/,
      ],
    ],
    [
      'a token with a trailing slash',
      { inputs: { token: token(`${ORIGIN}/`) } },
      [/with a trailing slash, which F&O rejects: acquire it with the scope .*\/\.default, one slash/],
    ],
    [
      'a token with capitals',
      { inputs: { token: token('https://Contoso.operations.dynamics.com') } },
      [/not spelled like "https:\/\/contoso\.operations\.dynamics\.com"/],
    ],
    [
      'a token of another environment beside a credential',
      { inputs: { ...identity, 'client-secret': SECRET, token: token('https://x.example') } },
      [/^`token` is for/],
    ],
    [
      'an expired token',
      { inputs: { token: token(ORIGIN, -60_000) } },
      [/^`token` expired at 2026-11-20T11:59:00\.000Z: acquire a new one, or provide a credential as well/],
    ],
    [
      'expired, and of another environment',
      { inputs: { token: token('https://x.example', -1) } },
      [/^`token` expired/, /^`token` is for/],
    ],
    [
      'a token with its word',
      { inputs: { token: `Bearer ${token(ORIGIN)}` } },
      [/^`token` begins with the word Bearer: pass the token alone/],
    ],
    [
      'a token that would end its header',
      { inputs: { token: 'abc\r\nX-Evil: 1' } },
      [/^`token` contains blanks, line breaks/],
    ],
    [
      'everything at once',
      {
        inputs: {
          auth: 'certificate',
          'client-secret': SECRET,
          'tenant-id': 'a/b',
          'authority-host': 'login',
          token: token('https://x.example'),
        },
      },
      [
        /^`auth` is `certificate`, but `certificate` has no value/,
        /^`client-secret` cannot be combined/,
        /^`authority-host` is not a URL/,
        /^`tenant-id` is "a\/b"/,
        /^`client-id` has no value/,
        /^`token` is for/,
      ],
    ],
  ])('%s', async (_, given, expected) => {
    const { signIn, problems } = await parse(given);
    expect(signIn).toBeUndefined();
    expect(problems).toHaveLength(expected.length);
    expect(problems).toEqual(expect.arrayContaining(expected.map((message) => expect.stringMatching(message))));
    expect(problems.join(' ')).not.toContain(SECRET);
  });
});

describe('what is right is taken', () => {
  const withCredential = (signIn: SignIn | undefined) => {
    if (signIn?.kind !== 'credential') throw new Error(`not a credential: ${JSON.stringify(signIn)}`);
    return signIn;
  };
  /** Only OIDC needs the parts of a run for it. */
  const grantOf = (signIn: SignIn | undefined) => {
    const { credential, target } = withCredential(signIn);
    return credential.authenticate(target, {} as SignInParts);
  };
  test.each<[string, Given, object]>([
    ['plain', { inputs: { ...identity, 'client-secret': ` ${SECRET}\n` } }, { proof: { clientSecret: SECRET } }],
    [
      'base64',
      {
        inputs: {
          ...identity,
          'client-secret': Buffer.from(`${SECRET}\n`).toString('base64'),
          'client-secret-encoding': 'base64',
        },
      },
      { proof: { clientSecret: SECRET } },
    ],
    [
      'a secret that looks like base64',
      { inputs: { ...identity, 'client-secret': 'YWJjZA==' } },
      { proof: { clientSecret: 'YWJjZA==' } },
    ],
    [
      'a public client',
      { inputs: { ...identity, 'refresh-token': 'r' } },
      { kind: 'refresh-token', refreshToken: 'r', proof: undefined },
    ],
    [
      'a confidential client',
      { inputs: { ...identity, 'refresh-token': 'r', 'client-secret': SECRET } },
      { kind: 'refresh-token', refreshToken: 'r', proof: { clientSecret: SECRET } },
    ],
  ])('%s', async (_, given, expected) => {
    const { signIn, problems } = await parse(given);
    expect(problems).toEqual([]);
    expect(await grantOf(signIn)).toMatchObject(expected);
  });

  test.each<[string, Record<string, string>, 'auth' | 'auto']>([
    ['by itself', {}, 'auto'],
    ['as asked', { auth: 'oidc' }, 'auth'],
    ['as asked, beside a token', { auth: 'OIDC', token: token(ORIGIN) }, 'auth'],
  ])('OIDC %s', async (_, more, chosenBy) => {
    const { signIn, problems } = await parse({ inputs: { ...identity, ...more }, env: idTokens });
    expect(problems).toEqual([]);
    const { notes, credential, target } = withCredential(signIn);
    expect(notes.length).toBe(chosenBy === 'auto' ? 1 : 0);
    expect(credential.describe(target).closing?.includes('No credential input had a value')).toBe(chosenBy === 'auto');
  });

  test('a certificate, whose key is masked in the form in which it is used', async () => {
    const { signIn, masked } = await parse({ inputs: { ...identity, certificate: pem } });
    expect(await grantOf(signIn)).toMatchObject({
      kind: 'client-credentials',
      proof: { clientCertificate: { thumbprintSha256: expect.stringMatching(/^[0-9A-F]{64}$/) } },
    });
    expect(masked).toEqual(expect.arrayContaining([expect.stringContaining('PRIVATE KEY')]));
  });

  test('a decoded secret is masked, however short', async () => {
    const { masked } = await parse({
      inputs: {
        ...identity,
        'client-secret': Buffer.from('pä~1').toString('base64'),
        'client-secret-encoding': 'base64',
      },
    });
    expect(masked).toContain('pä~1');
  });

  test.each<[string, Record<string, string>, object]>([
    [
      'Entra ID',
      {},
      {
        tokenEndpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
        scope: `${ORIGIN}/.default`,
        idTokenAudience: 'api://AzureADTokenExchange',
      },
    ],
    [
      'a domain as tenant',
      { 'tenant-id': 'Contoso.OnMicrosoft.com' },
      { tokenEndpoint: 'https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token' },
    ],
    [
      'US government',
      { 'authority-host': 'https://login.microsoftonline.us/' },
      {
        tokenEndpoint: `https://login.microsoftonline.us/${TENANT}/oauth2/v2.0/token`,
        idTokenAudience: 'api://AzureADTokenExchangeUSGov',
      },
    ],
    [
      'China',
      { 'authority-host': 'https://login.partner.microsoftonline.cn' },
      { idTokenAudience: 'api://AzureADTokenExchangeChina' },
    ],
    [
      'AD FS',
      { 'tenant-id': 'ADFS', 'authority-host': 'https://adfs.contoso.com' },
      { tokenEndpoint: 'https://adfs.contoso.com/adfs/oauth2/token', scope: ORIGIN },
    ],
    [
      'a scope with capitals',
      { scope: 'https://AX.Contoso.com/Namespaces/AXSF/.default' },
      { scope: 'https://ax.contoso.com/Namespaces/AXSF/.default' },
    ],
    ['a scope whose end has capitals', { scope: `${ORIGIN}/.Default` }, { scope: `${ORIGIN}/.default` }],
    ['a scope without a URL', { scope: 'API://Some/.default' }, { scope: 'API://Some/.default' }],
    ['identifiers with invisible letters', { 'tenant-id': `\u200b${TENANT}`, 'client-id': `${CLIENT}\u200e` }, {}],
    [
      'AD FS whose application has a name',
      { 'tenant-id': 'adfs', 'authority-host': 'https://adfs.contoso.com', 'client-id': 'deploy-app' },
      { scope: ORIGIN },
    ],
    [
      'AD FS with a scope',
      {
        'tenant-id': 'adfs',
        'authority-host': 'https://adfs.contoso.com',
        scope: 'https://ax.contoso.com/namespaces/AXSF',
      },
      { scope: 'https://ax.contoso.com/namespaces/AXSF' },
    ],
    [
      'loopback without TLS',
      { 'authority-host': 'http://127.0.0.1:8080' },
      { tokenEndpoint: `http://127.0.0.1:8080/${TENANT}/oauth2/v2.0/token` },
    ],
  ])('authority: %s', async (_, more, expected) => {
    const environment = new URL(`${ORIGIN}/namespaces/AXSF`);
    const { signIn, problems } = await parse({
      inputs: { ...identity, 'client-secret': SECRET, ...more },
      environment,
    });
    expect(problems).toEqual([]);
    const { authority, scope } = withCredential(signIn).target;
    expect({
      tokenEndpoint: authority.tokenEndpoint.href,
      idTokenAudience: authority.idTokenAudience,
      scope,
    }).toMatchObject(expected);
  });

  test.each<[string, string, Record<string, string>]>([
    ['the origin of the environment', token(ORIGIN), {}],
    ['a path below it', token(`${ORIGIN}/namespaces/AXSF`), {}],
    ['an application id', token('00000015-0000-0000-c000-000000000000'), {}],
    ['several audiences, one of them ours', token(['https://x.example', ORIGIN]), {}],
    ['the origin of the scope', token('https://ax.contoso.com'), { scope: 'https://ax.contoso.com/.default' }],
    ['a path with a slash', token(`${ORIGIN}/namespaces/AXSF/`), {}],
    ['the default port', token(`${ORIGIN}:443`), {}],
    ['opaque', 'an-opaque-token', {}],
    ['expired beside a credential, which takes over', token(ORIGIN, -1), { ...identity, 'client-secret': SECRET }],
  ])('token: %s', async (_, given, more) => {
    const { signIn, problems } = await parse({ inputs: { token: given, ...more } });
    expect(problems).toEqual([]);
    expect(signIn).toMatchObject({ kind: 'client-secret' in more ? 'credential' : 'token', token: given });
  });

  test('a token of elsewhere is taken where nobody sends it', async () => {
    const { problems } = await parse({ inputs: { token: token('https://x.example') }, sendsToken: false });
    expect(problems).toEqual([]);
  });

  test('a scope that a variable gives does not say where a token may go', async () => {
    const env = { D365FO_SCOPE: 'https://x.example/.default' };
    const { problems } = await parse({ inputs: { token: token('https://x.example') }, env });
    expect(problems).toEqual([expect.stringMatching(/^`token` is for "https:\/\/x\.example"/)]);
  });

  test.each([
    ['identifiers beside a token', { ...identity, token: 'opaque' }, 'token'],
    ['identifiers beside none', { ...identity, auth: 'none', scope: 'x' }, 'none'],
  ])('%s never conflict', async (_, inputs, kind) => {
    const { signIn, problems } = await parse({ inputs, operation: 'rest', environment: undefined });
    expect(problems).toEqual([]);
    expect(signIn?.kind).toBe(kind);
  });
});

test('every input that can hold a secret is listed for masking', () => {
  expect([...secretInputs]).toEqual(['client-secret', 'certificate', 'certificate-password', 'refresh-token', 'token']);
  expect(signInInputs).toEqual(expect.arrayContaining([...secretInputs]));
});
