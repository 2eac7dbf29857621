import { msBetween, type Moment, type WallTime } from '../../clock.ts';
import { lastRunMs } from '../../fno/batch/job.ts';
import { standingOf } from '../../fno/batch/status.ts';
import type { EntityProgress } from '../../fno/data-management/execution.ts';
import { executionStanding } from '../../fno/data-management/status.ts';
import { formatDuration } from '../../report/duration.ts';
import type { BarKind, GanttRow } from '../../report/gantt.ts';
import type { Block } from '../../report/markdown.ts';
import { isOpen, type Item, type Segment } from './item.ts';
import type { Outcome } from './outcome.ts';

/** More rows are no help to a reader, and the summary has a limit. */
const MOST_ROWS = 500;

export interface JobRow {
  item: Item;
  outcome: Outcome;
}

/** The wall clock at a moment of the wait. */
type WallTimeAt = (moment: Moment) => WallTime;

/**
 * The summary's table of batch jobs and their picture.
 *
 * @param formUrl the batch job form in the client
 */
export function jobsSummary(rows: readonly JobRow[], formUrl: URL, wallTime: WallTimeAt): Block[] {
  const cells = rows
    .slice(0, MOST_ROWS)
    .map(({ item, outcome }) => [
      item.job?.description.wire ?? '',
      { text: item.recId, href: formUrl.href },
      item.job?.status.wire ?? '',
      outcome,
      durationOf(item),
      String(item.requeues),
    ]);
  const picture = rows.map(({ item }) => ({
    name: item.job?.description.wire || item.recId,
    bars: bars(item.segments, kindOfJob, wallTime),
  }));
  return [
    { kind: 'table', head: ['Job', 'RecId', 'Status', 'Outcome', 'Duration', 'Restarts'], rows: cells },
    { kind: 'text', text: rows.length > MOST_ROWS ? `And ${rows.length - MOST_ROWS} more jobs.` : '' },
    { kind: 'gantt', rows: picture },
  ];
}

/** How long its last run took, or how long one that is open has been watched. */
function durationOf(item: Item): string {
  const { job, segments } = item;
  const run = job && standingOf(job.status.wire).kind !== 'running' ? lastRunMs(job) : undefined;
  if (run !== undefined) return formatDuration(run);
  if (!isOpen(item)) return '–';
  const [first, last] = [segments[0], segments.at(-1)];
  return first && last ? `${formatDuration(msBetween(first.from, last.to))} so far` : '–';
}

function bars(
  segments: readonly Segment[],
  kindOf: (status: string) => BarKind,
  wallTime: WallTimeAt,
): GanttRow['bars'] {
  return segments.map(({ status, from, to }) => ({
    label: status.wire || 'no status',
    kind: kindOf(status.wire),
    fromMs: wallTime(from).epochMs,
    toMs: wallTime(to).epochMs,
  }));
}

function kindOfJob(status: string): BarKind {
  const standing = standingOf(status);
  switch (standing.kind) {
    case 'running':
      return 'active';
    case 'ended':
      return standing.outcome === 'finished' ? 'done' : 'failed';
    case 'withheld':
      return 'failed';
    case 'waiting':
    case 'ready':
    case 'unknown':
      return 'pending';
  }
}

function kindOfExecution(status: string): BarKind {
  const standing = executionStanding(status);
  if (standing.kind === 'ended') return standing.outcome === 'finished' ? 'done' : 'failed';
  return /^executing$/i.test(status) ? 'active' : 'pending';
}

/** The summary of an execution: its entities, what F&O reported, and the picture. */
export function executionSummary(
  name: string,
  seen: { segments: readonly Segment[]; entities: readonly EntityProgress[]; errorLines: readonly string[] },
  wallTime: WallTimeAt,
): Block[] {
  const { segments, entities, errorLines } = seen;
  const cells = entities
    .slice(0, MOST_ROWS)
    .map((entity) => [
      entity.entity.wire,
      entity.stagingStatus.wire,
      entity.targetStatus.wire,
      ...[entity.staged, entity.created, entity.updated].map((count) => count.toLocaleString('en-US')),
      entity.began && entity.ended ? formatDuration(entity.ended.epochMs - entity.began.epochMs) : '–',
    ]);
  const head = ['Entity', 'Staging', 'Target', 'Staged', 'Created', 'Updated', 'Duration'];
  return [
    { kind: 'table', head, rows: cells },
    { kind: 'text', text: entities.length > MOST_ROWS ? `And ${entities.length - MOST_ROWS} more entities.` : '' },
    { kind: 'list', items: errorLines },
    { kind: 'gantt', rows: [{ name, bars: bars(segments, kindOfExecution, wallTime) }] },
  ];
}
