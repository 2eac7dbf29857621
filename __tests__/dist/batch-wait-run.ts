import { readFileSync } from 'node:fs';
import type { Simulator } from '../../simulator/simulator.ts';
import { type Run, type RunOptions, runWithToken } from '../harness.ts';

export { addJob, onFirstLook, planOf } from '../harness/jobs.ts';

export const SPEED = 60;

/** Runs batch-wait, a minute of it in a second. */
export function batchWait(
  simulator: Simulator,
  inputs: Record<string, string>,
  { clockSpeed = SPEED, ...options }: Partial<RunOptions> = {},
): Promise<Run> {
  return runWithToken(simulator, { operation: 'batch-wait', ...inputs }, { clockSpeed, ...options });
}

/** The time so many simulated minutes ago, as a job's date. @param now the same for dates that belong together */
export const ago = (simulator: Simulator, minutes: number, now = simulator.clock.now()) =>
  `${new Date(now - minutes * 60_000).toISOString().slice(0, 19)}Z`;

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
