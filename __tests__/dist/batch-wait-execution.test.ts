import { statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { useSimulator } from '../harness.ts';
import { useClient } from '../simulator/client.ts';
import { batchWait, planOf, readJson, sent, SPEED } from './batch-wait-run.ts';

const simulator = useSimulator({ clock: { speed: SPEED } });
const client = useClient(simulator);

const ACTIONS = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities';
const ID = "Nightly's export-1";

/** Begins an execution that lives as told, in seconds. */
async function execute(life: string, definitionGroupId = 'Nightly'): Promise<void> {
  simulator.scenario.executionPlan = planOf(life);
  const body = {
    definitionGroupId,
    packageName: 'p',
    executionId: ID,
    reExecute: true,
    legalEntityId: 'USMF',
  };
  const response = await client.fno(`${ACTIONS}.ExportToPackageAsync`, body);
  expect(response.status).toBe(200);
}

const status = `POST GetExecutionSummaryStatus {"executionId":"${ID}"}`;
const errors = `POST GetExecutionErrors {"executionId":"${ID}"}`;
const details = `GET DataManagementExecutionJobDetails JobId eq 'Nightly''s export-1'`;

describe('an execution', () => {
  test('that was never seen is not said to go on', async () => {
    const run = await batchWait(simulator, { 'execution-id': 'misspelt', 'wait-timeout-minutes': '2' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'timeout', status: '' });
    expect(run.outputs['error']).toContain('Check the execution ID in Data management > Job history');
    expect(run.outputs['error']).not.toContain('continues');
  });

  test('that succeeded is finished, with its entities in the summary', async () => {
    await execute('NotRun 5 Executing 20 Succeeded');
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.outputs).toMatchObject({
      outcome: 'finished',
      status: 'Succeeded',
      jobs: '[]',
      error: '',
      'error-count': '0',
    });
    expect(run.outputs).not.toHaveProperty('errors-file');
    expect(sent(run)).toEqual([status, details, errors]);
    expect(run.summary).toContain('| Customers V3 |');
    expect(run.summary).toContain('```mermaid');
  });

  test.each(['proper', 'broken'] as const)(
    'that failed tells what F&O reported (%s), grouped, and all of it in a file',
    async (kind) => {
      Object.assign(simulator.scenario, { executionErrors: kind, executionErrorCount: 3_506 });
      await execute('Executing 10 Failed');
      const run = await batchWait(simulator, { 'execution-id': ID });
      expect(run.exitCode).toBe(1);
      expect(run.outputs).toMatchObject({ outcome: 'error', status: 'Failed', 'error-count': '3506' });
      expect(sent(run)).toEqual([status, details, errors]);
      const all = readJson(run.outputs['errors-file']) as { RecordId: string; ErrorMessage: string }[];
      expect(all).toHaveLength(3_506);
      expect(all[3_505]?.RecordId).toBe('3506');
      expect(run.outputs['errors-file']?.startsWith(run.temp)).toBe(true);
      expect(run.log.filter((line) => /^1,16[89] × /.test(line))).toHaveLength(3);
      expect(run.log.join('\n')).toContain(
        `1,169 × Customer '…' cannot be created. Infolog: update has been canceled.`,
      );
      expect(run.outputs['error']).toMatch(/failed(, .* after it was first seen)?\. F&O reported 3,506 errors/);
    },
  );

  test('that failed without a reported error says where to look', async () => {
    simulator.scenario.executionErrors = 'none';
    await execute('Executing 2 Failed');
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.outputs).toMatchObject({ outcome: 'error', 'error-count': '0' });
    expect(readJson(run.outputs['errors-file'])).toEqual([]);
    expect(run.outputs['error']).toContain('Data management > Job history');
  });

  test('that failed while its errors cannot be read says so, and is an error all the same', async () => {
    simulator.scenario.faults = [{ match: { path: 'GetExecutionErrors' }, respond: 'hang' }];
    await execute('Executing 2 Failed');
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.outputs).toMatchObject({ outcome: 'error', status: 'Failed' });
    expect(run.outputs).not.toHaveProperty('error-count');
    expect(run.log.join('\n')).toContain('The errors could not be read: F&O did not respond within 120 s.');
  });

  test('that succeeded in part fails, unless that is accepted', async () => {
    await execute('Executing 2 PartiallySucceeded');
    const fails = await batchWait(simulator, { 'execution-id': ID });
    expect(fails.exitCode).toBe(1);
    expect(fails.outputs).toMatchObject({ outcome: 'partially-succeeded', 'error-count': '3' });
    const accepted = await batchWait(simulator, { 'execution-id': ID, 'accept-outcome': 'partially-succeeded' });
    expect(accepted.exitCode).toBe(0);
    expect(accepted.outputs).toMatchObject({ outcome: 'partially-succeeded', error: '', 'error-count': '3' });
  });

  test.each([
    [
      'an entity in Error',
      [{ name: 'Customers V3', records: 240, targetStatus: 'Error' }],
      'Customers V3 (240 rows failed)',
    ],
    [
      'rows that failed',
      [
        { name: 'Customer groups', records: 12 },
        { name: 'Customers V3', records: 240, failedRecords: 7 },
      ],
      'Customers V3 (7 rows failed)',
    ],
  ])('that F&O calls Succeeded with %s is partially-succeeded', async (_, entities, named) => {
    simulator.scenario.executionEntities = entities;
    await execute('Executing 5 Succeeded');
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'partially-succeeded', status: 'Succeeded' });
    expect(run.outputs['error']).toContain(`Entities with failures: ${named}.`);
    expect(run.summary).toContain('| Customers V3 |');
  });

  test('whose export does not count written rows is finished', async () => {
    simulator.scenario.executionEntities = [{ name: 'Customers V3', records: 240, failedRecords: 240 }];
    await execute('Executing 5 Succeeded', 'NightlyExport');
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  });

  test('that succeeded has the number of errors that F&O reports, and none if it does not respond', async () => {
    simulator.scenario.faults = [{ match: { path: 'GetExecutionErrors' }, respond: '404-html' }];
    await execute('Executing 2 Succeeded');
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(run.outputs).not.toHaveProperty('error-count');
  });

  test('whose entities cannot be read is finished with a warning', async () => {
    simulator.scenario.faults = [{ match: { path: 'JobDetails' }, respond: '404-html' }];
    await execute('Executing 2 Succeeded');
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(run.annotations).toEqual([
      { level: 'warning', message: expect.stringContaining('rows that failed would not be noticed') },
    ]);
  });

  test('that succeeded is not known to be finished if the step is interrupted before its entities are read', async () => {
    simulator.scenario.faults = [{ match: { path: 'JobDetails' }, respond: 'hang' }];
    await execute('Succeeded');
    const when = ({ requests }: { requests: readonly { url: string }[] }) =>
      requests.some(({ url }) => url.includes('JobDetails'));
    const run = await batchWait(
      simulator,
      { 'execution-id': ID, 'accept-outcome': 'partially-succeeded' },
      { clockSpeed: 1, signals: [{ signal: 'SIGTERM', when }] },
    );
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'interrupted', status: 'Succeeded' });
    expect(run.outputs['error']).toMatch(/succeeded, but the step was interrupted before its entities were read/);
    expect(run.annotations).toHaveLength(1);
  });

  test('whose entities hang in mid-wait, where they only inform, is waited for all the same', async () => {
    simulator.scenario.faults = [{ match: { path: 'JobDetails', nth: 1 }, respond: 'hang' }];
    await execute('Executing 200 Succeeded');
    const run = await batchWait(simulator, { 'execution-id': ID, 'wait-timeout-minutes': '5' });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  });

  test('whose errors hang has had its entities read before them', async () => {
    simulator.scenario.executionEntities = [{ name: 'Customers V3', records: 240, targetStatus: 'Error' }];
    simulator.scenario.faults = [{ match: { path: 'GetExecutionErrors' }, respond: 'hang' }];
    await execute('Executing 5 Succeeded');
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'partially-succeeded', status: 'Succeeded' });
  });

  test('whose errors cannot be written to a file keeps its verdict', async () => {
    await execute('Executing 2 PartiallySucceeded');
    const inputs = { 'execution-id': ID, 'accept-outcome': 'partially-succeeded' };
    const run = await batchWait(simulator, inputs, { env: { RUNNER_TEMP: '/dev/null' } });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ outcome: 'partially-succeeded', error: '', 'error-count': '3' });
    expect(run.outputs).not.toHaveProperty('errors-file');
    expect(run.annotations).toEqual([
      { level: 'warning', message: expect.stringContaining('`errors-file` could not be written') },
    ]);
  });

  test('is pending after one poll, and its errors are for its owner alone', async () => {
    await execute('Executing 600 Failed');
    const once = await batchWait(simulator, { 'execution-id': ID, 'wait-timeout-minutes': '0' });
    expect(once.outputs).toMatchObject({ outcome: 'pending', status: 'Executing' });
    expect(sent(once)).toEqual([status]);
    simulator.clock.advance(700_000);
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.outputs['outcome']).toBe('error');
    expect(statSync(run.outputs['errors-file'] ?? '').mode & 0o777).toBe(0o600);
  });

  test.each(['empty-200', '403-json', 'not-json'] as const)('is waited for through %s', async (respond) => {
    simulator.scenario.faults = [{ match: { path: 'GetExecutionSummaryStatus', nth: 2 }, respond }];
    await execute('Executing 30 Succeeded');
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  });

  test.each([
    ['Canceled', 'canceled'],
    ['Executing', 'timeout'],
  ])('at %s is %s', async (end, outcome) => {
    await execute(`Unknown 2 Queued 2 NotRun 2 ${end}`);
    const run = await batchWait(simulator, { 'execution-id': ID, 'wait-timeout-minutes': '2' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome, status: end });
    expect(run.annotations.filter(({ level }) => level === 'warning')).toEqual([]);
  });

  test('whose responses come as value in value is read', async () => {
    simulator.scenario.valueInValue = true;
    await execute('Executing 2 Failed');
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.outputs).toMatchObject({ outcome: 'error', 'error-count': '3' });
  });

  test('that is new may be unknown for a while', async () => {
    simulator.scenario.executionUnknownForMs = 270_000;
    await execute('NotRun 280 Executing 2 Succeeded');
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(run.log.join('\n')).toContain('is not found yet');
  });

  test('that is unknown for five minutes is failed', async () => {
    const run = await batchWait(simulator, { 'execution-id': 'nothing' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'failed', status: '', jobs: '[]' });
    expect(run.outputs['error']).toMatch(/not found for 5 minutes.*were not found/);
    expect(Number(run.outputs['elapsed-seconds'])).toBeGreaterThanOrEqual(300);
    expect(Number(run.outputs['elapsed-seconds'])).toBeLessThan(420);
  });

  test('of a long run tells in the heartbeat how far its entities are', async () => {
    await execute('Executing 300 Succeeded');
    const run = await batchWait(simulator, { 'execution-id': ID });
    expect(run.outputs).toMatchObject({ outcome: 'finished' });
    expect(run.log.join('\n')).toMatch(/Waiting for .*is Executing; \d of 3 entities staged, \d written, \d+ rows/);
    expect(run.requests.filter(({ url }) => url.includes('JobDetails')).length).toBeLessThanOrEqual(7);
  });
});

