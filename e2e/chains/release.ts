import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startSimulator } from '../../simulator/simulator.ts';
import { actionReference } from '../../tools/chains/stamp.ts';
import { gitIn, pinnedCommits } from '../../tools/release/commits.ts';
import { runOnAct, type Machine } from './act.ts';
import { clientSecret, shortRequests, variablesOf } from './case.ts';
import { endedJob } from './jobs.ts';

/** The runner finds the commits of the release alone: whatever names `@v1` cannot be run. */
export const releases = [
  {
    name: 'release · a workflow pinned by commit runs pinned steps alone',
    async run(machine: Machine): Promise<void> {
      const { repository, tag } = actionReference();
      const { head, references } = released(machine, repository);
      const simulator = await startSimulator({
        scenario: {
          initializeMs: 20,
          importHoldMs: 20,
          executionPlan: [{ status: 'Executing', forMs: 50 }, { status: 'Succeeded' }],
          batchJobs: [endedJob('101', [{ status: 'Executing', forMs: 100 }, { status: 'Finished' }])],
        },
      });
      try {
        const call = {
          permissions: { contents: 'read', 'id-token': 'write' },
          uses: `${repository}/.github/workflows/post-deployment.yml@${head}`,
          with: {
            environment: 'uat',
            packages: '[{"package": "golden.zip", "definition-group": "Golden", "legal-entity": "usmf"}]',
            'batch-jobs': '101',
          },
          secrets: { D365FO_CLIENT_SECRET: '${{ secrets.D365FO_CLIENT_SECRET }}' },
        };
        const workflow = '.github/workflows/caller.yml';
        const outcome = await runOnAct({ ...machine, references }, simulator, {
          files: {
            [workflow]: stringify({ name: 'Caller', on: 'workflow_dispatch', jobs: { use: call } }),
            'golden.zip': Buffer.from('504b0506000000000000000000000000000000000000', 'hex'),
          },
          workflow,
          event: 'workflow_dispatch',
          payload: { inputs: {} },
          secrets: clientSecret(simulator),
          variables: variablesOf(simulator),
        });
        assert.equal(outcome.exitCode, 0, outcome.log.split('\n').slice(-60).join('\n'));
        assert.ok(!outcome.log.includes(`with ref ${tag} `), 'something named the moving tag');
        const requests = shortRequests(simulator);
        assert.ok(requests.includes('ImportFromPackage'));
        assert.ok(requests.some((request) => request.includes('SetBatchJobToWaiting')));
      } finally {
        await simulator.close();
      }
    },
  },
];

/** Makes a release of the exported repository, and a folder for each of its commits. */
function released({ product, ...machine }: Machine, repository: string) {
  const folder = mkdtempSync(join(machine.folder, 'release-'));
  const clone = join(folder, 'clone');
  cpSync(product, clone, { recursive: true });
  const git = gitIn(clone);
  git(['init', '--quiet', '--initial-branch=main']);
  git(['config', 'user.name', 'maintainer']);
  git(['config', 'user.email', 'maintainer@example.com']);
  git(['add', '--all', '--force']);
  git(['commit', '--quiet', '--message=base']);
  const head = pinnedCommits(git, git(['rev-parse', 'HEAD']), { repository, version: '1.2.3' });
  const references = git(['rev-list', head])
    .split('\n')
    .map((ref) => {
      const path = join(folder, 'commits', ref);
      mkdirSync(path, { recursive: true });
      const archive = execFileSync('git', ['archive', ref], { cwd: clone, maxBuffer: 256 * 2 ** 20 });
      execFileSync('tar', ['-x', '-C', path], { input: archive });
      return { ref, path };
    });
  return { head, references };
}
