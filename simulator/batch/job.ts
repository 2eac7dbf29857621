/** A status held for so many simulated milliseconds; the last step of a plan needs no time. */
export interface PlanStep {
  status: string;
  forMs?: number;
}

/** A batch job to be added. Dates are ISO 8601; what is absent is not set in F&O either. */
export interface BatchJobSpec {
  /** Digits; made up where it is absent. */
  recId?: string;
  description?: string;
  company?: string;
  /** Its life from now on. The status `deleted` takes the row away. */
  plan?: PlanStep[];
  /** Its life after each start: the first start takes the first, the last one is repeated. Without it: Waiting, Executing, Finished. */
  runPlans?: PlanStep[][];
  /** A recurring job: after a run the next one is so far away. */
  recurrenceMs?: number;
  /** Of the last run, before the plan begins. */
  startDateTime?: string;
  endDateTime?: string;
  /** The same as distances to the past. */
  lastRun?: { startedAgoMs: number; endedAgoMs: number };
  /** When it is meant to start; in the future, with Waiting, it is a scheduled job. */
  origStartDateTime?: string;
  /** The same as a distance from now; the first step of the plan lasts until then. */
  startsInMs?: number;
}

export interface BatchJob {
  recId: string;
  description: string;
  company: string;
  status: string;
  origStartMs: number | undefined;
  startMs: number | undefined;
  endMs: number | undefined;
  canceledBy: string;
  deleted: boolean;
  recurrenceMs: number | undefined;
  /** When the present status began. */
  sinceMs: number;
  /** How long it lasts, where something follows. */
  forMs: number | undefined;
  rest: PlanStep[];
  runPlans: PlanStep[][];
  runs: number;
  /** The statuses that nobody was told of yet, in order. */
  entered: Entered[];
}

/** A status, and when it began. */
export interface Entered {
  status: string;
  atMs: number;
}

export const endedStatuses: readonly string[] = ['Finished', 'Error', 'NotRun', 'Canceled'];
export const underWayStatuses: readonly string[] = ['Ready', 'Executing', 'Cancelling'];

const defaultRun: PlanStep[] = [
  { status: 'Waiting', forMs: 1000 },
  { status: 'Executing', forMs: 3000 },
  { status: 'Finished' },
];

/** The job at the moment it is added. */
export function createJob(spec: BatchJobSpec & { recId: string }, nowMs: number): BatchJob {
  const instant = (iso: string | undefined): number | undefined => (iso === undefined ? undefined : Date.parse(iso));
  const [first = { status: 'Waiting' }, ...rest] = spec.plan ?? defaultRun;
  const job: BatchJob = {
    recId: spec.recId,
    description: spec.description ?? `Batch job ${spec.recId}`,
    company: spec.company ?? 'USMF',
    status: '',
    origStartMs: spec.startsInMs === undefined ? (instant(spec.origStartDateTime) ?? nowMs) : nowMs + spec.startsInMs,
    startMs: instant(spec.startDateTime),
    endMs: instant(spec.endDateTime),
    canceledBy: '',
    deleted: false,
    recurrenceMs: spec.recurrenceMs,
    sinceMs: nowMs,
    forMs: undefined,
    rest,
    runPlans: spec.runPlans ?? [defaultRun],
    runs: 0,
    entered: [],
  };
  enter(job, spec.startsInMs === undefined ? first : { ...first, forMs: spec.startsInMs }, nowMs);
  // In its first status it was before it was added.
  job.entered = [];
  const { lastRun } = spec;
  job.startMs = instant(spec.startDateTime) ?? (lastRun ? nowMs - lastRun.startedAgoMs : job.startMs);
  job.endMs = instant(spec.endDateTime) ?? (lastRun ? nowMs - lastRun.endedAgoMs : job.endMs);
  return job;
}

/** Lets the job live up to this moment. */
export function settleJob(job: BatchJob, nowMs: number, recurringEndsAs: 'Waiting' | 'same'): void {
  while (job.forMs !== undefined && job.sinceMs + job.forMs <= nowMs) {
    const atMs = job.sinceMs + job.forMs;
    const next = job.rest.shift();
    if (next === undefined) {
      job.forMs = undefined;
      return;
    }
    enter(job, next, atMs);
    if (job.recurrenceMs !== undefined && job.rest.length === 0 && endedStatuses.includes(next.status)) {
      rearm(job, atMs, job.recurrenceMs, recurringEndsAs);
    }
  }
}

/** A job as a copy of the database has it: withheld, and its next run when somebody releases it. */
export const withheld = (spec: BatchJobSpec): BatchJobSpec => ({
  ...spec,
  plan: [{ status: 'Hold' }],
  runPlans: spec.runPlans ?? [spec.plan && spec.plan.length > 1 ? spec.plan : defaultRun],
});

/** A recurring job whose run has ended: F&O keeps no status of it, or does; nobody knows. */
function rearm(job: BatchJob, atMs: number, recurrenceMs: number, endsAs: 'Waiting' | 'same'): void {
  if (endsAs === 'same') return;
  const [, ...run] = nextRun(job);
  job.origStartMs = atMs + recurrenceMs;
  job.status = 'Waiting';
  job.forMs = recurrenceMs;
  job.rest = run;
}

function nextRun(job: BatchJob): PlanStep[] {
  const plan = job.runPlans[Math.min(job.runs, job.runPlans.length - 1)] ?? defaultRun;
  job.runs += 1;
  return [...plan];
}

/** What SetBatchJobToWaiting does. A job whose start lies in the future waits for it, unless it runs at once. */
export function startJob(job: BatchJob, nowMs: number, scheduled: 'keeps-start' | 'at-once'): void {
  const startsInMs = (job.origStartMs ?? 0) - nowMs;
  if (startsInMs > 0 && scheduled === 'keeps-start') {
    if (job.status !== 'Waiting') enterRun(job, nowMs, startsInMs);
    return;
  }
  job.origStartMs = nowMs;
  enterRun(job, nowMs);
}

/** Waiting, and then its next run; `waitMs` in place of the plan's own time of waiting. */
function enterRun(job: BatchJob, nowMs: number, waitMs?: number): void {
  const [first = { status: 'Waiting' }, ...rest] = nextRun(job);
  job.rest = rest;
  enter(job, waitMs === undefined ? first : { ...first, forMs: waitMs }, nowMs);
}

/** Whether this way releases a job on hold. */
export const releases = (by: 'both' | 'start' | 'patch' | 'neither', way: 'start' | 'patch'): boolean =>
  by === 'both' || by === way;

/** What a PATCH of a waiting job to Hold does: it stays as it is until it is released. */
export function holdJob(job: BatchJob, nowMs: number): void {
  job.rest = [];
  enter(job, { status: 'Hold' }, nowMs);
}

/** What a PATCH to Cancelling does: Canceled at the next tick of the scheduler. */
export function cancelJob(job: BatchJob, nowMs: number, tickMs: number, by: string): void {
  job.canceledBy = by;
  job.rest = [{ status: 'Canceled' }];
  enter(job, { status: 'Cancelling', forMs: tickMs }, nowMs);
}

function enter(job: BatchJob, step: PlanStep, atMs: number): void {
  job.status = step.status;
  job.sinceMs = atMs;
  job.entered.push({ status: step.status, atMs });
  job.forMs = step.forMs ?? (job.rest.length > 0 ? 0 : undefined);
  if (step.status === 'Executing') job.startMs = atMs;
  if (endedStatuses.includes(step.status)) {
    job.endMs = atMs;
    job.startMs ??= atMs;
  }
  if (step.status === 'deleted') job.deleted = true;
}
