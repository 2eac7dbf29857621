import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runWithToken, useFolder, useSimulator } from '../harness.ts';
import { useClient } from '../simulator/client.ts';
import { readJson } from './batch-wait-run.ts';

const simulator = useSimulator();
const client = useClient(simulator);
const folder = useFolder();

/**
 * GitHub's parallel steps share the runner's temporary folder and the files that change the job.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsparallel
 */
test('steps at the same time share nothing', async () => {
  const shared = Object.fromEntries(['GITHUB_ENV', 'GITHUB_PATH'].map((name) => [name, join(folder, name)]));
  for (const file of Object.values(shared)) writeFileSync(file, '');
  const env = { ...shared, RUNNER_TEMP: join(folder, 'temp') };
  mkdirSync(env.RUNNER_TEMP);
  simulator.scenario.executionPlan = [{ status: 'Failed' }];
  for (const executionId of ['one', 'two'])
    await client.fno('/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.ExportToPackageAsync', {
      definitionGroupId: executionId,
      packageName: 'p',
      executionId,
      reExecute: true,
      legalEntityId: 'USMF',
    });
  const echo = (text: string) =>
    runWithToken(
      simulator,
      { operation: 'rest', service: 'DemoServices/Shapes/Echo', payload: `{"text":"${text}"}`, 'accept-status': '400' },
      { env },
    );
  const wait = (id: string) => runWithToken(simulator, { operation: 'batch-wait', 'execution-id': id }, { env });

  const [waits, echoes] = await Promise.all([
    Promise.all([wait('one'), wait('two')]),
    Promise.all([echo('first'), echo('second')]),
  ]);

  const files = waits.map(({ outputs }) => outputs['errors-file'] ?? '');
  const responses = echoes.map(({ outputs }) => outputs['response-file'] ?? '');
  expect(new Set([...files, ...responses]).size).toBe(4);
  for (const [index, { outputs }] of waits.entries()) {
    expect(outputs).toMatchObject({ outcome: 'error', 'error-count': '3' });
    expect(readJson(files[index] ?? '')).toHaveLength(3);
  }
  for (const [index, { outputs }] of echoes.entries()) {
    expect(readFileSync(responses[index] ?? '', 'utf8')).toBe(outputs['response']);
  }
  expect(readdirSync(env.RUNNER_TEMP).sort()).toEqual(
    [...files, ...responses].map((file) => file.slice(env.RUNNER_TEMP.length + 1)).sort(),
  );
  for (const file of Object.values(shared)) expect(readFileSync(file, 'utf8')).toBe('');
}, 60_000);
