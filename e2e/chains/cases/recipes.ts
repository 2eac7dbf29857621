import assert from 'node:assert/strict';
import { zipOf } from '../../../simulator/dmf/package-zip.ts';
import type { Scenario } from '../../../simulator/scenario.ts';
import { readRecipes, type Recipe } from '../../../tools/chains/recipes.ts';
import type { Machine } from '../act.ts';
import { clientSecret } from '../case.ts';
import { actionReference } from '../../../tools/chains/stamp.ts';
import { endedJob } from '../jobs.ts';
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

/**
 * Every recipe as it stands in README and docs. One with steps has the simulator's action as its first, as the README
 * says. A called workflow runs on another machine, so a proxy leads its host names to a simulator outside.
 */
export const recipes = readRecipes().map((recipe) => ({
  name: `recipes · ${recipe.name}`,
  run: (machine: Machine) => runRecipe(machine, recipe),
}));

const { repository, tag } = actionReference();
const simulatorStep = `${repository}/simulator@${tag}`;
const isCall = ({ workflow }: Recipe) => /\.yml@/.test(workflow);

function withSimulator({ workflow }: Recipe): string {
  if (workflow.includes(simulatorStep)) return workflow;
  return workflow.replace(/^( *)steps:\n( *)(?=- )/gm, `$1steps:\n$2- uses: ${simulatorStep}\n$2`);
}

function runRecipe(machine: Machine, recipe: Recipe): Promise<void> {
  const path = '.github/workflows/recipe.yml';
  const workflow = isCall(recipe) ? recipe.workflow : withSimulator(recipe);
  return runThroughProxy(
    machine,
    scenario,
    (simulator) => ({
      files: {
        [path]: workflow,
        'packages/golden.zip': zip,
        'golden.zip': golden,
        'exported.zip': golden,
        'golden/Units.csv': 'UNITSYMBOL\nkg\n',
        'data/customer-groups.csv': 'x',
        'package.json': '{"scripts": {"build": "exit 0"}}',
        'package-lock.json': '{"lockfileVersion": 3, "packages": {"": {}}}',
      },
      workflow: path,
      event: 'workflow_dispatch',
      payload: { inputs: {} },
      secrets: {
        // Who tries a first run has no secret yet; one that is given as an input is not sent to a simulator.
        ...(/^docs\/(?:SETUP|SECURITY)\.md/.test(recipe.name) ? {} : clientSecret(simulator)),
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
    ({ requests, log }) => {
      // An ID token comes from GitHub, whatever environment it is for.
      const outside = requests.filter((request) => !/^id token$|\/callback|\/commandcenter\//.test(request));
      if (isCall(recipe)) {
        assert.ok(requests.length > 0, 'no request arrived');
        return;
      }
      assert.deepEqual(outside, [], 'a step went past the simulator of its job');
      assert.match(log, /Success - Post .*simulator/i);
      // Packages are text without any network, and Commvault is not the environment.
      const isLocal = /\/(?:data-package|register-backup-client)@/.test(recipe.workflow);
      assert.match(
        log,
        isLocal ? /No request reached the simulator/ : /The simulator received (?:one request|\d+ requests)/,
      );
    },
    { direct: 'localhost' },
  );
}
