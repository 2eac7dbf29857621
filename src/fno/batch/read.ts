import type { Asker } from '../ask.ts';
import { readRows } from '../rows.ts';
import { parseBatchJob, type BatchJob } from './job.ts';

export interface Look {
  jobs: BatchJob[];
  /** The environment's clock when it answered. */
  serverNowMs: number;
}

/** Reads jobs by the paths that `byRecIds` or `byDescription` make. */
export async function readJobs(asker: Asker, paths: readonly string[]): Promise<Look> {
  const look: Look = { jobs: [], serverNowMs: asker.clock.now() };
  for (const path of paths) {
    const { rows, serverNowMs } = await readRows(asker, path);
    look.jobs.push(...rows.flatMap((row) => parseBatchJob(row) ?? []));
    look.serverNowMs = serverNowMs;
  }
  return look;
}
