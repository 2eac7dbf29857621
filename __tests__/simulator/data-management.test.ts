import { beforeEach, describe, expect, test } from '@jest/globals';
import { asObject, asText, parseJson } from '../../simulator/json.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient, type ClientResponse } from './client.ts';
import { body, innerMessage, rows } from './responses.ts';

const simulator = useSimulator();
const client = useClient(simulator);
beforeEach(() => {
  simulator.scenario.initializeMs = 0;
});

describe('data management', () => {
  const act = (action: string, parameters: object = {}): Promise<ClientResponse> =>
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

  test('InitializeDataManagement responses 204, or 200 by scenario', async () => {
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
    expect(rows(await client.fno(details)).map((row) => row['StagingStatus'])).toContain('Finished');
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
    const response = await client.send(url.slice(simulator.environmentUrl.length));
    expect(response.bytes).toHaveLength(200_000);
    const part = await client.send(url.slice(simulator.environmentUrl.length), {
      headers: { range: 'bytes=65530-131080' },
    });
    expect(part.bytes.equals(response.bytes.subarray(65_530, 131_081))).toBe(true);
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
    simulator.scenario.enqueueResponse = 'bare';
    expect((await client.fno('/api/connector/enqueue/0f0f-1?entity=Customers', 'file')).text).toMatch(/^[\da-f-]{36}$/);
  });

  test('what is dequeued is acknowledged once', async () => {
    const item = await client.fno('/api/connector/dequeue/0f0f-1');
    expect(
      (await client.send(asText(body(item)['DownloadLocation']).slice(simulator.environmentUrl.length))).text,
    ).toContain('US-001');
    const ack = (): Promise<ClientResponse> => client.fno('/api/connector/ack/0f0f-1', item.text);
    expect((await ack()).status).toBe(200);
    expect((await ack()).status).toBe(400);
    simulator.scenario.dequeue = 'empty';
    expect((await client.fno('/api/connector/dequeue/0f0f-1')).status).toBe(204);
  });

  test('a value may stand in a value; the version is told', async () => {
    simulator.scenario.valueInValue = true;
    const response = await client.fno(
      '/data/DataManagementEntities/Microsoft.Dynamics.DataEntities.GetApplicationVersion',
      {},
    );
    expect(body(response)['value']).toEqual({ value: '10.0.48.12' });
  });
});
