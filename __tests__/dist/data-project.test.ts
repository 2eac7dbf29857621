import { beforeEach, describe, expect, test } from '@jest/globals';
import { messagesOf, runWithToken, useSimulator, type Run, type RunOptions } from '../harness.ts';
import { asText } from '../../simulator/json.ts';
import { useClient } from '../simulator/client.ts';
import { rows } from '../simulator/responses.ts';

const simulator = useSimulator({ clock: { speed: 60 } });
const client = useClient(simulator);
const NAME = 'gh-export-20261126T101112Z-77-a1b2c3';
const GROUPS = '/data/DataManagementDefinitionGroups';
const DETAILS = '/data/DataManagementDefinitionGroupDetails';

const step = (inputs: Record<string, string>, options: Partial<RunOptions> = {}) =>
  runWithToken(
    simulator,
    { project: NAME, ...inputs },
    { action: 'workflows-templates/data-project', clockSpeed: 60, ...options },
  );
const create = (entities: string, options: Partial<RunOptions> = {}) => step({ mode: 'create', entities }, options);
const remove = (options: Partial<RunOptions> = {}) => step({ mode: 'delete' }, options);

/** What was sent: method, path, of a filter what it asks for, of a POST what matters of its body. */
const sent = ({ requests }: Run): string[] =>
  requests.map(({ method, url, body, status }) => {
    const { pathname, searchParams } = new URL(url, 'https://x');
    const filter = searchParams.get('$filter') ?? '';
    const about = method === 'POST' ? JSON.stringify(Object.values(JSON.parse(body) as object).slice(0, 2)) : filter;
    const skips = body.includes('"SkipStaging":"No"') ? 'staged' : '';
    const path = decodeURIComponent(pathname).replace(GROUPS, 'groups').replace('/data/DataManagement', '');
    return [method, path.replace('DefinitionGroupDetails', 'details'), about, skips, status].filter(Boolean).join(' ');
  });
const LISTED = 'GET Entities 200';
const OLDER = "GET groups Name eq 'gh-export-*' 200";
const group = (status = 201) => `POST groups ["${NAME}","Project"] ${status}`;
const detail = (label: string, status = 201, staged = '') => `POST details ["${NAME}","${label}"] ${staged}${status}`;
const projects = async () => {
  const names = rows(await client.fno(GROUPS)).map((row) => asText(row['Name']));
  return names.filter((name) => name.startsWith('gh-'));
};
/** Makes a project that an earlier run left, and an execution of it. */
async function leave(name: string, execution?: string): Promise<void> {
  await client.fno(GROUPS, { Name: name, OperationType: 'Export' });
  if (execution === undefined) return;
  await client.fno(DETAILS, { DefinitionGroupId: name, EntityName: 'Units', AutoGenerateMapping: 'Yes' });
  const call = { definitionGroupId: name, packageName: 'x', executionId: execution, reExecute: false };
  const { status } = await client.fno(`${GROUPS}/Microsoft.Dynamics.DataEntities.ExportToPackage`, {
    ...call,
    legalEntityId: 'usmf',
  });
  expect(status).toBe(200);
}

