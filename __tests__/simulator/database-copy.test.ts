import { describe, expect, test } from '@jest/globals';
import { asText } from '../../simulator/json.ts';
import { combinedScenario } from '../../simulator/scenarios.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient } from './client.ts';
import { rows } from './responses.ts';

const scenario = await combinedScenario('jobs, database-copy', () => Promise.reject(new Error('no file')));
const simulator = useSimulator({ scenario });
const client = useClient(simulator);

const RECURRING = '5637144603';
const enumOf = (member: string) => `Microsoft.Dynamics.DataEntities.BatchStatus'${member}'`;
const valuesOf = async (path: string, column: string) => rows(await client.fno(path)).map((row) => row[column]);

/** https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/database/database-refresh */
describe('a copy of a database', () => {
  test('every batch job is on hold, and none has a run of its own until it is released', async () => {
    const held = await valuesOf(`/data/BatchJobs?$filter=Status eq ${enumOf('Hold')}`, 'BatchJobRecId');
    expect(held).toHaveLength(scenario.batchJobs?.length ?? 0);
    simulator.clock.advance(24 * 3_600_000);
    expect(new Set(await valuesOf('/data/BatchJobs', 'Status'))).toEqual(new Set(['Hold']));
  });

  test('a job that is released runs as before', async () => {
    simulator.clock.advance(3_600_000);
    await client.fno(`/data/BatchJobs(${RECURRING})`, { Status: 'Waiting' }, { method: 'PATCH' });
    expect(simulator.jobs.get(RECURRING)?.status).toBe('Waiting');
    simulator.clock.advance(1000);
    expect(simulator.jobs.get(RECURRING)?.status).toBe('Executing');
  });

  test('users are disabled but administrators and the one of pipelines, and can be enabled', async () => {
    const enabled = async () =>
      Object.fromEntries(
        rows(await client.fno('/data/SystemUsers')).map((row) => [asText(row['UserID']), row['Enabled']]),
      );
    expect(await enabled()).toEqual({ Admin: true, DBMovementAPI: true, Operator: false });
    await client.fno("/data/SystemUsers(UserID='Operator')", { Enabled: true }, { method: 'PATCH' });
    expect(await enabled()).toMatchObject({ Operator: true });
  });

  test('batch groups are gone, and encrypted fields are empty until somebody fills them', async () => {
    expect(await valuesOf('/data/BatchGroups', 'GroupId')).toEqual(['']);
    expect(await valuesOf('/data/EmailParameters', 'SMTPPassword')).toEqual(['']);
    expect(await valuesOf('/data/EmailParameters', 'SMTPServer')).not.toEqual(['']);
    await client.fno('/data/EmailParameters(0)', { SMTPPassword: 'x' }, { method: 'PATCH' });
    expect(await valuesOf('/data/EmailParameters', 'SMTPPassword')).toEqual(['x']);
    simulator.reset();
    expect(await valuesOf('/data/EmailParameters', 'SMTPPassword')).toEqual(['']);
  });
});
