import type { WallTime } from '../../clock.ts';
import { ExactNumber } from '../../json/exact-number.ts';
import { asObject, asText } from '../../json/narrow.ts';
import type { ServerText } from '../../server-text.ts';
import { textIn } from '../rows.ts';

/** A date by F&O's clock, with its text as it came. */
export interface FnoDate extends WallTime {
  text: string;
}

/** A row of the entity set BatchJobs. */
export interface BatchJob {
  /** Digits: a RecId has 64 bits. */
  recId: string;
  description: ServerText;
  company: ServerText;
  status: ServerText;
  /** When its run is due. */
  origStart: FnoDate | undefined;
  /** When its last run began. */
  start: FnoDate | undefined;
  /** When its last run ended. */
  end: FnoDate | undefined;
}

/** @returns the job of a row; `undefined` if it is not a row of BatchJobs */
export function parseBatchJob(row: unknown): BatchJob | undefined {
  const fields = asObject(row);
  const recId = digitsOf(fields?.['BatchJobRecId']);
  if (!fields || recId === undefined) return undefined;
  return {
    recId,
    description: textIn(fields['JobDescription']),
    company: textIn(fields['CompanyAccounts']),
    status: textIn(fields['Status']),
    origStart: dateOf(fields['OrigStartDateTime']),
    start: dateOf(fields['StartDateTime']),
    end: dateOf(fields['EndDateTime']),
  };
}

function digitsOf(value: unknown): string | undefined {
  const text = value instanceof ExactNumber ? value.text : String(value);
  return /^\d+$/.test(text) ? text : undefined;
}

/** Date.parse takes far more than dates, and these texts are printed. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Dates are never null in F&O: one that is not set lies in 1900, at 00:00 or 12:00. */
export function dateOf(value: unknown): FnoDate | undefined {
  const text = asText(value);
  const epochMs = text !== undefined && ISO.test(text) ? Date.parse(text) : NaN;
  return text === undefined || Number.isNaN(epochMs) || epochMs < Date.UTC(1901) ? undefined : { text, epochMs };
}

/** How long the last run took, in milliseconds; `undefined` if its dates do not tell. */
export function lastRunMs({ start, end }: BatchJob): number | undefined {
  return start && end && end.epochMs >= start.epochMs ? end.epochMs - start.epochMs : undefined;
}
