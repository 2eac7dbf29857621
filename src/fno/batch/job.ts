import { ExactNumber } from '../../json/exact-number.ts';

/** A moment as F&O wrote it; `ms` since the epoch. */
export interface Moment {
  text: string;
  ms: number;
}

/** A row of the entity set BatchJobs. */
export interface BatchJob {
  /** Digits: a RecId has 64 bits. */
  recId: string;
  /** Empty where it was not asked for. */
  description: string;
  company: string;
  status: string;
  /** When its run is due. */
  origStart: Moment | undefined;
  /** When its last run began. */
  start: Moment | undefined;
  /** When its last run ended. */
  end: Moment | undefined;
}

/** @returns the job of a row; `undefined` where it is not a row of BatchJobs */
export function parseBatchJob(row: unknown): BatchJob | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const fields = row as Record<string, unknown>;
  const recId = digitsOf(fields['BatchJobRecId']);
  if (recId === undefined) return undefined;
  return {
    recId,
    description: textOf(fields['JobDescription']),
    company: textOf(fields['CompanyAccounts']),
    status: textOf(fields['Status']),
    origStart: momentOf(fields['OrigStartDateTime']),
    start: momentOf(fields['StartDateTime']),
    end: momentOf(fields['EndDateTime']),
  };
}

function digitsOf(value: unknown): string | undefined {
  const text = value instanceof ExactNumber ? value.text : String(value);
  return /^\d+$/.test(text) ? text : undefined;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/** Dates are never null in F&O: one that is not set lies in 1900, at 00:00 or 12:00. */
export function momentOf(value: unknown): Moment | undefined {
  if (typeof value !== 'string') return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) || ms < Date.UTC(1901) ? undefined : { text: value, ms };
}

/** How long the last run took, in milliseconds; `undefined` where its dates do not tell. */
export function lastRunMs({ start, end }: BatchJob): number | undefined {
  return start && end && end.ms >= start.ms ? end.ms - start.ms : undefined;
}
