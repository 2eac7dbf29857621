import fc from 'fast-check';
import { type EchoServer, startEchoServer } from './generated/echo-server.ts';
import { carryOut, wholeRun, type WholeRun } from './generated/whole-runs.ts';
import { type Lane, openLane, SPEED } from './lane.ts';
import { type Mutant, useMutant } from './mutants.ts';
import type { Phase, Row } from './row.ts';
import { LEAK, type RowResult, runRow } from './run-row.ts';
import { table } from './table.ts';

export interface RowTold {
  phase: Phase;
  row: Row;
  result: RowResult;
  ms: number;
  /** What was wrong at the first try, on a machine that was too busy for the fast clock. */
  firstTry?: string;
}

/** Time for whoever has to share the machine. More rows than a few do not fail by load. */
const SECOND_TRY = { slower: 4, most: 20 };

/**
 * Carries rows out, several at a time; those that fail again, one by one and by a slower clock.
 *
 * @param tell called with each row as it ends
 */
export async function runRows(rows: typeof table, lanes: number, tell: (told: RowTold) => void): Promise<void> {
  const again: RowTold[] = [];
  const attempt = async (phase: Phase, row: Row, lane: Lane): Promise<RowTold> => {
    const startedAt = performance.now();
    const result = await runRow(phase, row, lane);
    return { phase, row, result, ms: performance.now() - startedAt };
  };
  await inLanes<Lane, (typeof table)[number]>(
    lanes,
    () => openLane(SPEED),
    rows,
    async ([phase, row], lane) => {
      const told = await attempt(phase, row, lane);
      const { problems, mayBeLoad } = told.result;
      if (problems.length > 0 && mayBeLoad && again.length < SECOND_TRY.most) again.push(told);
      else tell(told);
    },
  );
  await inLanes<Lane, RowTold>(
    1,
    () => openLane(SPEED / SECOND_TRY.slower),
    again,
    async ({ phase, row, result }, lane) => {
      tell({ ...(await attempt(phase, row, lane)), firstTry: result.problems.join('; ') });
    },
  );
}

/**
 * Carries generated whole runs out.
 *
 * @param tell called with each run that is not as it should be; `true` from it ends all
 */
export async function runWhole(
  { count, seed, only }: { count: number; seed: number; only?: number | undefined },
  lanes: number,
  tell: (index: number, run: WholeRun, problems: string[]) => boolean,
): Promise<void> {
  const all = [...fc.sample(wholeRun, { seed, numRuns: count }).entries()];
  let isOver = false;
  const chosen = all.filter(([index]) => only === undefined || index === only);
  const open = async () => {
    const server = await startEchoServer();
    const close = () => {
      server.close();
      return Promise.resolve();
    };
    return { ...server, close };
  };
  await inLanes<EchoServer & Closable, (typeof all)[number]>(lanes, open, chosen, async ([index, run], server) => {
    if (isOver) return;
    let problems = await carryOut(run, server);
    if (problems.length > 0 && problems.every((each) => !LEAK.test(each)))
      problems = await carryOut(run, server, SECOND_TRY.slower);
    if (problems.length > 0) isOver ||= tell(index, run, problems);
  });
}

/** One run in about 25 sees a rule that is off, and ends them: so many miss it never. Nothing ends the sources as they are. */
const FEW_RUNS = { mutant: 400, asTheyAre: 10 };
/** A folder of twenty tables sees it three times in four. */
const FEW_CASES = { mutant: 400, asTheyAre: 200 };

/** @returns what the wall says of the mutant, which should be something; of `undefined`, the sources as they are, nothing */
export async function judgeMutant(
  mutant: Mutant | undefined,
  mutants: readonly Mutant[],
  seed: number,
): Promise<string[]> {
  const { propertyOf, restore } = useMutant(mutant);
  const seen: string[] = [];
  try {
    const seers = (mutant ? [mutant] : mutants).map(({ seenBy }) => seenBy);
    const rowsOf = seers.map((seer) => (typeof seer === 'object' && 'rows' in seer ? seer.rows : undefined));
    const rows = table.filter(([, [, fault]]) => rowsOf.includes(fault));
    if (rows.length > 0)
      await runRows(rows, 2, ({ row, result }) => {
        if (result.problems.length > 0) seen.push(`the row "${row[1]}": ${result.problems[0] ?? ''}`);
      });
    for (const seer of seers) {
      if (typeof seer === 'string' || 'rows' in seer) continue;
      const property = await propertyOf(seer.generated);
      const wrong =
        (await property?.check({
          numRuns: mutant ? FEW_CASES.mutant : FEW_CASES.asTheyAre,
          seed,
          endOnFailure: true,
        })) ?? `it has no ${seer.generated}`;
      if (wrong !== '') seen.push(`generated cases: ${wrong}`);
    }
    if (seers.includes('whole runs'))
      await runWhole({ count: mutant ? FEW_RUNS.mutant : FEW_RUNS.asTheyAre, seed }, 2, (index, _run, problems) => {
        seen.push(`whole run ${index}: ${problems[0] ?? ''}`);
        return mutant !== undefined;
      });
  } finally {
    restore();
  }
  return seen;
}

interface Closable {
  close(): Promise<void>;
}

/** Hands each item to the lane that is free next. */
async function inLanes<L extends Closable, Item>(
  count: number,
  open: () => Promise<L>,
  items: readonly Item[],
  work: (item: Item, lane: L) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: Math.min(count, items.length) }, async () => {
      const lane = await open();
      try {
        for (const item of rest) await work(item, lane);
      } finally {
        await lane.close();
      }
    }),
  );
}
