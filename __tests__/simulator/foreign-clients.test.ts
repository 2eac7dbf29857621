import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { asText } from '../../simulator/json.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient, type ClientResponse } from './client.ts';
import { body, innerMessage, rows } from './responses.ts';

/** Requests as clients send them that know OData, Entra ID or Azure Blob Storage, and nothing of this simulator. */
const simulator = useSimulator();
const client = useClient(simulator);
const unknown = () => simulator.requests.at(-1)?.unknown;
const write = (path: string, values: object | string, method: string, headers: Record<string, string> = {}) =>
  client.fno(path, values, { method, headers });

describe('what no source tells of F&O is a 501 that says so, and is on record', () => {
  test.each([
    ['$filter=year(ModifiedOn) eq 2026', 'the function year() in $filter'],
    ["$filter=substringof('US',CustomerAccount)", 'the function substringof() in $filter'],
    ["$filter=contains(CustomerAccount,'US') eq true", 'contains() compared with a value in $filter'],
    ["$filter='US-000000001' eq CustomerAccount", 'a comparison that begins with a value in $filter'],
    ['$filter=CreditLimit add 1 gt 5', 'the operator add in $filter'],
    ['$filter=CreditLimit gt 5 sub 1', 'the operator sub in $filter'],
    ['$filter=CreditLimit gt OpenBalance', 'a comparison of two columns in $filter'],
    ['$orderby=tolower(CustomerAccount)', 'a function in $orderby'],
    ['$search=Contoso', 'the query option $search'],
    ['$format=xml', '$format=xml'],
    ['cross-company=True', 'cross-company=True'],
  ])('%s', async (query, part) => {
    const response = await client.fno(`/data/CustomersV3?${query}`);
    expect([response.status, body(response)['simulator']]).toEqual([
      501,
      `It is not known what F&O returns for this request: ${part}.`,
    ]);
    expect(unknown()).toBe(`GET /data/CustomersV3 (${part})`);
  });

  test('a column as a condition, a write to a whole set, a batch in JSON', async () => {
    expect((await client.fno('/data/BatchJobs?$filter=RuntimeJob')).status).toBe(501);
    expect((await write('/data/BatchJobs', '', 'DELETE')).status).toBe(501);
    expect((await client.fno('/data/BatchJobs', undefined, { method: 'OPTIONS' })).status).toBe(501);
    const batch = { requests: [{ id: '1', method: 'GET', url: 'BatchJobs' }] };
    const response = await client.fno('/data/$batch', batch, { headers: { 'content-type': 'application/json' } });
    expect([response.status, unknown()]).toEqual([501, 'POST /data/$batch (a $batch in JSON)']);
  });

  test('a part of a batch that names nothing is on record, too', async () => {
    await client.fno('/data/$batch', '--b\r\nContent-Type: application/http\r\n\r\nGET NoSuch HTTP/1.1\r\n\r\n--b--', {
      headers: { 'content-type': 'multipart/mixed; boundary=b' },
    });
    expect(unknown()).toBe('GET /data/NoSuch');
  });
});

describe('OData', () => {
  test.each([
    ['/data/CustomersV3?$orderby=CustomerAccount DESC', /Syntax error in 'CustomerAccount DESC'/],
    ['/data/CustomersV3?$count=True', /Invalid value 'True' for \$count/],
    ['/data/CustomersV3?$top=1&$top=2', /'\$top' was specified more than once/],
    [
      "/data/CustomersV3?$filter=contains(PartyRecId,'56')",
      /No function signature for the function with name 'contains'/,
    ],
    ['/data/CustomersV3?$filter=Lines/any(l:l/Quantity gt 1)', /Could not find a property named 'Lines'/],
    ['/data/BatchJobs(5637144576 abc)', /The key of 'BatchJob'/],
    ['/data/BatchJobs(5637144576L)', /The key of 'BatchJob'/],
    ["/data/CustomerGroups(dataAreaId='usmf',dataAreaId='usmf')", /The key of 'CustomerGroup'/],
    ["/data/CustomerGroups('usmf','10')", /The key of 'CustomerGroup'/],
  ])('%s is a 400', async (path, message) => {
    const response = await client.fno(path);
    expect([response.status, innerMessage(response)]).toEqual([400, expect.stringMatching(message)]);
    expect(unknown()).toBeUndefined();
  });

  test.each([
    ['POST', '/data'],
    ['POST', '/data/$metadata'],
    ['POST', '/data/BatchJobs/$count'],
    ['GET', '/data/$batch'],
    ['MERGE', '/data/BatchJobs(5637144576)'],
  ])('%s %s is a 405', async (method, path) => {
    expect((await client.fno(path, method === 'GET' ? undefined : '{}', { method })).status).toBe(405);
  });

  test('null fits every type', async () => {
    expect(rows(await client.fno('/data/BatchJobs?$filter=Status eq null'))).toEqual([]);
    expect(rows(await client.fno('/data/BatchJobs?$filter=StartDateTime ne null'))).toHaveLength(3);
  });

  test.each(["O'Neil/x)", 'a,CustomerGroupId=b', 'ü 100%', '('])(
    'a row with the key %j is found at its Location',
    async (id) => {
      const inserted = await client.fno('/data/CustomerGroups', { CustomerGroupId: id });
      const found = await client.fno((inserted.headers.location ?? '').slice(simulator.environmentUrl.length));
      expect([found.status, body(found)['CustomerGroupId']]).toEqual([200, id]);
    },
  );

  test('an update leaves the key, and one of several ETags may be that of the row', async () => {
    const path = "/data/CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')";
    const etag = (await client.fno(path)).headers.etag ?? '';
    const changes = { CustomerGroupId: '99', dataAreaId: 'demf', Description: 'Changed' };
    const headers = { 'if-match': `W/"other", ${etag}` };
    expect((await write(path, changes, 'PATCH', headers)).status).toBe(204);
    expect(body(await client.fno(path))).toMatchObject({ CustomerGroupId: '10', Description: 'Changed' });
  });

  test('a row that differs in case alone exists already', async () => {
    await client.fno('/data/CustomerGroups', { CustomerGroupId: 'abc' });
    expect((await client.fno('/data/CustomerGroups', { CustomerGroupId: 'ABC', dataAreaId: 'USMF' })).status).toBe(400);
  });

  test('on premises, addresses have the prefix', async () => {
    const root = `${simulator.environmentUrl}/namespaces/AXSF/data`;
    const inserted = await client.fno('/namespaces/AXSF/data/CustomerGroups', { CustomerGroupId: '75' });
    expect(inserted.headers.location).toBe(`${root}/CustomerGroups(dataAreaId='usmf',CustomerGroupId='75')`);
    const list = await client.fno('/namespaces/AXSF/data/CustomerGroups');
    expect(body(list)['@odata.context']).toBe(`${root}/$metadata#CustomerGroups`);
  });

  test.each(['/data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting', '/api/connector/ack/a-b'])(
    'a body that is no JSON is a 400 of %s',
    async (path) => {
      const refused = await client.fno(path, 'no JSON');
      expect([refused.status, innerMessage(refused)]).toEqual([400, expect.stringMatching(/not valid JSON/)]);
    },
  );
});

