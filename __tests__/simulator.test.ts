import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { asObject, asText, parseJson, type Json, type JsonObject } from '../simulator/json.ts';
import { readJwt, signJwt } from '../simulator/jwt.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { switchTable } from '../simulator/switches.ts';
import type { Fault } from '../simulator/faults.ts';
import { createClient, type Client, type Reply } from './simulator/client.ts';

let simulator: Simulator;
let client: Client;

beforeAll(async () => {
  simulator = await startSimulator({ hosts: ['fno.test'] });
  client = createClient(simulator);
});
beforeEach(() => {
  simulator.reset();
  simulator.scenario.initializeMs = 0;
});
afterAll(async () => {
  client.close();
  await simulator.close();
});

const body = (reply: Reply): JsonObject => asObject(parseJson(reply.text.replace(/^\ufeff/, '')));
const rows = (reply: Reply): JsonObject[] => (body(reply)['value'] as Json[]).map(asObject);
const innerMessage = (reply: Reply): string =>
  asText(asObject(asObject(body(reply)['error'])['innererror'])['message']);

const enumOf = (member: string): string => `Microsoft.Dynamics.DataEntities.BatchStatus'${member}'`;

describe('Entra ID', () => {
  const tokenPath = (tenant = simulator.tenantId): string => `/${tenant}/oauth2/v2.0/token`;
  const signIn = (form: Record<string, string> = {}, path = tokenPath(), host?: string): Promise<Reply> =>
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
    const answer = body(await signIn());
    const token = asText(answer['access_token']);
    expect(readJwt(token)?.claims).toMatchObject({ aud: simulator.environmentUrl, tid: simulator.tenantId });
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    const reply = await client.send('/data', { headers: { authorization: `Bearer ${token}` } });
    expect(reply.status).toBe(200);
  });

  test.each<[string, number, () => Promise<Reply>]>([
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
    const reply = await send();
    expect([400, 401]).toContain(reply.status);
    expect(body(reply)).toMatchObject({
      error_codes: [code],
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(asText(body(reply)['error_description'])).toMatch(new RegExp(`^AADSTS${code}: .*Trace ID: `));
  });

  test('refuses by scenario: an expired secret, any code', async () => {
    simulator.scenario.expiredClientSecrets = ['old'];
    expect(body(await signIn({ client_secret: 'old' }))).toMatchObject({ error_codes: [7000222] });
    simulator.scenario.entraErrorCode = 53003;
    expect(body(await signIn())).toMatchObject({ error: 'invalid_grant', error_codes: [53003] });
  });

  test('a trailing slash in the scope ends up in the audience, and F&O refuses it', async () => {
    const answer = body(await signIn({ scope: `${simulator.environmentUrl}//.default` }));
    const token = asText(answer['access_token']);
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
    const withAssertion = (jwt: string): Promise<Reply> =>
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
      const { privateKey } = await (await import('../simulator/certificate.ts')).createKeyPair();
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
    const answer = body(await signIn({ scope: 'https://fno.test/.default' }));
    const headers = { authorization: `Bearer ${asText(answer['access_token'])}` };
    expect((await client.send('/data', { headers, host: 'fno.test' })).status).toBe(200);
    expect((await client.send('/data', { headers })).status).toBe(401);
  });

  test('a host serves only what belongs to it', async () => {
    expect((await signIn({}, tokenPath(), 'login.microsoftonline.com')).status).toBe(200);
    expect((await signIn({}, tokenPath(), 'contoso.operations.dynamics.com')).status).toBe(404);
    expect((await client.send('/data', { host: 'login.microsoftonline.com' })).status).toBe(404);
  });
});