describe('the message of a recurring integration', () => {
  async function enqueue(): Promise<string> {
    const response = await client.fno('/api/connector/enqueue/0f0e?entity=Customers', 'CUSTOMERACCOUNT\r\n', {
      method: 'POST',
    });
    return (JSON.parse(response.text) as { value: string }).value;
  }

  test('is followed to its execution once it leaves its queue', async () => {
    Object.assign(simulator.scenario, { messageQueuedForMs: 270_000, executionPlan: planOf('Executing 10 Succeeded') });
    const messageId = await enqueue();
    const run = await batchWait(simulator, { 'message-id': messageId });
    expect(run.outputs).toMatchObject({ outcome: 'finished', status: 'Succeeded', error: '' });
    expect(run.log.join('\n')).toContain('F&O has not started an execution for it yet');
    const actions = run.requests.map(({ url }) => url.split('.').at(-1));
    const asked = actions.filter((action, index) => action !== 'GetMessageStatus' && action !== actions[index - 1]);
    expect(asked.slice(0, 1)).toEqual(['GetExecutionIdByMessageId']);
    expect(asked.lastIndexOf('GetExecutionIdByMessageId')).toBeLessThan(asked.indexOf('GetExecutionSummaryStatus'));
    expect(run.requests.find(({ url }) => url.endsWith('.GetExecutionSummaryStatus'))?.body).toContain('"0f0e-');
  });

  test('that nobody knows is failed after five minutes, and is not said to wait in a queue', async () => {
    const run = await batchWait(simulator, { 'message-id': '0e0e0e0e-0000-4000-8000-000000000000' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'failed', status: '' });
    expect(run.outputs['error']).toMatch(/was not known to F&O for 5 minutes\. F&O says: .*\. Check the message ID/);
    expect(run.log.join('\n')).not.toContain('has not started an execution for it yet');
  });

  test('that is Processed without an execution is finished', async () => {
    Object.assign(simulator.scenario, {
      messageQueuedForMs: 9e9,
      messagePlan: planOf('Enqueued 20 Processed'),
    });
    const run = await batchWait(simulator, { 'message-id': await enqueue() });
    expect(run.outputs).toMatchObject({ outcome: 'finished', status: 'Processed', error: '' });
    expect(run.outputs).not.toHaveProperty('error-count');
  });

  test('that fails before an execution is made is an error, not a wait to the end', async () => {
    Object.assign(simulator.scenario, {
      messageQueuedForMs: 9e9,
      messagePlan: planOf('Enqueued 20 PreProcessingError'),
    });
    const run = await batchWait(simulator, { 'message-id': await enqueue() });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'error', status: 'PreProcessingError' });
    expect(run.outputs['error']).toContain('ended as PreProcessingError before an execution was created');
    expect(Number(run.outputs['elapsed-seconds'])).toBeLessThan(600);
  });
});