describe('Entra ID', () => {
  const signIn = (fields: Record<string, string>) =>
    client.send(`/${simulator.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });

  test('the discovery of the first version leads to its token endpoint and keys', async () => {
    const configuration = body(await client.send(`/${simulator.tenantId}/.well-known/openid-configuration`));
    expect(configuration['token_endpoint']).toBe(`${simulator.environmentUrl}/${simulator.tenantId}/oauth2/token`);
    const keys = await client.send(asText(configuration['jwks_uri']).slice(simulator.environmentUrl.length));
    expect(body(keys)['keys']).toHaveLength(1);
  });

  test.each([
    [{}, 'grant_type'],
    [{ grant_type: 'client_credentials' }, 'client_id'],
  ])('%j: a parameter is missing', async (fields, parameter) => {
    const { error_codes: codes, error_description: description } = body(await signIn(fields));
    expect([codes, description]).toEqual([[900144], expect.stringContaining(`'${parameter}'`)]);
  });
});

describe('blobs', () => {
  const upload = async (): Promise<string> => {
    const action = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetAzureWriteUrl';
    const { value } = body(await client.fno(action, { uniqueFileName: 'a.zip' }));
    const { BlobUrl: url } = JSON.parse(asText(value)) as { BlobUrl: string };
    return url.slice(simulator.environmentUrl.length);
  };
  const put = (path: string, headers: Record<string, string> = {}, content = 'one'): Promise<ClientResponse> =>
    client.send(path, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob', ...headers }, body: content });
  const code = ({ headers }: ClientResponse) => headers['x-ms-error-code'];

  test('one that is not what its Content-MD5 says is refused, and is not there', async () => {
    const path = await upload();
    const md5 = createHash('md5').update('two').digest('base64');
    const refused = await put(path, { 'content-md5': md5 });
    expect([refused.status, code(refused)]).toEqual([400, 'Md5Mismatch']);
    expect((await client.send(path)).status).toBe(404);
    expect((await put(path, { 'content-md5': md5 }, 'two')).status).toBe(201);
  });

  test('conditions hold for writes and reads', async () => {
    const path = await upload();
    const { etag = '' } = (await put(path, { 'if-none-match': '*' })).headers;
    expect(code(await put(path, { 'if-none-match': '*' }))).toBe('BlobAlreadyExists');
    expect(code(await put(path, { 'if-match': '"0x1"' }))).toBe('ConditionNotMet');
    expect((await client.send(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await client.send(path, { headers: { 'if-match': etag }, method: 'HEAD' })).status).toBe(200);
    expect((await client.send(path, { headers: { 'if-match': '"0x1"' } })).status).toBe(412);
  });

  test('what the signature does not allow is a 403, and what the simulator has no part for is on record', async () => {
    const path = await upload();
    await put(path);
    expect(code(await client.send(path, { method: 'DELETE' }))).toBe('AuthorizationPermissionMismatch');
    expect(unknown()).toBeUndefined();
    for (const part of ['comp=metadata', 'comp=blocklist&blocklisttype=all']) {
      expect((await client.send(`${path}&${part}`)).status).toBe(501);
      expect(unknown()).toMatch(/an operation on blobs/);
    }
    expect((await put(path, { 'x-ms-blob-type': 'AppendBlob' })).status).toBe(501);
    expect((await put(path, { 'x-ms-copy-source': 'https://localhost/x' })).status).toBe(501);
  });
});
