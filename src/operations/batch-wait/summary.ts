import type { EntityProgress } from '../../fno/data-management/execution.ts';
import { lastRunMs } from '../../fno/batch/job.ts';
import { standingOf } from '../../fno/batch/status.ts';
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

/**
 * The summary's table of batch jobs and their picture.
 *
 * @param formUrl the batch job form in the client
 */
export function jobsSummary(rows: readonly JobRow[], formUrl: URL): Block[] {
  const cells = rows
    .slice(0, MOST_ROWS)
    .map(({ item, outcome }) => [
      item.description,
      { text: item.recId, href: formUrl.href },
      item.job?.status ?? '',
      outcome,
      durationOf(item),
      String(item.requeues),
    ]);
  const picture = rows.map(({ item }) => ({
    name: item.description || item.recId,
    bars: bars(item.segments, kindOfJob),
  }));
  return [
    { kind: 'table', head: ['Job', 'RecId', 'Status', 'Outcome', 'Duration', 'Requeues'], rows: cells },
    { kind: 'text', text: rows.length > MOST_ROWS ? `And ${rows.length - MOST_ROWS} more jobs.` : '' },
    { kind: 'gantt', rows: picture },
  ];
}

/** How long its last run took, or how long one that is open has been watched. */
function durationOf(item: Item): string {
  const { job, segments } = item;
  const run = job && standingOf(job.status).kind !== 'running' ? lastRunMs(job) : undefined;
  if (run !== undefined) return formatDuration(run);
  if (!isOpen(item)) return '–';
  const [first, last] = [segments[0], segments.at(-1)];
  return first && last ? `${formatDuration(last.toMs - first.fromMs)} so far` : '–';
}

function bars(segments: readonly Segment[], kindOf: (status: string) => BarKind): GanttRow['bars'] {
  return segments.map(({ status, fromMs, toMs }) => ({
    label: status || 'no status',
    kind: kindOf(status),
    fromMs,
    toMs,
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

const kindOfExecution = (status: string): BarKind =>
  /^executing$/i.test(status)
    ? 'active'
    : /^succeeded$/i.test(status)
      ? 'done'
      : /^(failed|partially|cancel)/i.test(status)
        ? 'failed'
        : 'pending';

/** The summary of an execution: its entities, what F&O reported, and the picture. */
export function executionSummary(
  name: string,
  segments: readonly Segment[],
  entities: readonly EntityProgress[],
  errorLines: readonly string[],
): Block[] {
  const cells = entities
    .slice(0, MOST_ROWS)
    .map((entity) => [
      entity.entity,
      entity.stagingStatus,
      entity.targetStatus,
      entity.created.toLocaleString('en-US'),
      entity.updated.toLocaleString('en-US'),
      entity.began && entity.ended ? formatDuration(entity.ended.ms - entity.began.ms) : '–',
    ]);
  return [
    { kind: 'table', head: ['Entity', 'Staging', 'Target', 'Created', 'Updated', 'Duration'], rows: cells },
    {
      kind: 'text',
      text: entities.length > MOST_ROWS ? `And ${entities.length - MOST_ROWS} more entities.` : '',
    },
    { kind: 'list', items: errorLines },
    { kind: 'gantt', rows: [{ name, bars: bars(segments, kindOfExecution) }] },
  ];
}
