import assert from 'node:assert/strict';
import { startConnectProxy } from '../../../__tests__/harness/connect-proxy.ts';
import type { Scenario } from '../../../simulator/scenario.ts';
import { startSimulator } from '../../../simulator/simulator.ts';
import { readRecipes, type Recipe } from '../../../tools/chains/recipes.ts';
import { runOnAct, type Machine } from '../act.ts';
import { clientSecret, shortRequests } from '../case.ts';
import { endedJob, justEndedJob } from '../jobs.ts';
import { checkForLeaks } from '../leaks.ts';

const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const finishing = [{ status: 'Executing', forMs: 100 }, { status: 'Finished' }];
const scenario: Partial<Scenario> = {
  initializeMs: 20,
  importHoldMs: 20,
  executionPlan: [{ status: 'Executing', forMs: 50 }, { status: 'Succeeded' }],
  batchJobs: [
    endedJob('5637144576', finishing),
    endedJob('5637144577', finishing),
    endedJob('5637144578', finishing, 'Rebuild the balances'),
  ],
};

/** A recipe that waits without starting looks for a run that has just ended. */
const justEnded = (recipe: Recipe): Partial<Scenario> =>
  recipe.workflow.includes('start: true') || recipe.workflow.includes('workflows')
    ? {}
    : { batchJobs: ['5637144576', '5637144577'].map(justEndedJob) };

/** Every recipe as it stands in README and docs, its host names led to the simulator through a proxy. */
export const recipes = readRecipes().map((recipe) => ({
  name: `recipes · ${recipe.name}`,
  run: (machine: Machine) => runRecipe(machine, recipe),
}));

async function runRecipe(machine: Machine, recipe: Recipe): Promise<void> {
  const simulator = await startSimulator({ scenario: { ...scenario, ...justEnded(recipe) } });
  const proxy = await startConnectProxy(simulator.port);
  try {
    const workflow = '.github/workflows/recipe.yml';
    const secrets = {
      ...clientSecret(simulator),
      COMMVAULT_AUTHTOKEN: 'commvault-key-0123456789',
      D365FO_CALLBACK_URL: `${simulator.environmentUrl}/callback?sig=a-signature-of-the-caller`,
    };
    const variables = {
      D365FO_ENVIRONMENT_URL: 'https://contoso.operations.dynamics.com',
      D365FO_TENANT_ID: simulator.tenantId,
      D365FO_CLIENT_ID: simulator.clientId,
    };
    const outcome = await runOnAct(machine, simulator, {
      files: { [workflow]: recipe.workflow, 'packages/golden.zip': zip },
      workflow,
      event: 'workflow_dispatch',
      payload: { inputs: {} },
      secrets,
      variables,
      env: { https_proxy: proxy.url },
    });
    const requests = shortRequests(simulator);
    try {
      assert.equal(outcome.exitCode, 0);
      assert.ok(requests.length > 0, 'no request arrived');
      checkForLeaks(outcome, simulator, Object.values(secrets));
    } catch (thrown) {
      if (thrown instanceof Error) thrown.message += `\n--- requests\n${requests.join('\n')}\n--- log\n${outcome.log}`;
      throw thrown;
    }
  } finally {
    await proxy.close();
    await simulator.close();
  }
}
