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
    ['$filter=PartyRecId gt 5L', 'the number 5L'],
    ['$filter=CreditLimit gt 1e3', 'the number 1e3'],
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

  test.each([
    ['GET', '/data/BatchJobs(5637144576)?$filter=BatchJobRecId eq 1', '$filter of a single row'],
    ['GET', '/data/BatchJobs(5637144576)?$top=1', '$top of a single row'],
    ['GET', '/data/BatchJobs(5637144576)/Status/$value', '/Status/$value of a row'],
    ['PATCH', '/data/BatchJobs(5637144576)/Status', 'PATCH of a property'],
    ['GET', '/data/BatchJobs(5637144576L)', 'the number 5637144576L'],
  ])('%s %s', async (method, path, part) => {
    const response = await client.fno(path, method === 'GET' ? undefined : '{}', { method });
    expect([response.status, unknown()]).toEqual([501, expect.stringContaining(`(${part})`)]);
  });

  test.each([
    [{ 'content-type': 'text/plain' }, '{"Status":"Hold"}'],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, '{"Status":"Hold"}'],
    [{ 'content-type': 'application/json; charset=utf-16' }, '{"Status":"Hold"}'],
    [{ 'content-encoding': 'gzip' }, '{"Status":"Hold"}'],
    [{}, '{"StartDateTime":"2026-01-01T00:00:00Z"}'],
  ])('a write with %j and %s', async (headers, content) => {
    expect((await write('/data/BatchJobs(5637144576)', content, 'PATCH', headers)).status).toBe(501);
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
    ["/data/CustomerGroups(dataAreaId='usmf',dataAreaId='usmf')", /The key of 'CustomerGroup'/],
    ["/data/CustomerGroups('usmf','10')", /The key of 'CustomerGroup'/],
    ['/data/BatchJobs(5637144576.5)', /does not fit the type/],
    ['/data/BatchJobs(99999999999999999999)', /does not fit the type/],
    ['/data/BatchJobs?$select=constructor', /Could not find a property named 'constructor'/],
    ['/data/BatchJobs?$orderby=toString', /Could not find a property named 'toString'/],
    ['/data/BatchJobs?$filter=__proto__ eq null', /Could not find a property named '__proto__'/],
    ['/data/BatchJobs?$filter=', /'\$filter' cannot be empty/],
    ['/data/BatchJobs?$orderby=', /'\$orderby' cannot be empty/],
    ['/data/BatchJobs?$filter=StartDateTime gt 4', /'Edm.DateTimeOffset' and 'Edm.Int64'/],
    ["/data/BatchJobs?$filter=StartDateTime gt datetime'2026-01-01'", /and 'datetime' for/],
    ['/data/BatchJobs?$filter=JobDescription eq 00000000-0000-0000-0000-000000000000', /and 'Edm.Guid' for/],
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

  test.each([
    ['/data/CustomerGroups', '[]', /must be a JSON object/],
    ['/data/CustomerGroups', '', /must be a JSON object/],
    ['/data/CustomerGroups', '{"constructor":"x"}', /The property 'constructor' does not exist/],
    ['/data/CustomerGroups', '{"CustomerGroupId":"a","dataAreaId":"xxxx"}', /The company xxxx does not exist/],
    ['/data/DataManagementDefinitionGroupDetails', '{"ExecutionUnit":2147483648}', /expected type 'Edm.Int32'/],
  ])('POST %s %s is a 400', async (path, content, message) => {
    const response = await write(path, content, 'POST');
    expect([response.status, innerMessage(response)]).toEqual([400, expect.stringMatching(message)]);
  });

  test.each([
    '{"StartDateTime":"2026-01-01"}',
    '{"StartDateTime":"Jan 3"}',
    '{"Finishing":99999999999}',
    '{"Recurrence":"not base64!"}',
    '{"Status":null,"JobDescription":"x"}',
  ])('PATCH of a job with %s is a 400 that changes nothing', async (content) => {
    expect((await write('/data/BatchJobs(5637144576)', content, 'PATCH')).status).toBe(400);
    expect(body(await client.fno('/data/BatchJobs(5637144576)'))['JobDescription']).toBe('Nightly customer balances');
  });

  test('one column of a row by its path', async () => {
    const column = await client.fno("/data/CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')/CustomerGroupId");
    expect(body(column)).toEqual({
      '@odata.context': `${simulator.environmentUrl}/data/$metadata#CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')/CustomerGroupId`,
      value: '10',
    });
    expect((await client.fno('/data/BatchJobs(5637144576)/Recurrence')).status).toBe(204);
    expect((await client.fno('/data/BatchJobs(5637144576)/NoSuch')).status).toBe(404);
    expect(unknown()).toBe('GET /data/BatchJobs(5637144576)/NoSuch');
  });

  test.each(['replaces', 'merges'] as const)('PUT %s what it does not name', async (putRow) => {
    simulator.scenario.putRow = putRow;
    const path = "/data/CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')";
    await write(path, { Description: 'Before' }, 'PATCH');
    expect((await write(path, { CustomerGroupId: '10' }, 'PUT')).status).toBe(204);
    expect(body(await client.fno(path))).toMatchObject({
      CustomerGroupId: '10',
      Description: putRow === 'merges' ? 'Before' : '',
    });
  });

  test.each([
    ['none', {}, { accept: 'application/json;odata.metadata=none' }, false, false],
    ['minimal', {}, {}, true, false],
    ['full', {}, { accept: 'application/json;odata.metadata=full' }, true, true],
    ['none', { $format: 'application/json;odata.metadata=none' }, {}, false, false],
  ])('metadata=%s by %j and %j', async (level, query, headers, hasContext, hasId) => {
    const asked = new URLSearchParams({ ...query, $top: '1' }).toString();
    for (const path of [
      `/data/CustomersV3?${asked}`,
      `/data/BatchJobs(5637144576)?${asked.replace(/&?%24top=1/, '')}`,
    ]) {
      const response = await client.fno(path, undefined, { headers });
      const row = path.includes('V3') ? (rows(response)[0] ?? {}) : body(response);
      expect(response.headers['content-type']).toContain(`odata.metadata=${level};`);
      expect('@odata.context' in body(response)).toBe(hasContext);
      expect(['@odata.etag' in row, '@odata.id' in row]).toEqual([hasContext, hasId]);
    }
  });

  test('a slash, a backslash or a plus in a key is encoded twice', async () => {
    const of = (id: string) => `/data/CustomerGroups(dataAreaId='usmf',CustomerGroupId='${id}')`;
    for (const id of ['a/b', 'a\\b', 'a+b']) {
      await client.fno('/data/CustomerGroups', { CustomerGroupId: id });
      const once = encodeURIComponent(id);
      expect((await client.fno(of(once))).status).toBe(404);
      expect(unknown()).toBeUndefined();
      const found = await client.fno(of(once.replaceAll('%', '%25')));
      expect([found.status, body(found)['CustomerGroupId']]).toEqual([200, id]);
    }
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

  test('an address may be in the request line, its path in any case, its body marked and in single quotes', async () => {
    expect(rows(await client.fno(`${simulator.environmentUrl}/data/Companies?$top=1`))).toHaveLength(1);
    expect(rows(await client.fno('/Data/Companies?$top=1'))).toHaveLength(1);
    const created = await write(
      '/data/CustomerGroups',
      `\ufeff{'CustomerGroupId':'q','Description':'It\\'s "q"'}`,
      'POST',
    );
    expect(body(created)).toMatchObject({ CustomerGroupId: 'q', Description: 'It\'s "q"' });
    expect((await client.fno('/api/services/DemoServices/Shapes/Text', '')).text).toBe('"done"');
  });

  test('the metadata enumerations are named as enums or as text', async () => {
    for (const literal of ["'Parameters'", "Microsoft.Dynamics.Metadata.EntityCategory'Parameters'"]) {
      const found = await client.fno(`/metadata/DataEntities?$filter=EntityCategory eq ${literal}&$top=1`);
      expect(rows(found)).toHaveLength(1);
    }
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

describe('a batch', () => {
  const group = (id: string) => `/data/CustomerGroups(dataAreaId='usmf',CustomerGroupId='${id}')`;
  const send = (content: string, boundary = 'b') =>
    write('/data/$batch', content, 'POST', { 'content-type': `multipart/mixed; boundary=${boundary}` });
  const part = (line: string) => send(`--b\r\nContent-Type: application/http\r\n\r\n${line} HTTP/1.1\r\n\r\n--b--`);

  test.each(['\r\n', '\n'])('as PowerShell modules write it, with the line end %j', async (end) => {
    const insert = (id: number, description: string) =>
      [
        ...['Content-Type: application/http', 'Content-Transfer-Encoding: binary', `Content-ID: ${id}`, ''],
        `POST ${simulator.environmentUrl}/data/CustomerGroups HTTP/1.1`,
        ...['OData-Version: 4.0', 'Content-Type: application/json;odata.metadata=minimal;charset=UTF-8', ''],
        ...[JSON.stringify({ CustomerGroupId: `P${id}`, Description: description }), ''],
      ].join(end);
    const lines = ['--b_1 ', 'Content-Type: multipart/mixed; boundary=c_1 ', '', '--c_1 ', ''];
    const content = `${lines.join(end)}${insert(1, 'a --b_1 c')}--c_1${end}${insert(2, '--c_1--')}--c_1--${end}--b_1--`;
    const response = await send(content, 'b_1');
    expect(
      [...response.text.matchAll(/Content-ID: (\d)(?:\r\n)*HTTP\/1\.1 (\d+)/g)].map(([, id, status]) => [id, status]),
    ).toEqual([
      ['1', '201'],
      ['2', '201'],
    ]);
    expect(body(await client.fno(group('P1')))['Description']).toBe('a --b_1 c');
  });

  test.each([
    ['GET http://[bad/data/Companies', 400],
    ['GET https://other.example.com/data/Companies', 501],
    ['POST $batch', 501],
  ])('%s is a %i', async (line, status) => {
    expect((await part(line)).status).toBe(status);
  });

  test('blanks in the URL of a part are part of it', async () => {
    expect((await part("GET Companies?$filter=DataArea eq 'usmf'&$select=DataArea")).text).toContain(
      '"DataArea":"usmf"',
    );
    expect((await part('POST /data/CaaLedgerEntity ')).text).toContain('HTTP/1.1 404');
  });

  test('a part with broken encoding fails by itself; a body without a part is a 400', async () => {
    expect((await part('GET %E0%A4%A')).text).toContain('HTTP/1.1 404');
    expect((await send('nothing')).status).toBe(400);
    expect((await send('--b--')).status).toBe(200);
  });
});

describe('recurring integrations', () => {
  const id = '6D31E09F-0249-459F-94F0-AAD9C2C47B64';

  test('an id in braces behind a language, and a package without an entity', async () => {
    const enqueue = (path: string, content: string) => client.fno(`/api/connector/enqueue/${path}`, content);
    expect((await enqueue(`%7B${id}%7D?entity=Customer%20Groups`, 'a,b')).status).toBe(200);
    expect((await enqueue(`${id}?company=USMF`, 'PK\u0003\u0004')).status).toBe(200);
    expect((await enqueue(`${id}?company=USMF`, 'a,b')).status).toBe(400);
    expect((await client.fno(`/en/api/connector/dequeue/%7B${id}%7D`)).status).toBe(200);
  });
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
  test('a name with anything in it makes a URL that leads to its blob', async () => {
    const action = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetAzureWriteUrl';
    for (const name of ['a b/ü?#%.zip', '../../x']) {
      const { value } = body(await client.fno(action, { uniqueFileName: name }));
      const { BlobUrl: url } = JSON.parse(asText(value)) as { BlobUrl: string };
      expect(new URL(url).href).toBe(url);
      const { pathname, search } = new URL(url);
      expect((await put(`${pathname}${search}`)).status).toBe(201);
    }
  });
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
    const [past, future] = ['Mon, 01 Jan 2001 00:00:00 GMT', 'Mon, 01 Jan 2125 00:00:00 GMT'];
    expect((await client.send(path, { headers: { 'if-modified-since': future } })).status).toBe(304);
    expect((await client.send(path, { headers: { 'if-modified-since': past } })).status).toBe(200);
    expect((await client.send(path, { headers: { 'if-unmodified-since': past } })).status).toBe(412);
    expect((await put(path, { 'if-modified-since': future })).status).toBe(412);
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
    for (const part of ['comp=metadata', 'comp=lease', 'comp=appendblock']) {
      expect((await client.send(`${path}&${part}`, { method: 'PUT' })).status).toBe(501);
    }
    expect((await put(path, { 'x-ms-blob-type': 'AppendBlob' })).status).toBe(501);
    expect((await put(path, { 'x-ms-copy-source': 'https://localhost/x' })).status).toBe(501);
  });
});
