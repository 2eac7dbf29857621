import { readFileSync } from 'node:fs';
import type { BatchJobSpec } from '../../simulator/batch/job.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { type Run, type RunOptions, runWithToken } from '../harness.ts';

export const SPEED = 60;

/** Runs batch-wait, a minute of it in a second. */
export function batchWait(
  simulator: Simulator,
  inputs: Record<string, string>,
  { clockSpeed = SPEED, ...options }: Partial<RunOptions> = {},
): Promise<Run> {
  return runWithToken(simulator, { operation: 'batch-wait', ...inputs }, { clockSpeed, ...options });
}

/**
 * A job whose life is told as `Waiting 5 Executing 10 Finished`, in seconds. It begins when batch jobs are first looked at,
 * however long the action takes to start; that of a scheduled job begins at once.
 */
export function addJob(simulator: Simulator, life: string, more: BatchJobSpec = {}): string {
  const recId = simulator.jobs.add({ plan: planOf(life), ...more });
  const job = simulator.jobs.get(recId);
  if (!job?.forMs || more.startsInMs !== undefined) return recId;
  job.sinceMs = Infinity;
  onFirstLook(simulator, () => {
    job.sinceMs = simulator.clock.now();
  });
  return recId;
}

/** Calls back once when batch jobs are looked at from now on. */
export function onFirstLook({ requests }: Simulator, callback: () => void): void {
  const before = requests.length;
  const timer = setInterval(() => {
    if (!requests.slice(before).some(({ url }) => url.includes('/data/BatchJobs?'))) return;
    clearInterval(timer);
    callback();
  }, 2);
  timer.unref();
}

export function planOf(life: string): { status: string; forMs?: number }[] {
  return [...life.matchAll(/([A-Za-z]+)(?: (\d+))?/g)].map(([, status = '', seconds]) => ({
    status,
    ...(seconds !== undefined && { forMs: Number(seconds) * 1_000 }),
  }));
}

/** The time so many simulated minutes ago, as a job's date. */
export const ago = (simulator: Simulator, minutes: number) =>
  `${new Date(simulator.clock.now() - minutes * 60_000).toISOString().slice(0, 19)}Z`;

/** What was sent, in short; looks that are alike and follow each other count once. */
export function sent({ requests }: Run): string[] {
  const all = requests.map(({ method, url, body }) => {
    const { pathname, searchParams } = new URL(url, 'https://localhost');
    const name = pathname.split(/[/.]/).at(-1) ?? '';
    const filter = searchParams.get('$filter')?.replaceAll('BatchJobRecId eq ', '').replaceAll(' or ', ' ') ?? '';
    return [method, name, filter, body].filter(Boolean).join(' ');
  });
  return all.filter((line, index) => line !== all[index - 1]);
}

export interface JobOutput {
  recId: string;
  description: string;
  status: string;
  outcome: string;
  startDateTime: string;
  endDateTime: string;
  requeues: number;
}

export const jobsOf = ({ outputs }: Run) => JSON.parse(outputs['jobs'] ?? 'null') as JobOutput[];
export const readJson = (path: string | undefined) => JSON.parse(readFileSync(path ?? '', 'utf8')) as unknown;

/** The bodies that came to `/callback`. */
export const callbacks = ({ requests }: Run) =>
  requests.filter(({ url }) => url.startsWith('/callback')).map(({ body }) => JSON.parse(body) as unknown);
