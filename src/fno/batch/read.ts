import type { WallTime } from '../../clock.ts';
import { OddResponse, type Reader } from '../read.ts';
import { readRows } from '../rows.ts';
import { parseBatchJob, type BatchJob } from './job.ts';

export interface JobRows {
  jobs: BatchJob[];
  /** The `Date` header of the last response. */
  date: WallTime | undefined;
}

/**
 * Reads jobs by the paths that `byRecIds` or `byDescription` make.
 *
 * @throws OddResponse if a row is none of BatchJobs, or two are of one job; what `readRows` throws
 */
export async function readJobs(reader: Reader, paths: readonly string[]): Promise<JobRows> {
  const found: JobRows = { jobs: [], date: undefined };
  for (const path of paths) {
    const { rows, date } = await readRows(reader, path);
    for (const row of rows) {
      const job = parseBatchJob(row);
      if (!job) throw new OddResponse('GET /data/BatchJobs returned a row without a BatchJobRecId.');
      if (found.jobs.some(({ recId }) => recId === job.recId)) {
        throw new OddResponse(`GET /data/BatchJobs returned two rows for batch job ${job.recId}.`);
      }
      found.jobs.push(job);
    }
    found.date = date;
  }
  return found;
}
