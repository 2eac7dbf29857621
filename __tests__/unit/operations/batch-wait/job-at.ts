import type { BatchJob, Moment } from '../../../../src/fno/batch/job.ts';

export const NOW_MS = Date.UTC(2026, 5, 1, 12);

/** Dates in minutes from now; what is absent is not set. */
export interface Dates {
  due?: number;
  began?: number;
  ended?: number;
}

const moment = (minutes: number | undefined): Moment | undefined => {
  if (minutes === undefined) return undefined;
  const ms = NOW_MS + minutes * 60_000;
  return { text: `${new Date(ms).toISOString().slice(0, 19)}Z`, ms };
};

export function jobAt(status: string, { due, began, ended }: Dates = {}, more: Partial<BatchJob> = {}): BatchJob {
  return {
    recId: '5637144576',
    description: 'Nightly',
    company: 'USMF',
    status,
    origStart: moment(due),
    start: moment(began),
    end: moment(ended),
    ...more,
  };
}
