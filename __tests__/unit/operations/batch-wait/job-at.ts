import type { BatchJob, FnoDate } from '../../../../src/fno/batch/job.ts';
import { ServerText } from '../../../../src/server-text.ts';

export const NOW_MS = Date.UTC(2026, 5, 1, 12);

/** Dates in minutes from now; what is absent is not set. */
export interface Dates {
  due?: number;
  began?: number;
  ended?: number;
}

const date = (minutes: number | undefined): FnoDate | undefined => {
  if (minutes === undefined) return undefined;
  const epochMs = NOW_MS + minutes * 60_000;
  return { text: `${new Date(epochMs).toISOString().slice(0, 19)}Z`, epochMs };
};

export function jobAt(
  status: string,
  { due, began, ended }: Dates = {},
  { recId = '5637144576', description = 'Nightly', company = 'USMF' } = {},
): BatchJob {
  return {
    recId,
    description: new ServerText(description),
    company: new ServerText(company),
    status: new ServerText(status),
    origStart: date(due),
    start: date(began),
    end: date(ended),
  };
}
