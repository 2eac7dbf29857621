import { asText, rawNumber } from '../json.ts';
import type { EntitySet, Row } from '../odata/entity-set.ts';
import { NotKnown, ODataError } from '../odata/errors.ts';
import { writeFailed } from '../odata/single.ts';
import type { World } from '../world.ts';
import { cancelJob, endedStatuses, holdJob, releases, startJob, type BatchJob } from './job.ts';
import { spelled, statuses } from './statuses.ts';

const otherSpellings = ['Canceling', 'Cancelled'];

/** The entity set BatchJobs. */
export function batchJobSet(world: World): EntitySet {
  const { jobs, scenario } = world;
  const set: EntitySet = {
    name: 'BatchJobs',
    entityType: 'BatchJob',
    keys: ['BatchJobRecId'],
    properties: {
      BatchJobRecId: 'Int64',
      JobDescription: 'String',
      CompanyAccounts: 'String',
      ExecutingBy: 'String',
      CanceledBy: 'String',
      PartitionKey: 'String',
      Status: { enum: 'BatchStatus' },
      Recurrence: 'Binary',
      OrigStartDateTime: 'DateTimeOffset',
      StartDateTime: 'DateTimeOffset',
      EndDateTime: 'DateTimeOffset',
      StartDate: 'DateTimeOffset',
      StartTime: 'Int32',
      Finishing: 'Int32',
      SaveJobToHistory: { enum: 'BatchLogLevel' },
      RuntimeJob: 'Boolean',
    },
    rows: () => jobs.all().map((job) => rowOf(world, job)),
    update(row, values) {
      const job = jobs.get(asText(row['BatchJobRecId']));
      if (job === undefined) throw new ODataError(404, 'The batch job is gone.');
      const { Status: status, JobDescription: description, ...others } = values;
      const [other] = Object.keys(others);
      if (other !== undefined) throw new NotKnown(`a change of ${other} of a batch job`);
      if (status !== undefined) changeStatus(world, set, job, asText(status));
      if (description !== undefined) job.description = asText(description);
    },
    remove(row) {
      jobs.delete(asText(row['BatchJobRecId']));
    },
  };
  const members = [...new Set([...statuses, ...jobs.all().map((job) => job.status)])];
  return {
    ...set,
    enumMembers: { BatchStatus: scenario.filterSpelling === 'both' ? [...members, ...otherSpellings] : members },
  };
}

function changeStatus({ clock, scenario }: World, set: EntitySet, job: BatchJob, status: string): void {
  if (status === 'Hold' && job.status === 'Waiting') holdJob(job, clock.now());
  else if (status === 'Waiting' && job.status === 'Hold' && releases(scenario.holdReleasedBy, 'patch')) {
    startJob(job, clock.now(), scenario.startScheduled);
  } else if (!['Cancelling', 'Canceling'].includes(status)) {
    throw writeFailed(set, `the status cannot be set to ${status || 'null'}`);
  } else if (endedStatuses.includes(job.status)) {
    throw writeFailed(set, `the batch job has ended with the status ${job.status} and cannot be canceled`);
  } else if (job.status !== 'Cancelling') cancelJob(job, clock.now(), scenario.schedulerTickMs, 'Admin');
}

function rowOf({ scenario }: World, job: BatchJob): Row {
  const date = (ms: number | undefined): string =>
    ms === undefined ? scenario.unsetDate : `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return {
    BatchJobRecId: rawNumber(job.recId),
    JobDescription: job.description,
    CompanyAccounts: job.company,
    ExecutingBy: 'Admin',
    CanceledBy: job.canceledBy,
    PartitionKey: 'initial',
    Status: spelled(scenario, job.status),
    Recurrence: null,
    OrigStartDateTime: date(job.origStartMs),
    StartDateTime: date(job.startMs),
    EndDateTime: date(job.status === 'Executing' && scenario.endDateUnderWay === 'unset' ? undefined : job.endMs),
    StartDate: date(job.startMs),
    StartTime: 0,
    Finishing: 0,
    SaveJobToHistory: 'OnAlways',
    RuntimeJob: false,
  };
}
