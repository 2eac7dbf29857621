import { describe, expect, test } from '@jest/globals';
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, asText, parseJson } from '../../simulator/json.ts';
import { manifestOf, newWorkspace, runPackage, utf16, writeFiles } from '../harness/data-package.ts';
import { rawZip } from '../harness/raw-zip.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient, type ClientResponse } from './client.ts';
import { body, innerMessage, rows } from './responses.ts';

const simulator = useSimulator();
const client = useClient(simulator);
const GROUPS = '/data/DataManagementDefinitionGroups';
const act = (action: string, parameters: object): Promise<ClientResponse> =>
  client.fno(`${GROUPS}/Microsoft.Dynamics.DataEntities.${action}`, parameters);
const valueOf = async (action: string, parameters: object): Promise<string> =>
  asText(body(await act(action, parameters))['value']);

const fields = ['UNITSYMBOL', 'CLASS'];
const units = { label: 'Units', file: 'Units.csv', fields };
const header = { name: 'PackageHeader.xml', data: '<DataManagementPackageHeader />' };
const packageOf = (csv: Buffer, entity: { label: string; file: string; fields: string[] } = units) =>
  rawZip([header, { name: 'Manifest.xml', data: manifestOf([entity]) }, { name: 'Units.csv', data: csv }]);

async function upload(zip: Buffer): Promise<string> {
  const { BlobUrl } = asObject(parseJson(await valueOf('GetAzureWriteUrl', { uniqueFileName: 'a.zip' })));
  const path = asText(BlobUrl).slice(simulator.environmentUrl.length);
  expect(
    (await client.send(path, { method: 'PUT', body: zip, headers: { 'x-ms-blob-type': 'BlockBlob' } })).status,
  ).toBe(201);
  return asText(BlobUrl);
}

async function importPackage(zip: Buffer, executionId: string): Promise<ClientResponse> {
  simulator.scenario.importHoldMs = 0;
  simulator.scenario.executionPlan = [{ status: 'Succeeded' }];
  const packageUrl = await upload(zip);
  return act('ImportFromPackage', {
    packageUrl,
    definitionGroupId: 'Golden',
    executionId,
    execute: true,
    overwrite: true,
    legalEntityId: 'USMF',
  });
}

const addTo = (project: string, detail: object): Promise<ClientResponse> =>
  client.fno('/data/DataManagementDefinitionGroupDetails', { DefinitionGroupId: project, ...detail });

