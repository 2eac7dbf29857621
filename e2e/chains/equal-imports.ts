import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { startSimulator } from '../../simulator/simulator.ts';
import { actionReference } from '../../tools/chains/stamp.ts';
import { runOnAct, type Machine, type Run } from './act.ts';
import { clientSecret } from './case.ts';

const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const scenario = { importHoldMs: 50, executionPlan: [{ status: 'Executing', forMs: 100 }, { status: 'Succeeded' }] };

/** Two legs of a matrix and two steps of each import the same package: four imports, and none more if it is run again. */
export const equalImports = {
  name: 'import-data-package · step · equal imports of one job and of two legs of a matrix are imports of their own',
  run: async (machine: Machine): Promise<void> => {
    const simulator = await startSimulator({ scenario });
    const uses = `${actionReference().repository}/workflows-templates/import-data-package@${actionReference().tag}`;
    const importStep = {
      uses,
      with: {
        'environment-url': simulator.environmentUrl,
        'tenant-id': simulator.tenantId,
        'client-id': simulator.clientId,
        'client-secret': '${{ secrets.D365FO_CLIENT_SECRET }}',
        'authority-host': simulator.authorityHost,
        package: 'golden.zip',
        'definition-group': 'Golden',
        'legal-entity': 'usmf',
        // On GitHub, the chain sees the matrix by itself; act hides it from composite actions.
        place: '${{ matrix.leg }}',
      },
    };
    const steps = [{ uses: 'actions/checkout@v7' }, importStep, importStep];
    const job = { 'runs-on': 'ubuntu-latest', strategy: { 'max-parallel': 1, matrix: { leg: ['a', 'b'] } }, steps };
    const workflow = '.github/workflows/caller.yml';
    const run: Run = {
      files: { [workflow]: stringify({ name: 'Caller', on: 'workflow_dispatch', jobs: { job } }), 'golden.zip': zip },
      workflow,
      event: 'workflow_dispatch',
      payload: { inputs: {} },
      secrets: clientSecret(simulator),
    };
    const imports = () => simulator.requests.filter(({ url }) => url.endsWith('ImportFromPackage')).length;
    try {
      const first = await runOnAct(machine, simulator, run);
      assert.equal(first.exitCode, 0, first.log.slice(-4000));
      assert.equal(imports(), 4);
      const second = await runOnAct(machine, simulator, { ...run, env: { GITHUB_RUN_ATTEMPT: '2' } });
      assert.equal(second.exitCode, 0, second.log.slice(-4000));
      assert.equal(imports(), 4);
    } finally {
      await simulator.close();
    }
  },
};
