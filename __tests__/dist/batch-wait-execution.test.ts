import { describe, expect, test } from '@jest/globals';
import { useSimulator } from '../harness.ts';
import { useClient } from '../simulator/client.ts';
import { batchWait, planOf, readJson, sent, SPEED } from './batch-wait-run.ts';

const simulator = useSimulator({ clock: { speed: SPEED } });
const client = useClient(simulator);

const ACTIONS = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities';
const ID = "Nightly's export-1";

/** Begins an execution that lives as told, in seconds. */
async function execute(life: string): Promise<void> {
  simulator.scenario.executionPlan = planOf(life);
  const body = {
    definitionGroupId: 'Nightly',
    packageName: 'p',
    executionId: ID,
    reExecute: true,
    legalEntityId: 'USMF',
  };
  const reply = await client.fno(`${ACTIONS}.ExportToPackageAsync`, body);
  expect(reply.status).toBe(200);
}

const status = `POST GetExecutionSummaryStatus {"executionId":"${ID}"}`;
const errors = `POST GetExecutionErrors {"executionId":"${ID}"}`;
const details = `GET DataManagementExecutionJobDetails JobId eq 'Nightly''s export-1'`;

describe('an execution', () => {
  test('that was never seen is not said to go on', async () => {
    const run = await batchWait(simulator, { 'execution-id': 'misspelt', 'wait-timeout-minutes': '2' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'timeout', status: '' });
    expect(run.outputs['error']).toContain('Check the ID in Data management > Job history');
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
    expect(sent(run)).toEqual([status, errors, details]);
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
      expect(sent(run)).toEqual([status, errors, details]);
      const all = readJson(run.outputs['errors-file']) as { RecordId: string; ErrorMessage: string }[];
      expect(all).toHaveLength(3_506);
      expect(all[3_505]?.RecordId).toBe('3506');
      expect(run.outputs['errors-file']?.startsWith(run.temp)).toBe(true);
      expect(run.log.filter((line) => /^1,16[89] × /.test(line))).toHaveLength(2);
      expect(run.log.join('\n')).toContain(
        `1,169 × Customer '…' cannot be created. Infolog: update has been canceled.`,
      );
      expect(run.outputs['error']).toMatch(/failed, .* after it was first seen\. F&O reported 3,506 errors/);
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
    ['Canceled', 'canceled'],
    ['Executing', 'timeout'],
  ])('at %s is %s', async (end, outcome) => {
    await execute(`Unknown 2 Queued 2 NotRun 2 ${end}`);
    const run = await batchWait(simulator, { 'execution-id': ID, 'wait-timeout-minutes': '2' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome, status: end });
    expect(run.annotations.filter(({ level }) => level === 'warning')).toEqual([]);
  });

  test('whose answers come as value in value is read', async () => {
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
    const reply = await client.fno('/api/connector/enqueue/0f0e?entity=Customers', 'CUSTOMERACCOUNT\r\n', {
      method: 'POST',
    });
    return (JSON.parse(reply.text) as { value: string }).value;
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
