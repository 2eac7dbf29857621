import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../../../simulator/scenario.ts';
import type { Simulator } from '../../../simulator/simulator.ts';
import { root } from '../../../tools/manifest.ts';
import type { Machine, Outcome, Run } from '../act.ts';
import { clientSecret, variablesOf } from '../case.ts';
import { forOlderServers } from '../../../tools/chains/older-servers.ts';
import { endedJob, justEndedJob } from '../jobs.ts';
import { runThroughProxy } from '../through-proxy.ts';

interface Example {
  file: string;
  what?: string;
  /** Files of the repository that it lies in. */
  files?: Run['files'];
  scenario?: Partial<Scenario>;
  event?: Partial<Pick<Run, 'event' | 'payload'>>;
  secrets?: Record<string, string>;
  variables?: Record<string, string>;
  /** It is run a second time. */
  again?: true;
  /** It is to end red. */
  fails?: true;
  expect: (seen: Outcome & { simulator: Simulator; requests: string[]; repository: string }) => void;
}

const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const finishing = [{ status: 'Executing', forMs: 200 }, { status: 'Finished' }];
const scenario: Partial<Scenario> = {
  initializeMs: 50,
  importHoldMs: 50,
  executionPlan: [{ status: 'Executing', forMs: 100 }, { status: 'Succeeded' }],
  batchJobs: [
    ...[76, 77, 78, 79, 80].map((end) => endedJob(`56371445${end}`, finishing)),
    endedJob('5637144590', finishing, 'Rebuild the balances'),
  ],
};
/** Its RecId is above 2^53. */
const withheld = {
  recId: '5637144576123456789',
  description: 'Nightly balances',
  company: 'USMF',
  plan: [{ status: 'Hold' }],
};
const jobsStarted = ({ requests }: Simulator) =>
  requests.filter(({ url }) => url.includes('SetBatchJobToWaiting')).length;

const goldenFolder = { 'configuration/golden/Sites.csv': 'SITEID,NAME\n1,Main\nDEMF,Other\n' };
const importsIn = ({ requests }: Simulator) =>
  requests.flatMap(({ url, body }) =>
    url.endsWith('ImportFromPackage') ? (JSON.parse(body) as { legalEntityId: string; executionId: string }) : [],
  );
const exports = ({ requests }: Simulator) => requests.filter(({ url }) => url.endsWith('ExportToPackage')).length;

