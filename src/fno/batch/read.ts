import type { Reader } from '../read.ts';
import { readRows } from '../rows.ts';
import { parseBatchJob, type BatchJob } from './job.ts';

export interface Poll {
  jobs: BatchJob[];
  /** The environment's clock when it answered. */
  serverNowMs: number;
}

/** Reads jobs by the paths that `byRecIds` or `byDescription` make. */
export async function readJobs(reader: Reader, paths: readonly string[]): Promise<Poll> {
  const poll: Poll = { jobs: [], serverNowMs: reader.clock.now() };
  for (const path of paths) {
    const { rows, serverNowMs } = await readRows(reader, path);
    poll.jobs.push(...rows.flatMap((row) => parseBatchJob(row) ?? []));
    poll.serverNowMs = serverNowMs;
  }
  return poll;
}
