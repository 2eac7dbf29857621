import { msBetween, type WallTime } from '../../clock.ts';
import type { FnoDate } from '../../fno/batch/job.ts';
import { standingOf } from '../../fno/batch/status.ts';
import type { EntityProgress } from '../../fno/data-management/execution.ts';
import { entityStanding, rowsFailed } from '../../fno/data-management/status.ts';
import { formatCount } from '../../report/count.ts';
import { formatDuration } from '../../report/duration.ts';
import { ganttBlock } from '../../report/gantt.ts';
import type { Block, Cell } from '../../report/markdown.ts';
import { executionBars, jobBars, runOf, type Run, type TimeOf } from './bars.ts';
import { etaOf, serverTime } from './eta.ts';
import { isOpen, isRun, type Item, type Segment } from './item.ts';
import type { EndContext } from './messages.ts';
import type { Outcome } from './outcome.ts';

/** More rows are no help to a reader, and the summary has a limit. */
const MOST_ROWS = 500;

export interface JobRow {
  item: Item;
  outcome: Outcome;
}

const JOB_HEAD = [
  '',
  'Batch job',
  'Legal entity',
  'RecId',
  'Status',
  'Began (UTC)',
  'Ended (UTC)',
  'Duration',
  'Expected',
];

/**
 * The summary's table of batch jobs and their picture.
 *
 * @param accepted the outcomes that are a success
 */
export function jobsSummary(
  rows: readonly JobRow[],
  accepted: readonly Outcome[],
  context: Pick<EndContext, 'server' | 'now'>,
): Block[] {
  const cells = rows.map(({ item, outcome }): Cell[] => {
    const { job, recId } = item;
    const run = runOf(item, outcome);
    return [
      { label: accepted.includes(outcome) ? '✅' : '❌' },
      job?.description.wire ?? '',
      job?.company.wire ?? '',
      recId,
      statusOf(item, outcome),
      { label: dateText(run.began, context) },
      { label: dateText(run.ended, context) },
      { label: durationOf(item, run, context) },
      { label: expectedOf(item, context) },
    ];
  });
  const { server } = context;
  const timeOf: TimeOf = (moment) => (server ? serverTime(server, moment).epochMs : 0);
  const picture = rows.map(({ item, outcome }) => ({
    name: item.job?.description.wire || item.recId,
    id: item.recId,
    bars: jobBars(item, outcome, timeOf),
  }));
  return [...tableOf(JOB_HEAD, cells, 'jobs'), ganttBlock(picture)];
}

/** @param what the plural of what a row is about */
const tableOf = (head: readonly string[], rows: Cell[][], what: string): Block[] => [
  { kind: 'table', head, rows: rows.slice(0, MOST_ROWS) },
  { kind: 'text', text: rows.length > MOST_ROWS ? `And ${rows.length - MOST_ROWS} more ${what}.` : '' },
];

/** F&O's own status, and the outcome if that is another: `Executing (timeout)`. */
function statusOf({ job, requeues }: Item, outcome: Outcome): string {
  const status = job?.status.wire ?? '';
  const standing = standingOf(status);
  const isSaid = standing.kind === 'ended' && standing.outcome === outcome;
  const restarts = requeues > 0 ? `, ${requeues} ${requeues === 1 ? 'restart' : 'restarts'}` : '';
  return `${status}${isSaid ? '' : ` (${outcome})`}${restarts}`.trimStart();
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `26 Nov 15:03:53`, with the year where it is another. A date and a time alone never break over two lines. */
function dateText(date: FnoDate | undefined, { server, now }: Pick<EndContext, 'server' | 'now'>): string {
  if (!date) return '';
  const [year = '', month = '', day = '', time = ''] = new Date(date.epochMs).toISOString().split(/[-T.]/);
  const isThisYear = server && new Date(serverTime(server, now).epochMs).toISOString().startsWith(year);
  const name = MONTHS[Number(month) - 1] ?? '';
  return `${Number(day)}\u00a0${name}${isThisYear ? '' : `\u00a0${year}`} ${time}`;
}

/** How long its run took, or has taken until now. */
function durationOf(item: Item, { began, ended }: Run, { server, now }: Pick<EndContext, 'server' | 'now'>): string {
  if (began && ended) return ended.epochMs < began.epochMs ? '' : formatDuration(ended.epochMs - began.epochMs);
  if (!isOpen(item)) return '';
  const [first] = item.segments;
  if (began && server) return `${formatDuration(serverTime(server, now).epochMs - began.epochMs)} so far`;
  return first ? `${formatDuration(msBetween(first.from, now))} so far` : '';
}

/** When it should end, or else how long its last run took; of a run that had ended at the first poll that is not known. */
function expectedOf(item: Item, { server, now }: Pick<EndContext, 'server' | 'now'>): string {
  const eta = isOpen(item) ? etaOf(item, server, now) : undefined;
  if (eta) return `${eta.at} (${formatDuration(eta.tookMs)})`;
  const isWatched = item.segments.some(isRun);
  return isWatched && item.lastRunMs !== undefined ? formatDuration(item.lastRunMs) : '';
}

/** The summary of an execution: its entities, what F&O reported, and the picture. */
export function executionSummary(
  name: string,
  seen: { segments: readonly Segment[]; entities: readonly EntityProgress[]; errorLines: readonly string[] },
  wallTime: (moment: Segment['from']) => WallTime,
): Block[] {
  const { segments, entities, errorLines } = seen;
  const cells = entities.map((entity): Cell[] => [
    { label: signOf(entity) },
    entity.entity.wire,
    entity.stagingStatus.wire,
    entity.targetStatus.wire,
    ...[entity.staged, entity.created, entity.updated].map(formatCount),
    { label: entity.began && entity.ended ? formatDuration(entity.ended.epochMs - entity.began.epochMs) : '' },
  ]);
  const head = ['', 'Entity', 'Staging', 'Target', 'Staged', 'Created', 'Updated', 'Duration'];
  const dates = entities.flatMap(({ began, ended }) => [began ?? [], ended ?? []].flat());
  const bars = executionBars(segments, dates, (moment) => wallTime(moment).epochMs);
  return [...tableOf(head, cells, 'entities'), { kind: 'list', items: errorLines }, ganttBlock([{ name, bars }])];
}

function signOf(entity: EntityProgress): string {
  const standings = [entity.stagingStatus, entity.targetStatus].map(({ wire }) => entityStanding(wire));
  if (standings.includes('failed') || (standings.includes('done') && rowsFailed(entity) > 0)) return '❌';
  return standings.every((standing) => standing === 'done') ? '✅' : '';
}