const all: Example[] = [
  {
    file: 'nightly-refresh.yml',
    files: { 'packages/golden.zip': zip },
    expect({ simulator, requests }) {
      assert.ok(requests.includes('ImportFromPackage'));
      assert.equal(jobsStarted(simulator), 5);
    },
  },
  {
    file: 'after-deployment.yml',
    files: { 'packages/parameters.zip': zip, 'packages/workflows.zip': zip },
    expect({ simulator, summary }) {
      assert.equal(jobsStarted(simulator), 9);
      const overwrite = simulator.requests
        .filter(({ url }) => url.endsWith('ImportFromPackage'))
        .map(({ body }) => (JSON.parse(body) as { overwrite: boolean }).overwrite);
      assert.deepEqual(overwrite, [true, false, true, false, true, false]);
      assert.match(summary, /\| Stage \| test \| uat \| prod \|/);
      assert.match(summary, /\| \*\*Outcome\*\* \| ✅ finished \| ✅ finished \| ✅ finished \|/);
    },
  },
  {
    file: 'job-of-another-system.yml',
    event: {
      event: 'repository_dispatch',
      payload: {
        action: 'd365fo-run-batch-job',
        client_payload: { environment: 'prod', 'batch-job-recid': '5637144576' },
      },
    },
    expect({ simulator }) {
      assert.equal(jobsStarted(simulator), 1);
    },
  },
  {
    file: 'job-of-another-system.yml',
    what: 'an event that says not to start',
    scenario: { batchJobs: [justEndedJob('5637144576')] },
    event: {
      event: 'repository_dispatch',
      payload: {
        action: 'd365fo-run-batch-job',
        client_payload: { environment: 'prod', 'batch-job-recid': '5637144576', start: false },
      },
    },
    expect({ simulator }) {
      assert.equal(jobsStarted(simulator), 0);
    },
  },
  {
    file: 'custom-service.yml',
    expect({ summary, requests }) {
      assert.match(summary, /F&O returned \{"user":"IntegrationUser","company":"usmf"\}/);
      assert.equal(requests.length, 2);
    },
  },
  {
    file: 'export-into-git.yml',
    expect({ requests, repository }) {
      assert.deepEqual(requests.slice(-2), ['GetExportedPackageUrl', 'GET blob']);
      const message = execFileSync('git', ['log', '-1', '--format=%s', 'main'], {
        cwd: `${repository}.git`,
        encoding: 'utf8',
      });
      assert.equal(message.trim(), 'Export the configuration');
    },
  },
  {
    file: 'nightly-drift-check.yml',
    what: 'nothing differs',
    files: { 'configuration/golden/Units.csv': 'UNITSYMBOL\n' },
    expect({ simulator, artifacts }) {
      assert.equal(exports(simulator), 3);
      assert.equal(simulator.requests.filter(({ method }) => method === 'DELETE').length, 3);
      assert.equal(readdirSync(artifacts).length, 3);
    },
  },
  {
    file: 'nightly-drift-check.yml',
    what: 'each environment differs',
    fails: true,
    files: { 'configuration/golden/Units.csv': 'UNITSYMBOL\nkg\n' },
    expect({ simulator, summary }) {
      assert.equal(exports(simulator), 3);
      for (const environment of ['test', 'uat', 'prod'])
        assert.match(summary, new RegExp(`## ❌ Check for drift · ${environment}: drift`));
    },
  },
  {
    file: 'refresh-folder-from-environment.yml',
    files: { 'configuration/golden/package.yml': 'entities:\n  - label: Units\n' },
    expect({ requests, repository }) {
      assert.ok(requests.some((line) => line.startsWith('DELETE')));
      const git = (...args: string[]) =>
        execFileSync('git', args, { cwd: `${repository}.git`, encoding: 'utf8' })
          .trim()
          .split('\n');
      assert.deepEqual(git('log', '-1', '--format=%s', 'refresh/uat'), ['Refresh the configuration from uat']);
      assert.deepEqual(git('diff', '--name-only', 'main', 'refresh/uat'), [
        'configuration/golden/.gitattributes',
        'configuration/golden/Manifest.xml',
        'configuration/golden/PackageHeader.xml',
      ]);
    },
  },
  {
    file: 'requeue-by-hand.yml',
    what: 'a job that finished',
    event: { payload: { inputs: { environment: 'uat', 'batch-job-recid': '5637144576' } } },
    expect({ simulator }) {
      assert.equal(jobsStarted(simulator), 0);
    },
  },
  {
    file: 'requeue-by-hand.yml',
    what: 'a job that ended in Error',
    scenario: { batchJobs: [{ ...endedJob('5637144576', finishing), plan: [{ status: 'Error' }] }] },
    event: { payload: { inputs: { environment: 'uat', 'batch-job-recid': '5637144576' } } },
    expect({ simulator }) {
      assert.equal(jobsStarted(simulator), 1);
    },
  },
  {
    file: 'on-premises.yml',
    expect({ simulator, requests }) {
      assert.deepEqual(requests.slice(0, 2), [
        'POST /adfs/oauth2/token',
        'POST /namespaces/AXSF/api/services/UserSessionService/AifUserSessionService/GetUserSessionInfo',
      ]);
      assert.equal(jobsStarted(simulator), 1);
      assert.ok(simulator.requests.every(({ host }) => /^(ax|adfs)\.contoso\.com/.test(host)));
    },
  },
  {
    file: 'poll-on-a-schedule.yml',
    what: 'a job that has ended is reported once',
    scenario: { batchJobs: [justEndedJob('5637144576')] },
    again: true,
    expect({ simulator, artifacts }) {
      assert.equal(jobsStarted(simulator), 0);
      assert.match(
        readFileSync(join(artifacts, 'issues'), 'utf8'),
        /^Batch job 5637144576: finished \(run that ended \d{4}-\d\d-\d\dT[\d:]+Z\)\n$/,
      );
    },
  },
  {
    file: 'poll-on-a-schedule.yml',
    what: 'a job under way is not reported',
    scenario: { batchJobs: [{ recId: '5637144576', plan: [{ status: 'Executing' }] }] },
    expect({ requests, artifacts }) {
      assert.deepEqual(requests, ['token', 'GET /data/BatchJobs']);
      assert.equal(existsSync(join(artifacts, 'issues')), false);
    },
  },
  {
    file: 'after-a-business-event.yml',
    scenario: { batchJobs: [justEndedJob('5637144576')] },
    event: {
      event: 'repository_dispatch',
      payload: {
        action: 'd365fo-balances-ended',
        client_payload: { event: { JobId: 1, JobStatus: 'Ended', JobOwnerEmailId: 'owner@contoso.com' } },
      },
    },
    expect({ simulator, requests, log }) {
      assert.equal(jobsStarted(simulator), 0);
      assert.ok(requests.includes('GET /data/LegalEntities'), 'it goes on');
      assert.ok(!log.includes('owner@contoso.com'), 'an e-mail address of the event stands in the log');
    },
  },
  {
    file: 'after-a-business-event.yml',
    what: 'the event says that a job ended well that has failed',
    fails: true,
    scenario: { batchJobs: [{ ...justEndedJob('5637144576'), plan: [{ status: 'Error' }] }] },
    event: {
      event: 'repository_dispatch',
      payload: { action: 'd365fo-balances-ended', client_payload: { event: { JobStatus: 'Ended' } } },
    },
    expect({ requests }) {
      assert.ok(!requests.includes('GET /data/LegalEntities'), 'it does not go on');
    },
  },
  {
    file: 'after-a-database-copy.yml',
    files: { 'packages/settings-uat.zip': zip },
    scenario: { batchJobs: [withheld] },
    expect({ simulator, requests }) {
      assert.ok(requests.includes('ImportFromPackage'));
      assert.deepEqual(
        simulator.requests.filter(({ url }) => url.includes('SetBatchJobToWaiting')).map(({ body }) => body),
        [`{"batchJobId": ${withheld.recId}}`],
      );
      assert.equal(requests.at(-1), 'GET /data/LegalEntities');
    },
  },
  {
    file: 'after-a-database-copy.yml',
    what: 'an environment that does not release a withheld job',
    fails: true,
    files: { 'packages/settings-uat.zip': zip },
    scenario: { batchJobs: [withheld], startRefusal: 'The job is withheld.' },
    expect({ requests, log }) {
      assert.match(log, /::error[^\n]*Hold/);
      assert.equal(requests.at(-1), 'GET /data/BatchJobs', 'it does not go on');
    },
  },
  {
    file: 'same-folder-into-legal-entities.yml',
    files: goldenFolder,
    expect({ simulator, log }) {
      assert.deepEqual(
        importsIn(simulator).map(({ legalEntityId }) => legalEntityId),
        ['usmf', 'demf', 'ussi'],
      );
      assert.equal(new Set(importsIn(simulator).map(({ executionId }) => executionId)).size, 3);
      // Its own code is no other's.
      const warned = log.match(/::warning .*`Sites`, column `SITEID`: `DEMF` \(1\)/g) ?? [];
      assert.equal(warned.length, 2);
    },
  },
  {
    file: 'promote-configuration.yml',
    what: 'on a push',
    files: goldenFolder,
    event: { event: 'push', payload: { ref: 'refs/heads/main' } },
    expect({ simulator, requests }) {
      assert.equal(importsIn(simulator).length, 2);
      assert.equal(requests.filter((request) => request === 'token').length, 2);
      assert.deepEqual(
        [...(simulator.data.entities.get('Sites')?.rows.values() ?? [])],
        [
          { SITEID: '1', NAME: 'Main' },
          { SITEID: 'DEMF', NAME: 'Other' },
        ],
      );
    },
  },
  {
    file: 'promote-configuration.yml',
    what: 'a folder that cannot be packed stops before the first environment',
    fails: true,
    files: { 'configuration/golden/Sites.csv': 'SITEID,NAME\r\n1,Main\r\n' },
    event: { event: 'push', payload: { ref: 'refs/heads/main' } },
    expect({ requests }) {
      assert.deepEqual(requests, []);
    },
  },
  {
    file: 'file-into-f-and-o.yml',
    files: { 'data/prices.csv': 'ITEM,PRICE\r\n' },
    scenario: { messagePlan: [{ status: 'Processing', forMs: 300 }, { status: 'Processed' }] },
    expect({ requests }) {
      assert.ok(requests.includes('POST /api/connector/enqueue/6a1f0f8e-0c2d-4f8a-9d53-8a1b2c3d4e5f'));
    },
  },
  {
    file: 'backup-registration.yml',
    event: { payload: { inputs: { 'client-name': 'Contoso production' } } },
    secrets: { COMMVAULT_AUTHTOKEN: 'commvault-key-0123456789' },
    variables: { COMMVAULT_API_URL: 'https://commserve.contoso.com/commandcenter/api' },
    expect({ simulator, requests }) {
      assert.deepEqual(requests, ['POST /commandcenter/api/v4/dynamics365']);
      assert.equal(simulator.requests[0]?.host.split(':')[0], 'commserve.contoso.com');
    },
  },
];

