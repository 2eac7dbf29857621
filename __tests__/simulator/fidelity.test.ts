import { describe, expect, test } from '@jest/globals';
import { faultKinds } from '../../simulator/faults.ts';
import { asText } from '../../simulator/json.ts';
import { choices, defaultScenario } from '../../simulator/scenario.ts';
import { mergeScenario } from '../../simulator/validate-scenario.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient } from './client.ts';
import { body, innerMessage, rows } from './responses.ts';

const simulator = useSimulator();
const client = useClient(simulator);
const group = { dataAreaId: 'usmf', CustomerGroupId: '99', Description: 'New' };
const newGroup = `/data/CustomerGroups(dataAreaId='usmf',CustomerGroupId='99')`;
const ofGermany = `/data/CustomerGroups(dataAreaId='demf',CustomerGroupId='10')`;
const start = (recId: string) =>
  client.fno('/data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting', { batchJobId: Number(recId) });

describe('rows', () => {
  test('each has an ETag, also among selected columns, which the context then names', async () => {
    const list = await client.fno('/data/CustomerGroups?$select=dataAreaId,CustomerGroupId');
    expect(body(list)['@odata.context']).toMatch(/#CustomerGroups\(dataAreaId,CustomerGroupId\)$/);
    for (const row of rows(list)) {
      expect(Object.keys(row)).toEqual(['@odata.etag', 'dataAreaId', 'CustomerGroupId']);
    }
    const etag = asText(rows(list)[0]?.['@odata.etag']);
    const one = `/data/CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')`;
    const changed = await client.fno(one, { Description: 'x' }, { method: 'PATCH', headers: { 'if-match': etag } });
    expect(changed.status).toBe(204);
    const again = await client.fno(one, { Description: 'y' }, { method: 'PATCH', headers: { 'if-match': etag } });
    expect(again.status).toBe(412);
  });

  test('an insert takes annotations, stores none, and says where the row is', async () => {
    const inserted = await client.fno('/data/CustomerGroups', {
      '@odata.type': '#Microsoft.Dynamics.DataEntities.CustomerGroup',
      'dataAreaId@odata.type': '#String',
      ...group,
    });
    expect([inserted.status, inserted.headers.location]).toEqual([
      201,
      `${simulator.environmentUrl}/data/CustomerGroups(dataAreaId='usmf',CustomerGroupId='99')`,
    ]);
    const read = await client.fno(newGroup);
    expect(read.headers.etag).toBe(inserted.headers.etag);
    expect(Object.keys(body(read))).toEqual(['@odata.context', '@odata.etag', ...Object.keys(group)]);
  });

  test.each([
    ['CustomerGroups', { ...group, Description: 12 }, 'Edm.String'],
    ['BatchGroups', { GroupId: true }, 'Edm.String'],
  ])('a value of another type is a 400: %s', async (set, values, type) => {
    const refused = await client.fno(`/data/${set}`, values);
    expect(refused.status).toBe(400);
    expect(innerMessage(refused)).toMatch(new RegExp(`expected type '${type}'`));
  });

  test('one of another company needs cross-company, for reads and for writes', async () => {
    expect((await client.fno(ofGermany)).status).toBe(404);
    expect((await client.fno(ofGermany, { Description: 'x' }, { method: 'PATCH' })).status).toBe(404);
    expect((await client.fno(`${ofGermany}?cross-company=true`)).status).toBe(200);
  });

  test.each(['empty', 'html', 'json'] as const)('a row that is not there: %s', async (notFoundBody) => {
    simulator.scenario.notFoundBody = notFoundBody;
    const missing = await client.fno('/data/BatchJobs(1)');
    expect(missing.status).toBe(404);
    if (notFoundBody === 'json') expect(innerMessage(missing)).toMatch(/^No HTTP resource was found/);
    else expect(missing.text.startsWith(notFoundBody === 'html' ? '<html>' : '')).toBe(true);
  });

  test('by their switches a missing key is a 400, and a row of another company a 403', async () => {
    Object.assign(simulator.scenario, { missingKeyStatus: 400, otherCompanyStatus: 403, notFoundBody: 'html' });
    expect(innerMessage(await client.fno('/data/BatchJobs(1)'))).toMatch(/^No record/);
    expect((await client.fno(ofGermany)).status).toBe(403);
  });

  test('$expand of what is not there is a 400', async () => {
    expect((await client.fno('/data/CustomerGroups?$expand=Nothing')).status).toBe(400);
  });
});

test.each(['skiptoken', 'skip-and-top'] as const)('page links by %s lead through every row', async (nextLinkForm) => {
  Object.assign(simulator.scenario, { nextLinkForm, pageSize: 50 });
  for (const [query, wanted] of [
    ['', 240],
    ['&$top=120', 120],
    ['&$skip=30', 210],
  ] as const) {
    const seen = new Set<string>();
    let path: string | undefined = `/data/CustomersV3?cross-company=true&$select=CustomerAccount${query}`;
    while (path !== undefined) {
      const page = await client.fno(path);
      for (const row of rows(page)) seen.add(asText(row['CustomerAccount']));
      const link = asText(body(page)['@odata.nextLink']);
      if (link !== '') expect(link.includes(nextLinkForm === 'skiptoken' ? '$skiptoken=' : '$top=')).toBe(true);
      path = link === '' ? undefined : link.slice(simulator.environmentUrl.length);
    }
    expect(seen.size).toBe(wanted);
  }
});

test.each([
  ['ignored', "DataArea eq 'USMF'", 1],
  ['compared', "DataArea eq 'USMF'", 0],
  ['compared', "DataArea eq 'usmf'", 1],
  ['compared', "toupper(DataArea) eq 'USMF'", 1],
  ['compared', "DataArea eq tolower('USMF')", 1],
  ['compared', "contains(Name,'usa')", 0],
  ['ignored', "contains(Name,'usa')", 1],
  ['compared', "contains(tolower(Name),'usa')", 1],
  ['compared', "DataArea eq 'US*'", 0],
  ['compared', "DataArea eq 'us*'", 2],
] as const)('the case of strings is %s in %s', async (filterCase, filter, count) => {
  simulator.scenario.filterCase = filterCase;
  expect(rows(await client.fno(`/data/Companies?$filter=${filter}`))).toHaveLength(count);
});

test('the status of an execution that is not there', async () => {
  const ask = () =>
    client.fno('/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetExecutionSummaryStatus', {
      executionId: 'nobody',
    });
  expect(innerMessage(await ask())).toMatch(/were not found/);
  simulator.scenario.unknownExecution = 'status-unknown';
  expect(body(await ask())['value']).toBe('Unknown');
});

test('$count with and without a charset', async () => {
  expect((await client.fno('/data/BatchJobs/$count')).headers['content-type']).toBe('text/plain; charset=utf-8');
  simulator.scenario.countCharset = false;
  expect((await client.fno('/data/BatchJobs/$count')).headers['content-type']).toBe('text/plain');
});

describe('errors', () => {
  test('a failed write names its type and the entity in the AOT', async () => {
    const { error } = body(await client.fno('/data/CustomerGroups', {})) as unknown as {
      error: { innererror: { type: string; message: string } };
    };
    expect(error.innererror.type).toMatch(/\.AxODataWriteException$/);
    expect(error.innererror.message).toMatch(/'CustCustomerGroupEntity'/);
  });

  test('by the switches in the shape of Web API, indented', async () => {
    Object.assign(simulator.scenario, { errorShape: 'web-api', errorJson: 'indented' });
    const refused = await client.fno('/data/BatchJobs?$top=x');
    expect(body(refused)['ExceptionMessage']).toMatch(/Invalid value 'x'/);
    expect(refused.text).toMatch(/^\{\n {2}"Message"/);
  });

  test('an action that nobody has', async () => {
    const refused = await client.fno('/data/BatchJobs/Microsoft.Dynamics.DataEntities.Nothing', {});
    expect(refused.status).toBe(404);
    expect(body(refused)['Message']).toMatch(/No route data was found for this request\.$/);
  });
});

describe('$batch', () => {
  const send = (...parts: string[]) =>
    client.fno('/data/$batch', `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`, {
      headers: { 'content-type': 'multipart/mixed; boundary=b' },
    });
  const http = (line: string, values?: object) =>
    `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${line} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${values === undefined ? '' : JSON.stringify(values)}\r\n`;
  const changeset = (...changes: string[]) =>
    `Content-Type: multipart/mixed; boundary=c\r\n\r\n${changes.map((change) => `--c\r\n${change}\r\n`).join('')}--c--`;
  const statuses = (text: string) => [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));

  test('its requests are carried out, in order', async () => {
    const done = await send(changeset(http('POST CustomerGroups', group)), http('GET CustomerGroups?$top=1'));
    expect(statuses(done.text)).toEqual([201, 200]);
    expect((await client.fno(newGroup)).status).toBe(200);
  });

  test('a changeset that fails, fails whole, and nothing after it is carried out', async () => {
    const done = await send(
      changeset(http('POST CustomerGroups', group), http('POST CustomerGroups', { dataAreaId: 'usmf' })),
      http('GET CustomerGroups'),
    );
    expect(statuses(done.text)).toEqual([400]);
    expect((await client.fno(newGroup)).status).toBe(404);
  });

  const START = 'POST BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting';
  const jobs = () => [simulator.jobs.get('21')?.status, simulator.jobs.get('22')?.status];
  const addJobs = () => {
    simulator.jobs.add({ recId: '21', plan: [{ status: 'Error' }] });
    simulator.jobs.add({ recId: '22', plan: [{ status: 'Executing', forMs: 60_000 }, { status: 'Finished' }] });
  };

  test('batch jobs are started and canceled in a changeset', async () => {
    addJobs();
    const done = await send(
      changeset(http(START, { batchJobId: 21 }), http('PATCH BatchJobs(22)', { Status: 'Cancelling' })),
    );
    expect(statuses(done.text)).toEqual([200, 204]);
    expect(jobs()).toEqual(['Waiting', 'Cancelling']);
  });

  test('a changeset that fails leaves batch jobs as they were', async () => {
    addJobs();
    const done = await send(
      changeset(
        http(START, { batchJobId: 21 }),
        http('PATCH BatchJobs(22)', { Status: 'Cancelling' }),
        http('PATCH BatchJobs(21)', { Status: 'Executing' }),
      ),
    );
    expect(statuses(done.text)).toEqual([400]);
    expect(jobs()).toEqual(['Error', 'Executing']);
    simulator.clock.advance(60_000);
    expect(jobs()).toEqual(['Error', 'Finished']);
  });

  test('a start that F&O refuses is a 200 in a changeset, too', async () => {
    addJobs();
    const done = await send(changeset(http(START, { batchJobId: 22 }), http(START, { batchJobId: 21 })));
    expect(statuses(done.text)).toEqual([200, 200]);
    expect(done.text).toMatch(/"IsSuccess":false[^]*"IsSuccess":true/);
  });

  test('$1 is the row that the part with this Content-ID has inserted', async () => {
    const inserted = http('POST CustomerGroups', group).replace(/^/, 'Content-ID: 1\r\n');
    const done = await send(changeset(inserted, http('PATCH $1', { Description: 'Changed' })));
    expect(statuses(done.text)).toEqual([201, 204]);
    expect(body(await client.fno(newGroup))).toMatchObject({ Description: 'Changed' });
  });

  test('actions of data management, paths of every form, and nothing that is not there', async () => {
    const action = 'DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetExecutionSummaryStatus';
    const done = await client.fno(
      '/data/$batch',
      `${[
        http(`POST ${action}`, { executionId: 'x' }),
        http('GET /data/Companies?$top=1'),
        http(`GET ${simulator.environmentUrl}/data/Companies('usmf')`),
        http('GET Nothing'),
      ]
        .map((part) => `--b\r\n${part}\r\n`)
        .join('')}--b--\r\n`,
      { headers: { 'content-type': 'multipart/mixed; boundary=b', prefer: 'odata.continue-on-error' } },
    );
    expect(statuses(done.text)).toEqual([400, 200, 200, 404]);
  });

  test('a role that is missing is missing in a batch, and a changeset has no reads', async () => {
    simulator.scenario.roleMissingFor = ['/data/BatchJobs'];
    expect(statuses((await send(http('GET BatchJobs'))).text)).toEqual([403]);
    expect((await send(changeset(http('GET Companies')))).status).toBe(400);
  });
});

describe('metadata', () => {
  test('it declares every type that it names, and no key is nullable', async () => {
    const { text } = await client.fno('/data/$metadata');
    const declared = new Set([...text.matchAll(/<(?:EnumType|EntityType) Name="(\w+)"/g)].map(([, name]) => name));
    const named = [...text.matchAll(/Microsoft\.Dynamics\.DataEntities\.(\w+)/g)].map(([, name]) => name);
    expect(named.filter((name) => !declared.has(name))).toEqual([]);
    for (const [, key = ''] of text.matchAll(/<PropertyRef Name="(\w+)"/g)) {
      expect(text).toMatch(new RegExp(`<Property Name="${key}" Type="[^"]+" Nullable="false"`));
    }
  });

  test('it declares nothing twice, and no enumeration without members', async () => {
    const { text } = await client.fno('/data/$metadata');
    const declared = [...text.matchAll(/<(?:EntityType|EnumType|EntitySet) Name="\w+"/g)].map(([element]) => element);
    expect(new Set(declared).size).toBe(declared.length);
    expect(text).not.toMatch(/<EnumType [^>]*><\/EnumType>/);
  });

  test.each([
    ["/metadata/dataentities?$filter=EntityCategory eq 'Parameters'&$select=Name", ['Name']],
    ["/Metadata/PublicEntities?$filter=Name eq 'BatchJob'&$select=Name,Actions", ['Name', 'Actions']],
    ["/Metadata/PublicEnumerations?$filter=Name eq 'BatchStatus'&$select=Members", ['Members']],
  ])('%s', async (path, columns) => {
    const found = rows(await client.fno(path));
    expect(found.length).toBeGreaterThan(0);
    for (const row of found) expect(Object.keys(row)).toEqual(columns);
  });

  test('a bad $top is a 400, labels have two keys, and their list is a 501', async () => {
    expect((await client.fno('/Metadata/DataEntities?$top=x')).status).toBe(400);
    const label = await client.fno("/Metadata/Labels(Id='@SYS1',Language='en-US')");
    expect(body(label)).toMatchObject({ Id: '@SYS1', Language: 'en-US', Value: expect.any(String) });
    expect((await client.fno("/Metadata/Labels?$filter=Id eq '@SYS1'")).status).toBe(501);
  });

  test('the sets that every environment has', async () => {
    for (const set of ['Companies', 'DataManagementEntities', 'SystemUsers', 'BatchGroups']) {
      expect(rows(await client.fno(`/data/${set}`)).length).toBeGreaterThan(0);
    }
    const modules = await client.fno(
      '/data/SystemNotifications/Microsoft.Dynamics.DataEntities.GetInstalledModules',
      {},
    );
    expect((body(modules)['value'] as string[])[0]).toMatch(/^Name: /);
  });
});

describe('a job on hold', () => {
  test.each([
    ['both', 'Waiting', 'Waiting'],
    ['start', 'Waiting', 'Hold'],
    ['patch', 'Hold', 'Waiting'],
    ['neither', 'Hold', 'Hold'],
  ] as const)('is released by %s', async (holdReleasedBy, started, patched) => {
    simulator.scenario.holdReleasedBy = holdReleasedBy;
    const [one, other] = ['11', '12'].map((recId) => simulator.jobs.add({ recId, plan: [{ status: 'Hold' }] }));
    await start(one ?? '');
    await client.fno(`/data/BatchJobs(${other ?? ''})`, { Status: 'Waiting' }, { method: 'PATCH' });
    expect([one, other].map((recId) => simulator.jobs.get(recId ?? '')?.status)).toEqual([started, patched]);
  });
});

test.each([
  ['keeps-start', 'Waiting'],
  ['at-once', 'Executing'],
] as const)('a scheduled job that is started %s', async (startScheduled, status) => {
  simulator.scenario.startScheduled = startScheduled;
  simulator.jobs.add({
    recId: '13',
    plan: [{ status: 'Waiting' }, { status: 'Finished' }],
    runPlans: [[{ status: 'Executing' }]],
    startsInMs: 7_200_000,
  });
  expect(body(await start('13'))['IsSuccess']).toBe(true);
  expect(simulator.jobs.get('13')?.status).toBe(status);
});

describe('what no switch has is said, and never hangs', () => {
  test.each([
    [{ refusal: 'maybe' }, /refusal is "maybe"; it can be "status", "redirect", "html"/],
    [{ pageSize: '2' }, /pageSize must be a number/],
    [{ faults: [{ respond: 'explode' }] }, /faults\[0\]: respond is "explode"; it can be .*"throttle"/],
    [{ faults: [{ respond: 'hang', wen: 1 }] }, /there is no member "wen"/],
    [{ faults: [{ respond: 'hang', match: { path: '/(/' } }] }, /faults\[0\]: path: Invalid regular expression/],
    [{ batchJobs: [{ recId: 12 }] }, /batchJobs\[0\]: recId must be a string of digits/],
    [{ entityKeys: [] }, /entityKeys must be an object of arrays of strings/],
    [{ entityKeys: { Units: 'UNITSYMBOL' } }, /entityKeys must be an object of arrays of strings/],
    [{ entitiesWithStaging: 'Units' }, /entitiesWithStaging must be an array/],
    [{ detailConflicts: '2' }, /detailConflicts must be a number/],
    [{ businessEventsUrl: 'contoso.com' }, /businessEventsUrl is "contoso.com"; it can be a URL/],
    [{ businessEvents: ['done'] }, /businessEvents\[0\]: it is "done"; it can be "started", "finished"/],
    [{ toString: 1 }, /no such switch: toString/],
    [{ pageSize: 0 }, /pageSize must be 1 or more/],
    [{ latencyMs: -1 }, /latencyMs must be 0 or more/],
    [{ roleMissingFor: [1] }, /roleMissingFor must be an array of strings/],
    [{ executionPlan: [{ status: 1 }] }, /executionPlan must be an array of \{"status":"…","forMs":…\}/],
    [{ federatedCredentials: [{ issuer: 'a' }] }, /federatedCredentials\[0\]: subject must be a string/],
    [{ executionEntities: ['Units'] }, /executionEntities\[0\]: it must be an object/],
    [{ faults: [{ respond: 'hang', match: { nth: '2' } }] }, /faults\[0\]: nth must be a number/],
    [{ batchJobs: [{ recid: '1' }] }, /batchJobs\[0\]: there is no member "recid" \(did you mean `recId`\?\)/],
    [{ batchJobs: [{ endDateTime: 'yesterday' }] }, /batchJobs\[0\]: endDateTime must be a date/],
    [{ batchJobs: [{ runPlans: [{}] }] }, /batchJobs\[0\]: runPlans must be an array of arrays/],
    [
      { pageSise: 1, refusal: 'maybe', faults: [{ respond: 'x' }, 1] },
      /^no such switch: pageSise \(did you mean `pageSize`\?\); refusal is .*; faults\[0\]: respond is .*; faults\[1\]: it must be an object$/,
    ],
  ])('%j', async (changes, message) => {
    const refused = await client.fno('/_simulator/scenario', changes);
    expect(refused.status).toBe(400);
    expect(body(refused)['error']).toMatch(message);
  });

  test('every value of every switch that has a few is taken, its default among them', () => {
    for (const [name, values] of Object.entries(choices)) {
      expect(values).toContain(defaultScenario[name as keyof typeof choices]);
      for (const value of values) mergeScenario(structuredClone(defaultScenario), { [name]: value });
    }
  });

  test('every fault can be set', () => {
    const faults = faultKinds.map((respond) => ({ respond }));
    mergeScenario(structuredClone(defaultScenario), { faults });
  });
});

describe('sign-in as older clients do it', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const credential = () => ({ client_id: simulator.clientId, client_secret: simulator.clientSecret });

  test('the endpoint of the first version takes a resource', async () => {
    const fields = { grant_type: 'client_credentials', ...credential(), resource: `${simulator.environmentUrl}/` };
    const signedIn = await client.send(`/${simulator.tenantId}/oauth2/token`, {
      method: 'POST',
      headers: form,
      body: new URLSearchParams(fields).toString(),
    });
    const { access_token: token, expires_on: expiresOn, resource } = body(signedIn);
    expect([expiresOn, resource]).toEqual([expect.stringMatching(/^\d+$/), simulator.environmentUrl]);
    const read = await client.send('/data/Companies', { headers: { authorization: `Bearer ${asText(token)}` } });
    expect(read.status).toBe(200);
  });

  test('client_secret_basic', async () => {
    const pair = [simulator.clientId, encodeURIComponent(simulator.clientSecret)].join(':');
    const fields = { grant_type: 'client_credentials', scope: `${simulator.environmentUrl}/.default` };
    const signedIn = await client.send(`/${simulator.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { ...form, authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
      body: new URLSearchParams(fields).toString(),
    });
    expect(signedIn.status).toBe(200);
  });
});
