/** One line of the table. A ratio above 1 says that the action takes more, or is quicker, as `unit` says. */
export interface Figure {
  what: string;
  value: string;
  /** The bound that it must keep, where there is one. */
  bound?: string;
  holds?: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[sorted.length / 2 - 1] ?? NaN)) / 2;
}

/**
 * The median of the ratios within each round: what slows the machine for some rounds slows both sides, and cancels out.
 */
export const medianRatio = (of: readonly number[], to: readonly number[]): number =>
  median(of.map((value, round) => value / (to[round] ?? NaN)));

/** A figure that must not exceed a bound, or not fall below it. */
export function bounded(
  what: string,
  value: number,
  show: (value: number) => string,
  limit: { atMost?: number; atLeast?: number },
): Figure {
  const { atMost = Infinity, atLeast = -Infinity } = limit;
  const bound = limit.atMost === undefined ? `≥ ${show(atLeast)}` : `≤ ${show(atMost)}`;
  return { what, value: show(value), bound, holds: value <= atMost && value >= atLeast };
}

export const ratio = (value: number) => `${value.toFixed(2)} ×`;
export const mebibytes = (value: number) => `${value.toFixed(0)} MiB`;

export function printTable(figures: readonly Figure[]): string {
  const rows = figures.map(
    ({ what, value, bound = '', holds }) => `| ${what} | ${value} | ${bound}${holds === false ? ' ✗' : ''} |`,
  );
  return ['| figure | measured | bound |', '| --- | --- | --- |', ...rows].join('\n');
}