describe('the door of the environment', () => {
  const knock = (claims: JsonObject, path = '/data/LegalEntities'): Promise<Reply> =>
    client.send(path, { headers: { authorization: `Bearer ${simulator.mintToken(claims)}` } });

  test.each<[string, number, () => JsonObject]>([
    ['its own audience', 200, () => ({})],
    ['a trailing slash', 401, () => ({ aud: `${simulator.environmentUrl}/` })],
    ['capitals', 401, () => ({ aud: simulator.environmentUrl.toUpperCase() })],
    ['another environment', 401, () => ({ aud: 'https://fabrikam.operations.dynamics.com' })],
    ['another tenant', 401, () => ({ tid: 'x' })],
    ['an expired token', 401, () => ({ exp: Math.floor(simulator.clock.now() / 1000) - 1 })],
    ['an application that is not registered', 401, () => ({ appid: 'x' })],
  ])('%s: %i', async (_name, status, claims) => {
    expect((await knock(claims())).status).toBe(status);
  });

  test('no bearer, or one that another key signed: 401', async () => {
    expect((await client.send('/data')).status).toBe(401);
    const token = simulator.mintToken().slice(0, -10).padEnd(simulator.mintToken().length, 'A');
    expect((await client.send('/data', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });

  test('$metadata answers any valid token', async () => {
    simulator.scenario.appRegistered = false;
    expect((await knock({}, '/data/$metadata')).text).toContain('<EntityType Name="BatchJob">');
    simulator.scenario.notRegisteredStatus = 403;
    expect((await knock({})).status).toBe(403);
  });

  test('a missing role is 403, with the body the scenario says', async () => {
    simulator.scenario.roleMissingFor = ['/data/LegalEntities'];
    expect(await knock({})).toMatchObject({ status: 403, text: '' });
    simulator.scenario.refusalBody = 'html';
    expect((await knock({})).headers['content-type']).toContain('text/html');
    simulator.scenario.refusalBody = 'json';
    expect(body(await knock({}))['Message']).toContain('Forbidden');
  });

  test('a rejected token can be led to the sign-in page', async () => {
    simulator.scenario.refusal = 'redirect';
    expect((await client.send('/data')).headers.location).toContain('login.microsoftonline.com');
    simulator.scenario.refusal = 'html';
    expect(await client.send('/data')).toMatchObject({
      status: 200,
      text: expect.stringContaining('Sign in'),
    });
  });

  test('an environment starts until the clock says so', async () => {
    Object.assign(simulator.scenario, { startingForMs: 600_000, startingAs: '503-html' });
    expect((await client.fno('/data')).status).toBe(503);
    simulator.scenario.startingAs = 'reset';
    await expect(client.fno('/data')).rejects.toThrow();
    simulator.clock.advance(600_000);
    expect((await client.fno('/data')).status).toBe(200);
  });

  test('answers carry the activity id and the time of the environment', async () => {
    simulator.scenario.clockSkewMs = 3_600_000;
    const { headers } = await client.fno('/data');
    expect(headers['ms-dyn-aid']).toMatch(/^[\da-f-]{36}$/);
    expect(Date.parse(headers.date ?? '') - simulator.clock.now()).toBeGreaterThan(3_590_000);
  });
});

describe('OData', () => {
  beforeEach(() => {
    for (const { recId } of simulator.jobs.all()) simulator.jobs.delete(recId);
    simulator.jobs.add({ recId: '1', description: 'ABC one', plan: [{ status: 'Error' }] });
    simulator.jobs.add({ recId: '2', description: "abc two's", plan: [{ status: 'Hold' }], company: 'DEMF' });
    simulator.jobs.add({ recId: '9007199254740993', description: 'xyz', plan: [{ status: 'Finished' }] });
  });

  test.each<[string, string[]]>([
    ['BatchJobRecId eq 2', ['2']],
    ['BatchJobRecId eq 9007199254740993', ['9007199254740993']],
    ['BatchJobRecId eq 9007199254740992', []],
    ['BatchJobRecId eq 1 or BatchJobRecId eq 2', ['1', '2']],
    [`Status eq ${enumOf('Error')}`, ['1']],
    [`Status ne ${enumOf('Error')} and (BatchJobRecId gt 2)`, ['9007199254740993']],
    ["JobDescription eq 'ABC*'", ['1', '2']],
    ["JobDescription eq 'abc ONE'", ['1']],
    ["JobDescription eq 'abc two''s'", ['2']],
    ["contains(tolower(JobDescription), 'two')", ['2']],
    ["CompanyAccounts eq 'demf' or JobDescription eq 'xyz'", ['2', '9007199254740993']],
    ["not (CompanyAccounts eq 'DEMF') and JobDescription ne 'xyz'", ['1']],
    ['StartDateTime lt 1950-01-01T00:00:00Z', ['2']],
  ])('$filter=%s', async (filter, expected) => {
    const reply = await client.fno(`/data/BatchJobs?$filter=${filter}&$select=BatchJobRecId`);
    expect(rows(reply).map((row) => asText(row['BatchJobRecId']))).toEqual(expected);
  });

  test.each<[string, RegExp]>([
    ["$filter=Status eq 'Error'", /incompatible types/],
    [`$filter=Status gt ${enumOf('Error')}`, /not supported on the enum/],
    [`$filter=Status eq ${enumOf('Nonsense')}`, /not a valid enumeration/],
    ["$filter=startswith(JobDescription, 'A')", /is not Queryable!/],
    ["$filter=Status in ('Error')", /'in' is not supported/],
    [`$filter=Status has ${enumOf('Error')}`, /'has' is not supported/],
    ['$apply=aggregate($count as n)', /\$apply/],
    ["$filter=BatchJobRecId eq '1'", /incompatible types/],
    ['$filter=Caption eq 1', /Could not find a property named 'Caption'/],
    ['$select=Nope', /Could not find a property/],
    ['$filter=BatchJobRecId eq 1 eq', /Syntax error/],
    ['$top=-1', /Invalid value/],
  ])('%s is a 400', async (query, message) => {
    const reply = await client.fno(`/data/BatchJobs?${query}`);
    expect(reply.status).toBe(400);
    expect(innerMessage(reply)).toMatch(message);
  });

  test('$orderby, $top, $skip and $count', async () => {
    const reply = await client.fno('/data/BatchJobs?$orderby=BatchJobRecId desc&$top=1&$skip=1&$count=true');
    expect(rows(reply).map((row) => asText(row['BatchJobRecId']))).toEqual(['2']);
    expect(body(reply)['@odata.count']).toBe(3);
  });

  test('a count begins with a byte-order mark, unless switched off', async () => {
    expect((await client.fno('/data/BatchJobs/$count')).text).toBe('\ufeff3');
    simulator.scenario.byteOrderMark = 'never';
    expect((await client.fno('/data/BatchJobs/$count')).text).toBe('3');
    simulator.scenario.byteOrderMark = 'always';
    expect((await client.fno('/data/LegalEntities')).text.charCodeAt(0)).toBe(0xfeff);
  });

  test('names are case-sensitive, keys are typed, and one that holds an enum finds nothing', async () => {
    expect((await client.fno('/data/batchjobs')).status).toBe(404);
    expect((await client.fno('/data/BatchJobs(1)')).status).toBe(200);
    expect((await client.fno('/data/BatchJobs(5)')).status).toBe(404);
    expect((await client.fno("/data/BatchJobs('1')")).status).toBe(400);
    const key = "dataAreaId='usmf',PostingProfile='GEN',AccountCode=Microsoft.Dynamics.DataEntities.TableGroupAll'All'";
    expect((await client.fno(`/data/CustomerPostingProfileLines(${key})`)).status).toBe(404);
    const filter = "AccountCode eq Microsoft.Dynamics.DataEntities.TableGroupAll'All'";
    expect(rows(await client.fno(`/data/CustomerPostingProfileLines?$filter=${filter}`))).toHaveLength(1);
  });

  test('rows are inserted, changed under an ETag, and deleted', async () => {
    const created = await client.fno('/data/CustomerGroups', { CustomerGroupId: '90', Description: 'New' });
    expect(created.status).toBe(201);
    const key = "/data/CustomerGroups(dataAreaId='usmf',CustomerGroupId='90')";
    const etag = asText(body(created)['@odata.etag']);
    const change = (condition: string): Promise<Reply> =>
      client.fno(key, { Description: 'Newer' }, { method: 'PATCH', headers: { 'if-match': condition } });
    expect((await change('W/"x"')).status).toBe(412);
    expect(await change(etag)).toMatchObject({ status: 204, text: '' });
    expect((await change(etag)).status).toBe(412);
    expect(body(await client.fno(key))['Description']).toBe('Newer');
    expect((await client.fno(key, '', { method: 'DELETE' })).status).toBe(204);
    expect(innerMessage(await client.fno('/data/CustomerGroups', {}))).toMatch(/^Write failed for table row of type/);
  });

  test('pages hold the default legal entity alone, are linked absolutely, and keep every digit', async () => {
    Object.assign(simulator.scenario, { customersCount: 2510, pageSize: 700 });
    for (const [query, expected] of [
      ['', 1256],
      ['?cross-company=true', 2510],
    ] as const) {
      const seen = new Set<string>();
      let pages = 0;
      for (let url: string | undefined = `${simulator.environmentUrl}/data/CustomersV3${query}`; url !== undefined;) {
        const reply = await client.fno(url.slice(simulator.environmentUrl.length));
        for (const row of rows(reply)) seen.add(asText(row['CustomerAccount']));
        pages += 1;
        const last = rows(reply).at(-1) ?? {};
        expect(asText(last['PartyRecId'])).toBe(`5637${asText(last['CustomerAccount']).slice(3)}123456`);
        expect(asText(last['CreditLimit'])).toMatch(/^\d+\.500$/);
        const next = body(reply)['@odata.nextLink'];
        url = next === undefined ? undefined : asText(next);
      }
      expect(seen.size).toBe(expected);
      expect(pages).toBe(Math.ceil(expected / 700));
    }
  });

  test('the large set reads the same in bulk, by filter and by key', async () => {
    simulator.scenario.customersCount = 3000;
    const bulk = rows(await client.fno('/data/CustomersV3?cross-company=true&$skip=1998&$top=4'));
    const filter = bulk.map((row) => `CustomerAccount eq '${asText(row['CustomerAccount'])}'`).join(' or ');
    const filtered = rows(await client.fno(`/data/CustomersV3?cross-company=true&$filter=${filter}`));
    expect(JSON.stringify(filtered)).toBe(JSON.stringify(bulk));
    const selected = await client.fno('/data/CustomersV3?$select=PartyRecId,CustomerAccount&$top=2&$skip=700');
    expect(Object.keys(rows(selected)[1] ?? {})).toEqual(['CustomerAccount', 'PartyRecId']);
    const key = "dataAreaId='usmf',CustomerAccount='US-000002001'";
    expect((await client.fno(`/data/CustomersV3(${key})`)).status).toBe(200);
  });

  test('answers are compressed for who accepts it', async () => {
    const plain = await client.fno('/data/CustomersV3');
    const packed = await client.fno('/data/CustomersV3', undefined, { headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 5);
    expect(gunzipSync(packed.bytes).equals(plain.bytes)).toBe(true);
  });

  test('HEAD has no body, $batch comes back byte for byte, and entities are described', async () => {
    expect(await client.fno('/data/LegalEntities', undefined, { method: 'HEAD' })).toMatchObject({
      status: 200,
      text: '',
    });
    const batch = '--b\r\nContent-Type: application/http\r\n\r\nGET BatchJobs HTTP/1.1\r\n\r\n--b--\r\n';
    const headers = { 'content-type': 'multipart/mixed; boundary=b' };
    expect((await client.fno('/data/$batch', batch, { headers })).text).toBe(batch);
    expect(body(await client.fno("/Metadata/PublicEntities('BatchJob')"))['EntitySetName']).toBe('BatchJobs');
    expect(rows(await client.fno('/Metadata/DataEntities?$top=2'))).toHaveLength(2);
  });
});

describe('batch jobs', () => {
  const jobOf = async (recId: string): Promise<JsonObject> => body(await client.fno(`/data/BatchJobs(${recId})`));
  const start = (recId: string): Promise<Reply> =>
    client.fno('/data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting', `{"batchJobId":${recId}}`);

  test('live by the clock', async () => {
    const recId = simulator.jobs.add({
      plan: [{ status: 'Waiting', forMs: 60_000 }, { status: 'Executing', forMs: 3_600_000 }, { status: 'Finished' }],
    });
    expect(await jobOf(recId)).toMatchObject({ Status: 'Waiting', StartDateTime: '1900-01-01T00:00:00Z' });
    simulator.clock.advance(61_000);
    expect(await jobOf(recId)).toMatchObject({ Status: 'Executing', EndDateTime: '1900-01-01T00:00:00Z' });
    simulator.clock.advance(3_600_000);
    const { Status, StartDateTime, EndDateTime } = await jobOf(recId);
    expect(Status).toBe('Finished');
    expect(Date.parse(asText(EndDateTime)) - Date.parse(asText(StartDateTime))).toBe(3_600_000);
  });

  test.each<[Partial<Scenario>, string]>([
    [{ recurringEndsAs: 'Waiting' }, 'Waiting'],
    [{ recurringEndsAs: 'same' }, 'Finished'],
  ])('a recurring job under %o ends as %s', async (changes, status) => {
    Object.assign(simulator.scenario, changes);
    const recId = simulator.jobs.add({
      plan: [{ status: 'Executing', forMs: 1000 }, { status: 'Finished' }],
      recurrenceMs: 3_600_000,
    });
    simulator.clock.advance(1500);
    const job = await jobOf(recId);
    expect(job['Status']).toBe(status);
    expect(asText(job['EndDateTime'])).not.toMatch(/^1900/);
    simulator.clock.advance(3_600_500);
    expect((await jobOf(recId))['Status']).toBe(status === 'Waiting' ? 'Executing' : 'Finished');
  });

  test('a scheduled job starts when it is meant to', async () => {
    const recId = simulator.jobs.add({ plan: [{ status: 'Waiting' }, { status: 'Executing' }], startsInMs: 60_000 });
    const { Status, OrigStartDateTime } = await jobOf(recId);
    expect(Status).toBe('Waiting');
    expect(Date.parse(asText(OrigStartDateTime))).toBeGreaterThan(simulator.clock.now() + 50_000);
    simulator.clock.advance(61_000);
    expect((await jobOf(recId))['Status']).toBe('Executing');
  });

  test('a start runs the next plan, the last one repeated, and keeps the RecId whole', async () => {
    const recId = '9007199254740993';
    const error = [{ status: 'Waiting', forMs: 1000 }, { status: 'Error' }];
    simulator.jobs.add({ recId, plan: [{ status: 'Error' }], runPlans: [error, [{ status: 'Finished' }]] });
    expect((await start(recId)).text).toContain('"Batch JobId":9007199254740993');
    expect((await jobOf(recId))['Status']).toBe('Waiting');
    simulator.clock.advance(1000);
    expect((await jobOf(recId))['Status']).toBe('Error');
    for (const status of ['Finished', 'Finished']) {
      await start(recId);
      expect((await jobOf(recId))['Status']).toBe(status);
    }
  });

  test('the answer to a start has two shapes and two spellings', async () => {
    simulator.scenario.startAnswerNames = 'table';
    expect(body(await start('5637144576'))).toMatchObject({ IsSuccess: true, BatchJobId: 5637144576 });
    simulator.scenario.startAnswerShape = 'string-in-value';
    const inner = asObject(parseJson(asText(body(await start('5637144576'))['value'])));
    expect(inner).toHaveProperty('ReponseMessage');
  });

  test('a job under way, or none, is not started', async () => {
    const recId = simulator.jobs.add({ plan: [{ status: 'Executing' }] });
    expect(body(await start(recId))).toMatchObject({
      IsSuccess: false,
      ExceptionDetails: expect.stringContaining('Executing'),
    });
    simulator.scenario.startUnderWay = 'http-500';
    expect((await start(recId)).status).toBe(500);
    expect(body(await start('42'))).toMatchObject({ IsSuccess: false });
    simulator.scenario.startRefusal = 'Maintenance mode.';
    expect(await start('5637144576')).toMatchObject({
      status: 200,
      text: expect.stringContaining('Maintenance'),
    });
  });

  test('a cancelled job is canceled at the next tick; an ended one cannot be', async () => {
    const cancel = (recId: string): Promise<Reply> =>
      client.fno(`/data/BatchJobs(${recId})`, { Status: 'Cancelling' }, { method: 'PATCH' });
    const recId = simulator.jobs.add({ plan: [{ status: 'Executing' }] });
    expect((await cancel(recId)).status).toBe(204);
    expect((await jobOf(recId))['Status']).toBe('Cancelling');
    simulator.scenario.canceledSpelling = 'Cancelled';
    simulator.clock.advance(2000);
    expect((await jobOf(recId))['Status']).toBe('Cancelled');
    expect(rows(await client.fno(`/data/BatchJobs?$filter=Status eq ${enumOf('Canceled')}`))).toHaveLength(1);
    const refused = await cancel(recId);
    expect(refused.status).toBe(400);
    expect(innerMessage(refused)).toContain('has ended');
  });

  test('a job can vanish, and can have a status nobody knows', async () => {
    const recId = simulator.jobs.add({ plan: [{ status: 'Quiesced', forMs: 1000 }, { status: 'deleted' }] });
    expect((await jobOf(recId))['Status']).toBe('Quiesced');
    simulator.clock.advance(1000);
    expect((await client.fno(`/data/BatchJobs(${recId})`)).status).toBe(404);
    expect(rows(await client.fno(`/data/BatchJobs?$filter=BatchJobRecId eq ${recId}`))).toEqual([]);
  });
});

describe('data management', () => {
  const act = (action: string, parameters: object = {}): Promise<Reply> =>
    client.fno(`/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.${action}`, parameters);
  const valueOf = async (action: string, parameters: object): Promise<string> =>
    asText(body(await act(action, parameters))['value']);
  const exported = {
    definitionGroupId: 'NightlyExport',
    packageName: 'p',
    executionId: 'mine',
    reExecute: true,
    legalEntityId: 'USMF',
  };

  test('InitializeDataManagement answers 204, or 200 by scenario', async () => {
    expect(await act('InitializeDataManagement')).toMatchObject({ status: 204, text: '' });
    expect((await act('InitializeDataManagementAsync')).status).toBe(204);
    simulator.scenario.initializeStatus = 200;
    expect((await act('InitializeDataManagement')).status).toBe(200);
  });

  test.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=7-99', 206, '789', 'bytes 7-9/10'],
    ['bytes=10-', 416, undefined, 'bytes */10'],
    ['bytes=-3', 200, '0123456789', undefined],
    ['bytes=4-2', 200, '0123456789', undefined],
  ])('a blob is read by its range %s: %i', async (range, status, text, contentRange) => {
    const { BlobUrl } = asObject(parseJson(await valueOf('GetAzureWriteUrl', { uniqueFileName: 'digits' })));
    const path = asText(BlobUrl).slice(simulator.environmentUrl.length);
    await client.send(path, { method: 'PUT', body: '0123456789', headers: { 'x-ms-blob-type': 'BlockBlob' } });
    for (const name of ['range', 'x-ms-range']) {
      const part = await client.send(path, { headers: { [name]: range } });
      expect(part).toMatchObject({ status, text: text ?? expect.stringContaining('InvalidRange') });
      expect(part.headers['content-range']).toBe(contentRange);
      if (text !== undefined) expect(part.headers['content-length']).toBe(String(text.length));
    }
    expect((await client.send(path, { method: 'HEAD', headers: { range } })).headers['content-length']).toBe('10');
  });

  test('a package is uploaded, imported, followed', async () => {
    const { BlobUrl } = asObject(parseJson(await valueOf('GetAzureWriteUrl', { uniqueFileName: 'a b.zip' })));
    const path = asText(BlobUrl).slice(simulator.environmentUrl.length);
    const blob = { method: 'PUT', body: 'PK', headers: { 'x-ms-blob-type': 'BlockBlob' } };
    expect((await client.send(path, { method: 'PUT', body: 'PK' })).status).toBe(400);
    expect((await client.send(path, { ...blob, headers: { ...blob.headers, authorization: 'Bearer x' } })).status).toBe(
      400,
    );
    expect((await client.send(path.replace(/sig=.*/, 'sig=x'), blob)).status).toBe(403);
    const parameters = {
      packageUrl: BlobUrl,
      definitionGroupId: 'GoldenConfiguration',
      executionId: '',
      execute: true,
      overwrite: true,
      legalEntityId: 'USMF',
    };
    expect(innerMessage(await act('ImportFromPackageAsync', parameters))).toContain('blob does not exist');
    expect((await client.send(path, blob)).status).toBe(201);
    expect((await client.send(path)).text).toBe('PK');

    Object.assign(simulator.scenario, { executionUnknownForMs: 1000, importHoldMs: 50 });
    const executionId = await valueOf('ImportFromPackage', parameters);
    expect(innerMessage(await act('GetExecutionSummaryStatus', { executionId }))).toContain('were not found');
    expect(innerMessage(await act('ImportFromPackageAsync', parameters))).toContain('still in progress');
    simulator.clock.advance(1900);
    expect(await valueOf('GetExecutionSummaryStatus', { executionId })).toBe('Executing');
    const details = `/data/DataManagementExecutionJobDetails?$filter=JobId eq '${executionId}'`;
    expect(rows(await client.fno(details)).map((row) => row['StagingStatus'])).toContain('Succeeded');
    simulator.clock.advance(3000);
    expect(await valueOf('GetExecutionSummaryStatus', { executionId })).toBe('Succeeded');
    expect(rows(await client.fno(details)).map((row) => row['TargetRecordsCreatedCount'])).toEqual([12, 240, 7]);
  });

  test('a gateway cuts an import that goes on', async () => {
    Object.assign(simulator.scenario, { importHoldMs: 60_000, importGatewayCutMs: 20 });
    const parameters = { ...exported, packageUrl: 'https://else.example/p.zip', execute: true, overwrite: true };
    expect((await act('ImportFromPackage', parameters)).status).toBe(504);
    expect(await valueOf('GetExecutionSummaryStatus', { executionId: 'mine' })).toBe('NotRun');
  });

  test('an export ends with a package of the size the scenario says', async () => {
    simulator.scenario.packageBytes = 200_000;
    expect(await valueOf('ExportToPackage', exported)).toBe('mine');
    expect(await valueOf('GetExportedPackageUrl', { executionId: 'mine' })).toBe('');
    simulator.clock.advance(4000);
    const url = await valueOf('GetExportedPackageUrl', { executionId: 'mine' });
    const reply = await client.send(url.slice(simulator.environmentUrl.length));
    expect(reply.bytes).toHaveLength(200_000);
    const part = await client.send(url.slice(simulator.environmentUrl.length), {
      headers: { range: 'bytes=65530-131080' },
    });
    expect(part.bytes.equals(reply.bytes.subarray(65_530, 131_081))).toBe(true);
  });

  test('errors of an execution: none, a list, and one that no parser reads', async () => {
    simulator.scenario.executionPlan = [{ status: 'Failed' }];
    await act('ExportToPackageAsync', exported);
    const errors = (): Promise<string> => valueOf('GetExecutionErrors', { executionId: 'mine' });
    expect(JSON.parse(await errors())).toHaveLength(3);
    Object.assign(simulator.scenario, { executionErrors: 'broken', executionErrorCount: 3506 });
    const broken = await errors();
    expect(() => JSON.parse(broken) as unknown).toThrow();
    expect(broken.split('},{"RecordId"')).toHaveLength(3506);
    simulator.scenario.executionErrors = 'none';
    expect(await errors()).toBe('[]');
  });

  test('a message waits in its queue, then is an execution', async () => {
    simulator.scenario.messageQueuedForMs = 1000;
    const messageId = asText(body(await client.fno('/api/connector/enqueue/0f0f-1?entity=Customers', 'file'))['value']);
    const executionOf = (): Promise<string> => valueOf('GetExecutionIdByMessageId', { _messageId: messageId });
    expect(await executionOf()).toBe('00000000-0000-0000-0000-000000000000');
    expect(await valueOf('GetMessageStatus', { messageId })).toBe('Enqueued');
    simulator.clock.advance(1000);
    expect(await valueOf('GetExecutionSummaryStatus', { executionId: await executionOf() })).toBe('NotRun');
    simulator.scenario.enqueueAnswer = 'bare';
    expect((await client.fno('/api/connector/enqueue/0f0f-1?entity=Customers', 'file')).text).toMatch(/^[\da-f-]{36}$/);
  });

  test('what is dequeued is acknowledged once', async () => {
    const item = await client.fno('/api/connector/dequeue/0f0f-1');
    expect(
      (await client.send(asText(body(item)['DownloadLocation']).slice(simulator.environmentUrl.length))).text,
    ).toContain('US-001');
    const ack = (): Promise<Reply> => client.fno('/api/connector/ack/0f0f-1', item.text);
    expect((await ack()).status).toBe(200);
    expect((await ack()).status).toBe(400);
    simulator.scenario.dequeue = 'empty';
    expect((await client.fno('/api/connector/dequeue/0f0f-1')).status).toBe(204);
  });

  test('a value may stand in a value; the version is told', async () => {
    simulator.scenario.valueInValue = true;
    const reply = await client.fno(
      '/data/DataManagementEntities/Microsoft.Dynamics.DataEntities.GetApplicationVersion',
      {},
    );
    expect(body(reply)['value']).toEqual({ value: '10.0.48.12' });
  });
});

describe('custom services', () => {
  const shapes = '/api/services/DemoServices/Shapes';

  test.each<[string, string]>([
    ['/api/services', '{"ServiceGroups":[{"Name":"UserSessionService"},{"Name":"DemoServices"}]}'],
    ['/api/services/UserSessionService', '{"Services":[{"Name":"AifUserSessionService"}]}'],
    [
      '/api/services/UserSessionService/AifUserSessionService',
      '{"Operations":[{"Name":"GetUserSessionInfo"},{"Name":"GetPartitionKey"}]}',
    ],
    [`${shapes}/Echo`, '{"Parameters":[{"Name":"text","Type":"String"}],"Return":{"Name":"return","Type":"String"}}'],
  ])('GET %s', async (path, expected) => {
    expect((await client.fno(path)).text).toBe(expected);
    const xml = await client.fno(path, undefined, { headers: { accept: '*/*' } });
    expect(xml.headers['content-type']).toContain('xml');
  });

  test.each<[string, object, number, string]>([
    ['Scalar', {}, 200, '5637144576123456789'],
    ['Text', {}, 200, '"done"'],
    ['Echo', { text: 'ä' }, 200, '"ä"'],
    ['Contract', { _contract: { a: 1 } }, 200, '"$id":"1"'],
    ['List', {}, 200, '"Balance":120.50'],
    ['EmptyList', {}, 200, '[]'],
    ['JsonInString', {}, 200, '\\"recId\\":5637144576123456789'],
    ['Empty', {}, 200, ''],
    ['BusinessFailure', {}, 200, '"Success":false'],
    ['Exception', {}, 500, 'An exception occured when invoking the operation - Posting'],
    ['Echo', {}, 400, "Parameter 'text' is not found"],
    ['Echo', { text: 'a', more: 1 }, 400, "Parameter 'more'"],
    ['echo', { text: 'a' }, 404, ''],
  ])('POST %s %o: %i', async (operation, parameters, status, expected) => {
    const reply = await client.fno(`${shapes}/${operation}`, parameters);
    expect(reply.status).toBe(status);
    expect(reply.text).toContain(expected);
  });

  test('who am I', async () => {
    const path = '/api/services/UserSessionService/AifUserSessionService/GetUserSessionInfo';
    expect(body(await client.fno(path, {}))).toMatchObject({ UserId: 'IntegrationUser', Company: 'usmf' });
  });
});

describe('faults', () => {
  const inject = (...faults: Fault[]): void => void simulator.scenario.faults.push(...faults);
  const get = (): Promise<Reply> => client.fno('/data/LegalEntities');

  test.each<[Fault, number, string]>([
    [{ respond: 'throttle', retryAfterSeconds: 7 }, 429, '7'],
    [{ respond: 'throttle' }, 429, ''],
    [{ respond: 'signin-redirect' }, 302, ''],
    [{ respond: 'signin-html' }, 200, ''],
    [{ respond: 'empty-401' }, 401, ''],
    [{ respond: '403' }, 403, ''],
    [{ respond: '408' }, 408, ''],
    [{ respond: '500-xpp' }, 500, ''],
    [{ respond: '502-html' }, 502, ''],
    [{ respond: '503-json', retryAfterSeconds: 3 }, 503, '3'],
    [{ respond: 'answer', status: 418, body: 'tea', headers: { 'x-a': 'b' } }, 418, ''],
  ])('%o', async (fault, status, retryAfter) => {
    inject(fault);
    const reply = await get();
    expect(reply.status).toBe(status);
    expect(reply.headers['retry-after'] ?? '').toBe(retryAfter);
  });

  test('Retry-After as a date', async () => {
    inject({ respond: 'throttle', retryAfterSeconds: 60, retryAfterAs: 'date' });
    const at = Date.parse((await get()).headers['retry-after'] ?? '');
    expect(Math.abs(at - simulator.clock.now() - 60_000)).toBeLessThan(5000);
  });

  test.each<Fault['respond']>(['cut', 'cut-chunked', 'reset'])('%s breaks the connection', async (respond) => {
    inject({ respond });
    await expect(get()).rejects.toThrow();
  });

  test('a gzip body that ends early is whole to HTTP', async () => {
    inject({ respond: 'cut-gzip' });
    const reply = await get();
    expect(() => gunzipSync(reply.bytes)).toThrow('unexpected end of file');
  });

  test('a hang answers nothing', async () => {
    inject({ respond: 'hang' });
    const winner = await Promise.race([
      get().then(
        () => 'answer',
        () => 'end',
      ),
      new Promise((done) => setTimeout(done, 150, 'nothing')),
    ]);
    expect(winner).toBe('nothing');
    expect(simulator.requests.at(-1)?.status).toBe(0);
  });

  test('rules count, match and expire', async () => {
    inject(
      { match: { path: '/data/LegalEntities', nth: 2, times: 2 }, respond: '502-html' },
      { match: { method: 'post', path: '/Echo$/', body: 'bad' }, respond: '408' },
      { match: { fromMs: 60_000, untilMs: 120_000 }, respond: '503-empty' },
    );
    const statuses = async (): Promise<number[]> => [
      (await get()).status,
      (await get()).status,
      (await get()).status,
      (await get()).status,
    ];
    expect(await statuses()).toEqual([200, 502, 502, 200]);
    const echo = async (text: string): Promise<number> =>
      (await client.fno('/api/services/DemoServices/Shapes/Echo', { text })).status;
    expect([await echo('good'), await echo('bad')]).toEqual([200, 408]);
    simulator.clock.advance(61_000);
    expect((await get()).status).toBe(503);
    simulator.clock.advance(60_000);
    expect((await get()).status).toBe(200);
  });

  test('an upload can be reset in the middle, and leaves no blob', async () => {
    const action = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetAzureWriteUrl';
    const answer = body(await client.fno(action, { uniqueFileName: 'big.zip' }));
    const url = asText(asObject(parseJson(asText(answer['value'])))['BlobUrl']);
    const path = url.slice(simulator.environmentUrl.length);
    inject({ match: { method: 'PUT', times: 1 }, respond: 'reset', afterBytes: 1_000_000 });
    const put = (): Promise<Reply> =>
      client.send(path, {
        method: 'PUT',
        body: Buffer.alloc(8_000_000),
        headers: { 'x-ms-blob-type': 'BlockBlob' },
      });
    await expect(put()).rejects.toThrow();
    expect(simulator.requests.at(-1)?.bodyBytes).toBeGreaterThanOrEqual(1_000_000);
    expect(simulator.requests.at(-1)?.bodyBytes).toBeLessThan(8_000_000);
    expect((await client.send(path)).status).toBe(404);
    expect((await put()).status).toBe(201);
    expect((await client.send(path)).bytes).toHaveLength(8_000_000);
  });

  test('an answer can be lost after the request was carried out', async () => {
    const recId = simulator.jobs.add({ plan: [{ status: 'Error' }] });
    inject({ match: { path: 'SetBatchJobToWaiting' }, respond: 'reset', carryOut: true });
    const start = '/data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting';
    await expect(client.fno(start, { batchJobId: Number(recId) })).rejects.toThrow();
    expect(simulator.jobs.get(recId)?.status).toBe('Waiting');
  });
});

describe('the rest', () => {
  test('callbacks are recorded', async () => {
    simulator.scenario.callbackStatus = 202;
    expect((await client.send('/callback/x?sig=1', { method: 'POST', body: '{"StatusCode":"200"}' })).status).toBe(202);
    expect(simulator.requests.at(-1)).toMatchObject({
      method: 'POST',
      url: '/callback/x?sig=1',
      body: '{"StatusCode":"200"}',
      bodyBytes: 20,
      status: 202,
    });
  });

  test('Commvault takes either spelling, wants its header and base64', async () => {
    const azureApp = {
      applicationId: 'a',
      applicationSecret: Buffer.from('secret').toString('base64'),
      azureDirectoryId: 'd',
    };
    const register = (name: string, app: object, authtoken = 'key'): Promise<Reply> =>
      client.send(`/commandcenter/api/v4/${name}`, {
        method: 'POST',
        headers: authtoken === '' ? {} : { authtoken },
        body: JSON.stringify({ name: 'client', serverPlan: { id: 1, name: 'plan' }, azureApp: app }),
        host: 'commserve.contoso.com',
      });
    expect(body(await register('dynamics365', azureApp))).toEqual({ id: 4217, name: 'client' });
    expect((await register('Dynamics365', azureApp)).status).toBe(200);
    expect((await register('dynamics365', azureApp, '')).status).toBe(401);
    expect((await register('dynamics365', { ...azureApp, applicationSecret: 'not base64!' })).status).toBe(400);
  });

  test('control from another process', async () => {
    const post = (path: string, content: object): Promise<Reply> =>
      client.send(`/_simulator/${path}`, { method: 'POST', body: JSON.stringify(content) });
    expect(body(await post('scenario', { pageSize: 1 }))['pageSize']).toBe(1);
    expect(simulator.scenario.pageSize).toBe(1);
    expect(body(await post('scenario', { pageSize: null }))['pageSize']).toBe(10_000);
    expect(await post('scenario', { pageSise: 1 })).toMatchObject({
      status: 400,
      text: expect.stringContaining('pageSise'),
    });
    const recId = asText(body(await post('jobs', { description: 'Mine' }))['recId']);
    expect(simulator.jobs.get(recId)?.description).toBe('Mine');
    const before = simulator.clock.now();
    await post('clock', { advanceMs: 5000 });
    expect(simulator.clock.now() - before).toBeGreaterThanOrEqual(5000);
    await client.fno('/data');
    expect(parseJson((await client.send('/_simulator/requests')).text)).toHaveLength(1);
    await post('reset', {});
    expect(simulator.requests).toEqual([]);
    expect(simulator.jobs.get(recId)).toBeUndefined();
  });

  test('a clock runs as fast as it is told, from its epoch', async () => {
    const fast = await startSimulator({ clock: { epochMs: 0, speed: 10_000 } });
    await new Promise((done) => setTimeout(done, 20));
    expect(fast.clock.now()).toBeGreaterThan(150_000);
    expect(fast.clock.now()).toBeLessThan(600_000_000);
    await fast.close();
  });

  test("the README's table of switches is that of the code", () => {
    const readme = readFileSync(new URL('../simulator/README.md', import.meta.url), 'utf8');
    const plain = (table: string): string => table.replace(/ +/g, ' ').replace(/-+/g, '-').trim();
    const [, table = ''] = /<!-- switches -->([^]*)<!-- \/switches -->/.exec(readme) ?? [];
    expect(plain(table)).toBe(plain(switchTable()));
  });
});
