import { gapMs, type ExpectedEnd } from '../src/operations/batch-wait/schedule.ts';

/** What the schedule does to jobs whose durations are spread evenly, by their logarithm, over a band. Times in seconds. */
export interface ScheduleFigures {
  band: readonly [fromSeconds: number, toSeconds: number];
  medianLagSeconds: number;
  /** The median of lag over duration. */
  medianLagShare: number;
  /** The median of lag over what the bound allows for that duration. */
  medianOfBound: number;
  worstLagSeconds: number;
  /** The mean number of looks, the first one at once. */
  requests: number;
  /** The fewest looks that the bound on the lag allows. */
  fewestRequests: number;
}

/** What is known of the last run: nothing, a duration within 10 % of this one, or one that is wrong by half. */
export const LAST_RUNS = ['unknown', 'alike', 'misleading'] as const;
type LastRun = (typeof LAST_RUNS)[number];

const BANDS = [1, 3, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400];
const SAMPLES = 401;

/** The bound: a median lag of 3 % of the duration, 1 s at least, and no lag over 30 s. */
const BOUND = { share: 0.03, floorSeconds: 1, worstSeconds: 30, requests: 1.2 } as const;
const allowedLagSeconds = (durationSeconds: number) => Math.max(BOUND.floorSeconds, BOUND.share * durationSeconds);

/** Runs the schedule over durations from 1 s to 4 h; responses take no time. */
export function simulateSchedule(lastRun: LastRun): ScheduleFigures[] {
  return BANDS.slice(1).map((toSeconds, index) => {
    const fromSeconds = BANDS[index] ?? 1;
    const samples = Array.from({ length: SAMPLES }, (_, sample) => {
      const durationSeconds = fromSeconds * (toSeconds / fromSeconds) ** (sample / (SAMPLES - 1));
      const { lagSeconds, requests } = poll(durationSeconds, expectedEnds(lastRun, durationSeconds, sample));
      return { durationSeconds, lagSeconds, requests, fewest: fewest(durationSeconds) };
    });
    const mean = (pick: (sample: (typeof samples)[number]) => number) =>
      samples.reduce((sum, sample) => sum + pick(sample), 0) / SAMPLES;
    return {
      band: [fromSeconds, toSeconds],
      medianLagSeconds: median(samples.map((sample) => sample.lagSeconds)),
      medianLagShare: median(samples.map((sample) => sample.lagSeconds / sample.durationSeconds)),
      medianOfBound: median(samples.map((sample) => sample.lagSeconds / allowedLagSeconds(sample.durationSeconds))),
      worstLagSeconds: Math.max(...samples.map((sample) => sample.lagSeconds)),
      requests: mean((sample) => sample.requests),
      fewestRequests: mean((sample) => sample.fewest),
    };
  });
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function expectedEnds(lastRun: LastRun, durationSeconds: number, sample: number): ExpectedEnd[] {
  if (lastRun === 'unknown') return [];
  const error = lastRun === 'alike' ? 0.9 + ((sample * 8) % 21) / 100 : 1.5;
  const lastMs = durationSeconds * 1_000 * error;
  return [{ atMs: lastMs, durationMs: lastMs }];
}

function poll(durationSeconds: number, expected: readonly ExpectedEnd[]): { lagSeconds: number; requests: number } {
  let atMs = 0;
  let requests = 1;
  for (; atMs < durationSeconds * 1_000; requests += 1) atMs += gapMs(atMs, expected);
  return { lagSeconds: atMs / 1_000 - durationSeconds, requests };
}

/** Greedy: each gap is the longest in which the median lag keeps to the bound. */
function fewest(durationSeconds: number): number {
  let atSeconds = 0;
  let requests = 1;
  for (; atSeconds < durationSeconds; requests += 1) {
    // In a gap of g seconds from t the median lag is g/2, at the duration t + g/2.
    const proportional = (BOUND.share * atSeconds) / (0.5 - BOUND.share / 2);
    atSeconds += Math.min(BOUND.worstSeconds, Math.max(2 * BOUND.floorSeconds, proportional));
  }
  return requests;
}

/** @returns where figures break the bound: median lag, worst lag, 1.2 times the fewest requests */
export function breaches(figures: readonly ScheduleFigures[]): string[] {
  return figures.flatMap((row) => {
    const band = nameOf(row);
    return [
      row.medianOfBound > 1 ? [`${band}: the median lag is ${row.medianOfBound.toFixed(2)} times the bound`] : [],
      row.worstLagSeconds > BOUND.worstSeconds ? [`${band}: the worst lag is ${row.worstLagSeconds.toFixed(1)} s`] : [],
      row.requests > BOUND.requests * row.fewestRequests
        ? [`${band}: ${row.requests.toFixed(1)} requests where ${row.fewestRequests.toFixed(1)} would do`]
        : [],
    ].flat();
  });
}

const nameOf = ({ band }: ScheduleFigures) => band.map(lengthOf).join(' to ');
const lengthOf = (seconds: number) =>
  seconds < 60 ? `${seconds} s` : seconds < 3_600 ? `${seconds / 60} min` : `${seconds / 3_600} h`;

/** The part of `npm run bench` that shows the poll schedule: a table for each thing that can be known of the last run. */
export function pollScheduleReport(): string {
  return LAST_RUNS.map((lastRun) => {
    const figures = simulateSchedule(lastRun);
    const rows = figures.map((row) =>
      [
        nameOf(row),
        `${row.medianLagSeconds.toFixed(2)} s`,
        `${(100 * row.medianLagShare).toFixed(1)} %`,
        `${row.worstLagSeconds.toFixed(1)} s`,
        row.requests.toFixed(1),
        (row.requests / row.fewestRequests).toFixed(2),
      ].join(' | '),
    );
    const found = breaches(figures);
    return [
      `Poll schedule, last run ${lastRun}`,
      '',
      '| job takes | median lag | of the duration | worst lag | requests | × fewest |',
      '|---|---|---|---|---|---|',
      ...rows.map((row) => `| ${row} |`),
      '',
      found.length > 0 ? `Bound broken: ${found.join('; ')}.` : 'Within the bound.',
    ].join('\n');
  }).join('\n\n');
}

if (import.meta.main) console.log(pollScheduleReport());
