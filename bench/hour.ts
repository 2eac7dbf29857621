import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startSimulator } from '../simulator/simulator.ts';
import { root } from '../tools/manifest.ts';
import { runAction } from './child.ts';
import { bounded, type Figure, median } from './figures.ts';

const RUNS = 3;
const SPEED = 400;
const HOUR_S = 3_600;
/** Prints at the end what CPU time the process took, in milliseconds. */
const MEASURE = `
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    process.stdout.write('cpu ' + (user + system) / 1_000 + '\\n');
  });`;
const PRELOADS = [
  `data:text/javascript,${encodeURIComponent(MEASURE)}`,
  pathToFileURL(join(root, '__tests__/harness/scaled-clock.mjs')).href,
];

/** A batch-wait of an hour, from the start of the process to its end; its clock runs 400 times as fast. */
export async function hourOfWaiting(folder: string): Promise<Figure[]> {
  const simulator = await startSimulator({ clock: { speed: SPEED }, scenario: { batchJobs: [] } });
  const cpuMs: number[] = [];
  try {
    for (let run = 0; run < RUNS; run += 1) {
      const now = simulator.clock.now();
      const inputs = {
        operation: 'batch-wait',
        token: simulator.mintToken({ exp: Math.floor(now / 1000) + 2 * HOUR_S }),
        'batch-job-recid': simulator.jobs.add({
          plan: [{ status: 'Executing', forMs: HOUR_S * 1_000 }, { status: 'Finished' }],
        }),
        'wait-timeout-minutes': '120',
      };
      const { printed } = await runAction(simulator, folder, inputs, false, {
        nodeArguments: PRELOADS.flatMap((preload) => ['--import', preload]),
        variables: { CLOCK_SPEED: String(SPEED), CLOCK_EPOCH_MS: String(now), CLOCK_REAL_MS: String(Date.now()) },
      });
      cpuMs.push(Number(/^cpu (.*)$/m.exec(printed)?.[1]));
    }
  } finally {
    await simulator.close();
  }
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  return [bounded('CPU time of an hour of waiting', median(cpuMs), seconds, { atMost: 1_000 })];
}
