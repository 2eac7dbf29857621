import assert from 'node:assert/strict';
import { zipOf } from '../../../simulator/dmf/package-zip.ts';
import type { Scenario } from '../../../simulator/scenario.ts';
import { readRecipes, type Recipe } from '../../../tools/chains/recipes.ts';
import type { Machine } from '../act.ts';
import { clientSecret } from '../case.ts';
import { endedJob, justEndedJob } from '../jobs.ts';
import { runThroughProxy } from '../through-proxy.ts';

const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const golden = zipOf([
  {
    name: 'Manifest.xml',
    bytes: Buffer.from(
      '<DataManagementPackageManifest><PackageEntityList><DataManagementPackageEntityData><EntityMapList><EntityMap><EntityField>UNITSYMBOL</EntityField><XMLField>UNITSYMBOL</XMLField></EntityMap></EntityMapList><EntityName>Units</EntityName><InputFilePath>Units.csv</InputFilePath><SourceFormat>CSV-Unicode</SourceFormat></DataManagementPackageEntityData></PackageEntityList></DataManagementPackageManifest>',
    ),
  },
  { name: 'Units.csv', bytes: Buffer.from('\ufeffUNITSYMBOL\r\nkg\r\n', 'utf16le') },
]);
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
  /start: (true|if-failed)/.test(recipe.workflow) || recipe.workflow.includes('workflows')
    ? {}
    : { batchJobs: ['5637144576', '5637144577'].map(justEndedJob) };

/** Every recipe as it stands in README and docs, its host names led to the simulator through a proxy. */
export const recipes = readRecipes().map((recipe) => ({
  name: `recipes · ${recipe.name}`,
  run: (machine: Machine) => runRecipe(machine, recipe),
}));

function runRecipe(machine: Machine, recipe: Recipe): Promise<void> {
  const workflow = '.github/workflows/recipe.yml';
  return runThroughProxy(
    machine,
    { ...scenario, ...justEnded(recipe) },
    (simulator) => ({
      files: {
        [workflow]: recipe.workflow,
        'packages/golden.zip': zip,
        'golden.zip': golden,
        'exported.zip': golden,
        'golden/Units.csv': 'UNITSYMBOL\nkg\n',
        'data/customer-groups.csv': 'x',
      },
      workflow,
      event: 'workflow_dispatch',
      payload: { inputs: {} },
      secrets: {
        ...clientSecret(simulator),
        COMMVAULT_AUTHTOKEN: 'commvault-key-0123456789',
        D365FO_CALLBACK_URL: `${simulator.environmentUrl}/callback?sig=a-signature-of-the-caller`,
      },
      variables: {
        D365FO_ENVIRONMENT_URL: 'https://contoso.operations.dynamics.com',
        D365FO_TENANT_ID: simulator.tenantId,
        D365FO_CLIENT_ID: simulator.clientId,
        COMMVAULT_API_URL: 'https://commserve.contoso.com/commandcenter/api',
      },
    }),
    ({ requests }) => {
      // A recipe with the simulator's action talks to that, and data packages need no network.
      if (!/\/(?:simulator|data-package)@/.test(recipe.workflow)) assert.ok(requests.length > 0, 'no request arrived');
    },
  );
}
