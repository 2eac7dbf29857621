import { describe, expect, test } from '@jest/globals';
import { asObject, asText, parseJson, type JsonObject } from '../../simulator/json.ts';
import type { Scenario } from '../../simulator/scenario.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient, type ClientResponse } from './client.ts';
import { body, innerMessage, rows } from './responses.ts';

const simulator = useSimulator();
const client = useClient(simulator);

const enumOf = (member: string): string => `Microsoft.Dynamics.DataEntities.BatchStatus'${member}'`;

describe('batch jobs', () => {
  const jobOf = async (recId: string): Promise<JsonObject> => body(await client.fno(`/data/BatchJobs(${recId})`));
  const start = (recId: string): Promise<ClientResponse> =>
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

  test('the response to a start has two shapes and two spellings', async () => {
    simulator.scenario.startResponseNames = 'table';
    expect(body(await start('5637144576'))).toMatchObject({ IsSuccess: true, BatchJobId: 5637144576 });
    simulator.scenario.startResponseShape = 'string-in-value';
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
    const cancel = (recId: string): Promise<ClientResponse> =>
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
