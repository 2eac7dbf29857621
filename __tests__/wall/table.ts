import { rows as call } from './rows/call.ts';
import { rows as callback } from './rows/callback.ts';
import { rows as inputs } from './rows/inputs.ts';
import { rows as poll } from './rows/poll.ts';
import { rows as report } from './rows/report.ts';
import { rows as signIn } from './rows/sign-in.ts';
import { type Lane, openLane } from './lane.ts';
import type { Phase, Row } from './row.ts';
import { type RowResult, runRow } from './run-row.ts';

/** The wall: every row of every phase. A new row is a line in a file of `rows/`. */
export const table: readonly (readonly [Phase, Row])[] = [
  ...inputs.map((row) => ['inputs', row] as const),
  ...signIn.map((row) => ['sign-in', row] as const),
  ...call.map((row) => ['call', row] as const),
  ...poll.map((row) => ['poll', row] as const),
  ...callback.map((row) => ['callback', row] as const),
  ...report.map((row) => ['report', row] as const),
];

export interface Told {
  phase: Phase;
  row: Row;
  result: RowResult;
  ms: number;
}

/**
 * Carries rows out, several at a time.
 *
 * @param tell called with each row as it ends
 */
export async function runRows(
  rows: readonly (readonly [Phase, Row])[],
  lanes: number,
  tell: (told: Told) => void,
): Promise<void> {
  await inLanes(lanes, rows, async ([phase, row], lane) => {
    const startedAt = performance.now();
    const result = await runRow(phase, row, lane);
    tell({ phase, row, result, ms: performance.now() - startedAt });
  });
}

/** Hands each item to the lane that is free next. */
export async function inLanes<Item>(
  count: number,
  items: readonly Item[],
  work: (item: Item, lane: Lane) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: count }, async () => {
      const lane = await openLane();
      try {
        for (const item of rest) await work(item, lane);
      } finally {
        await lane.close();
      }
    }),
  );
}