/** act 0.2.89 does not know parallel steps; __tests__/dist/side-by-side.test.ts runs steps at the same time. */
const unknownToAct = 'parallel-waits.yml';
/** Run by simulator-action.ts. */
const ofSimulator = 'try-it.yml';

/** Every example as it stands, in a repository of its own; host names lead to the simulator through a proxy. */
export const examples = [
  {
    name: 'examples · each one is run',
    run: () => {
      const run = new Set([...all.map(({ file }) => file), unknownToAct, ofSimulator]);
      assert.deepEqual([...run].sort(), readdirSync(join(root, 'examples')).sort());
      return Promise.resolve();
    },
  },
  ...all.map((example) => ({
    name: ['examples', example.file, ...(example.what === undefined ? [] : [example.what])].join(' · '),
    run: (machine: Machine) => runExample(machine, example),
  })),
];

function runExample(machine: Machine, example: Example): Promise<void> {
  const workflow = `.github/workflows/${example.file}`;
  return runThroughProxy(
    machine,
    { ...scenario, ...example.scenario },
    (simulator, proxy) => {
      const text = readFileSync(join(root, 'examples', example.file), 'utf8')
        .replace('http://proxy.contoso.com:8080', proxy.url)
        .replace('/etc/ssl/certs/contoso-root.pem', simulator.caFile);
      return {
        files: { ...example.files, [workflow]: forOlderServers(text) },
        workflow,
        event: 'workflow_dispatch',
        payload: { inputs: {} },
        ...example.event,
        secrets: { ...clientSecret(simulator), ...example.secrets },
        variables: { ...variablesOf(simulator), ...example.variables },
      };
    },
    example.expect,
    example,
  );
}