describe('the simulator imports and exports packages for real', () => {
  test('rows are written, updated by key, exported, and are what was imported', async () => {
    simulator.scenario.entityKeys = { Units: ['UNITSYMBOL'] };
    expect((await importPackage(packageOf(utf16('UNITSYMBOL,CLASS\r\na,1\r\nb,"x\ny"\r\n')), 'one')).status).toBe(200);
    expect((await importPackage(packageOf(utf16('UNITSYMBOL,CLASS\r\na,2\r\n')), 'two')).status).toBe(200);
    expect(await valueOf('GetExecutionSummaryStatus', { executionId: 'two' })).toBe('Succeeded');
    expect(rows(await client.fno("/data/DataManagementExecutionJobDetails?$filter=JobId eq 'one'"))).toMatchObject([
      { EntityName: 'Units', StagingRecordsCreatedCount: 2, TargetRecordsCreatedCount: 2 },
    ]);

    const project = {
      Name: 'gh-export',
      ProjectCategory: 'Project',
      OperationType: 'Export',
      GenerateDataPackage: 'No',
      Description: 'x',
      TruncateEntityData: 'No',
    };
    expect((await client.fno(GROUPS, project)).status).toBe(201);
    const detail = {
      DefinitionGroupId: 'gh-export',
      EntityName: 'Units',
      ExecutionUnit: 1,
      LevelInExecutionUnit: 1,
      SequenceInLevel: 1,
      SkipStaging: 'Yes',
      AutoGenerateMapping: 'Yes',
      SourceFormat: 'CSV-Unicode',
    };
    expect((await client.fno('/data/DataManagementDefinitionGroupDetails', detail)).status).toBe(201);
    simulator.scenario.exportHoldMs = 0;
    const exported = {
      definitionGroupId: 'gh-export',
      packageName: 'p',
      executionId: 'three',
      reExecute: true,
      legalEntityId: 'USMF',
    };
    expect((await act('ExportToPackage', exported)).status).toBe(200);
    const url = await valueOf('GetExportedPackageUrl', { executionId: 'three' });
    const { bytes } = await client.send(url.slice(simulator.environmentUrl.length));
    const workspace = newWorkspace();
    writeFileSync(join(workspace, 'a.zip'), bytes);
    const run = await runPackage(workspace, { mode: 'unpack', package: 'a.zip', folder: 'golden' });
    expect(run.outputs).toMatchObject({ error: '', 'row-count': '2' });
    expect(readFileSync(join(workspace, 'golden/Units.csv'), 'utf8')).toBe('UNITSYMBOL,CLASS\na,2\nb,"x\ny"\n');
    expect((await client.fno(`${GROUPS}('gh-export')`, undefined, { method: 'DELETE' })).status).toBe(204);
    expect((await client.fno(`${GROUPS}('gh-export')`)).status).toBe(404);
  });

  test.each<[what: string, zip: Buffer, message: string]>([
    [
      'a file that is not UTF-16',
      packageOf(Buffer.from('UNITSYMBOL,CLASS\r\na,1\r\n')),
      'Selected file is not Unicode',
    ],
    [
      'records that end in LF',
      packageOf(utf16('UNITSYMBOL,CLASS\na,1\n')),
      'the mapping is incorrect for entity Units and field {',
    ],
    [
      'a mapped field without a column',
      packageOf(utf16('UNITSYMBOL\r\na\r\n')),
      'the mapping is incorrect for entity Units and field {',
    ],
  ])('%s fails', async (_, zip, message) => {
    expect((await importPackage(zip, 'bad')).status).toBe(200);
    expect(await valueOf('GetExecutionSummaryStatus', { executionId: 'bad' })).toBe('Failed');
    expect(await valueOf('GetExecutionErrors', { executionId: 'bad' })).toContain(message);
  });

  test('an entity that is not there is refused, and without a map no row arrives', async () => {
    simulator.scenario.missingEntities = ['Units'];
    const refused = await importPackage(packageOf(utf16('UNITSYMBOL,CLASS\r\n')), 'missing');
    expect([refused.status, innerMessage(refused)]).toEqual([
      400,
      'Entity Units does not exist in the target environment',
    ]);
    simulator.scenario.missingEntities = [];
    await importPackage(packageOf(utf16('UNITSYMBOL,CLASS\r\na,1\r\n'), { ...units, fields: [] }), 'empty');
    expect(await valueOf('GetExecutionSummaryStatus', { executionId: 'empty' })).toBe('Succeeded');
    expect(rows(await client.fno("/data/DataManagementExecutionJobDetails?$filter=JobId eq 'empty'"))).toMatchObject([
      { TargetRecordsCreatedCount: 0 },
    ]);
  });

  test('an export without AutoGenerateMapping stages nothing and never ends', async () => {
    await client.fno(GROUPS, { Name: 'stuck', OperationType: 'Export' });
    await client.fno('/data/DataManagementDefinitionGroupDetails', { DefinitionGroupId: 'stuck', EntityName: 'Units' });
    simulator.scenario.exportHoldMs = 0;
    simulator.scenario.executionPlan = [{ status: 'Succeeded' }];
    await act('ExportToPackage', {
      definitionGroupId: 'stuck',
      packageName: 'p',
      executionId: 'stuck',
      reExecute: true,
      legalEntityId: '',
    });
    expect(await valueOf('GetExecutionSummaryStatus', { executionId: 'stuck' })).toBe('Executing');
  });

  test('a folder that is packed and imported is exported as it was, and a change there is the one difference', async () => {
    const workspace = newWorkspace();
    simulator.scenario.entityKeys = { Units: ['UNITSYMBOL'] };
    writeFiles(workspace, {
      'golden/Units.csv': 'UNITSYMBOL,DECIMALPRECISION\nkg,3\npcs,0\n',
      'golden/package.yml': 'entities:\n  - label: Units\n    keys: [UNITSYMBOL]\n',
    });
    await runPackage(workspace, { mode: 'pack', folder: 'golden', package: 'golden.zip' });
    expect((await importPackage(readFileSync(join(workspace, 'golden.zip')), 'in')).status).toBe(200);
    const differences = async (executionId: string) => {
      const parameters = { definitionGroupId: 'again', packageName: 'p', reExecute: true, legalEntityId: 'USMF' };
      await act('ExportToPackage', { ...parameters, executionId });
      const url = await valueOf('GetExportedPackageUrl', { executionId });
      const { bytes } = await client.send(url.slice(simulator.environmentUrl.length));
      writeFileSync(join(workspace, 'exported.zip'), bytes);
      const run = await runPackage(workspace, { mode: 'compare', folder: 'golden', with: 'exported.zip' });
      return run.outputs['drift'];
    };
    simulator.scenario.exportHoldMs = 0;
    await client.fno(GROUPS, { Name: 'again', OperationType: 'Export' });
    await addTo('again', { EntityName: 'Units', AutoGenerateMapping: 'Yes', SourceFormat: 'CSV-Unicode' });
    const same = { entity: 'Units', rowsHere: 2, rowsThere: 2, onlyHere: 0, onlyThere: 0, changed: 0 };
    expect(JSON.parse((await differences('same')) ?? '')).toEqual([same]);
    const change = { ...units, fields: ['UNITSYMBOL', 'DECIMALPRECISION'] };
    await importPackage(packageOf(utf16('UNITSYMBOL,DECIMALPRECISION\r\nkg,2\r\n'), change), 'change');
    expect(JSON.parse((await differences('changed')) ?? '')).toEqual([{ ...same, changed: 1 }]);
  });

  test('adding an entity meets an update conflict as often as the switch says, and succeeds then', async () => {
    await client.fno(GROUPS, { Name: 'busy', OperationType: 'Export' });
    simulator.scenario.detailConflicts = 2;
    const responses: ClientResponse[] = [];
    for (let time = 0; time < 3; time += 1) responses.push(await addTo('busy', { EntityName: 'Units' }));
    expect(responses.map(({ status }) => status)).toEqual([400, 400, 201]);
    expect(responses.slice(0, 2).map(innerMessage)).toEqual([
      expect.stringContaining('An update conflict occurred due to another user process'),
      expect.stringContaining('An update conflict occurred due to another user process'),
    ]);
    expect(
      rows(await client.fno("/data/DataManagementDefinitionGroupDetails?$filter=DefinitionGroupId eq 'busy'")),
    ).toHaveLength(1);
  });

  test('an entity that needs staging refuses SkipStaging, and is added without it; others are not concerned', async () => {
    await client.fno(GROUPS, { Name: 'staged', OperationType: 'Export' });
    simulator.scenario.entitiesWithStaging = ['Units'];
    const refused = await addTo('staged', { EntityName: 'Units', SkipStaging: 'Yes' });
    expect([refused.status, innerMessage(refused)]).toEqual([
      400,
      expect.stringContaining('Staging cannot be skipped for this entity'),
    ]);
    const others = [
      await addTo('staged', { EntityName: 'Units', SkipStaging: 'No' }),
      await addTo('staged', { EntityName: 'Currencies', SkipStaging: 'Yes' }),
    ];
    expect(others.map(({ status }) => status)).toEqual([201, 201]);
  });
});
