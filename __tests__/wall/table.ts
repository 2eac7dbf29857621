import type { Phase, Row } from './row.ts';
import { rows as call } from './rows/call.ts';
import { rows as callback } from './rows/callback.ts';
import { rows as inputs } from './rows/inputs.ts';
import { rows as poll } from './rows/poll.ts';
import { rows as report } from './rows/report.ts';
import { rows as signIn } from './rows/sign-in.ts';

/** The wall: every row of every phase. A new row is a line in a file of `rows/`. */
export const table: readonly (readonly [Phase, Row])[] = [
  ...inputs.map((row) => ['inputs', row] as const),
  ...signIn.map((row) => ['sign-in', row] as const),
  ...call.map((row) => ['call', row] as const),
  ...poll.map((row) => ['poll', row] as const),
  ...callback.map((row) => ['callback', row] as const),
  ...report.map((row) => ['report', row] as const),
];
