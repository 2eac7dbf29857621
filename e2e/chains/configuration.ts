import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startSimulator } from '../../simulator/simulator.ts';
import { actionReference } from '../../tools/chains/stamp.ts';
import { runOnAct, type Machine, type Run } from './act.ts';
import { clientSecret, shortRequests } from './case.ts';
import { judge } from './judge.ts';

const { repository, tag } = actionReference();

const yml = `entities:
  - label: Units
    keys: [UNITSYMBOL]
  - label: Currencies
    keys: [CODE]
`;
const golden = {
  'golden/package.yml': yml,
  'golden/Units.csv': 'UNITSYMBOL,CLASS,DECIMALS\nkg,Mass,3\nm,Length,2\npcs,Quantity,0\n',
  'golden/Currencies.csv': 'CODE,NAME\nDKK,Danske kroner\nEUR,"Euro,\nshared"\n',
};
/** What somebody changes in the client: three cells. */
const changed = {
  'changed/package.yml': yml,
  'changed/Units.csv': 'UNITSYMBOL,CLASS,DECIMALS\nkg,Weight,3\nm,Length,4\n',
  'changed/Currencies.csv': 'CODE,NAME\nEUR,Euro\n',
};

/** From a folder in git into F&O, and what people change there back into git. */
export const configuration = {
  name: 'check-drift · step · a folder is imported, three cells are changed in F&O, drift is red, and an export shows them in git',
  run: async (machine: Machine): Promise<void> => {
    const simulator = await startSimulator({
      scenario: {
        importHoldMs: 20,
        executionPlan: [{ status: 'Executing', forMs: 100 }, { status: 'Succeeded' }],
        entityKeys: { Units: ['UNITSYMBOL'], Currencies: ['CODE'] },
      },
    });
    const identity = {
      'environment-url': simulator.environmentUrl,
      'tenant-id': simulator.tenantId,
      'client-id': simulator.clientId,
      'client-secret': '${{ secrets.D365FO_CLIENT_SECRET }}',
      'authority-host': simulator.authorityHost,
      'legal-entity': 'usmf',
    };
    const uses = (path: string, inputs: Record<string, string>, more = {}) => ({
      ...more,
      uses: `${repository}/${path}@${tag}`,
      with: inputs,
    });
    const importOf = (folder: string) => [
      uses('data-package', { mode: 'pack', folder, package: `${folder}.zip` }),
      uses('workflows-templates/import-data-package', {
        ...identity,
        package: `${folder}.zip`,
        'definition-group': 'Golden',
      }),
      { run: `rm ${folder}.zip` },
    ];
    const refresh = uses('workflows-templates/export-data-package', {
      ...identity,
      entities: '@golden',
      'unpack-to': 'golden',
      'artifact-name': '',
    });
    const checkDrift = uses(
      'workflows-templates/check-drift',
      { ...identity, folder: 'golden', 'artifact-name': 'drift' },
      { id: 'drift', 'continue-on-error': true },
    );
    const git = [
      'git add golden',
      'git -c user.name=caller -c user.email=caller@example.com commit --quiet --message=exported',
    ];
    const steps = [
      { uses: 'actions/checkout@v7' },
      ...importOf('golden'),
      refresh,
      { run: git.join('\n') },
      refresh,
      { run: 'git diff --exit-code' },
      ...importOf('changed'),
      checkDrift,
      refresh,
      { run: 'git diff --unified=0 > "$E2E_ARTIFACTS/diff"' },
      {
        env: { OUTPUTS: '${{ toJSON(steps.drift.outputs) }}' },
        run: 'printf "%s" "$OUTPUTS" > "$E2E_RESULT"',
      },
    ];
    const workflow = '.github/workflows/caller.yml';
    const job = { 'runs-on': 'ubuntu-latest', steps };
    const run: Run = {
      files: {
        [workflow]: stringify({ name: 'Caller', on: 'workflow_dispatch', jobs: { job } }),
        ...golden,
        ...changed,
      },
      workflow,
      event: 'workflow_dispatch',
      payload: { inputs: {} },
      secrets: clientSecret(simulator),
    };
    try {
      const outcome = await runOnAct(machine, simulator, run);
      await judge(outcome, simulator, run.secrets ?? {}, () => {
        assert.equal(outcome.exitCode, 0);
        assert.equal(outcome.result?.['outcome'], 'drift');
        assert.equal(outcome.result['difference-count'], '3');
        const drift = JSON.parse(readFileSync(driftFile(outcome.artifacts, outcome.result), 'utf8')) as unknown;
        assert.deepEqual(drift, [
          change('Units', { UNITSYMBOL: 'kg' }, 'CLASS', 'Mass', 'Weight'),
          change('Units', { UNITSYMBOL: 'm' }, 'DECIMALS', '2', '4'),
          change('Currencies', { CODE: 'EUR' }, 'NAME', 'Euro,\nshared', 'Euro'),
        ]);
        const diff = readFileSync(join(outcome.artifacts, 'diff'), 'utf8');
        assert.deepEqual(diff.match(/^[-+][^\n]*/gm), [
          '--- a/golden/Currencies.csv',
          '+++ b/golden/Currencies.csv',
          '-EUR,"Euro,',
          '-shared"',
          '+EUR,Euro',
          '--- a/golden/Units.csv',
          '+++ b/golden/Units.csv',
          '-kg,Mass,3',
          '-m,Length,2',
          '+kg,Weight,3',
          '+m,Length,4',
        ]);
        const lines = shortRequests(simulator);
        const count = (start: string) => lines.filter((line) => line.startsWith(start)).length;
        assert.equal(count('POST /data/DataManagementDefinitionGroups'), 4);
        assert.equal(count('DELETE /data/DataManagementDefinitionGroups('), 4);
      });
    } finally {
      await simulator.close();
    }
  },
};

const change = (entity: string, key: object, field: string, here: string, there: string) => ({
  entity,
  difference: 'changed',
  key,
  fields: { [field]: { here, there } },
});

const driftFile = (artifacts: string, { 'drift-file': file = '' }: Record<string, string>) =>
  join(artifacts, 'drift', file.split('/').at(-1) ?? '');