describe('data-project, create', () => {
  test('makes the project and its entities, each with a map of its own', async () => {
    const run = await create('Units\nExchange rates');
    expect(run.outputs).toEqual({ error: '', 'entity-count': '2' });
    expect(sent(run)).toEqual([LISTED, OLDER, group(), detail('Units'), detail('Exchange rates')]);
    expect(run.requests.slice(2).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      {
        Name: NAME,
        ProjectCategory: 'Project',
        OperationType: 'Export',
        GenerateDataPackage: 'No',
        Description: `${NAME} (temporary)`,
        TruncateEntityData: 'No',
      },
      ...['Units', 'Exchange rates'].map((label, index) => ({
        DefinitionGroupId: NAME,
        EntityName: label,
        ExecutionUnit: 1,
        LevelInExecutionUnit: 1,
        SequenceInLevel: index + 1,
        FailLevelOnError: 'No',
        FailExecutionUnitOnError: 'No',
        RunValidateField: 'Yes',
        RunBusinessValidation: 'Yes',
        RunBusinessLogic: 'Yes',
        SkipStaging: 'Yes',
        IsTransformed: 'No',
        DefaultRefreshType: 'FullPush',
        Disable: 'No',
        AutoGenerateMapping: 'Yes',
        SourceFormat: 'CSV-Unicode',
      })),
    ]);
  });

  test('names every label that F&O does not have, and makes nothing', async () => {
    const run = await create('Unit\nUnits\nCurencies');
    expect(run.exitCode).toBe(1);
    expect(sent(run)).toEqual([LISTED]);
    expect(run.outputs['error']).toBe(
      '2 problems with `entities`; no data project was made. F&O has no data entity "Unit": did you mean `Units`? F&O has no data entity "Curencies": did you mean `Currencies`?',
    );
  });

  test('a list of entities that was never refreshed is told apart from a wrong label', async () => {
    simulator.scenario.dataEntities = [];
    const run = await create('Units');
    expect(sent(run)).toEqual([LISTED]);
    expect(run.outputs['error']).toMatch(/^F&O lists no data entity at all\. Refresh the list/);
  });

  test('adds an entity that cannot skip staging with staging', async () => {
    simulator.scenario.entitiesWithStaging = ['Units'];
    const run = await create('Units\nCurrencies');
    expect(sent(run).slice(3)).toEqual([detail('Units', 400), detail('Units', 201, 'staged '), detail('Currencies')]);
    expect(run.outputs['error']).toBe('');
  });

  test('waits out three update conflicts, and not a fourth', async () => {
    simulator.scenario.detailConflicts = 3;
    const run = await create('Units');
    expect(sent(run).slice(3)).toEqual([...Array.from({ length: 3 }, () => detail('Units', 400)), detail('Units')]);
    simulator.scenario.detailConflicts = 9;
    const failed = await step({ mode: 'create', entities: 'Units', project: NAME.replace('a1b2c3', 'ffffff') });
    expect(failed.requests.filter(({ url }) => url === DETAILS)).toHaveLength(4);
    expect(failed.outputs['error']).toContain('An update conflict occurred');
  });

  test.each(['504-html', 'reset', 'cut'] as const)(
    'after %s F&O is read, and what was carried out is not sent again',
    async (respond) => {
      simulator.scenario.faults = [GROUPS, DETAILS].map((path) => ({
        match: { method: 'POST', path, times: 1 },
        respond,
        carryOut: true,
      }));
      const run = await create('Units');
      expect(run.outputs['error']).toBe('');
      expect(run.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
      const reads = sent(run).filter((line) => line.startsWith('GET'));
      expect(reads.slice(2)).toEqual([
        `GET groups Name eq '${NAME}' 200`,
        `GET details DefinitionGroupId eq '${NAME}' and EntityName eq 'Units' 200`,
      ]);
    },
  );

  test('what F&O does not have two minutes after a lost response is sent again', async () => {
    simulator.scenario.faults = [{ match: { method: 'POST', path: DETAILS, times: 1 }, respond: '504-html' }];
    const run = await create('Units');
    expect(run.outputs['error']).toBe('');
    expect(sent(run).filter((line) => line.startsWith('POST'))).toEqual([
      group(),
      detail('Units', 504),
      detail('Units'),
    ]);
    expect(sent(run).filter((line) => line.includes('EntityName eq')).length).toBeGreaterThan(5);
  });

  test('a project whose response is lost for good fails', async () => {
    simulator.scenario.faults = [{ match: { method: 'POST', path: GROUPS }, respond: '502-html' }];
    const run = await create('Units');
    expect(run.exitCode).toBe(1);
    expect(run.requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
    expect(run.outputs['error']).toMatch(/^POST .*DefinitionGroups returned 502/);
  });

  test('what cannot be read back either is not sent again', async () => {
    simulator.scenario.faults = [
      { match: { method: 'POST', path: DETAILS }, respond: 'reset' },
      { match: { method: 'GET', path: DETAILS }, respond: '503-html' },
    ];
    const run = await create('Units');
    expect(run.exitCode).toBe(1);
    expect(run.requests.filter(({ method, url }) => method === 'POST' && url === DETAILS)).toHaveLength(1);
    expect(run.outputs['error']).toMatch(/Whether it was carried out could not be read: .*503/);
  });

  test('a refusal of the project is not tried with staging', async () => {
    simulator.scenario.faults = [
      { match: { method: 'POST', path: GROUPS }, respond: 'custom', status: 400, body: '{"error":{"message":"No."}}' },
    ];
    const run = await create('Units');
    expect(run.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(run.outputs['error']).toMatch(/returned 400: No\./);
  });

  test('deletes what a killed run left a day ago, and nothing else', async () => {
    const old = 'gh-export-20251125T101112Z-5-00000a';
    const busy = 'gh-export-20251125T101112Z-5-00000b';
    const recent = `gh-export-${new Date(simulator.clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z-5-00000c`;
    simulator.scenario.executionPlan = [{ status: 'Succeeded' }];
    await leave(old, 'ended');
    simulator.scenario.executionPlan = [{ status: 'Executing' }];
    await leave(busy, 'under-way');
    await leave(recent);
    await leave('gh-export-golden');
    const run = await create('Units');
    expect(run.exitCode).toBe(0);
    expect(sent(run).filter((line) => line.startsWith('DELETE'))).toEqual([`DELETE groups(Name='${old}') 204`]);
    expect(await projects()).toEqual([busy, recent, 'gh-export-golden', NAME]);
    expect(messagesOf(run, 'warning').join()).toContain('execution under-way has not ended (Executing)');
  });

  test('what cannot be deleted does not stop the run', async () => {
    await leave('gh-export-20251125T101112Z-5-00000a');
    simulator.scenario.faults = [{ match: { method: 'DELETE' }, respond: 'custom', status: 403, body: '' }];
    const run = await create('Units');
    expect(run.exitCode).toBe(0);
    expect(messagesOf(run, 'warning').join()).toContain(
      'gh-export-20251125T101112Z-5-00000a of an earlier run is still there',
    );
  });

  test('is interrupted between two entities', async () => {
    simulator.scenario.latencyMs = 30_000;
    const run = await create('Units\nCurrencies', {
      signals: [{ signal: 'SIGINT', when: ({ requests }) => requests.some(({ url }) => url === DETAILS) }],
    });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toContain('was interrupted');
  });
});

describe('data-project, delete', () => {
  beforeEach(async () => {
    await leave(NAME);
  });

  test.each([
    ['name', [`DELETE groups(Name='${NAME}') 204`]],
    [
      'name-and-type',
      [`DELETE groups(Name='${NAME}',OperationType=Microsoft.Dynamics.DataEntities.DMFOperationType'Export') 204`],
    ],
  ] as const)('follows the address of the row, or tries the keys: %s', async (projectKey, expected) => {
    simulator.scenario.projectKey = projectKey;
    const run = await remove();
    expect(run.outputs['error']).toBe('');
    expect(sent(run)).toEqual([`GET groups Name eq '${NAME}' 200`, ...expected]);
    expect(await projects()).toEqual([]);
  });

  test('never follows an address of another host, or of anything else', async () => {
    const headers = { 'content-type': 'application/json' };
    for (const id of ['https://evil.example/data/DataManagementDefinitionGroups(1)', "CustomerGroups('10')"]) {
      const body = JSON.stringify({ value: [{ Name: NAME, '@odata.id': id }] });
      simulator.scenario.faults = [{ match: { method: 'GET', path: GROUPS }, respond: 'custom', body, headers }];
      const run = await remove();
      expect(sent(run).slice(1)[0]).toMatch(/^DELETE groups\(Name='/);
    }
  });

  test('that it cannot be deleted is a warning', async () => {
    simulator.scenario.faults = [
      { match: { method: 'DELETE' }, respond: 'custom', status: 400, body: '{"error":{"message":"In use."}}' },
    ];
    const run = await remove();
    expect(run.exitCode).toBe(0);
    expect(messagesOf(run, 'warning')).toEqual([expect.stringMatching(/could not be deleted.*In use\./)]);
  });

  test('so is that F&O does not respond', async () => {
    simulator.scenario.faults = [{ match: {}, respond: '503-html' }];
    const run = await remove();
    expect(run.exitCode).toBe(0);
    expect(messagesOf(run, 'warning')).toEqual([expect.stringContaining('could not be deleted')]);
  });

  test('a second time there is nothing to delete', async () => {
    await remove();
    const run = await remove();
    expect(sent(run)).toEqual([`GET groups Name eq '${NAME}' 200`]);
    expect(run.log).toContain(`There is no data project ${NAME} to delete.`);
  });

  test('no other project', async () => {
    const run = await step({ mode: 'delete', project: 'GoldenConfiguration' });
    expect(run.exitCode).toBe(1);
    expect(run.requests).toEqual([]);
    expect(run.outputs['error']).toContain('not a name that a chain gives');
  });
});
