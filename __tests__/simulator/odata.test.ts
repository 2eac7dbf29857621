import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { asText } from '../../simulator/json.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient, type ClientResponse } from './client.ts';
import { body, innerMessage, rows } from './responses.ts';

const simulator = useSimulator();
const client = useClient(simulator);

const enumOf = (member: string): string => `Microsoft.Dynamics.DataEntities.BatchStatus'${member}'`;

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
    const response = await client.fno(`/data/BatchJobs?$filter=${filter}&$select=BatchJobRecId`);
    expect(rows(response).map((row) => asText(row['BatchJobRecId']))).toEqual(expected);
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
    const response = await client.fno(`/data/BatchJobs?${query}`);
    expect(response.status).toBe(400);
    expect(innerMessage(response)).toMatch(message);
  });

  test('$orderby, $top, $skip and $count', async () => {
    const response = await client.fno('/data/BatchJobs?$orderby=BatchJobRecId desc&$top=1&$skip=1&$count=true');
    expect(rows(response).map((row) => asText(row['BatchJobRecId']))).toEqual(['2']);
    expect(body(response)['@odata.count']).toBe(3);
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
    const change = (condition: string): Promise<ClientResponse> =>
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
        const response = await client.fno(url.slice(simulator.environmentUrl.length));
        for (const row of rows(response)) seen.add(asText(row['CustomerAccount']));
        pages += 1;
        const last = rows(response).at(-1) ?? {};
        expect(asText(last['PartyRecId'])).toBe(`5637${asText(last['CustomerAccount']).slice(3)}123456`);
        expect(asText(last['CreditLimit'])).toMatch(/^\d+\.500$/);
        const next = body(response)['@odata.nextLink'];
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
    expect(Object.keys(rows(selected)[1] ?? {})).toEqual(['@odata.etag', 'CustomerAccount', 'PartyRecId']);
    const key = "dataAreaId='usmf',CustomerAccount='US-000002001'";
    expect((await client.fno(`/data/CustomersV3(${key})`)).status).toBe(200);
  });

  test('responses are compressed for who accepts it', async () => {
    const plain = await client.fno('/data/CustomersV3');
    const packed = await client.fno('/data/CustomersV3', undefined, { headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 5);
    expect(gunzipSync(packed.bytes).equals(plain.bytes)).toBe(true);
  });

  test('HEAD has no body, $batch comes back byte for byte where it is echoed, and entities are described', async () => {
    expect(await client.fno('/data/LegalEntities', undefined, { method: 'HEAD' })).toMatchObject({
      status: 200,
      text: '',
    });
    simulator.scenario.batchRequests = 'echoed';
    const batch = '--b\r\nContent-Type: application/http\r\n\r\nGET BatchJobs HTTP/1.1\r\n\r\n--b--\r\n';
    const headers = { 'content-type': 'multipart/mixed; boundary=b' };
    expect((await client.fno('/data/$batch', batch, { headers })).text).toBe(batch);
    expect(body(await client.fno("/Metadata/PublicEntities('BatchJob')"))['EntitySetName']).toBe('BatchJobs');
    expect(rows(await client.fno('/Metadata/DataEntities?$top=2'))).toHaveLength(2);
  });
});
