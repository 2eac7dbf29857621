import { beforeEach, describe, expect, test } from '@jest/globals';
import { type RunOptions, runWithToken, useSimulator } from '../harness.ts';

const simulator = useSimulator();
beforeEach(() => {
  simulator.scenario.initializeMs = 50;
});

const refresh = (inputs: Record<string, string> = {}, options: Partial<RunOptions> = {}) =>
  runWithToken(simulator, { operation: 'dmf-init', ...inputs }, options);
const ACTION = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.InitializeDataManagement';

describe('dmf-init', () => {
  test('calls InitializeDataManagement once, and says accepted, not done', async () => {
    const run = await refresh();
    expect(run.exitCode).toBe(0);
    expect(run.requests.map(({ method, url, body }) => [method, url, body])).toEqual([['POST', ACTION, '{}']]);
    expect(run.outputs).toMatchObject({ outcome: 'accepted', 'status-code': '204', error: '' });
    expect(run.outputs['activity-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(Number(run.outputs['elapsed-seconds'])).toBeLessThan(30);
    expect(run.log.join('\n')).toMatch(/accepted the refresh.*does not tell whether the refresh is complete/);
  });

  test('calls the asynchronous twin where that is asked for', async () => {
    const run = await refresh({ asynchronous: 'true' });
    expect(run.exitCode).toBe(0);
    expect(run.requests.map(({ url }) => url)).toEqual([`${ACTION}Async`]);
  });

  const fast = useSimulator({ clock: { speed: 600 } });
  test('talks while the call runs', async () => {
    fast.scenario.initializeMs = 20 * 60_000;
    const run = await runWithToken(fast, { operation: 'dmf-init' }, { clockSpeed: 600 });
    expect(run.outputs['error']).toBe('');
    expect(run.exitCode).toBe(0);
    const heartbeats = run.log.filter((line) => line.startsWith('Still waiting for the response'));
    expect(heartbeats.length).toBeGreaterThanOrEqual(15);
  });

  test.each(['504-html', '502-html', 'reset', 'cut'] as const)(
    'after %s it is not sent again, and the error says that it may still be running',
    async (respond) => {
      simulator.scenario.faults = [{ match: { path: 'InitializeDataManagement' }, respond, carryOut: true }];
      simulator.scenario.initializeStatus = 200;
      const run = await refresh();
      expect(run.exitCode).toBe(1);
      expect(run.requests).toHaveLength(1);
      expect(run.outputs['outcome']).toBe('failed');
      expect(run.outputs['error']).toContain('may still be running');
      expect(run.outputs['error']).not.toMatch(/so it was not retried/);
    },
  );

  test.each([408, 524])('after %i of a gateway too', async (status) => {
    simulator.scenario.faults = [{ match: { path: 'Initialize' }, respond: 'custom', status, body: '' }];
    const run = await refresh();
    expect(run.requests).toHaveLength(1);
    expect(run.outputs['error']).toMatch(/may still be running.*or set `asynchronous: true`/);
  });

  test('the twin does not recommend itself, and says how to do without it', async () => {
    simulator.scenario.faults = [{ match: { path: 'Initialize' }, respond: '504-html' }];
    const cut = await refresh({ asynchronous: 'true' });
    expect(cut.outputs['error']).toMatch(/may still be running.*before you run the step again\.$/);
    simulator.scenario.faults = [{ match: { path: 'Initialize' }, respond: 'custom', status: 404, body: '' }];
    const lacking = await refresh({ asynchronous: 'true' });
    expect(lacking.outputs['error']).toMatch(/returned 404 with an empty body\. .*: remove `asynchronous`\.$/);
  });

  test.each([304, 400, 405, 412])('%i names no input of another operation', async (status) => {
    simulator.scenario.faults = [{ match: { path: 'Initialize' }, respond: 'custom', status, body: '' }];
    const run = await refresh();
    expect(run.outputs).toMatchObject({ outcome: 'failed', 'status-code': String(status) });
    expect(run.outputs['error']).toMatch(/returned \d+ with an empty body\.$/);
  });

  test('a time-out says so too', async () => {
    simulator.scenario.faults = [{ match: { path: 'InitializeDataManagement' }, respond: 'hang' }];
    const run = await refresh({ 'request-timeout-seconds': '0.5' });
    expect(run.exitCode).toBe(1);
    expect(run.requests).toHaveLength(1);
    expect(run.outputs['error']).toContain('did not respond within 0.5 s');
    expect(run.outputs['error']).toContain('may still be running');
  });

  test.each([
    [
      'a message',
      '{"error":{"code":"","message":"The data entity list is locked."}}',
      'The data entity list is locked.',
    ],
    ['an inner error', '{"error":{"innererror":{"message":"The inner reason."}}}', 'The inner reason.'],
  ])('an error of F&O under 200 is a failure: %s', async (_, body, message) => {
    const headers = { 'content-type': 'application/json' };
    simulator.scenario.faults = [{ match: { path: 'Initialize' }, respond: 'custom', status: 200, headers, body }];
    const run = await refresh();
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'failed', 'status-code': '200' });
    expect(run.outputs['error']).toContain(message);
    expect(run.outputs['error']).not.toContain('may still be running');
  });

  test('a 429 was not carried out, so it is repeated after Retry-After', async () => {
    simulator.scenario.faults = [
      { match: { path: 'Initialize', times: 2 }, respond: 'throttle', retryAfterSeconds: 0.1 },
    ];
    const run = await refresh();
    expect(run.exitCode).toBe(0);
    expect(run.requests.map(({ status }) => status)).toEqual([429, 429, 204]);
  });

  test('403 fails at once with the menu path', async () => {
    simulator.scenario.faults = [{ match: { path: 'Initialize' }, respond: '403' }];
    const run = await refresh();
    expect(run.exitCode).toBe(1);
    expect(run.requests).toHaveLength(1);
    expect(run.outputs).toMatchObject({ outcome: 'failed', 'status-code': '403' });
    expect(run.outputs['error']).toContain('Microsoft Entra ID applications');
    expect(run.outputs['error']).not.toContain('may still be running');
  });

  test('a signal ends it within two seconds, with its outputs', async () => {
    simulator.scenario.faults = [{ match: { path: 'Initialize' }, respond: 'hang' }];
    let sentMs = 0;
    const run = await refresh(
      {},
      {
        signals: [
          {
            signal: 'SIGINT',
            when: ({ requests }) => {
              sentMs = Date.now();
              return requests.length > 0;
            },
          },
        ],
      },
    );
    expect(Date.now() - sentMs).toBeLessThan(2_500);
    expect(run.exitCode).toBe(1);
    expect(run.outputs['outcome']).toBe('failed');
    expect(run.outputs['error']).toContain('interrupted (SIGINT)');
    expect(run.annotations).toHaveLength(1);
  });
});
