import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BatchJobSpec } from '../../simulator/batch/job.ts';
import { startConnectProxy } from '../../__tests__/harness/connect-proxy.ts';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import { root } from '../manifest.ts';
import { startStep, type StepResult } from '../runner.ts';

/** One run, and what is drawn of it. */
export interface Scene {
  name: string;
  /** Whether the documents show it. */
  isKept: boolean;
  /** So many times as fast as a clock. */
  speed: number;
  jobs: (BatchJobSpec & { recId: string })[];
  inputs?: Record<string, string>;
}

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const run = (waitingMs: number, executingMs: number, end: string) => [
  { status: 'Waiting', forMs: waitingMs },
  { status: 'Executing', forMs: executingMs },
  { status: end },
];
const lastRun = (ms: number) => ({
  startDateTime: new Date(Date.now() - 24 * HOUR).toISOString().replace(/\.\d+/, ''),
  endDateTime: new Date(Date.now() - 24 * HOUR + ms).toISOString().replace(/\.\d+/, ''),
});

export const scenes: Scene[] = [
  {
    name: 'summary-green',
    isKept: true,
    speed: 120,
    jobs: [
      {
        recId: '5637150001',
        description: 'Nightly customer balances',
        plan: [{ status: 'Finished' }],
        runPlans: [run(MINUTE, 11 * MINUTE, 'Finished')],
        ...lastRun(12 * MINUTE),
      },
    ],
    inputs: { start: 'true' },
  },
  {
    name: 'summary-red',
    isKept: true,
    speed: 120,
    jobs: [
      {
        recId: '5637150002',
        description: 'Inventory closing',
        plan: run(MINUTE, 9 * MINUTE, 'Error'),
        ...lastRun(15 * MINUTE),
      },
      {
        recId: '5637150003',
        description: 'Ledger posting',
        plan: run(2 * MINUTE, 6 * MINUTE, 'Finished'),
        ...lastRun(7 * MINUTE),
      },
      {
        recId: '5637150004',
        description: 'Ledger posting',
        company: 'DEMF',
        plan: run(3 * MINUTE, 8 * MINUTE, 'Finished'),
        ...lastRun(7 * MINUTE),
      },
    ],
  },
  {
    name: 'seconds',
    isKept: false,
    speed: 1,
    jobs: [
      {
        recId: '5637150005',
        description: 'A `quoted` #1; 50% <b> "x": {y} | z & more',
        plan: run(SECOND, 3 * SECOND, 'Finished'),
        ...lastRun(5 * SECOND),
      },
      {
        recId: '5637150006',
        description: 'section of titles',
        plan: run(2 * SECOND, 3 * SECOND, 'Error'),
        ...lastRun(5 * SECOND),
      },
    ],
  },
  {
    name: 'minutes',
    isKept: false,
    speed: 60,
    jobs: [
      {
        recId: '5637150007',
        description: 'Restarted',
        plan: run(5 * SECOND, 3 * MINUTE, 'Error'),
        runPlans: [run(10 * SECOND, 4 * MINUTE, 'Finished')],
      },
      {
        recId: '5637150008',
        description: 'Too long',
        plan: run(MINUTE, 60 * MINUTE, 'Finished'),
        ...lastRun(12 * MINUTE),
      },
      {
        recId: '5637150009',
        description: 'Failed at once',
        plan: run(9 * MINUTE, 2 * SECOND, 'Error'),
        ...lastRun(5 * MINUTE),
      },
    ],
    inputs: { 'requeue-limit': '1', 'wait-timeout-minutes': '10' },
  },
  {
    name: 'hours',
    isKept: false,
    speed: 1_500,
    jobs: [
      {
        recId: '5637150010',
        description: 'A copy of a whole legal entity with a very long name',
        plan: run(20 * SECOND, 8 * HOUR, 'Error'),
        ...lastRun(7 * HOUR),
      },
      {
        recId: '5637150011',
        description: 'Short beside it',
        plan: run(3 * HOUR, 4 * MINUTE, 'Finished'),
        ...lastRun(5 * MINUTE),
      },
      {
        recId: '5637150012',
        description: 'Still running',
        plan: run(30 * MINUTE, 20 * HOUR, 'Finished'),
        ...lastRun(11 * HOUR),
      },
    ],
    inputs: { 'wait-timeout-minutes': '540' },
  },
];

/** The lives of jobs begin when batch jobs are first asked for, however long the action takes to start. @returns what ends that */
function beginAtFirstPoll({ jobs, clock, requests }: Simulator): () => void {
  const added = scenes.flatMap((scene) => scene.jobs.flatMap(({ recId }) => jobs.get(recId) ?? []));
  for (const job of added) job.sinceMs = Infinity;
  const timer = setInterval(() => {
    if (!requests.some(({ url }) => url.includes('/data/BatchJobs?'))) return;
    for (const job of added) job.sinceMs = clock.now();
    clearInterval(timer);
  }, 2);
  return () => {
    clearInterval(timer);
  };
}

/** Runs batch-wait for the jobs of a scene, against an environment of a name that can be shown. */
export async function runScene({ jobs, speed, inputs }: Scene): Promise<StepResult> {
  const simulator = await startSimulator({ clock: { speed } });
  const proxy = await startConnectProxy(simulator.port);
  try {
    for (const job of jobs) simulator.jobs.add(job);
    const stop = beginAtFirstPoll(simulator);
    return await startStep({
      inputs: {
        operation: 'batch-wait',
        'environment-url': 'https://contoso.operations.dynamics.com',
        'tenant-id': simulator.tenantId,
        'client-id': simulator.clientId,
        'client-secret': simulator.clientSecret,
        'batch-job-recid': jobs.map(({ recId }) => recId).join(', '),
        ...inputs,
      },
      env: {
        https_proxy: proxy.url,
        NODE_EXTRA_CA_CERTS: simulator.caFile,
        CLOCK_SPEED: String(speed),
        CLOCK_EPOCH_MS: String(simulator.clock.now()),
        CLOCK_REAL_MS: String(Date.now()),
      },
      nodeArgs: ['--import', pathToFileURL(join(root, '__tests__/harness/scaled-clock.mjs')).href],
      timeLimitMs: 120_000,
    }).finished.finally(stop);
  } finally {
    await proxy.close();
    await simulator.close();
  }
}
