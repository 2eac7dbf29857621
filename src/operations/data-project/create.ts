import { msSince } from '../../clock.ts';
import { Failure, Outage } from '../../errors.ts';
import { executionStatus } from '../../fno/data-management/execution.ts';
import {
  addEntity,
  createProject,
  deleteProject,
  entityLabels,
  executionsOf,
  hasEntity,
  isSameName,
  projectsNamed,
  type ProjectEntity,
} from '../../fno/data-management/projects.ts';
import { executionStanding } from '../../fno/data-management/status.ts';
import type { Reader } from '../../fno/read.ts';
import type { Written } from '../../fno/write.ts';
import { formatDuration } from '../../report/duration.ts';
import { withHeartbeat } from '../../report/heartbeat.ts';
import { complain, type Complaint } from '../../report/report.ts';
import type { Tools } from '../operation.ts';
import { pollUntil } from '../poll-until.ts';
import { unknownEntities } from './entities.ts';
import { afterPost, EVERY_NAME, isStale, type Attempt } from './rules.ts';

/**
 * Makes a data project with these entities, and deletes those that runs of long ago have left.
 *
 * @returns what is wrong with the labels; then nothing was made
 * @throws Failure if it could not be made; parts of it may be there
 */
export async function create(
  project: string,
  entities: readonly ProjectEntity[],
  tools: Tools,
): Promise<Complaint | undefined> {
  const { fno, clock, log, signal } = tools;
  const reader: Reader = { fno, clock, signal, attempts: 'retry' };
  const known = await entityLabels(reader);
  if (known.length === 0)
    throw new Failure('F&O lists no data entity at all.', {
      remedy: 'Refresh the list of data entities first, with the operation `dmf-init`.',
    });
  const unknown = unknownEntities(entities, known);
  if (unknown.length > 0) return complain('with `entities`; no data project was made', unknown, log);
  await deleteStale(reader, tools);

  const started = clock.moment();
  let added = 0;
  const progress = () => {
    log.info(`${added} of ${entities.length} entities added, ${formatDuration(msSince(clock, started))} so far.`);
  };
  await withHeartbeat(60_000, progress, async () => {
    await make(
      () => createProject(reader, project),
      async (cut) => (await projectsNamed(cut, project)).projects.some(({ name }) => isSameName(name, project)),
      { skipStaging: false, conflicts: 0, lost: 0 },
      tools,
    );
    for (const entity of entities) {
      await make(
        (skipStaging) => addEntity(reader, project, entity, skipStaging),
        (cut) => hasEntity(cut, project, entity.label),
        { skipStaging: true, conflicts: 0, lost: 0 },
        tools,
      );
      added += 1;
      log.debug(`Added ${entity.label}.`);
    }
  });
  log.info(`Made the temporary data project ${project} with ${count(entities.length, 'entity', 'entities')}.`);
  return undefined;
}

/** F&O may still be at work on a request whose response a gateway cut. */
const SETTLED_AFTER_MS = 120_000;
const READ_BACK_EVERY_MS = 5_000;

/**
 * Sends a POST until what it makes is there. It is sent again only after F&O refused it, or does not have it.
 *
 * @param first how it is sent first
 * @throws Failure with what F&O said
 */
async function make(
  send: (skipStaging: boolean) => Promise<Written>,
  isThere: (reader: Reader) => Promise<boolean>,
  first: Attempt,
  { fno, clock, log, signal }: Tools,
): Promise<void> {
  for (let attempt = first; ;) {
    const written = await send(attempt.skipStaging);
    const message = written.kind === 'response' ? written.refusal : written.message;
    const next = afterPost(written, attempt);
    switch (next.kind) {
      case 'made':
        return;
      case 'give-up':
        throw new Failure(message);
      case 'again':
        log.info(
          `${message} Sending it again${next.attempt.skipStaging === attempt.skipStaging ? '' : ', with staging'}.`,
        );
        await clock.sleep(next.afterMs, signal);
        break;
      case 'read-back':
        log.info(`${message} Reading whether it was carried out.`);
        if (await isCarriedOut(isThere, message, { fno, clock, log, signal })) return;
        log.info('F&O does not have it. Sending it again.');
    }
    attempt = next.attempt;
  }
}

/**
 * Reads for two minutes whether F&O has what a request was to make.
 *
 * @param message what became of the request
 * @throws Failure if that could not be read at the end
 */
async function isCarriedOut(
  isThere: (reader: Reader) => Promise<boolean>,
  message: string,
  { fno, clock, log, signal }: Pick<Tools, 'fno' | 'clock' | 'log' | 'signal'>,
): Promise<boolean> {
  /** Of the last poll that had a response; one that the deadline cuts says nothing. */
  const last: { isAbsent: boolean } = { isAbsent: false };
  const ended = await pollUntil<true>({
    clock,
    log,
    signal,
    timeoutMs: SETTLED_AFTER_MS,
    unended: () => fno.unended(),
    progress: (waitedMs) => `F&O does not have it yet, ${formatDuration(waitedMs)} so far.`,
    async poll(cut) {
      try {
        last.isAbsent = !(await isThere({ fno, clock, signal: cut, attempts: 'once' }));
        return last.isAbsent ? { kind: 'again', gapMs: READ_BACK_EVERY_MS } : { kind: 'over', value: true };
      } catch (thrown) {
        if (!(thrown instanceof Outage)) throw thrown;
        last.isAbsent = false;
        return { kind: 'again', gapMs: READ_BACK_EVERY_MS, obstacle: thrown };
      }
    },
  });
  if (ended.kind === 'over') return true;
  if (last.isAbsent) return false;
  throw new Failure(`${message} Whether it was carried out could not be read: ${ended.last?.message ?? ''}`);
}

/** As many as one run deletes, so that it gets to its own work. */
const MOST_DELETED = 20;

/** Deletes projects that a run of long ago left, unless an execution of theirs is under way. None of it fails the run. */
async function deleteStale(reader: Reader, { clock, log, signal }: Tools): Promise<void> {
  try {
    const { projects, date } = await projectsNamed(reader, EVERY_NAME);
    const now = date ?? clock.wallTime();
    for (const project of projects.filter(({ name }) => isStale(name, now)).slice(0, MOST_DELETED)) {
      const running = await executionUnderWay(reader, project.name);
      const reason = running ?? (await deleteProject(reader, project));
      if (reason) log.warning(`The data project ${project.name} of an earlier run is still there. ${reason}`);
      else log.info(`Deleted the data project ${project.name}, which an earlier run has left.`);
    }
  } catch (thrown) {
    if (!(thrown instanceof Failure) || signal.aborted) throw thrown;
    log.warning(`Data projects of earlier runs could not be deleted. ${thrown.message}`);
  }
}

/** @returns a sentence about the execution of a project that has not ended, as far as is known */
async function executionUnderWay(reader: Reader, project: string): Promise<string | undefined> {
  for (const id of await executionsOf(reader, project)) {
    const found = await executionStatus(reader, id);
    if (found.kind === 'status' && executionStanding(found.status.wire).kind !== 'ended')
      return `Its execution ${reader.fno.show(id)} has not ended (${reader.fno.show(found.status)}).`;
  }
  return undefined;
}

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
