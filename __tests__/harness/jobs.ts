import type { BatchJobSpec } from '../../simulator/batch/job.ts';
import type { Simulator } from '../../simulator/simulator.ts';

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
