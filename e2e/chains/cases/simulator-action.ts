import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { actionReference } from '../../../tools/chains/stamp.ts';
import { root } from '../../../tools/manifest.ts';
import { runOnAct, type Machine, type Outcome, type Run } from '../act.ts';

const { repository, tag } = actionReference();
const simulator = `${repository}/simulator@${tag}`;

/** The jobs of users who point every step at an environment, in `env:` of the job. */
const otherEnvironment = {
  D365FO_ENVIRONMENT_URL: 'https://contoso.operations.dynamics.com',
  D365FO_TENANT_ID: 'contoso.onmicrosoft.com',
  D365FO_CLIENT_ID: '${{ vars.D365FO_CLIENT_ID }}',
  D365FO_CERTIFICATE: 'a-certificate-of-the-other-environment',
};

interface Given {
  what: string;
  workflow: string;
  expect: (outcome: Outcome) => void;
}

const job = (env: Record<string, string>, steps: object[]): string =>
  stringify({
    name: 'Caller',
    on: 'workflow_dispatch',
    permissions: {},
    jobs: { use: { 'runs-on': 'ubuntu-latest', env, steps } },
  });

const all: Given[] = [
  {
    what: 'examples/try-it.yml as pasted',
    workflow: readFileSync(join(root, 'examples/try-it.yml'), 'utf8'),
    expect({ exitCode, log, summary }) {
      assert.equal(exitCode, 0);
      assert.match(log, /Success - Post Start the simulator/);
      assert.match(log, /POST +\/data\/BatchJobs\/Microsoft\.Dynamics\.DataEntities\.SetBatchJobToWaiting +200 +3/);
      assert.match(summary, /```mermaid/);
      assert.match(summary, /Inventory closing/);
    },
  },
  {
    what: 'a composite in a job whose env: names another environment',
    workflow: job(otherEnvironment, [
      { uses: simulator },
      {
        id: 'chain',
        uses: `${repository}/workflows-templates/run-batch-job@${tag}`,
        with: { 'batch-job-recid': '5637144576' },
      },
      {
        env: { OUTPUTS: '${{ toJSON(steps.chain.outputs) }}', URL: '${{ env.D365FO_ENVIRONMENT_URL }}' },
        run: 'printf \'{"outputs":%s,"url":"%s"}\' "$OUTPUTS" "$URL" > "$E2E_RESULT"',
      },
    ]),
    expect({ exitCode, result }) {
      assert.equal(exitCode, 0);
      const { outputs, url } = result as unknown as { outputs: Record<string, string>; url: string };
      assert.equal(outputs['outcome'], 'finished');
      assert.match(url, /^https:\/\/localhost:\d+$/);
    },
  },
  {
    what: 'a request that it does not serve fails the job at its end',
    workflow: job({}, [
      { uses: simulator },
      {
        uses: `${repository}@${tag}`,
        with: { operation: 'rest', path: '/data/NoSuchEntities', 'accept-status': '404' },
      },
    ]),
    expect({ exitCode, log }) {
      assert.equal(exitCode, 1);
      assert.match(log, /does not serve what the job requested: GET \/data\/NoSuchEntities/);
    },
  },
  {
    what: 'a scenario that is none fails its step, and the post step starts nothing',
    workflow: job({}, [{ uses: simulator, with: { scenario: 'jobz' } }]),
    expect({ exitCode, log }) {
      assert.equal(exitCode, 1);
      assert.match(log, /There is no scenario "jobz"/);
      assert.doesNotMatch(log, /The simulator listens/);
    },
  },
  {
    what: 'after a step that failed, it says what it was asked and ends',
    workflow: job({ NODE_EXTRA_CA_CERTS: '~/ca.pem' }, [
      { uses: simulator },
      { uses: `${repository}@${tag}`, with: { operation: 'batch-wait', 'batch-job-recid': '5637144601', start: true } },
    ]),
    expect({ exitCode, log }) {
      assert.equal(exitCode, 1);
      assert.match(log, /Node does not expand "~"/);
      assert.match(log, /Batch job 5637144601 .*ended in Error/);
      assert.match(log, /POST +\/data\/BatchJobs\/Microsoft\.Dynamics\.DataEntities\.SetBatchJobToWaiting +200 +1/);
      assert.match(log, /Success - Post .*simulator/);
    },
  },
];

/** Jobs that start the simulator by `uses:`: nothing of them is prepared from outside. */
export const simulatorAction = all.map(({ what, workflow, expect }) => ({
  name: `simulator-action · ${what}`,
  async run(machine: Machine): Promise<void> {
    const path = '.github/workflows/try-it.yml';
    const run: Run = {
      files: { [path]: workflow },
      workflow: path,
      event: 'workflow_dispatch',
      payload: { inputs: {} },
    };
    const outcome = await runOnAct(machine, undefined, run);
    try {
      expect(outcome);
    } catch (thrown) {
      if (thrown instanceof Error) thrown.message += `\n--- log\n${outcome.log.split('\n').slice(-120).join('\n')}`;
      throw thrown;
    }
  },
}));
